"""The commands for files that nobody described: `describe` one, make a `new` project of some."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.cli.options import AsJson, chosen_format, local_path
from pressmark.cli.talk import DATA_IS_WRONG, complain, print_json, say
from pressmark.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.infer.draft import DraftTable
    from pressmark.infer.project import PublisherWords

MOST_DOUBTS = 12
Files = Annotated[
    list[Path],
    typer.Argument(
        parser=local_path,
        metavar="FILE…",
        help="Tables: CSV, TSV, Excel, ODS, Parquet or JSON, also as a pattern in quotes; "
        "- is stdin.",
    ),
]


def describe(
    files: Files,
    *,
    format: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(metavar="yaml|json", help="How to write it; YAML if you name none."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the schema that a file shows; what is doubtful goes to stderr."""
    from pressmark.infer.describing import describe as draft
    from pressmark.infer.project import yaml_text
    from pressmark.undescribed import named_files

    form = chosen_format(format, as_json=as_json)
    if form not in ("text", "yaml", "json"):
        message = f"{form!r} is not one of yaml, json."
        raise typer.BadParameter(message)
    with named_files(files) as named:
        tables = draft(named.paths)
    tell(tables)
    several = len(tables) > 1
    document = {"resources": [each.described for each in tables]} if several else tables[0].schema
    if form == "json":
        print_json(document)
    else:
        sys.stdout.write(yaml_text(document))


def new(  # noqa: PLR0913 - its parameters are its options
    files: Annotated[
        list[Path],
        typer.Argument(
            parser=local_path,
            metavar="[FOLDER] FILE…",
            help="The folder to make, and tables: CSV, TSV, Excel, ODS, Parquet or JSON, also as a "
            "pattern in quotes.",
        ),
    ],
    *,
    title: Annotated[str | None, typer.Option(help="The title of the dataset.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who publishes it.")] = None,
    license: Annotated[  # noqa: A002 - the option's name
        str | None, typer.Option(help="The license, by its name at SPDX, such as CC-BY-4.0.")
    ] = None,
    contact: Annotated[
        str | None, typer.Option(help="Where a reader tells of an error: an address.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a project of tables that nobody described, ready to be released."""
    from pressmark.infer.describing import describe as draft
    from pressmark.infer.new import make_project
    from pressmark.infer.project import name_of

    place, tables_of = parted(files)
    tables = draft(tables_of)
    refuse_wrong_records(tables)
    told = asked(
        title, publisher, license, contact, silent=yes or as_json or not sys.stdin.isatty()
    )
    name = name_of(told.title or place.resolve().name)
    make_project(place, name, tables, told, judged)
    tell(tables)
    say_what_was_made(place, tables, as_json=as_json)


def parted(words: list[Path]) -> tuple[Path, list[Path]]:
    """Part the words of `new` in the folder to make and the files of tables."""
    from pressmark.infer.table_files import refuse_repeated
    from pressmark.undescribed.named_files import STDIN, matching

    if STDIN in words:
        wrong, right = "names no table, and a project needs names", "save it to a file first"
        raise ProjectError("standard input", wrong, right)
    words = [path for word in words for path in matching(word)]
    if len(words) > 1 and not words[0].exists() and is_named_as_table(words[0]):
        raise ProjectError(str(words[0]), "there is no such file", "check the name")
    if len(words) > 1 and not words[0].is_file():
        refuse_repeated(words[1:])
        return words[0], words[1:]
    refuse_repeated(words)
    return Path(words[0].name.split(".")[0] or "dataset"), words


def is_named_as_table(path: Path) -> bool:
    """Whether a name ends as those of tables do, which no folder is meant to have."""
    from pressmark.intake.kind import TABULAR

    return path.suffix.removeprefix(".").lower() in {*TABULAR, "gz", "zip"}


def refuse_wrong_records(tables: "Sequence[DraftTable]") -> None:
    """Leave where a file holds records that cannot be read: nothing is left out in silence."""
    wrong = [(table, doubt) for table in tables for doubt in table.doubts if doubt.stops]
    for table, doubt in wrong[:MOST_DOUBTS]:
        complain(f"{table.path}: {doubt.words}")
    if len(wrong) > MOST_DOUBTS:
        complain(f"  and {len(wrong) - MOST_DOUBTS:,} more")
    if wrong:
        complain("pressmark: nothing was written. Correct these records first.")
        raise typer.Exit(DATA_IS_WRONG)


def asked(
    title: str | None,
    publisher: str | None,
    license: str | None,  # noqa: A002 - the option's name
    contact: str | None,
    *,
    silent: bool,
) -> "PublisherWords":
    """Ask what no file shows and no option says, where a person sits at a terminal."""
    from pressmark.infer.project import PublisherWords

    given = {"title": title, "publisher": publisher, "license": license, "contact": contact}
    questions = {
        "title": "Title of the dataset",
        "publisher": "Who publishes it",
        "license": "License, such as CC-BY-4.0 (empty: none yet)",
        "contact": "Where readers tell of errors, such as an email address",
    }
    return PublisherWords(**{
        name: value if value is not None
        else "" if silent
        else typer.prompt(questions[name], default="", show_default=False, err=True)
        for name, value in given.items()
    })  # fmt: skip


def judged(folder: Path) -> None:
    """Judge a project that was drafted; leave with the report where it does not hold."""
    from pressmark.api import validate
    from pressmark.cli.talk import leave

    report = validate(folder)
    if not report.valid:
        complain("pressmark: nothing was written. This is wrong with the records:")
    leave(report, explain=True)


def tell(tables: "Sequence[DraftTable]") -> None:
    """Say what is doubtful, the most doubtful first."""
    doubts = [(table, doubt) for table in tables for doubt in table.every_doubt]
    doubts.sort(key=lambda each: -each[1].weight)
    several = len(tables) > 1
    for table, doubt in doubts[:MOST_DOUBTS]:
        place = f"{table.name}." if several and doubt.field else table.name if several else ""
        where = f"{place}{doubt.field or ''}"
        say(f"{'?' if doubt.weight > 1 else '-'} {f'{where}: ' if where else ''}{doubt.words}")
    if len(doubts) > MOST_DOUBTS:
        say(f"  and {len(doubts) - MOST_DOUBTS} smaller doubts")


def say_what_was_made(place: Path, tables: "Sequence[DraftTable]", *, as_json: bool) -> None:
    """Say what a new project holds, and what to do next."""
    from pressmark.words import plural

    if as_json:
        named = [{"name": each.name, "records": each.records} for each in tables]
        print_json({"folder": str(place), "tables": named})
        return
    held = ", ".join(f"{each.name} ({plural(each.records, 'record')})" for each in tables)
    sys.stdout.write(f"{place} is a dataset of {held}\n")
    say(f"Next: look at {place}/schemas, then in {place}: pressmark release && pressmark serve")
