"""A table written in a test, read through the room's front door."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark.intake import Limits, TableFile
from pressmark.package import Dialect, Field, Resource, Schema, Table
from pressmark.report.finding import Finding, Findings
from tests.packages import assert_sentences


@dataclass
class Read:
    """What one pass gave: rows of (record, line, cells), findings by place, the file's account."""

    rows: list[tuple[int, int, list[str | None]]]
    findings: list[Finding]
    file: TableFile
    counts: dict[str, int]

    @property
    def places(self) -> list[tuple[str, int | None, int | None, str | None, str | None]]:
        """Give rule, record, line, field and value of each finding."""
        return [
            (each.rule, each.record, each.line, each.field, each.value) for each in self.findings
        ]

    @property
    def said(self) -> list[tuple[str, str | None]]:
        """Give message and hint of each finding."""
        return [(each.message, each.hint) for each in self.findings]


def table_of(path: Path, fields: str = "a b", encoding: str = "utf-8", **more: Any) -> Table:
    """Describe a file as a table; `more` may hold the dialect and properties of the schema."""
    dialect = more.pop("dialect", Dialect())
    schema = Schema(fields=tuple(Field(name=name) for name in fields.split()), **more)
    resource = Resource(name="cases", encoding=encoding, dialect=dialect)
    return Table(resource, schema, (path,), "data/cases.csv")


def read_table(
    folder: Path,
    written: bytes,
    fields: str = "a b",
    limits: Limits | None = None,
    kept: int = 100,
    **more: Any,
) -> Read:
    """Write a file and read it; size and digest are always those of the whole file."""
    path = folder / "cases.csv"
    path.write_bytes(written)
    findings = Findings(kept)
    file = TableFile(table_of(path, fields, **more), findings, limits or Limits())
    rows: list[tuple[int, int, list[str | None]]] = []
    for block in file.blocks():
        assert block.cells.schema.names == [f"c{n + 1}" for n in range(len(fields.split()))]
        assert block.lines is not None
        columns = [column.to_pylist() for column in block.cells.columns]
        cells = [list(each) for each in zip(*columns, strict=True)]
        rows += zip(block.records.tolist(), block.lines.tolist(), cells, strict=True)
    assert file.bytes == len(written)
    assert file.sha256 == hashlib.sha256(written).hexdigest()
    assert all(each.table == "cases" and each.path == "data/cases.csv" for each in findings.kept)
    assert all(each.severity == "error" and each.hint for each in findings.kept)
    for each in findings.kept:
        assert_sentences(each)
    return Read(rows, findings.kept, file, dict(findings.counts))
