"""Sets a worksheet out as paragraphs and tables: titles, units and remarks stand outside the table they belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.document import Block, Cell, Note, Paragraph, Table
from extractor.spreadsheet.sheet import Sheet, Shown, Slot, address

_SLOTS = 4_000_000
"""A region with more slots is not set out as a table: its cells lie scattered."""
_FILLED = 400_000
"""Slots up to which blank cells are written out too."""
_GAP = 2
"""Blank rows that part two regions; one is enough before a row that holds a single cell."""
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)
_UNIT = re.compile(
    r"(?:^|\s)[（(]?(?:金额|计量|货币)?单位\s*[:：]\s*(?:人民币)?\s*(?:[百千万亿百万]{0,2}元|人|个|%|％)[、，元万人个/]*[）)]?\s*$"
)
_REMARK = re.compile(r"\s*[（(]?\s*(?:注|备注|说明|附注|填表|填报|制表|联系)")
_MOST_IN_UNIT_ROW = 4

Line = list[tuple[int, Shown]]


@dataclass(slots=True)
class Setting:
    """The blocks, what is to be said of them, and the cell of the workbook behind every table cell and paragraph."""

    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    cells: dict[tuple[int, int, int], tuple[str, str]] = field(default_factory=dict)
    """Sheet and address (B5) by table, row and column."""
    paragraphs: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Sheet and address by paragraph."""
    tables: int = 0

    def add_paragraph(self, text: str, sheet: str, at: str = "", level: int = 0) -> None:
        number = len(self.paragraphs) + 1
        self.blocks.append(Paragraph(number, text, level))
        self.paragraphs[number] = (sheet, at)


def set_out(sheets: list[Sheet]) -> Setting:
    """All sheets in their order; hidden ones are read and noted. A sheet's own name is its heading."""
    setting = Setting()
    filled = [sheet for sheet in sheets if sheet.cells]
    for sheet in filled:
        if not _DEFAULT_NAME.match(sheet.name.strip()):
            setting.add_paragraph(sheet.name, sheet.name, level=1)
        _set_sheet(setting, sheet)
        setting.notes.extend(_notes(sheet))
    return setting


def _set_sheet(setting: Setting, sheet: Sheet) -> None:
    spans, covered = _spans(sheet)
    lost = sum(len(shown.text.strip()) for slot, shown in sheet.cells.items() if slot in covered)
    if lost:
        setting.notes.append(Note("workbook.covered_text", (("sheet", sheet.name), ("count", str(lost)))))
    rows: dict[int, Line] = {}
    for (row, column), shown in sorted(sheet.cells.items()):
        if (row, column) not in covered:
            rows.setdefault(row, []).append((column, shown))
    for band in _bands(rows, spans):
        _set_band(setting, sheet, {row: rows[row] for row in band}, spans)


def _spans(sheet: Sheet) -> tuple[dict[Slot, Slot], set[Slot]]:
    """The last slot of each merge by its first, and the filled slots that merges cover."""
    spans = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    covered: set[Slot] = set()
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(sheet.cells):
        by_row.setdefault(row, []).append(column)
    for (top, left), (bottom, right) in spans.items():
        wanted = (
            range(top, bottom + 1) if bottom - top < len(by_row) else [row for row in by_row if top <= row <= bottom]
        )
        for row in wanted:
            covered.update(
                (row, column)
                for column in by_row.get(row, ())
                if left <= column <= right and (row, column) != (top, left)
            )
    return spans, covered


def _bands(rows: dict[int, Line], spans: dict[Slot, Slot]) -> list[list[int]]:
    """Rows that belong together: parted by two blank rows, or by one before a row with a single cell."""
    bands: list[list[int]] = []
    reach = 0
    for row in sorted(rows):
        blank = row - reach - 1
        if not bands or blank >= _GAP or (blank == 1 and len(rows[row]) == 1):
            bands.append([])
        bands[-1].append(row)
        reach = max(reach, row, *(spans.get((row, column), (row, 0))[0] for column, _ in rows[row]))
    return bands


def _set_band(setting: Setting, sheet: Sheet, rows: dict[int, Line], spans: dict[Slot, Slot]) -> None:
    order = sorted(rows)
    left = min(rows[row][0][0] for row in order)
    right = max(spans.get((row, line[-1][0]), (0, line[-1][0]))[1] for row, line in rows.items())
    if all(len(line) == 1 for line in rows.values()):
        _as_paragraphs(setting, sheet, rows, order)
        return
    first, last = 0, len(order)
    while first < last and _is_title(order[first], rows[order[first]], spans, left, right):
        first += 1
    while last > first and _is_remark(order[last - 1], rows[order[last - 1]], spans, left, right):
        last -= 1
    _as_paragraphs(setting, sheet, rows, order[:first])
    if first < last:
        _as_table(setting, sheet, {row: rows[row] for row in order[first:last]}, spans)
    _as_paragraphs(setting, sheet, rows, order[last:])


def _is_title(row: int, line: Line, spans: dict[Slot, Slot], left: int, right: int) -> bool:
    """A single cell that begins at the left edge or spans half the width, or a row that ends with the unit."""
    if len(line) <= _MOST_IN_UNIT_ROW and _UNIT.search(line[-1][1].text):
        return True
    if len(line) > 1:
        return False
    column = line[0][0]
    return column == left or _width(row, column, spans) * 2 >= right - left + 1


def _is_remark(row: int, line: Line, spans: dict[Slot, Slot], left: int, right: int) -> bool:
    if len(line) > 1:
        return False
    column, shown = line[0]
    return bool(_REMARK.match(shown.text)) or _width(row, column, spans) >= right - left + 1 > 1


def _width(row: int, column: int, spans: dict[Slot, Slot]) -> int:
    return spans.get((row, column), (row, column))[1] - column + 1


def _as_paragraphs(setting: Setting, sheet: Sheet, rows: dict[int, Line], order: list[int]) -> None:
    for row in order:
        for column, shown in rows[row]:
            if shown.text.strip():
                setting.add_paragraph(shown.text, sheet.name, address(row, column))


def _as_table(setting: Setting, sheet: Sheet, rows: dict[int, Line], spans: dict[Slot, Slot]) -> None:
    """A table of the rows and columns that hold something; others, and what merges hide, take no room."""
    order = sorted(rows)
    columns = sorted({column for line in rows.values() for column, _ in line})
    if len(order) * len(columns) > _SLOTS:
        setting.notes.append(Note("workbook.scattered", (("sheet", sheet.name),)))
        _as_paragraphs(setting, sheet, rows, order)
        return
    down = {row: index for index, row in enumerate(order, 1)}
    across = {column: index for index, column in enumerate(columns, 1)}
    setting.tables += 1
    cells: list[Cell] = []
    taken: set[Slot] = set()
    for row in order:
        for column, shown in rows[row]:
            bottom, right = spans.get((row, column), (row, column))
            height = _count(down, order, row, bottom)
            width = _count(across, columns, column, right)
            cells.append(Cell(down[row], across[column], shown.text, height, width, doubt=shown.doubt))
            setting.cells[(setting.tables, down[row], across[column])] = (sheet.name, address(row, column))
            taken.update(
                (down[row] + below, across[column] + beside) for below in range(height) for beside in range(width)
            )
    if len(order) * len(columns) <= _FILLED:
        cells.extend(_blanks(len(order), len(columns), taken))
        cells.sort(key=lambda cell: (cell.row, cell.column))
    setting.blocks.append(Table(setting.tables, len(order), len(columns), tuple(cells), sheet=sheet.name))


def _count(index: dict[int, int], kept: list[int], first: int, last: int) -> int:
    """How many kept rows or columns lie from first to last."""
    count = index[first]
    while count < len(kept) and kept[count] <= last:
        count += 1
    return count - index[first] + 1


def _blanks(height: int, width: int, taken: set[Slot]) -> list[Cell]:
    return [
        Cell(row, column, "")
        for row in range(1, height + 1)
        for column in range(1, width + 1)
        if (row, column) not in taken
    ]


def _notes(sheet: Sheet) -> list[Note]:
    """Hidden sheets, rows and columns, and formulas without a result."""
    named = ("sheet", sheet.name)
    notes = []
    if sheet.hidden:
        notes.append(Note("workbook.hidden_sheet", (named,)))
    rows = sum(row in sheet.hidden_rows for row in {row for row, _ in sheet.cells})
    columns = sum(
        any(first <= column <= last for first, last in sheet.hidden_columns)
        for column in {column for _, column in sheet.cells}
    )
    if rows or columns:
        notes.append(Note("workbook.hidden_cells", (named, ("rows", str(rows)), ("columns", str(columns)))))
    if sheet.without_value:
        count = ("count", str(sheet.without_value))
        notes.append(Note("workbook.formulas_without_value", (named, count), lost=True))
    return notes
