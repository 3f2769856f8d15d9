"""What a WordprocessingML document prints: paragraphs and tables in order, and which run prints which character."""

from extractor.wordprocessing.layout import Layout, lay_out
from extractor.wordprocessing.package import open_package
from extractor.wordprocessing.runs import Run, locate

__all__ = ["Layout", "Run", "lay_out", "locate", "open_package"]
