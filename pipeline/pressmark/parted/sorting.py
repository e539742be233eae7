"""Records brought to their parts, sorted there, and written as canonical CSV.

Each worker that reads a portion says of each record to which part it belongs, and sends it there;
who gathers a part sorts it and writes its file. A file is written beside its place and moved there
whole, so that a task that is done twice does no harm.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute

from pressmark.engine.connection import Engine
from pressmark.engine.made import drop_published, publish_columns
from pressmark.engine.tables import make_columns
from pressmark.engines.portion_judge import cast_rows
from pressmark.engines.work import TOLD, Batches, Task, Work
from pressmark.files import disk
from pressmark.formats.csv import write_header, write_lines
from pressmark.parted.cutting import (
    FIRSTS,
    CutTable,
    order_firsts,
    show_firsts,
    type_key,
)
from pressmark.parted.measuring import list_reading, load_portion, number_key
from pressmark.parted.tasks import Making, do_told, read_told, tell


def sort_parts(
    making: Making, cut: Sequence[CutTable], files: Sequence[Path], partitions: int
) -> tuple[int, ...]:
    """Write the file of every part of every table; give how many records each has.

    The folders of the `files` are there. The first part of each table has its header.
    """
    work = making.work
    reading = list_reading(work)
    send = partial(send_portion, work, reading, tuple(cut))
    write = partial(write_parts, work, tuple(cut), tuple(files), making.aside)
    told = read_told(making.machines.shuffle(len(reading), send, partitions, write))
    counts = {each["task"]: each["records"] for each in told}
    return tuple(counts.get(number, 0) for number in range(len(files)))


def send_portion(
    work: Work, reading: tuple[int, ...], cut: tuple[CutTable, ...], number: int
) -> Batches:
    """Send the records that a task reads to their parts."""
    task = work.tasks[reading[number]]
    place = work.package.tables[task.table].place
    yield from do_told(work, -1, place, send_task(work, task, cut[task.table]))


def send_task(work: Work, task: Task, cut: CutTable) -> Batches:
    """Send likewise."""
    with Engine(threads=1) as engine:
        source = load_portion(work, task, engine)
        show_firsts(cut.stored, cut.firsts, engine)
        yield from (cast_rows(each) for each in engine.batches(select_rows(cut, source)))


def select_rows(cut: CutTable, source: str) -> str:
    """SQL for the rows of records, each with the number of its part: as many begin before it."""
    columns = make_columns(cut.stored.table)
    names = ", ".join(each.text for each in columns)
    canonical = ", ".join(f"{each.canonical} as {each.text}" for each in columns)
    key = "".join(f", v_c{number}" for number in number_key(cut.stored.table))
    return f"""
        select bucket, {cut.stored.position}::integer as side, record, null::bigint as line,
               null::bigint as times, texts, null::varchar as told
        from (select *, {cut.part} + count(*) filter (where begins) over (
                  order by {order_firsts(cut.stored)}, begins desc
                  rows between unbounded preceding and current row)::bigint as bucket
              from (select false as begins, record, [{names}] as texts{type_key(cut.stored)}
                    from (select record, {canonical} from {source})
                    union all
                    select true, record, null{key} from {FIRSTS}))
        where not begins"""


def write_parts(
    work: Work, cut: tuple[CutTable, ...], files: tuple[Path, ...], aside: Path, batches: Batches
) -> Batches:
    """Gather the records of some parts, and write the file of each."""
    held: set[int] = set()
    with Engine(threads=1) as engine:
        for batch in batches:
            sides = batch.column("side")
            for side in pa.compute.unique(sides).to_pylist():
                rows = batch.filter(pa.compute.equal(sides, side))
                if side == TOLD:
                    yield rows
                else:
                    hold_rows(rows, cut[side], engine, new=side not in held)
                    held.add(side)
        for side in sorted(held):
            for (part,) in engine.rows(f"select distinct bucket from inside.s{side} order by 1"):
                place = str(files[part])
                yield from do_told(work, part, place, write_part(cut[side], part, files[part],
                                                                 aside, engine))  # fmt: skip


def hold_rows(rows: pa.RecordBatch, cut: CutTable, engine: Engine, *, new: bool) -> None:
    """Keep rows of a table in the engine, with a column for each of their cells."""
    table = f"inside.s{cut.stored.position}"
    numbers = cut.stored.numbers
    if new:
        texts = "".join(f", c{number} varchar" for number in numbers)
        engine.run("create schema if not exists inside")
        engine.run(f"create table {table} (bucket bigint, record bigint{texts})")
    lists = rows.column("texts")
    columns = {name: rows.column(name) for name in ("bucket", "record")}
    columns |= {
        f"c{number}": pa.compute.list_element(lists, place) for place, number in enumerate(numbers)
    }
    engine.insert(table, pa.RecordBatch.from_arrays(list(columns.values()), list(columns)))


@contextmanager
def move_whole(path: Path, aside: Path) -> Iterator[Path]:
    """Give a path in the folder `aside` at which a file is written, then moved to its place."""
    fresh = aside / uuid.uuid4().hex
    yield fresh
    fresh.replace(path)


def write_part(cut: CutTable, part: int, path: Path, aside: Path, engine: Engine) -> Batches:
    """Sort the records of one part and write its file; tell how many they are."""
    stored = replace(cut.stored, position=part)
    texts = {column: column.text for column in make_columns(stored.table)}
    source = f"(select * from inside.s{cut.stored.position} where bucket = {part})"
    publish_columns(stored, texts, source, engine)
    records = 0
    with move_whole(path, aside) as fresh, disk.write_in_pieces(fresh) as write:
        if part == cut.part:
            write(write_header(stored))
        for lines, ends in write_lines(stored, engine):
            write(lines)
            records += len(ends) - 1
    drop_published(stored, engine)
    yield tell(part, records=records)
