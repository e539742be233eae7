"""A table without a primary key keeps the order of its file, in every file of a release."""

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pressmark.compare import compare
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError
from pressmark.files.manifest import MANIFEST, hash_file, read_manifest
from pressmark.formats import FORMATS, Format, UnreadableFileError
from pressmark.package import Package
from pressmark.package.digests import read_table_digests
from pressmark.package.project import read_package, read_project
from pressmark.releases.build import build
from pressmark.verify.contents import read_digests
from tests.first_format import first_format
from tests.intake.test_sheets import row, xlsx
from tests.packages import field, fields, read, report_of, write_package

TALK = fields(field("who"), field("said"), field("at", "number"))
TALK_TEXT = "who,said,at\nZoe,Hello,1.50\nAnn,Hi,2\nZoe,Hello,1.50\nBob,,\nAnn,Hi,0.1\n"
TALK_CSV = b"who,said,at\nZoe,Hello,1.5\nAnn,Hi,2\nZoe,Hello,1.5\nBob,,\nAnn,Hi,0.1\n"
CODES = fields(field("id", "integer"), field("name"), uniqueKeys=[["id"]])
THINGS = fields(
    field("key", "integer"),
    field("code", "integer"),
    primaryKey="key",
    foreignKeys=[{"fields": "code", "reference": {"resource": "codes", "fields": "id"}}],
)
TABLES: dict[str, tuple[dict[str, Any], str]] = {
    "talk": (TALK, TALK_TEXT),
    "one": (fields(field("x")), 'x\nb\n""\nb\na\n'),
    "empty": (TALK, "who,said,at\n"),
    "shouted": (fields(field("PRESSMARK_ORDER", "integer")), "PRESSMARK_ORDER\n3\n1\n2\n"),
    "taken": (
        fields(field("pressmark_order_"), field("Pressmark_Order", "integer")),
        "pressmark_order_,Pressmark_Order\nz,1\na,2\n",
    ),
    "inside": (
        fields(field("record"), field("c1"), field("rowid")),
        "record,c1,rowid\n3,2,1\n1,1,1\n2,3,1\n",
    ),
    "codes": (CODES, "id,name\n3,three\n1,one\n2,two\n"),
    "things": (THINGS, "key,code\n2,3\n1,1\n"),
}  # fmt: skip
KEYLESS = tuple(name for name in TABLES if name != "things")
COLUMNS = {"shouted": "pressmark_order_", "taken": "pressmark_order__"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of tables with and without a key."""
    return built_of(tmp_path_factory.mktemp("order"), TABLES)


@pytest.fixture(scope="module")
def first(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a release of the first format."""
    return first_format(built, tmp_path_factory.mktemp("first") / "built")


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of one table without a key, to be copied."""
    return built_of(tmp_path_factory.mktemp("talk"), {"talk": TABLES["talk"]})


def built_of(folder: Path, tables: dict[str, tuple[dict[str, Any], str]], **more: Any) -> Path:
    """Build a stranger's package, whose own SQL is trusted."""
    path = write_package(folder, tables, **more)
    report = build(read_project(path, trust_rules=True), folder / "built")
    assert report.valid, report.findings
    return folder / "built"


def package_in(folder: Path) -> Package:
    return read_package(folder / "datapackage.json", trusted=True)


def asked(path: Path, statement: str) -> list[tuple[Any, ...]]:
    """Ask a SQLite or a DuckDB file."""
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(statement).fetchall()
    with closing(sqlite3.connect(path)) as other:
        return other.execute(statement).fetchall()


def digests(folder: Path) -> dict[str, dict[str, str]]:
    """Compute every table's digest from every format."""
    return {each.name: read_back(folder, each) for each in FORMATS if each.read}


def read_back(folder: Path, kind: Format) -> dict[str, str]:
    """Compute every table's digest from one format."""
    with Engine() as engine:
        return dict(read_digests(package_in(folder), folder, kind, engine))


def orders_told(folder: Path) -> dict[str, Any]:
    document = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return {each["name"]: each.get("pressmark:order") for each in document["resources"]}


# What a release holds


def test_the_descriptor_tells_the_order_where_no_key_does(built: Path) -> None:
    expected: dict[str, Any] = dict.fromkeys(KEYLESS, "file")
    assert orders_told(built) == expected | {"things": None}


def test_the_csv_has_the_order_of_the_file_and_no_column_more(built: Path) -> None:
    assert (built / "data/talk.csv").read_bytes() == TALK_CSV
    for name in KEYLESS[1:]:
        assert (built / f"data/{name}.csv").read_text("utf-8") == TABLES[name][1]
    assert (built / "data/things.csv").read_text("utf-8") == "key,code\n1,1\n2,3\n"


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("ending", ["sqlite", "duckdb"])
def test_the_databases_have_the_place_in_a_last_column(ending: str, name: str, built: Path) -> None:
    path = built / f"small.{ending}"
    columns = [row[1] for row in asked(path, f"select * from pragma_table_info('{name}')")]
    names = [each["name"] for each in TABLES[name][0]["fields"]]
    if name == "things":
        assert columns == names
        return
    column = COLUMNS.get(name, "pressmark_order")
    assert columns == [*names, column]
    records = list(csv.reader(io.StringIO((built / f"data/{name}.csv").read_text("utf-8"))))[1:]
    texts = ", ".join(f"""coalesce(cast("{each}" as varchar), '')""" for each in names)
    found = asked(path, f"select {column}, {texts} from {name} order by {column}")
    assert [place for place, *_ in found] == list(range(1, len(records) + 1))
    if name != "talk":  # Its numbers are written otherwise.
        assert [list(values) for _, *values in found] == records


def test_sqlite_numbers_its_records_by_the_place(built: Path) -> None:
    path = built / "small.sqlite"
    assert asked(path, "select rowid, pressmark_order from talk where who = 'Bob'") == [(4, 4)]
    found = "select rowid from talk_fts where talk_fts match 'bob'"
    assert asked(path, f"select who from talk where pressmark_order in ({found})") == [("Bob",)]


def test_duckdb_says_what_the_column_is(built: Path) -> None:
    statement = (
        "select comment, data_type, is_nullable from duckdb_columns() "
        "where table_name = 'taken' and column_name = 'pressmark_order__'"
    )
    expected = [("The place of the record in its file, from 1.", "BIGINT", False)]
    assert asked(built / "small.duckdb", statement) == expected


def test_parquet_has_the_order_and_no_column_more(built: Path) -> None:
    for name in KEYLESS:
        found = pyarrow.parquet.read_table(built / f"parquet/{name}.parquet")
        assert found.column_names == [each["name"] for each in TABLES[name][0]["fields"]]
    found = pyarrow.parquet.read_table(built / "parquet/inside.parquet")
    assert found.column("record").to_pylist() == ["3", "1", "2"]


def test_no_file_but_the_databases_speaks_of_the_column(talk: Path) -> None:
    speaking = {
        path.name
        for path in talk.rglob("*")
        if path.is_file() and b"pressmark_order" in path.read_bytes()
    }
    assert speaking == {"small.sqlite", "small.duckdb"}


@pytest.mark.parametrize("kind", ["built", "first"])
@pytest.mark.command
def test_each_format_gives_the_digest_of_the_csv(kind: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(kind)
    expected = {name: hash_file(folder / f"data/{name}.csv") for name in TABLES}
    assert read_table_digests(package_in(folder)) == expected
    assert digests(folder) == dict.fromkeys(("SQLite", "DuckDB", "Parquet"), expected)


@pytest.mark.parametrize("kind", ["built", "first"])
def test_a_release_of_a_release_is_the_same(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    folder: Path = request.getfixturevalue(kind)
    assert build(package_in(folder), tmp_path / "again").valid
    old, new = ((each / MANIFEST).read_text("utf-8") for each in (folder, tmp_path / "again"))
    assert read_manifest(old) == read_manifest(new)
    for name in ("small.sqlite", "parquet/talk.parquet"):
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


# The first format


def test_a_release_of_the_first_format_is_sorted_by_all_columns(first: Path) -> None:
    assert set(orders_told(first).values()) == {None}
    assert (first / "data/talk.csv").read_text("utf-8") == (
        "who,said,at\nAnn,Hi,0.1\nAnn,Hi,2\nBob,,\nZoe,Hello,1.5\nZoe,Hello,1.5\n"
    )
    for ending in ("sqlite", "duckdb"):
        found = asked(first / f"small.{ending}", "select * from codes")
        assert sorted(found) == [(1, "one"), (2, "two"), (3, "three")]


def test_another_order_of_another_format_is_no_change(first: Path, built: Path) -> None:
    """Of neither the schema nor the records: none is another, there or gone."""
    for pair in ((first, built), (built, first)):
        old, new = map(package_in, pair)
        with Engine() as engine:
            comparison = compare(old, new, engine)
        assert comparison.schema == ()
        assert not {each.change for each in comparison.listed} & {"added", "removed", "changed"}
        assert [(each.added, each.removed, each.changed) for each in comparison.tables] == [
            (0, 0, 0)
        ] * len(TABLES)


def test_a_property_that_is_not_true_is_not_released(tmp_path: Path) -> None:
    """A table that got a key is sorted by it, whatever its entry said before."""
    path = write_package(tmp_path, {"things": (fields(field("k"), primaryKey="k"), "k\nb\na\n")})
    document = json.loads(path.read_text("utf-8"))
    document["resources"][0]["pressmark:order"] = "file"
    path.write_text(json.dumps(document), "utf-8")
    assert build(read(path), tmp_path / "built").valid
    assert orders_told(tmp_path / "built") == {"things": None}
    assert (tmp_path / "built/data/things.csv").read_text("utf-8") == "k\na\nb\n"


# Where records come from


def test_files_that_are_read_one_after_the_other_are_one(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"talk": (TALK, "")})
    head, *records = TALK_TEXT.splitlines(keepends=True)
    document = json.loads(path.read_text("utf-8"))
    document["resources"][0]["path"] = ["z.csv", "a.csv", "m.csv"]
    path.write_text(json.dumps(document), "utf-8")
    for name, lines in (("z", [head, *records[:2]]), ("a", records[2:3]), ("m", records[3:])):
        (tmp_path / f"{name}.csv").write_text("".join(lines), "utf-8")
    assert build(read(path), tmp_path / "built").valid
    assert (tmp_path / "built/data/talk.csv").read_bytes() == TALK_CSV


def test_a_list_inside_the_descriptor_has_an_order(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (fields(field("x", "integer")), "")})
    document = json.loads(path.read_text("utf-8"))
    del document["resources"][0]["path"]
    document["resources"][0] |= {"data": [{"x": 2}, {"x": 3}, {"x": 1}], "format": "json"}
    path.write_text(json.dumps(document), "utf-8")
    assert build(read(path), tmp_path / "built").valid
    assert (tmp_path / "built/data/t.csv").read_text("utf-8") == "x\n2\n3\n1\n"


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_typed_sources_have_an_order(kind: str, tmp_path: Path) -> None:
    """Rows of a sheet that hold nothing, behind the last record, are none."""
    path = write_package(tmp_path, {"t": (fields(field("x"), field("y", "integer")), "")})
    document = json.loads(path.read_text("utf-8"))
    document["resources"][0]["path"] = f"t.{kind}"
    path.write_text(json.dumps(document), "utf-8")
    records = [("z", 2), ("a", 3), ("z", 2), ("m", 1)]
    if kind == "xlsx":
        sheet: list[tuple[str | int | None, ...]] = [("x", "y"), *records, (None, None), ("",)]
        rows = (row(number, *cells) for number, cells in enumerate(sheet, start=1))
        xlsx(tmp_path / "t.xlsx", "".join(rows))
    else:
        columns = dict(zip("xy", map(list, zip(*records, strict=True)), strict=True))
        pyarrow.parquet.write_table(pa.table(columns), tmp_path / "t.parquet", row_group_size=1)
    assert build(read(path), tmp_path / "built").valid
    assert (tmp_path / "built/data/t.csv").read_text("utf-8") == "x,y\nz,2\na,3\nz,2\nm,1\n"
    found = asked(tmp_path / "built/small.sqlite", "select pressmark_order, x from t")
    assert found == [(1, "z"), (2, "a"), (3, "z"), (4, "m")]


@pytest.mark.search
def test_a_long_table_keeps_its_order(tmp_path: Path) -> None:
    """More records than one batch has, which threads work on at the same time."""
    numbers = [number * 7919 % 150_001 for number in range(150_000)]
    text = "x,y\n" + "".join(f"{number},{number % 3}\n" for number in numbers)
    folder = built_of(tmp_path, {"t": (fields(field("x", "integer"), field("y")), text)})
    assert (folder / "data/t.csv").read_text("utf-8") == text
    for ending in ("sqlite", "duckdb"):
        found = asked(folder / f"small.{ending}", "select pressmark_order, x from t order by 1")
        assert found == list(enumerate(numbers, start=1))
    found = pyarrow.parquet.read_table(folder / "parquet/t.parquet").column("x")
    assert found.to_pylist() == numbers


CELLS = st.lists(st.tuples(*[st.sampled_from(["", "a", "b", "B", "10", "9"])] * 2), max_size=12)


@settings(deadline=None, max_examples=5, phases=(Phase.explicit, Phase.generate))
@given(CELLS)
def test_any_records_keep_their_order_in_every_format(
    tmp_path_factory: pytest.TempPathFactory, records: list[tuple[str, str]]
) -> None:
    text = "x,y\n" + "".join(f"{x},{y}\n" for x, y in records)
    tables = {"t": (fields(field("x"), field("y")), text)}
    folder = built_of(tmp_path_factory.mktemp("any"), tables)
    assert (folder / "data/t.csv").read_text("utf-8") == text
    expected = {"t": hash_file(folder / "data/t.csv")}
    assert list(digests(folder).values()) == [expected] * 3


# What is not as it should be


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ("update talk set pressmark_order = 9 where who = 'Bob'",
         "record 4 of talk has the place 5"),
        ("update talk set pressmark_order = 0 where who = 'Bob'",
         "record 1 of talk has the place 0"),
        ("alter table talk rename pressmark_order to place",
         "the columns of talk are who, said, at, place"),
        ("alter table talk drop column pressmark_order",
         "the columns of talk are who, said, at"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["sqlite", "duckdb"])
def test_places_that_do_not_count_are_told(
    ending: str, change: str, wrong: str, talk: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(talk, tmp_path / "built")
    path = folder / f"small.{ending}"
    kind = next(each for each in FORMATS if each.file.endswith(ending))
    if ending == "duckdb":
        with duckdb.connect(str(path)) as connection:
            connection.execute(change)
    else:
        with closing(sqlite3.connect(path)) as other:
            if "drop column" in change:
                other.execute("create table other as select who, said, at from talk")
                other.execute("drop table talk")
                other.execute("alter table other rename to talk")
            else:
                other.execute(change)
            other.commit()
    with pytest.raises(UnreadableFileError) as caught:
        read_back(folder, kind)
    assert str(caught.value).startswith(wrong)


@pytest.mark.parametrize("ending", ["sqlite", "duckdb"])
def test_exchanged_places_give_another_digest(ending: str, talk: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(talk, tmp_path / "built")
    path = folder / f"small.{ending}"
    kind = next(each for each in FORMATS if each.file.endswith(ending))
    changes = [
        f"update talk set pressmark_order = {new} where pressmark_order = {old}"
        for old, new in ((1, 100), (2, 1), (100, 2))
    ]
    if ending == "duckdb":
        with duckdb.connect(str(path)) as connection:
            for change in changes:
                connection.execute(change)
    else:
        with closing(sqlite3.connect(path)) as other:
            for change in changes:
                other.execute(change)
            other.commit()
    found = read_back(folder, kind)
    assert found["talk"] != hash_file(folder / "data/talk.csv")


# SQL that comes with a package


def test_views_and_queries_may_ask_for_the_order(tmp_path: Path) -> None:
    """Both engines answer them alike, which is tried before anything is published."""
    select = "select pressmark_order, who from talk order by pressmark_order limit 2"
    for name in ("v", "q"):
        (tmp_path / f"{name}.sql").write_text(f"-- title: Who began?\n{select}\n", "utf-8")
    folder = built_of(
        tmp_path,
        {"talk": TABLES["talk"]},
        **{"pressmark:views": ["v.sql"], "pressmark:queries": ["q.sql"]},
    )
    for ending in ("sqlite", "duckdb"):
        found = asked(folder / f"small.{ending}", "select * from v order by 1")
        assert found == [(1, "Zoe"), (2, "Ann")]


RULE = """-- table: talk
-- key: {}
-- field: at
-- message: {{who}} speaks before the one before
select pressmark_order, who, said, "at" from (
    select *, lag("at") over (order by pressmark_order) as before from talk
) where "at" < before
"""


@pytest.mark.parametrize(("key", "records"), [("pressmark_order", [3, 5]), ("who", [1, 2, 3, 5])])
def test_rules_see_the_order_and_name_records_by_it(
    key: str, records: list[int], tmp_path: Path
) -> None:
    """A key that several records share names each of them."""
    (tmp_path / "r.sql").write_text(RULE.format(key), "utf-8")
    tables = {"talk": (TALK, TALK_TEXT.replace("Bob,,", "Bob,,3"))}
    path = write_package(tmp_path, tables, **{"pressmark:rules": ["r.sql"]})
    report = report_of(path)
    assert sorted({each.record for each in report.findings if each.record}) == records
    assert {each.rule for each in report.findings} == {"rule.r"}


def test_a_rule_without_a_key_is_told_of_the_place(tmp_path: Path) -> None:
    (tmp_path / "r.sql").write_text("-- table: taken\nselect * from taken\n", "utf-8")
    path = write_package(tmp_path, {"taken": TABLES["taken"]}, **{"pressmark:rules": ["r.sql"]})
    with pytest.raises(ProjectError) as caught:
        report_of(path)
    assert caught.value.right == (
        "write `-- key: <field>, <field>` at its top, or `-- key: pressmark_order__`, "
        "the place of a record in its file"
    )
