"""Files of a release: what they hold, and that the same package gives the same bytes."""

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import duckdb
import pyarrow.parquet
import pytest

from pressmark.errors import MachineError, ProjectError
from pressmark.files.manifest import MANIFEST, hash_file, read_manifest
from pressmark.formats import archive, sqlite
from pressmark.formats.sqlite import write_sqlite
from pressmark.releases.build import build
from pressmark.releases.derived import DERIVED_LIST
from pressmark.validate import judge
from tests.packages import field, fields, learned_engine, read, report_of, write_package

PARENTS = fields(
    field("key", constraints={"pattern": "[a-z]+"}),
    field("name", title="Name", description="What people call it.", example="Ann"),
    field("kind", categories=[{"value": "x", "label": "An x"}, {"value": "y"}]),
    field("parent"),
    primaryKey="key",
    foreignKeys=[{"fields": "parent", "reference": {"resource": "", "fields": "key"}}],
)
PARENTS_TEXT = """key,name,kind,parent
b,"He said ""no"", twice",x,a
a,"two
lines",y,
"""
ITEMS = fields(
    field("number", "integer", constraints={"minimum": 0}),
    field("price", "number", decimalChar=",", groupChar="."),
    field("exact", "number"),
    field("right", "boolean", trueValues=["yes"], falseValues=["no"]),
    field("day", "date", constraints={"minimum": "2000-01-01"}),
    field("moment", "datetime"),
    field("parent", constraints={"required": True, "minLength": 1}),
    missingValues=["", "-"],
    primaryKey=["number"],
    uniqueKeys=[["day", "parent"]],
    foreignKeys=[{"fields": "parent", "reference": {"resource": "parents", "fields": "key"}}],
)
LEFT_OUT: dict[str, Any] = {"pressmark:fullText": False}
ITEMS_TEXT = """number,price,exact,right,day,moment,parent
10,"1.234,50",1234567890.123456789,yes,2021-05-18,2021-05-18T16:00:00.500,a
+9,-,0.5,no,2021-05-17,2021-05-18T16:00:00,b
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two tables with every kind of storage, keys and a self-reference."""
    folder = tmp_path_factory.mktemp("source")
    tables = {"items": (ITEMS, ITEMS_TEXT), "parents": (PARENTS, PARENTS_TEXT)}
    return write_package(folder, tables, title="Small things")


@pytest.fixture(scope="module")
def built(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files of a release of these tables."""
    folder = tmp_path_factory.mktemp("release") / "built"
    assert build(read(source), folder).valid
    return folder


def test_canonical_csv_is_sorted_and_plain(built: Path) -> None:
    assert (built / "data/items.csv").read_text("utf-8") == (
        "number,price,exact,right,day,moment,parent\n"
        "9,,0.5,false,2021-05-17,2021-05-18T16:00:00,b\n"
        "10,1234.5,1234567890.123456789,true,2021-05-18,2021-05-18T16:00:00.5,a\n"
    )
    assert (built / "data/parents.csv").read_bytes() == (
        b'key,name,kind,parent\na,"two\nlines",y,\nb,"He said ""no"", twice",x,a\n'
    )


def test_the_descriptor_says_what_is_there(built: Path) -> None:
    document = json.loads((built / "datapackage.json").read_text("utf-8"))
    assert list(document)[:3] == ["$schema", "name", "title"]
    items, parents = document["resources"]
    assert items["path"] == "data/items.csv"
    assert items["bytes"] == (built / "data/items.csv").stat().st_size
    assert items["hash"] == f"sha256:{hash_file(built / 'data/items.csv')}"
    assert items["dialect"]["lineTerminator"] == "\n"
    assert items["schema"]["missingValues"] == [""]
    price = items["schema"]["fields"][1]
    assert price == {
        "name": "price",
        "type": "number",
        "format": "default",
        "pressmark:storage": "double",
    }
    assert [each["pressmark:storage"] for each in items["schema"]["fields"]] == [
        "integer", "double", "decimal", "boolean", "date", "timestamp", "text",
    ]  # fmt: skip
    assert parents["schema"]["foreignKeys"] == [
        {"fields": ["parent"], "reference": {"fields": ["key"]}}
    ]
    kind = parents["schema"]["fields"][2]
    assert kind["constraints"] == {"enum": ["x", "y"]}
    assert parents["schema"]["fields"][0]["constraints"]["required"] is True


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    """Ask a SQLite file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def test_sqlite_holds_typed_values_keys_checks_and_full_text(built: Path) -> None:
    path = built / "small.sqlite"
    assert rows(path, "select * from items") == [
        (9, None, "0.5", 0, "2021-05-17", "2021-05-18T16:00:00", "b"),
        (10, 1234.5, "1234567890.123456789", 1, "2021-05-18", "2021-05-18T16:00:00.5", "a"),
    ]
    assert rows(path, "select name from pragma_table_info('items') where pk") == [("number",)]
    assert rows(path, 'select "table", "from", "to" from pragma_foreign_key_list(\'items\')') == [
        ("parents", "parent", "key")
    ]
    found = "select rowid from parents_fts where parents_fts match 'twice'"
    assert rows(path, f"select key from parents where rowid in ({found})") == [("b",)]
    ddl = rows(path, "select sql from sqlite_master where name = 'parents_fts'")[0][0]
    assert 'content="parents"' in ddl
    with closing(sqlite3.connect(path)) as connection:
        for wrong in (
            "insert into items values (-1, null, null, null, null, null, 'a')",
            "insert into items values ('x', null, null, null, null, null, 'a')",
            "insert into items values (1, null, null, 2, null, null, 'a')",
            "insert into items values (1, null, null, null, '1999-12-31', null, 'a')",
            "insert into items values (1, null, null, null, null, null, null)",
            "insert into items values (1, null, null, null, '2021-05-17', null, 'b')",
            "insert into parents values ('c', null, 'z', null)",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(wrong)


def test_a_field_that_its_schema_leaves_out_is_in_no_full_text(tmp_path: Path) -> None:
    text = "k,said,note\n" + "".join(f"{n},here,word{n} {n}word\n" for n in range(2000))
    sizes = []
    said: dict[str, dict[str, Any]] = {"with": {}, "without": LEFT_OUT}
    for name, more in said.items():
        (tmp_path / name).mkdir()
        schema = fields(field("k"), field("said"), field("note", **more), primaryKey="k")
        path = write_package(tmp_path / name, {"t": (schema, text)})
        assert build(read(path), tmp_path / name / "built").valid
        database = tmp_path / name / "built/small.sqlite"
        asked = "select count(*) from t_fts where t_fts match"
        assert rows(database, f"{asked} 'here'") == [(2000,)]
        assert rows(database, f"{asked} 'word7'") == [(0 if more else 1,)]
        assert rows(database, "select note from t where k = '7'") == [("word7 7word",)]
        released = json.loads((tmp_path / name / "built/datapackage.json").read_text("utf-8"))
        assert more.items() <= released["resources"][0]["schema"]["fields"][2].items()
        sizes.append(database.stat().st_size)
    assert sizes[1] < sizes[0]


def test_a_table_whose_texts_are_all_left_out_has_no_full_text(tmp_path: Path) -> None:
    schema = fields(field("k"), field("note", **LEFT_OUT), primaryKey="k")
    path = write_package(tmp_path, {"t": (schema, "k,note\n1,word\n")})
    assert build(read(path), tmp_path / "built").valid
    tables = "select name from sqlite_master where type = 'table'"
    assert rows(tmp_path / "built/small.sqlite", tables) == [("t",)]


def test_sqlite_names_no_writer(built: Path) -> None:
    header = (built / "small.sqlite").read_bytes()[:100]
    assert int.from_bytes(header[96:100], "big") == 3_037_000
    assert header[24:28] == header[92:96] == (2).to_bytes(4, "big")


@pytest.mark.parametrize("place", ["missing/t.sqlite", "/dev/full"])
def test_a_sqlite_file_that_cannot_be_written_is_the_machines_failure(
    place: str, tmp_path: Path
) -> None:
    package = read(write_package(tmp_path, {"t": (fields(field("a")), "a\n1\n")}))
    path = tmp_path / place
    with learned_engine() as engine:
        tables = judge(package, engine).tables
        with pytest.raises(MachineError) as caught:
            write_sqlite(package, tables, engine, path)
    assert caught.value.place == str(path) and sorted(tmp_path.iterdir()) == [
        tmp_path / "datapackage.json", tmp_path / "t.csv"
    ]  # fmt: skip


def test_a_temporary_file_of_sqlite_that_is_full_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(connection: apsw.Connection, *others: Any) -> None:
        connection.execute("pragma max_page_count = 1")
        filling(connection, *others)

    filling = sqlite.fill
    monkeypatch.setattr(sqlite, "fill", fill)
    package = read(write_package(tmp_path, {"t": (fields(field("a")), "a\n1\n")}))
    with learned_engine() as engine:
        tables = judge(package, engine).tables
        with pytest.raises(MachineError, match=r"SQLite's temporary file: .* is full"):
            write_sqlite(package, tables, engine, tmp_path / "t.sqlite")
    assert not (tmp_path / "t.sqlite").exists()


def test_duckdb_holds_the_same_with_comments(built: Path) -> None:
    with closing(duckdb.connect(str(built / "small.duckdb"), read_only=True)) as connection:
        answer = connection.execute('select number, exact, "right" from items').fetchall()
        assert [(number, str(exact), right) for number, exact, right in answer] == [
            (9, "0.500000000", False),
            (10, "1234567890.123456789", True),
        ]
        comment = connection.execute(
            "select comment from duckdb_columns() where column_name = 'name'"
        ).fetchone()
        assert comment == ("Name: What people call it.",)
        keys = connection.execute(
            "select table_name, constraint_type from duckdb_constraints() "
            "where constraint_type in ('PRIMARY KEY', 'FOREIGN KEY', 'UNIQUE') order by all"
        ).fetchall()
        assert keys == [
            ("items", "FOREIGN KEY"),
            ("items", "PRIMARY KEY"),
            ("items", "UNIQUE"),
            ("parents", "PRIMARY KEY"),
        ]
        # A table that refers to itself cannot be filled parents first in one go: it says so.
        table = connection.execute(
            "select comment from duckdb_tables() where table_name = 'parents'"
        ).fetchone()
        assert table is not None and "parent refers to key of parents" in table[0]


def test_parquet_is_typed_and_described(built: Path) -> None:
    table = pyarrow.parquet.read_table(built / "parquet/items.parquet")
    assert [str(column.type) for column in table.schema] == [
        "int64", "double", "decimal128(19, 9)", "bool", "date32[day]", "timestamp[us]", "string",
    ]  # fmt: skip
    assert table.column("number").to_pylist() == [9, 10]
    names = pyarrow.parquet.read_schema(built / "parquet/parents.parquet").field("name")
    assert names.metadata[b"title"] == b"Name"


def test_the_zip_holds_the_package_and_opens_anywhere(built: Path) -> None:
    with zipfile.ZipFile(built / "small-1.0.0.zip") as packed:
        manifest = read_manifest(packed.read(MANIFEST).decode())
        assert sorted(packed.namelist()) == sorted([*manifest, MANIFEST])
        assert packed.read("data/items.csv") == (built / "data/items.csv").read_bytes()
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_zip_is_packed_by_pieces_whatever_their_size(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "PIECE", 7)
    archive.write_archive(built, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (built / "small-1.0.0.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "again.zip") as packed:
        assert packed.testzip() is None
        assert not any(each.flag_bits or each.extra for each in packed.infolist())


def test_a_release_built_again_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert build(read(built / "datapackage.json"), again).valid
    names = [*read_manifest((built / MANIFEST).read_text("utf-8")), MANIFEST,
             "small.sqlite", "small-1.0.0.zip", "parquet/items.parquet"]  # fmt: skip
    assert [n for n in names if (built / n).read_bytes() != (again / n).read_bytes()] == []


def test_input_order_does_not_matter(source: Path, built: Path, tmp_path: Path) -> None:
    lines = ITEMS_TEXT.splitlines(keepends=True)
    shutil.copytree(source.parent, tmp_path / "source")
    (tmp_path / "source/items.csv").write_text(lines[0] + lines[2] + lines[1], encoding="utf-8")
    other = tmp_path / "other"
    assert build(read(tmp_path / "source" / source.name), other).valid
    assert (other / MANIFEST).read_bytes() == (built / MANIFEST).read_bytes()


@pytest.mark.parametrize(
    ("schema", "text", "null_text", "written"),
    [
        (fields(field("a"), field("b")), "a,b\n,x\n", [""], "a,b\n,x\n"),
        (
            fields(field("a"), field("b"), missingValues=["NA"]),
            "a,b\n,NA\n",
            ["NA"],
            "a,b\n,NA\n",
        ),
        (fields(field("only")), 'only\n""\nx\n', [""], 'only\n""\nx\n'),
    ],
)
def test_missing_and_empty_stay_apart(
    schema: dict[str, Any], text: str, null_text: list[str], written: str, tmp_path: Path
) -> None:
    source = write_package(tmp_path, {"t": (schema, text)})
    assert build(read(source), tmp_path / "built").valid
    assert (tmp_path / "built/data/t.csv").read_text("utf-8") == written
    document = json.loads((tmp_path / "built/datapackage.json").read_text("utf-8"))
    assert document["resources"][0]["schema"]["missingValues"] == null_text


def test_an_empty_table_is_published_with_its_columns(tmp_path: Path) -> None:
    source = write_package(tmp_path, {"t": (fields(field("a", "integer"), field("b")), "a,b\n")})
    built = tmp_path / "built"
    assert build(read(source), built).valid
    assert (built / "data/t.csv").read_bytes() == b"a,b\n"
    assert pyarrow.parquet.read_table(built / "parquet/t.parquet").schema.names == ["a", "b"]
    assert rows(built / "small.sqlite", "select count(*) from t") == [(0,)]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("t", "SQL takes the view 't' for the table 't'"),
        ("T", "SQL takes the view 'T' for the table 't'"),
        ("sqlite_v", "the name 'sqlite_v' cannot be that of a view"),
    ],
)
def test_names_of_views_that_no_database_can_hold_are_refused(
    name: str, wrong: str, tmp_path: Path
) -> None:
    (tmp_path / f"{name}.sql").write_text("select 1 as a", encoding="utf-8")
    schema = (fields(field("a")), "a\nx\n")
    source = write_package(tmp_path, {"t": schema}, **{"pressmark:views": [f"{name}.sql"]})
    with pytest.raises(ProjectError) as caught:
        report_of(source)
    assert caught.value.wrong.startswith(wrong)
    assert caught.value.right


def test_a_folder_with_other_files_is_left_alone(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.txt").write_text("important", encoding="utf-8")
    with pytest.raises(ProjectError, match="holds other files"):
        build(read(source), folder)
    assert (folder / "thesis.txt").read_text("utf-8") == "important"


@pytest.mark.parametrize(
    ("version", "zipped"),
    [
        ("1/2", "small-1-2.zip"),
        ("../../x", "small-..-..-x.zip"),
        ("1.0.0\n", "small-1.0.0-.zip"),
        ("9" * 300, f"small-{'9' * 100}.zip"),
        ("1.0.0-rc.1+b", "small-1.0.0-rc.1+b.zip"),
    ],
)
def test_a_strangers_version_of_any_kind_names_a_file(
    version: str, zipped: str, tmp_path: Path
) -> None:
    source = write_package(tmp_path, {"t": (fields(field("a")), "a\nx\n")}, version=version)
    built = tmp_path / "built"
    assert build(read(source), built).valid
    assert [path.name for path in built.rglob("*.zip")] == [zipped]
    assert json.loads((built / "datapackage.json").read_text("utf-8"))["version"] == version
    listed = read_manifest((built / DERIVED_LIST).read_text("utf-8"))
    assert all(hash_file(built / name) == digest for name, digest in listed.items())


def test_wrong_data_builds_nothing(tmp_path: Path) -> None:
    source = write_package(tmp_path, {"t": (fields(field("a", "integer")), "a\nx\n")})
    before = sorted(path.name for path in tmp_path.iterdir())
    assert not build(read(source), tmp_path / "built").valid
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_the_manifest_script_finds_what_is_wrong(built: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    release = shutil.copytree(built, tmp_path / "release")

    def run() -> tuple[int, str]:
        answer = subprocess.run(
            [sys.executable, "-I", str(release / "verify.py")],
            capture_output=True,
            text=True,
            check=False,
        )
        return answer.returncode, answer.stdout

    code, said = run()
    assert code == 0 and f"sha256:{hash_file(release / MANIFEST)}" in said
    data = release / "data/items.csv"
    text = data.read_bytes()
    data.write_bytes(text.replace(b"1234.5", b"1234.6"))
    assert run()[0] == 1 and "changed: data/items.csv" in run()[1]
    data.unlink()
    assert "missing: data/items.csv" in run()[1]
    data.write_bytes(text)
    (release / "data/more.csv").write_bytes(b"a\n")
    assert "extra: data/more.csv" in run()[1]


def test_names_that_full_text_keeps_to_itself_are_released(tmp_path: Path) -> None:
    """`rank` is only not searched; beside a `rowid` nothing of the table is."""
    ranked = fields(field("id"), field("Rank"), field("note"), primaryKey="id")
    odd = fields(field("id"), field("rowid"), field("note"), primaryKey="id")
    path = write_package(
        tmp_path,
        {"ranked": (ranked, "id,Rank,note\na,first,x\n"), "odd": (odd, "id,rowid,note\na,b,x\n")},
    )
    assert build(read(path), tmp_path / "out").valid
    indexes = "select name from sqlite_master where name in ('ranked_fts', 'odd_fts')"
    assert rows(tmp_path / "out/small.sqlite", indexes) == [("ranked_fts",)]


def views(source: Path, **statements: str) -> None:
    """Give a package views, in the order of their names."""
    document = json.loads(source.read_text("utf-8"))
    document["pressmark:views"] = [f"{name}.sql" for name in statements]
    for name, statement in statements.items():
        (source.parent / f"{name}.sql").write_text(f"-- title: {name}\n{statement}\n", "utf-8")
    source.write_text(json.dumps(document), encoding="utf-8")


def test_views_may_ask_each_other_in_any_order(tmp_path: Path) -> None:
    source = write_package(tmp_path, {"t": (fields(field("a")), "a\nx\n")})
    views(
        source,
        first="select a from second",
        second="select a from third",
        third="select a from t",
    )
    assert build(read(source), tmp_path / "built").valid
    with closing(duckdb.connect(str(tmp_path / "built/small.duckdb"))) as connection:
        assert connection.execute("select a from first").fetchall() == [("x",)]
    assert rows(tmp_path / "built/small.sqlite", "select a from first") == [("x",)]


def test_views_that_ask_each_other_in_a_circle_are_refused_by_name(tmp_path: Path) -> None:
    source = write_package(tmp_path, {"t": (fields(field("a")), "a\nx\n")})
    views(source, sound="select a from t", one="select a from two", two="select a from one")
    with pytest.raises(ProjectError, match=r"one\.sql: .*refuses it"):
        build(read(source), tmp_path / "built")
