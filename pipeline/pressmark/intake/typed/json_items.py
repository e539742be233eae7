"""The items of a JSON list, and of JSON lines, one at a time ("Structured", JSON Lines, NDJSON).

A file is never held whole, only the item that is being read. Numbers are kept as they are written.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pressmark.intake.limits import Limits, explain_how_to_raise, phrase_bytes
from pressmark.intake.refusal import Refusal
from pressmark.intake.typed.native import Number
from pressmark.report.rules import FILE_FORMAT, RECORD_TOO_LARGE

SPACE = " \t\n\r"
NEAR_THE_END = 16
VALUES_A_COLUMN = 20
"""As many values for each column that a table may have are read of one record."""
SHORT = 1024 * 1024
"""Bytes that may hold as many values as they can."""
STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
HINT = "Write the table as a JSON list of objects, one for each record, or of lists."


class Wrong(NamedTuple):
    """An item that is no JSON, and why."""

    why: str


def refuse_constant(name: str) -> Any:
    """Refuse NaN and the infinities, which JSON has no words for."""
    raise json.JSONDecodeError(f"the word {name} is no JSON value", "", 0)


def make_object(pairs: list[tuple[str, Any]]) -> Any:
    """Give an object; one that gives a key twice is wrong, and so is all that holds it.

    Readers keep one of the two values, and not all the same one (RFC 8259, section 4).
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        return Wrong(f"it gives the key {twice!r} twice")
    return next(filter(None, map(find_wrong, found.values())), found)


def find_wrong(value: Any) -> Wrong | None:
    """Find what is wrong in a value, at any depth of lists, however deep the caller stands."""
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, Wrong):
            return each
        if isinstance(each, list):
            left.extend(each)
    return None


DECODER = json.JSONDecoder(
    object_pairs_hook=make_object,
    parse_int=Number,
    parse_float=Number,
    parse_constant=refuse_constant,
    strict=True,
)


def read_lines(pieces: Iterator[bytes], limits: Limits) -> Iterator[Any]:
    """Give the value on each line; blank lines are none. Refusal at a line that is too large."""
    held, weighed = b"", SHORT
    for piece in pieces:
        *whole, held = (held + piece).split(b"\n")
        weighed = weighed if len(held) > SHORT else SHORT
        if len(held) > weighed:
            refuse_many_values(held, limits)
            weighed = 2 * len(held)
        yield from (read_value(line, limits) for line in whole if line.strip())
        if len(held) > limits.record_bytes:
            raise explain_large_item(limits)
    if held.strip():
        yield read_value(held, limits)


def read_value(line: bytes, limits: Limits) -> Any:
    """Read one line; Refusal where it holds too many values."""
    refuse_many_values(line, limits)
    try:
        value = DECODER.decode(line.decode())
    except json.JSONDecodeError as error:
        return Wrong(f"{error.msg} at character {error.pos + 1}")
    except RecursionError:
        return Wrong("it is nested too deeply")
    return find_wrong(value) or value


def read_items(pieces: Iterator[bytes], where: str | None, limits: Limits) -> Iterator[Any]:
    """Give the items of the list that is a file, or that its property `where` holds.

    Refusal where the text is no JSON, holds no such list, or an item is too large.
    """
    reading = JsonReader(pieces, limits)
    try:
        yield from reading.items(where)
    except RecursionError:
        raise reading.refusal("it is nested too deeply") from None


class JsonReader:
    """Reads JSON text that comes in pieces."""

    def __init__(self, pieces: Iterator[bytes], limits: Limits) -> None:
        """Begin before the first piece."""
        self._pieces = pieces
        self._limits = limits
        self._text = ""
        self._at = 0
        self._given = 0

    def items(self, where: str | None) -> Iterator[Any]:
        """Give the items of the list; see the function of that name."""
        if where is not None:
            self._find(where)
        if self._next() != "[":
            wrong = "there is no list" if where is None else f"{where!r} is no list"
            hint = 'Name the property that holds the list in "property" of the dialect.'
            raise self.refusal(wrong, hint if self._next() == "{" else HINT)
        self._at += 1
        if self._next() == "]":
            self._at += 1
        else:
            more = True
            while more:
                value = self._value()
                self._given += 1
                yield find_wrong(value) or value
                more = self._separator("]")
        if where is None and self._next():
            raise self.refusal("there is text behind the list")

    def refusal(self, why: str, hint: str = HINT) -> Refusal:
        """Say what is wrong with the text, where so many items were sound."""
        return Refusal(FILE_FORMAT, f"The file is no JSON table: {why}.", hint, self._given + 1)

    def _find(self, where: str) -> None:
        """Go to the value of a property; dots lead into objects."""
        if self._next() != "{":
            raise self.refusal(f"there is no object with a property {where!r}")
        self._at += 1
        more = self._next() != "}"
        while more:
            key = self._value()
            if not isinstance(key, str) or isinstance(key, Number) or self._next() != ":":
                raise self.refusal("a property has no name")
            self._at += 1
            if key == where:
                return
            if where.startswith(f"{key}.") and self._next() == "{":
                self._find(where.removeprefix(f"{key}."))
                return
            self._value()
            more = self._separator("}")
        raise self.refusal(f"there is no property {where!r}")

    def _separator(self, end: str) -> bool:
        """Go behind a comma, or behind the end; say whether it was a comma."""
        mark = self._next()
        if mark not in (",", end):
            raise self.refusal("a comma or a closing bracket is missing")
        self._at += 1
        return mark == ","

    def _next(self) -> str:
        """Give the next character that is no blank; nothing at the end of the text."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._grow():
                return ""

    def _value(self) -> Any:
        """Read a value, and as much of the text as it needs."""
        self._next()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated")
                cut = cut or error.pos > len(self._text) - NEAR_THE_END
                if not (cut and self._grow()):
                    # The text was given a line end that may stand in an unclosed string.
                    unclosed = error.pos == len(self._text) - 1 and "control" in error.msg
                    why = f"{error.msg[:1].lower()}{error.msg[1:]}"
                    why = "a string is not closed" if unclosed else why
                    raise self.refusal(why) from None
            else:
                if end < len(self._text) or not self._grow():
                    self._at = end
                    return value

    def _grow(self) -> bool:
        """Add at least as much text as is left, so that a long item is not read often."""
        left = len(self._text) - self._at
        if left > self._limits.record_bytes:
            raise explain_large_item(self._limits, self._given + 1)
        pieces, size = [self._text[self._at :]], 0
        for piece in self._pieces:
            pieces.append(piece.decode())
            size += len(piece)
            if size > min(left, self._limits.record_bytes - left):
                break
        self._text, self._at = "".join(pieces), 0
        if left >= SHORT // 2:
            refuse_many_values(self._text.encode(), self._limits, self._given + 1)
        return size > 0


def refuse_many_values(text: bytes, limits: Limits, record: int | None = None) -> None:
    """Refuse an item of so many values that they would fill the memory: `[],` takes 25 times."""
    most = limits.columns * VALUES_A_COLUMN
    if len(text) > SHORT and sum(map(STRING.sub(b"", text).count, (b",", b"[", b"{"))) > most:
        message = f"The record has more than {most} values; nothing from here on was read."
        hint = f"Write such lists as a table of their own. {explain_how_to_raise('columns')}"
        raise Refusal(RECORD_TOO_LARGE, message, hint, record)


def explain_large_item(limits: Limits, record: int | None = None) -> Refusal:
    """Refuse an item that is larger than any record may be."""
    most = phrase_bytes(limits.record_bytes)
    message = f"The record has more than {most}; nothing from here on was read."
    hint = f"Keep such long text in a file of its own. {explain_how_to_raise('record_bytes')}"
    return Refusal(RECORD_TOO_LARGE, message, hint, record)
