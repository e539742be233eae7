"""What one worker does with the keys that were brought to it: all records of each of its keys."""

import json
from contextlib import ExitStack

import pyarrow as pa
import pyarrow.compute

from pressmark.engine.connection import Engine
from pressmark.engines.work import TOLD, Batches, Work, tell_row
from pressmark.validate.key_cells import KeyCells
from pressmark.validate.key_checks import see_by_fields
from pressmark.validate.key_judge import find_offenders
from pressmark.validate.key_proofs import number_fields
from pressmark.validate.schemas import teach


def judge_keys(work: Work, batches: Batches) -> Batches:
    """Judge the keys of a partition, and give what was found; what was told before goes through."""
    held: dict[int, KeyCells] = {}
    with Engine(threads=1) as engine:
        for batch in batches:
            sides = batch.column("side")
            for side in pa.compute.unique(sides).to_pylist():
                rows = batch.filter(pa.compute.equal(sides, side))
                if side == TOLD:
                    yield rows
                    continue
                held.setdefault(side, make_cells(work, side)).hold(
                    lay_out(rows, work, side), engine
                )
        if not held:
            return
        teach(engine)
        for key in sorted({side // 2 for side in held}):
            count, found = judge_key(work, key, held, engine)
            if count:
                yield tell_row(json.dumps({"key": key, "count": count, "found": found}), key)


def make_cells(work: Work, side: int) -> KeyCells:
    """Hold the rows of one side of a key rule."""
    position, fields = work.keys[side // 2].sides[side % 2]
    table = work.package.tables[position]
    return KeyCells(table, f"side{side}", number_fields(table, fields), ("times",))


def lay_out(rows: pa.RecordBatch, work: Work, side: int) -> pa.RecordBatch:
    """Give rows with a column for each of their cells."""
    numbers = make_cells(work, side).numbers
    texts = pa.array(rows.column("texts").flatten(), pa.string())
    places = pa.array(range(len(rows)), pa.int64())
    step = len(numbers)
    cells = {
        f"c{number}": texts.take(pa.compute.add(pa.compute.multiply(places, step), at))
        for at, number in enumerate(numbers)
    }
    first = {name: rows.column(name) for name in ("record", "line", "times")}
    columns = {**first, **cells}
    return pa.RecordBatch.from_arrays(list(columns.values()), list(columns))


def judge_key(
    work: Work, key: int, held: dict[int, KeyCells], engine: Engine
) -> tuple[int, list[tuple[object, ...]]]:
    """Ask a key rule of the rows of its sides."""
    asked, seen = work.keys[key], []
    with ExitStack() as shown:
        for at, side in enumerate(asked.sides):
            number = work.number_side(key, at)
            cells = held.get(number) or make_cells(work, number)
            cells.show(engine)
            shown.callback(cells.forget, engine)
            table = work.package.tables[side.position]
            seen.append(see_by_fields(table, side.fields, cells.name, counted=True))
        count, found = find_offenders(asked.check(work.package, tuple(seen)), engine, work.limit)
    return count, [tuple(each) for each in found]
