"""Lists of values of one type in a cell ("list" of Table Schema v2).

An empty text that is no missing value is a list without items. Items stand in the default format
of their type.
"""

from pressmark import sql
from pressmark.field_types.form import Form, use_no_pattern
from pressmark.field_types.moments import MOMENTS
from pressmark.field_types.numbers import NUMBERS
from pressmark.field_types.readable import express_match
from pressmark.field_types.texts import TEXTS
from pressmark.field_types.truth import TRUTH
from pressmark.package import Field

ITEMS = {**TEXTS, **TRUTH, **NUMBERS, **MOMENTS}


def split_items(field: Field, text: str) -> str:
    """Give SQL for a text's items."""
    split = f"string_split({text}, {sql.quote_text(field.delimiter)})"
    return f"case when {text} = '' then [] else {split} end"


def describe_item(field: Field) -> Field:
    """Describe the items of a list as a field."""
    return Field(name=field.name, type=field.item_type)


def check_items(field: Field, text: str) -> str:
    """Say whether every item is of its type."""
    item = describe_item(field)
    right = express_match(ITEMS[item.type], item, "item")
    wrong = f"lambda item: not coalesce({right}, false)"
    return f"len(list_filter({split_items(field, text)}, {wrong})) = 0"


def render_items(field: Field, text: str) -> str:
    """Write every item in its canonical form."""
    item = describe_item(field)
    each = ITEMS[item.type].canonical(item, "item")
    listed = f"list_transform({split_items(field, text)}, lambda item: {each})"
    return f"array_to_string({listed}, {sql.quote_text(field.delimiter)})"


def count_items(field: Field, text: str) -> str:
    """Count the items."""
    return f"len({split_items(field, text)})"


LISTS = {
    "list": Form(
        "a list", use_no_pattern, render_items, render_items, sound=check_items, size=count_items
    )
}
