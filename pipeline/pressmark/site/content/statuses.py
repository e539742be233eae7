"""The vocabulary of statuses that a project declares: what each is called, and by which mark.

A section of the shape `statuses` answers one row a status: `status` as the data has it, `words` for
its badge, `mark` one of `MARKS`, and `outlined` where it is adopted and not in force. So the same
status has one word, one shape and one color on every page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.errors import ProjectError
from pressmark.site.content.section import Section, chosen

Row = Mapping[str, Any]

MARKS: Mapping[str, str] = {
    "barred": '<circle cx="12" cy="12" r="10.5"/>',
    "excp": '<path d="M12 12V1.5A10.5 10.5 0 1 0 22.5 12Z"/>',
    "cond": '<circle cx="12" cy="12" r="9.3" fill="none" stroke="currentColor" stroke-width="2.4"/>'
    '<path d="M12 1.5A10.5 10.5 0 0 0 12 22.5Z"/>',
    "halt": '<rect x="2.5" y="2.5" width="19" height="19" rx="1.5"/>',
    "ended": '<circle cx="12" cy="12" r="8.7" fill="none" stroke="currentColor" '
    'stroke-width="3.6"/>',
    "disp": '<path d="M7.2 8.6C7.2 4.8 9.4 3 12.3 3s5 1.9 5 4.6c0 4-5 4-5 8" fill="none" '
    'stroke="currentColor" stroke-width="3.8" stroke-linecap="round"/>'
    '<circle cx="12.3" cy="21.2" r="2.5"/>',
    "none": '<rect x="3" y="10" width="18" height="4" rx="2"/>',
}
"""Each mark as it is drawn in a square of 24: disc, disc with a quarter cut out, half disc, square,
ring, question mark, dash."""
YES = {None: False, "": False, 0: False, 1: True, "0": False, "1": True}


@dataclass(frozen=True)
class Status:
    """What a status is called, and the mark by which it is known."""

    words: str
    mark: str
    is_outlined: bool = False


Statuses = Mapping[str, Status]


def statuses_of(section: Section, rows: Sequence[Row]) -> dict[str, Status]:
    """Read a project's statuses; ProjectError, by name, where a row says nothing known."""
    place, found = section.statement.place, {}
    for row in rows:
        name, words, mark = (str(row[each] or "") for each in ("status", "words", "mark"))
        if not name or name in found:
            told = f"declares the status {name!r} twice" if name else "declares a status of no name"
            raise ProjectError(place, told, "give each status one row and one name")
        if not words:
            raise ProjectError(place, f"the status {name!r} has no words", "say what it is called")
        chosen(place, f"the status {name!r} has the mark", mark, tuple(MARKS))
        outlined = row.get("outlined")
        if outlined not in YES:
            wrong = f"of the status {name!r} `outlined` is {outlined!r}"
            raise ProjectError(place, wrong, "answer 1, 0 or nothing")
        found[name] = Status(words, mark, YES[outlined])
    return found


def refuse_unknown(section: Section, rows: Sequence[Row], statuses: Statuses) -> None:
    """Refuse a status that no section declares, where a page is answered when the site starts."""
    for row in rows:
        status = row.get("status")
        if status is not None:
            told = "answers a status that is not declared,"
            chosen(section.statement.place, told, str(status), tuple(statuses))
