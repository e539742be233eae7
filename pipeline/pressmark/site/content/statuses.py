"""The vocabulary of statuses that a project declares: what each is called, and by which mark.

A section of the shape `statuses` answers one row a status: `status` as the data has it, `words` for
its badge, `mark` one of `MARKS`, and `outlined` where it is adopted and not in force. So the same
status has one word, one shape and one color on every page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.errors import ProjectError
from pressmark.site import charts
from pressmark.site.content.section import Section
from pressmark.site.content.section_faults import locate_text, require_choice

Row = Mapping[str, Any]

MARKS: Mapping[str, str] = {each.name: each.drawing for each in charts.MARKS}
"""Each mark as it is drawn in a square of 24."""
YES = {None: False, "": False, 0: False, 1: True, "0": False, "1": True}


@dataclass(frozen=True)
class Status:
    """What a status is called, and the mark by which it is known."""

    words: str
    mark: str
    is_outlined: bool = False


Statuses = Mapping[str, Status]


def read_statuses(section: Section, rows: Sequence[Row]) -> dict[str, Status]:
    """Read a project's statuses; ProjectError, by name, where a row says nothing known."""
    found: dict[str, Status] = {}
    for number, row in enumerate(rows, start=1):
        name, words, mark = (read_text(row[each]) for each in ("status", "words", "mark"))
        place = locate_text(section.statement, name or "")
        if not name:
            why = "null" if row["status"] is None else "an empty text"
            wrong = f"row {number} of its answer declares a status of no name: it is {why}"
            raise ProjectError(place, wrong, "give each status a name, as the data has it")
        if name in found:
            told = f"declares the status {name!r} twice"
            raise ProjectError(place, told, "give each status one row and one name")
        if not words.strip():
            raise ProjectError(place, f"the status {name!r} has no words", "say what it is called")
        line = locate_text(section.statement, mark) if mark else place
        require_choice(line, f"the status {name!r} has the mark", mark, tuple(MARKS))
        outlined = row.get("outlined")
        if outlined not in YES:
            wrong = f"of the status {name!r} `outlined` is {outlined!r}"
            raise ProjectError(place, wrong, "answer 1, 0 or nothing")
        found[name] = Status(words, mark, YES[outlined])
    return found


def read_text(value: object) -> str:
    """Give a value as text; nothing where there is none."""
    return "" if value is None else str(value)


def refuse_unknown(section: Section, rows: Sequence[Row], statuses: Statuses) -> None:
    """Refuse a status that no section declares, where a page is answered when the site starts."""
    for row in rows:
        status = row.get("status")
        if status is not None:
            told = "answers a status that is not declared,"
            place = locate_text(section.statement, str(status))
            if not statuses:
                right = "declare it in a section of the shape statuses"
                raise ProjectError(place, f"{told} {status!r}", right)
            require_choice(place, told, str(status), tuple(statuses))
