"""How each type is written, as SQL over a text column: lexical form, typed value, canonical text.

Sections are those of Table Schema v2, "Field Types".
"""

from pressmark.field_types.column import (
    FORMS,
    OWN_FORMATS,
    Column,
    form,
    reads,
    unread,
    written,
)
from pressmark.field_types.form import Form
from pressmark.field_types.functions import FUNCTIONS, Function
from pressmark.field_types.json_keywords import found_in
from pressmark.field_types.moments import DAY
from pressmark.field_types.numbers import canonical_number
from pressmark.field_types.one_text import canonical_text
from pressmark.field_types.own_formats import canonical_moment, example
from pressmark.field_types.published import as_published

__all__ = [
    "DAY",
    "FORMS",
    "FUNCTIONS",
    "OWN_FORMATS",
    "Column",
    "Form",
    "Function",
    "as_published",
    "canonical_moment",
    "canonical_number",
    "canonical_text",
    "example",
    "form",
    "found_in",
    "reads",
    "unread",
    "written",
]
