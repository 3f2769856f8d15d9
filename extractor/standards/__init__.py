"""Printed scoring standards: text to parts, tiers, deductions and formulas, and to the points that follow."""

from extractor.standards.assembly import parse
from extractor.standards.meaning import COUNT, RATIO, ROW, Measures, names, points
from extractor.standards.points import Points
from extractor.standards.standard import Part, Standard

__all__ = ["COUNT", "RATIO", "ROW", "Measures", "Part", "Points", "Standard", "names", "parse", "points"]
