"""Schemas read against the engine: what cannot be judged is refused, or said to be unchecked."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from pipeline import forms, sql
from pipeline.descriptor import Field, Package, Table
from pipeline.engine import Engine
from pipeline.errors import ProjectError
from pipeline.finding import Finding, Findings
from pipeline.forms import Column
from pipeline.forms.json_schema import unread_patterns, why_refused
from pipeline.rules import ALLOWED, translated, unreadable_pattern
from pipeline.tables import columns
from pipeline.validate.sentences import named

ASKED_AT_ONCE = 500


def refuse_unreadable_schemas(
    package: Package, engine: Engine, findings: Findings
) -> frozenset[str]:
    """Stop where a schema asks for what cannot be judged; give the patterns that are not checked.

    A pattern that cannot be read as the standard means it is a warning, not an error: the rest of
    the package is still judged.
    """
    for function in forms.FUNCTIONS:
        engine.teach(function.name, function.answer, function.parameters)
    for table in package.tables:
        for column in columns(table):
            why = forms.unread(column.field)
            if why:
                right = "use a format that the standard defines"
                raise ProjectError(place_of(package, table, column), why, right)
    refuse_unreadable_values(package, engine)
    unread = set()
    for table in package.tables:
        for column in columns(table):
            place = place_of(package, table, column)
            refuse_unknown_allowances(column.field, place)
            for wanted in read_json_schema(column.field, place):
                why = "it is in a jsonSchema, and the engine does not know its syntax"
                findings.add(pattern_not_checked(table, column.field, wanted, why))
            pattern = column.field.constraints.pattern
            reason = None if pattern is None else why_unread(pattern, engine)
            if pattern is not None and reason:
                unread.add(pattern)
                findings.add(pattern_not_checked(table, column.field, pattern, reason))
    return frozenset(unread)


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


def refuse_unknown_allowances(field: Field, place: str) -> None:
    """Stop where a field allows characters of a kind that no rule is about."""
    given = (field.model_extra or {}).get("pressmark:allow", [])
    if not isinstance(given, list) or not all(each in ALLOWED for each in given):
        right = f"write a list of some of {', '.join(ALLOWED)}"
        raise ProjectError(place, f"pressmark:allow {given!r} says nothing known", right)


def pattern_not_checked(table: Table, field: Field, pattern: str, reason: str) -> Finding:
    """Say that a pattern was not checked, and why."""
    return Finding(
        "schema.pattern",
        f"The pattern of {named(field.name)} is not checked: {reason}.",
        table=table.name,
        path=table.place,
        field=field.name,
        value=pattern,
        hint="Write it without look-ahead, back references and unusual classes.",
        severity="warning",
    )


@dataclass(frozen=True)
class Named:
    """A value that a schema names: what it is there, its field as a column, and where that is."""

    what: str
    value: object
    column: Column
    place: str


def values_named(package: Package, table: Table) -> Iterator[Named]:
    """List the bounds and allowed values of a table's fields."""
    for column in columns(table):
        constraints = column.field.constraints
        named = [
            ("minimum", constraints.minimum),
            ("maximum", constraints.maximum),
            ("exclusiveMinimum", constraints.exclusive_minimum),
            ("exclusiveMaximum", constraints.exclusive_maximum),
            *(("an allowed value", value) for value in column.field.allowed or ()),
        ]
        for what, value in named:
            if value is not None:
                yield Named(what, value, column, place_of(package, table, column))


def refuse_unreadable_values(package: Package, engine: Engine) -> None:
    """Stop where a bound or an allowed value of a schema is not of its field's type.

    Many are asked at once: asked one by one, a few hundred took longer than the records.
    """
    named = chain.from_iterable(values_named(package, table) for table in package.tables)
    while some := list(islice(named, ASKED_AT_ONCE)):
        sound = engine.rows(f"select {', '.join(each.column.reads(each.value) for each in some)}")
        for each, reads in zip(some, sound[0], strict=True):
            if not reads:
                raise unreadable_value(each)


def unreadable_value(named: Named) -> ProjectError:
    """Say that a value does not read as its field's type."""
    field = named.column.field
    wrong = f"{named.what} {forms.written(named.value)!r} does not read as type {field.type}"
    right = f"write {forms.form(field).reads}"
    if isinstance(named.value, bool):
        right += "; a word such as true stands in quotes"
    return ProjectError(named.place, wrong, right)


def place_of(package: Package, table: Table, column: Column) -> str:
    """Say where a field is described."""
    return f"{package.place}, table {table.name!r}, field {column.field.name!r}"
