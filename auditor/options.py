"""What a user may choose that changes the result of an audit."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.limits import Limits


@dataclass(frozen=True, slots=True)
class Options:
    """``framework`` None: chosen by the report, "none": left out, else the id of one.

    ``select`` and ``ignore`` are codes of rules or letters of families; an empty ``select`` means all, and what is
    ignored is left out even where it is selected. ``names`` are further names of indicators, by the name that the
    catalogue knows. ``limits`` are how much of a file is read.
    """

    framework: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    limits: Limits = Limits()

    def runs(self, code: str) -> bool:
        """Whether the rule of that code is to run."""
        return (not self.select or _among(code, self.select)) and not _among(code, self.ignore)


def _among(code: str, chosen: tuple[str, ...]) -> bool:
    return code in chosen or code[:3] in chosen
