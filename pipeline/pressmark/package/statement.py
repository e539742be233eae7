"""An SQL file of a package as a value: its headings and its one SELECT."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pressmark import sql
from pressmark.errors import ProjectError

HEADING = re.compile(r"--\s*([a-z_]+):\s*(.*)")
PARAMETER = re.compile(
    r"""(?P<name>[A-Za-z_][A-Za-z0-9_]*) \s* (?: : (?P<type>[^=]*) )?
        = \s* (?P<example>\S* | [^\s(]\S*(?:\s+[^\s(]\S*)*) (?: \s+ \((?P<help>.*)\) )?""",
    re.VERBOSE,
)
OR_EMPTY = " or empty"
"""What ends a type whose value may be left out."""
LONGEST_ORDER = 9
INTEGER = "integer"
"""The type whose values are numbers when a question is asked."""


@dataclass(frozen=True)
class Parameter:
    """A `:name` of a question, from `-- parameter: name: type = example (help)`.

    `type` is as the heading writes it, None where it says none; `pressmark.package.parameter` reads
    it.
    """

    name: str
    type: str | None
    example: str
    help: str


@dataclass(frozen=True)
class Statement:
    """One SQL file of a package: its name, its SELECT and what its leading comment says.

    `headings` holds the `-- name: value` lines in order; a heading may stand more than once.
    `text` is the file as written, `select` the SQL after the headings without a closing semicolon,
    in which parameters of the type `integer` are read as numbers.
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

    def place_of(self, name: str, nth: int = 1) -> str:
        """Name the file with the line of a heading; the file alone where there is none."""
        lines = enumerate(self.text.splitlines(), start=1)
        matches = ((number, HEADING.fullmatch(line.strip())) for number, line in lines)
        found = [number for number, match in matches if match and match[1] == name]
        return f"{self.place}, line {found[nth - 1]}" if len(found) >= nth else self.place

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Where it stands among others: by the number of its heading `order`, then other words.

        Those without the heading come last, and those of one place by their names.
        """
        written = self.heading("order")
        is_number = written.isascii() and written.isdigit() and len(written) <= LONGEST_ORDER
        kind = 0 if is_number else 1 if written else 2
        return kind, int(written) if is_number else 0, written, self.name

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that the headings tell of, in order."""
        return read_parameters(self.headings)

    @property
    def example(self) -> dict[str, str]:
        """The example value of each parameter."""
        return {each.name: each.example for each in self.parameters}

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
    if ";" in sql.blank_out(select):
        raise ProjectError(place, "holds several statements", "write one SELECT in a file")
    integers = [each.name for each in read_parameters(headings) if is_integer(each)]
    return Statement(name, place, sql.with_integers(select, integers), tuple(headings), text)


def read_parameters(headings: Iterable[tuple[str, str]]) -> tuple[Parameter, ...]:
    """Read the parameters of which headings tell; a line that is not understood tells of none."""
    lines = (value for key, value in headings if key == "parameter")
    matches = (PARAMETER.fullmatch(line) for line in lines)
    return tuple(
        Parameter(
            each["name"],
            None if each["type"] is None else " ".join(each["type"].split()),
            each["example"],
            each["help"] or "",
        )
        for each in matches
        if each
    )


def is_integer(parameter: Parameter) -> bool:
    """Whether the values of a parameter are numbers when its question is asked."""
    return (parameter.type or "").removesuffix(OR_EMPTY) == INTEGER


def without_end(statement: str) -> str:
    """Take the closing semicolons away, and comments and blanks after the last word."""
    end = len(sql.blank_out(statement).rstrip("; \t\r\n"))
    return statement[:end].strip()
