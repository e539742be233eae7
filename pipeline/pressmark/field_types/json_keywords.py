"""The keywords of JSON Schema in which the library would hang, compare all with all, or run out.

Regular expressions are read by RE2, in linear time. No more references are followed for one value
than `MOST_STEPS`, and no more demands asked of its parts than `MOST_ASKED`. What the library
compares each with each is compared here by one text of each value.
"""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pressmark.field_types.json_texts import Numeral, render_json

MOST_STEPS = 10_000
MOST_ASKED = 500_000
"""Demands asked of one value and of all its parts: so many take seconds."""
ERROR = 50
"""A demand that is not met takes as much time and memory as so many that are."""
LETTERS = 16
"""So many letters of a text that is compared take as long as one demand."""
PATTERN = 10
"""A pattern is looked for in the time of so many demands, and in so many more names in that of one.
"""
EACH_WITH_EACH = ("unevaluatedItems", "unevaluatedProperties")
COMPARED = 2_000
"""What the library compares each with each: so many comparisons take as long as one demand."""
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
Keyword = Callable[[Any, Any, Any, dict[str, Any]], Iterator[Any] | None]
"""A keyword's check: validator, the keyword's value, the instance, the schema → errors."""


class TooManyStepsError(Exception):
    """A value took more references, or more demands, than are followed for one value."""


class Items(list[Any]):
    """A list that says little of itself: the library writes what is wrong into every error."""

    def __repr__(self) -> str:
        """Stand for a list of any length."""
        return "[…]"


class Members(dict[str, Any]):
    """An object that says little of itself."""

    def __repr__(self) -> str:
        """Stand for an object of any size."""
        return "{…}"


@dataclass
class Steps:
    """What one value has taken so far: references followed and demands asked."""

    followed: int = 0
    asked: int = 0

    def follow(self) -> None:
        """Count a reference; TooManyStepsError beyond `MOST_STEPS`."""
        self.followed += 1
        if self.followed > MOST_STEPS:
            raise TooManyStepsError

    def ask(self, times: int = 1) -> None:
        """Count demands; TooManyStepsError beyond `MOST_ASKED`."""
        self.asked += times
        if self.asked > MOST_ASKED:
            raise TooManyStepsError


def finds_pattern(pattern: str, text: str) -> bool | None:
    """Whether RE2 finds a pattern in a text; None where RE2 cannot read the pattern."""
    found = find_names(pattern, (text,))
    return None if found is None else bool(found)


def find_names(wanted: str, names: Collection[str]) -> frozenset[str] | None:
    """Give the names in which RE2 finds a pattern; None where RE2 cannot read the pattern."""
    import pyarrow as pa
    import pyarrow.compute

    texts = pa.array(names, pa.string())
    try:
        found = pyarrow.compute.match_substring_regex(texts, wanted)
    except pa.ArrowInvalid:
        return None
    return frozenset(texts.filter(found).to_pylist())


class Patterns:
    """The keywords that hold patterns: RE2 looks at all names of an object at once.

    A pattern that RE2 cannot read has been reported as not checked.
    """

    def __init__(self, steps: Steps) -> None:
        """Count what is looked at."""
        self._steps = steps
        self.keywords: dict[str, Keyword] = {
            "pattern": self._pattern,
            "patternProperties": self._pattern_properties,
            "additionalProperties": self._additional_properties,
        }

    def _found(self, wanted: str, names: Collection[str]) -> frozenset[str] | None:
        """Give the names in which a pattern is found; None where it cannot be read."""
        self._steps.ask(PATTERN + len(names) // PATTERN)
        return find_names(wanted, names)

    def _pattern(self, _: Any, wanted: str, instance: Any, __: Any) -> Iterator[Any]:
        """Check a text."""
        from jsonschema import ValidationError

        if isinstance(instance, str) and self._found(wanted, (instance,)) == frozenset():
            yield ValidationError("does not match")

    def _pattern_properties(
        self, validator: Any, schemas: dict[str, Any], instance: Any, _: Any
    ) -> Iterator[Any]:
        """Check the members in whose names a pattern is found."""
        for wanted, schema in schemas.items() if isinstance(instance, dict) else ():
            for name in sorted(self._found(wanted, instance.keys()) or ()):
                yield from validator.descend(instance[name], schema, path=name, schema_path=wanted)

    def _additional_properties(
        self, validator: Any, schema: Any, instance: Any, around: dict[str, Any]
    ) -> Iterator[Any]:
        """Check the members that neither `properties` nor a pattern names."""
        from jsonschema import ValidationError

        left = set(instance) if isinstance(instance, dict) else set()
        left -= around.get("properties", {}).keys()
        for wanted in around.get("patternProperties", {}):
            found = self._found(wanted, left)
            left = set() if found is None else left - found
        if left and schema is False:
            yield ValidationError("has members that are not expected")
            return
        for name in sorted(left):
            yield from validator.descend(instance[name], schema, path=name)


def count_demand(name: str, keyword: Keyword, steps: Steps) -> Keyword:
    """Ask a demand, and count it; what compares each part with each counts as so many."""

    def check(validator: Any, target: Any, instance: Any, schema: Any) -> Iterator[Any]:
        steps.ask()
        if name in REFERENCES:
            steps.follow()
        if name in EACH_WITH_EACH and isinstance(instance, list | dict):
            steps.ask(len(instance) ** 2 // COMPARED)
        for error in keyword(validator, target, instance, schema) or ():
            steps.ask(ERROR)
            yield error

    return check


def render_one_text(value: Any) -> str:
    """Write a value; two that JSON Schema takes for the same are one text."""
    if isinstance(value, dict):
        inner = (f"{json.dumps(name)}:{render_one_text(value[name])}" for name in sorted(value))
        return f"{{{','.join(inner)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(render_one_text, value))}]"
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return render_json(Numeral(value))
    return json.dumps(value)


def make_comparing_keywords(steps: Steps) -> dict[str, Keyword]:
    """Give the keywords that compare values: each is written once, and its text looked up."""
    from jsonschema import ValidationError

    listed: dict[int, frozenset[str]] = {}
    constants: dict[int, list[Any]] = {}

    def text_of(value: Any) -> str:
        text = render_one_text(value)
        steps.ask(len(text) // LETTERS)
        return text

    def unique_items(_: Any, wanted: Any, instance: Any, __: Any) -> Iterator[Any]:
        if wanted and isinstance(instance, list):
            texts = set(map(text_of, instance))
            if len(texts) < len(instance):
                yield ValidationError("has an item twice")

    def enum(_: Any, values: list[Any], instance: Any, __: Any) -> Iterator[Any]:
        # The schema, and with it the list, lives as long as this function does.
        if id(values) not in listed:
            listed[id(values)] = frozenset(map(render_one_text, values))
        if text_of(instance) not in listed[id(values)]:
            yield ValidationError("is none of those listed")

    def const(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[Any]:
        return enum(validator, constants.setdefault(id(value), [value]), instance, schema)

    return {"uniqueItems": unique_items, "enum": enum, "const": const}
