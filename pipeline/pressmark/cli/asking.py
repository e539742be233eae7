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


def ask_publisher(given: Mapping[str, str | None], *, silent: bool) -> "PublisherWords":
    """Give what options say, and ask the rest; `silent` leaves the rest out.

    ProjectError where an option is wrong, or where nobody can be asked.
    """
    from pressmark.infer.project import PublisherWords

    lacking = [name for name in QUESTIONS if given[name] is None]
    if lacking and not silent and not sys.stdin.isatty():
        options = ", ".join(f"--{name}" for name in lacking)
        wrong = f"there is no terminal at which to ask for {', '.join(lacking)}"
        raise ProjectError("pressmark new", wrong, f"say {options}, or --yes to leave them out")
    said = {name: check_answer(name, text) for name, text in given.items() if text is not None}
    return PublisherWords(
        **said, **{name: "" if silent else ask_until_understood(name) for name in lacking}
    )


def ask_until_understood(name: str) -> str:
    """Ask until the answer is understood; no answer is one."""
    while True:
        text = typer.prompt(QUESTIONS[name], default="", show_default=False, err=True)
        try:
            return check_answer(name, text)
        except ProjectError as error:
            complain(f"  {error.wrong}\n  {error.right}")


def check_answer(name: str, text: str) -> str:
    """Give an answer as it is written down: one line, a license by its name, a contact that is one.

    ProjectError where it is not understood.
    """
    from pressmark.infer.terms import check_contact, find_license

    line = " ".join(text.split())
    if name == "license" and line:
        return find_license(line)
    return check_contact(line) if name == "contact" and line else line
