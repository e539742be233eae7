"""What the first lines of a file of changes say: from what it leads to what, table by table."""

from dataclasses import dataclass, field
from typing import Any

from pressmark import sql
from pressmark.apply.lines import LINES, locate_line
from pressmark.compare import NO_CHANGES, RESOURCE
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError
from pressmark.package.names import explain_no_name
from pressmark.words import cut, find_nearest

OF_RECORDS = ("added", "removed", "changed", "filled", "moved")
"""What happens to records and their cells."""
OF_FILES = ("table.file", "table.added", "table.removed", "table.renamed", "field.added",
            "field.removed", "field.renamed", "header", "missing")  # fmt: skip
CHANGES = ("release", RESOURCE, *OF_FILES, *OF_RECORDS)
FORMATS = ("1", "2")
LONGEST_SHOWN = 80


@dataclass
class TablePlan:
    """How one table's file is made: digests, names, header and missing value on both sides."""

    name: str
    before: str | None = None
    after: str | None = None
    former: str | None = None
    header: str | None = None
    missing: str | None = None
    renamed: dict[str, str] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)


@dataclass
class Plan:
    """From which release to which: versions, its format, content digests, and each table.

    `resources` has the root and the size of the tree of every resource of the newer release that is
    no table, by its name: they are no part of what is made.
    """

    place: str
    tables: tuple[TablePlan, ...]
    since: str | None
    version: str | None
    format: str
    content: tuple[str, str]
    resources: dict[str, str] = field(default_factory=dict)


def read_plan(place: str, engine: Engine) -> Plan:
    """Read what is told of the whole and of each file; ProjectError where it is not understood."""
    refuse_unknown(place, engine)
    told: dict[str, tuple[Any, Any]] = {}
    tables: dict[str, TablePlan] = {}
    resources: dict[str, str] = {}
    rows = engine.rows(
        f'select number, "table", field, change, before, after from {LINES} '
        f"where change not in ({sql.quote_texts(OF_RECORDS)}) order by number"
    )
    for number, table, name, change, before, after in rows:
        if change == "release":
            told[name] = (before, after)
            continue
        if change == RESOURCE:
            resources |= {table: after} if table and after else {}
            continue
        if not table or explain_no_name(table):
            wrong = f"{show_cell(table)} cannot be the name of a table"
            raise ProjectError(locate_line(place, number, engine), wrong, NO_CHANGES)
        take(tables.setdefault(table, TablePlan(table)), name, change, (before, after))
    content = told.get("content", (None, None))
    if None in content:
        wrong = "is no file of changes: no line tells the content digests of both releases"
        raise ProjectError(place, wrong, NO_CHANGES)
    formats = told.get("format", (None, None))
    refuse_newer(place, formats)
    for each in tables.values():
        if each.before and not each.former:
            each.former = each.name
    since, version = told.get("version", (None, None))
    return Plan(place, tuple(tables.values()), since, version, formats[1], content, resources)


def take(
    plan: TablePlan, name: str | None, change: str, values: tuple[str | None, str | None]
) -> None:
    """Take what one line says of a table's file."""
    before, after = values
    if change == "table.file":
        plan.before, plan.after = before, after
    elif change == "table.renamed":
        plan.former = before
    elif change == "header":
        plan.header = after
    elif change == "missing":
        plan.missing = after or ""
    elif change == "field.renamed" and before is not None and after is not None:
        plan.renamed[after] = before
    elif change == "field.added" and name is not None:
        plan.added.add(name)


def refuse_unknown(place: str, engine: Engine) -> None:
    """Stop at the first line that is not understood."""
    rows = engine.rows(
        f"select number, change, record, before, after from {LINES} where change is null or change "
        f"not in ({sql.quote_texts(CHANGES)}) or (change in ({sql.quote_texts(OF_RECORDS)}) and "
        "(try_cast(record as bigint) is null or try_cast(record as bigint) < 1)) or (change = "
        "'moved' and (try_cast(after as bigint) is null or try_cast(after as bigint) < 1)) "
        "order by number limit 1"
    )
    for number, change, record, _, after in rows:
        where = locate_line(place, number, engine)
        if change not in CHANGES:
            meant = find_nearest(change or "", CHANGES)
            right = f'probably "{meant}" was meant' if meant else f"known are {', '.join(CHANGES)}"
            raise ProjectError(where, f"{show_cell(change)} is no kind of change", right)
        given = after if change == "moved" and (record or "").isdigit() else record
        wrong = f"{show_cell(given)} is no number of a record"
        raise ProjectError(where, wrong, "write a whole number from 1: take the published file")


def refuse_newer(place: str, formats: tuple[Any, Any]) -> None:
    """Stop where a release has a format that is not known here."""
    for each in formats:
        if each not in FORMATS:
            wrong = (
                f"tells of a release of format {show_cell(each)}; known are {', '.join(FORMATS)}"
            )
            raise ProjectError(place, wrong, "take a newer version of pressmark")


def show_cell(text: str | None) -> str:
    """Show a cell as it is written."""
    return "nothing" if text is None else f'"{cut(text, LONGEST_SHOWN)}"'
