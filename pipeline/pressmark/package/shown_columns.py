"""The columns of a question's answer that its page shows, as its heading names them.

A heading is `-- columns: place -> place_key, since, source -> source_url`. A question has one at
most. What stands behind `->` is the column that says where the cells lead: to the record whose key
it holds, or to the address. JSON, CSV and citations hold all columns; the page shows the others by
`_all=on`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.errors import ProjectError
from pressmark.package.package import Package
from pressmark.package.statement import Statement
from pressmark.words import find_nearest

HEADING = "columns"
MOST_COLUMNS = 6
"""So many stand beside each other on a page without a reader losing the row."""


ARROW = "->"


@dataclass(frozen=True)
class ShownColumn:
    """A column that a page shows, and the one that says where its cells lead, if one does."""

    name: str
    leads_by: str | None = None


def read_shown_columns(query: Statement) -> tuple[ShownColumn, ...]:
    """Give the columns that the page of a question shows, in their order; none where all are."""
    written = query.heading(HEADING)
    return tuple(map(read_column, written.split(","))) if written else ()


def read_column(written: str) -> ShownColumn:
    """Read one column of a heading."""
    name, arrow, leads_by = (each.strip() for each in written.partition(ARROW))
    return ShownColumn(name, leads_by if arrow else None)


def refuse_unsound_columns(package: Package) -> None:
    """Stop at the first heading that names no columns, too many, or one twice.

    Nothing is refused of a package whose SQL is not trusted: it is never asked.
    """
    for query in package.queries if package.trusted else ():
        if query.all_headings(HEADING):
            refuse_wrong_list(query)


def refuse_wrong_list(query: Statement) -> None:
    """Stop where the heading of a query is no list of a few different names."""
    names = [each.name for each in read_shown_columns(query)]
    if len(query.all_headings(HEADING)) > 1:
        raise explain_unsound(query, "it stands twice", "write one line with all of them", nth=2)
    if not all(read_names(query)) or not names:
        wrong = "it names a column without a name" if any(names) else "it names none"
        raise explain_unsound(
            query, wrong, f"write `-- {HEADING}: first, second`, or leave the line out"
        )
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice is not None:
        raise explain_unsound(query, f"it names {twice!r} twice", "name each column once")
    if len(names) > MOST_COLUMNS:
        wrong = f"it names {len(names)} columns, and {MOST_COLUMNS} are the most"
        raise explain_unsound(query, wrong, "take out those that a reader needs least")


def refuse_unknown_columns(query: Statement, columns: Sequence[str]) -> None:
    """Stop where a query names a column that its answer does not have."""
    for name in read_names(query):
        if name not in columns:
            near = find_nearest(name, tuple(columns))
            listed = f"name one of {', '.join(columns)}"
            right = f"did you mean {near!r}?" if near else listed
            raise explain_unsound(query, f"its answer has no column {name!r}", right)


def read_names(query: Statement) -> Iterator[str]:
    """Give every name in the heading of a query."""
    for each in read_shown_columns(query):
        yield each.name
        if each.leads_by is not None:
            yield each.leads_by


def explain_unsound(query: Statement, wrong: str, right: str, *, nth: int = 1) -> ProjectError:
    """Say what is wrong with the heading, and in which line."""
    lines = [
        number
        for number, line in enumerate(query.text.splitlines(), start=1)
        if line.strip().removeprefix("--").strip().startswith(f"{HEADING}:")
    ]
    place = f"{query.place}, line {lines[nth - 1]}"
    return ProjectError(place, f"{HEADING}: {wrong}", right)
