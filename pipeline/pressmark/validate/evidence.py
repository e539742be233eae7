"""Recorded passages held against the texts they were taken from (`validate --sources FOLDER`).

A schema says which of its fields record a passage: `pressmark:passages` names the fields `source`
(a foreign key to the table of sources), `start`, `end` and `sha256`. The schema of the sources
names in `pressmark:textDigest` the field that holds the sha256 of a source's text. A text is found
in the folder by that digest whatever its file is called, or else by the source's key as file name.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark import passages
from pressmark.engine.connection import Engine
from pressmark.engine.tables import StoredTable, name_raw
from pressmark.errors import ProjectError, explain_failure
from pressmark.package import Package, Table
from pressmark.package.own import PASSAGES, TEXT_DIGEST
from pressmark.package.own_values import PassageFields
from pressmark.report import Passages
from pressmark.report.finding import Finding, Findings
from pressmark.report.rule import Rule
from pressmark.report.rules import (
    EVIDENCE_OUT_OF_RANGE,
    EVIDENCE_PASSAGE_CHANGED,
    EVIDENCE_SOURCE_MISSING,
)

LONGEST_TEXT = 100 * 1024 * 1024
"""Bytes: a larger file in the folder is no source's text and is not read."""


@dataclass(frozen=True)
class Recording:
    """A table that records passages: its fields by what they hold, and the table of its sources."""

    table: Table
    fields: PassageFields
    sources: Table
    key: str


@dataclass(frozen=True)
class Recorded:
    """A passage as a record gives it: where the record stands, and what it says."""

    recording: Recording
    record: int
    line: int | None
    source: str
    digest: str | None
    start: int
    end: int
    sha256: str


def find_recordings(package: Package) -> tuple[Recording, ...]:
    """Find the tables that record passages; ProjectError where a schema says so wrongly."""
    given = ((table, PASSAGES.of(table.schema)) for table in package.tables)
    return tuple(find_recording(package, table, fields) for table, fields in given if fields)


def number_recorded_columns(package: Package, position: int) -> tuple[int, ...]:
    """Number the columns of a table that are read of passages and their sources, from 1."""
    table, names = package.tables[position], set[str]()
    for each in find_recordings(package):
        if each.table is table:
            names.update(each.fields.names())
        if each.sources is table:
            names.update(filter(None, (each.key, TEXT_DIGEST.of(table.schema))))
    return tuple(sorted(table.schema.position(name) + 1 for name in names))


def find_recording(package: Package, table: Table, fields: PassageFields) -> Recording:
    """Find the table of the sources whose passages a table records."""
    for key in table.schema.foreign_keys:
        if key.fields == (fields.source,):
            sources = package.table(key.reference.resource or table.name)
            return Recording(table, fields, sources, key.reference.fields[0])
    place = f"{package.place}, table {table.name!r}"
    wrong = f"{PASSAGES.name} names the field {fields.source!r}, which refers to no table"
    raise ProjectError(place, wrong, "give it a foreign key to the table of sources")


def check_passages(
    package: Package,
    stored: tuple[StoredTable, ...],
    engine: Engine,
    folder: Path | None,
    findings: Findings,
) -> Passages | None:
    """Hold every recorded passage against its text in a folder; without one they are counted.

    None where no table records passages, or where errors kept the tables from being made.
    """
    if not stored or not find_recordings(package):
        return None
    found = [
        each for one in find_recordings(package) for each in list_recorded(one, stored, engine)
    ]
    if folder is None:
        return Passages(len(found), 0)
    texts = Texts(folder)
    checked = 0
    for source in dict.fromkeys((each.source, each.digest) for each in found):
        of_source = [each for each in found if (each.source, each.digest) == source]
        text = texts.of(*source)
        if text is None:
            findings.add(report_missing_source(of_source, folder))
            continue
        checked += len(of_source)
        for each in of_source:
            wrong = compare_passage(each, text)
            if wrong:
                findings.add(wrong)
    return Passages(len(found), checked)


def list_recorded(
    one: Recording, stored: tuple[StoredTable, ...], engine: Engine
) -> Iterator[Recorded]:
    """List the passages of a table in file order."""
    positions = {each.table.name: each.position for each in stored}
    at, there = positions[one.table.name], positions[one.sources.name]

    def column(table: Table, name: str) -> str:
        return f"c{table.schema.position(name) + 1}"

    field = TEXT_DIGEST.of(one.sources.schema)
    digest = f"s.{column(one.sources, field)}" if field else "null"
    source, start, end, sha256 = (column(one.table, name) for name in one.fields.names())
    rows: list[tuple[Any, ...]] = engine.rows(f"""
        select t.record, r.line, t.{source}, {digest}, t.{start}, t.{end}, t.{sha256}
        from inside.t{at} t join {name_raw(at)} r on r.record = t.record
        left join inside.t{there} s on s.{column(one.sources, one.key)} = t.{source}
        where t.{source} is not null and t.{start} is not null and t.{end} is not null
        and t.{sha256} is not null order by t.record""")
    for record, line, key, held, *place, pinned in rows:
        yield Recorded(one, record, line, str(key), held, int(place[0]), int(place[1]), pinned)


class Texts:
    """The texts of a folder, by the sha256 of their bytes and by the names of their files."""

    def __init__(self, folder: Path) -> None:
        """Look at what a folder holds; ProjectError where there is none."""
        if not folder.is_dir():
            raise ProjectError(str(folder), "is no folder", "name the folder that holds the texts")
        self._by_digest: dict[str, Path] = {}
        self._by_name: dict[str, Path] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= LONGEST_TEXT:
                self._by_digest[hashlib.sha256(read_bytes(path)).hexdigest()] = path
                self._by_name.setdefault(path.stem, path)

    def of(self, source: str, digest: str | None) -> str | None:
        """Give the text of a source, the one of the recorded digest if it is there; else None."""
        path = self._by_digest.get(digest or "", self._by_name.get(source))
        return None if path is None else read_bytes(path).decode("utf-8", "replace")


def read_bytes(path: Path) -> bytes:
    """Read a file; MachineError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise explain_failure(error, str(path)) from None


def compare_passage(each: Recorded, text: str) -> Finding | None:
    """Say what is wrong with a passage; None where the text still reads as it was recorded."""
    fields = each.recording.fields
    if each.end > len(text):
        what = f"The passage ends at {each.end:,}; the text of {each.source} has {len(text):,}"
        message = f"{what} characters."
        return make_finding(each, EVIDENCE_OUT_OF_RANGE, fields.end, str(each.end), message)
    if passages.hash_passage(text[each.start : each.end]) != each.sha256:
        message = (
            f"The text of {each.source} reads otherwise from {each.start:,} to {each.end:,} than "
            "when the passage was recorded."
        )
        return make_finding(each, EVIDENCE_PASSAGE_CHANGED, fields.sha256, each.sha256, message)
    return None


def report_missing_source(found: list[Recorded], folder: Path) -> Finding:
    """Say that a source's text is not there, at the first of its passages."""
    first = found[0]
    what = "1 passage" if len(found) == 1 else f"{len(found):,} passages"
    message = f"The folder {folder} has no text of {first.source}, so {what} cannot be checked."
    field = first.recording.fields.source
    return make_finding(first, EVIDENCE_SOURCE_MISSING, field, first.source, message)


HINTS = {
    EVIDENCE_OUT_OF_RANGE: "Find the passage again with pressmark locate, and copy its offsets.",
    EVIDENCE_PASSAGE_CHANGED: "Find the passage again with pressmark locate, and look whether it "
    "still says what the record says.",
    EVIDENCE_SOURCE_MISSING: "Put the file there that was read, under any name: it is known by "
    "its sha256. Or call it by the key of the source.",
}


def make_finding(each: Recorded, rule: Rule, field: str, value: str, message: str) -> Finding:
    """Place a finding at the record of a passage."""
    return rule.finding(
        message,
        table=each.recording.table.name,
        path=each.recording.table.place,
        record=each.record,
        line=each.line,
        field=field,
        value=value,
        hint=HINTS[rule],
    )
