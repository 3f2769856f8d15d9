"""Score sheets are read from well-kept tables, ragged tables, forms and paragraphs alike."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.document import Cell, Document, Paragraph, Table
from extractor.readers import plain_text
from extractor.report import extract
from extractor.scanning import find_figures
from extractor.scorecard import Scorecard
from extractor.scorecards import find_scorecards
from extractor.scorecards.bands import find_bands
from extractor.scorecards.heads import head_role
from validators.audit import audit
from validators.rules import rules


def sheets(text: str) -> tuple[Scorecard, ...]:
    document = plain_text.read(text.encode(), "sheet.txt")
    return find_scorecards(document, find_figures(document))


def grid(*rows: tuple[str, ...], merged: dict[tuple[int, int], tuple[int, int]] | None = None) -> Document:
    """A document of one table; merged: the (rows, columns) that the cell at (row, column) covers."""
    merged = merged or {}
    covered = {
        (row + down, column + right)
        for (row, column), (height, width) in merged.items()
        for down in range(height)
        for right in range(width)
        if down or right
    }
    cells = tuple(
        Cell(row, column, text, *merged.get((row, column), (1, 1)))
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if (row, column) not in covered
    )
    table = Table(1, len(rows), max(map(len, rows)), cells)
    return Document("grid", "0" * 64, "test", (Paragraph(1, "单位评分表"), table))


def of_grid(document: Document) -> Scorecard:
    (sheet,) = find_scorecards(document, find_figures(document))
    return sheet


def values(sheet: Scorecard) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return [
        (leaf.name, leaf.weight.value if leaf.weight else None, leaf.score.value if leaf.score else None)
        for leaf in sheet.leaves()
    ]


@pytest.mark.parametrize(
    ("word", "role"),
    [("分值", "weight"), ("参考分值", "weight"), ("标准分", "weight"), ("满 分", "weight"), ("权重", "weight"),
     ("得分", "score"), ("自评得分", "score"), ("评价得分", "score"), ("分数", "score"), ("评分标准", "standard"),
     ("年度指标值", "target"), ("全年实际值", "actual"), ("三级指标", "level"), ("折算得分", "folded"),
     ("备注", "remark")],
)  # fmt: skip
def test_heads_that_mean_the_same_get_one_role(word: str, role: str) -> None:
    assert head_role(word) == role


def test_a_merged_weight_is_shared_by_the_rows_that_it_covers() -> None:
    sheet = of_grid(grid(
        ("一级指标", "三级指标", "分值", "得分"),
        ("成效（20分）", "节水成效", "12", "4"),
        ("", "节电成效", "", "3"),
        ("", "节纸成效", "", "4"),
        ("", "职工评价", "8", "8"),
        ("总分", "", "20", "19"),
        merged={(2, 1): (4, 1), (2, 3): (3, 1)},
    ))  # fmt: skip
    shared = [leaf.name for leaf in sheet.leaves() if leaf.shared]
    assert shared == ["节水成效", "节电成效", "节纸成效"]
    assert len({leaf.weight.id for leaf in sheet.leaves() if leaf.shared and leaf.weight}) == 1
    assert sheet.total_weight is not None and sheet.total_weight.value == 20


def test_level_weights_beside_names_and_a_three_row_head_are_told_apart() -> None:
    sheet = of_grid(grid(
        ("评价指标", "", "", "", "评分标准", "得分"),
        ("一级指标", "", "二级指标", "", "", ""),
        ("名称", "权重(%)", "名称", "权重(%)", "", ""),
        ("保障", "60", "物资保障", "35", "到位得满分，酌情扣分。", "30"),
        ("", "", "人员保障", "25", "到位得满分，酌情扣分。", "25"),
        ("成效", "40", "演练成效", "40", "有成效得满分，酌情扣分。", "38"),
        merged={(1, 1): (1, 4), (2, 1): (1, 2), (2, 3): (1, 2), (4, 1): (2, 1), (4, 2): (2, 1)},
    ))  # fmt: skip
    assert [(root.name, root.weight and root.weight.value) for root in sheet.indicators] == [("保障", 60), ("成效", 40)]
    assert values(sheet) == [("物资保障", 35, 30), ("人员保障", 25, 25), ("演练成效", 40, 38)]


def test_a_row_that_lost_a_cell_is_put_back_under_its_columns() -> None:
    document = grid(
        ("一级指标", "二级指标", "三级指标", "分值", "评分标准", "得分"),
        ("管理", "制度管理", "制度完备程度", "30", "制度齐全得满分，缺少的酌情扣分，扣完为止，最低为零分。", "28"),
        ("台账管理", "台账完整程度", "30", "台账完整得满分，缺少的酌情扣分，扣完为止，最低为零分。", "27", ""),
        ("成效", "使用成效", "使用便利程度", "40", "便利得满分，不便利的酌情扣分，扣完为止，最低为零分。", "36"),
        ("总分", "", "", "100", "", "91"),
    )
    sheet = of_grid(document)
    assert values(sheet)[1] == ("台账完整程度", 30, 27)
    assert sheet.leaves()[1].doubt


def test_names_and_weights_that_share_a_cell_come_apart() -> None:
    (sheet,) = sheets(
        "评分表\n\n一级指标\t三级指标\t分值\t得分\n过  程（55分）\t流程规范程度\t55\t50\n"
        "结  果（45分）\t结果可用程度\t45\t45\n合计\t\t100\t95\n"
    )
    assert [(root.name, root.weight and root.weight.value) for root in sheet.indicators] == [("过程", 55), ("结果", 45)]
    assert sheet.total_score is not None and sheet.total_score.value == 95


def test_a_table_that_goes_on_repeats_its_heads_once() -> None:
    head = "一级指标\t三级指标\t分值\t得分\n"
    text = (
        f"评分表\n\n{head}过程（60分）\t甲程序\t30\t30\n\t乙程序\t10\t9\n\n"
        f"评分表（续）\n\n{head}过程（60分）\t丙程序\t20\t20\n"
        "结果（40分）\t丁结果\t40\t40\n总分\t\t100\t99\n"
    )
    (sheet,) = sheets(text)
    assert [root.name for root in sheet.indicators] == ["过程", "结果"]
    assert [len(root.children) for root in sheet.indicators] == [3, 1]


def test_a_head_printed_again_after_a_page_break_is_no_new_head() -> None:
    sheet = of_grid(grid(
        ("一级指标", "三级指标", "分值", "得分"),
        ("过程（60分）", "甲程序", "40", "39"),
        ("过程（50分）", "丙程序", "20", "20"),
        ("结果（40分）", "丁结果", "40", "40"),
        ("总分", "", "100", "99"),
    ))  # fmt: skip
    assert [root.name for root in sheet.indicators] == ["过程", "结果"]
    assert [figure.value for figure in sheet.indicators[0].repeats] == [50]


def test_a_row_that_names_no_level_below_the_first_stands_by_itself() -> None:
    sheet = of_grid(
        grid(
            ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
            ("产出指标（60分）", "数量指标", "修复管段长度", "≥12公里", "13公里", "60", "60"),
            ("满意度指标（30分）", "服务对象", "居民认可程度", "≥90%", "94%", "30", "30"),
            ("资金执行进度", "", "", "100%", "100%", "10", "10"),
            ("总分", "", "", "", "", "100", "100"),
        )
    )
    assert [root.name for root in sheet.indicators] == ["产出指标", "满意度指标", "资金执行进度"]
    assert [len(tuple(root.leaves())) for root in sheet.indicators] == [1, 1, 1]
    assert values(sheet)[-1] == ("资金执行进度", Decimal(10), Decimal(10))


def test_the_money_block_gives_the_execution_row_to_the_sheet() -> None:
    text = (
        "项目支出绩效自评表\n\n资金情况\t年初预算数\t全年预算数（A）\t全年执行数（B）\t分值\t执行率（B/A）\t得分\n"
        "年度资金总额\t80\t82.00\t77.90\t10\t95.00%\t9.50\n其中：财政拨款\t80\t82.00\t77.90\t-\t95.00%\t-\n\n"
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因\n"
        "产出指标\t数量指标\t购置图书数量\t≥5000册\t5200册\t60\t60\t\n满意度指标\t满意度\t读者满意度\t≥90%\t94%\t30\t30\t\n总分\t\t\t\t\t100\t99.50\t优\n"
    )
    (sheet,) = sheets(text)
    assert [leaf.kind for leaf in sheet.leaves()] == ["execution", "", ""]
    assert sheet.grade == "优"
    target = sheet.leaves()[1].target
    assert target is not None and target.relation == ">=" and target.figure is not None and target.figure.value == 5000


def test_sign_value_and_unit_in_columns_of_their_own_make_one_target() -> None:
    text = (
        "指标\t指标性质\t指标值\t度量单位\t完成值\t权重\t得分\n检测样本\t≥\t200\t份\t210\t50\t50\n"
        "超标次数\t≤\t2\t次\t1\t50\t50\n合计\t\t\t\t\t100\t100\n"
    )
    (sheet,) = sheets(text)
    first = sheet.leaves()[0].target
    assert first is not None and first.figure is not None
    assert (first.relation, first.figure.value, first.figure.unit.symbol) == (">=", 200, "份")


def test_a_sheet_told_in_paragraphs_is_a_score_sheet_too() -> None:
    text = (
        "一、立项\n1.论证充分程度\n该指标设定分值为8分，论证材料齐全，评价得分为8分。\n2.目标清晰程度\n该指标设定分值为12分，目标偏粗，扣3分，评价得分为9分。\n"
        "立项类指标满分20分，得分17分；实施类指标满分80分，得分70分。\n本项目满分100分，综合得分87分，评价等级为“良”。\n"
    )
    (sheet,) = sheets(text)
    assert sheet.home == "prose"
    assert values(sheet) == [("论证充分程度", 8, 8), ("目标清晰程度", 12, 9), ("实施", 80, 70)]
    assert sheet.total_score is not None and sheet.total_score.value == 87 and sheet.grade == "良"


def test_prose_without_pairs_of_points_is_no_score_sheet() -> None:
    assert sheets("本单位按要求开展自评，综合得分88分。\n凡未按期报送的，每次扣1分。\n") == ()


def test_integer_bands_reach_up_to_the_next_one() -> None:
    document = plain_text.read("结果分为优：90-100分，良：80-89分，中：60-79分，差：0-59分。".encode(), "bands.txt")
    assert [(band.grade, band.low, band.high) for band in find_bands(document)] == [
        ("优", 90, None), ("良", 80, 90), ("中", 60, 80), ("差", 0, 60),
    ]  # fmt: skip


def test_numbers_without_a_single_sum_prove_nothing() -> None:
    """Where neither scores nor weights add up, a score below its weight may be chance: no tick, and no error."""
    rows = "".join(
        f"指标{name}\t{weight}\t{score}\n"
        for name, weight, score in zip("甲乙丙丁戊己", (7, 31, 9, 77, 4, 55), (3, 40, 1, 12, 2, 60), strict=True)
    )
    report = extract(plain_text.read(f"评分表\n\n三级指标\t分值\t得分\n{rows}总分\t61\t93\n".encode(), "noise.txt"))
    checks = audit(report, [rule for rule in rules() if rule.code == "SCO001"])
    assert checks and not [check for check in checks if check.verdict == "agrees" or check.severity == "error"]


CORPUS = os.environ.get("GOUJI_CORPUS")


@pytest.mark.parametrize(
    ("name", "rows", "total"), [("yantian-2023", 21, "92.7"), ("junshan-2020", 25, "98"), ("futian-2020", 21, "93.59")]
)
def test_real_sheets_are_read_whole(name: str, rows: int, total: str) -> None:
    if not CORPUS:
        return
    path = Path(CORPUS) / "reports" / f"{name}.txt"
    document = plain_text.read(path.read_bytes(), path.name)
    found = [sheet for sheet in find_scorecards(document, find_figures(document)) if sheet.total_score is not None]
    assert [(len(sheet.leaves()), str(sheet.total_score.number)) for sheet in found if sheet.total_score] == [
        (rows, total)
    ]
