"""The commands about releases as they stand: `diff`, `apply` and `cite`."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from pressmark.cli.options import (
    HERE,
    AsJson,
    New,
    OfWhichProject,
    Old,
    Releases,
    Schemas,
    choose_format,
    parse_output,
    parse_path,
    parse_word,
)
from pressmark.cli.talk import DATA_IS_WRONG, complain, leave, print_json, say, show_progress

CITATIONS = "text|bibtex|ris|csl|cff|datacite|schema-org|dcat|croissant"
"""What `cite` writes; the names are those of the catalogue's mappers."""
DifferenceFormat = Annotated[
    Literal["text", "json", "html", "csv"] | None,
    typer.Option(
        metavar="text|json|html|csv", help="How to write the changes; text if you name none."
    ),
]

Older = Annotated[
    str,
    typer.Argument(
        parser=parse_word,
        help="The older release: a version, a folder, a descriptor or a zip.",
        metavar="RELEASE",
    ),
]
ChangeFile = Annotated[
    Path,
    typer.Argument(
        parser=parse_path,
        help="The changes.csv or changes.parquet of the newer release.",
        metavar="CHANGES",
    ),
]
Made = Annotated[
    Path,
    typer.Option(parser=parse_output, metavar="FOLDER", help="Where to write the data files."),
]


def diff(  # noqa: PLR0913 - one parameter an option
    old: Old,
    new: New,
    *,
    project: OfWhichProject = None,
    releases: Releases = None,
    format: DifferenceFormat = None,  # noqa: A002 - the option's name
    as_json: AsJson = False,
    output: Annotated[
        Path | None,
        typer.Option(parser=parse_output, metavar="FILE", help="Write the changes to this file."),
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, help="Changes of a kind to list; counts are always complete.")
    ] = 100,
    schemas: Schemas = None,
) -> None:
    """Say what changed between two packages, and which version that asks for."""
    from pressmark.files.staging import write_whole
    from pressmark.releases.differ import DIFFERENCES, compare_packages
    from pressmark.report import Report

    form = choose_format(format, as_json=as_json)
    with (
        show_progress() as told,
        compare_packages(
            old, new, project, releases, limit=limit, schemas=schemas, progress=told
        ) as outcome,
    ):
        if isinstance(outcome, Report):
            leave(outcome, explain=True, as_json=form == "json")
            return
        for sentence in outcome.warnings:
            say(sentence)
        pieces = dict(DIFFERENCES)[form](outcome)
        if output:
            write_whole(output, pieces)
            say(f"changes written to {output}")
        else:
            sys.stdout.writelines(pieces)


def apply(  # noqa: PLR0913 - one parameter an option
    release: Older,
    changes: ChangeFile,
    *,
    output: Made,
    project: OfWhichProject = None,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Make the data files of a newer release from an older one and the changes."""
    from pressmark.apply import apply as make
    from pressmark.report import Report

    with show_progress() as told:
        applied = make(release, changes, output, project, releases, progress=told)
    if isinstance(applied, Report):
        leave(applied, explain=True, as_json=as_json)
        return
    if as_json:
        print_json(applied.document())
    elif applied.valid:
        sys.stdout.write(applied.text())
    else:
        complain(applied.text().rstrip())
    if not applied.valid:
        raise typer.Exit(DATA_IS_WRONG)
    if not as_json:
        say(f"data files written to {output}")


def cite(  # noqa: PLR0913 - one parameter an option
    release: Annotated[
        str | None,
        typer.Argument(
            parser=parse_word,
            help="A version, a folder, a descriptor or a zip; the last version if you name none.",
            metavar="RELEASE",
        ),
    ] = None,
    *,
    project: OfWhichProject = None,
    releases: Releases = None,
    format: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(help="How to write it; text if you name none.", metavar=CITATIONS),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: what is cited, in every format or in one.")
    ] = False,
    table: Annotated[str | None, typer.Option(metavar="TABLE", help="Cite one table.")] = None,
    key: Annotated[
        str | None, typer.Option(metavar="KEY", help="Cite one record, by its primary key.")
    ] = None,
    proof: Annotated[
        bool, typer.Option("--proof", help="Print the proof that the record stands in the release.")
    ] = False,
) -> None:
    """Print how to cite a release, or one table or record of it; or prove a record."""
    from pressmark.citation.release import find_cited_values, make_citations, write_citation

    if proof:
        print_proof((release, project, releases), table, key, format)
        return
    values = find_cited_values(release, project, releases, table=table, key=key)
    place = release or str(project or HERE)
    if as_json:
        print_json(make_citations(values, format, place))
    else:
        sys.stdout.write(write_citation(values, format or "text", place))


def print_proof(
    place: tuple[str | None, Path | None, Path | None],
    table: str | None,
    key: str | None,
    format: str | None,  # noqa: A002 - the option's name
) -> None:
    """Print the proof of a record, which is JSON and has no other format."""
    from pressmark.citation.proof import prove_record

    if key is None:
        message = "--proof is of one record; give its --key."
        raise typer.BadParameter(message)
    if format is not None:
        message = f"--proof and --format {format} ask for two things; give one of them."
        raise typer.BadParameter(message)
    print_json(prove_record(*place, table=table, key=key))
