"""Where a table is cut into parts: between which keys each of its records belongs.

Keys are compared as a release sorts them: by their typed values, missing ones first. A table
without a primary key is cut between the numbers of its records.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from pressmark.engine.connection import Engine
from pressmark.engine.tables import StoredTable
from pressmark.parted.measuring import Key, MeasuredTable, number_key

FIRSTS = "inside.firsts"


@dataclass(frozen=True)
class CutTable:
    """A table and the keys with which its parts begin, but the first; `part` numbers that.

    The parts of all tables of a package are numbered together.
    """

    stored: StoredTable
    firsts: tuple[Key, ...]
    part: int

    @property
    def parts(self) -> range:
        """The numbers of its parts."""
        return range(self.part, self.part + len(self.firsts) + 1)


def cut_tables(measured: Sequence[MeasuredTable], wanted: Sequence[int]) -> tuple[CutTable, ...]:
    """Cut each table into as many parts as are wanted, or fewer where its sample is too small."""
    cut: list[CutTable] = []
    part = 0
    for each, count in zip(measured, wanted, strict=True):
        firsts = choose_firsts(each, count)
        cut.append(CutTable(each.stored, firsts, part))
        part += len(firsts) + 1
    return tuple(cut)


def choose_firsts(measured: MeasuredTable, wanted: int) -> tuple[Key, ...]:
    """Choose keys that divide a sample evenly; none is the least, so that no part is empty."""
    count = min(wanted, len(measured.sample))
    if count <= 1:
        return ()
    with Engine() as engine:
        show_firsts(measured.stored, measured.sample, engine)
        rows = engine.rows(f"select place from {FIRSTS} order by {order_firsts(measured.stored)}")
    places = [rows[number * len(rows) // count][0] for number in range(1, count)]
    return tuple(measured.sample[place] for place in places)


def show_firsts(stored: StoredTable, keys: Sequence[Key], engine: Engine) -> None:
    """Let an engine ask some keys: `place`, `record`, and typed values of the key."""
    numbers = number_key(stored.table)
    columns = {
        "place": pa.array(range(len(keys)), pa.int64()),
        "record": pa.array([record for record, _ in keys], pa.int64()),
    }
    for turn, number in enumerate(numbers):
        columns[f"c{number}"] = pa.array([texts[turn] for _, texts in keys], pa.string())
    engine.run("create schema if not exists inside")
    with engine.arriving(pa.table(columns)):
        engine.run(f"create table {FIRSTS} as select place, record{type_key(stored)} from arriving")


def type_key(stored: StoredTable) -> str:
    """SQL for the typed values of a table's key, made of canonical texts, behind other columns."""
    return "".join(
        f", cast(c{number} as {stored.storages[number - 1].duckdb}) as v_c{number}"
        for number in number_key(stored.table)
    )


def order_firsts(stored: StoredTable) -> str:
    """SQL by which records are sorted: by the typed values of their key, then their number."""
    key = (f"v_c{number} nulls first" for number in number_key(stored.table))
    return ", ".join([*key, "record"])
