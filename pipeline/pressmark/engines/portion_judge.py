"""What one worker does: read a portion of a table, judge its cells, send its keys on their way."""

import hashlib
from collections.abc import Iterator
from typing import Protocol

import pyarrow as pa

from pressmark.engine.connection import ARRIVING, Engine
from pressmark.engine.tables import make_batch
from pressmark.engines.read_part import ReadPart
from pressmark.engines.work import ROWS, Batches, Task, Work, read_versions, tell_row
from pressmark.errors import MachineError, PressmarkError, explain_failure
from pressmark.intake import Block, TableFile
from pressmark.intake.parting import TextPortion
from pressmark.intake.refusal import Refusal
from pressmark.intake.typed.row_groups import RowGroups
from pressmark.package import Table
from pressmark.report.finding import Findings
from pressmark.rules.keys import Keyed
from pressmark.validate.cell_judge import CellJudge
from pressmark.validate.key_checks import see_by_fields
from pressmark.validate.key_proofs import number_fields
from pressmark.validate.rows import read_from_beginning
from pressmark.validate.schemas import teach

READ_BYTES = 1024 * 1024


class RecordReader(Protocol):
    """Reads some of a table, once."""

    @property
    def records(self) -> int:
        """How many data records have been read."""

    def blocks(self) -> Iterator[Block]:
        """Give the records that are sound as records."""


def do_task(work: Work, number: int) -> Batches:
    """Do the task of that number: give its keys, then what was found."""
    task, part = work.tasks[number], ReadPart(number, work.limit, findings=Findings(work.limit))
    table = work.package.tables[task.table]
    try:
        refuse_other_versions(work)
        if task.kind == "digest":
            part.size, part.sha256 = digest_files(table)
        else:
            yield from judge_part(work, task, part)
    except PressmarkError as error:
        part.note(error)
    except OSError as error:
        part.note(explain_failure(error, table.place))
    yield tell_row(part.written(), number)


def refuse_other_versions(work: Work) -> None:
    """Refuse to judge by another version than the one that was asked: MachineError."""
    here = read_versions()
    if work.versions != here:
        wrong = "has Pressmark {} and DuckDB {}, and the command has {} and {}"
        right = "install the same versions on all machines"
        raise MachineError("a worker", wrong.format(*here, *work.versions), right)


def digest_files(table: Table) -> tuple[int, str]:
    """Give the bytes of a table's files and their digest, one after the other; OSError."""
    size, digest = 0, hashlib.sha256()
    for path in table.paths:
        with path.open("rb") as file:
            while raw := file.read(READ_BYTES):
                size += len(raw)
                digest.update(raw)
    return size, digest.hexdigest()


def judge_part(work: Work, task: Task, part: ReadPart) -> Batches:
    """Judge what a task reads: give its keys, and put into the part what was found."""
    table = work.package.tables[task.table]
    cells = CellJudge(table, work.limit, work.unread, work.choice.asks)
    reader = open_reader(work, task, part.findings)
    with Engine(threads=1) as engine:
        teach(engine)
        try:
            for block in reader.blocks():
                cells.add(cells.wrong(block, engine), engine)
                yield from list_keys(work, task.table, block, engine)
        except Refusal:
            part.sound = False
        cells.finish(engine)
    part.records = reader.records
    part.cells = [
        (number, each.count, each.cells) for number, each in enumerate(cells.checks) if each.count
    ]
    if task.portion:
        part.sound &= part.records == task.portion.count
    if isinstance(reader, RowGroups):
        part.text = reader.text
    if isinstance(reader, TableFile):
        part.missing, part.size, part.sha256 = reader.missing, reader.bytes, reader.sha256
        part.places, part.begun = reader.seams.places, reader.seams.begun


def open_reader(work: Work, task: Task, findings: Findings) -> RecordReader:
    """Open what a task reads."""
    table = work.package.tables[task.table]
    begun, seams = work.begun[task.table], work.seams[task.table]
    if task.portion and begun and seams:
        return TextPortion(table, begun, task.portion, seams, findings, work.limits)
    if task.portion:
        return RowGroups(table, task.portion, findings, work.limits)
    return TableFile(table, findings, work.limits)


def read_portions(work: Work, position: int, wanted: list[int] | None = None) -> Iterator[Block]:
    """Read the portions of a table in file order, those alone in which `wanted` records stand."""
    for task in work.tasks:
        each = task.portion
        if task.table != position or task.kind == "digest":
            continue
        if each is None:
            yield from read_from_beginning(work.limits, work.package.tables[position], [])
            continue
        last = each.records + each.count
        if wanted is None or any(each.records < record <= last for record in wanted):
            yield from open_reader(work, task, Findings(0)).blocks()


def list_keys(work: Work, position: int, block: Block, engine: Engine) -> Batches:
    """Give the complete keys of a block, for each side of a key rule that the table is."""
    for number, asked in enumerate(work.keys):
        for at, side in enumerate(asked.sides):
            if side.position != position:
                continue
            table = work.package.tables[position]
            seen = see_by_fields(table, side.fields, ARRIVING)
            numbers = number_fields(table, side.fields)
            with engine.arriving(make_batch(block, tuple(dict.fromkeys(numbers)))):
                selected = select_keys(seen, numbers, number, work.number_side(number, at), work)
                yield from (cast_rows(each) for each in engine.batches(selected))


def select_keys(seen: Keyed, numbers: tuple[int, ...], key: int, side: int, work: Work) -> str:
    """SQL for the rows of a block's complete keys.

    Of many records with one key the first are sent, one more than are listed, and the last of these
    stands for the others: a key that half of all records have is no burden to anybody.
    """
    written = ", ".join(f"w{number}" for number in numbers)
    most = max(work.limit, 1) + 1
    return f"""
        select (hash({key}, key) >> 1)::bigint as bucket, {side}::integer as side, record, line,
               case when place = {most} then total - {most - 1} else 1 end as times,
               [{written}] as texts, null::varchar as told
        from (select *, row_number() over (partition by key order by record) as place,
                     count(*) over (partition by key) as total
              from (select *, {seen.key} as key from {seen.cells} where {seen.complete}))
        where place <= {most}"""


def cast_rows(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Give rows in the types in which they travel."""
    columns = [batch.column(each.name).cast(each.type) for each in ROWS]
    return pa.RecordBatch.from_arrays(columns, schema=ROWS)
