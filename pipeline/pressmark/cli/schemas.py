"""The commands on copies of schemas: `schemas add`, `schemas list`."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark.cli.options import HERE, AsJson, Project, Schemas, parse_path
from pressmark.cli.shared import HELP, Command
from pressmark.cli.talk import DATA_IS_WRONG, print_json, read, say

app = typer.Typer(
    name="schemas",
    help="Keep copies of schemas that are named by address.",
    context_settings=HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def schemas() -> None:
    """Keep copies of the schemas that a package names by address."""


@app.command(cls=Command)
def add(
    address: Annotated[
        str, typer.Argument(help="The address, as the descriptor has it.", metavar="ADDRESS")
    ],
    file: Annotated[
        Path,
        typer.Argument(parser=parse_path, help="What stands there, downloaded.", metavar="FILE"),
    ],
    project: Project = HERE,
    *,
    schemas: Schemas = None,
    as_json: AsJson = False,
) -> None:
    """Lay a downloaded file where the schema of an address is looked for."""
    from pressmark.package.laying import lay_copy

    laid = lay_copy(address, file, project, schemas)
    if as_json:
        print_json({"address": address, "path": str(laid.path), "sha256": laid.sha256})
    else:
        typer.echo(f"{laid.path} is the copy of {address} (sha256:{laid.sha256})")
    if not laid.named:
        say(f"no table of the package names {address}; pressmark schemas list shows what they name")


@app.command(name="list", cls=Command)
def list_all(project: Project = HERE, *, schemas: Schemas = None, as_json: AsJson = False) -> None:
    """List the addresses that a package names, and which copies there are; exit 1 if one lacks."""
    from pressmark.package.copies import is_address

    package = read(project, trust_rules=False, schemas=schemas)
    copied = [each for each in package.copied if is_address(each.address)]
    if as_json:
        print_json(
            [
                {"table": each.table, "part": each.part, "address": each.address,
                 "sha256": each.sha256}
                for each in copied
            ]
        )  # fmt: skip
    else:
        for each in copied:
            state = f"sha256:{each.sha256}" if each.sha256 else "no copy"
            typer.echo(f"{each.table}: {each.part} {each.address} ({state})")
        if not copied:
            typer.echo("no schema and no dialect is named by address")
    if any(each.sha256 is None for each in copied):
        raise typer.Exit(DATA_IS_WRONG)
