"""A table of a release as another program loads it: where it is, its columns, what is missing."""

from dataclasses import dataclass

from pressmark.package import Schema
from pressmark.package.own import STORAGE


@dataclass(frozen=True)
class Loading:
    """A table to be loaded: where its file is, its columns with their storage, what is missing.

    `target` is the name under which the program keeps it, `source` a path or an address.
    """

    target: str
    source: str
    columns: tuple[tuple[str, str], ...]
    missing: str

    def of(self, *kinds: str) -> list[str]:
        """Name the columns that are stored so, in their order."""
        return [name for name, kind in self.columns if kind in kinds]


def read_loading(schema: Schema, target: str, source: str) -> Loading:
    """Read from the schema of a released table how it is loaded."""
    columns = tuple((field.name, STORAGE.of(field) or "text") for field in schema.fields)
    missing = next((each.value for each in schema.missing_values), "")
    return Loading(target, source, columns, missing)
