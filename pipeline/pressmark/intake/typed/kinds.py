"""Which types of a Parquet column are read for which field; the others are refused by name."""

import pyarrow as pa

from pressmark.intake.typed.leaves import is_bytes, is_moment, is_text
from pressmark.intake.typed.nested import is_list, is_number
from pressmark.package import Field

DEEPEST = 100
"""Levels of lists and objects in a column: each is a call within a call."""
EXTENSIONS = ("arrow.uuid", "arrow.json", "arrow.bool8")
"""The extension types that are read; those that the library does not know come as their storage."""
AS_TEXT = "Write it as text"
BYTES = 'declare the field with "type": "string" and "format": "binary": its bytes become base64'


def explain_refused(kind: pa.DataType, field: Field) -> tuple[str, str] | None:
    """Say what is wrong with a column of that type, and what would be right; None if it is read."""
    if is_bytes(find_inner(kind)):
        if field.type == "string" and field.format == "binary":
            return None
        wrong = f"holds bytes, and its field is of the type {field.type} ({field.format})"
        return wrong, f"{AS_TEXT}, or {BYTES}."
    return explain_refused_inside(kind, 0)


def find_inner(kind: pa.DataType) -> pa.DataType:
    """Give the type of what a dictionary lists."""
    return find_inner(kind.value_type) if pa.types.is_dictionary(kind) else kind


def explain_refused_inside(kind: pa.DataType, depth: int) -> tuple[str, str] | None:
    """Say likewise what is wrong with a type, or with one of which it is made."""
    kind = find_inner(kind)
    if depth > DEEPEST:
        return explain_too_deep()
    if is_list(kind):
        return explain_refused_inside(kind.value_type, depth + 1)
    if pa.types.is_map(kind):
        return explain_refused_keys(kind) or explain_refused_inside(kind.item_type, depth + 1)
    if pa.types.is_struct(kind):
        found = (explain_refused_inside(each.type, depth + 1) for each in kind.fields)
        return next(filter(None, (explain_refused_names(kind), *found)), None)
    return explain_refused_single(kind)


def explain_too_deep() -> tuple[str, str]:
    """Say what is wrong with a column of too many levels, and what would be right."""
    return f"is nested in more than {DEEPEST} levels", f"{AS_TEXT}, or as a table of its own."


def explain_refused_single(kind: pa.DataType) -> tuple[str, str] | None:
    """Say what is wrong with a type of single values."""
    if is_bytes(kind):
        return "holds bytes within lists or objects", f"{AS_TEXT}, such as base64, in the file."
    return None if is_single(kind) else (f"is of the type {kind}, which is not read", f"{AS_TEXT}.")


def explain_refused_keys(kind: pa.DataType) -> tuple[str, str] | None:
    """Say what is wrong with the keys of a map."""
    key = find_inner(kind.key_type)
    if is_name(key):
        return None
    wrong = f"is a map whose keys are of the type {key}, which cannot name a value"
    return wrong, "Write it as a list of objects with key and value."


def explain_refused_names(kind: pa.DataType) -> tuple[str, str] | None:
    """Say what is wrong with the names in objects."""
    names = [each.name for each in kind.fields]
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice is None:
        return None
    return f"holds objects that have the name {twice!r} twice", "Rename one of the two."


def is_single(kind: pa.DataType) -> bool:
    """Whether a type is one of single values that are read."""
    if isinstance(kind, pa.BaseExtensionType):
        return kind.extension_name in EXTENSIONS
    is_kinds = (pa.types.is_null, pa.types.is_boolean, pa.types.is_duration)
    return is_name(kind) or any(is_kind(kind) for is_kind in is_kinds)


def is_name(kind: pa.DataType) -> bool:
    """Whether the values of a type, written as text, can be the keys of an object."""
    return is_text(kind) or is_number(kind) or is_moment(kind) or pa.types.is_boolean(kind)
