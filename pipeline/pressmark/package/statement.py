"""An SQL file of a package as a value: its headings and its one SELECT."""

import re
from dataclasses import dataclass

from pressmark import sql
from pressmark.errors import ProjectError

HEADING = re.compile(r"--\s*([a-z_]+):\s*(.*)")
PARAMETER = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(\S*)(?:\s+\((.*)\))?")


@dataclass(frozen=True)
class Statement:
    """One SQL file of a package: its name, its SELECT and what its leading comment says.

    `headings` holds the `-- name: value` lines in order; a heading may stand more than once.
    `text` is the file as written, `select` the SQL after the headings without a closing semicolon.
    """

    name: str
    place: str
    select: str
    headings: tuple[tuple[str, str], ...]
    text: str

    def heading(self, name: str, otherwise: str = "") -> str:
        """Give the first heading of that name."""
        return next((value for key, value in self.headings if key == name), otherwise)

    def all_headings(self, name: str) -> tuple[str, ...]:
        """Give every heading of that name, in order."""
        return tuple(value for key, value in self.headings if key == name)

    @property
    def example(self) -> dict[str, str]:
        """The example value of each parameter, from `-- parameter: name = value (help)`."""
        matches = [PARAMETER.fullmatch(line) for line in self.all_headings("parameter")]
        return {match[1]: match[2] for match in matches if match}

    @property
    def column_help(self) -> dict[str, str]:
        """What each column of a view holds, from `-- column: name = help`."""
        pairs = (line.partition("=") for line in self.all_headings("column"))
        return {name.strip(): text.strip() for name, _, text in pairs}


def read_statement(name: str, place: str, text: str) -> Statement:
    """Read the text of an SQL file; ProjectError where it holds no single SELECT."""
    headings = []
    lines = text.splitlines()
    start = 0
    for start, line in enumerate(lines):  # noqa: B007 - where the headings end is wanted
        match = HEADING.fullmatch(line.strip())
        if match:
            headings.append((match[1], match[2].strip()))
        elif line.strip() and not line.strip().startswith("--"):
            break
    select = without_end("\n".join(lines[start:]))
    if not re.match(r"(?:select|with)\b", select, re.IGNORECASE):
        raise ProjectError(place, "holds no SELECT", "write one SELECT after the headings")
    if ";" in sql.code(select):
        raise ProjectError(place, "holds several statements", "write one SELECT in a file")
    return Statement(name, place, select, tuple(headings), text)


def without_end(statement: str) -> str:
    """Take the closing semicolons away, and comments and blanks after the last word."""
    end = len(sql.code(statement).rstrip("; \t\r\n"))
    return statement[:end].strip()
