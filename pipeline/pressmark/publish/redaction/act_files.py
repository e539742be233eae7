"""The files of the act of a release, without what they tell of records that are taken out."""

import csv
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pressmark.compare import CHANGES_CSV, CHANGES_PARQUET, write_parquet
from pressmark.package import Package
from pressmark.package.withdrawn import render_key
from pressmark.publish.redaction.gone import Gone
from pressmark.publish.redaction.traces import Trace, join_forms
from pressmark.releases.sidecars import ACT_NAMES, join_modules
from pressmark.releases.sidecars.changes import render_table_title
from pressmark.releases.sidecars.proof import read_records
from pressmark.releases.signed_off import SignedOff
from pressmark.releases.statistics import STATISTICS, Statistics, render_statistics
from pressmark.report import Report, html
from pressmark.report.finding import Finding
from pressmark.report.read import PassedOver, TableReport
from pressmark.words import end_sentence, escape_markdown, phrase_count

CHANGES_TEXT = "CHANGES.md"
REPORT, PAGE = "report.json", "report.html"
VERIFY = "verify.py"
TAKEN_OUT = "- A line was taken out: it told of a record that was redacted."


@dataclass(frozen=True)
class Telling:
    """What is not to be told any more: records, and the values that only they had.

    `older` says that the records are those of the release before, which the changes tell of.
    """

    gone: tuple[Gone, ...]
    traces: tuple[Trace, ...]
    older: bool = False

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Every form in which a file may hold one of the values."""
        return join_forms(self.traces)

    def is_in(self, text: str) -> bool:
        """Whether a text holds one of the values."""
        return any(form in text for form in self.forms)

    @property
    def tables(self) -> frozenset[str]:
        """The tables in which records go."""
        return frozenset(each.table for each in self.gone)

    def keys(self, table: str) -> frozenset[str]:
        """Give the keys that go of a table, as a file of changes writes them."""
        keys = (each.key for each in self.gone if each.table == table and each.key is not None)
        return frozenset(map(render_key, keys))

    def is_told_by(self, cells: list[str]) -> bool:
        """Whether a line of a file of changes tells of one of the records, by key or number."""
        table, key, _, change, *_ = cells
        number = cells[6] if len(cells) > 6 else ""  # noqa: PLR2004 - what the first format lacks
        side = ("removed", "changed", "filled", "moved") if self.older else ("added",)
        mine = [each for each in self.gone if each.table == table]
        if key and key in self.keys(table):
            return True
        return change in side and number in {str(each.leaf) for each in mine}


def clean_changes(folder: Path, telling: Telling) -> None:
    """Take out of a release's files of changes what tells of the records."""
    path = folder / CHANGES_CSV
    with path.open("rb") as file:
        kept = [line for line in read_records(file) if is_kept(line.decode(), telling)]
    path.write_bytes(b"".join(kept))
    if (folder / CHANGES_PARQUET).is_file():
        write_parquet(path, folder / CHANGES_PARQUET)


def is_kept(line: str, telling: Telling) -> bool:
    """Whether a line of a file of changes tells of none of the records."""
    (cells,) = csv.reader([line])
    if cells[:4] == ["table", "key", "field", "change"]:
        return True
    return not telling.is_told_by(cells) and not telling.is_in(line)


def clean_changes_text(text: str, release: Package, telling: Telling) -> str:
    """Take out of CHANGES.md what tells of the records, line by line."""
    lines = text.splitlines(keepends=True)
    return "".join(clean_line(line, release, telling) for line in lines)


def clean_line(line: str, release: Package, telling: Telling) -> str:
    """Give a line of CHANGES.md: as it is, with keys taken out, or another in its place."""
    for table in telling.tables:
        named = next((each for each in release.tables if each.name == table), None)
        title = f"- {render_table_title(named)}" if named else f"- `{table}`"
        for key in telling.keys(table):
            if line.startswith(f"{title}, `{key}`"):
                return f"{TAKEN_OUT}\n"
            if line.startswith(f"{title}: "):
                line = line.replace(f"`{key}`", "a record that was redacted")
    return f"{TAKEN_OUT}\n" if telling.is_in(line) else line


def tell_redaction(counts: Iterable[tuple[str, int]], *, date: str, reason: str) -> str:
    """Say at the end of CHANGES.md what was taken out, when, and why."""
    why = end_sentence(escape_markdown(reason))
    lines = [
        f"- {date}: {phrase_count(number, 'record')} of {what} taken out. The reason: {why}\n"
        for what, number in counts
    ]
    return "".join(["\n## Redacted\n\n", *lines])


def clean_report(text: str, telling: Telling) -> tuple[str, str | None]:
    """Give report.json without findings that may show the records, and the page, None if unchanged.

    Nobody can tell which record of the source a finding speaks of once it is gone, so none of the
    table is listed; all are counted.
    """
    document = json.loads(text)
    kept = [
        each
        for each in document["findings"]
        if each["table"] not in telling.tables
        and not telling.is_in(json.dumps(each, ensure_ascii=False))
    ]
    if len(kept) == len(document["findings"]):
        return text, None
    document["findings"] = kept
    page = html.render(read_report(document))
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n", page


def read_report(document: dict[str, Any]) -> Report:
    """Read a valid report from its JSON, as far as its page shows it."""
    findings = tuple(Finding(**each) for each in document["findings"])
    return Report(
        name=document["package"]["name"],
        version=document["package"]["version"],
        tables=tuple(TableReport(**each) for each in document["tables"]),
        counts=document["counts"],
        errors=0,
        findings=findings,
        severities=dict.fromkeys(document["counts"], "warning"),
        passed_over=tuple(
            PassedOver(what, why)
            for what, _, why in (each.partition(": ") for each in document["not_checked"])
        ),
    )


def clean_statistics(text: str, statistics: Statistics) -> str:
    """Write statistics.json of what is left; what was signed off stays."""
    signed = tuple(SignedOff(**each) for each in json.loads(text).get("signedOff", ()))
    return render_statistics(statistics, signed)


def write_act_again(
    release: Package, folder: Path, statistics: Statistics, telling: Telling, told: str
) -> None:
    """Write the files of the act of a redacted release into the folder with its package."""
    for name in ACT_NAMES:
        if (release.root / name).is_file():
            shutil.copyfile(release.root / name, folder / name)
    clean_changes(folder, telling)
    rewrite(folder / CHANGES_TEXT, lambda text: clean_changes_text(text, release, telling) + told)
    report, page = clean_report((folder / REPORT).read_text("utf-8"), telling)
    (folder / REPORT).write_text(report, "utf-8")
    if page:
        (folder / PAGE).write_text(page, "utf-8")
    if (folder / STATISTICS).is_file():
        rewrite(folder / STATISTICS, lambda text: clean_statistics(text, statistics))
    (folder / VERIFY).write_text(join_modules("verify"), "utf-8")


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    """Write a text file anew, with its line ends as they are."""
    path.write_bytes(change(path.read_bytes().decode()).encode())
