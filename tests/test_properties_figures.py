"""What holds of the figures of any text, and of any arithmetic over figures."""

from __future__ import annotations

import re
import time
from decimal import Decimal, localcontext

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor.document import Cell, Document, Paragraph, Passage, Place, Table
from extractor.expression import Expression, absolute, constant, figure, largest, smallest, total
from extractor.figures import Figure
from extractor.interval import EXACT
from extractor.scanning import find_figures, scan
from extractor.units import NONE, UNITS

QUICK = settings(max_examples=150, deadline=None)
WORDS = (
    "预算 支出 收入 其中： 占 比上年 增长 下降 达到 约 近 不低于 以上 左右 万元 元 亿元 个百分点 分 人 个 项 次 户 "
    "年 月 日 第 号 表 附件 ， 。 ； 、 （ ） 《 》 “ ” ： % ％ ‰ - — ~ × + = ≥ ≤ > / .. <p> </p> $\\geq 95\\%$ "
    "1. （2） ① 二 十五 百分之三十 三成 两个 〔2021〕 2021 1,234.56 0 00 3.1.2 12 ３４．５ １，２００ 1,23 1.2.3 "
    "13800138000 0731-8888 A12 km m²"
)
PIECES = st.sampled_from([*WORDS.split(" "), "5. 00", "\t", "\n", "\u3000", "\u200b"])
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join))


def document(*texts: str) -> Document:
    return Document("t", "", "text", tuple(Paragraph(number, text) for number, text in enumerate(texts, 1)))


@QUICK
@given(st.lists(TEXTS, min_size=1, max_size=3))
@example(["2021年12月31日，预算执行率98.17%，比上年（2020年）增长3.5个百分点。"])
@example(["5,950,600. 00元，其中：１２．５万元"])
@example(["0m0，绿地30m2，道路5km2，供水5亿m3，1.2 km2"])
def test_every_figure_stands_verbatim_at_its_place_and_no_two_overlap(texts: list[str]) -> None:
    read = document(*texts)
    taken: set[tuple[int | None, int]] = set()
    found = find_figures(read)
    for each in found:
        assert texts[(each.place.paragraph or 0) - 1][each.place.start : each.place.end] == each.text
        own = {(each.place.paragraph, place) for place in range(each.place.start, each.place.end)}
        assert own and not own & taken
        taken |= own
    assert [each.id for each in found] == [f"f{number}" for number in range(1, len(found) + 1)]


@QUICK
@given(TEXTS)
def test_the_same_holds_in_the_cell_of_a_table(text: str) -> None:
    cell = Cell(2, 1, text)
    table = Table(1, 2, 1, (Cell(1, 1, "金额"), cell))
    for each in scan(Passage(text, table=table, cell=cell, row=text)):
        assert text[each.place.start : each.place.end] == each.text
        assert (each.place.row, each.place.column) == (2, 1)


@QUICK
@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_digit_of_a_text_belongs_to_a_figure(text: str) -> None:
    covered = {place for each in scan(Passage(text, paragraph=Paragraph(1, text))) for place in _span(each)}
    plain = re.sub(r"<[^>]*>|\$[^$]*\$", lambda mark: " " * len(mark[0]), text)
    for match in re.finditer(r"(?<![\d.,．，A-Za-z])\d+(?![\d.,．，A-Za-z])", plain):
        assert set(range(*match.span())) & covered


def _span(each: Figure) -> range:
    return range(each.place.start, each.place.end)


@pytest.mark.parametrize(
    "piece", ["1", "1,", "1.", "一", "十", "（1", "1-", "<p", "$", "20", "百分之", "第1", "1月", "A1", " 1 .", "1×"]
)
def test_a_long_run_of_one_sign_is_read_in_seconds(piece: str) -> None:
    start = time.perf_counter()
    find_figures(document(piece * 2000))
    assert time.perf_counter() - start < 3


def made(number: int, value: Decimal, unit: str) -> Figure:
    resolution = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
    text = f"{value:f}"
    return Figure(f"f{number}", text, text, value, resolution, UNITS.get(unit, NONE), Place())


FIGURES = st.builds(
    made,
    st.integers(min_value=1, max_value=9),
    st.decimals(min_value=-10000, max_value=10000, places=2),
    st.sampled_from(["", "万元", "元", "%", "人", "分"]),
)


def trees(leaves: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    pairs = st.tuples(leaves, leaves)
    return st.one_of(
        *(pairs.map(lambda pair, sign=sign: Expression(sign, pair)) for sign in "+-*/"),
        pairs.map(lambda pair: smallest(*pair)),
        pairs.map(lambda pair: largest(*pair)),
        leaves.map(absolute),
        st.lists(leaves, min_size=2, max_size=4).map(lambda nodes: Expression("+", tuple(nodes))),
    )


CONSTANTS = st.sampled_from(["100", "10000", "0.01", "1"]).map(constant)
EXPRESSIONS = st.recursive(st.one_of(FIGURES.map(figure), CONSTANTS), trees, max_leaves=10)


@QUICK
@given(EXPRESSIONS)
def test_the_value_of_an_expression_lies_in_its_range(expression: Expression) -> None:
    try:
        value, interval = expression.value(), expression.interval()
    except ZeroDivisionError:
        return
    with localcontext(EXACT):
        assert interval.widened(abs(value).scaleb(-20)).holds(value)


@QUICK
@given(EXPRESSIONS)
def test_the_printed_expression_worked_out_again_gives_the_value(expression: Expression) -> None:
    figures = {each.id: each for each in _leaves(expression)}
    if any(figures[each.id].value != each.value for each in _leaves(expression)):
        return
    names = {name: each.value for name, each in figures.items()}
    python = re.sub(r"(?<![\w.])\d+(?:\.\d+)?", lambda number: f"D('{number[0]}')", expression.code())
    try:
        value = expression.value()
    except ZeroDivisionError:
        return
    with localcontext(EXACT):
        again = eval(python, {"__builtins__": {}, "D": Decimal, "min": min, "max": max, "abs": abs}, names)
        assert abs(again - value) <= abs(value).scaleb(-40)


def _leaves(expression: Expression) -> list[Figure]:
    own = [expression.figure] if expression.figure is not None else []
    return own + [leaf for node in expression.nodes for leaf in _leaves(node)]


@QUICK
@given(st.lists(st.decimals(min_value=0, max_value=10000, places=2), min_size=1, max_size=8), st.permutations(range(8)))
def test_a_sum_does_not_depend_on_the_order_of_its_parts(values: list[Decimal], order: list[int]) -> None:
    parts = [made(number, value, "万元") for number, value in enumerate(values, 1)]
    shuffled = [parts[place] for place in order if place < len(parts)]
    like = made(99, Decimal(0), "元")
    one, other = total(parts, like), total(shuffled, like)
    assert one.value() == other.value() == sum(values) * 10000
    assert one.interval() == other.interval()
