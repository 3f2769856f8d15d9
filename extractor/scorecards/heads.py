"""The column heads of score sheets: which words mean the same, and which column plays which role."""

from __future__ import annotations

from extractor import later
from extractor.document import Cell
from extractor.figures import TIMEOUT
from extractor.numerals import narrow
from extractor.remembered import of_words

LEVEL, WEIGHT, SCORE, STANDARD, DEFINITION = "level", "weight", "score", "standard", "definition"
TARGET, ACTUAL, SIGN, UNIT, REMARK = "target", "actual", "sign", "unit", "remark"
SHARE, FOLDED, RATE, BUDGET, SPENT, OTHER = "share", "folded", "rate", "budget", "spent", "other"

_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (LEVEL, (
        r"[一二三四]级(?:绩效)?(?:评价)?指标(?:名称)?", r"(?:绩效|评价|考核|评分)?指标(?:名称|内容)?",
        r"(?:评价|考核|评分|考评)(?:内容|项目|要素|事项)", "名称", "指标类型", "评分项",
    )),
    (FOLDED, (r"(?:折算|加权|折合|权重)(?:后)?得分", r"得分\*权重")),
    (WEIGHT, (
        r"(?:指标|参考|评价|考核|设定|目标|绩效|自评|评分|标准)*"
        r"(?:分值|权重|满分|标准分|基准分|权值|权重分|满分值|权重分值|分值权重)(?:值|数)?(?:/?分)?",
        "标准分数", "应得分", "参考分",
    )),
    (SCORE, (
        r"(?:自评|评价|实际|考核|考评|评审|指标|绩效|本次|最终|复核|核定|单位自评|部门自评|评分)*"
        r"(?:得分|评分|自评分|得分数|分数|评价分|得分值)(?:情况|结果|值)?",
    )),
    (STANDARD, (
        r"(?!扣分(?:说明|依据))(?:参考|绩效|具体)*(?:评分|评价|计分|扣分|考核|打分|赋分|评判)"
        r"(?:标准|细则|办法|方法|规则|依据|要点|说明)(?:及.*|和.*)?",
        "标准",
    )),
    (DEFINITION, (r"指标(?:说明|解释|内涵|释义|定义|含义|描述)", r"(?:评价|考核)要点", "解释", "内容说明")),
    (ACTUAL, (
        r"(?:全年|年度|实际|本年|当年|绩效)*(?:完成|实际|实现|达成)(?:指标|完成)*(?:值|情况|数|结果)?",
        r"(?:全年|年度)?实际(?:完成|达到|实现)?(?:指标)?(?:值|情况)", "自评完成情况", "目标完成情况",
    )),
    (TARGET, (
        r"(?:年度|全年|预期|绩效|计划|年初|设定|设置|本年|三级)*(?:指标|目标)(?:值|设定值|数值)",
        r"(?:年度|全年|绩效|预期|计划|年初|设定)+(?:指标|目标|值)(?:值|设定)?", "标准值", r"年初设定(?:指标|目标)值",
    )),
    (SIGN, (r"(?:指标)?(?:性质|符号)", r"(?:运算|比较|计算)符号", "运算符")),
    (UNIT, (r"(?:度量|计量|指标|计算)?单位",)),
    (REMARK, (
        r".*(?:偏差|偏离|扣分|未完成|失分|减分).*(?:原因|措施|说明|情况|分析).*", r".*原因(?:分析|说明)?.*", "备注",
        "其他说明", "说明", "改进措施", r"存在问题.*", "评分说明", r"得分(?:理由|说明|依据)", "自评说明",
        r"评价(?:说明|意见)", "扣分情况",
    )),
    (RATE, (r"(?:预算)?(?:资金)?执行率.*", r"预算执行进度.*", r"执行进度.*")),
    (BUDGET, (r"(?:全年|年度|调整后|调整)(?:预算|预算数|后预算|后预算数).*", r"预算数.*", r"调整后预算.*")),
    (SPENT, (r"(?:全年|年度|预算|实际)?(?:执行|支出)数.*", r"(?:全年|预算)?执行(?:数|金额).*", r"决算数.*")),
)  # fmt: skip
_HEADS = tuple(
    (role, later.compile("|".join(f"(?:{spelling})" for spelling in spellings))) for role, spellings in _WORDS
)
_BRACKET = later.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_QUOTES = dict.fromkeys(map(ord, "“”\"'‘’"))
_LEVELS = {"一": 1, "二": 2, "三": 3, "四": 3}


@of_words
def squeeze(text: str) -> str:
    """The words without blanks, brackets' width and quotation marks aside."""
    return "".join(narrow(text).translate(_QUOTES).split())


@of_words
def head_role(text: str) -> str:
    """The role that a column head names; "" where it names none."""
    words = squeeze(text)
    if not words or len(words) > 24:
        return ""
    percent = "%" in words
    bare = _BRACKET.sub("", words, timeout=TIMEOUT).rstrip(":")
    for role, pattern in _HEADS:
        if pattern.fullmatch(bare, timeout=TIMEOUT):
            return SHARE if role == WEIGHT and percent and bare == "权重" else role
    return ""


def level_of(text: str) -> int:
    """1 to 3 for 一级指标 to 三级指标; 0 for another head."""
    words = squeeze(text)
    return _LEVELS.get(words[0], 0) if len(words) > 2 and words[1] == "级" else 0


def is_head(cells: list[Cell]) -> bool:
    """Whether a row is a head: heads of at least two roles, one of them points or values, and nothing else."""
    texts = [cell.text for cell in cells if cell.text.strip()]
    roles = {head_role(text) for text in texts} - {""}
    known = sum(1 for text in texts if head_role(text))
    if len(texts) < 2 or known < len(texts) - max(1, len(texts) // 3):
        return False
    points = roles & {WEIGHT, SHARE, SCORE}
    values = {TARGET, ACTUAL} <= roles
    named = LEVEL in roles or DEFINITION in roles or STANDARD in roles
    return named and bool(points or values) and not any(is_number(text) for text in texts)


def is_money_head(cells: list[Cell]) -> bool:
    """Whether a row heads the money block of a self-evaluation form: rate of execution with points."""
    roles = {head_role(cell.text) for cell in cells}
    return RATE in roles and bool(roles & {WEIGHT, SHARE, SCORE}) and bool(roles & {BUDGET, SPENT})


def is_subhead(cells: list[Cell], above: list[Cell]) -> bool:
    """Whether a row under a head goes on naming columns: 一级指标, 名称, 权重 … and nothing else.

    The rest of a head cut by a page break (指标说, then 明) goes with the cell above it.
    """
    upper = {cell.column: cell.text for cell in above}
    cut = {c.column for c in cells if not head_role(c.text) and head_role(upper.get(c.column, "") + c.text)}
    texts = [cell.text for cell in cells if cell.text.strip() and cell.column not in cut]
    return (
        bool(texts)
        and all(head_role(text) in (LEVEL, WEIGHT, SHARE, SCORE, STANDARD) for text in texts)
        and any(level_of(text) or squeeze(text) in ("名称", "权重", "权重(%)", "分值") for text in texts)
    )


def is_number(text: str) -> bool:
    return squeeze(text).replace(".", "", 1).isdigit()
