"""The commands that judge: `validate` records, `locate` a passage of a source."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pressmark.cli.options import HERE, AsJson, Limit, Project, TrustRules
from pressmark.cli.progress import progress
from pressmark.cli.talk import DATA_IS_WRONG, leave, read, say
from pressmark.report import RENDERINGS


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
    from pressmark.engine.connection import Engine
    from pressmark.files.staging import write_whole
    from pressmark.validate import judge

    with Engine() as engine, progress() as told:
        package = read(project, trust_rules=trust_rules)
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


def locate(
    file: Annotated[Path, typer.Argument(help="The text of a source.", metavar="FILE")],
    text: Annotated[str, typer.Argument(help="Words of the passage.", metavar="TEXT")],
    *,
    as_json: AsJson = False,
) -> None:
    """Find a passage: its locator, offsets and hash."""
    from pressmark import passages
    from pressmark.package.documents import read_text

    found = [each.written() for each in passages.holding(read_text(file, str(file)), text)]
    if not found:
        say(f"{file}: no sentence holds these words; a passage is one sentence or heading.")
        raise typer.Exit(DATA_IS_WRONG)
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        return
    lines = ("".join(f"{name}: {value}\n" for name, value in each.items()) for each in found)
    sys.stdout.write("\n".join(lines))
