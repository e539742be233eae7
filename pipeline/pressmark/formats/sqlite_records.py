"""A table's records as SQLite holds them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pressmark.engine.connection import Engine
from pressmark.engine.made import order_canonical
from pressmark.engine.storage import Storage
from pressmark.engine.tables import StoredTable, name_value, read_published


def read_records(stored: StoredTable, engine: Engine) -> Iterator[tuple[Any, ...]]:
    """Give a table's records as SQLite holds them, in the published order, and their places."""
    first = 1
    for columns, number in read_columns(stored, engine):
        if stored.order_column:
            columns.append(range(first, first + number))
        yield from zip(*columns, strict=True)
        first += number


def read_columns(stored: StoredTable, engine: Engine) -> Iterator[tuple[list[Iterable[Any]], int]]:
    """Give the columns of some records at once, and how many those are."""
    if stored.cells is not None:
        for batch in order_canonical(stored, stored.cells, engine):
            texts = zip(batch.columns, stored.storages, strict=True)
            yield (
                [convert_texts(column.to_pylist(), kind) for column, kind in texts],
                batch.num_rows,
            )
        return
    pairs = zip(stored.numbers, stored.storages, strict=True)
    values = [select_value(f"c{number}", storage) for number, storage in pairs]
    for batch in read_published(stored, values, engine):
        yield [column.to_pylist() for column in batch.columns], batch.num_rows


def convert_texts(texts: list[str | None], storage: Storage) -> list[Any]:
    """Give canonical texts as SQLite stores them."""
    kinds: dict[str, Callable[[str], Any]] = {
        "boolean": lambda text: int(text == "true"), "integer": int, "double": float,
    }  # fmt: skip
    value = kinds.get(storage.kind)
    return texts if value is None else [None if each is None else value(each) for each in texts]


def select_value(text: str, storage: Storage) -> str:
    """Give SQL for what SQLite stores of a column: a number, or canonical text."""
    if storage.kind == "boolean":
        return f"cast({name_value(text, storage)} as bigint)"
    return name_value(text, storage) if storage.kind in ("integer", "double") else text
