"""The token of a repository: read from the environment alone, and never shown."""

import html
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from pressmark.errors import ProjectError

SENDABLE = re.compile(r"[\x21-\x7e]+")
HIDDEN = "…"
ESCAPED = re.compile(r"\\(.)")
READINGS: tuple[Callable[[str], str], ...] = (
    unquote,
    html.unescape,
    lambda said: ESCAPED.sub(r"\1", said),
)
"""How a text may write what it repeats: as an address, as HTML, as JSON that is none."""


@dataclass(frozen=True, repr=False)
class Token:
    """A secret, and the variable of the environment that holds it."""

    variable: str
    secret: str

    def __repr__(self) -> str:
        """Name the variable: whoever shows a token shows no secret."""
        return f"<Token of {self.variable}>"

    @property
    def header(self) -> str:
        """What is sent with every request."""
        return f"Bearer {self.secret}"

    def hide(self, said: Any) -> Any:
        """Take the secret out of what a server said, a text or JSON: some repeat what they got."""
        if isinstance(said, str):
            for written in (self.secret, quote(self.secret, safe="")):
                said = said.replace(written, HIDDEN)
            # Written in yet another way it cannot be cut out, and nothing of it is told.
            return HIDDEN if any(self.secret in read(said) for read in READINGS) else said
        if isinstance(said, list):
            return [self.hide(each) for each in said]
        if isinstance(said, dict):
            return {self.hide(name): self.hide(each) for name, each in said.items()}
        return said


def read_token(variable: str) -> Token | None:
    """Read a token from a variable of the environment; None where it is not set.

    ProjectError where what is set can be no token.
    """
    secret = os.environ.get(variable, "").strip()
    if not secret:
        return None
    if not SENDABLE.fullmatch(secret):
        wrong = "holds a blank, or a character that no token has"
        raise ProjectError(variable, wrong, "set it to the token alone")
    return Token(variable, secret)
