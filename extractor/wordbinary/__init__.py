"""Word's binary format of 1997 to 2003 ([MS-DOC]), read without help: text and tables, for want of LibreOffice."""

from extractor.wordbinary.layout import set_out
from extractor.wordbinary.streams import Damaged, is_encrypted, wants

__all__ = ["Damaged", "is_encrypted", "set_out", "wants"]
