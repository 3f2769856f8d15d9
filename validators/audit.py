"""Every rule on one report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from extractor.report import Report
from validators.check import Check, Message
from validators.rule import Rule
from validators.rules import rules
from validators.trust import tempered


def audit(report: Report, chosen: Iterable[Rule] | None = None) -> tuple[Check, ...]:
    """All checks of all rules, in the order of the report, ids set. A rule that crashes becomes *cannot tell*."""
    checks: list[Check] = []
    for each in chosen or rules():
        try:
            checks.extend(each.check(report))
        except Exception as error:  # noqa: BLE001 - one rule must not stop the audit; the crash is told
            message = Message("rule.crashed", (("rule", each.code), ("error", f"{type(error).__name__}: {error}")))
            checks.append(Check(each.code, each.code, message, reason=message))
    order = {figure.id: position for position, figure in enumerate(report.figures)}
    checks.sort(key=lambda check: (min((order.get(f.id, 0) for f in check.figures), default=0), check.rule))
    return tuple(_named(tempered(report, checks)))


def _named(checks: Iterable[Check]) -> Iterable[Check]:
    """Ids from rule, subject, period and structural place with a counter, never from values or offsets."""
    seen: Counter[str] = Counter()
    for each in checks:
        subject = "".join(each.subject.split())
        key = "\x1f".join((each.rule, subject, each.period or "", each.where))
        seen[key] += 1
        digest = hashlib.sha256(key.encode()).hexdigest()[:12]
        yield replace(each, subject=subject, id=f"{each.rule}-{digest}-{seen[key]}")
