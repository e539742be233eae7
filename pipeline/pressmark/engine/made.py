"""Judged tables made ready to be published: canonical text and typed values, wide tables too."""

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from pressmark.engine.connection import Engine
from pressmark.engine.storage import choose
from pressmark.engine.tables import (
    StoredTable,
    columns,
    every,
    make_table,
    null_text,
    raw,
    type_table,
)
from pressmark.engine.wide import (
    NOTHING,
    OF_VALUES,
    alike,
    batches_in_order,
    canonical_texts,
    in_order,
    is_wide,
    records_at_once,
    together,
)
from pressmark.package import Package
from pressmark.package.order import order_column


def make_tables(package: Package, engine: Engine) -> tuple[StoredTable, ...]:
    """Make canonical text and typed values of every judged table; nothing in them may be wrong."""
    return tuple(
        (make_wide_table if is_wide(table) else make_table)(package, position, engine)
        for position, table in enumerate(package.tables)
    )


def make_wide_table(package: Package, position: int, engine: Engine) -> StoredTable:
    """Make likewise those of a wide table, columns that are alike together."""
    table = package.tables[position]
    held, canonical = columns(table), f"inside.k{position}"
    groups = alike(held, OF_VALUES)
    texts = ", ".join(f"{column.text} varchar" for column in held)
    engine.run(f"create table {canonical} (record bigint, {texts})")
    measured = dict.fromkeys(every(table), NOTHING)
    with engine.cursor() as reading:
        most = records_at_once(table)
        for batch in batches_in_order(reading, raw(position), "*", most):
            written, found = canonical_texts(batch, groups, engine)
            measured |= {each: together(measured[each], new) for each, new in found.items()}
            engine.insert(canonical, written)
    blank = any(each.blank for each in measured.values())
    missing = null_text(table, position, held, engine) if blank else ""
    storages = tuple(
        choose(column.field, (found.fits, found.before, found.after))
        for column, found in zip(held, measured.values(), strict=True)
    )
    stored = type_table(
        table, position, missing, engine, order_column(package, table), storages=storages
    )
    return replace(stored, present=tuple(each.present for each in measured.values()))


def canonical_batches(each: StoredTable, engine: Engine) -> Iterator[pa.RecordBatch]:
    """Give the canonical texts of a wide table's fields, in the published order."""
    order = f"select record from {each.typed} order by {each.order}"
    return in_order(engine, each.canonical, each.numbers, order)
