"""What every command says and how it leaves: messages on stderr, exit codes."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pressmark.errors import PressmarkError

if TYPE_CHECKING:
    from pressmark.package import Package
    from pressmark.report import Report
    from pressmark.validate import Progress

DATA_IS_WRONG = 1
LONGEST_MESSAGE = 2_000
QUIET: ContextVar[bool] = ContextVar("QUIET", default=False)
"""Whether the command was told to say nothing but its result and what is wrong."""


def read(project: Path, *, trust_rules: bool, schemas: Path | None = None) -> "Package":
    """Read the project and say what of it will not be run."""
    from pressmark.releases.opened import open_package

    package = open_package(project, trust_rules=trust_rules, schemas=schemas)
    say_what_is_not_run(package)
    return package


def say_what_is_not_run(package: "Package") -> None:
    """Say what SQL of a package will not be run, where there is any."""
    brought = len(package.rules) + len(package.views) + len(package.queries)
    if brought and not package.trusted:
        files, them = f"{brought} SQL files of the package are", "them"
        if brought == 1:
            files, them = "1 SQL file of the package is", "it"
        say(f"{files} not run (--trust-rules runs {them}).")


def say_what_stands_there(releases: Path) -> None:
    """Say which folders hold a release that the ledger does not name, and what git may change."""
    from pressmark.releases.ledger import read_ledger
    from pressmark.releases.line_ends import ATTRIBUTES, keeps_line_ends
    from pressmark.releases.whole import MERGE, list_unnamed

    for folder in list_unnamed(read_ledger(releases)):
        say(f"{folder}: holds a whole release that the ledger does not name\n  {MERGE}")

    if not keeps_line_ends(releases):
        right = "without the line `* -text` git may change the line ends of what is published"
        say(f"{releases / ATTRIBUTES}: {right}")


def leave(report: "Report", *, explain: bool = False, as_json: bool = False) -> None:
    """Exit 1 where the data is wrong.

    To `explain` that, the report goes to stderr, or as JSON takes the place of the result.
    """
    if report.valid:
        return
    if explain and as_json:
        print_json(report.written())
    elif explain:
        from pressmark.report import text

        complain(text.render(report).rstrip())
    raise typer.Exit(DATA_IS_WRONG)


def say(message: str) -> None:
    """Tell the person at the keyboard something that is not the result, unless they want quiet."""
    if not QUIET.get():
        complain(message)


def complain(message: str) -> None:
    """Tell what is wrong, on stderr."""
    sys.stderr.write(message + "\n")


def print_json(document: Any) -> None:
    """Print a result as JSON; what UTF-8 has no bytes for is escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8"))
    sys.stdout.flush()


@contextmanager
def show_progress() -> "Iterator[Progress]":
    """Show how far the work is, unless the person at the keyboard wants quiet."""
    from pressmark.cli.progress import draw_progress
    from pressmark.validate import hide_progress

    if QUIET.get():
        yield hide_progress
        return
    with draw_progress() as told:
        yield told


def render_readable(error: PressmarkError) -> str:
    """Write an error for a terminal, line by line.

    Names and values of strangers are cut and made visible: only the message itself ends a line.
    """
    from pressmark.words import cut

    return "\n  ".join(cut(line, LONGEST_MESSAGE) for line in error.told)
