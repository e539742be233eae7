"""Columns of Arrow that hold single values, as texts in the form that their field reads.

Nothing is rounded and nothing is guessed: what a text cannot say exactly is a cell that is not
read, with why.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from typing import NamedTuple
from uuid import UUID

import pyarrow as pa
from pyarrow import compute

from pressmark.intake.typed.native import (
    CANONICAL,
    Number,
    render_cell,
    render_duration,
    render_moment,
)
from pressmark.package import Field
from pressmark.report.rule import Rule
from pressmark.report.rules import FILE_ENCODING, RECORD_FORMAT

UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
"""How many of each unit of Arrow are a second."""
OUT_OF_RANGE = "<value out of range"
"""How Arrow writes a moment that no calendar names, such as the infinities of databases."""
FRACTION = r"(?:\.[0-9]{1,6})?"
IN_PYTHON = re.compile(rf"[0-9]{{4}}-[^.]*{FRACTION}Z?|[0-9]{{2}}:[^.]*{FRACTION}")
"""What Python reads to the last digit: it knows four digits of a year, and six of a second."""
MIDNIGHT = r"T00:00:00$"


class NotRead(NamedTuple):
    """A cell that cannot be text: the rule that it breaks, what is wrong, what would be right."""

    rule: Rule
    message: str
    hint: str
    value: str | None = None


Texts = list[str | NotRead | None]


def is_bytes(kind: pa.DataType) -> bool:
    """Whether a type is one of bytes, however they are kept."""
    return any(is_kind(kind) for is_kind in (
        pa.types.is_binary, pa.types.is_large_binary,
        pa.types.is_binary_view, pa.types.is_fixed_size_binary,
    ))  # fmt: skip


def is_text(kind: pa.DataType) -> bool:
    """Whether a type is one of text, however it is kept."""
    return any(is_kind(kind) for is_kind in (
        pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view,
    ))  # fmt: skip


def is_moment(kind: pa.DataType) -> bool:
    """Whether a type is one of days, of times of day, or of both."""
    return any(is_kind(kind) for is_kind in (
        pa.types.is_date, pa.types.is_time, pa.types.is_timestamp,
    ))  # fmt: skip


def write_leaves(column: pa.Array, field: Field) -> pa.Array | Texts:
    """Write a column of single values; an array where every cell of it can be written."""
    kind = column.type
    if is_text(kind):
        return read_texts(column)
    if pa.types.is_null(kind) or pa.types.is_integer(kind):
        return column.cast(pa.string())
    if is_moment(kind):
        return write_moments(column, field)
    if pa.types.is_duration(kind):
        counts = column.cast(pa.int64()).to_pylist()
        return [
            None if each is None else render_duration(each, UNITS[kind.unit]) for each in counts
        ]
    values = column.to_pylist()
    if is_bytes(kind):
        return [None if each is None else b64encode(each).decode() for each in values]
    if pa.types.is_floating(kind):
        # Arrow prints the shortest text that a float of its own width reads back.
        wide = column.cast(pa.float32()) if pa.types.is_float16(kind) else column
        values = [None if each is None else Number(each) for each in wide.cast("str").to_pylist()]
    return [str(each) if isinstance(each, UUID) else render_cell(each, field) for each in values]


def read_texts(column: pa.Array) -> pa.Array | Texts:
    """Give texts as they are, and of a cell that is no UTF-8 its first wrong byte.

    The library does not look at them when it reads a file.
    """
    try:
        column.validate(full=True)
        return column.cast(pa.string())
    except pa.ArrowInvalid:
        raw = column.cast(pa.large_binary() if pa.types.is_large_string(column.type) else "binary")
        return [None if each is None else decode(each) for each in raw.to_pylist()]


def decode(raw: bytes) -> str | NotRead:
    """Read bytes as UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        return NotRead(
            FILE_ENCODING,
            f"The cell is not UTF-8: its first wrong byte is 0x{raw[error.start]:02X}.",
            "Write the column as text in UTF-8; bytes need a column of bytes, "
            'and a field of type "string" and format "binary".',
            raw.decode(errors="replace"),
        )


def write_moments(column: pa.Array, field: Field) -> pa.Array | Texts:
    """Write days and times as ISO 8601, to the last digit, or in the format of their field."""
    kind = column.type
    if field.type == "date" and pa.types.is_timestamp(kind):
        texts = write_days(column)
    else:
        texts = write_canonical_moments(column)
        if field.type == "datetime" and pa.types.is_date(kind):
            texts = compute.binary_join_element_wise(texts, "00:00:00", "T")
    beyond = compute.starts_with(texts, OUT_OF_RANGE)
    own = field.type in READ and field.format not in CANONICAL
    if not own and not compute.any(beyond).as_py():
        return texts
    write = cache(choose_moment_writer(field) if own else str)
    return [
        None if each is None else explain_moment(each) if far else write(each)
        for each, far in zip(texts.to_pylist(), beyond.to_pylist(), strict=True)
    ]


def explain_moment(text: str) -> NotRead:
    """Say that no calendar has a moment."""
    return NotRead(
        RECORD_FORMAT,
        "The cell is a moment that no calendar has, such as an infinity.",
        "Write the day or time that is meant, or leave the cell empty.",
        text,
    )


def write_canonical_moments(column: pa.Array) -> pa.Array:
    """Write days, times and moments as ISO 8601, to the last digit that is no zero."""
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = column.cast(pa.timestamp(column.type.unit, "UTC"))
    text = column.cast(pa.string())
    if pa.types.is_timestamp(column.type):
        text = compute.replace_substring_regex(text, r"^([0-9-]+) ", r"\1T")
    text = compute.replace_substring_regex(text, r"(\.\d*?)0+(Z?)$", r"\1\2")
    return compute.replace_substring_regex(text, r"\.(Z?)$", r"\1")


def write_days(column: pa.Array) -> pa.Array:
    """Write moments that are the midnight of a day, in their own zone, as that day."""
    moments = write_canonical_moments(column)
    local = moments
    if column.type.tz:
        try:
            local = write_canonical_moments(compute.local_timestamp(column))
        except pa.ArrowInvalid:
            return moments  # A zone that the machine does not know: when its days begin is unknown.
    days = compute.replace_substring_regex(local, MIDNIGHT, "")
    return compute.if_else(compute.match_substring(days, "T"), moments, days)


READ: dict[str, Callable[[str], date | time]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}


def choose_moment_writer(field: Field) -> Callable[[str], str]:
    """Give what writes a moment in the field's format; it leaves what Python cannot read exactly.

    That is then judged as a moment in another form.
    """

    def written(text: str) -> str:
        try:
            value = READ[field.type](text) if IN_PYTHON.fullmatch(text) else None
        except ValueError:
            value = None
        return text if value is None else render_moment(value, field)

    return written
