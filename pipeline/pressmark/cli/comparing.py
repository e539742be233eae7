"""The commands about releases as they stand: `diff` compares two, `cite` says how to cite one."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from pressmark.cli.options import HERE
from pressmark.cli.progress import progress
from pressmark.cli.talk import leave, say
from pressmark.errors import ProjectError

CITATIONS = "text|bibtex|ris|csl|cff|datacite|schema-org|dcat|croissant"
"""What `cite` writes; the names are those of the catalogue's mappers."""
SIDE = "A folder, a descriptor, a zip, or a version of the project."
DifferenceFormat = Annotated[
    Literal["text", "json", "html", "csv"], typer.Option(help="How to write the changes.")
]


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
    from pressmark.files.staging import write_whole
    from pressmark.releases.differ import DIFFERENCES, differ
    from pressmark.report import Report

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
    from pressmark.citation.release import cited
    from pressmark.metadata import CATALOGUE
    from pressmark.package.project import read_project

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
