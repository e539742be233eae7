"""How a JSON file holds its table: as a list, in a property of an object, or as lines."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from pressmark.errors import ProjectError
from pressmark.infer.column_names import name_columns
from pressmark.infer.draft import Doubt, DraftLayout
from pressmark.intake.limits import Limits
from pressmark.intake.refusal import Refusal
from pressmark.intake.typed.json_items import Wrong, read_items, read_lines
from pressmark.intake.typed.native import render_cell
from pressmark.package import Field
from pressmark.report.rules import FILE_FORMAT

MOST_ITEMS = 1_000
MOST_BYTES = 64 * 1024 * 1024
"""Of an object so many bytes are looked through for the list that it holds."""
TEXT = Field(name="text", type="string")
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def lay_out_json(
    pieces: Iterator[bytes], again: Iterator[bytes], place: str, limits: Limits, *, in_lines: bool
) -> DraftLayout:
    """Find the columns of JSON from its first items; `again` are its bytes once more.

    ProjectError where it holds no table; Refusal where it is no JSON.
    """
    start = next(again, b"")
    if start.startswith(BYTE_ORDER_MARKS):
        wrong = "begins with a byte order mark, which JSON must not have (RFC 8259, section 8.1)"
        raise ProjectError(place, wrong, "save it as UTF-8 without one")
    try:
        if not in_lines and start.lstrip().startswith(b"{"):
            return find_in_property(start, again, pieces, place, limits)
        read = read_lines(pieces, limits) if in_lines else read_items(pieces, None, limits)
        return lay_out_items(list(islice(read, MOST_ITEMS)), place)
    except UnicodeDecodeError as error:
        byte = f"0x{error.object[error.start]:02x}"
        wrong = f"is not UTF-8, as JSON must be: the first wrong byte is {byte}"
        raise ProjectError(place, wrong, "save it as UTF-8") from None


def find_in_property(
    start: bytes, more: Iterator[bytes], pieces: Iterator[bytes], place: str, limits: Limits
) -> DraftLayout:
    """Find the one list of records that an object holds in a property of its own."""
    held = start
    for piece in more:
        held += piece
        if len(held) > MOST_BYTES:
            break
    try:
        whole: dict[str, Any] = json.loads(held)
    except json.JSONDecodeError as error:
        if len(held) <= MOST_BYTES:
            where = f"{error.msg.lower()} at line {error.lineno}, column {error.colno}"
            right = "Bring back the file as it was written: it may have been cut short."
            raise Refusal(FILE_FORMAT, f"The file is no JSON: {where}.", right) from None
        return lay_out_items(list(read_items(pieces, None, limits)), place)
    except RecursionError:
        # The reader says where it is wrong.
        return lay_out_items(list(read_items(pieces, None, limits)), place)
    if whole.get("type") == "FeatureCollection":
        right = "release it as a file of the dataset, or write its properties as CSV"
        raise ProjectError(place, "is GeoJSON, a map and no table", right)
    lists = [name for name, value in whole.items() if is_table(value)]
    if len(lists) != 1:
        listed = f"several: {', '.join(map(repr, lists[:5]))}" if lists else "none"
        wrong = f"holds no table: one property should be a list of records, and found is {listed}"
        raise ProjectError(place, wrong, "write the records of one table as a list of objects")
    name = lists[0]
    found = lay_out_items(list(islice(read_items(pieces, name, limits), MOST_ITEMS)), place)
    others = [f"{each!r}" for each in whole if each != name]
    beside = f"; left out is what stands beside it: {', '.join(others[:5])}" if others else ""
    said = Doubt(f"The records are the list in {name!r}{beside}.", 2)
    return replace(found, dialect={"property": name}, doubts=(said, *found.doubts))


def is_table(value: Any) -> bool:
    """Whether a value is a list of records."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def lay_out_items(first: list[Any], place: str) -> DraftLayout:
    """Find the columns that the first items show."""
    wrong = next((each for each in first if isinstance(each, Wrong)), None)
    # A wrong record among others is told of as one when all are read.
    first = [each for each in first if not isinstance(each, Wrong)]
    if wrong and not first:
        raise ProjectError(place, f"holds an item that is wrong: {wrong.why}", "mend it")
    if first and isinstance(first[0], list):
        names = tuple(render_cell(cell, TEXT) or "" for cell in first[0])
        if not all(names) or len(set(names)) < len(names):
            why = "begins with a list whose names are empty or there twice"
            raise ProjectError(place, why, "write each column's name in the first list")
        return replace(name_columns(names, len(names), {}, ()), by_name=True)
    keys: dict[str, Any] = {}
    for each in first:
        keys |= dict.fromkeys(each if isinstance(each, dict) else ())
    if not keys:
        why = "its items are no objects" if first else "it has no records"
        raise ProjectError(place, f"holds no table: {why}", "write each record as an object")
    if not all(keys):
        why = "has records with a property that has no name"
        raise ProjectError(place, why, "write its name, or take it out")
    return replace(name_columns(tuple(keys), len(keys), {}, ()), by_name=True)
