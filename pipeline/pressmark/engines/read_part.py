"""What a worker found in what it read, as a value that travels."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from pressmark.errors import MachineError, PressmarkError, ProjectError
from pressmark.report.finding import Finding, Findings, Line
from pressmark.report.told import RawFinding
from pressmark.validate.cell_check import NumberedWrong

RAISED: dict[str, type[PressmarkError]] = {
    each.__name__: each for each in (ProjectError, MachineError)
}
"""What stops a command, and is raised again where the command runs."""


@dataclass
class ReadPart:
    """What the task of that number read, and what is wrong with it.

    Of a whole table `size`, `sha256` and `missing` are known, and which `places` its files have and
    with which records they have `begun`. `text` counts the bytes of Parquet cells. A part that is
    not `sound` must be read by one reader of the whole table, and tells nothing else. `raised` is
    what stopped the worker: kind, place, what is wrong, what would be right.
    """

    task: int
    limit: int
    records: int = 0
    size: int = 0
    sha256: str = ""
    missing: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    begun: tuple[int, ...] = ()
    text: int = 0
    sound: bool = True
    cells: list[NumberedWrong] = field(default_factory=list)
    raised: tuple[str, str, str, str] | None = None
    findings: Findings = field(default_factory=lambda: Findings(0))

    def written(self) -> str:
        """Write it as JSON."""
        values = {name: value for name, value in vars(self).items() if name != "findings"}
        return json.dumps(
            {
                **values,
                "counts": self.findings.counts,
                "severities": self.findings.severities,
                "kept": [asdict(each) for each in self.findings.kept],
            }
        )

    def note(self, error: PressmarkError) -> None:
        """Note what stopped the worker."""
        self.raised = (type(error).__name__, error.place, error.wrong, error.right)

    def raise_again(self) -> None:
        """Raise what stopped the worker, if anything did."""
        if self.raised:
            kind, *said = self.raised
            raise RAISED[kind](*said)


def read_part(told: dict[str, Any]) -> ReadPart:
    """Read what a worker has written."""
    findings = Findings(told["limit"])
    for rule, count in told.pop("counts").items():
        findings.count(rule, told["severities"][rule], count)
    del told["severities"]
    findings.kept = [read_finding(each) for each in told.pop("kept")]
    cells = [
        (check, count, [RawFinding(*each) for each in found])
        for check, count, found in told.pop("cells")
    ]
    lists = {name: tuple(told.pop(name)) for name in ("missing", "places", "begun")}
    return ReadPart(**(told | lists), cells=cells, findings=findings)


def read_finding(written: dict[str, Any]) -> Finding:
    """Read a finding."""
    shown = written.pop("shown")
    return Finding(**written, shown=None if shown is None else Line(*shown))
