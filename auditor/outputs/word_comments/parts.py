"""The parts of a DOCX file: comments added to those that are there, all other parts copied as they are."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from auditor.marker import MARK
from auditor.outputs.word_comments.markup import Unsplit, readable, spans, spliced
from auditor.remarks import AUTHOR
from extractor.archive import Archive
from extractor.wordprocessing.names import W

DOCUMENT = "word/document.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
COMMENTS = "word/comments.xml"
DATE = "2000-01-01T00:00:00Z"
"""The date of every comment: a comment depends on the report alone, not on the day it was audited."""

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_RELATION_TYPE = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_RELATION_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_COLOURS = {"error": "C00000", "warning": "B45F06", "note": "1F4E79"}
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its id, its lines, and the severity that its head is coloured by ("" for none)."""

    number: int
    lines: tuple[str, ...]
    severity: str = ""


def content_type(archive: Archive) -> str:
    """The content type of the document itself: with macros, a template, or a plain document."""
    for element in archive.xml(TYPES).iter("{*}Override"):
        if element.get("PartName", "").lower() == "/" + DOCUMENT:
            return element.get("ContentType", "")
    return ""


def first_free(archive: Archive) -> int:
    """The first id that no comment of the document has, and none that is only referred to."""
    numbers = [-1]
    parts = [archive.xml(DOCUMENT)]
    existing = comments_part(archive)
    if existing is not None:
        parts.append(archive.xml(existing))
    for part in parts:
        for element in part.iter(*(W + name for name in ("comment", "commentRangeStart", "commentReference"))):
            text = element.get(W + "id") or ""
            numbers += [int(text)] if re.fullmatch(r"\d{1,9}", text) else []
    return max(numbers) + 1


def comments_part(archive: Archive) -> str | None:
    """The name of the part that holds the document's comments; None where it has none."""
    if RELATIONS not in archive:
        return None
    for relation in archive.xml(RELATIONS).iter("{*}Relationship"):
        if relation.get("Type", "").endswith("/comments") and relation.get("TargetMode") != "External":
            name = posixpath.normpath(posixpath.join("/word", relation.get("Target", ""))).lstrip("/")
            return name if name in archive else None
    return None


def commented(data: bytes, archive: Archive, document: bytes, comments: tuple[Comment, ...]) -> bytes:
    """The file with the document in its new shape and the comments added. Raises Unsplit."""
    strict = _STRICT in document
    existing = comments_part(archive)
    changed = {DOCUMENT: document}
    if existing is None:
        if COMMENTS in archive:
            raise Unsplit
        changed[COMMENTS] = _new_part(comments, strict)
        changed[TYPES] = _with_type(readable(archive.read(TYPES)))
        changed[RELATIONS] = _with_relation(archive, strict)
    else:
        changed[existing] = _appended(readable(archive.read(existing)), _written(comments, strict, declared=True))
    return _packed(data, changed, existing or COMMENTS)


def _namespace(strict: bool) -> str:
    return _STRICT.decode() if strict else W[1:-1]


def _new_part(comments: tuple[Comment, ...], strict: bool) -> bytes:
    body = _written(comments, strict, declared=False)
    return _HEAD + f'<w:comments xmlns:w="{_namespace(strict)}">'.encode() + body + b"</w:comments>"


def _written(comments: tuple[Comment, ...], strict: bool, declared: bool) -> bytes:
    """The comments as XML, and at the end the mark by which gouji knows its own files."""
    declaration = f' xmlns:w="{_namespace(strict)}"' if declared else ""
    return ("".join(_comment(each, declaration) for each in comments) + f"<!--{MARK}-->").encode()


def _comment(comment: Comment, declaration: str) -> str:
    head = (
        f'<w:comment{declaration} w:id="{comment.number}" w:author={quoteattr(AUTHOR)} w:date="{DATE}" w:initials="gj">'
    )
    return head + "".join(_line(comment, place, line) for place, line in enumerate(comment.lines)) + "</w:comment>"


def _line(comment: Comment, place: int, line: str) -> str:
    """A paragraph that the report's own styles (large type, indented first lines) do not disturb."""
    looks = '<w:sz w:val="18"/><w:szCs w:val="18"/>'
    if place == 0:
        colour = _COLOURS.get(comment.severity)
        looks = "<w:b/>" + (f'<w:color w:val="{colour}"/>' if colour else "") + looks
    sign = "<w:r><w:annotationRef/></w:r>" if place == 0 else ""
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
        f'{sign}<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
    )


def _with_type(types: bytes) -> bytes:
    return _appended(
        types, f'<Override xmlns="{_TYPES_NAMESPACE}" PartName="/{COMMENTS}" ContentType="{_COMMENTS_TYPE}"/>'.encode()
    )


def _with_relation(archive: Archive, strict: bool) -> bytes:
    """The relations of the document with one to its comments, under an id that none of them has."""
    there = RELATIONS in archive
    empty = _HEAD + f'<Relationships xmlns="{_RELATION_NAMESPACE}"/>'.encode()
    data = readable(archive.read(RELATIONS)) if there else empty
    taken = {each.get("Id") for each in archive.xml(RELATIONS).iter("{*}Relationship")} if there else set()
    name = next(name for name in (f"rIdGouji{number}" for number in range(1, len(taken) + 2)) if name not in taken)
    kind = _STRICT_RELATION_TYPE if strict else _RELATION_TYPE
    addition = f'<Relationship xmlns="{_RELATION_NAMESPACE}" Id="{name}" Type="{kind}" Target="comments.xml"/>'
    return _appended(data, addition.encode())


def _appended(data: bytes, addition: bytes) -> bytes:
    """The part with something added before the end of its root."""
    root = spans(data, {0})[0]
    if root.close < root.end:
        return spliced(data, {root.close: addition})
    opened = data[root.start : root.inner].removesuffix(b"/>") + b">"
    return data[: root.start] + opened + addition + b"</" + root.name + b">" + data[root.end :]


def _packed(data: bytes, changed: dict[str, bytes], last: str) -> bytes:
    """The archive with those parts changed or added; ``last`` is stored at its end as it is: the mark can be read."""
    waiting = {name.lower(): (name, content) for name, content in changed.items()}
    written = io.BytesIO()
    held: list[tuple[zipfile.ZipInfo, bytes]] = []
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            key = info.filename.replace("\\", "/").lstrip("/").lower()
            content = waiting.pop(key)[1] if key in waiting else old.read(info)
            held.append((_entry(info.filename, info), content))
        held += [(_entry(name), content) for name, content in waiting.values()]
        held.sort(key=lambda entry: entry[0].filename.lower() == last.lower())
        for entry, content in held:
            if entry.filename.lower() == last.lower():
                entry.compress_type = zipfile.ZIP_STORED
            new.writestr(entry, content)
    return written.getvalue()


def _entry(name: str, old: zipfile.ZipInfo | None = None) -> zipfile.ZipInfo:
    """An entry like the old one; a new one bears no date of its own, so that the same audit gives the same bytes."""
    entry = zipfile.ZipInfo(name, old.date_time if old else _EPOCH)
    entry.compress_type = old.compress_type if old else zipfile.ZIP_DEFLATED
    entry.external_attr = old.external_attr if old else 0
    entry.create_system = old.create_system if old else 0
    return entry
