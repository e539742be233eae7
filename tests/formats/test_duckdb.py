"""DuckDB files: in which storage and in which blocks they are written."""

import re
from pathlib import Path

import pytest

from pressmark.engine.connection import Engine, StatementError
from pressmark.formats import duckdb as room
from pressmark.releases.build import build
from pressmark.validate import judge
from tests.packages import field, fields, read, write_package

DUCKDB_1_0 = 64
"""What a file's header says of the storage that every DuckDB 1 reads."""


def built(folder: Path, text: str) -> Path:
    """Build a release of one table with a key, and give its DuckDB file."""
    source = write_package(folder, {"t": (fields(field("a"), primaryKey="a"), text)})
    assert build(read(source), folder / "built").valid
    return folder / "built/small.duckdb"


def block_size_of(file: Path) -> int:
    """Ask DuckDB for the bytes of a block."""
    with Engine(file, read_only=True) as engine:
        names, rows = engine.answer("pragma database_size")
    return int(rows[0][names.index("block_size")])


def compressions_of(file: Path) -> set[str]:
    """Ask DuckDB how the values of its only table are compressed, save what says which are null."""
    with Engine(file, read_only=True) as engine:
        names, rows = engine.answer("pragma storage_info('t')")
    kind, how = names.index("segment_type"), names.index("compression")
    return {row[how] for row in rows if row[kind] != "VALIDITY"}


def test_a_file_is_written_in_the_storage_of_duckdb_1(tmp_path: Path) -> None:
    header = built(tmp_path, "a\nx\n").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == DUCKDB_1_0


def test_blocks_are_small_where_the_tables_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "at").mkdir()
    (tmp_path / "above").mkdir()
    text = "a\nx\nyy\n"
    monkeypatch.setattr(room, "SMALL", len(text))
    assert block_size_of(built(tmp_path / "at", text)) == room.SMALL_BLOCKS
    assert block_size_of(built(tmp_path / "above", text + "z\n")) > room.SMALL_BLOCKS


def test_what_is_barely_there_is_not_compressed(tmp_path: Path) -> None:
    (tmp_path / "barely").mkdir()
    (tmp_path / "more").mkdir()
    text = "a\n" + "".join(f"{number:04}\n" for number in range(room.BARELY // 5))
    assert compressions_of(built(tmp_path / "barely", text)) == {"Uncompressed"}
    alike = "".join(f"{'x' * 50}{number:04}\n" for number in range(2_000))
    assert compressions_of(built(tmp_path / "more", f"a\n{alike}")) != {"Uncompressed"}


def test_keys_stand_that_are_added_to_the_records(tmp_path: Path) -> None:
    reference = {"resource": "p", "fields": ["code"]}
    parents = fields(
        field("id"), field("code", constraints={"unique": True}), primaryKey=["id"]
    )  # fmt: skip
    children = fields(
        field("a"), field("b", "integer"), field("of"), primaryKey=["a", "b"],
        uniqueKeys=[["b", "of"]], foreignKeys=[{"fields": ["of"], "reference": reference}],
    )  # fmt: skip
    tables = {"t": (children, "a,b,of\nx,1,c\nx,2,c\ny,1,\n"), "p": (parents, "id,code\nq,c\n")}
    assert build(read(write_package(tmp_path, tables)), tmp_path / "built").valid
    refused = {
        "insert into t values ('x', 1, null)": "primary key",
        "insert into t values ('z', 1, 'c')": "unique",
        "insert into t values (null, 9, 'c')": "NOT NULL",
        "insert into t values ('z', 3, 'd')": "foreign key",
        "insert into p values ('r', 'c')": "unique",
        "delete from p": "foreign key",
    }
    with Engine(tmp_path / "built/small.duckdb") as engine:
        for statement, said in refused.items():
            with pytest.raises(StatementError, match=re.compile(said, re.IGNORECASE)):
                engine.answer(statement)
        engine.answer("insert into t values ('z', 3, 'c')")


def test_more_is_held_of_tables_whose_indexes_are_large(tmp_path: Path) -> None:
    schema = fields(
        field("a"), field("b", "integer"), primaryKey=["a"], uniqueKeys=[["a", "b"], ["b"]]
    )
    wide = fields(*(field(f"f{number}") for number in range(300)), primaryKey=["f0"])
    named = ",".join(f"f{number}" for number in range(300))
    tables = {
        "t": (schema, "a,b\nxx,1\nyyy,\n"),
        "u": (fields(field("a")), "a\nx\n"),
        "w": (wide, f"{named}\nk{',' * 299}\n"),
    }
    package = read(write_package(tmp_path, tables))
    with Engine() as engine:
        stored = judge(package, engine).tables
        two = 2 * room.OF_A_KEY
        assert [
            room.measure_keys(each, room.list_keys(each, package), engine) for each in stored
        ] == [[5 + two, 6 + two, 1 + two], [], [two]]
    assert room.choose_memory(room.LARGEST_KEYS) == room.MEMORY
    assert room.choose_memory(800_000_000) == room.MEMORY + 800
