"""gouji.toml: found upwards from the report, heard, and refused with file, line and remedy where it is broken."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from shell import FAULTY, gouji

from auditor.arguments import parser
from auditor.commands import RUNS
from auditor.config import find, load
from auditor.language import Language
from auditor.options import Options
from auditor.pipeline import audit_bytes
from auditor.settings import settled
from auditor.walk import SUFFIXES, Entry, listing
from auditor.wrong import Wrong

TODAY = date(2026, 6, 30)
TWO = FAULTY + "\n其中：甲项目40.00万元，乙项目50.00万元，两项合计95.00万元。\n"


def written(folder: Path, text: str, name: str = "gouji.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def report(folder: Path, name: str = "report.txt", text: str = FAULTY) -> Path:
    return written(folder, text, name)


def options(*paths: Path, asked: Options = Options(), config: str | None = None) -> list[Options]:
    entries = listing([str(path) for path in paths]).entries
    settings = settled(asked, entries, config, TODAY, None)
    return [settings.of(entry.path) for entry in entries]


def test_the_nearest_file_above_the_report_counts(tmp_path: Path) -> None:
    written(tmp_path, 'ignore = ["TOT"]')
    written(tmp_path / "a" / "b", 'ignore = ["SHR"]')
    report(tmp_path / "a")
    report(tmp_path / "a" / "b" / "c")
    assert [each.ignore for each in options(tmp_path / "a")] == [("SHR",), ("TOT",)]


def test_a_table_of_pyproject_counts_where_there_is_no_file_of_its_own(tmp_path: Path) -> None:
    written(tmp_path, '[project]\nname = "x"\n[tool.gouji]\nignore = ["TOT"]', "pyproject.toml")
    written(tmp_path / "plain", '[project]\nname = "x"', "pyproject.toml")
    assert options(report(tmp_path / "plain"))[0].ignore == ("TOT",)
    written(tmp_path / "plain", 'select = ["RAT"]')
    assert options(report(tmp_path / "plain"))[0] == Options(select=("RAT",))


def test_the_command_line_selects_instead_and_ignores_besides(tmp_path: Path) -> None:
    written(tmp_path, 'select = ["RAT"]\nignore = ["TOT"]\nframework = "none"')
    asked = Options(select=("SCO",), ignore=("SHR",))
    assert options(report(tmp_path), asked=asked)[0] == Options("none", ("SCO",), ("SHR", "TOT"))


def test_a_file_can_be_named_or_left_out(tmp_path: Path) -> None:
    written(tmp_path, 'ignore = ["TOT"]')
    other = written(tmp_path / "else", 'ignore = ["RAT"]', "strict.toml")
    file = report(tmp_path)
    assert options(file, config="none")[0] == Options()
    assert options(file, config=str(other))[0].ignore == ("RAT",)


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        (Options(), {"RAT001", "TOT001"}),
        (Options(select=("RAT",)), {"RAT001"}),
        (Options(select=("TOT001",)), {"TOT001"}),
        (Options(ignore=("RAT001",)), {"TOT001"}),
        (Options(select=("RAT", "TOT"), ignore=("TOT",)), {"RAT001"}),
    ],
)
def test_only_what_is_chosen_runs_and_what_does_not_run_is_said(chosen: Options, left: set[str]) -> None:
    audit, _ = audit_bytes(TWO.encode(), "report.txt", chosen)
    assert {check.rule for check in audit.findings} == left
    said = " ".join(map(Language("en").sentence, audit.notes))
    assert all(code in said for code in (*chosen.select, *chosen.ignore))


def test_further_names_of_an_indicator_are_heard() -> None:
    text = """本年度人均编外比例为45%。

部门整体支出绩效自评表

一级指标	二级指标	三级指标	分值	评分标准	得分
管理	人员管理	编外人员控制率	5	编外人员控制率≤50%的，得5分；＞50%的，得0分。	5
		窗口服务质量	5	服务规范得满分，否则酌情扣分	5
总分			10		10
"""
    plain, _ = audit_bytes(text.encode(), "report.txt")
    named, _ = audit_bytes(text.encode(), "report.txt", Options(names=(("编外人员控制率", ("人均编外比例",)),)))
    verdicts = [
        [check.verdict for check in audit.checks if (check.rule, check.subject) == ("STD001", "编外人员控制率")]
        for audit in (plain, named)
    ]
    assert verdicts == [["cannot_tell"], ["agrees"]]


BROKEN = {
    "ignore = [": (1, "TOML"),
    'lang = "zh"\nselct = ["TOT"]': (2, "selct"),
    'lang = "fr"': (1, "zh, en"),
    '\nfail-on = "note"': (2, "error, warning, never"),
    'select = "TOT"': (1, "select"),
    'select = ["TOT", "XYZ"]': (1, "XYZ"),
    'framework = "grade-bands"': (1, "grade-bands"),
    'lang = "zh"\n\n[names]\n"不存在的指标" = ["别名"]': (3, "不存在的指标"),
    '[names]\n"编外人员控制率" = ["预算执行率"]': (1, "预算执行率"),
    'suppress = "all"': (1, "[[suppress]]"),
    '[[suppress]]\nrule = "TOT001"\nsubject = "x"': (1, "reason"),
    '[[suppress]]\nreason = "r"\ncheck = "x"\n[[suppress]]\nreason = "r"\nrule = "TOT001"': (4, "subject"),
    '[[suppress]]\nreason = "r"\ncheck = "x"\nexpires = "soon"': (4, "expires"),
    '[[suppress]]\nreason = "r"\ncheck = "x"\nuntil = 2026-01-01': (4, "until"),
    '[[suppress]]\nreason = "r"\nrule = "XYZ001"\nsubject = "x"': (3, "XYZ001"),
    '[[suppress]]\nreason = 3\ncheck = "x"': (2, "reason"),
}


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_broken_file_is_told_in_one_line_with_file_line_and_word(tmp_path: Path, text: str, language: str) -> None:
    line, word = BROKEN[text]
    file = written(tmp_path, text)
    with pytest.raises(Wrong) as caught:
        load(file, TODAY)
    told = Language(language).sentence(caught.value.reason)
    assert str(file) in told
    assert word in told
    assert f" {line}" in told
    assert "\n" not in told


def test_lines_are_counted_in_a_shared_file_too(tmp_path: Path) -> None:
    text = '[project]\nselect = 1\n\n[tool.gouji]\nlang = "zh"\nselect = ["XYZ"]\n'
    with pytest.raises(Wrong) as caught:
        load(written(tmp_path, text, "pyproject.toml"), TODAY)
    assert dict(caught.value.reason.values)["line"] == "6"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "gouji.toml"
    file.write_bytes('lang = "中"'.encode("gb18030"))
    with pytest.raises(Wrong):
        load(file, TODAY)
    file.write_bytes(b"\xef\xbb\xbf" + b'lang = "en"')
    assert load(file, TODAY).lang == "en"


def test_a_broken_file_is_exit_2_before_anything_is_audited(tmp_path: Path) -> None:
    file = report(tmp_path)
    written(tmp_path, 'lang = "zh"\nselect = ["XYZ"]')
    done = gouji("check", file)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "gouji.toml" in done.stderr


def test_language_and_threshold_come_from_the_file_and_the_command_line_wins(tmp_path: Path) -> None:
    file = report(tmp_path)
    written(tmp_path, 'lang = "en"\nfail-on = "never"')
    done = gouji("check", file)
    assert done.returncode == 0
    assert "stated → recomputed" in done.stdout
    done = gouji("check", file, "--lang", "zh", "--fail-on", "error")
    assert done.returncode == 1
    assert "填报 → 复算" in done.stdout


def test_codes_on_the_command_line(tmp_path: Path) -> None:
    file = report(tmp_path, text=TWO)
    done = gouji("check", file, "--select", "tot,RAT", "--ignore", "RAT001", "--format", "json")
    assert {check["rule"] for check in json.loads(done.stdout)["reports"][0]["findings"]} == {"TOT001"}
    assert gouji("check", file, "--select", "NOPE").returncode == 2


def test_a_state_is_not_used_under_other_settings(tmp_path: Path) -> None:
    file, words = report(tmp_path), ("--format", "json", "--state", tmp_path / "state")
    first = gouji("check", file, *words)
    written(tmp_path, 'ignore = ["RAT"]')
    second = gouji("check", file, *words)
    assert (first.returncode, second.returncode) == (1, 2)
    assert not json.loads(second.stdout)["reports"][0]["findings"]


def test_an_entry_knows_its_settings_by_its_path(tmp_path: Path) -> None:
    written(tmp_path, 'ignore = ["TOT"]')
    settings = settled(Options(), [Entry(str(tmp_path / "x.txt"), "x.txt")], None, TODAY, None)
    assert settings.of(str(tmp_path / "x.txt")).ignore == ("TOT",)
    assert settings.of(str(tmp_path.parent / "x.txt")) == Options()


def test_the_hook_runs_the_command_on_formats_that_are_read(root: Path) -> None:
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    command, *words = hook["entry"].split()
    assert command == "gouji"
    pattern = re.compile(hook["files"])
    endings = {ending for ending in SUFFIXES if pattern.search(f"report{ending}")}
    assert {".docx", ".pdf", ".xlsx"} <= endings <= SUFFIXES
    assert not pattern.search("main.py")
    parser(Language("en"), {name: lambda *_: 0 for name in RUNS}).parse_args([*words, "report.docx"])


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_settings_shown_in_the_readme_are_heard(root: Path, tmp_path: Path, name: str) -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", (root / name).read_text("utf-8"), re.DOTALL)
    config = load(written(tmp_path, shown), TODAY)
    assert config.fail_on == "warning"
    assert config.options.names
    (entry,) = config.suppressions
    assert entry.reason
    assert not entry.expired


def test_a_closed_folder_has_no_settings_and_is_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path, **_: object) -> None:
        raise PermissionError(13, "closed", str(path))

    written(tmp_path / "shared", "", "pyproject.toml")
    monkeypatch.setattr(Path, "stat", closed)
    monkeypatch.setattr(Path, "read_bytes", closed)
    assert find(tmp_path) is None
    with pytest.raises(Wrong) as caught:
        find(tmp_path / "shared")
    assert "pyproject.toml" in str(caught.value.reason)
