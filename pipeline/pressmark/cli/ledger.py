"""The commands on a ledger itself: `ledger merge`."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark.cli.options import HERE, AsJson, Project, Releases, parse_path
from pressmark.cli.proving import find_releases
from pressmark.cli.shared import HELP, Command
from pressmark.cli.talk import print_json

app = typer.Typer(
    name="ledger",
    help="Bring the ledgers of two branches together.",
    context_settings=HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def ledger() -> None:
    """Bring the ledgers of two branches together."""


@app.command(cls=Command)
def merge(
    other: Annotated[
        Path,
        typer.Argument(
            parser=parse_path,
            help="The other side's index.json, or its folder.",
            metavar="OTHER",
        ),
    ],
    project: Project = HERE,
    *,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Add the acts of another branch's ledger to the project's own."""
    from pressmark.releases.merge import merge as merge_ledgers

    merged = merge_ledgers(find_releases(project, releases), other)
    added = [f"{each.version} was {each.act} on {each.date}" for each in merged.added]
    if as_json:
        document = {"added": added, "head": merged.ledger.head, "merged_head": merged.head}
        print_json(document)
        return
    for line in added or ["nothing was added: the ledger knows every act of the other"]:
        typer.echo(line)
    typer.echo(f"the ledger's head is {merged.ledger.head}")
    typer.echo(f"the other's head, {merged.head}, is proven by it, too")
