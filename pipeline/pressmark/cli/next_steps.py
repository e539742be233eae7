"""What the word `pressmark` alone answers: what stands in this folder, and what to do next."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pressmark.cli.talk import render_readable
from pressmark.errors import PressmarkError
from pressmark.words import cut, make_visible

if TYPE_CHECKING:
    from pressmark.package import Package

HELP = "pressmark --help lists every command, pressmark docs the pages that explain them."
LONGEST_NAME = 200
MADE = "my-dataset"
"""The folder that `new` would make."""


class NextStep(NamedTuple):
    """A command to be copied as it is, and what it does."""

    command: str
    purpose: str


def render_next_steps(folder: Path) -> str:
    """Say what stands in a folder, and which commands are of use there; nothing is judged.

    A project that cannot be read says what is wrong with it.
    """
    from pressmark.package.project import AUTHORED, BARE, read_project

    if any((folder / name).exists() for name in (AUTHORED, *BARE)):
        try:
            told, steps = describe_project(read_project(folder))
        except PressmarkError as error:
            told = f"The project in this folder cannot be read. {render_readable(error)}"
            steps = (NextStep("pressmark validate", "say what is wrong, and what would be right"),)
    else:
        told, steps = describe_files(list_tables(folder))
    width = max(len(each.command) for each in steps)
    lines = (f"  {each.command:<{width}}  {each.purpose}" for each in steps)
    return "\n".join((told, "", *lines, "", HELP, ""))


def describe_project(package: "Package") -> tuple[str, Sequence[NextStep]]:
    """Say what a package is called and which of its releases is the newest, and what follows."""
    from pressmark.releases.ledger import read_ledger

    known = package.descriptor
    named = f"{known.name or known.title or package.place} {known.version or ''}"
    name = cut(named.strip(), LONGEST_NAME)
    judging = NextStep("pressmark validate", "judge every record; it writes nothing")
    showing = NextStep("pressmark serve", "show it to readers, on this machine")
    if package.releases is None:
        building = NextStep(
            "pressmark build --output built", "write it as CSV, SQLite, DuckDB, Parquet"
        )
        return f"This folder holds the package {name}.", (judging, building, showing)
    published = read_ledger(package.releases).published
    trying = NextStep(
        "pressmark release --next --dry-run", "say what would be published; writes nothing"
    )
    publishing = NextStep(
        "pressmark release --next", "publish what has changed, under a new version"
    )
    if not published:
        told = f"This folder holds the project {name}. Nothing of it is published yet."
        return told, (judging, trying, publishing, showing)
    newest = make_visible(published[-1].version)
    citing = NextStep(f"pressmark cite {shlex.quote(newest)}", "say how to cite it")
    told = f"This folder holds the project {name}; {newest} was published last."
    return told, (judging, trying, publishing, showing, citing)


def describe_files(tables: Sequence[Path]) -> tuple[str, Sequence[NextStep]]:
    """Say which tables a folder without a project holds, and what can be made of them.

    The first whose name can be copied from a terminal stands in the commands.
    """
    told = "This folder holds no project, and no table."
    if tables:
        more = f" and {len(tables) - 1:,} more" if len(tables) > 1 else ""
        told = f"This folder holds no project, but tables: {make_visible(tables[0].name)}{more}."
    name = next((each.name for each in tables if each.name.isprintable()), "FILE.csv")
    file = shlex.quote(f"./{name}" if name[0] == "-" else name)
    return told, (
        NextStep(f"pressmark validate {file}", "judge a table that nobody described"),
        NextStep(f"pressmark new {MADE} {file}", "make a project of it, ready to be published"),
    )


def list_tables(folder: Path) -> list[Path]:
    """Give the files of a folder that are tables by their names, by name."""
    from pressmark.intake.kind import TABULAR

    endings = {f".{name}" for name in TABULAR}
    found = (each for each in folder.iterdir() if each.suffix.lower() in endings)
    return sorted(each for each in found if each.is_file())
