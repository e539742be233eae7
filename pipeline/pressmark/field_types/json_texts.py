"""JSON in a cell, exactly (RFC 8259; "array" and "object" of Table Schema v2).

Two texts of one value have one canonical form: no white space, members in the order of their
names, numbers by their digits. A member named twice, half a surrogate pair, `NaN` and nesting
deeper than `DEEPEST` are refused, because no two readers would agree on them.
"""

import json
from typing import Any

from pressmark import sql
from pressmark.field_types.form import Form, use_no_pattern
from pressmark.field_types.numbers import render_numeral
from pressmark.package import Field

DEEPEST = 100


class Numeral(str):
    """The digits of a number, as they stand in the text."""

    __slots__ = ()


def take_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Take an object's members; ValueError where one is named twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a member is named twice"
        raise ValueError(message)
    return found


def refuse_word(word: str) -> Any:
    """Refuse `NaN` and `Infinity`, which JSON does not have."""
    raise ValueError(word)


def read_json(text: str) -> Any:
    """Read JSON with its numbers as numerals; ValueError where it is none, or nests too deep."""
    try:
        value = json.loads(
            text,
            parse_float=Numeral,
            parse_int=Numeral,
            parse_constant=refuse_word,
            object_pairs_hook=take_members,
        )
    except RecursionError:
        raise ValueError(text[:DEEPEST]) from None
    render_json(value).encode()
    return value


def render_json(value: Any, depth: int = 0) -> str:
    """Write a value that `read_json` gave in its canonical form; ValueError beyond `DEEPEST`."""
    if depth > DEEPEST:
        message = "nests too deep"
        raise ValueError(message)
    if isinstance(value, Numeral):
        return render_numeral(value) or value
    if isinstance(value, dict):
        parts = (
            f"{json.dumps(name, ensure_ascii=False)}:{render_json(value[name], depth + 1)}"
            for name in sorted(value)
        )
        return "{" + ",".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ",".join(render_json(each, depth + 1) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def read_typed(text: str, type_: str) -> Any:
    """Read the JSON of an array or object; None where it is none."""
    try:
        value = read_json(text)
    except ValueError:
        return None
    return value if isinstance(value, list if type_ == "array" else dict) else None


def render_canonical_json(text: str, type_: str) -> str | None:
    """Write an array or object in its canonical form; None where it is none."""
    value = read_typed(text, type_)
    return None if value is None else render_json(value)


def count_items(text: str, type_: str) -> str | None:
    """Count the items of an array or the members of an object, as digits; None for neither."""
    value = read_typed(text, type_)
    return None if value is None else str(len(value))


def call_canonical(field: Field, text: str) -> str:
    """Give SQL for a text's canonical form."""
    return f"render_canonical_json({text}, {sql.quote_text(field.type)})"


def call_size(field: Field, text: str) -> str:
    """Give SQL for the number of items or members."""
    return f"cast(count_items({text}, {sql.quote_text(field.type)}) as bigint)"


JSON_TEXTS = {
    "array": Form("a JSON array, such as [1, 2]", use_no_pattern, call_canonical, call_canonical,
                  size=call_size),
    "object": Form('a JSON object, such as {"a": 1}', use_no_pattern, call_canonical,
                   call_canonical, size=call_size),
}  # fmt: skip
