"""The rules of the standard, each written once: a predicate in SQL with its name and sentence."""

from pipeline.rules.cells import CELL_RULES, unreadable_pattern
from pipeline.rules.rule import Check, Rule

__all__ = ["CELL_RULES", "Check", "Rule", "unreadable_pattern"]
