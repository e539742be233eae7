"""The commands that make releases: `build`, `release`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pressmark.cli.options import (
    HERE,
    Accept,
    AsJson,
    Limit,
    NoCache,
    Project,
    Releases,
    Schemas,
    SecondJudge,
    SparkMaster,
    TrustRules,
    Without,
    parse_output,
    parse_path,
    split_words,
)
from pressmark.cli.releasing import Releasing
from pressmark.cli.talk import (
    leave,
    print_json,
    read,
    show_progress,
)
from pressmark.errors import ProjectError

BuildingEngine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="spark|sail",
        help="Build on many machines, large tables in parts; the digests are the same.",
    ),
]
WantedFormats = Annotated[
    str | None,
    typer.Option(
        metavar="NAMES",
        help="Derive these alone, such as sqlite,parquet, not what the project names.",
    ),
]


def build(  # noqa: PLR0913 - one parameter an option
    project: Project = HERE,
    *,
    output: Annotated[
        Path,
        typer.Option(
            parser=parse_output,
            metavar="FOLDER",
            help="The folder to write; an earlier build is replaced.",
        ),
    ],
    limit: Limit = 100,
    schemas: Schemas = None,
    trust_rules: TrustRules = False,
    no_cache: NoCache = False,
    engine: BuildingEngine = None,
    spark_master: SparkMaster = None,
    formats: WantedFormats = None,
    as_json: AsJson = False,
) -> None:
    """Write all files of the next release into a folder, unpublished."""
    from pressmark.api import build as write_build

    with show_progress() as told:
        package = read(project, trust_rules=trust_rules, schemas=schemas)
        report = write_build(
            package, output, limit=limit, cache=not no_cache, engine=engine,
            spark_master=spark_master, formats=split_words("--formats", formats), progress=told,
        )  # fmt: skip
    if as_json:
        print_json({"output": str(output) if report.valid else None, "report": report.written()})
    elif report.valid:
        sys.stdout.write(f"{report.name} {report.version} built in {output}\n")
    leave(report, explain=not as_json)


def release(  # noqa: PLR0913 - one parameter an option
    project: Project = HERE,
    *,
    limit: Limit = 100,
    next: Annotated[  # noqa: A002 - the option's name
        bool, typer.Option("--next", help="Take the least version that the changes ask for.")
    ] = False,
    sign: Annotated[
        Path | None,
        typer.Option(parser=parse_path, metavar="KEY", help="Sign the manifest with this SSH key."),
    ] = None,
    withdraw_missing: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Withdraw every key that is gone, for this reason."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be published, and write nothing.")
    ] = False,
    accept: Accept = None,
    without: Without = None,
    second_judge: SecondJudge = False,
    schemas: Schemas = None,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Publish the package under its version, once."""
    Releasing(
        project,
        next=next,
        reason=check_reason(withdraw_missing),
        dry_run=dry_run,
        accept=tuple(accept or ()),
        without=tuple(split_words("--without", without) or ()),
        key=sign,
        limit=limit,
        second_judge=second_judge,
        releases=releases,
        schemas=schemas,
        as_json=as_json,
    ).run()


def check_reason(reason: str | None) -> str | None:
    """Take the reason for which keys are withdrawn; ProjectError where it says nothing."""
    if reason is not None and not reason.strip():
        right = "say in a sentence why the records are gone"
        raise ProjectError("--withdraw-missing", "is empty", right)
    return reason
