"""What others published: where it stands, what it shows, and how it should come out."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple, cast

TABLE = Path(__file__).with_name("published.csv")
UNKNOWN = "*"
"""Written for a count that is not known yet."""

Ending = Literal["valid", "findings", "refused"]
ENDINGS: tuple[Ending, ...] = ("valid", "findings", "refused")


class Published(NamedTuple):
    """A package of a public repository.

    `path` is its descriptor's, `license` what its publisher says, `without` are files that are
    taken away before it is judged, because they are large: they are reported as missing. `counts`
    are the findings by rule, warnings too, as the standard wants them; None where nobody could
    count them yet. `differences` name the lines of docs/explanation/standard.md that decide where
    frictionless comes to something else. What is expected `until` a point of an issue is done is
    not yet so.
    """

    repository: str
    commit: str
    path: str
    license: str
    shows: str
    ending: Ending
    counts: Mapping[str, int | None]
    without: tuple[str, ...]
    differences: tuple[str, ...]
    until: str

    @property
    def name(self) -> str:
        """Its repository and descriptor."""
        return f"{self.repository} {self.path}"


def read_table() -> tuple[Published, ...]:
    """Read the table; KeyError or ValueError where a line of it is not as it should be."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(map(read_line, csv.DictReader(file)))


def read_line(line: dict[str, str]) -> Published:
    """Read one line: what holds several things has semicolons between them."""
    counts = (each.split() for each in parts(line["counts"]))
    return Published(
        line["repository"],
        line["commit"],
        line["path"],
        line["license"],
        line["shows"],
        cast("Ending", line["ending"]),
        {rule: None if count == UNKNOWN else int(count) for rule, count in counts},
        parts(line["without"]),
        parts(line["differences"]),
        line["until"],
    )


def parts(text: str) -> tuple[str, ...]:
    """Divide a cell at its semicolons."""
    return tuple(each.strip() for each in text.split(";") if each.strip())
