"""What the cells of a table measure, portion by portion: how they are stored, where it is cut.

From what a portion measures and from those of the others follows what one machine would choose of
the whole table. A sample of its keys tells where parts begin that are about equally large.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pressmark import sql
from pressmark.engine.connection import Engine
from pressmark.engine.made import choose_null_text, express_alike
from pressmark.engine.storage import choose, express_measures
from pressmark.engine.tables import (
    MEASURED_AT_ONCE,
    StoredTable,
    make_cells,
    make_columns,
    name_judged,
    store_all,
)
from pressmark.engine.wide import NOTHING, Measures, add_measures
from pressmark.engines.portion_judge import open_reader
from pressmark.engines.work import Batches, Task, Work
from pressmark.errors import MachineError
from pressmark.field_types import Column
from pressmark.files.pointer import POINTER
from pressmark.intake.other_kinds import list_other_beginnings
from pressmark.package import Table
from pressmark.package.order import name_order_column
from pressmark.parted.tasks import AGAIN, CHANGED, Making, do_told, read_told, tell
from pressmark.report.finding import Findings
from pressmark.validate.schemas import teach

MEASURES = 5
"""So many values has what a column measures."""
Key = tuple[int, tuple[str | None, ...]]
"""A record's number, and the canonical texts of its primary key."""


@dataclass(frozen=True)
class MeasuredTable:
    """What all portions of a table measured together, and a sample of its keys."""

    stored: StoredTable
    records: int
    present: tuple[int, ...]
    sample: tuple[Key, ...]


def measure_tables(
    making: Making, records: Sequence[int], sampled: Sequence[int]
) -> tuple[MeasuredTable, ...]:
    """Measure every table, of so many `records`, and sample about so many of its keys."""
    work = making.work
    reading = list_reading(work)
    steps = tuple(max(1, count // wanted) for count, wanted in zip(records, sampled, strict=True))
    asked = partial(measure_portion, work, reading, steps)
    told = read_told(making.machines.spread(len(reading), asked))
    found = []
    for position, count in enumerate(records):
        some = [each for each in told if each["table"] == position]
        if sum(each["records"] for each in some) != count:
            raise MachineError(work.package.tables[position].place, CHANGED, AGAIN)
        found.append(conclude(making, position, some))
    return tuple(found)


def list_reading(work: Work) -> tuple[int, ...]:
    """List the tasks that read records."""
    return tuple(number for number, each in enumerate(work.tasks) if each.kind != "digest")


def measure_portion(
    work: Work, reading: tuple[int, ...], steps: tuple[int, ...], number: int
) -> Batches:
    """Measure what a task reads, and sample its keys."""
    task = work.tasks[reading[number]]
    table = work.package.tables[task.table]
    yield from do_told(work, number, table.place, measure_task(work, task, steps, number))


def measure_task(work: Work, task: Task, steps: tuple[int, ...], number: int) -> Batches:
    """Measure likewise, and tell."""
    table = work.package.tables[task.table]
    with Engine(threads=1) as engine:
        source = load_portion(work, task, engine)
        ((records,),) = engine.rows(f"select count(*) from {source}")
        measured = list(measure_all(make_columns(table), source, engine))
        sample = engine.rows(select_sample(work, task.table, source, steps[task.table]))
    yield tell(number, table=task.table, records=records, measured=measured, sample=sample)


def load_portion(work: Work, task: Task, engine: Engine) -> str:
    """Read into an engine what a task reads; give the name of the view of its cells."""
    teach(engine)
    make_cells(engine, work.package.tables[task.table], task.table)
    reader = open_reader(work, task, Findings(0))
    store_all(engine, work.package.tables[task.table], task.table, reader.blocks())
    return name_judged(task.table)


def measure_all(
    columns: Sequence[Column], source: str, engine: Engine
) -> Iterator[tuple[list[Any], bool]]:
    """Give what canonical texts of columns measure, and whether cells are read alike from them."""
    for first in range(0, len(columns), MEASURED_AT_ONCE):
        some = columns[first : first + MEASURED_AT_ONCE]
        both = ", ".join(f"{each.text}, {each.canonical} as k{each.text}" for each in some)
        measured = ", ".join(
            f"{express_measures(each.field, f'k{each.text}')}, count(k{each.text}), "
            f"coalesce(bool_or(k{each.text} = ''), false), "
            f"coalesce(bool_and({express_alike(each, f'k{each.text}')}), true)"
            for each in some
        )
        (row,) = engine.rows(f"select {measured} from (select {both} from {source})")
        for at in range(0, len(row), MEASURES + 1):
            yield list(row[at : at + MEASURES]), row[at + MEASURES]


def select_sample(work: Work, position: int, source: str, step: int) -> str:
    """SQL for number and key of every so many records of a table.

    Left out is what would look like a header where a file begins with it, or like a file of another
    kind: such a record begins no part. A missing value may be written as any text.
    """
    table = work.package.tables[position]
    columns = make_columns(table)
    texts = ", ".join(f"{each.canonical} as k{each.text}" for each in columns)
    header = " and ".join(
        f"coalesce(k{each.text} = {sql.quote_text(each.field.name)}, true)" for each in columns
    )
    key = ", ".join(f"kc{number}" for number in number_key(table))
    return (
        f"select record, [{key}]::varchar[] from (select record, {texts} from {source} "
        f"where record % {step} = 0) where not ({header}) "
        f"and not {express_other_kind(f'k{columns[0].text}')} order by record"
    )


def express_other_kind(first: str) -> str:
    """SQL for whether a file that begins with a cell would be taken for one of another kind.

    Or for one that stands for another. A mark of the encoding begins no cell that is right.
    """
    texts = (*list_other_beginnings(), POINTER.decode())
    pattern = r"(?i)^[\s\v]*(?:" + "|".join(map(re.escape, texts)) + ")"
    return f"coalesce(regexp_matches({first}, {sql.quote_text(pattern)}), false)"


def number_key(table: Table) -> tuple[int, ...]:
    """Number the columns of a table's primary key; none where it has none."""
    return tuple(table.schema.position(name) + 1 for name in table.schema.primary_key or ())


def conclude(making: Making, position: int, told: Sequence[dict[str, Any]]) -> MeasuredTable:
    """Put together what the portions of a table measured."""
    work = making.work
    table = work.package.tables[position]
    columns = make_columns(table)
    whole = [NOTHING] * len(columns)
    alike = True
    for each in told:
        measured = [Measures(*values) for values, _ in each["measured"]]
        whole = list(map(add_measures, whole, measured))
        alike = alike and all(same for _, same in each["measured"])
    storages = tuple(
        choose(column.field, (found.fits, found.before, found.after))
        for column, found in zip(columns, whole, strict=True)
    )
    lacks = partial(is_nowhere, making, position)
    blank = any(found.blank for found in whole)
    null_text = choose_null_text(table, columns, lacks) if blank else ""
    order = name_order_column(work.package, table)
    stored = StoredTable(table, position, storages, null_text, order, read_alike=alike)
    sample = tuple((record, tuple(key)) for each in told for record, key in each["sample"])
    present = tuple(found.present for found in whole)
    return MeasuredTable(stored, sum(each["records"] for each in told), present, sample)


def is_nowhere(making: Making, position: int, text: str) -> bool:
    """Whether no cell of a table is that text; a blank one is, where this is asked."""
    if not text:
        return False
    work = making.work
    reading = tuple(each for each in list_reading(work) if work.tasks[each].table == position)
    told = read_told(making.machines.spread(len(reading), partial(find_text, work, reading, text)))
    return not any(each["found"] for each in told)


def find_text(work: Work, reading: tuple[int, ...], text: str, number: int) -> Batches:
    """Tell whether a cell of what a task reads is that text."""
    task = work.tasks[reading[number]]

    def look() -> Batches:
        columns = make_columns(work.package.tables[task.table])
        among = " or ".join(f"{each.canonical} = {sql.quote_text(text)}" for each in columns)
        with Engine(threads=1) as engine:
            source = load_portion(work, task, engine)
            found = engine.rows(f"select 1 from {source} where {among} limit 1")
        yield tell(number, found=bool(found))

    yield from do_told(work, number, work.package.tables[task.table].place, look())
