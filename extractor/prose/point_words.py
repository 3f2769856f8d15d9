"""Words around points that the readings of points in prose share."""

from __future__ import annotations

from extractor import later

TAKEN = later.compile(r"(?:扣|失)(?:减|除|掉|去|了|分)*(?:为|:)?\s*$")
"""Points that were taken off: 扣, 扣减了, 失分为."""

ALL_TAKEN = later.compile(r"(?:共计?|合计|总计|累计|总共)(?:被)?(?:扣|失)(?:减|除|掉|去|了|分)*(?:为|:)?\s*$")
"""All points taken off together: 共扣, 合计被扣."""

MOSTLY_LAST = later.compile(r"满意|效益|效果|绩效|影响")
"""Groups that usually end a score sheet: behind them a list is likely complete."""

NAMED = later.compile(r"\p{Han}{2}")
"""Letters enough to name a group."""
