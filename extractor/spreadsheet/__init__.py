"""What a worksheet shows: values in their number formats, set out as paragraphs and tables."""

from extractor.spreadsheet.formats import BUILT_IN, shown, shown_text
from extractor.spreadsheet.regions import Setting, set_out
from extractor.spreadsheet.sheet import Sheet, Shown, address

__all__ = ["BUILT_IN", "Setting", "Sheet", "Shown", "address", "set_out", "shown", "shown_text"]
