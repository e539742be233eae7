"""What no file shows of a dataset: said by options, or asked at a terminal."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from pressmark.cli.talk import complain
from pressmark.errors import ProjectError

if TYPE_CHECKING:
    from pressmark.infer.project import PublisherWords

QUESTIONS = {
    "title": "Title of the dataset",
    "publisher": "Who publishes it",
    "license": "License, such as CC-BY-4.0 (empty: none yet)",
    "contact": "Where readers tell of errors, such as an email address",
}


def words_of_publisher(given: Mapping[str, str | None], *, silent: bool) -> "PublisherWords":
    """Give what options say, and ask the rest; `silent` leaves the rest out.

    ProjectError where an option is wrong, or where nobody can be asked.
    """
    from pressmark.infer.project import PublisherWords

    lacking = [name for name in QUESTIONS if given[name] is None]
    if lacking and not silent and not sys.stdin.isatty():
        options = ", ".join(f"--{name}" for name in lacking)
        wrong = f"there is no terminal at which to ask for {', '.join(lacking)}"
        raise ProjectError("pressmark new", wrong, f"say {options}, or --yes to leave them out")
    said = {name: understood(name, text) for name, text in given.items() if text is not None}
    return PublisherWords(**said, **{name: "" if silent else asked(name) for name in lacking})


def asked(name: str) -> str:
    """Ask until the answer is understood; no answer is one."""
    while True:
        text = typer.prompt(QUESTIONS[name], default="", show_default=False, err=True)
        try:
            return understood(name, text)
        except ProjectError as error:
            complain(f"  {error.wrong}\n  {error.right}")


def understood(name: str, text: str) -> str:
    """Give an answer as it is written down: one line, a license by its name, a contact that is one.

    ProjectError where it is not understood.
    """
    from pressmark.infer.terms import contact_of, license_named

    line = " ".join(text.split())
    if name == "license" and line:
        return license_named(line)
    return contact_of(line) if name == "contact" and line else line
