"""How fields are stored: the narrowest way that holds every value exactly."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark import sql
from pressmark.engine.connection import Engine
from pressmark.engine.storage import choose, express_measures
from pressmark.engine.tables import StoredTable, read_typed
from pressmark.package import Field
from pressmark.package.reading import read_part
from pressmark.validate import judge
from tests.packages import field, fields, learned_engine, read, write_package

LONG = st.decimals(places=6, min_value=-(10**33), max_value=10**33)
SHORT = st.decimals(places=1, min_value=-1000, max_value=1000)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with learned_engine() as engine:
        yield engine


def stored(folder: Path, schema: dict[str, Any], text: str, engine: Engine) -> StoredTable:
    judgement = judge(read(write_package(folder, {"t": (schema, text)})), engine)
    assert judgement.report.valid, judgement.report.findings
    return judgement.tables[0]


@pytest.mark.parametrize(
    ("type_", "cells", "storage"),
    [
        ("integer", ["1", "-1", ""], ("integer", "BIGINT", "INTEGER")),
        ("integer", [""], ("integer", "BIGINT", "INTEGER")),
        ("integer", ["9223372036854775807"], ("integer", "BIGINT", "INTEGER")),
        ("integer", ["1", "9223372036854775808"], ("text", "VARCHAR", "TEXT")),
        ("integer", ["-9223372036854775809"], ("text", "VARCHAR", "TEXT")),
        ("number", ["1.5", ""], ("double", "DOUBLE", "REAL")),
        ("number", [""], ("double", "DOUBLE", "REAL")),
        ("number", ["12345678901234.5"], ("double", "DOUBLE", "REAL")),
        ("number", ["12345678901234.5", "0.25"], ("decimal", "DECIMAL(16, 2)", "TEXT")),
        ("number", ["0." + "1" * 37], ("decimal", "DECIMAL(38, 37)", "TEXT")),
        ("number", ["0." + "1" * 38], ("text", "VARCHAR", "TEXT")),
        ("number", ["1", "1e3"], ("double", "DOUBLE", "REAL")),
        ("number", ["1", "NaN"], ("text", "VARCHAR", "TEXT")),
        ("number", ["1", "-INF"], ("text", "VARCHAR", "TEXT")),
        ("number", ["1e400"], ("text", "VARCHAR", "TEXT")),
        ("boolean", ["true", "0"], ("boolean", "BOOLEAN", "INTEGER")),
        ("date", ["0001-01-01", "9999-12-31"], ("date", "DATE", "TEXT")),
        ("date", ["0000-01-01"], ("text", "VARCHAR", "TEXT")),
        ("datetime", ["2021-01-31T10:00:00.123456"], ("timestamp", "TIMESTAMP", "TEXT")),
        ("datetime", ["2021-01-31T10:00:00.1234560"], ("timestamp", "TIMESTAMP", "TEXT")),
        ("datetime", ["2021-01-31T10:00:00.1234567"], ("text", "VARCHAR", "TEXT")),
        ("datetime", ["2021-01-31T10:00:00", "2021-01-31T10:00:00Z"], ("text", "VARCHAR", "TEXT")),
        ("datetime", ["2021-01-31T10:00:00-05:00"], ("text", "VARCHAR", "TEXT")),
        ("datetime", ["0000-01-31T10:00:00"], ("text", "VARCHAR", "TEXT")),
        ("time", ["10:00:00"], ("text", "VARCHAR", "TEXT")),
        ("year", ["2021"], ("text", "VARCHAR", "TEXT")),
        ("string", ["1"], ("text", "VARCHAR", "TEXT")),
        ("any", ["1"], ("text", "VARCHAR", "TEXT")),
    ],
)  # fmt: skip
def test_a_field_is_stored_as_narrowly_as_its_data_allow(
    type_: str, cells: list[str], storage: tuple[str, str, str], tmp_path: Path
) -> None:
    text = "a,b\n" + "".join(f"{cell},x\n" for cell in cells)
    schema = fields(field("a", type_), field("b"))
    with Engine() as engine:
        found = stored(tmp_path, schema, text, engine).storages[0]
    assert (found.kind, found.duckdb, found.sqlite) == storage
    assert found.typed == (found.kind != "text")


def kept(engine: Engine, type_: str, texts: list[str]) -> tuple[str, list[Any]]:
    """Store canonical texts as they would be, and give the storage's kind and what it holds."""
    held: Field = read_part(Field, field("a", type_), "here")
    rows = ", ".join(f"({number}, {sql.quote_text(text)})" for number, text in enumerate(texts))
    table = f"(values {rows}) as t(n, c)"
    storage = choose(held, engine.rows(f"select {express_measures(held, 'c')} from {table}")[0])
    found = engine.rows(f"select cast(c as {storage.duckdb}) from {table} order by n")
    return storage.kind, [value for (value,) in found]


@given(st.lists(st.integers(-(10**20), 10**20), min_size=1, max_size=4))
@settings(deadline=None)
def test_storage_loses_no_integer(engine: Engine, values: list[int]) -> None:
    kind, found = kept(engine, "integer", [str(value) for value in values])
    assert [int(value) for value in found] == values
    assert (kind == "integer") == all(-(2**63) <= value < 2**63 for value in values)


@given(st.lists(LONG | SHORT, min_size=1, max_size=4))
@settings(deadline=None, max_examples=300)
def test_storage_loses_no_number(engine: Engine, values: list[Decimal]) -> None:
    kind, found = kept(engine, "number", [format(value, "f") for value in values])
    # Fifteen digits survive a double: its shortest form is what was written.
    back = [Decimal(repr(each)) if isinstance(each, float) else Decimal(each) for each in found]
    assert back == values
    assert kind in ("double", "decimal", "text")


@given(st.lists(st.datetimes(), min_size=1, max_size=4))
@settings(deadline=None)
def test_storage_loses_no_moment(engine: Engine, values: list[Any]) -> None:
    kind, found = kept(engine, "datetime", [value.isoformat() for value in values])
    assert (kind, found) == ("timestamp", values)


@given(st.lists(st.dates(), min_size=1, max_size=4))
@settings(deadline=None)
def test_storage_loses_no_date(engine: Engine, values: list[Any]) -> None:
    assert kept(engine, "date", [value.isoformat() for value in values]) == ("date", values)


@pytest.mark.parametrize(
    ("schema", "text", "null_text"),
    [
        (fields(field("a"), field("b")), "a,b\n,x\n", ""),
        (fields(field("a"), field("b")), "a,b\n", ""),
        (fields(field("a"), field("b"), missingValues=["NA", "-"]), "a,b\nNA,x\n", ""),
        (fields(field("a"), field("b"), missingValues=["NA", "-"]), "a,b\nNA,\n", "-"),
        (fields(field("a"), field("b"), missingValues=[]), "a,b\n,x\n", "NA"),
        (fields(field("a"), field("b"), missingValues=[]), "a,b\n,NA\nNA_,x\n", "NA__"),
        (fields(field("a", missingValues=["-"]), field("b")), "a,b\n,\n", "NA"),
        (fields(field("a", missingValues=["-", "?"]), field("b", missingValues=["?"])),
         "a,b\n,?\n", "?"),
        (fields(field("a", "integer", missingValues=["0", "?"]), field("b", missingValues=["0"])),
         "a,b\n00,\n", "NA"),
    ],
)  # fmt: skip
def test_a_missing_value_is_written_as_no_value_is(
    schema: dict[str, Any], text: str, null_text: str, tmp_path: Path
) -> None:
    with Engine() as engine:
        assert stored(tmp_path, schema, text, engine).null_text == null_text


def test_typed_values_come_in_the_order_of_the_key(tmp_path: Path) -> None:
    schema = fields(field("v"), field("k", "integer"), primaryKey="k")
    with Engine() as engine:
        table = stored(tmp_path, schema, "v,k\na,10\nb,9\nc,-1\n", engine)
        rows = [row for batch in read_typed(table, engine) for row in batch.to_pylist()]
    assert rows == [{"v": "c", "k": -1}, {"v": "b", "k": 9}, {"v": "a", "k": 10}]


def test_without_a_key_the_order_is_that_of_the_file(tmp_path: Path) -> None:
    """Also where a field is called like a column of the engine."""
    schema = fields(field("record"), field("c1"))
    with Engine() as engine:
        table = stored(tmp_path, schema, "record,c1\n2,a\n1,c\n1,b\n", engine)
        rows = [row for batch in read_typed(table, engine) for row in batch.to_pylist()]
    assert [tuple(row.values()) for row in rows] == [("2", "a"), ("1", "c"), ("1", "b")]


def test_in_the_first_format_the_order_is_that_of_all_values(tmp_path: Path) -> None:
    """Every field of a release says how it is stored, and its package says no format."""
    schema = fields(
        field("a", "integer", **{"pressmark:storage": "integer"}),
        field("A", "date", **{"pressmark:storage": "date"}),
    )
    with Engine() as engine:
        table = stored(tmp_path, schema, "a,A\n1,2021-01-02\n,\n1,2021-01-01\n", engine)
        rows = [
            [str(column[row]) for column in batch.columns]
            for batch in read_typed(table, engine)
            for row in range(batch.num_rows)
        ]
        assert table.order == "c1 nulls first, c2 nulls first"
    assert rows == [["None", "None"], ["1", "2021-01-01"], ["1", "2021-01-02"]]
