"""Tables made ready to be published: sorted once, and read as they lie by whoever writes them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pressmark.engine.beside import enter_beside
from pressmark.engine.connection import Engine
from pressmark.engine.published import read_ahead
from pressmark.engine.tables import StoredTable, read_published, read_typed
from pressmark.validate import judge
from tests.packages import field, fields, read, write_package

SCHEMA = fields(
    field("k", "integer"), field("n", "number"), field("s"), field("b", "boolean"), primaryKey="k"
)
TEXT = "k,n,s,b\n3,1.50,x,1\n1,,,\n02,2,,false\n"
MORE_THAN_A_GROUP = 130_000
"""Records of more than one row group of DuckDB, so that two threads have something to share."""


def publish(folder: Path, text: str, engine: Engine) -> StoredTable:
    judgement = judge(read(write_package(folder, {"t": (SCHEMA, text)})), engine)
    assert judgement.report.valid, judgement.report.findings
    return judgement.tables[0]


def list_rows(batches: Iterator[pa.RecordBatch]) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for batch in batches for row in batch.to_pylist()]


def test_canonical_text_and_values_lie_sorted_and_views_show_them(tmp_path: Path) -> None:
    with Engine() as engine:
        stored = publish(tmp_path, TEXT, engine)
        assert stored.values == ("v_c1", "v_c2", "c3", "v_c4")
        assert list_rows(read_published(stored, ["record", "c1", "c2", "c4"], engine)) == [
            (2, "1", None, None), (3, "2", "2", "false"), (1, "3", "1.5", "true"),
        ]  # fmt: skip
        assert list_rows(read_typed(stored, engine)) == [
            (1, None, None, None), (2, 2.0, None, False), (3, 1.5, "x", True),
        ]  # fmt: skip
        for view, row in ((stored.canonical, (1, "3", "1.5")), (stored.typed, (1, 3, 1.5))):
            assert engine.rows(f"select record, c1, c2 from {view} where record = 1") == [row]
        left = engine.rows("select table_name from duckdb_tables() where schema_name = 'inside'")
        assert left == [("p0",)]


def test_other_records_than_the_next_are_never_given(tmp_path: Path) -> None:
    with Engine() as engine:
        stored = publish(tmp_path, TEXT, engine)
        engine.run(f"delete from {stored.published} where record = 3")
        with pytest.raises(AssertionError, match="the engine gave other records than those from 0"):
            list(read_published(stored, ["c1"], engine))


@pytest.mark.search
def test_many_records_are_read_in_order_by_two_threads_at_once(tmp_path: Path) -> None:
    numbers = range(MORE_THAN_A_GROUP, 0, -1)
    text = "k,n,s,b\n" + "".join(f"{number},,,\n" for number in numbers)
    with Engine() as engine:
        stored = publish(tmp_path, text, engine)
        with enter_beside(engine) as beside, ThreadPoolExecutor(2) as pool:
            both = pool.map(lambda each: list_rows(read_typed(stored, each)), (engine, beside))
            for rows in both:
                assert [row[0] for row in rows] == list(reversed(numbers))
        assert engine.rows(f"select count(*) from {stored.typed}") == [(MORE_THAN_A_GROUP,)]


class TellingEngine(Engine):
    """An engine that remembers by what it sorted."""

    def __init__(self) -> None:
        """Open it in memory."""
        super().__init__()
        self.sorted_by: list[str] = []

    def run(self, statement: str, values: dict[str, Any] | None = None) -> None:
        """Run a statement, and remember its order."""
        _, found, order = statement.partition(" order by ")
        self.sorted_by += [order] if found else []
        super().run(statement, values)


@pytest.mark.parametrize(
    ("key", "records", "by", "expected"),
    [
        ("k", ["1,,b,", "2,,a,", "10,,,"], "", ["1", "2", "10"]),
        ("k", [], "", []),
        ("k", ["1,,,", "10,,,", "2,,,"], "v_c1 nulls first, record", ["1", "2", "10"]),
        ("s", ["3,,B,", "2,,a,", "1,,é,"], "", ["3", "2", "1"]),
        ("s", ["3,,a,", "2,,B,"], "c3 nulls first, record", ["2", "3"]),
        (["s", "k"], ["9,,a,", "10,,a,", "1,,b,"], "", ["9", "10", "1"]),
        (["s", "k"], ["10,,a,", "9,,a,"], "c3 nulls first, v_c1 nulls first, record", ["9", "10"]),
        (None, ["3,,b,", "1,,a,"], "", ["3", "1"]),
    ],
)
def test_what_comes_sorted_is_not_sorted_again(
    key: str | list[str] | None, records: list[str], by: str, expected: list[str], tmp_path: Path
) -> None:
    schema = {"fields": SCHEMA["fields"]} | ({"primaryKey": key} if key else {})
    text = "\n".join(["k,n,s,b", *records, ""])
    with TellingEngine() as engine:
        judgement = judge(read(write_package(tmp_path, {"t": (schema, text)})), engine)
        assert judgement.report.valid, judgement.report.findings
        assert engine.sorted_by == ([by] if by else [])
        found = [row[0] for row in list_rows(read_published(judgement.tables[0], ["c1"], engine))]
    assert found == expected


def test_blocks_that_are_judged_at_once_are_kept_in_file_order(tmp_path: Path) -> None:
    numbers = range(1, 4 * MORE_THAN_A_GROUP)
    text = "k,n,s,b\n" + "".join(f"{number},,,\n" for number in numbers)
    with TellingEngine() as engine:
        stored = publish(tmp_path, text, engine)
        assert not engine.sorted_by
        assert [row[0] for row in list_rows(read_typed(stored, engine))] == list(numbers)


def test_what_fails_ahead_is_raised_where_it_is_read() -> None:
    batch = pa.record_batch({"a": [1]})

    def give() -> Iterator[pa.RecordBatch]:
        yield batch
        yield batch
        raise ValueError

    given = read_ahead(give())
    assert next(given) is batch
    assert next(given) is batch
    with pytest.raises(ValueError, match=r"^$"):
        next(given)
    assert list(read_ahead(iter([batch] * 3))) == [batch] * 3
    assert not list(read_ahead(iter([])))
