"""What each of the two judges says of a package: places, in our rule names."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import frictionless

from pressmark.engine.connection import Engine
from pressmark.report import Report
from pressmark.report.finding import Finding
from tests.both_ways import judged

from .case import Case, GeneratedTable

RULES = {
    "blank-row": "record.blank",
    "extra-cell": "record.long",
    "missing-cell": "record.short",
    "type-error": "cell.type",
    "unique-error": "key.unique",
    "foreign-key": "key.foreign",
    "blank-label": "header.blank",
    "extra-label": "header.extra",
    "missing-label": "header.missing",
    "duplicate-label": "header.duplicate",
    "incorrect-label": "header.order",
}
REFUSED = "refused"
BREAKS_OFF = (
    "offset-naive and offset-aware",
    "signaling NaN",
    "InvalidOperation",
    "unhashable type",
)
HEADER_RECORDS = 1
LIMIT = 1_000
"""Findings that are listed: more than any of these packages has."""
WITHOUT_FIELD = ("record.blank", "record.long", "record.short")
CONSTRAINT = re.compile(r'constraint "(\w+)"')


class CannotJudgeError(Exception):
    """frictionless breaks off: Python compares no moments with and without zone, and no sNaN."""


class Place(NamedTuple):
    """Where a judge found something wrong; the fields of a key are joined by commas."""

    rule: str
    table: str
    record: int | None
    field: str | None


def ours(descriptor: Path, engine: Engine) -> set[Place]:
    """Judge a package with our rules."""
    return list_places(judged(descriptor, engine, LIMIT))


def list_places(report: Report) -> set[Place]:
    """Say where a report finds errors; warnings are no part of the comparison."""
    return {
        Place(each.rule, each.table or "", each.record, each.field or label_of(each))
        for each in report.findings
        if each.severity == "error"
    }


def label_of(finding: Finding) -> str | None:
    """Give the column that a header's finding is about, where no field is."""
    return finding.value if finding.rule == "header.extra" else None


def theirs(descriptor: Path, case: Case) -> set[Place]:
    """Judge a package with frictionless, and say its errors in our words.

    CannotJudgeError where it breaks off for the reasons that are known.
    """
    try:
        report = frictionless.validate(str(descriptor))
    except (TypeError, ArithmeticError) as crash:
        if not any(reason in str(crash) for reason in BREAKS_OFF):
            raise
        raise CannotJudgeError from None
    if report.errors:
        raise AssertionError("frictionless refuses the package: " + report.errors[0].message)
    places: set[Place] = set()
    for task in report.tasks:
        table = case.table(task.name)
        for error in task.errors:
            places.update(place_of(error.to_descriptor(), table))
    return places


def place_of(error: dict[str, Any], table: GeneratedTable) -> list[Place]:
    """Say one error of frictionless in our words."""
    kind, name = error["type"], error.get("fieldName") or None
    record = error["rowNumber"] - HEADER_RECORDS if "rowNumber" in error else None
    if kind == "constraint-error":
        match = CONSTRAINT.search(error["note"])
        assert match is not None, error
        return [Place(f"cell.{snake(match[1])}", table.name, record, name)]
    if kind == "primary-key":
        key = table.schema["primaryKey"]
        if 'all "None"' in error["note"]:
            return [Place("cell.required", table.name, record, each) for each in key]
        return [Place("key.primary", table.name, record, ", ".join(key))]
    if kind == "foreign-key":
        name = ", ".join(error["fieldNames"])
    if kind == "unmatched-header":
        return [Place("header.missing", table.name, None, each) for each in table.names]
    if kind in ("error", "source-error"):
        return refusals(kind, error["note"], table)
    rule = RULES[kind]
    if kind == "extra-label":
        name, rule = error["label"] or None, rule if error["label"] else "header.blank"
    return [Place(rule, table.name, record, None if rule in WITHOUT_FIELD else name)]


def refusals(kind: str, note: str, table: GeneratedTable) -> list[Place]:
    """Say that they do not read a table at all, and why; of a blank header they say no more."""
    if kind == "source-error" and not any(table.header):
        return [Place("header.blank", table.name, None, None)]
    if "requires unique labels" in note:
        return [Place(REFUSED, table.name, None, None)]
    raise AssertionError(f"frictionless cannot read {table.name}: {note}")


def snake(name: str) -> str:
    """Write `minLength` as `min_length`."""
    return re.sub(r"([A-Z])", r"_\1", name).lower()
