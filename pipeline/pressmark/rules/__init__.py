"""The rules of the standard, each written once: a predicate in SQL with its name and sentence."""

from pressmark.rules.cells import CELL_RULES, unreadable_pattern
from pressmark.rules.rule import CellRule, ColumnCheck, Suspect
from pressmark.rules.xsd_pattern import translated

__all__ = [
    "CELL_RULES",
    "CellRule",
    "ColumnCheck",
    "Suspect",
    "translated",
    "unreadable_pattern",
]
