"""What every command says and how it leaves: messages on stderr, exit codes."""

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pressmark.errors import PressmarkError

if TYPE_CHECKING:
    from pressmark.package import Package
    from pressmark.report import Report

DATA_IS_WRONG = 1
LONGEST_MESSAGE = 2_000


def read(project: Path, *, trust_rules: bool) -> "Package":
    """Read the project and say what of it will not be run."""
    from pressmark.package.project import read_project

    package = read_project(project, trust_rules=trust_rules)
    brought = len(package.rules) + len(package.views) + len(package.queries)
    if brought and not package.trusted:
        files, them = f"{brought} SQL files of the package are", "them"
        if brought == 1:
            files, them = "1 SQL file of the package is", "it"
        say(f"{files} not run (--trust-rules runs {them}).")
    return package


def leave(report: "Report", *, explain: bool = False) -> None:
    """Exit 1 where the data is wrong, with the report on stderr where it was not the result."""
    if report.valid:
        return
    if explain:
        from pressmark.report import text

        say(text.render(report).rstrip())
    raise typer.Exit(DATA_IS_WRONG)


def say(message: str) -> None:
    """Tell the person at the keyboard something that is not the result."""
    sys.stderr.write(message + "\n")


def readable(error: PressmarkError) -> str:
    """Write an error for a terminal: names and values of strangers are cut and made visible."""
    from pressmark.report.sentences import cut

    right = f"\n  {cut(error.right, LONGEST_MESSAGE)}" if error.right else ""
    return cut(f"{error.place}: {error.wrong}", LONGEST_MESSAGE) + right


def today() -> str:
    """Give the day by the clock, in UTC."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()
