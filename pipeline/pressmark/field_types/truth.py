"""True and false in the field's own words ("boolean" of Table Schema v2)."""

from pressmark import sql
from pressmark.field_types.form import Form, no_pattern
from pressmark.package import Field


def boolean_typed(field: Field, text: str) -> str:
    """Read the field's words for true and false."""
    return (
        f"case when {text} in ({sql.texts(field.true_values)}) then true "
        f"when {text} in ({sql.texts(field.false_values)}) then false end"
    )


def boolean_canonical(field: Field, text: str) -> str:
    """Write true or false."""
    return f"cast({boolean_typed(field, text)} as varchar)"


def truth_of(field: Field, value: object) -> bool | None:
    """Read a word of a schema as the field's cells are read; None where it is neither."""
    if isinstance(value, bool):
        return value
    if value in field.true_values:
        return True
    return False if value in field.false_values else None


TRUTH = {"boolean": Form("true or false", no_pattern, boolean_typed, boolean_canonical)}
