"""Schemas read against the engine: what cannot be judged is refused, or said to be unchecked."""

from typing import Any

from pressmark import field_types, sql
from pressmark.engine.connection import Engine
from pressmark.engine.tables import columns
from pressmark.errors import ProjectError
from pressmark.field_types import Column
from pressmark.field_types.json_schema import unread_patterns, why_refused
from pressmark.package import Constraints, Field, Package, Table
from pressmark.report.finding import Finding, Findings
from pressmark.report.rules import SCHEMA_PATTERN
from pressmark.rules import translated, unreadable_pattern
from pressmark.validate.sentences import LONGEST_VALUE, named
from pressmark.words import shortened


def refuse_unreadable_schemas(
    package: Package, engine: Engine, findings: Findings
) -> frozenset[str]:
    """Stop where a schema asks for what cannot be judged; give the patterns that are not checked.

    A pattern that cannot be read as the standard means it is a warning, not an error: the rest of
    the package is still judged.
    """
    for function in field_types.FUNCTIONS:
        engine.teach(function.name, function.answer, function.parameters)
    # Many fields share a pattern, and each asks the engine.
    reasons: dict[str, str | None] = {}
    for table in package.tables:
        for column in columns(table):
            place = f"{package.place}, table {table.name!r}, field {column.field.name!r}"
            why = field_types.unread(column.field)
            if why:
                raise ProjectError(place, why, "use a format that the standard defines")
            refuse_unreadable_values(column, place, engine)
            for wanted in read_json_schema(column.field, place):
                why = "it is in a jsonSchema, and the engine does not know its syntax"
                findings.add(pattern_not_checked(table, column.field, wanted, why))
            pattern = column.field.constraints.pattern
            if pattern is not None and pattern not in reasons:
                reasons[pattern] = why_unread(pattern, engine)
            if pattern is not None and (reason := reasons[pattern]):
                findings.add(pattern_not_checked(table, column.field, pattern, reason))
    return frozenset(pattern for pattern, reason in reasons.items() if reason)


def why_unread(pattern: str, engine: Engine) -> str | None:
    """Say why a pattern cannot be checked; None where it can."""
    reason = unreadable_pattern(pattern)
    if reason or engine.understands(f"regexp_full_match('', {sql.text(translated(pattern))})"):
        return reason
    return "the engine does not know its syntax"


def read_json_schema(field: Field, place: str) -> tuple[str, ...]:
    """Stop where a field's JSON Schema cannot be judged by; give its patterns that are not."""
    given = field.constraints.json_schema
    if given is None:
        return ()
    why = why_refused(given)
    if why:
        raise ProjectError(place, f"its jsonSchema cannot be used: {why}", "mend the jsonSchema")
    return unread_patterns(given)


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


def refuse_unreadable_values(column: Column, place: str, engine: Engine) -> None:
    """Stop where a bound or an allowed value of a schema is not of its field's type."""
    constraints: Constraints = column.field.constraints
    bounds = (
        ("minimum", constraints.minimum),
        ("maximum", constraints.maximum),
        ("exclusiveMinimum", constraints.exclusive_minimum),
        ("exclusiveMaximum", constraints.exclusive_maximum),
    )
    for name, bound in bounds:
        if bound is not None:
            refuse_unread(column, name, (bound,), place, engine)
    refuse_unread(column, "an allowed value", column.field.allowed or (), place, engine)


def refuse_unread(
    column: Column, name: str, values: tuple[Any, ...], place: str, engine: Engine
) -> None:
    """Stop at the first of some values of a schema that is not of its field's type."""
    wrong = next((each for each in values if not column.takes(each)), None)
    if wrong is None and values:
        texts = [field_types.written(each) for each in values]
        sound = f"coalesce({column.names_value('listed')}, false)"
        unread = f"select listed from ({sql.rows(texts, 'listed')}) where not {sound} limit 1"
        found = engine.rows(unread)
        wrong = values[texts.index(found[0][0])] if found else None
    if wrong is not None:
        said = f"{name} {field_types.written(wrong)!r} does not read as type {column.field.type}"
        right = f"write {field_types.form(column.field).reads}"
        if isinstance(wrong, bool):
            right += "; a word such as true stands in quotes"
        raise ProjectError(place, said, right)
