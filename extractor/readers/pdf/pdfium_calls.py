"""PDFium's functions, called in bulk: one pass per question instead of one Python step per character.

The functions of pypdfium2 are left alone; these are further pointers to the same library that take addresses
as plain numbers, so that ``map`` can write the answers for a whole page into one buffer.
PDFium is not thread-safe: one process reads one document at a time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2_raw.bindings as bindings

_HANDLE, _INT, _ADDRESS = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
_LIBRARY = bindings._libs["pdfium"]
_DIRECT = ctypes.PyDLL(_LIBRARY._name, handle=_LIBRARY._handle)


def _function(name: str, answer: Any, *arguments: Any) -> Callable[..., Any]:
    function = _DIRECT[name]
    function.restype, function.argtypes = answer, arguments
    return function


unicode_of = _function("FPDFText_GetUnicode", ctypes.c_uint, _HANDLE, _INT)
loose_box = _function("FPDFText_GetLooseCharBox", _INT, _HANDLE, _INT, _ADDRESS)
origin_of = _function("FPDFText_GetCharOrigin", _INT, _HANDLE, _INT, _ADDRESS, _ADDRESS)
is_generated = _function("FPDFText_IsGenerated", _INT, _HANDLE, _INT)
map_error = _function("FPDFText_HasUnicodeMapError", _INT, _HANDLE, _INT)
text_object = _function("FPDFText_GetTextObject", _HANDLE, _HANDLE, _INT)
font_size = _function("FPDFText_GetFontSize", ctypes.c_double, _HANDLE, _INT)
char_matrix = _function("FPDFText_GetMatrix", _INT, _HANDLE, _INT, _ADDRESS)
count_chars = _function("FPDFText_CountChars", _INT, _HANDLE)
render_mode = _function("FPDFTextObj_GetTextRenderMode", _INT, _HANDLE)

clip_path = _function("FPDFPageObj_GetClipPath", _HANDLE, _HANDLE)
count_clip_paths = _function("FPDFClipPath_CountPaths", _INT, _HANDLE)
count_clip_segments = _function("FPDFClipPath_CountPathSegments", _INT, _HANDLE, _INT)
clip_segment = _function("FPDFClipPath_GetPathSegment", _HANDLE, _HANDLE, _INT, _INT)

count_objects = _function("FPDFPage_CountObjects", _INT, _HANDLE)
get_object = _function("FPDFPage_GetObject", _HANDLE, _HANDLE, _INT)
count_form_objects = _function("FPDFFormObj_CountObjects", _INT, _HANDLE)
get_form_object = _function("FPDFFormObj_GetObject", _HANDLE, _HANDLE, ctypes.c_ulong)
object_type = _function("FPDFPageObj_GetType", _INT, _HANDLE)
object_matrix = _function("FPDFPageObj_GetMatrix", _INT, _HANDLE, _ADDRESS)
count_segments = _function("FPDFPath_CountSegments", _INT, _HANDLE)
get_segment = _function("FPDFPath_GetPathSegment", _HANDLE, _HANDLE, _INT)
segment_type = _function("FPDFPathSegment_GetType", _INT, _HANDLE)
segment_point = _function("FPDFPathSegment_GetPoint", _INT, _HANDLE, _ADDRESS, _ADDRESS)
segment_close = _function("FPDFPathSegment_GetClose", _INT, _HANDLE)


def address(handle: Any) -> int:
    """The address that a pypdfium2 handle points to."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
