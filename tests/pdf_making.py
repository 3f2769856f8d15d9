"""PDF pages made for tests: text at given places, ruled tables, paragraphs. Points from the top left."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HAN = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(HAN))
A4 = (595.0, 842.0)


class Maker:
    """A PDF being written, page by page."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        self.buffer = io.BytesIO()
        self.size = size
        self.canvas = Canvas(self.buffer, pagesize=size)

    def text(self, x: float, y: float, words: str, size: float = 12, font: str = HAN) -> float:
        """Words with their baseline at y; returns where they end. Latin letters and digits are Times, set higher."""
        for run, han in runs(words):
            face = font if han else "Times-Roman"
            self.canvas.setFont(face, size)
            self.canvas.drawString(x, self.size[1] - y + (0 if han else 0.4), run)
            x += pdfmetrics.stringWidth(run, face, size)
        return x

    def right(self, x: float, y: float, words: str, size: float = 12) -> None:
        """Words that end at x."""
        width = sum(pdfmetrics.stringWidth(run, HAN if han else "Times-Roman", size) for run, han in runs(words))
        self.text(x - width, y, words, size)

    def paragraph(self, y: float, words: str, size: float = 12, left: float = 72, width: float = 451, step: float = 24,
                  page_end: Callable[[], None] | None = None) -> float:  # fmt: skip
        """A paragraph with its first line indented by two characters; returns the next baseline.

        With ``page_end``, which ends a page, it goes on at the top of the next page where the page is full."""
        x, line = left + 2 * size, ""
        start = x
        for mark in words:
            wide = size if ord(mark) > 0x2000 else pdfmetrics.stringWidth(mark, "Times-Roman", size)
            if x + wide > left + width + 0.1:
                self.text(start, y, line, size)
                y, x, start, line = y + step, left, left, ""
                if page_end and y > self.size[1] - 72:
                    page_end()
                    y = 100
            line += mark
            x += wide
        if line:
            self.text(start, y, line, size)
            y += step
        return y

    def grid(self, xs: list[float], ys: list[float], skip: Callable[[str, int, int], bool] = lambda *_: False) -> None:
        """Ruling lines of a table; ``skip`` leaves out the piece "h" or "v" that begins at a column and a row."""
        height = self.size[1]
        self.canvas.setLineWidth(0.5)
        for row, y in enumerate(ys):
            for column in range(len(xs) - 1):
                if not skip("h", column, row):
                    self.canvas.line(xs[column], height - y, xs[column + 1], height - y)
        for column, x in enumerate(xs):
            for row in range(len(ys) - 1):
                if not skip("v", column, row):
                    self.canvas.line(x, height - ys[row], x, height - ys[row + 1])

    def boxes(self, xs: list[float], ys: list[float], thickness: float = 0.5) -> None:
        """The same lines as word processors draw them: every cell edge a thin filled rectangle."""
        height = self.size[1]
        for y in ys:
            for x0, x1 in pairwise(xs):
                self.canvas.rect(x0, height - y, x1 - x0, thickness, stroke=0, fill=1)
        for x in xs:
            for y0, y1 in pairwise(ys):
                self.canvas.rect(x, height - y1, thickness, y1 - y0, stroke=0, fill=1)

    def table(self, rows: list[list[str]], xs: list[float], top: float, step: float = 20, size: float = 9) -> float:
        """A plain ruled table, words left and figures right; returns its lower border."""
        ys = [top + step * place for place in range(len(rows) + 1)]
        self.grid(xs, ys)
        for row, y in zip(rows, ys, strict=False):
            for column, words in enumerate(row):
                if words[:1].isdigit():
                    self.right(xs[column + 1] - 3, y + step - 6, words, size)
                else:
                    self.text(xs[column] + 3, y + step - 6, words, size)
        return ys[-1]

    def page(self) -> None:
        """End the page."""
        self.canvas.showPage()

    def finished(self) -> bytes:
        """The file's bytes; the last page is ended if something is on it."""
        self.canvas.save()
        return self.buffer.getvalue()


def runs(words: str) -> list[tuple[str, bool]]:
    """Words parted into runs of Latin signs and runs of everything else."""
    parts: list[tuple[str, bool]] = []
    for mark in words:
        han = ord(mark) > 0x7F
        if parts and parts[-1][1] == han:
            parts[-1] = (parts[-1][0] + mark, han)
        else:
            parts.append((mark, han))
    return parts
