"""The command `pressmark`: reads its words, calls the rooms, prints and exits; nothing else does.

Results go to stdout, progress and messages to stderr. Exit codes: 0 nothing wrong, 1 the data is
wrong, 2 the command or the project is, 3 the machine is, 130 where Ctrl-C ended it.
"""

import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import typer

from pressmark.cli.comparing import apply, cite, diff
from pressmark.cli.depositing import app as deposit
from pressmark.cli.documentation import docs
from pressmark.cli.drafting import describe, new
from pressmark.cli.exporting import export
from pressmark.cli.judging import locate, validate
from pressmark.cli.ledger import app as ledger
from pressmark.cli.proving import annotate, verify, verify_citation, verify_record, withdraw
from pressmark.cli.publishing import build, release
from pressmark.cli.redacting import redact
from pressmark.cli.schemas import app as schemas
from pressmark.cli.serving import serve
from pressmark.cli.shared import HELP, Command, ExtendedCommand, pressmark
from pressmark.cli.talk import complain, render_readable
from pressmark.errors import PressmarkError, explain_failure

COMMANDS: tuple[Callable[..., None], ...] = (
    new,
    describe,
    validate,
    build,
    release,
    serve,
    export,
    diff,
    apply,
    verify,
    verify_citation,
    verify_record,
    withdraw,
    annotate,
    redact,
    cite,
    locate,
    docs,
)
"""Every command, in the order in which the help lists them."""

EXTENDED = (validate, build, release, serve, export, diff, apply, verify, verify_citation, cite)
"""Those to which plug-ins may add: they take `--plugin`."""

app = typer.Typer(
    name="pressmark",
    context_settings=HELP,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.callback()(pressmark)
for command in COMMANDS:
    app.command(cls=ExtendedCommand if command in EXTENDED else Command)(command)
app.add_typer(ledger)
app.add_typer(deposit)
app.add_typer(schemas)


@cache
def make_command() -> Callable[..., Any]:
    """Make the command, with all that it has below it, once for a process."""
    return typer.main.get_command(app)


def main() -> None:
    """Run the command; every failure is one message and an exit code."""
    try:
        make_command()(prog_name="pressmark")
    except PressmarkError as error:
        complain(f"pressmark: {render_readable(error)}")
        sys.exit(error.exit_code)
    except OSError as error:
        complain(f"pressmark: {render_readable(explain_failure(error, 'the machine'))}")
        sys.exit(3)
