"""One generated package as a value: its descriptor's tables, and the cells as they are written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pressmark.package import PROFILE

Record = list[str]
"""The cells of one line; a record without cells is a blank line."""


@dataclass
class GeneratedTable:
    """A table: the schema as in a descriptor, the header, and the records."""

    name: str
    schema: dict[str, Any]
    header: list[str]
    records: list[Record]

    @property
    def names(self) -> list[str]:
        """The schema's fields in order."""
        return [field["name"] for field in self.schema["fields"]]

    @property
    def parents(self) -> list[str]:
        """The tables that its foreign keys name."""
        keys = self.schema.get("foreignKeys", [])
        return [key["reference"].get("resource", self.name) for key in keys]

    def field(self, name: str) -> dict[str, Any]:
        """Give a field of the schema."""
        found: dict[str, Any] = self.schema["fields"][self.names.index(name)]
        return found

    def cell(self, record: int, name: str) -> str | None:
        """Give the cell that the header puts under a name; None where there is none."""
        cells = self.records[record - 1]
        if name not in self.header or self.header.index(name) >= len(cells):
            return None
        return cells[self.header.index(name)]

    def column(self, name: str) -> Iterator[tuple[int, str]]:
        """Give the cells under a name with their record numbers."""
        for record in range(1, len(self.records) + 1):
            cell = self.cell(record, name)
            if cell is not None:
                yield record, cell

    def missing(self, name: str) -> list[str]:
        """List the texts that mean "no value" in a field."""
        given = self.field(name).get("missingValues", self.schema.get("missingValues", [""]))
        return [each["value"] if isinstance(each, dict) else each for each in given]

    def is_missing(self, record: int, name: str) -> bool:
        """Whether a cell holds no value, or is not there."""
        cell = self.cell(record, name)
        return cell is None or cell in self.missing(name)

    def ragged(self, record: int) -> bool:
        """Whether a record has another number of cells than the header."""
        return len(self.records[record - 1]) != len(self.header)

    def text(self) -> str:
        """Write the table as CSV."""
        return "".join(line(cells) + "\n" for cells in [self.header, *self.records])


@dataclass
class Case:
    """A package of tables that may refer to each other."""

    tables: list[GeneratedTable] = field(default_factory=list)

    def table(self, name: str) -> GeneratedTable:
        """Give the table of that name."""
        return next(table for table in self.tables if table.name == name)

    def write(self, folder: Path) -> Path:
        """Write the package into a folder and give its descriptor's path."""
        resources = []
        for table in self.tables:
            name = f"{table.name}.csv"
            (folder / name).write_text(table.text(), "utf-8", newline="")
            resources.append(
                {
                    "name": table.name,
                    "type": "table",
                    "path": name,
                    "encoding": "utf-8",
                    "dialect": {"delimiter": ","},
                    "schema": table.schema,
                }
            )
        document = {"$schema": PROFILE, "name": "generated", "resources": resources}
        path = folder / "datapackage.json"
        path.write_text(json.dumps(document), "utf-8")
        return path

    def shown(self) -> str:
        """Write the package for a person who wants to repeat it."""
        parts = []
        for table in self.tables:
            schema = json.dumps(table.schema, ensure_ascii=False)
            parts.append(f"{table.name}: {schema}\n{table.text()}")
        return "\n".join(parts)


def line(cells: Record) -> str:
    """Write a record; a lone empty cell takes quotes, or it would be a blank line."""
    return '""' if cells == [""] else ",".join(map(quoted, cells))


def quoted(cell: str) -> str:
    """Write a cell, in quotes where it needs them."""
    if any(mark in cell for mark in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
