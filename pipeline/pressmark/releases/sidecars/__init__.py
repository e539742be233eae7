"""Files of the act of releasing: they tell of it, and stand beside the package.

Their digests are kept in the ledger, not in the package's manifest.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pressmark.compare import (
    CHANGES_CSV,
    CHANGES_PARQUET,
    Comparison,
    are_many,
    write_changes_csv,
    write_parquet,
)
from pressmark.engine.connection import Engine
from pressmark.files.manifest import MANIFEST, list_files_below
from pressmark.files.staging import Text, write_text
from pressmark.formats.package import refuse_taken
from pressmark.package import Package
from pressmark.plugins import list_chosen, name_chosen
from pressmark.releases.sidecars.changes import NOTABLE, render_changes_text
from pressmark.releases.sidecars.provenance import PROVENANCE, read_writers, render_provenance
from pressmark.releases.signed_off import SignedOff
from pressmark.releases.statistics import STATISTICS, Statistics, render_statistics
from pressmark.report import Report, html, json

__all__ = [
    "ACT_FILES",
    "ACT_NAMES",
    "NOTABLE",
    "PROVENANCE",
    "SIGNATURE",
    "Act",
    "read_writers",
    "write_act",
]

OF_BESIDE = re.compile(rf"^from {re.escape(__name__)}\.(\w+) import \([^)]*\)\n", re.MULTILINE)
"""How a module of this folder imports from another of it, where both are shipped."""
DOCSTRING = re.compile(r'\A""".*?"""\n+', re.DOTALL)


@dataclass(frozen=True)
class Act:
    """What is told of: authored package, report, release, comparison with the release before.

    The engine holds all changes, of which the comparison lists the first. What was signed off had
    stopped the release.
    """

    source: Package
    report: Report
    released: Package
    comparison: Comparison
    engine: Engine
    statistics: Statistics
    signed_off: tuple[SignedOff, ...] = ()


def render_verify_script(_: Act) -> str:
    """Give the script with which anybody can check a release with nothing but Python."""
    return join_modules("verify")


def join_modules(name: str) -> str:
    """Give the text of a module in this folder that needs no other: theirs stands in it.

    Where it imports from one, the lines of that one stand, without what it says of itself.
    """
    text = (Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")
    return OF_BESIDE.sub(lambda found: DOCSTRING.sub("", join_modules(found[1])), text)


ACT_FILES: tuple[tuple[str, Callable[[Act], Text]], ...] = (
    ("report.json", lambda act: json.render(act.report, seconds=False)),
    ("report.html", lambda act: html.render(act.report)),
    (
        "CHANGES.md",
        lambda act: render_changes_text(act.source, act.comparison, act.report, act.signed_off),
    ),
    (CHANGES_CSV, lambda act: write_changes_csv(act.comparison, act.engine)),
    (STATISTICS, lambda act: render_statistics(act.statistics, act.signed_off)),
    (PROVENANCE, lambda act: render_provenance(act.source, act.released, act.report)),
    ("verify.py", render_verify_script),
)
"""Every file of the act that is always written: its name and what writes it."""
ACT_NAMES = (*(name for name, _ in ACT_FILES), CHANGES_PARQUET)
"""Every file of the act that is written: the last one only where there are many changes."""
SIGNATURE = f"{MANIFEST}.sig"
"""The signature of the manifest, where the publisher signs."""


def write_act(act: Act, folder: Path) -> None:
    """Write the files of the act into a folder."""
    there = list_files_below(folder) if list_chosen() else ()
    for name, write in ACT_FILES:
        refuse_taken(name, there, name_chosen())
        write_text(folder / name, write(act))
    if are_many(folder / CHANGES_CSV):
        write_parquet(folder / CHANGES_CSV, folder / CHANGES_PARQUET)
