"""The measures of a day as JSON, as Markdown, and as the table in the READMEs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"
OPENS, CLOSES = "<!-- speed: ", "<!-- /speed -->"
"""Marks around the table in a README; the first names the results that it is made of."""

READMES = ("README.md", "README.zh-CN.md")
TAKEN = ("date", "gouji", "load before")
"""What may differ from part to part of one day."""

PDF = "PDF of 100 pages or more"
PLUMBER = "pdfplumber text+tables"
GOALS = {
    "start": ("python -c pass", 3.0),
    PDF: (PLUMBER, 0.35),
    f"{PDF}, fixtures joined": (PLUMBER, 0.35),
    f"{PDF}, real reports joined": (PLUMBER, 0.35),
    "DOCX": (PLUMBER, 0.5),
    "TXT": (PLUMBER, 0.5),
}
PARENT_GOAL, JOBS_GOAL = 300, 0.9

Part = dict[str, Any]


def keep(about: dict[str, str], name: str, found: Part) -> None:
    """Put a part under its day's date, beside those that were measured before."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"speed-{about['date'][:10]}.json"
    day = json.loads(file.read_text("utf-8")) if file.exists() else {}
    day["machine"] = {key: value for key, value in about.items() if key not in TAKEN} | {"date": about["date"][:10]}
    day.setdefault("parts", {})[name] = {"taken": {key: about[key] for key in TAKEN}, **found}
    file.write_text(json.dumps(day, ensure_ascii=False, indent=1) + "\n", "utf-8")
    file.with_suffix(".md").write_text(as_text(day), "utf-8")


def newest() -> Path:
    """The results of the last day on which anything was measured."""
    return max(RESULTS.glob("speed-*.json"))


def as_text(day: Part) -> str:
    """The measures as Markdown: a table for each, goals beside what was reached."""
    lines = ["# Speed", "", *(f"- {key}: {value}" for key, value in day["machine"].items()), ""]
    for part in day["parts"].values():
        taken = part["taken"]
        when = f"Taken {taken['date']} with gouji {taken['gouji']}, load before {taken['load before']}."
        for name, found in part.items():
            if name != "taken" and found:
                lines += [f"## {name}", "", when, "", *_told(name, found), ""]
    goals = f"Goals: parent at most {PARENT_GOAL} MiB over 10,000 reports; two jobs at least {JOBS_GOAL} of twice one."
    return "\n".join([*lines, goals]) + "\n"


def _told(name: str, found: Any) -> list[str]:
    if isinstance(found, list) and isinstance(found[0], dict):
        return _table(list(found[0]), [list(each.values()) for each in found])
    if isinstance(found, dict) and all(isinstance(each, dict) for each in found.values()):
        head = ["program", "seconds", "peak MiB", "gouji takes of it"]
        return [*_table(head, [[who, *each.values()] for who, each in found.items()]), *_goal(name, found)]
    if isinstance(found, dict):
        return [f"- {key}: {value}" for key, value in found.items()]
    return [", ".join(found)]


def _table(head: list[str], rows: list[list[Any]]) -> list[str]:
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows)]


def _row(cells: list[Any]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _goal(name: str, found: Part) -> list[str]:
    if name not in GOALS:
        return []
    beside, most = GOALS[name]
    reached = found[beside]["gouji takes of it"]
    return ["", f"Goal: at most {most} of {beside}; {'met' if reached <= most else 'not met'}: {reached}."]


WORDS = {
    "README.md": {
        "head": ["measure", "gouji", "beside", "gouji takes of it", "goal"],
        "start": "`gouji --version`", PDF: "PDF, 103 pages", f"{PDF}, fixtures joined": "PDF, fixtures joined",
        f"{PDF}, real reports joined": "PDF, real reports joined", "DOCX": "that report as DOCX", "TXT": "as text",
        "pages": "a page of a PDF of {sizes} pages", "figures": "a figure of a text of {sizes} figures",
        "jobs": "two jobs, of twice the rate of one", "folder": "10,000 reports: a second, and memory of the parent",
        "folder with overview": "the same with the overview as page, workbook and CSV", "peak": "peak {peak} MiB",
        "least": "least disturbed run of {count} each",
    },
    "README.zh-CN.md": {
        "head": ["项目", "gouji", "对照", "gouji 所占比例", "目标"],
        "start": "`gouji --version`", PDF: "PDF，103 页", f"{PDF}, fixtures joined": "PDF，示例报告合并",
        f"{PDF}, real reports joined": "PDF，真实报告合并", "DOCX": "同一报告的 DOCX", "TXT": "同一报告的文本",
        "pages": "PDF 每页（共 {sizes} 页）", "figures": "文本每个数字（共 {sizes} 个）",
        "jobs": "两个进程，与单进程速度的两倍之比", "folder": "一万份报告：每秒份数，主进程内存",
        "folder with overview": "同上，另写网页、工作簿和 CSV 汇总", "peak": "峰值 {peak} MiB",
        "least": "各 {count} 次中受干扰最少的一次",
    },
}  # fmt: skip
"""What the table says in each README."""


def table(day: Part, words: dict[str, Any]) -> list[str]:
    """The table of a README: what was measured, beside what, and the goal."""
    parts = {name: found for part in day["parts"].values() for name, found in part.items()}
    rows = []
    for name, (beside, most) in GOALS.items():
        rivals = [rival for rival in parts.get(name, {}) if rival == beside or name == PDF and rival != "gouji"]
        for rival in rivals:
            found = parts[name]
            other, own = found[rival], found["gouji"]
            rows.append([words[name], f"{own['seconds']} s", f"{rival}: {other['seconds']} s",
                         other["gouji takes of it"], f"≤ {most}" if rival == beside else ""])  # fmt: skip
    for name in ("pages", "figures"):
        if steps := parts.get(name):
            sizes = " / ".join(f"{step['size']:,}" for step in steps)
            each = " / ".join(f"{step['each'] * 1000:.3g}" for step in steps)
            peak = words["peak"].format(peak=" / ".join(f"{step['peak']:.0f}" for step in steps))
            rows.append([words[name].format(sizes=sizes), f"{each} ms", peak, "", ""])
    if found := parts.get("two jobs to twice one"):
        least = words["least"].format(count=len(found["pair by pair"]))
        rows.append([words["jobs"], found["least disturbed run of each"], least, "", f"≥ {JOBS_GOAL}"])
    for name in ("folder", "folder with overview"):
        for run in parts.get(name, ()):
            rows.append([words[name], f"{run['rate']}/s, {run['parent']:.0f} MiB", "", "", f"≤ {PARENT_GOAL} MiB"])
    return _table(words["head"], rows)


def into_readmes() -> None:
    """Write the table of the newest results between the marks in both READMEs."""
    file = newest()
    day = json.loads(file.read_text("utf-8"))
    for name in READMES:
        readme = ROOT / name
        found = "\n".join(table(day, WORDS[name]))
        before, _, rest = readme.read_text("utf-8").partition(OPENS)
        after = rest.partition(CLOSES)[2]
        readme.write_text(f"{before}{OPENS}{file.name} -->\n{found}\n{CLOSES}{after}", "utf-8")
