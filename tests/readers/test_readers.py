"""Readers are compared so that whatever one finds otherwise is said."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet
import pytest

from pressmark.releases.build import build
from tests.formats.test_formats import ITEMS, ITEMS_TEXT, PARENTS, PARENTS_TEXT
from tests.packages import read, write_package
from tests.readers.comparing import KINDS, Answer, differences
from tests.readers.reading import PROGRAMS, cell, line

HERE = ("apsw", "duckdb", "pandas", "pyarrow", "sqlite3")
"""The programs that the environment of the tests has."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of two tables with every kind of storage, and a view."""
    folder = tmp_path_factory.mktemp("readers")
    (folder / "named.sql").write_text("select name, kind from parents", "utf-8")
    tables = {"items": (ITEMS, ITEMS_TEXT), "parents": (PARENTS, PARENTS_TEXT)}
    source = write_package(folder, tables, **{"pressmark:views": ["named.sql"]})
    assert build(read(source), folder / "built").valid
    return folder / "built"


@pytest.fixture
def release(made: Path, tmp_path: Path) -> Path:
    """A copy of it that may be changed."""
    return shutil.copytree(made, tmp_path / "release")


def answers(folder: Path, *programs: str) -> list[Answer]:
    """Ask programs, or all that are here."""
    return [Answer(name, "9", PROGRAMS[name](folder)) for name in programs or HERE]


def found(folder: Path, *programs: str) -> Iterator[str]:
    """Give the beginnings of what is said of a release."""
    for each in differences(folder, answers(folder, *programs)):
        yield each.partition(" with ")[0]


def test_every_program_is_known() -> None:
    assert set(KINDS) == {*PROGRAMS, "R"}


def test_what_all_programs_find_is_what_the_release_says(made: Path) -> None:
    asked = answers(made)
    assert list(differences(made, asked)) == []
    assert [len(each.said) for each in asked] == [3, 6, 4, 4, 3]


@pytest.mark.parametrize("program", ["duckdb", "sqlite3", "apsw"])
def test_another_value_in_a_database_is_found(program: str, release: Path) -> None:
    change = "update items set price = 1234.25 where number = 10"
    if program == "duckdb":
        with duckdb.connect(str(release / "small.duckdb")) as connection:
            connection.execute(change)
    else:
        with closing(sqlite3.connect(release / "small.sqlite")) as connection:
            connection.execute(change)
            connection.commit()
    kind = KINDS[program][0]
    assert list(found(release, program)) == [f"{program} 9 finds table items in {kind}"]


@pytest.mark.parametrize("program", ["duckdb", "pandas", "pyarrow"])
def test_other_records_in_a_parquet_file_are_found(program: str, release: Path) -> None:
    path = release / "parquet/parents.parquet"
    table = pa.parquet.read_table(path)
    pa.parquet.write_table(table.take(pa.array([1, 0])), path)
    assert list(found(release, program)) == [f"{program} 9 finds table parents in Parquet"]


@pytest.mark.parametrize("program", ["pandas", "pyarrow"])
def test_another_csv_file_is_found(program: str, release: Path) -> None:
    path = release / "data/parents.csv"
    path.write_bytes(path.read_bytes().replace(b"two\nlines", b"two lines"))
    assert list(found(release, program)) == [f"{program} 9 finds table parents in CSV"]


def change_view(release: Path) -> None:
    """Have the view of the DuckDB file answer otherwise."""
    with duckdb.connect(str(release / "small.duckdb")) as connection:
        connection.execute("create or replace view named as select name, 'y' as kind from parents")


def change_comment(release: Path) -> None:
    """Have a field of the DuckDB file mean something else."""
    with duckdb.connect(str(release / "small.duckdb")) as connection:
        connection.execute("comment on column parents.name is 'Its name.'")


def remove_view(release: Path) -> None:
    """Take the view out of the DuckDB file."""
    with duckdb.connect(str(release / "small.duckdb")) as connection:
        connection.execute("drop view named")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_view, "duckdb 9 finds view named"),
        (change_comment, "duckdb 9 finds comments"),
        (remove_view, "duckdb 9 did not find view named"),
    ],
)
def test_other_views_and_comments_are_found(
    change: Callable[[Path], None], said: str, release: Path
) -> None:
    right = answers(release, "duckdb")
    change(release)
    both = [*right, *answers(release, "duckdb")]
    assert [each.partition(" with ")[0] for each in differences(release, both)] == [said]


def test_what_a_program_leaves_out_is_said(made: Path) -> None:
    (one,) = answers(made, "pandas")
    short = replace(one, said={n: v for n, v in one.said.items() if n != "table items in CSV"})
    assert list(differences(made, [short])) == ["pandas 9 did not find table items in CSV"]


def test_the_digests_are_those_of_the_descriptor(made: Path) -> None:
    described = json.loads((made / "datapackage.json").read_text("utf-8"))
    hashes = {f"table {each['name']} in CSV": each["hash"] for each in described["resources"]}
    (one,) = answers(made, "pyarrow")
    assert {name: one.said[name] for name in hashes} == hashes


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1, "boolean", "true"),
        (False, "boolean", "false"),
        (45.5, "number", "45.5"),
        (45.0, "number", "45"),
        (-0.00001, "number", "-0.00001"),
        (100, "integer", "100"),
        (None, "string", ""),
    ],
)
def test_values_are_written_as_the_canonical_csv_writes_them(
    value: object, kind: str, text: str
) -> None:
    assert cell(value, kind) == text


def test_a_line_has_no_more_quotes_than_it_needs() -> None:
    assert line(["a b", "", 'c"d', "e,f", "g\rh"]) == 'a b,,"c""d","e,f","g\rh"\n'
    assert line([""]) == '""\n'
