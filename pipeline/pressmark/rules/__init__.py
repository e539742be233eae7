"""The rules of the standard, each written once: a predicate in SQL with its name and sentence."""

from pressmark.plugins import added
from pressmark.report.rules import known_rules
from pressmark.rules.cells import CELL_RULES, objection_of_pattern, unreadable_pattern
from pressmark.rules.rule import CellRule, ColumnCheck, Suspect
from pressmark.rules.xsd_pattern import translated

__all__ = [
    "CELL_RULES",
    "CellRule",
    "ColumnCheck",
    "Suspect",
    "cell_rules",
    "objection_of_pattern",
    "translated",
    "unreadable_pattern",
]


def cell_rules() -> tuple[CellRule, ...]:
    """Give every rule about single cells, those of plug-ins last.

    ProjectError where one of these has the name of another rule.
    """
    known_rules()
    return (*CELL_RULES, *added("rules"))
