"""By which schema files were judged that no descriptor describes: what "valid" means for them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pressmark.words import cut, make_visible

SHOWN, LONGEST = 12, 400
"""Fields of a table that a line names, and how many characters of them."""


@dataclass(frozen=True)
class JudgedBy:
    """The files that were judged, and how each of their tables was read.

    `schema` is the file of the schema that was given, or None where the schema was found in the
    files themselves: then the records agree with it because it was made of them. `resources` are
    the tables as a descriptor would describe them, each with the path that people know.
    """

    files: tuple[str, ...]
    resources: tuple[dict[str, Any], ...]
    schema: str | None = None

    @property
    def name(self) -> str:
        """What was judged."""
        return self.files[0] if len(self.files) == 1 else f"{len(self.files):,} files"

    @property
    def verb(self) -> str:
        """The verb behind the name."""
        return "is" if len(self.files) == 1 else "are"

    @property
    def words(self) -> str:
        """Say by which schema, behind "valid"."""
        if self.schema is not None:
            return f" by the schema {make_visible(self.schema)}"
        if not self.resources:
            return ""
        schemas = "schema" if len(self.resources) == 1 else "schemas"
        where = "the file itself" if len(self.files) == 1 else "the files themselves"
        return f" by the {schemas} found in {where}"

    @property
    def told(self) -> Iterator[str]:
        """Say of each table which schema was found."""
        for each in self.resources if self.schema is None else ():
            yield f"Found in {make_visible(each['path'])}: {describe_schema(each['schema'])}."

    def written(self) -> dict[str, Any]:
        """Give it as JSON values."""
        return {"schema": self.schema, "found": self.schema is None, "resources": self.resources}


def describe_schema(schema: dict[str, Any]) -> str:
    """Name the fields of a schema with their types, its keys, and texts that hold no value."""
    fields = schema["fields"]
    named = [f"{each['name']} ({each['type']})" for each in fields[:SHOWN]]
    more = f" and {len(fields) - SHOWN:,} more" if len(fields) > SHOWN else ""
    said = cut(make_visible(", ".join(named)), LONGEST) + more
    if schema.get("primaryKey"):
        said += f"; primary key {make_visible(', '.join(schema['primaryKey']))}"
    for key in schema.get("foreignKeys", ()):
        table = key["reference"].get("resource") or "itself"
        said += f"; {make_visible(', '.join(key['fields']))} refers to {make_visible(table)}"
    missing = "; ".join(phrase_missing(schema))
    return said + (
        f"; taken for no value: {cut(make_visible(missing), LONGEST)}" if missing else ""
    )


def phrase_missing(schema: dict[str, Any]) -> Iterator[str]:
    """Say which texts of which fields hold no value: a reader of a cell may think otherwise."""
    for words, names in itertools.groupby(
        (each for each in (schema, *schema["fields"]) if any(each.get("missingValues", ()))),
        key=lambda each: [word for word in each["missingValues"] if word],
    ):
        where = ", ".join(each["name"] for each in names if "name" in each)
        yield " and ".join(f'"{word}"' for word in words) + (f" in {where}" if where else "")
