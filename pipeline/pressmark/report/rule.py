"""What a rule is: its name, what it means to a reader, its severity, and an example of it."""

from dataclasses import dataclass
from typing import TypedDict, Unpack

from pressmark.report.finding import Finding, Line, Severity


class Where(TypedDict, total=False):
    """Where a finding stands, and what to do about it; see `Finding`."""

    table: str | None
    path: str | None
    record: int | None
    line: int | None
    field: str | None
    value: str | None
    hint: str | None
    shown: Line | None


@dataclass(frozen=True)
class Rule:
    """A rule as people know it.

    `title` says in words what it found, `broken_by` what breaks it, `section` where the standard
    asks for it, or that it is ours. A finding of a rule that `hides_records` means that not all of
    a table was read. The example is a table of two fields, `a` and `b`: what is `given` in its
    descriptor, as JSON, and what its `file` holds; where no such table can show it, `needs` says
    what it takes.
    """

    id: str
    title: str
    broken_by: str
    section: str
    severity: Severity = "error"
    hides_records: bool = False
    given: str = ""
    file: str = ""
    needs: str = ""

    @property
    def kind(self) -> str:
        """The first part of the name: what the rule is about."""
        return self.id.partition(".")[0]

    def finding(self, message: str, **where: Unpack[Where]) -> Finding:
        """Say that something breaks the rule, in a whole sentence, and where."""
        return Finding(self.id, message, severity=self.severity, **where)
