"""The words of heads and row labels: totals, parts, rates, stages, periods and units. Data and small tests of text."""

from __future__ import annotations

import regex

from extractor import later
from extractor.numerals import narrow
from extractor.remembered import of_words
from extractor.units import Unit, unit

TIMEOUT = 10
"""Seconds that one pattern may take."""
LONGEST_LABEL = 60
"""A label is read up to this many characters; longer cells are prose."""

EMPTY = frozenset(("", "-", "--", "---", "/", "\\", "无", "空", "—", "——", "*", "不适用", "N/A", "n/a", "…"))
_LONGEST_EMPTY = max(map(len, EMPTY))


def pattern(text: str) -> regex.Pattern[str]:
    return later.compile(text)


TOTAL = pattern(
    r"^.{0,24}?(?:合计|总计|小计|共计|总合计|汇总|总额|总数|总和|总金额)(?:数|额|金额|\d"
    r"|\((?!.*率)[^)]{0,12}\))*[::]?(?:\([^)]{0,12}\))?$"
    r"|^本年(?:收入|支出)合计"  # the line below it may stand in the same cell
)
STRONG = pattern(r"合计|总计|小计|共计|总和|汇总")
SUBTOTAL = pattern(r"小计")
GRAND = pattern(r"总计|合计数?$|总和")
WHOLE_HEAD = pattern(
    r"^(?:.{0,16}(?:合计|总计|小计|共计|总额|总数|总金额|汇总)(?:数|额|金额)?|合计.{0,4}"
    r"|总.{0,4})(?:\([^)]{0,10}\))?$"
)
AMONG = pattern(r"^(?:其中|其 中|#)[::,、]?")
OTHERS = pattern(r"^(?:其中[::]?)?其[他它余]")
LEVEL = pattern(
    r"^(?:其中[::]?)?(?:中央|国家|省|自治区|自治州|市|州|盟|县|区|旗|乡|镇|地方|本级|上级|街道)[^,;。]{0,10}$"
)
BUDGET_KIND = pattern(
    r"^(?:其中[::]?)?(?:一般公共预算|政府性基金|国有资本经营|社会保险基金)(?:预算)?(?:财政)?(?:拨款)?$"
)
SOURCE = pattern(r"资金|拨款|补助|财政|结转|中央|省|市|县|区|地方|其他|其它|收入|专户|自筹|结余|配套|贷款|债券")

RATE = pattern(r"率|占比|比例|比重|进度|百分比|增幅|增长|±|[((]%[))]|%$|幅度|同比|程度")
NOT_ADDED = pattern(
    r"率|占比|比例|比重|进度|百分比|增幅|幅度|同比|单价|标准|均|年限|年度指标|指标值|完成值|目标值|实际值|编号|代码|编码|序号|行次|栏次"
    r"|分值|得分|权重|评分|分数|满分|扣分|电话|年份|日期|时间|备注|原因|说明|名次|排名|文号|凭证|温度|浓度|等级|满意度|折算"
)
SCORES = pattern(r"分值|得分|权重|评分|分数|满分|扣分|^分$|自评分|折算")
WEIGHTS = pattern(r"分值|权重|满分|标准分|应得分")
DEDUCTED = pattern(r"^扣分|扣分值?$")
POINTS_RATE = pattern(r"得分率|得分比")
SCORE_SHEET = pattern(
    r"[一二三]级指标|指标名称|评分标准|评价标准|评价内容|指标说明|指标解释|指标值|评分细则|绩效指标|^指标$"
    r"|考核内容|考评"
)
NOT_MONEY = pattern(
    r"人数|人员数|编制数|个数|数量|户数|面积|次数|批次|人次|率|占比|比例|比重|进度|百分比|分值|得分|权重|评分|年份|序号|行次|编码|代码|编号"
    r"|项数|天数|长度|指标值|完成值|目标值|实际值|电话|等级|保有量|项目数|期限|宗数|家数|增幅|幅度|(?:辆|台|套|份|件|人|户|个)(?:数|\([^)]*\))?$"
    r"|^(?:在职|离休|退休|编制|实有)"
)
NOT_MONEY_ROW = pattern(
    r"(?:人数|人员数|编制数?|数量|户数|个数|面积|次数|批次|人次|保有量|天数|项目数|家数|率|占比|比例|比重)(?:[合总]计)?(?:\([^)]*\))*$"
)
NUMBERS = pattern(r"^(?:序号|行次|栏次|序|编号|号|顺序号|No\.?|项次)$")
LINES = pattern(r"^(?:行次|栏次)$")
CODES = pattern(r"编码|代码|^(?:类|款|项|类款项?|款项|科目)$|科目编号|科目号")
VOUCHERS = pattern(r"凭证|票据?号|发票|账号|合同(?:编?号)")
AMOUNTS = pattern(
    r"数|额|率|支出|收入|拨款|合计|预算|决算|资金|费|总计|小计|占比|比例|金额|万元|\(元|结余|结转|年度?$|购置"
    r"|补助|基金|分值|得分|执行"
)

NO_AMOUNTS = pattern(r"编码|代码|^(?:类|款|项|类款项?|款项|科目)$|^(?:序号|行次|栏次|序|编号|号)$")
BUDGET_LAST = pattern(r"(?:预算|计划|概算)(?:数|额|总?金额|安排数?|指标数?|总额|资金)?(?:\([^)]{0,10}\))*$")
BUDGET = pattern(r"调整后|调整数|预算|计划|批复|下达|指标|安排|概算|应|总投资|投资总?额|任务数|目标数")
FULL_BUDGET = pattern(r"全年预算|调整|当年预算|变更")
OPENING_BUDGET = pattern(r"年初预算|期初|年初")
ACTUAL = pattern(r"执行|决算|支出|支付|实际|完成|使用|拨付|列支|实支|发放|兑现")
ARRIVED = pattern(r"到位|拨入|收到")
SPENT = pattern(r"支出|执行|使用|支付|决算|列支")
LEFT = pattern(r"结余|结转|剩余|余额|未使用|未支出|未执行")
OPENED = pattern(r"年初|期初|上年结转|上年结余|上期")
CLOSED = pattern(r"年末|期末|年终|结转下年")
LAST = pattern(r"上年|去年|上一年|上期|同期|前年")
THIS = pattern(r"本年|当年|今年|本期|本年度")
CHANGE = pattern(r"增减|增加|差额|差异|变动|变化|相差|增长额|净增|±")
FALL = pattern(r"^(?:比.{0,6})?(?:减少|下降|降低|压减|节约|结余)")
GROWTH = pattern(
    r"增长率|增减率|增减比|增幅|变动率|变化率|增减%|增减\(%|增长\(?%|增减幅度|同比|增减百分比|增减比例|变动幅度"
    r"|增长比例|比上年|较上年|增长幅度|差异率"
)
EXECUTION = pattern(
    r"执行率|完成率|支出率|支付率|支出进度|执行进度|支付进度|完成比|使用率|预算完成|完成.{0,6}(?:预算|计划"
    r"|任务)|发放率|拨付率|完成预算|完成进度|实现率|执行比|控制率|达成率|支出比例|执行情况|完成程度|占预算"
)
ARRIVAL = pattern(r"到位率")
SHARE = pattern(r"占比|比重|比例|占.{0,8}%|占.{0,10}百分比|构成")
CONTENT = pattern(r"满意(?:率|度)")
STAFF = pattern(r"人|编")
VACANT = pattern(r"空编|缺编|空缺")
POSTS, PRESENT = pattern(r"^(?:核定)?编制|核定"), pattern(r"实有|实际|在编|在岗|在职|现有")
GROSS, WORN = pattern(r"原值|原价"), pattern(r"折旧|摊销")
NET = pattern(r"净值|净额|净资产值|账面价值")
YEAR = pattern(r"(?<!\d)((?:19|20)\d{2})\s?(?:年度?|(?=预算|决算|-|$))")
UNIT_MARK = pattern(
    r"(?:单位|金额|计量单位|货币单位|金额单位|计算单位)\s?[::]\s?(?:人民币)?\s?([\p{Han}%‰㎡/、,]{1,8})"
)
_UNITS_APART = pattern(r"[、,/]")
BRACKET = pattern(r"\(\s?(?:单位\s?[::]\s?)?(?:人民币)?\s?([\p{Han}%‰㎡²a-zA-Z]{1,6})\s?\)")
STYLES = (
    (1, pattern(r"^(?:第)?[一二三四五六七八九十]{1,3}(?:部分)?[、.,](?=.)")),
    (2, pattern(r"^\([一二三四五六七八九十]{1,3}\)")),
    (4, pattern(r"^\d{1,2}[.](?=\d)(?:\d{1,2}[.]?)(?=\D|$)")),
    (3, pattern(r"^\d{1,2}\s?[.、](?!\d)")),
    (5, pattern(r"^\(\d{1,2}\)|^\d{1,2}\)")),
    (6, pattern(r"^[①-⑳]")),
)
BARE = (
    (1, pattern(r"^[一二三四五六七八九十]{1,3}$")),
    (2, pattern(r"^\([一二三四五六七八九十]{1,3}\)$")),
    (4, pattern(r"^\d{1,2}[.-]\d{1,2}$")),
    (3, pattern(r"^\d{1,3}[.、]?$")),
    (5, pattern(r"^\(\d{1,2}\)$")),
    (6, pattern(r"^[①-⑳]$")),
)
SCOPES = ("财政拨款", "一般公共预算", "政府性基金", "国有资本经营", "三公", "基本支出", "项目支出", "采购", "财政专户")
STAGES = ("决算", "年初预算", "调整预算", "全年预算", "预算", "执行")


def squeezed(text: str) -> str:
    """The text narrow and without blanks, cut at the longest label."""
    return _squeezed(text[: 2 * LONGEST_LABEL])


@of_words
def _squeezed(text: str) -> str:
    return "".join(narrow(text).split())[:LONGEST_LABEL]


@of_words
def found(what: regex.Pattern[str], text: str) -> bool:
    return what.search(text, timeout=TIMEOUT) is not None


@of_words
def is_empty(text: str) -> bool:
    bare = text.strip()
    return bare in EMPTY or len(bare) <= _LONGEST_EMPTY and narrow(bare).strip() in EMPTY


@of_words
def is_total(label: str) -> bool:
    """Whether a row label or head names a total."""
    return found(TOTAL, unnumbered(label))


@of_words
def style(label: str, bare: bool = False) -> int:
    """The numbering style of a label: 1 for 一、 … 6 for ①; nought for none. ``bare``: a cell with the number alone."""
    return next((rank for rank, form in (BARE if bare else STYLES) if form.search(label, timeout=TIMEOUT)), 0)


@of_words
def unnumbered(label: str) -> str:
    """The label without its own number."""
    for _, form in STYLES:
        match = form.match(label, timeout=TIMEOUT)
        if match:
            return label[match.end() :]
    return label


@of_words
def bracket_unit(text: str) -> Unit | None:
    """The unit that a head or label carries: 预算数（万元）, 金额单位：元; the last where it carries several."""
    units = _units(text)
    return units[-1] if units else None


def _units(text: str) -> list[Unit]:
    text = narrow(text)
    named = [part for match in UNIT_MARK.finditer(text, timeout=TIMEOUT) for part in _UNITS_APART.split(match[1])]
    spellings = [match[1] for match in BRACKET.finditer(text, timeout=TIMEOUT)]
    read = [unit(spelling) for spelling in spellings if spelling not in ("单位", "机构")]
    for part in reversed(named):
        sizes = (unit(part[:size]) for size in range(len(part), 0, -1))
        read.append(next((each for each in sizes if each is not None), None))
    return [each for each in read if each is not None]


def caption_unit(text: str) -> Unit | None:
    """The unit of money that a caption line gives for the whole table."""
    if len(text) > 4 * LONGEST_LABEL:
        return None
    return next((each for each in reversed(_units(text)) if each.dimension == "money"), None)


@of_words
def period(text: str) -> str | None:
    """The year or the relative period that a head names."""
    match = YEAR.search(narrow(text), timeout=TIMEOUT)
    if match:
        return f"{match[1]}年"
    if found(LAST, text):
        return "上年"
    return "本年" if found(THIS, text) else None
