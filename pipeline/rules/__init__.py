"""The rules of the standard, each written once: a predicate in SQL with its name and sentence."""

from pipeline.rules.cells import CELL_RULES, unreadable_pattern
from pipeline.rules.characters import ALLOWED
from pipeline.rules.rule import Check, Rule, Suspect
from pipeline.rules.xsd_pattern import translated

__all__ = [
    "ALLOWED",
    "CELL_RULES",
    "Check",
    "Rule",
    "Suspect",
    "translated",
    "unreadable_pattern",
]
