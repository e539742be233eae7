"""How each type is written, as SQL over a text column: lexical form, typed value, canonical text.

Sections are those of Table Schema v2, "Field Types".
"""

from pressmark.forms.column import FORMS, Column, form, reads, unread, written
from pressmark.forms.form import Form
from pressmark.forms.functions import FUNCTIONS, Function
from pressmark.forms.moments import DAY
from pressmark.forms.own_formats import canonical_moment, example
from pressmark.forms.published import as_published

__all__ = [
    "DAY",
    "FORMS",
    "FUNCTIONS",
    "Column",
    "Form",
    "Function",
    "as_published",
    "canonical_moment",
    "example",
    "form",
    "reads",
    "unread",
    "written",
]
