"""Files of the act of releasing: they tell of it, and stand beside the package.

Their digests are kept in the ledger, not in the package's manifest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline import disk
from pipeline.act.changes import changes_csv, changes_text
from pipeline.act.provenance import PROVENANCE, provenance_text, writers_told
from pipeline.compare import Comparison
from pipeline.descriptor import Package
from pipeline.manifest import MANIFEST
from pipeline.report import Report, html, json


@dataclass(frozen=True)
class Act:
    """What is told of: the authored package, its report, the released package, the comparison."""

    source: Package
    report: Report
    released: Package
    previous: Package | None
    comparison: Comparison


def verify_script(_: Act) -> str:
    """Give the script with which anybody can check the manifest with nothing but Python."""
    return (Path(__file__).parent / "verify.py").read_text(encoding="utf-8")


ACT_FILES: tuple[tuple[str, Callable[[Act], str]], ...] = (
    ("report.json", lambda act: json.render(act.report, seconds=False)),
    ("report.html", lambda act: html.render(act.report)),
    ("CHANGES.md", lambda act: changes_text(act.source, act.previous, act.comparison)),
    ("changes.csv", lambda act: changes_csv(act.comparison)),
    (PROVENANCE, lambda act: provenance_text(act.source, act.released)),
    ("verify.py", verify_script),
)
"""Every file of the act that is always written: its name and what writes it."""
SIGNATURE = f"{MANIFEST}.sig"
"""The signature of the manifest, where the publisher signs."""

__all__ = ["ACT_FILES", "PROVENANCE", "SIGNATURE", "Act", "write_act", "writers_told"]


def write_act(act: Act, folder: Path) -> None:
    """Write the files of the act into a folder."""
    for name, write in ACT_FILES:
        disk.write_bytes(folder / name, write(act).encode())
