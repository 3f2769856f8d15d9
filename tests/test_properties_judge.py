"""Sentences drawn at random: true ones tie, a figure moved beyond the ranges is named, and wording changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Document, Paragraph
from extractor.interval import Interval
from extractor.report import extract
from validators.audit import audit
from validators.check import AGREES, DISAGREES, NOTE, Check

QUICK = settings(max_examples=60, deadline=None)
NAMES = ("设备购置费", "人员培训费", "宣传推广费", "场地维护费", "劳务外包费", "咨询服务费")
AMOUNTS = st.integers(min_value=1000, max_value=900_000).map(lambda cents: Decimal(cents).scaleb(-2))


def judged(text: str) -> tuple[Check, ...]:
    """Every check of a report of one paragraph."""
    report = extract(Document("t", "", "text", (Paragraph(1, text),)))
    return audit(report)


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Sentence:
    """A sentence with numbers to fill in; ``stated`` is the place of the figure that the others give."""

    form: str
    numbers: tuple[Decimal, ...]
    stated: int

    def text(self, numbers: Sequence[Decimal] | None = None) -> str:
        return self.form.format(*(f"{each:.2f}" for each in numbers or self.numbers))

    def moved(self, by: Decimal) -> str:
        """The sentence with the stated figure off by a share of itself and a bit, which no rounding explains."""
        numbers = list(self.numbers)
        numbers[self.stated] += (abs(numbers[self.stated]) * by).quantize(Decimal("0.01")) + Decimal("1.37")
        return self.text(numbers)

    def scaled(self, factor: int) -> str:
        """The sentence with all amounts multiplied, percentages as they are."""
        marks = [piece.startswith("%") for piece in self.form.split("}")[1:]]
        pairs = zip(self.numbers, marks, strict=True)
        return self.text([each if rate else each * factor for each, rate in pairs])


@st.composite
def breakdowns(draw: st.DrawFn) -> Sentence:
    parts = draw(st.lists(AMOUNTS, min_size=2, max_size=5, unique=True))
    list_ = "，".join(f"{name}{{{place}}}万元" for place, name in zip(range(1, len(parts) + 1), NAMES, strict=False))
    return Sentence(f"项目支出共{{0}}万元，包括：{list_}。", (sum(parts, Decimal(0)), *parts), 0)


@st.composite
def rates(draw: st.DrawFn) -> Sentence:
    budget = draw(AMOUNTS)
    spent = rounded(budget * draw(st.integers(min_value=30, max_value=99)) / 100)
    return Sentence(
        "全年预算{0}万元，实际支出{1}万元，预算执行率为{2}%。", (budget, spent, rounded(spent / budget * 100)), 2
    )


@st.composite
def shares(draw: st.DrawFn) -> Sentence:
    one, other = draw(st.lists(AMOUNTS, min_size=2, max_size=2, unique=True))
    whole = one + other
    first = rounded(one / whole * 100)
    return Sentence(
        "全年支出{0}万元，其中：基本支出{1}万元，占{2}%；项目支出{3}万元，占{4}%。",
        (whole, one, first, other, 100 - first),
        2,
    )


@st.composite
def growths(draw: st.DrawFn) -> Sentence:
    before = draw(AMOUNTS)
    more = rounded(before * draw(st.integers(min_value=3, max_value=90)) / 100)
    return Sentence(
        "本年收入{0}万元，上年收入{1}万元，比上年增加{2}万元，增长{3}%。",
        (before + more, before, more, rounded(more / before * 100)),
        3,
    )


SENTENCES = st.one_of(breakdowns(), rates(), shares(), growths())


@QUICK
@given(SENTENCES)
def test_a_true_sentence_is_ticked_and_not_accused(sentence: Sentence) -> None:
    checks = judged(sentence.text())
    assert not [check for check in checks if check.verdict == DISAGREES]
    stated = f"{sentence.numbers[sentence.stated]:.2f}"
    ticked = {figure.number.rstrip("%") for check in checks if check.verdict == AGREES for figure in check.figures}
    assert stated in ticked


@QUICK
@given(SENTENCES, st.sampled_from(["0.03", "0.1", "0.5"]).map(Decimal))
def test_a_figure_moved_beyond_the_ranges_is_accused_or_the_reading_that_now_fits_is_named(
    sentence: Sentence, by: Decimal
) -> None:
    text = sentence.moved(by)
    checks = judged(text)
    true = Interval.around(sentence.numbers[sentence.stated], Decimal("0.005"))
    accused = [check for check in checks if check.verdict == DISAGREES and check.severity != NOTE]
    assert any(check.expected is not None and check.expected.interval.meets(true) for check in accused), text


@QUICK
@given(SENTENCES, st.integers(min_value=2, max_value=1000))
def test_amounts_multiplied_by_a_constant_keep_every_verdict(sentence: Sentence, factor: int) -> None:
    before, after = judged(sentence.text()), judged(sentence.scaled(factor))
    assert [(check.rule, check.verdict) for check in before] == [(check.rule, check.verdict) for check in after]


WIDE = str.maketrans({each: chr(ord(each) + 0xFEE0) for each in "0123456789.%"})
NARROW = str.maketrans("，；：", ",;:")


@QUICK
@given(SENTENCES, st.booleans())
def test_half_width_and_full_width_signs_keep_every_verdict(sentence: Sentence, off: bool) -> None:
    text = sentence.moved(Decimal("0.1")) if off else sentence.text()
    verdicts = [(check.rule, check.verdict) for check in judged(text)]
    assert verdicts == [(check.rule, check.verdict) for check in judged(text.translate(WIDE))]
    assert verdicts == [(check.rule, check.verdict) for check in judged(text.translate(NARROW))]


@QUICK
@given(breakdowns(), st.sampled_from("、；"), st.booleans())
def test_the_sign_between_the_parts_of_a_list_changes_no_verdict(sentence: Sentence, sign: str, off: bool) -> None:
    text = sentence.moved(Decimal("0.1")) if off else sentence.text()
    head, colon, parts = text.partition("：")
    swapped = head + colon + parts.replace("，", sign)
    assert [(check.rule, check.verdict) for check in judged(text)] == [
        (check.rule, check.verdict) for check in judged(swapped)
    ]
