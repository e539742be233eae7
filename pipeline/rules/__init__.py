"""The rules of the standard, each written once: a predicate in SQL with its name and sentence."""

from pipeline.rules.cells import CELL_RULES, INVISIBLE, unreadable_pattern
from pipeline.rules.rule import Check, Rule

__all__ = ["CELL_RULES", "INVISIBLE", "Check", "Rule", "unreadable_pattern"]
