"""What a descriptor says and nobody here checks: it is told, so that "valid" means what it says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pressmark.package.own import DECLARED

STANDARD = re.compile(
    r"""(?:tabular-)?data-(?:package|resource)
    | https?://datapackage\.org/profiles/[12]\.0/
      (?:datapackage|dataresource|tabledialect|tableschema)\.json
    | https?://specs\.frictionlessdata\.io/schemas/
      (?:(?:tabular-)?data-(?:package|resource)|table-schema|csv-dialect)\.json""",
    re.VERBOSE,
)
"""The standard's own profiles, by address and by the words of v1: what they ask is asked."""
PROFILE = "no profile is read but the standard's own"
WEAK = "no record is held against a weak key"
PREDICATE = "what a reference means is not checked"
PACKAGE = "no other package is read"


@dataclass(frozen=True)
class Unchecked:
    """A property that is not checked: its path in the descriptor, what it says, and why not."""

    path: str
    value: str
    why: str


def list_unchecked(document: dict[str, Any]) -> Iterator[Unchecked]:
    """List what is not checked in a descriptor as it is written, beside its schemas."""
    yield from list_profiles(document, "")
    for position, resource in enumerate(keep_objects(document.get("resources"))):
        where = f"resources[{position}]."
        yield from list_profiles(resource, where)
        for part in ("schema", "dialect"):
            written = resource.get(part)
            if isinstance(written, dict):
                yield from list_profiles(written, f"{where}{part}.")


def list_profiles(part: dict[str, Any], where: str) -> Iterator[Unchecked]:
    """Name the profiles of a part that are not the standard's."""
    for name in ("$schema", "profile", DECLARED.name):
        value = part.get(name)
        if isinstance(value, str) and not STANDARD.fullmatch(value):
            yield Unchecked(f"{where}{name}", value, PROFILE)


def list_unchecked_keys(schema: Any, where: str) -> Iterator[Unchecked]:
    """List what is not checked in the keys of a schema, which stands at `where`."""
    if not isinstance(schema, dict):
        return
    if keep_objects(schema.get("weakForeignKeys")):
        number = len(schema["weakForeignKeys"])
        yield Unchecked(f"{where}weakForeignKeys", f"{number}", WEAK)
    for position, key in enumerate(keep_objects(schema.get("foreignKeys"))):
        path = f"{where}foreignKeys[{position}]."
        if isinstance(key.get("predicate"), str):
            yield Unchecked(f"{path}predicate", key["predicate"], PREDICATE)
        reference = key.get("reference")
        if isinstance(reference, dict) and isinstance(reference.get("package"), str):
            yield Unchecked(f"{path}reference.package", reference["package"], PACKAGE)


def keep_objects(items: Any) -> list[dict[str, Any]]:
    """Give the objects of a list; none where it is no list of objects alone."""
    found = items if isinstance(items, list) else []
    return found if all(isinstance(each, dict) for each in found) else []
