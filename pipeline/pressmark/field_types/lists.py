"""Lists of values of one type in a cell ("list" of Table Schema v2).

An empty text that is no missing value is a list without items. Items stand in the default format
of their type.
"""

from pressmark import sql
from pressmark.field_types.form import Form, no_pattern
from pressmark.field_types.moments import MOMENTS
from pressmark.field_types.numbers import NUMBERS
from pressmark.field_types.readable import reads_as
from pressmark.field_types.texts import TEXTS
from pressmark.field_types.truth import TRUTH
from pressmark.package import Field

ITEMS = {**TEXTS, **TRUTH, **NUMBERS, **MOMENTS}


def items(field: Field, text: str) -> str:
    """Give SQL for a text's items."""
    split = f"string_split({text}, {sql.text(field.delimiter)})"
    return f"case when {text} = '' then [] else {split} end"


def item_of(field: Field) -> Field:
    """Describe the items of a list as a field."""
    return Field(name=field.name, type=field.item_type)


def sound(field: Field, text: str) -> str:
    """Say whether every item is of its type."""
    item = item_of(field)
    right = reads_as(ITEMS[item.type], item, "item")
    wrong = f"lambda item: not coalesce({right}, false)"
    return f"len(list_filter({items(field, text)}, {wrong})) = 0"


def canonical(field: Field, text: str) -> str:
    """Write every item in its canonical form."""
    item = item_of(field)
    each = ITEMS[item.type].canonical(item, "item")
    listed = f"list_transform({items(field, text)}, lambda item: {each})"
    return f"array_to_string({listed}, {sql.text(field.delimiter)})"


def size(field: Field, text: str) -> str:
    """Count the items."""
    return f"len({items(field, text)})"


LISTS = {"list": Form("a list", no_pattern, canonical, canonical, sound=sound, size=size)}
