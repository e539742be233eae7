"""What judging a package found, as a value (interface.md, "Report")."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.finding import Finding, Findings

KINDS = ("file", "header", "record", "cell", "key", "rule", "schema", "evidence", "release")
"""The first parts of rule names, in the order in which a reader should mend them."""


@dataclass(frozen=True)
class TableReport:
    """What was read of one table."""

    name: str
    path: str
    records: int
    bytes: int
    sha256: str
    seconds: float | None = None


@dataclass(frozen=True)
class Report:
    """What judging a package found: counts are complete, the list of findings may be cut.

    `not_checked` names the dataset's own rules that were not run, because there were errors that
    would have made them speak of the wrong thing, or because they are a stranger's.
    """

    name: str
    version: str
    tables: tuple[TableReport, ...]
    counts: dict[str, int]
    errors: int
    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong; warnings do not count."""
        return self.errors == 0

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return sum(self.counts.values()) - self.errors

    def written(self, *, seconds: bool = True) -> dict[str, Any]:
        """Give the report as JSON values; without `seconds` it depends on the data alone."""
        return {
            "valid": self.valid,
            "package": {"name": self.name, "version": self.version},
            "tables": [written_table(table, seconds=seconds) for table in self.tables],
            "counts": self.counts,
            "findings": [finding.written() for finding in self.findings],
            "not_checked": list(self.not_checked),
        }


def written_table(table: TableReport, *, seconds: bool) -> dict[str, Any]:
    """Give one table's part of the report as JSON values."""
    values = {
        "name": table.name,
        "path": table.path,
        "records": table.records,
        "bytes": table.bytes,
        "sha256": table.sha256,
    }
    if seconds and table.seconds is not None:
        values["seconds"] = round(table.seconds, 3)
    return values


def rank(rule: str) -> int:
    """Give the place of a rule's kind in the order of mending."""
    return KINDS.index(rule.split(".", 1)[0])


def listed(findings: Findings, tables: Iterable[str], limit: int) -> tuple[Finding, ...]:
    """Choose at most `limit` findings, every rule represented before any is listed at length.

    They come errors first, then in the order of mending, then by table, record and field.
    """
    position = {name: number for number, name in enumerate(tables)}

    def place(finding: Finding) -> tuple[Any, ...]:
        return (
            finding.severity != "error",
            rank(finding.rule),
            position.get(finding.table or "", -1),
            finding.record or 0,
            finding.rule,
            finding.field or "",
        )

    ordered = sorted(findings.kept, key=place)
    seen: dict[str, int] = {}
    turns = []
    for finding in ordered:
        seen[finding.rule] = seen.get(finding.rule, 0) + 1
        turns.append((seen[finding.rule], finding))
    chosen = [finding for _, finding in sorted(turns, key=lambda turn: turn[0])[:limit]]
    return tuple(sorted(chosen, key=place))
