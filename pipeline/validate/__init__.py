"""Package → Report: every table read, every rule run as SQL over its columns."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.descriptor import Package, Table
from pipeline.engine import Engine
from pipeline.errors import ProjectError
from pipeline.finding import Finding, Findings
from pipeline.report import Report, listed
from pipeline.tables import StoredTable, every, make_tables, make_views
from pipeline.validate.cells import CellJudge
from pipeline.validate.keys import judge_keys, key_columns
from pipeline.validate.own_rules import run_rule
from pipeline.validate.reading import Keeping, Progress, read_table
from pipeline.validate.schemas import refuse_unreadable_schemas

__all__ = ["Judgement", "Progress", "judge"]


@dataclass(frozen=True)
class Judgement:
    """A report, and the judged tables, typed, in the engine: none where something is wrong."""

    report: Report
    tables: tuple[StoredTable, ...]


def judge(
    package: Package,
    engine: Engine,
    *,
    limit: int = 100,
    typed: bool = True,
    progress: Progress = lambda _name, _records: None,
) -> Judgement:
    """Judge every record of a package and leave its typed tables in the engine.

    Unless they are asked for by `typed`, or by rules of the dataset's own, no typed tables are
    made, and of the cells only keys are kept: for a million records that is a third of the time
    and half of the memory. The report lists at most `limit` findings and counts all. ProjectError
    where a schema or one of the dataset's own rules is wrong as written; MachineError where the
    machine fails.
    """
    findings = Findings(limit)
    patterns = refuse_unreadable_schemas(package, engine, findings)
    whole = typed or bool(package.trusted and package.rules)
    read = []
    for position, table in enumerate(package.tables):
        numbers = every(table) if whole else key_columns(package, position)
        keeping, cells = Keeping(engine, position, numbers), CellJudge(table, limit, patterns)
        read.append(read_table(table, keeping, cells, findings, progress))
        refuse_other_bytes(table, read[-1].report.bytes, findings)
    for position in range(len(package.tables)):
        judge_keys(package, position, tuple(each.unseen for each in read), engine, findings)
    stored = make_tables(package, engine) if whole and not findings.errors else ()
    not_checked = judge_by_own_rules(package, stored, engine, findings)
    report = Report(
        package.name,
        package.version,
        tuple(each.report for each in read),
        dict(sorted(findings.counts.items())),
        findings.errors,
        listed(findings, (table.name for table in package.tables), limit),
        not_checked,
    )
    return Judgement(report, stored)


def judge_by_own_rules(
    package: Package, stored: tuple[StoredTable, ...], engine: Engine, findings: Findings
) -> tuple[str, ...]:
    """Run the dataset's own rules where they are trusted and nothing else is wrong.

    Give the names of the rules that were not run.
    """
    if findings.errors or not package.trusted:
        return tuple(f"rule.{rule.name}" for rule in package.rules)
    make_views(package, stored, engine)
    for rule in package.rules:
        run_rule(package, rule, engine, findings)
    return ()


def refuse_other_bytes(table: Table, size: int, findings: Findings) -> None:
    """Find a file that is not the one its descriptor measured ("bytes", "hash")."""
    path, given = table.paths[0], table.resource
    if not path.is_file():
        return
    if given.bytes is not None and given.bytes != size:
        findings.add(
            Finding(
                "file.bytes",
                f"the file holds {size:,} bytes, its descriptor says {given.bytes:,}",
                table=table.name,
                path=table.place,
                value=str(size),
                hint="bring back the file that was described, or correct bytes",
            )
        )
    if given.hash is not None:
        algorithm, _, digest = given.hash.rpartition(":")
        found = digest_of(path, algorithm or "md5", table)
        if found != digest.lower():
            findings.add(
                Finding(
                    "file.hash",
                    f"the file's {algorithm or 'md5'} differs from the one in its descriptor",
                    table=table.name,
                    path=table.place,
                    value=found,
                    hint="bring back the file that was described, or correct hash",
                )
            )


def digest_of(path: Path, algorithm: str, table: Table) -> str:
    """Give a file's digest by the algorithm that a descriptor names; without a name it is md5."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, algorithm.replace("-", "")).hexdigest()
    except (ValueError, TypeError):
        raise ProjectError(
            f"table {table.name!r}",
            f"its hash names the algorithm {algorithm!r}, which is not known",
            "use sha256:<digest>",
        ) from None
