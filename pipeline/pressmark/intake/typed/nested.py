"""Columns of Arrow of any type as texts: lists, objects and maps as JSON, and what is not read.

Values inside are written as leaves are, one column at a time, and put together row by row.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import pyarrow as pa
from pyarrow import compute

from pressmark.intake.typed.leaves import NotRead, Texts, is_bytes, is_text, write_leaves
from pressmark.intake.typed.native import ITEM, UnwritableError, render_list, takes_items_in_row
from pressmark.package import Field
from pressmark.report.rules import RECORD_FORMAT

Item = TypeVar("Item")
VALUE = 64
"""Bytes that a short text takes in memory, about."""


def is_list(kind: pa.DataType) -> bool:
    """Whether a type is one of lists, however they are kept; maps are none."""
    return any(is_kind(kind) for is_kind in (
        pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list,
        pa.types.is_list_view, pa.types.is_large_list_view,
    ))  # fmt: skip


def is_number(kind: pa.DataType) -> bool:
    """Whether JSON has numbers for the values of a type."""
    return any(is_kind(kind) for is_kind in (
        pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal,
    ))  # fmt: skip


def is_nested(kind: pa.DataType) -> bool:
    """Whether a type is one of lists, objects or maps."""
    return is_list(kind) or pa.types.is_struct(kind) or pa.types.is_map(kind)


def write_texts(column: pa.Array, field: Field) -> pa.Array | Texts:
    """Write a column of any type that is read, in the form that its field reads."""
    column = unpack_column(column)
    if is_list(column.type) and takes_items_in_row(field):
        items = as_list(write_texts(column.flatten(), ITEM))
        return [
            join_parts(row, lambda row: render_list(row, field)) for row in cut_lists(column, items)
        ]
    return write_json(column) if is_nested(column.type) else write_leaves(column, field)


def as_list(texts: pa.Array | Texts) -> Texts:
    """Give texts as a list."""
    return texts if isinstance(texts, list) else texts.to_pylist()


def unpack_column(column: pa.Array) -> pa.Array:
    """Unpack a column of a dictionary or an extension type; a UUID says more than its bytes."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return unpack_column(column.dictionary_decode())
    if isinstance(kind, pa.BaseExtensionType) and kind.extension_name != "arrow.uuid":
        storage = column.storage
        return storage.cast(pa.bool_()) if kind.extension_name == "arrow.bool8" else storage
    return column


def write_json(column: pa.Array) -> Texts:
    """Write a column as JSON without blanks; what is null is None."""
    column = unpack_column(column)
    kind = column.type
    if is_list(kind):
        return [
            join_parts(row, render_array) for row in cut_lists(column, write_json(column.flatten()))
        ]
    if pa.types.is_map(kind):
        return write_maps(column)
    if pa.types.is_struct(kind):
        names = [each.name for each in kind.fields]
        members = zip(*map(write_json, column.flatten()), strict=True)
        return [
            join_parts(row, lambda row: render_object(names, row)) if valid else None
            for row, valid in zip(members, column.is_valid().to_pylist(), strict=True)
        ]
    bare = is_number(kind) or pa.types.is_boolean(kind)
    texts = as_list(write_leaves(column, ITEM))
    return (
        texts if bare else [quote_text(each) if isinstance(each, str) else each for each in texts]
    )


def list_entries(column: pa.Array) -> pa.Array:
    """Give maps as lists of key and value."""
    kind = column.type
    entry = pa.struct([("key", kind.key_type), ("value", kind.item_type)])
    return column.cast(pa.list_(entry))


def estimate_unpacked(column: pa.Array) -> int:
    """Estimate the bytes that a column takes once its values are texts of their own."""
    kind = column.type
    if pa.types.is_dictionary(kind) and (is_text(kind.value_type) or is_bytes(kind.value_type)):
        lengths = compute.take(compute.binary_length(column.dictionary), column.indices)
        return compute.sum(lengths.cast(pa.int64())).as_py() or 0
    if pa.types.is_map(kind):
        column = list_entries(column)
    nested = is_list(column.type) or pa.types.is_struct(kind)
    found = column.flatten() if nested else []
    inner = [found] if isinstance(found, pa.Array) else found
    return sum(VALUE * len(each) + estimate_unpacked(each) for each in inner)


def write_maps(column: pa.Array) -> Texts:
    """Write maps as objects; a key that is no text is written as it would be in a cell."""
    entries = list_entries(column)
    keys, values = entries.flatten().flatten()
    names, members = as_list(write_texts(keys, ITEM)), write_json(values)
    return [
        None if row is None or named is None else join_parts((*named, *row), render_halves)
        for named, row in zip(cut_lists(entries, names), cut_lists(entries, members), strict=True)
    ]


def render_halves(parts: Sequence[str]) -> str:
    """Write an object of JSON whose names come first, and then its values."""
    half = len(parts) // 2
    return render_object(parts[:half], parts[half:])


def cut_lists(column: pa.Array, values: Sequence[Item]) -> Iterator[list[Item] | None]:
    """Cut the values of all lists of a column at their ends; None for a list that is null."""
    left = iter(values)
    for length in compute.list_value_length(column).to_pylist():
        yield None if length is None else list(islice(left, length))


def join_parts(
    row: Sequence[Any] | None, write: Callable[[Sequence[Any]], str]
) -> str | NotRead | None:
    """Write the parts of a cell as one text, unless one of them, or the whole, cannot be."""
    if row is None:
        return None
    wrong = next((each for each in row if isinstance(each, NotRead)), None)
    try:
        return wrong or write(row)
    except UnwritableError as error:
        return NotRead(RECORD_FORMAT, f"The cell {error}.", error.hint)


def render_array(items: Sequence[str | None]) -> str:
    """Write a list of JSON."""
    return "[" + ",".join("null" if each is None else each for each in items) + "]"


def render_object(names: Sequence[str], values: Sequence[str | None]) -> str:
    """Write an object of JSON; UnwritableError where it would give a name twice."""
    if len(set(names)) < len(names):
        twice = next(each for each in names if names.count(each) > 1)
        raise UnwritableError(f"gives the key {twice!r} twice", "Keep one value for each key.")
    pairs = zip(names, values, strict=True)
    return "{" + ",".join(f"{quote_text(name)}:{value or 'null'}" for name, value in pairs) + "}"


def quote_text(text: str) -> str:
    """Write a text of JSON."""
    return json.dumps(text, ensure_ascii=False)
