"""What every command understands, and what the word `pressmark` answers by itself."""

import importlib.metadata
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from pressmark import __version__
from pressmark.cli.next_steps import render_next_steps
from pressmark.cli.talk import QUIET, print_json
from pressmark.plugins import plug_in

HELP = {"help_option_names": ["-h", "--help"]}


def take_quiet(quiet: bool) -> None:
    """Remember for the length of the command whether it is to be quiet."""
    QUIET.set(quiet)


Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet",
        callback=take_quiet,
        expose_value=False,
        help="Say nothing but the result, and what is wrong.",
    ),
]


def take_common_options(*, quiet: Quiet = False) -> None:
    """Take the options that every command has."""


def take_plugins(context: typer.Context, names: list[str] | None) -> None:
    """Use the named plug-ins for the length of the command."""
    if names and not context.resilient_parsing:
        context.with_resource(plug_in(*names))


Plugins = Annotated[
    list[str] | None,
    typer.Option(
        "--plugin",
        callback=take_plugins,
        expose_value=False,
        # A plug-in may bring the format that another option names.
        is_eager=True,
        metavar="NAME",
        help="Use what this installed plug-in adds; may be given again.",
    ),
]


def take_plugin_options(*, plugin: Plugins = None) -> None:
    """Take the options of every command that judges, builds, shows or proves."""


def list_options(function: Callable[..., None]) -> tuple[Any, ...]:
    """Give the options that a function takes."""
    taking = typer.Typer(add_completion=False)
    taking.command()(function)
    return tuple(typer.main.get_command(taking).params)


SHARED = list_options(take_common_options)
"""The options that every command has beside its own."""
EXTENDED = list_options(take_plugin_options)
"""The options that a command has besides where plug-ins may add to what it does."""


class Command(TyperCommand):
    """A command with its own options and the shared ones."""

    def __init__(self, *words: Any, **settings: Any) -> None:
        """Make it as typer does, and add what all commands have."""
        super().__init__(*words, **settings)
        self.params = [*self.params, *SHARED]
        # Lists of commands say all of its first line, where typer would cut it.
        self.short_help = (self.help or "").partition("\n")[0]


class ExtendedCommand(Command):
    """A command to which plug-ins may add."""

    def __init__(self, *words: Any, **settings: Any) -> None:
        """Make it as all commands are made, and let it take plug-ins."""
        super().__init__(*words, **settings)
        self.params = [*self.params, *EXTENDED]


def pressmark(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the version as JSON, with those of the libraries.")
    ] = False,
) -> None:
    """Judge, release and serve open data that people can trust cell by cell."""
    if as_json and not version:
        message = "--json stands behind a command, or beside --version."
        raise typer.BadParameter(message)
    if version:
        if as_json:
            print_json(read_versions())
        else:
            sys.stdout.write(f"pressmark {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        sys.stdout.write(render_next_steps(Path()))


def read_versions() -> dict[str, str]:
    """Give the versions that a report of a fault should name."""
    from pressmark.sandbox import name_engine

    return {
        "pressmark": __version__,
        "python": platform.python_version(),
        "duckdb": importlib.metadata.version("duckdb"),
        "sqlite": name_engine().removeprefix("SQLite "),
        "pyarrow": importlib.metadata.version("pyarrow"),
    }
