"""How each type is written, as SQL over a text column: lexical form, typed value, canonical text.

Sections are those of Table Schema v2, "Field Types".
"""

from pressmark.field_types.column import (
    FORMS,
    OWN_FORMATS,
    Column,
    explain_unread,
    express_validity,
    find_form,
    render_value,
)
from pressmark.field_types.form import Form
from pressmark.field_types.functions import FUNCTIONS, Function
from pressmark.field_types.json_keywords import finds_pattern
from pressmark.field_types.moments import DAY
from pressmark.field_types.numbers import render_numeral
from pressmark.field_types.one_text import render_canonical
from pressmark.field_types.own_formats import render_example, render_moment
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
    "explain_unread",
    "express_validity",
    "find_form",
    "finds_pattern",
    "render_canonical",
    "render_example",
    "render_moment",
    "render_numeral",
    "render_value",
]
