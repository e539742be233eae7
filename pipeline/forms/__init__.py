"""How each type is written, as SQL over a text column: lexical form, typed value, canonical text.

Sections are those of Table Schema v2, "Field Types".
"""

from pipeline.forms.column import FORMS, Column, form, reads, unread, written
from pipeline.forms.form import Form
from pipeline.forms.functions import FUNCTIONS, Function
from pipeline.forms.moments import DAY
from pipeline.forms.own_formats import canonical_moment, example
from pipeline.forms.published import as_published

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
