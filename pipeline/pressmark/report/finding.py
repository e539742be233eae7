"""What is wrong with the data, as a value: where it stands, what was written, what would be right.

A wrong record is never an exception. Rooms that read and judge hand findings to a `Findings`,
which counts all of them and keeps the first of each rule, so that a million wrong cells cost no
memory.
"""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning"]


class Line(NamedTuple):
    """A record as it is written in its file: what is wrong in it, and what stands around that.

    `wrong` is empty where something is missing.
    """

    before: str
    wrong: str
    after: str


@dataclass(frozen=True)
class Finding:
    """One thing wrong. What does not apply is None.

    `message` is a whole sentence on what is wrong, `hint` one on what to do.

    `record` counts the data records of its table from 1; `line` is the physical line on which the
    record starts, from 1; `value` is the cell as written; `path` is the file as people know it.
    `shown` is the record where its cells are too few or too many to be told apart by field, or the
    header; it is for people, and no part of the report as JSON.
    """

    rule: str
    message: str
    table: str | None = None
    path: str | None = None
    record: int | None = None
    line: int | None = None
    field: str | None = None
    value: str | None = None
    hint: str | None = None
    severity: Severity = "error"
    shown: Line | None = None

    def written(self) -> dict[str, Any]:
        """Give the finding in the order of the published report."""
        values = asdict(self)
        order = ("rule", "severity", "table", "path", "record", "line", "field", "value")
        return {name: values[name] for name in (*order, "message", "hint")}


@dataclass
class Findings:
    """Collects findings: counts are complete, of each rule the first `limit` are kept."""

    limit: int
    counts: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    kept: list[Finding] = field(default_factory=list)
    severities: dict[str, Severity] = field(default_factory=dict)

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it while its rule has fewer than the limit."""
        if self.counts[finding.rule] < self.limit:
            self.kept.append(finding)
        self.count(finding.rule, finding.severity, 1)

    def count(self, rule: str, severity: Severity, times: int) -> None:
        """Count findings that are not listed one by one."""
        self.counts[rule] += times
        self.severities[rule] = severity
        if severity == "error":
            self.errors += times

    def join(self, other: "Findings") -> None:
        """Take what was found behind all this, of which as many were kept at most."""
        left = other.counts.copy()
        for each in other.kept:
            self.add(each)
            left[each.rule] -= 1
        for rule, times in left.items():
            if times:
                self.count(rule, other.severities[rule], times)
