"""The command `pressmark`: reads its words, calls the rooms, prints and exits; nothing else does.

Results go to stdout, progress and messages to stderr. Exit codes: 0 nothing wrong, 1 the data is
wrong, 2 the command or the project is, 3 the machine is.
"""

import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.errors import PressmarkError, ProjectError, machine_error
from pipeline.progress import progress
from pipeline.report import RENDERINGS

if TYPE_CHECKING:
    from pipeline.descriptor import Package
    from pipeline.report import Report

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
LONGEST_MESSAGE = 2_000
CITATIONS = "text|bibtex|ris|csl|cff|datacite|schema-org|dcat|croissant"
"""What `cite` writes; the names are those of the catalogue's mappers."""


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


SIDE = "A folder, a descriptor, a zip, or a version of the project."
DifferenceFormat = Annotated[
    Literal["text", "json", "html", "csv"], typer.Option(help="How to write the changes.")
]


@app.command()
def validate(  # noqa: PLR0913 - its parameters are its options
    project: Project = HERE,
    *,
    format: Format = "text",  # noqa: A002 - the option's name
    output: Annotated[Path | None, typer.Option(help="Write the report to this file.")] = None,
    limit: Limit = 100,
    sources: Annotated[
        Path | None,
        typer.Option(help="A folder of source texts, to hold recorded passages against."),
    ] = None,
    trust_rules: TrustRules = False,
) -> None:
    """Judge every record; exit 1 if anything is wrong."""
    from pipeline.engine import Engine
    from pipeline.staging import write_whole
    from pipeline.validate import judge

    with Engine() as engine, progress() as told:
        package = read(project, trust_rules)
        report = judge(
            package, engine, limit=limit, typed=False, sources=sources, progress=told
        ).report
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
    next: Annotated[  # noqa: A002 - the option's name
        bool, typer.Option("--next", help="Take the least version that the changes ask for.")
    ] = False,
) -> None:
    """Publish the package under its version, once."""
    from pipeline.release import release as publish
    from pipeline.second_judge import disagreements

    package = read(project, trust_rules=False)
    if next:
        package = with_next_version(project, package)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    with progress() as told:
        published = publish(package, date=today, limit=limit, progress=told)
    if published.version and package.releases:
        place = package.releases / published.version
        what = f"{package.name} {published.version}"
        state = "published in" if published.new else "is already published, unchanged, in"
        sys.stdout.write(f"{what} {state} {place}\n")
        for line in disagreements(place / "datapackage.json") if published.new else ():
            say(f"frictionless disagrees: {line}")
    leave(published.report, explain=True)


@app.command()
def cite(
    version: Annotated[
        str | None, typer.Argument(help="A published version; the last one if you name none.")
    ] = None,
    *,
    project: Annotated[Path, typer.Option(help="A project folder or a descriptor.")] = HERE,
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option(help="How to write the citation.", metavar=CITATIONS)
    ] = "text",
    table: Annotated[str | None, typer.Option(help="Cite one table.")] = None,
    key: Annotated[str | None, typer.Option(help="Cite one record, by its primary key.")] = None,
) -> None:
    """Print how to cite a release, or one table or record of it."""
    from pipeline.catalogue import CATALOGUE
    from pipeline.cite import cited
    from pipeline.project import read_project

    mapper = next((each for each in CATALOGUE if each.format == format), None)
    if mapper is None:
        raise typer.BadParameter(f"{format!r} is not one of {CITATIONS.replace('|', ', ')}.")
    package = read_project(project, trust_rules=False)
    values = cited(package, version, table=table, key=key)
    missing = mapper.missing(values)
    if missing:
        right = "choose another format, or say it in the descriptor"
        raise ProjectError(str(project), f"{format} cannot be written without {missing[0]}", right)
    sys.stdout.write(mapper.write(values))


@app.command()
def diff(  # noqa: PLR0913 - one parameter an option
    old: Annotated[str, typer.Argument(metavar="OLD", help=SIDE)],
    new: Annotated[str, typer.Argument(metavar="NEW", help=SIDE)],
    *,
    project: Annotated[Path, typer.Option(help="The project whose versions are meant.")] = HERE,
    format: DifferenceFormat = "text",  # noqa: A002 - the option's name
    output: Annotated[Path | None, typer.Option(help="Write the changes to this file.")] = None,
    limit: Annotated[
        int, typer.Option(min=0, help="Changes of a kind to list; counts are always complete.")
    ] = 100,
) -> None:
    """Say what changed between two packages, and which version that asks for."""
    from pipeline.diff import DIFFERENCES, differ
    from pipeline.report import Report
    from pipeline.staging import write_whole

    with progress() as told, differ(old, new, project, limit=limit, progress=told) as outcome:
        if isinstance(outcome, Report):
            leave(outcome, explain=True)
            return
        pieces = dict(DIFFERENCES)[format](outcome)
        if output:
            write_whole(output, pieces)
            say(f"changes written to {output}")
        else:
            sys.stdout.writelines(pieces)


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


@app.command()
def locate(
    file: Annotated[Path, typer.Argument(help="The text of a source.", metavar="FILE")],
    text: Annotated[str, typer.Argument(help="Words of the passage.", metavar="TEXT")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find a passage: its locator, offsets and hash, for a record of evidence."""
    from pipeline import passages
    from pipeline.documents import read_text

    found = [each.written() for each in passages.holding(read_text(file, str(file)), text)]
    if not found:
        say(f"{file}: no sentence holds these words; a passage is one sentence or heading.")
        raise typer.Exit(DATA_IS_WRONG)
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        return
    lines = ("".join(f"{name}: {value}\n" for name, value in each.items()) for each in found)
    sys.stdout.write("\n".join(lines))


def read(project: Path, trust_rules: bool) -> "Package":
    """Read the project and say what of it will not be run."""
    from pipeline.project import read_project

    package = read_project(project, trust_rules=trust_rules)
    brought = len(package.rules) + len(package.views) + len(package.queries)
    if brought and not package.trusted:
        files, them = f"{brought} SQL files of the package are", "them"
        if brought == 1:
            files, them = "1 SQL file of the package is", "it"
        say(f"{files} not run (--trust-rules runs {them}).")
    return package


def with_next_version(project: Path, package: "Package") -> "Package":
    """Give the package with the least version that its changes ask for, and write it down."""
    from pipeline.next_version import next_version, write_version
    from pipeline.report import Report

    with progress() as told:
        version = next_version(package, progress=told)
    if isinstance(version, Report):
        leave(version, explain=True)
    elif version != package.version:
        write_version(package, version)
        say(f"version {package.version} became {version} in datapackage/datapackage.yaml")
        package = read(project, trust_rules=False)
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


def readable(error: PressmarkError) -> str:
    """Write an error for a terminal: names and values of strangers are cut and made visible."""
    from pipeline.report.sentences import cut

    right = f"\n  {cut(error.right, LONGEST_MESSAGE)}" if error.right else ""
    return cut(f"{error.place}: {error.wrong}", LONGEST_MESSAGE) + right


def announce(address: str) -> None:
    """Print the address of the site, at once even into a pipe."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def main() -> None:
    """Run the command; every failure is one message and an exit code."""
    try:
        app(prog_name="pressmark")
    except PressmarkError as error:
        say(f"pressmark: {readable(error)}")
        sys.exit(error.exit_code)
    except OSError as error:
        say(f"pressmark: {machine_error(error, 'the machine')}")
        sys.exit(3)
