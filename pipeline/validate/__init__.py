"""Package → Report: every table read, every rule run as SQL over its columns."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.descriptor import Package, Table
from pipeline.engine import Engine
from pipeline.finding import Findings
from pipeline.intake import Limits, TableFile
from pipeline.report import Report, TableReport, listed
from pipeline.tables import StoredTable, make_cells, make_tables, make_views, store
from pipeline.validate.cells import judge_cells
from pipeline.validate.files import name_files, refuse_other_bytes
from pipeline.validate.keys import judge_keys
from pipeline.validate.own_rules import run_rule
from pipeline.validate.rows import rows_of
from pipeline.validate.schemas import refuse_unreadable_schemas

Progress = Callable[[str, int, int, int], None]
"""Told what is being done, how many records and bytes of all files were read, and how many bytes
there are."""


def unseen(_doing: str, _records: int, _read: int, _whole: int) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class Judgement:
    """A report, and where nothing is wrong the judged tables, typed, in the engine."""

    report: Report
    tables: tuple[StoredTable, ...]


def judge(
    package: Package,
    engine: Engine,
    *,
    limit: int = 100,
    progress: Progress = unseen,
) -> Judgement:
    """Judge every record of a package and leave its typed tables in the engine.

    The report lists at most `limit` findings and counts all. ProjectError where a schema or one of
    the dataset's own rules is wrong as written; MachineError where the machine fails.
    """
    findings = Findings(limit)
    patterns = refuse_unreadable_schemas(package, engine, findings)
    files = tuple(TableFile(each, findings, Limits.of(package)) for each in package.tables)
    read = read_tables(files, engine, findings, progress)
    records, size = sum(each.records for each in read), sum(each.bytes for each in read)
    for position, table in enumerate(package.tables):
        progress(f"checking {table.name}", records, size, size)
        judge_cells(table, position, engine, findings, unread=patterns)
    for position, table in enumerate(package.tables):
        progress(f"checking the keys of {table.name}", records, size, size)
        judge_keys(package, position, engine, findings)
    stored = make_tables(package, engine) if not findings.errors else ()
    not_checked = judge_by_own_rules(package, stored, engine, findings)
    name_files(findings, files)
    chosen = listed(findings, (table.name for table in package.tables), limit)
    report = Report(
        package.name,
        package.version,
        read,
        dict(sorted(findings.counts.items())),
        findings.errors,
        chosen,
        not_checked,
        {rule: findings.severities[rule] for rule in sorted(findings.counts)},
        rows_of(package, chosen, engine),
        package.place,
    )
    return Judgement(report, stored)


def read_tables(
    files: tuple[TableFile, ...], engine: Engine, findings: Findings, progress: Progress
) -> tuple[TableReport, ...]:
    """Read every table's text cells into the engine, and tell how far the files have been read."""
    paths = (path for file in files for path in file.table.paths)
    whole = sum(path.stat().st_size for path in paths if path.is_file())
    read: list[TableReport] = []
    for position, file in enumerate(files):
        told = told_of(file.table, read, whole, progress)
        read.append(read_table(file, position, engine, findings, told))
    return tuple(read)


def told_of(
    table: Table, before: list[TableReport], whole: int, progress: Progress
) -> Callable[[int, int], None]:
    """Turn the records and bytes read of one table into those of the whole work."""
    records, size = sum(each.records for each in before), sum(each.bytes for each in before)

    def told(more_records: int, more_bytes: int) -> None:
        progress(f"reading {table.name}", records + more_records, size + more_bytes, whole)

    return told


def judge_by_own_rules(
    package: Package, stored: tuple[StoredTable, ...], engine: Engine, findings: Findings
) -> tuple[str, ...]:
    """Run the dataset's own rules where they are trusted and nothing else is wrong.

    Give the names of the rules that were not run.
    """
    if not stored or not package.trusted:
        return tuple(f"rule.{rule.name}" for rule in package.rules)
    make_views(package, stored, engine)
    for rule in package.rules:
        run_rule(package, rule, engine, findings)
    return ()


def read_table(
    file: TableFile,
    position: int,
    engine: Engine,
    findings: Findings,
    told: Callable[[int, int], None],
) -> TableReport:
    """Read a table's text cells into the engine; `told` hears of the records and bytes read."""
    start, table = time.perf_counter(), file.table
    make_cells(engine, table, position)
    for block in file.blocks():
        store(engine, position, block)
        told(int(block.records[-1]) if len(block.records) else 0, file.bytes)
    refuse_other_bytes(table, file.bytes, findings)
    seconds = time.perf_counter() - start
    return TableReport(table.name, table.place, file.records, file.bytes, file.sha256, seconds)
