"""Patterns of schemas that the engine cannot check."""

from pressmark import field_types, sql
from pressmark.engine.connection import Engine
from pressmark.field_types.json_schema import list_unread_patterns
from pressmark.package import Field, Package, Table
from pressmark.report.finding import Finding, Findings
from pressmark.report.phrases import LONGEST_VALUE, name_field
from pressmark.report.rules import SCHEMA_PATTERN
from pressmark.rules import explain_unreadable, translate_pattern
from pressmark.rules.pattern_proof import prove_pattern
from pressmark.words import shorten


def teach(engine: Engine) -> None:
    """Teach the engine what the types of fields ask it."""
    for function in field_types.FUNCTIONS:
        engine.teach(function.name, function.answer, function.parameters)


def list_patterns_not_checked(
    package: Package, engine: Engine, findings: Findings
) -> frozenset[str]:
    """Warn of every pattern that cannot be read as the standard means it, and give them.

    That is no error: the rest of the package is still judged.
    """
    # Many fields share a pattern, and each asks the engine.
    reasons: dict[str, str | None] = {}
    for table in package.tables:
        for field in table.schema.fields:
            given = field.constraints.json_schema
            for wanted in () if given is None else list_unread_patterns(given):
                why = "it is in a jsonSchema, and the engine does not know its syntax"
                findings.add(report_pattern(table, field, wanted, why))
            pattern = field.constraints.pattern
            if pattern is not None and pattern not in reasons:
                reasons[pattern] = explain_unread(pattern, engine)
            if pattern is not None and (reason := reasons[pattern]):
                findings.add(report_pattern(table, field, pattern, reason))
    return frozenset(pattern for pattern, reason in reasons.items() if reason)


def explain_unread(pattern: str, engine: Engine) -> str | None:
    """Say why a pattern cannot be checked; None where it can."""
    reason = explain_unreadable(pattern)
    # To open the engine takes longer than to judge a small package.
    if (
        reason
        or prove_pattern(pattern)
        or engine.understands(
            f"regexp_full_match('', {sql.quote_text(translate_pattern(pattern))})"
        )
    ):
        return reason
    return "the engine does not know its syntax"


def report_pattern(table: Table, field: Field, pattern: str, reason: str) -> Finding:
    """Say that a pattern was not checked, and why."""
    return SCHEMA_PATTERN.finding(
        f"The pattern of {name_field(field.name)} is not checked: {reason}.",
        table=table.name,
        path=table.place,
        field=field.name,
        value=shorten(pattern, LONGEST_VALUE),
        hint="Write it without look-ahead, back references and unusual classes.",
    )
