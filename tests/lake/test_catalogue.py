"""Releases → a catalogue, read as the specification says, by the product's own DuckDB.

`make check-readers` opens one with DuckDB's extension, over plain HTTP.
"""

import datetime
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark import sql
from pressmark.lake import CATALOGUE, LakeRelease, write_catalogue
from pressmark.lake.catalogue import select
from pressmark.lake.relations import FIRST_TABLE, INLINED
from pressmark.lake.snapshots import NEWEST
from pressmark.lake.specification import TABLES
from tests.lake.made import Made, make_release
from tests.packages import field

DAY = datetime.date(2024, 2, 29)
WHY = 'it\'s "wrong"\nin each row'
FIRST = {
    "releases": Made(
        [field("id", "integer"), field('odd "name"\'s', title="It's\nodd"), field("code")],
        [(1, "x", "10"), (2, None, "20")],
        {"title": "Its own", "description": "releases"},
    ),
    "data": Made([field("a")], [("small",)]),
    "Data": Made([field("a")], [("capital",)]),
    "empty": Made([field("on", "date")]),
}
SECOND = {
    "renamed": Made(
        [
            field("new", "date", description="It came"),
            field("id", "integer"),
            field("kode", "integer", **{"pressmark:formerly": "code"}),
            field('odd "name"\'s', title="It's\nodd"),
        ],
        [(DAY, 1, 10, "x"), (None, 2, 20, None), (None, 3, None, None)],
        {"pressmark:formerly": ["releases"], "title": "Its own", "description": "releases"},
    ),
    "data": Made([field("a")], [("small",)]),
    "Data": Made([field("a")], [("capital",), ("other",)]),
}
THIRD = {
    "renamed": Made([field("id", "integer"), field("kode")], [(1, "ten")]),
    "data": Made([field("a")], [("small",)]),
}
PATCHED = {**FIRST, "data": Made([field("a")], [("patched",)])}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lake")


@pytest.fixture(scope="module")
def releases(place: Path) -> list[LakeRelease]:
    """Four releases: the third was withdrawn, the last one published is of an older version."""
    return [
        make_release(place, 1, "1.0.0", FIRST, day="2026-01-01"),
        make_release(place, 2, "2.0.0", SECOND, day="2026-01-01", redacted="2026-03-01"),
        make_release(place, 3, "3.0.0", THIRD, day="2026-02-01", withdrawn=WHY),
        make_release(place, 4, "1.0.1", PATCHED, day="2026-02-02"),
    ]


@pytest.fixture(scope="module")
def catalogue(place: Path, releases: list[LakeRelease]) -> Iterator[duckdb.DuckDBPyConnection]:
    write_catalogue(releases, "small", place / CATALOGUE, "https://data.example.org/lake")
    with duckdb.connect(place / CATALOGUE, read_only=True) as connection:
        yield connection


def rows(catalogue: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """Ask the catalogue."""
    return catalogue.execute(query).fetchall()


def at(number: int, table: str) -> str:
    """Select what holds at a snapshot ("Queries: List Tables" and what follows it)."""
    return (
        f"(select * from {table} where begin_snapshot <= {number} "
        f"and (end_snapshot > {number} or end_snapshot is null))"
    )


def read_snapshot(
    catalogue: duckdb.DuckDBPyConnection, place: Path, number: int
) -> dict[str, tuple[list[tuple[str, str]], list[tuple[Any, ...]]]]:
    """Read the package's tables at a snapshot as the specification says: columns, then rows.

    A file's columns are found by their names in it, which the file's mapping gives.
    """
    found = {}
    tables = rows(catalogue, f"select table_id, table_name from {at(number, 'ducklake_table')} "
                             "where schema_id = 0")  # fmt: skip
    for table, name in tables:
        columns = rows(
            catalogue,
            f"select column_name, column_type from {at(number, 'ducklake_column')} "
            f"where table_id = {table} order by column_order",
        )
        ((path, mapping),) = rows(
            catalogue,
            f"select path, mapping_id from {at(number, 'ducklake_data_file')} "
            f"where table_id = {table}",
        )
        sources = rows(
            catalogue,
            f"select source_name from {at(number, 'ducklake_column')} c join ducklake_name_mapping "
            f"on target_field_id = c.column_id where table_id = {table} and mapping_id = {mapping} "
            "order by column_order",
        )
        selected = sql.quote_all(source for (source,) in sources)
        file = sql.quote_text(str(place / path))
        with duckdb.connect() as reader:
            read = reader.execute(f"select {selected} from {file}").fetchall()
        found[name] = columns, read
    return found


def shown(made: Made, names: Sequence[str] | None = None) -> Any:
    """Give what is to be read of a table: names and types of its columns, and its rows."""
    types = {"integer": "int64", "string": "varchar", "number": "float64", "date": "date"}
    columns = [(each["name"], types[each["type"]]) for each in made.fields]
    if names:
        columns = [(name, kind) for name, (_, kind) in zip(names, columns, strict=True)]
    return columns, list(made.rows)


@pytest.mark.parametrize(
    ("number", "tables"),
    [
        (0, {}),
        (1, FIRST),
        (2, SECOND),
        (3, THIRD),
        (4, PATCHED),
        (NEWEST, SECOND),
    ],
)
def test_each_snapshot_is_its_release(
    catalogue: duckdb.DuckDBPyConnection, place: Path, number: int, tables: dict[str, Made]
) -> None:
    """Under the names that databases have; the last snapshot is the newest not withdrawn."""
    expected = {"Data_2" if name == "Data" else name: shown(made) for name, made in tables.items()}
    assert read_snapshot(catalogue, place, number) == expected


def test_what_was_renamed_or_retyped_is_the_same_column(
    catalogue: duckdb.DuckDBPyConnection,
) -> None:
    told = rows(
        catalogue,
        "select begin_snapshot, end_snapshot, column_order, column_name, column_type "
        f"from ducklake_column where table_id = {FIRST_TABLE} and column_id = 3 "
        "order by begin_snapshot",
    )
    assert told == [
        (1, 2, 3, "code", "varchar"),
        (2, 3, 3, "kode", "int64"),
        (3, 4, 2, "kode", "varchar"),
        (4, NEWEST, 3, "code", "varchar"),
        (NEWEST, None, 3, "kode", "int64"),
    ]


def test_a_file_that_stays_is_told_once(tmp_path: Path) -> None:
    """Which files are the same the export says, by their digests: it gives them one path."""
    first = make_release(tmp_path, 1, "1.0.0", {"data": FIRST["data"]}, day="2026-01-01")
    again = make_release(tmp_path, 2, "1.0.1", {"data": FIRST["data"]}, day="2026-01-02")
    shared = LakeRelease(2, again.package, first.files, day="2026-01-02")
    write_catalogue([first, shared], "small", tmp_path / CATALOGUE)
    with duckdb.connect(tmp_path / CATALOGUE, read_only=True) as connection:
        told = rows(connection, "select begin_snapshot, end_snapshot, path from ducklake_data_file")
        assert told == [(1, None, "releases/1.0.0/0.parquet")]
        ((found,),) = rows(
            connection, "select value from ducklake_metadata where key = 'data_path'"
        )
    assert found == "./"


def test_the_table_of_releases_tells_of_each(catalogue: duckdb.DuckDBPyConnection) -> None:
    told = rows(
        catalogue,
        "select snapshot, version, published::varchar, withdrawn, redacted::varchar "
        f"from {INLINED} order by row_id",
    )
    assert told == [
        (1, "1.0.0", "2026-01-01", None, None),
        (2, "2.0.0", "2026-01-01", None, "2026-03-01"),
        (3, "3.0.0", "2026-02-01", WHY, None),
        (4, "1.0.1", "2026-02-02", None, None),
    ]


def test_each_snapshot_says_which_release_it_is(catalogue: duckdb.DuckDBPyConnection) -> None:
    told = rows(
        catalogue,
        "select snapshot_id, author, commit_message, commit_extra_info "
        "from ducklake_snapshot_changes order by snapshot_id",
    )
    assert told[0] == (0, None, None, None)
    assert [each[:3] for each in told[1:]] == [
        (1, "Ada; Bo", "small 1.0.0"),
        (2, "Ada; Bo", "small 2.0.0, redacted on 2026-03-01"),
        (3, "Ada; Bo", f"small 3.0.0, withdrawn: {WHY}"),
        (4, "Ada; Bo", "small 1.0.1"),
        (NEWEST, "Ada; Bo", "small 2.0.0, redacted on 2026-03-01"),
    ]
    assert json.loads(told[3][3]) == {
        "version": "3.0.0", "published": "2026-02-01", "withdrawn": WHY,
    }  # fmt: skip


def test_each_snapshot_says_what_it_changed(catalogue: duckdb.DuckDBPyConnection) -> None:
    told = rows(
        catalogue,
        "select string_split(changes_made, ',') from ducklake_snapshot_changes "
        "order by snapshot_id",
    )
    assert [each for (each,) in told] == [
        ['created_schema:"main"', 'created_schema:"pressmark"',
         'created_table:"pressmark"."releases"'],
        ['created_table:"main"."releases"', 'created_table:"main"."data"',
         'created_table:"main"."Data_2"', 'created_table:"main"."empty"',
         "inserted_into_table:3", "inserted_into_table:4", "inserted_into_table:5",
         "inserted_into_table:6"],
        ["dropped_table:6", "altered_table:3", "deleted_from_table:3", "deleted_from_table:4",
         "deleted_from_table:5", "inserted_into_table:3", "inserted_into_table:4",
         "inserted_into_table:5"],
        ["dropped_table:5", "altered_table:3", "deleted_from_table:3", "deleted_from_table:4",
         "inserted_into_table:3", "inserted_into_table:4"],
        ['created_table:"main"."Data_2"', 'created_table:"main"."empty"', "altered_table:3",
         "deleted_from_table:3", "deleted_from_table:4", "inserted_into_table:3",
         "inserted_into_table:4", "inserted_into_table:5", "inserted_into_table:6"],
        ["dropped_table:6", "altered_table:3", "deleted_from_table:3", "deleted_from_table:4",
         "deleted_from_table:5", "inserted_into_table:3", "inserted_into_table:4",
         "inserted_into_table:5"],
    ]  # fmt: skip


def test_times_tell_the_releases_of_a_day_apart(catalogue: duckdb.DuckDBPyConnection) -> None:
    told = rows(
        catalogue,
        "select epoch(snapshot_time)::bigint from ducklake_snapshot order by snapshot_id",
    )
    days = [
        datetime.datetime(2026, month, day, 0, 0, second, tzinfo=datetime.UTC).timestamp()
        for month, day, second in ((1, 1, 0), (1, 1, 1), (2, 1, 0), (2, 2, 0), (2, 2, 1))
    ]
    assert [each for (each,) in told] == [0, *days]


def test_what_is_said_of_tables_and_columns_is_a_comment(
    catalogue: duckdb.DuckDBPyConnection,
) -> None:
    told = rows(catalogue, f"select object_id, key, value from {at(2, 'ducklake_tag')}")
    # What is called otherwise in SQL has its own name as its title.
    assert told == [(FIRST_TABLE, "comment", "Its own: releases"), (5, "comment", "Data")]
    told = rows(
        catalogue,
        f"select value from {at(2, 'ducklake_column_tag')} where table_id = {FIRST_TABLE} "
        "order by column_id",
    )
    assert told == [("It's\nodd",), ("It came",)]


def test_bounds_stand_beside_each_file(catalogue: duckdb.DuckDBPyConnection) -> None:
    told = rows(
        catalogue,
        "select column_id, value_count, null_count, min_value, max_value, contains_nan "
        f"from ducklake_file_column_stats join {at(2, 'ducklake_data_file')} "
        f"using (data_file_id, table_id) where table_id = {FIRST_TABLE} order by column_id",
    )
    assert told == [
        (1, 3, 0, "1", "3", None),
        (2, 1, 2, "x", "x", None),
        (3, 2, 1, "10", "20", None),
        (4, 1, 2, "2024-02-29", "2024-02-29", None),
    ]


def test_it_has_every_relation_of_the_specification(catalogue: duckdb.DuckDBPyConnection) -> None:
    """With its columns and their types, also where nothing is in it."""
    for name, columns in TABLES.items():
        described = rows(catalogue, f"describe {name}")
        expected = [tuple(each.upper().split(" ")) for each in columns.split(", ")]
        expected = [
            (column, "TIMESTAMP WITH TIME ZONE" if kind == "TIMESTAMPTZ" else kind)
            for column, kind in expected
        ]
        assert [(column.upper(), kind) for column, kind, *_ in described] == expected, name


def test_one_relation_is_a_table(catalogue: duckdb.DuckDBPyConnection) -> None:
    """By which DuckDB before 1.5.2 sees that there is a lake, and of a version it does not know."""
    tables = rows(catalogue, "select table_name from duckdb_tables()")
    views = rows(catalogue, "select view_name from duckdb_views() where not internal")
    assert tables == [("ducklake_metadata",)]
    assert {name for (name,) in (*tables, *views)} == {*TABLES, INLINED}


def test_it_is_small_and_opened_by_every_duckdb_1(
    catalogue: duckdb.DuckDBPyConnection, place: Path
) -> None:
    """Storage 64 is that of 1.0, and the header tells it at a fixed place."""
    with (place / CATALOGUE).open("rb") as file:
        assert file.read(20)[8:] == b"DUCK" + (64).to_bytes(8, "little")
    assert (place / CATALOGUE).stat().st_size < 150_000
    assert rows(catalogue, "select block_size from pragma_database_size()") == [(16_384,)]


def test_another_time_it_says_the_same(
    catalogue: duckdb.DuckDBPyConnection, releases: list[LakeRelease], tmp_path: Path
) -> None:
    """Whatever the order in which releases are given; the bytes of the file are others."""
    write_catalogue(releases[::-1], "small", tmp_path / CATALOGUE, "https://data.example.org/lake")
    with duckdb.connect(tmp_path / CATALOGUE, read_only=True) as again:
        for name in (*TABLES, INLINED):
            query = f"select * from {name}"
            query = (
                query.replace("*", "* replace (snapshot_time::varchar as snapshot_time)")
                if (name == "ducklake_snapshot")
                else query
            )
            assert rows(again, query) == rows(catalogue, query), name


def test_a_release_that_was_not_published_is_the_first(tmp_path: Path) -> None:
    alone = make_release(tmp_path, 1, "0.1.0+b", {"data": FIRST["data"]})
    write_catalogue([alone], "small", tmp_path / CATALOGUE, "http://localhost")
    with duckdb.connect(tmp_path / CATALOGUE, read_only=True) as connection:
        assert rows(connection, "select max(snapshot_id) from ducklake_snapshot") == [(1,)]
        ((path,),) = rows(connection, "select path from ducklake_data_file")
        assert path == "releases/0.1.0%2Bb/0.parquet"
        assert rows(connection, f"select published from {INLINED}") == [(None,)]


ROWS = st.lists(
    st.tuples(
        st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.booleans(),
    ),
    max_size=5,
)


@given(ROWS)
def test_whatever_is_said_is_read_again(
    catalogue: duckdb.DuckDBPyConnection, values: list[tuple[Any, ...]]
) -> None:
    listed = [dict(zip(("text", "number", "truth"), row, strict=True)) for row in values]
    query = select("text varchar, number bigint, truth boolean, never date", listed)
    assert rows(catalogue, query) == [(*row, None) for row in values]
