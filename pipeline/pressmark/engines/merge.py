"""What workers told put together, in whatever order it came: as if one had read everything."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from pressmark.engines.plan import Divided
from pressmark.engines.read_part import ReadPart, read_part
from pressmark.engines.work import Work
from pressmark.intake.seams import Seams
from pressmark.intake.typed.parquet import is_too_large_unpacked
from pressmark.package import Table
from pressmark.report import TableReport
from pressmark.report.finding import Findings
from pressmark.report.told import RawFinding
from pressmark.validate.cell_judge import CellJudge
from pressmark.validate.file_findings import refuse_other_bytes
from pressmark.validate.table_pass import ReadTable, conclude


@dataclass(frozen=True)
class Gathered:
    """All that workers told: the parts of each table in file order, and what each key rule found.

    Of a key rule as many things are there as its partitions found first, sorted by record.
    """

    parts: dict[int, list[ReadPart]]
    keys: dict[int, tuple[int, list[RawFinding]]]


@dataclass(frozen=True)
class MergedTable:
    """A table that workers read, which knows in which of its files a record begins."""

    table: Table
    seams: Seams

    def place_of(self, record: int) -> str:
        """Name the file in which a record begins."""
        return self.seams.place_of(record)


def gather(rows: pa.Table, work: Work) -> Gathered:
    """Put together what workers told; what stopped one of them is raised, the first by task."""
    parts: list[ReadPart] = []
    counts: defaultdict[int, int] = defaultdict(int)
    found: defaultdict[int, list[RawFinding]] = defaultdict(list)
    for told in map(json.loads, rows.column("told").to_pylist()):
        if "key" in told:
            counts[told["key"]] += told["count"]
            found[told["key"]] += (RawFinding(*each) for each in told["found"])
        else:
            parts.append(read_part(told))
    by_table: dict[int, list[ReadPart]] = {}
    for part in sorted(parts, key=lambda each: each.task):
        part.raise_again()
        by_table.setdefault(work.tasks[part.task].table, []).append(part)
    keys = {
        key: (count, sorted(found[key], key=lambda each: each.record or 0)[: work.limit])
        for key, count in counts.items()
    }
    return Gathered(by_table, keys)


def find_unsound(told: Gathered, work: Work, divided: dict[int, Divided]) -> frozenset[int]:
    """Find the tables that must be read by one reader each, though they were divided."""
    return frozenset(
        position
        for position in divided
        if not all(part.sound for part in told.parts[position])
        or is_too_large_unpacked(
            sum(part.text for part in told.parts[position]),
            told.parts[position][-1].size,
            work.limits,
        )
    )


def merge_table(
    position: int, told: Gathered, work: Work, divided: Divided | None, findings: Findings
) -> tuple[ReadTable, MergedTable]:
    """Say what was found in a table's file and cells, as reading it here would have."""
    table, parts = work.package.tables[position], told.parts[position]
    before = findings.counts.copy()
    if divided:
        findings.join(divided.findings)
    judge = CellJudge(table, work.limit, work.unread, work.choice.asks)
    for each in parts:
        findings.join(each.findings)
        judge.take(each.cells)
    last = parts[-1]
    report = TableReport(
        table.name,
        table.place,
        sum(each.records for each in parts),
        last.size,
        last.sha256,
        0.0,
    )
    missing = divided.missing if divided else last.missing
    read = conclude(report, missing, judge, before, findings)
    refuse_other_bytes(table, findings)
    seams = work.seams[position] or Seams.known(last.places or (table.place,), last.begun)
    return read, MergedTable(table, seams)


def list_found_keys(
    position: int, told: Gathered, work: Work
) -> Iterator[tuple[int, int, list[RawFinding]]]:
    """List what the key rules of a table found: the rule's number, how many, and the first."""
    for number, asked in enumerate(work.keys):
        if asked.position == position and number in told.keys:
            yield number, *told.keys[number]
