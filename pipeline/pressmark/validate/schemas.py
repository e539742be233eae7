"""What is wrong in a descriptor, as findings; patterns that the engine cannot check."""

from pressmark import field_types, sql
from pressmark.engine.connection import Engine
from pressmark.field_types.json_schema import unread_patterns
from pressmark.package import Field, Misspelt, Package, Table
from pressmark.report.finding import Finding, Findings
from pressmark.report.rules import DESCRIPTOR_VALUE, SCHEMA_PATTERN, SCHEMA_PROPERTY
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


def tell_of_faults(package: Package, findings: Findings) -> None:
    """Report every property whose value could not be used."""
    for each in package.faults:
        findings.add(
            DESCRIPTOR_VALUE.finding(
                f'"{shortened(each.path, LONGEST_VALUE)}" {each.wrong}.',
                table=each.table,
                path=each.place,
                field=each.field,
                value=shortened(each.value, LONGEST_VALUE),
                hint=as_sentence(each.right),
            )
        )


def as_sentence(text: str) -> str:
    """Write the words of an order as a sentence."""
    end = "" if text.endswith((".", "?", "!")) else "."
    return f"{text[:1].upper()}{text[1:]}{end}"


def tell_of_misspelt(package: Package, findings: Findings) -> None:
    """Warn of every property that stands where the standard has none.

    It is passed over, and was probably meant to be another, or is used as if it stood elsewhere.

    What people here wrote was refused with such a property; this is for what others wrote.
    """
    for each in package.misspelt:
        what = f'"{shortened(each.path, LONGEST_VALUE)}" {each.wrong}'
        judged = "as if it stood there" if each.used else "as if it were not there"
        findings.add(
            SCHEMA_PROPERTY.finding(
                f"{what}: the package is judged {judged}.",
                table=each.table,
                path=each.place,
                field=each.field,
                value=shortened(each.name, LONGEST_VALUE),
                hint=hint_of(each),
            )
        )


def hint_of(each: Misspelt) -> str:
    """Say what was probably meant by a property, or where it belongs."""
    if each.used:
        return f"Write it in the {each.belongs}."
    if each.meant is None:
        newer = ", unless a newer version knows it" if ":" in each.name else ""
        return f"{each.right[:1].upper()}{each.right[1:]}{newer}."
    where = f" in the {each.belongs}" if each.belongs else ""
    return f'Write "{each.meant}"{where}, if that is meant.'


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
