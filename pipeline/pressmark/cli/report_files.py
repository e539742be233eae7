"""The forms in which a report is written, and the files that they are written to."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from pressmark.cli.options import parse_output
from pressmark.cli.talk import say
from pressmark.errors import ProjectError
from pressmark.report import list_renderings
from pressmark.words import find_nearest

if TYPE_CHECKING:
    from pressmark.report import Report


def check_format(word: str) -> str:
    """Take the name of a rendering."""
    names = [name for name, _ in list_renderings()]
    if word not in names:
        near = find_nearest(word, names)
        meant = f" Did you mean {near!r}?" if near else ""
        raise typer.BadParameter(f"{word!r} is not one of {', '.join(names)}.{meant}")
    return word


class WrittenReport(NamedTuple):
    """A form of the report, and the file that it is written to; None is stdout."""

    form: str
    file: Path | None


def parse_other_report(word: str) -> WrittenReport:
    """Read `FORMAT=FILE`."""
    form, sign, file = word.partition("=")
    if not sign or not file:
        message = f"{word!r} names no file: write FORMAT=FILE, such as markdown=summary.md."
        raise typer.BadParameter(message)
    return WrittenReport(check_format(form), parse_output(file))


def write_reports(
    report: "Report", written: Sequence[WrittenReport], named: Sequence[Path]
) -> None:
    """Write a report in each form, unless one would take the place of what was judged."""
    refuse_judged(named, report, written)
    for each in written:
        write_report(report, each.form, each.file)


def refuse_same(written: Sequence[WrittenReport]) -> None:
    """Refuse two reports in one file, of which one would be lost: ProjectError."""
    from pressmark.files.staging import is_stream

    files = [each.file for each in written if each.file]
    places = [file.resolve() for file in files if not is_stream(file)]
    twice = next((each for each in places if places.count(each) > 1), None)
    if twice:
        raise ProjectError(str(twice), "is named for two reports", "give each a file of its own")


def refuse_judged(
    named: Sequence[Path], report: "Report", written: Sequence[WrittenReport]
) -> None:
    """Refuse a report in the place of what it judges, which would be lost: ProjectError."""
    tables = (Path(report.place, each.path) for each in report.tables if each.path)
    judged = {each.resolve() for each in (*named, *tables)}
    files = (each.file for each in written if each.file)
    lost = next((file for file in files if file.resolve() in judged), None)
    if lost:
        wrong = "is what is judged, and the report would take its place"
        raise ProjectError(str(lost), wrong, "name another file")


def write_report(report: "Report", form: str, file: Path | None) -> None:
    """Write a report in one form to a file, or to stdout where none is named."""
    from pressmark.files.staging import write_whole

    rendered = dict(list_renderings())[form](report)
    if file:
        write_whole(file, rendered)
        say(f"report written to {file}")
    else:
        sys.stdout.write(rendered)
