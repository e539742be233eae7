"""The records of one table of the newer release, as lines of its file, in their places."""

import csv
import heapq
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

import pyarrow as pa

from pressmark import sql
from pressmark.apply.lines import LINES, locate_line
from pressmark.apply.plan import OF_RECORDS, Plan, TablePlan, show_cell
from pressmark.compare import NO_CHANGES
from pressmark.compare.sides import Side
from pressmark.engine.connection import Engine
from pressmark.engine.tables import name_raw
from pressmark.errors import ProjectError
from pressmark.formats.csv import express_cell, quote_name
from pressmark.package import Table

LINES_AT_ONCE = 1_000
TOLD, PLACED, CELLS = "inside.told", "inside.placed", "inside.cells"
NOBODY = "(select 0::bigint as record where false) v"
"""What there is of a table that is new: no record."""


def make_records(each: TablePlan, old: Side | None, plan: Plan, engine: Engine) -> Iterator[bytes]:
    """Give the bytes of the newer table's file; `old` holds the older one's cells.

    ProjectError where a line is of a field that there is not.
    """
    names = name_fields(each, old, plan)
    missing = find_missing_text(each, old.table if old else None)
    alone = len(names) == 1
    source = f"{old.view} v" if old else NOBODY
    keep_changes(each, names, plan, engine)
    place_records(source, engine)
    columns = list_base_columns(each, old, names)
    line = ", ".join(express_cell(column, missing, alone=alone) for column in columns)
    stands = f"from {PLACED} p join {source} on v.record = p.record where p.come"
    touched = f"(select come from {CELLS})"
    yield (",".join(quote_name(name, alone=alone) for name in names) + "\n").encode()
    with engine.cursor() as one, engine.cursor() as two, engine.cursor() as three:
        kept = list_rows(one.batches(
            f"select p.come, concat_ws(',', {line}) {stands} not in {touched} order by p.come"
        ))  # fmt: skip
        before = list_rows(two.batches(
            f"select p.come, [{', '.join(columns)}] {stands} in {touched} order by p.come"
        ))  # fmt: skip
        cells = list_rows(three.batches(f"select come, place, after from {CELLS} order by all"))
        made = (
            (come, render_line(record, missing, alone=alone))
            for come, record in overlay_cells(before, cells, len(names))
        )
        lines = (text for _, text in heapq.merge(kept, made, key=lambda pair: pair[0]))
        while some := list(islice(lines, LINES_AT_ONCE)):
            yield ("\n".join(some) + "\n").encode()
    forget(old, engine)


def name_fields(each: TablePlan, old: Side | None, plan: Plan) -> tuple[str, ...]:
    """Name the fields of the newer table, in order."""
    if each.header is None and old:
        return tuple(field.name for field in old.table.schema.fields)
    try:
        (names,) = csv.reader([each.header or ""], strict=True)
    except (csv.Error, ValueError):
        names = []
    if not names:
        wrong = f"tells no header of the table {each.name}, or one that is no line of CSV"
        raise ProjectError(plan.place, wrong, NO_CHANGES)
    return tuple(names)


def find_missing_text(each: TablePlan, old: Table | None) -> str:
    """Give the text that stands for a missing value in the newer table's file."""
    if each.missing is not None:
        return each.missing
    return old.schema.missing_values[0].value if old else ""


def list_base_columns(each: TablePlan, old: Side | None, names: tuple[str, ...]) -> list[str]:
    """Give the older table's column for each field of the newer one; null for an added field."""
    known = {field.name for field in old.table.schema.fields} if old else set()
    former = [each.renamed.get(name, name) for name in names]
    return [
        f"v.{old.cell(was)}" if old and was in known and name not in each.added else "null::varchar"
        for name, was in zip(names, former, strict=True)
    ]


def keep_changes(each: TablePlan, names: tuple[str, ...], plan: Plan, engine: Engine) -> None:
    """Keep what is told of a table's records, with the places of the fields, from 1."""
    listed = ", ".join(f"({sql.quote_text(name)}, {n})" for n, name in enumerate(names, start=1))
    engine.run(
        f"create table {TOLD} as select number, change, field, place, after, "
        f"cast(record as bigint) as record from {LINES} "
        f"left join (values {listed}) known(name, place) on name = field "
        f'where "table" = {sql.quote_text(each.name)} and change in ({sql.quote_texts(OF_RECORDS)})'
    )
    wrong = engine.rows(
        f"select number, field from {TOLD} where place is null and "
        "change not in ('moved', 'removed') order by number limit 1"
    )
    for number, name in wrong:
        right = f"the fields of {each.name} are {', '.join(names)}"
        where = locate_line(plan.place, number, engine)
        raise ProjectError(where, f"{show_cell(name)} is no field of the newer table", right)


def place_records(source: str, engine: Engine) -> None:
    """Give every record of the older table that stays its number in the newer one.

    Added and moved records take their places; the others keep their order in what is left.
    """
    engine.run(
        f"create table {PLACED} as with moved as (select record, cast(after as bigint) as come "
        f"from {TOLD} where change = 'moved'), taken as (select come from moved union select "
        f"record from {TOLD} where change = 'added'), stays as materialized (select record, "
        f"row_number() over (order by record) as nth from {source} where record not in "
        f"(select record from {TOLD} where change in ('removed', 'moved'))), "
        "places as (select unnest(range(1, 1 + (select count(*) from stays) + "
        "(select count(*) from taken))) as come), "
        "free as (select come, row_number() over (order by come) as nth from places "
        "where come not in (select come from taken)) "
        "select come, record from free join stays using (nth) union all "
        "select come, record from moved"
    )
    engine.run(
        f"create table {CELLS} as select record as come, place, after from {TOLD} "
        "where change = 'added' union all select come, place, after from "
        f"{TOLD} t join {PLACED} p on p.record = t.record where change in ('changed', 'filled')"
    )


def overlay_cells(
    before: Iterator[tuple[Any, ...]], cells: Iterator[tuple[Any, ...]], width: int
) -> Iterator[tuple[int, list[str | None]]]:
    """Give every record of which a cell is told, as it is in the newer table.

    Both come in the order of the newer table's records; one that is only in `cells` was added.
    """
    waiting = next(before, None)
    for come, told in groupby(cells, key=lambda row: row[0]):
        record: list[str | None] = [None] * width
        while waiting and waiting[0] < come:
            waiting = next(before, None)
        if waiting and waiting[0] == come:
            record = waiting[1]
        for _, place, after in told:
            record[place - 1] = after
        yield come, record


def render_line(record: list[str | None], missing: str, *, alone: bool) -> str:
    """Write a record as a line."""
    return ",".join(
        quote_name(missing if value is None else value, alone=alone) for value in record
    )


def list_rows(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of an answer, batch by batch."""
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def forget(old: Side | None, engine: Engine) -> None:
    """Remove what the engine holds of a table."""
    for name in (TOLD, PLACED, CELLS):
        engine.run(f"drop table {name}")
    if old:
        engine.run(f"drop view {old.view}")
        engine.run(f"drop table {name_raw(old.position)}")
