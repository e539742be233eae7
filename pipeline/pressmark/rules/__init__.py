"""The rules of the standard, each written once: a predicate in SQL with its name and sentence."""

from pressmark.plugins import list_added
from pressmark.report.rules import list_known_rules
from pressmark.rules.cells import CELL_RULES, explain_mismatch, explain_unreadable
from pressmark.rules.rule import CellRule, ColumnCheck, Suspect
from pressmark.rules.xsd_pattern import translate_pattern

__all__ = [
    "CELL_RULES",
    "CellRule",
    "ColumnCheck",
    "Suspect",
    "explain_mismatch",
    "explain_unreadable",
    "list_cell_rules",
    "translate_pattern",
]


def list_cell_rules() -> tuple[CellRule, ...]:
    """Give every rule about single cells, those of plug-ins last.

    ProjectError where one of these has the name of another rule.
    """
    list_known_rules()
    return (*CELL_RULES, *list_added("rules"))
