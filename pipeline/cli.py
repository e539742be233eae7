"""The command `pressmark`: reads its words, calls the rooms, prints and exits; nothing else does.

Results go to stdout, progress and messages to stderr. Exit codes: 0 nothing wrong, 1 the data is
wrong, 2 the command or the project is, 3 the machine is.
"""

import datetime
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import PressmarkError, machine_error
from pipeline.proof import COMMANDS
from pipeline.report import RENDERINGS

if TYPE_CHECKING:
    from pipeline.descriptor import Package
    from pipeline.report import Report
    from pipeline.validate import Progress

app = typer.Typer(
    name="pressmark",
    help="Judge, release and serve open data that people can trust cell by cell.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

DATA_IS_WRONG = 1

Project = Annotated[
    Path,
    typer.Argument(
        help="A project folder, or a datapackage.json, .yaml or .yml.", metavar="PROJECT"
    ),
]
TrustRules = Annotated[
    bool,
    typer.Option("--trust-rules", help="Run the SQL that comes with somebody else's package."),
]
Limit = Annotated[int, typer.Option(min=0, help="Findings to list; counts are always complete.")]
HERE = Path()
PATIENCE = 1.0
"""Seconds of work that nobody needs to be told of."""


def known_format(word: str) -> str:
    """Take the name of a rendering."""
    names = [name for name, _ in RENDERINGS]
    if word not in names:
        raise typer.BadParameter(f"{word!r} is not one of {', '.join(names)}.")
    return word


Format = Annotated[
    str,
    typer.Option(
        parser=known_format,
        metavar="|".join(name for name, _ in RENDERINGS),
        help="How to write the report.",
    ),
]


@app.command()
def validate(
    project: Project = HERE,
    *,
    format: Format = "text",  # noqa: A002 - the option's name
    output: Annotated[Path | None, typer.Option(help="Write the report to this file.")] = None,
    limit: Limit = 100,
    trust_rules: TrustRules = False,
) -> None:
    """Judge every record; exit 1 if anything is wrong."""
    from pipeline.engine import Engine
    from pipeline.staging import write_whole
    from pipeline.validate import judge

    with Engine() as engine, progress() as told:
        package = read(project, trust_rules)
        report = judge(package, engine, limit=limit, typed=False, progress=told).report
    rendered = dict(RENDERINGS)[format](report)
    if output:
        write_whole(output, rendered)
        say(f"report written to {output}")
    else:
        sys.stdout.write(rendered)
    leave(report)


@app.command()
def build(
    project: Project = HERE,
    *,
    output: Annotated[
        Path, typer.Option(help="The folder to write; an earlier build is replaced.")
    ],
    limit: Limit = 100,
    trust_rules: TrustRules = False,
) -> None:
    """Write all files of the next release into a folder, unpublished."""
    from pipeline.release import build as write_build

    with progress() as told:
        report = write_build(read(project, trust_rules), output, limit=limit, progress=told)
    if report.valid:
        sys.stdout.write(f"{report.name} {report.version} built in {output}\n")
    leave(report, explain=True)


@app.command()
def release(
    project: Project = HERE,
    *,
    limit: Limit = 100,
    sign: Annotated[
        Path | None, typer.Option(metavar="KEY", help="Sign the manifest with this SSH key.")
    ] = None,
) -> None:
    """Publish the package under its version, once."""
    from pipeline.ledger import read_ledger
    from pipeline.release import release as publish
    from pipeline.second_judge import disagreements

    package = read(project, trust_rules=False)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    with progress() as told:
        published = publish(package, date=today, key=sign, limit=limit, progress=told)
    if published.version and package.releases:
        place = package.releases / published.version
        what = f"{package.name} {published.version}"
        state = "published in" if published.new else "is already published, unchanged, in"
        sys.stdout.write(f"{what} {state} {place}\n")
        sys.stdout.write(f"the ledger's head is {read_ledger(package.releases).head}\n")
        for line in disagreements(place / "datapackage.json") if published.new else ():
            say(f"frictionless disagrees: {line}")
    leave(published.report, explain=True)


@app.command()
def serve(
    project: Project = HERE,
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8001,
    output: Annotated[
        Path | None, typer.Option(help="Where to keep what is built for serving.")
    ] = None,
    trust_rules: TrustRules = False,
) -> None:
    """Serve every published release, read-only; a package that has none is built first."""
    from pipeline.served import served_releases
    from pipeline.site import serve as run

    package = read(project, trust_rules)
    with progress() as told:
        report, releases = served_releases(package, output, progress=told)
    if report:
        leave(report, explain=True)
    run(releases, host, port, announce)


for command in COMMANDS:
    app.command()(command)


def read(project: Path, trust_rules: bool) -> "Package":
    """Read the project and say what of it will not be run."""
    from pipeline.project import read_project

    package = read_project(project, trust_rules=trust_rules)
    brought = len(package.rules) + len(package.views) + len(package.queries)
    if brought and not package.trusted:
        say(f"{brought} SQL files that come with the package are not run (--trust-rules runs them)")
    return package


def leave(report: "Report", *, explain: bool = False) -> None:
    """Exit 1 where the data is wrong, with the report on stderr where it was not the result."""
    if report.valid:
        return
    if explain:
        from pipeline.report import text

        say(text.render(report).rstrip())
    raise typer.Exit(DATA_IS_WRONG)


def say(message: str) -> None:
    """Tell the person at the keyboard something that is not the result."""
    sys.stderr.write(message + "\n")


def announce(address: str) -> None:
    """Print the address of the site, at once even into a pipe."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


@contextmanager
def progress() -> "Iterator[Progress]":
    """Show on stderr how far the work is, on a terminal and after a second of it only."""
    if not sys.stderr.isatty():
        yield lambda _doing, _records, _read, _whole: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from pipeline.report.sentences import visible

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[records]:,} records, {task.fields[pace]:,} a second"),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=None, records=0, pace=0)
    began = time.monotonic()
    paces = {0: 0}

    def told(doing: str, records: int, read: int, whole: int) -> None:
        """Show what is being done; the pace is that of reading, which checking does not change."""
        seconds = time.monotonic() - began
        pace = paces.setdefault(records, int(records / max(seconds, 0.001)))
        what = visible(doing)
        bar.update(task, completed=read, total=whole, description=what, records=records, pace=pace)
        if seconds >= PATIENCE:
            bar.start()

    try:
        yield told
    finally:
        bar.stop()


def main() -> None:
    """Run the command; every failure is one message and an exit code."""
    try:
        app(prog_name="pressmark")
    except PressmarkError as error:
        say(f"pressmark: {error}")
        sys.exit(error.exit_code)
    except OSError as error:
        say(f"pressmark: {machine_error(error, 'the machine')}")
        sys.exit(3)
