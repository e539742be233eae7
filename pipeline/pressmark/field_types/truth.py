"""True and false in the field's own words ("boolean" of Table Schema v2)."""

from pressmark import sql
from pressmark.field_types.evident import Listed
from pressmark.field_types.form import Form, use_no_pattern
from pressmark.package import Field


def read_boolean(field: Field, text: str) -> str:
    """Read the field's words for true and false."""
    return (
        f"case when {text} in ({sql.quote_texts(field.true_values)}) then true "
        f"when {text} in ({sql.quote_texts(field.false_values)}) then false end"
    )


def render_boolean(field: Field, text: str) -> str:
    """Write true or false."""
    return f"cast({read_boolean(field, text)} as varchar)"


def read_truth(field: Field, value: object) -> bool | None:
    """Read a word of a schema as the field's cells are read; None where it is neither."""
    if isinstance(value, bool):
        return value
    if value in field.true_values:
        return True
    return False if value in field.false_values else None


def list_words(field: Field) -> Listed:
    """List the field's words for true and false."""
    return Listed((*field.true_values, *field.false_values))


TRUTH = {
    "boolean": Form("true or false", use_no_pattern, read_boolean, render_boolean, proof=list_words)
}
