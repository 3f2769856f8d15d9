"""The scoring framework: the one that a user names is used and told, and nothing but frameworks is offered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import gouji

from auditor.options import Options
from auditor.pipeline import audit_bytes
from validators.framework import scoring

REPORT = """岳阳市君山区青榆服务站2020年度部门整体支出绩效自评报告

本年公务卡刷卡率为62%。

单位整体支出绩效评分表

一级指标	二级指标	三级指标	分值	评分标准	得分
管理	综合管理	公务卡刷卡率	3	按规定使用公务卡	3
		窗口服务质量	8	服务规范得满分，否则酌情扣分	8
		信息报送质量	4	报送及时得满分，否则酌情扣分	4
总分			15		15
"""


def told(framework: str | None) -> str | None:
    return audit_bytes(REPORT.encode(), "report.txt", Options(framework))[0].framework


def test_the_framework_found_by_place_and_year_is_told() -> None:
    assert told(None) == "yueyang-2020-junshan"


def test_the_framework_that_is_named_is_used_and_none_means_none() -> None:
    assert told("shenzhen-2020-futian") == "shenzhen-2020-futian"
    assert told("none") is None


def test_a_framework_that_is_named_decides_what_is_compared() -> None:
    rules = [
        {check.rule for check in audit_bytes(REPORT.encode(), "report.txt", Options(each))[0].checks}
        for each in (None, "none")
    ]
    assert "STD009" in rules[0] - rules[1]


def test_only_scoring_frameworks_are_offered() -> None:
    assert "mof-2020-self-evaluation" in scoring()
    assert not {"grade-bands", "department-final-account", "mof-2013-project"} & set(scoring())


@pytest.mark.parametrize("name", ["grade-bands", "atlantis"])
def test_what_is_no_scoring_framework_is_refused_with_the_list(tmp_path: Path, name: str) -> None:
    file = tmp_path / "report.txt"
    file.write_text(REPORT, "utf-8")
    done = gouji("check", file, "--framework", name)
    assert done.returncode == 2
    assert "yueyang-2020-junshan" in done.stderr
    plain = json.loads(gouji("check", file, "--framework", "none", "--format", "json").stdout)
    assert plain["reports"][0]["framework"] is None
