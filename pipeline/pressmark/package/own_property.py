"""What a property of ours is: where it may stand, what it holds, and how it is read."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from pressmark.errors import ProjectError
from pressmark.package.properties import Properties
from pressmark.package.reading import explain

T = TypeVar("T")
LONGEST_REMEMBERED = 100
"""Shorter texts, such as how a field is stored, are read once for all fields that have them."""
Level = Literal[
    "package", "resource", "schema", "field", "constraints", "category", "missing value",
    "foreign key", "reference", "dialect", "license", "contributor", "source",
]  # fmt: skip
"""The parts of a descriptor."""

PREFIX = "pressmark"


@dataclass(frozen=True)
class Own(Generic[T]):
    """One property of ours: `right` is what it holds, in words; `meaning` one sentence.

    `stands` on these parts; `released` says that a release writes it, and `instead` what an author
    does where that is more than to leave it out. `fields` names what must be fields of its schema.
    """

    name: str
    stands: tuple[Level, ...]
    kind: TypeAdapter[T]
    right: str
    meaning: str
    released: bool = False
    instead: str = ""
    fields: Callable[[T], tuple[str, ...]] = lambda _: ()

    def of(self, part: Properties) -> T | None:
        """Give its value in a part, None where it is not there; ProjectError where it is wrong."""
        return self.read(part, "the descriptor", "") if self.is_in(part) else None

    def is_in(self, part: Properties) -> bool:
        """Whether a part has it."""
        return self.name in (part.model_extra or {})

    def read(self, part: Properties, place: str, where: str) -> T:
        """Read its value in a part that has it; ProjectError, at `where` in `place`, if wrong."""
        written = (part.model_extra or {})[self.name]
        try:
            if isinstance(written, str) and len(written) <= LONGEST_REMEMBERED:
                found: T = read_text(self.kind, written)
                return found
            return self.kind.validate_json(json.dumps(written), strict=True)
        except ValidationError as error:
            wrong, near = explain(error)
            first = next(iter(error.errors()[0]["loc"]), None)
            within = " " if first is None else "" if isinstance(first, int) else "."
            right = f"{near} Otherwise write" if near.endswith("?") else "write"
            wrong = f"{where}{self.name}{within}{wrong}"
            raise ProjectError(place, wrong, f"{right} {self.right}") from None


@lru_cache(maxsize=1_000)
def read_text(kind: TypeAdapter[T], text: str) -> T:
    """Read a text as a value of that kind; ValidationError where it is none."""
    return kind.validate_json(json.dumps(text), strict=True)
