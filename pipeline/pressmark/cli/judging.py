"""The commands that judge: `validate` records, `locate` a passage of a source."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pressmark.cli.options import (
    HERE,
    AsJson,
    Limit,
    Project,
    Schemas,
    SecondJudge,
    Sources,
    TrustRules,
    chosen_format,
    local_path,
    words_of,
    written_path,
)
from pressmark.cli.talk import DATA_IS_WRONG, complain, leave, print_json, progress, read, say
from pressmark.errors import ProjectError
from pressmark.report import RENDERINGS, renderings
from pressmark.words import nearest


def known_format(word: str) -> str:
    """Take the name of a rendering."""
    names = [name for name, _ in renderings()]
    if word not in names:
        near = nearest(word, names)
        meant = f" Did you mean {near!r}?" if near else ""
        raise typer.BadParameter(f"{word!r} is not one of {', '.join(names)}.{meant}")
    return word


Format = Annotated[
    str | None,
    typer.Option(
        parser=known_format,
        metavar="|".join(name for name, _ in RENDERINGS),
        help="How to write the report; text if you name none.",
    ),
]

Rules = Annotated[
    str | None,
    typer.Option(metavar="RULE,…", help="Ask only these rules, by name or kind (cell, key)."),
]
Ignored = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE=REASON",
        help="Count what the rule finds as no error; the report says so. May be given again.",
    ),
]


def validate(  # noqa: PLR0913 - its parameters are its options
    project: Project = HERE,
    *,
    format: Format = None,  # noqa: A002 - the option's name
    as_json: AsJson = False,
    output: Annotated[
        Path | None,
        typer.Option(parser=written_path, metavar="FILE", help="Write the report to this file."),
    ] = None,
    limit: Limit = 100,
    sources: Sources = None,
    schemas: Schemas = None,
    trust_rules: TrustRules = False,
    second_judge: SecondJudge = False,
    rules: Rules = None,
    ignore: Ignored = None,
) -> None:
    """Judge every record; exit 1 if anything is wrong."""
    from pressmark.api import validate as judge
    from pressmark.extras import refuse_without_judge
    from pressmark.files.staging import write_whole

    form = chosen_format(format, as_json=as_json)
    if second_judge:
        refuse_without_judge()
    with progress() as told:
        package = read(project, trust_rules=trust_rules, schemas=schemas)
        report = judge(
            package, limit=limit, sources=sources, second_judge=second_judge,
            rules=words_of(rules), ignore=reasons(ignore or []), progress=told,
        )  # fmt: skip
    rendered = dict(renderings())[form](report)
    if output:
        write_whole(output, rendered)
        say(f"report written to {output}")
    else:
        sys.stdout.write(rendered)
    leave(report)


def reasons(given: list[str]) -> dict[str, str]:
    """Read `RULE=REASON` once for each rule; ProjectError where one is given twice."""
    found: dict[str, str] = {}
    for each in given:
        rule, _, reason = (part.strip() for part in each.partition("="))
        if rule in found:
            raise ProjectError("ignore", f"{rule} is given two reasons", "give it one")
        found[rule] = reason
    return found


def locate(
    file: Annotated[
        Path, typer.Argument(parser=local_path, help="The text of a source.", metavar="FILE")
    ],
    text: Annotated[str, typer.Argument(help="Words of the passage.", metavar="TEXT")],
    *,
    as_json: AsJson = False,
) -> None:
    """Find a passage: its locator, offsets and hash."""
    from pressmark import passages
    from pressmark.package.documents import read_text

    found = [each.written() for each in passages.holding(read_text(file, str(file)), text)]
    if as_json:
        print_json(found)
    if not found:
        complain(f"{file}: no sentence holds these words; a passage is one sentence or heading.")
        raise typer.Exit(DATA_IS_WRONG)
    if as_json:
        return
    lines = ("".join(f"{name}: {value}\n" for name, value in each.items()) for each in found)
    sys.stdout.write("\n".join(lines))
