"""The command `pressmark`: reads its words, calls the rooms, prints and exits; nothing else does.

Results go to stdout, progress and messages to stderr. Exit codes: 0 nothing wrong, 1 the data is
wrong, 2 the command or the project is, 3 the machine is.
"""

import sys
from collections.abc import Callable

import typer

from pressmark.cli.comparing import cite, diff
from pressmark.cli.judging import locate, validate
from pressmark.cli.proving import annotate, verify, verify_citation, withdraw
from pressmark.cli.publishing import build, release, serve
from pressmark.cli.talk import readable, say
from pressmark.errors import PressmarkError, machine_error

COMMANDS: tuple[Callable[..., None], ...] = (
    validate,
    build,
    release,
    serve,
    diff,
    verify,
    verify_citation,
    withdraw,
    annotate,
    cite,
    locate,
)
"""Every command, in the order in which the help lists them."""

app = typer.Typer(
    name="pressmark",
    help="Judge, release and serve open data that people can trust cell by cell.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in COMMANDS:
    app.command()(command)


def main() -> None:
    """Run the command; every failure is one message and an exit code."""
    try:
        app(prog_name="pressmark")
    except PressmarkError as error:
        say(f"pressmark: {readable(error)}")
        sys.exit(error.exit_code)
    except OSError as error:
        say(f"pressmark: {machine_error(error, 'the machine')}")
        sys.exit(3)
