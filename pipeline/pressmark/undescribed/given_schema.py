"""A Table Schema in a file of its own, by which files are judged."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark.errors import ProjectError
from pressmark.package import Misspelt, Schema, Unchecked, Unusable
from pressmark.package.documents import read_document
from pressmark.package.mending import read_mended
from pressmark.package.misspelt import Reader
from pressmark.package.reading import find_in_place
from pressmark.package.unchecked import list_unchecked_keys
from pressmark.package.upgrade import upgrade_schema

OTHERS: tuple[tuple[str, str, str], ...] = (
    ("resources", "is a descriptor of tables", "judge it: pressmark validate {}"),
    ("schema", "is a resource with a schema in it", "write what is in its schema into a file"),
    ("properties", "is a JSON Schema", "write a Table Schema: a list of fields"),
)
"""What else people have files of, by a property of it; what it is, and what would be right."""


@dataclass(frozen=True)
class GivenSchema:
    """A schema as it was read, and what is wrong with it that stops no judging."""

    place: str
    schema: Schema
    document: dict[str, Any]
    misspelt: tuple[Misspelt, ...] = ()
    faults: tuple[Unusable, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()


def read_given_schema(path: Path) -> GivenSchema:
    """Read a Table Schema, JSON or YAML; ProjectError where it is none, or wrong as written."""
    place = str(path)
    document = read_document(path, place)
    if "fields" not in document:
        for name, what, right in OTHERS:
            if name in document:
                raise ProjectError(place, f"{what}, and no schema", right.format(place))
        right = f"write fields{find_in_place('fields', document)}: a list of names and types"
        raise ProjectError(place, "is no schema: it has no fields", right)
    mended = read_mended(Schema, upgrade_schema(document), place)
    slips = Reader(place, authored=False).misspelt(mended.part)
    keys = tuple(list_unchecked_keys(document, ""))
    return GivenSchema(place, mended.part, mended.document, tuple(slips), mended.faults, keys)
