"""The commands for files that nobody described: `describe` one, make a `new` project of some."""

import sys
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.cli.asking import ask_publisher
from pressmark.cli.options import AsJson, choose_format, parse_path
from pressmark.cli.talk import DATA_IS_WRONG, complain, print_json, say
from pressmark.errors import ProjectError
from pressmark.local_path import advise_name
from pressmark.words import phrase_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressmark.infer.draft import DraftTable
    from pressmark.infer.project import PublisherWords

MOST_DOUBTS = 12
MOST_NAMED = 3
DESCRIPTOR = "datapackage/datapackage.yaml"
Files = Annotated[
    list[Path],
    typer.Argument(
        parser=parse_path,
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
    from pressmark.infer.project import render_yaml
    from pressmark.undescribed.named_files import find_named_files

    form = choose_format(format, as_json=as_json)
    if form not in ("text", "yaml", "json"):
        message = f"{form!r} is not one of yaml, json."
        raise typer.BadParameter(message)
    with find_named_files(files) as named:
        tables = draft(named.paths)
    tell(tables)
    several = len(tables) > 1
    document = {"resources": [each.described for each in tables]} if several else tables[0].schema
    if form == "json":
        print_json(document)
    else:
        sys.stdout.write(render_yaml(document))


def new(  # noqa: PLR0913 - its parameters are its options
    files: Annotated[
        list[Path],
        typer.Argument(
            parser=parse_path,
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
    from pressmark.infer.new import make_project, refuse_taken
    from pressmark.infer.project import make_name

    place, tables_of = split_words(files)
    refuse_taken(place)
    given = {"title": title, "publisher": publisher, "license": license, "contact": contact}
    told = ask_publisher(given, silent=yes or as_json)
    tables = draft(tables_of)
    refuse_wrong_records(tables)
    name = make_name(told.title, place.resolve().name, *(each.name for each in tables))
    make_project(place, name, tables, told, partial(judge_draft, tables))
    if not as_json:
        tell_decisions(tables)
    tell(tables)
    say_what_was_made(place, name, tables, told, as_json=as_json)


def split_words(words: list[Path]) -> tuple[Path, list[Path]]:
    """Part the words of `new` in the folder to make and the files of tables."""
    from pressmark.infer.table_files import refuse_repeated, refuse_what_is_no_file
    from pressmark.undescribed.named_files import STDIN, find_matching

    if STDIN in words:
        wrong, right = "names no table, and a project needs names", "save it to a file first"
        raise ProjectError("standard input", wrong, right)
    words = [path for word in words for path in find_matching(word)]
    if len(words) > 1 and not words[0].exists() and is_named_as_table(words[0]):
        raise ProjectError(str(words[0]), "there is no such file", advise_name(words[0]))
    if len(words) > 1 and words[0].is_file() and is_folder_to_make(words[-1]):
        right = f"name it first: pressmark new {words[-1]} {words[0]}"
        raise ProjectError(
            str(words[-1]), "there is no such file; if it is the folder to make", right
        )
    place, files = Path(words[0].name.split(".")[0] or "dataset"), words
    if len(words) > 1 and not words[0].is_file():
        place, files = words[0], words[1:]
    refuse_repeated(files)
    for path in files:
        refuse_what_is_no_file(path)
    return place, files


def is_named_as_table(path: Path) -> bool:
    """Whether a name ends as those of tables do, which no folder is meant to have."""
    from pressmark.intake.kind import TABULAR

    return path.suffix.removeprefix(".").lower() in {*TABULAR, "gz", "zip"}


def is_folder_to_make(path: Path) -> bool:
    """Whether a word of `new` is no file, and named as folders are."""
    return not path.exists() and not path.suffix


def refuse_wrong_records(tables: "Sequence[DraftTable]") -> None:
    """Leave where a file holds records that cannot be read: nothing is left out in silence."""
    wrong = [table for table in tables if any(doubt.stops for doubt in table.doubts)]
    if wrong:
        complain_of_files(wrong)
        raise typer.Exit(DATA_IS_WRONG)


def judge_draft(tables: "Sequence[DraftTable]", folder: Path) -> None:
    """Judge a project that was drafted; leave where it does not hold."""
    from pressmark.api import validate
    from pressmark.cli.talk import leave

    report = validate(folder)
    if not report.valid:
        wrong = {finding.table for finding in report.findings}
        complain_of_files([table for table in tables if table.name in wrong])
    leave(report, explain=True)


def complain_of_files(tables: "Sequence[DraftTable]") -> None:
    """Say what is wrong with the files of tables, by their own lines; leave where anything is.

    What is wrong with what was drafted of them is wrong in other lines, of files that are not kept.
    """
    from pressmark.api import validate
    from pressmark.cli.talk import leave

    complain("pressmark: nothing was written. Correct these records in their files:")
    leave(validate(list(dict.fromkeys(table.path for table in tables))), explain=True)


def tell_decisions(tables: "Sequence[DraftTable]") -> None:
    """Say what was decided of each table."""
    from pressmark.infer.decisions import list_decisions

    say("Decided:")
    for sentence in list_decisions(tables):
        say(f"  {sentence}")


def tell(tables: "Sequence[DraftTable]") -> None:
    """Say what is doubtful, the most doubtful first; what is doubtful of many fields, once."""
    of_fields: dict[tuple[str, str, int], list[str]] = {}
    for table in tables:
        for doubt in table.every_doubt:
            fields = of_fields.setdefault((table.name, doubt.words, doubt.weight), [])
            fields += [doubt.field] if doubt.field else []
    doubts = sorted(of_fields.items(), key=lambda each: -each[0][2])
    if doubts:
        say("Unsure, the most doubtful first:")
    for (table_name, words, weight), fields in doubts[:MOST_DOUBTS]:
        named = join_names(fields)
        place = f"{table_name}: " if len(tables) > 1 else ""
        say(f"  {'?' if weight > 1 else '-'} {place}{f'{named}: ' if named else ''}{words}")
    if len(doubts) > MOST_DOUBTS:
        say(f"  and {phrase_count(len(doubts) - MOST_DOUBTS, 'smaller doubt')}")


def join_names(names: "Sequence[str]") -> str:
    """List names; of many, the first few and how many more there are."""
    if len(names) <= MOST_NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED:,} more"


def say_what_was_made(
    place: Path,
    name: str,
    tables: "Sequence[DraftTable]",
    told: "PublisherWords",
    *,
    as_json: bool,
) -> None:
    """Say what a new project holds, and what to do next."""
    from pressmark.infer.project import NAMELESS

    if as_json:
        named = [{"name": each.name, "records": each.records} for each in tables]
        print_json({"folder": str(place), "tables": named})
        return
    held = ", ".join(f"{each.name} ({phrase_count(each.records, 'record')})" for each in tables)
    sys.stdout.write(f"{place} is a dataset of {held}\n")
    folder = quote(str(place))
    say("Next:")
    say(f"  look at {place / 'schemas'}: what each column holds, and why")
    if name == NAMELESS:
        say(f"  write a name of its own into {place / DESCRIPTOR}, of letters a to z: it has none")
    if lacking := " and ".join(told.unsaid):
        say(f"  write the {lacking} into {place / DESCRIPTOR}")
    say(f"  pressmark release {folder} && pressmark serve {folder}")
