"""Whether a text is of a type: its form first, then whether it names a value."""

from pressmark import sql
from pressmark.field_types.form import Form
from pressmark.field_types.numbers import strip_marks
from pressmark.package import Field


def express_match(form: Form, field: Field, text: str) -> str:
    """SQL that is true where a text has the form of a type and names a value of it."""
    pattern = form.pattern(field)
    parts = []
    if pattern is not None:
        bare = strip_marks(field, text) if field.type in ("integer", "number") else text
        parts.append(f"regexp_full_match({bare}, {sql.quote_text(pattern)})")
    if form.sound is not None:
        parts.append(form.sound(field, text))
    elif pattern is None:
        parts.append(f"{form.typed(field, text)} is not null")
    return " and ".join(parts)
