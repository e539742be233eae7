"""Patterns of schemas that the engine cannot check."""

from pressmark import field_types, sql
from pressmark.engine.connection import Engine
from pressmark.field_types.json_schema import unread_patterns
from pressmark.package import Field, Package, Table
from pressmark.report.finding import Finding, Findings
from pressmark.report.rules import SCHEMA_PATTERN
from pressmark.rules import translated, unreadable_pattern
from pressmark.validate.sentences import LONGEST_VALUE, named
from pressmark.words import shortened


def teach(engine: Engine) -> None:
    """Teach the engine what the types of fields ask it."""
    for function in field_types.FUNCTIONS:
        engine.teach(function.name, function.answer, function.parameters)


def patterns_not_checked(package: Package, engine: Engine, findings: Findings) -> frozenset[str]:
    """Warn of every pattern that cannot be read as the standard means it, and give them.

    That is no error: the rest of the package is still judged.
    """
    # Many fields share a pattern, and each asks the engine.
    reasons: dict[str, str | None] = {}
    for table in package.tables:
        for field in table.schema.fields:
            given = field.constraints.json_schema
            for wanted in () if given is None else unread_patterns(given):
                why = "it is in a jsonSchema, and the engine does not know its syntax"
                findings.add(pattern_not_checked(table, field, wanted, why))
            pattern = field.constraints.pattern
            if pattern is not None and pattern not in reasons:
                reasons[pattern] = why_unread(pattern, engine)
            if pattern is not None and (reason := reasons[pattern]):
                findings.add(pattern_not_checked(table, field, pattern, reason))
    return frozenset(pattern for pattern, reason in reasons.items() if reason)


def why_unread(pattern: str, engine: Engine) -> str | None:
    """Say why a pattern cannot be checked; None where it can."""
    reason = unreadable_pattern(pattern)
    if reason or engine.understands(f"regexp_full_match('', {sql.text(translated(pattern))})"):
        return reason
    return "the engine does not know its syntax"


def pattern_not_checked(table: Table, field: Field, pattern: str, reason: str) -> Finding:
    """Say that a pattern was not checked, and why."""
    return SCHEMA_PATTERN.finding(
        f"The pattern of {named(field.name)} is not checked: {reason}.",
        table=table.name,
        path=table.place,
        field=field.name,
        value=shortened(pattern, LONGEST_VALUE),
        hint="Write it without look-ahead, back references and unusual classes.",
    )
