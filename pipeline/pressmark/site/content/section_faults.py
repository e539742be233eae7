"""What is wrong in a file of a section: by line, as written, with what would be right."""

import re
from collections.abc import Mapping, Sequence

from pressmark.errors import ProjectError
from pressmark.package import Statement
from pressmark.package.statement import HEADING
from pressmark.words import cut, find_nearest

ANY_HEADING = re.compile(r"--\s*([A-Za-z_-]+)\s*:")
"""A line that may be meant as a heading, however it is written."""
UNKNOWN = re.compile(r"no such (?P<kind>table|column|function): (?P<name>.+)")
NEAR = re.compile(r'near "(?P<name>.+)": syntax error')
LONGEST = 60
MOST_LISTED = 30


def explain_heading(statement: Statement, name: str, wrong: str, right: str) -> ProjectError:
    """Say what is wrong with a heading, in which line; of one that is missing, with the file."""
    return ProjectError(statement.place_of(name), wrong, right)


def locate_text(statement: Statement, text: str) -> str:
    """Name the first line of the SELECT in which a text stands; else its first line."""
    lines = statement.text.splitlines()
    first = next(
        (
            number
            for number, line in enumerate(lines)
            if line.strip() and not line.strip().startswith("--")
        ),
        0,
    )
    word = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)
    for number, line in enumerate(lines[first:], start=first + 1):
        if text and word.search(line):
            return f"{statement.place}, line {number}"
    return f"{statement.place}, line {first + 1}"


def require_choice(place: str, told: str, written: str, known: Sequence[str]) -> str:
    """Give one of some words back; ProjectError where it is none, with the nearest."""
    if written in known:
        return written
    raise ProjectError(place, f"{told} {cut(written, LONGEST)!r}", suggest_words(written, known))


def suggest_words(written: str, known: Sequence[str]) -> str:
    """Say which of some words was meant, or list them."""
    close = find_nearest(written, known)
    if close:
        return f"did you mean {close}?"
    more = f" and {len(known) - MOST_LISTED} more" if len(known) > MOST_LISTED else ""
    return f"choose one of {', '.join(known[:MOST_LISTED])}{more}" if known else "take it out"


def refuse_unknown_headings(statement: Statement, known: Sequence[str]) -> None:
    """Refuse headings that are not known, stand twice, or are not written as headings are."""
    seen = set()
    for name, _ in statement.headings:
        require_choice(statement.place_of(name), "there is a heading", name, known)
        if name in seen:
            place = statement.place_of(name, nth=2)
            raise ProjectError(place, f"the heading `{name}` stands twice", "write it once")
        seen.add(name)
    for number, line in enumerate(statement.text.splitlines(), start=1):
        if line.strip() and not line.strip().startswith("--"):
            return
        match = ANY_HEADING.match(line.strip())
        meant = match[1].lower().replace("-", "_") if match else ""
        if match and meant in known and not HEADING.fullmatch(line.strip()):
            wrong = f"the heading is written {match[0]!r}"
            raise ProjectError(f"{statement.place}, line {number}", wrong, f"write `-- {meant}: …`")


def explain_sql(
    statement: Statement, error: Exception, known: Mapping[str, Sequence[str]]
) -> ProjectError:
    """Say why a SELECT cannot be answered, in which line; `known` are tables and their columns."""
    said = str(error)
    if said == "interrupted":
        right = "ask for less, or take it from a table that is made once"
        return ProjectError(statement.place, "takes too long to be answered", right)
    match = UNKNOWN.match(said) or NEAR.match(said)
    name = match["name"] if match else ""
    bare = name.rpartition(".")[2]
    kind = match.groupdict().get("kind") if match else None
    columns = (each for names in known.values() for each in names)
    words = list(known) if kind == "table" else list(dict.fromkeys(columns))
    right = suggest_words(bare, words) if kind in ("table", "column") else "mend the SELECT"
    place = locate_text(statement, name) if name else statement.place
    return ProjectError(place, f"cannot be answered: {said}", right)


def explain_columns(
    statement: Statement, shape: str, lacking: str, needed: Sequence[str], columns: Sequence[str]
) -> ProjectError:
    """Say which column an answer lacks, which are there, and which was probably meant."""
    others = [each for each in columns if each not in needed]
    close = find_nearest(lacking, others)
    place = locate_text(statement, close or "")
    wrong = f"answers no column {lacking!r}, but {', '.join(columns[:MOST_LISTED])}"
    meant = f"did you mean {lacking} by {close}? " if close else ""
    return ProjectError(place, wrong, f"{meant}the shape {shape} needs {', '.join(needed)}")


def refuse_twice(statement: Statement, columns: Sequence[str]) -> None:
    """Refuse an answer with two columns of one name, of which a page would show one.

    SQLite calls the second of the name `a` in a subselect `a:1`.
    """
    for each in columns:
        name, _, number = each.rpartition(":")
        if number.isdigit() and name in columns:
            wrong = f"answers two columns of the name {cut(name, LONGEST)!r}"
            lines = [n for n, line in enumerate(statement.text.splitlines(), 1) if name in line]
            place = f"{statement.place}, line {lines[-1]}" if lines else statement.place
            raise ProjectError(place, wrong, "give each column a name of its own")


def explain_unknown_parameter(
    statement: Statement, name: str, known: Sequence[str]
) -> ProjectError:
    """Say that a page gives no parameter of that name, and which it gives."""
    given = f"a page gives {', '.join(f':{each}' for each in known)}"
    close = find_nearest(name, known)
    right = f"did you mean :{close}? {given}" if close else given
    return ProjectError(locate_text(statement, name), f"asks for the parameter :{name}", right)
