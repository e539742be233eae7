"""A wide table is judged, released and derived as a narrow one is, in the same bytes."""

import itertools
from contextlib import closing
from pathlib import Path

import apsw
import pyarrow as pa
import pytest

from pressmark.engine import cell_file, wide
from pressmark.engine.cell_file import CellFile
from pressmark.engine.connection import Engine
from pressmark.engine.tables import StoredTable
from pressmark.errors import MachineError
from pressmark.files.manifest import hash_file, list_files_below
from pressmark.formats import DUCKDB, PARQUET, SQLITE, UnreadableFileError
from pressmark.formats.sqlite import add_full_text, count_records
from pressmark.formats.sqlite import read as read_sqlite
from pressmark.package import Descriptor, Field, Package, Resource, Schema, Table, sqlite_width
from pressmark.package.digests import read_table_digests
from pressmark.package.project import read_package
from pressmark.releases.build import build
from pressmark.report import Passages
from pressmark.report.finding import Findings
from pressmark.validate import cell_judge
from pressmark.validate.extent import tell_of_width
from pressmark.verify.contents import read_digests
from tests.packages import field, fields, places_of, read, report_of, write_package
from tests.validate.test_evidence import MINUTES, folder_with, written
from tests.validate.test_evidence import judged as told
from tests.validate.test_own_rules import judged as broken

pytestmark = pytest.mark.search
EVERY = fields(
    field("id", "integer", constraints={"required": True}),
    field("other", "integer"),
    field("third", "integer", title="x"),
    field("number", "number", decimalChar=","),
    field("exact", "number", decimalChar=","),
    field("sure", "boolean"),
    field("day", "date"),
    field("moment", "datetime"),
    field("text"),
    field("list", "list"),
    field("any", "any", missingValues=["-", ""]),
    field("kind", categories=["a", "b"]),
)
RECORDS = (
    '3,1,1,"1,50","12345678901234567890,5",true,2020-01-02,2020-01-02T03:04:05,"a ""q"",","x,y",'
    "-,a\n"
    '1,,9223372036854775807,"-0,1",,false,1066-01-02,,"line\nend",,z,b\n'
    "2,3,,,,,,,,,,\n"
)
WRONG = '3,x,1,"1,50",,maybe,,,,,,c\n,y,\u202e,,,,,,,,,\n2,z,1,"x",,,2020-02-30,,\u200b,,,\n'
HEADER = ",".join(each["name"] for each in EVERY["fields"]) + "\n"
OTHERWISE = ("duckdb", "derived-sha256.txt")
"""A DuckDB file holds a random identifier."""


def made_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every table for a wide one, and every column for one of many that are alike."""
    monkeypatch.setattr(wide, "WIDE", 0)
    monkeypatch.setattr(cell_file, "CELLS_AT_ONCE", 24)
    monkeypatch.setattr(cell_judge, "FEW_ALIKE", 0)


def package_of(schema: Schema) -> Package:
    """Give a package of one table."""
    resource = Resource(name="t", path=("t.csv",))
    table = Table(resource, schema, (), "t.csv")
    return Package(Descriptor(name="p", resources=(resource,)), Path(), "p", (table,))


def digests(folder: Path) -> dict[str, str]:
    """Give the digests of what a build wrote, but for files that never are the same."""
    return {
        name: hash_file(folder / name)
        for name in list_files_below(folder)
        if not name.endswith(OTHERWISE) and not name.startswith(("report", "provenance"))
    }


@pytest.mark.parametrize("schema", [EVERY, {**EVERY, "primaryKey": "id"}])
def test_a_wide_table_has_the_bytes_of_a_narrow_one(
    schema: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"t": (schema, HEADER + RECORDS), "none": (EVERY, HEADER)}
    texts["blank"] = (fields(field("a", missingValues=["NA"]), field("b")), "a,b\nx,\nNA,y\n")
    source = write_package(tmp_path, texts)
    assert build(read(source), tmp_path / "narrow").valid
    made_wide(monkeypatch)
    assert build(read(source), tmp_path / "wide").valid
    assert digests(tmp_path / "wide") == digests(tmp_path / "narrow")


def test_a_wide_table_is_judged_like_a_narrow_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_package(tmp_path, {"t": (EVERY, HEADER + WRONG)})
    narrow = report_of(source)
    made_wide(monkeypatch)
    found = report_of(source)
    assert found.counts == narrow.counts
    assert places_of(found) == places_of(narrow)
    assert [each.message for each in found.findings] == [each.message for each in narrow.findings]


def test_columns_that_are_alike_are_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def selecting(judge: cell_judge.CellJudge, checks: list[object], *words: object) -> str:
        asked.append(len(checks))
        return choose(judge, checks, *words)  # type: ignore[arg-type]

    choose = cell_judge.CellJudge.selecting
    monkeypatch.setattr(cell_judge.CellJudge, "selecting", selecting)
    for width in (300, 600):
        names = [f"c{number}" for number in range(width)]
        schema = fields(*(field(name, "integer") for name in names))
        text = ",".join(names) + "\n" + ",".join("1" for _ in names) + "\n"
        assert report_of(write_package(tmp_path, {"t": (schema, text)})).valid
    assert len(asked) == 2 and asked[0] == asked[1] < 10


def test_sqlite_holds_the_first_fields_and_the_keys_of_a_table_that_is_too_wide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_width, "MOST_COLUMNS", 10)
    monkeypatch.setattr(sqlite_width, "KEPT", 4)
    keyed = {**EVERY, "primaryKey": "text", "uniqueKeys": [["kind", "id"]]}
    few = fields(field("a"))
    records = RECORDS.replace("2,3,,,,,,,,,,", "2,3,,,,,,,w,,,b")
    texts = {"t": (keyed, HEADER + records), "few": (few, "a\n1\n")}
    source = write_package(tmp_path, texts)
    report = build(read(source), tmp_path / "built")
    assert report.valid and report.counts["schema.wide"] == 1
    released = read_package(tmp_path / "built/datapackage.json", trusted=False)
    held = sqlite_width.narrow_package(released)
    names = [each.name for each in held.table("t").schema.fields]
    assert names == ["id", "other", "text", "kind"]
    assert "4 of its 12 fields" in (held.table("t").resource.description or "")
    assert held.table("few") == released.table("few")
    assert count_records(released, tmp_path / "built") == {"t": 3, "few": 1}
    assert [table.name for table, _ in read_sqlite(released, tmp_path / "built")] == ["few"]


@pytest.mark.parametrize(
    ("count", "key", "wide"),
    [(1_999, None, False), (2_000, None, True), (2_000, "c0", False), (2_001, "c0", True)],
)
def test_a_table_is_too_wide_where_its_fields_and_places_are_more_than_sqlite_holds(
    count: int, key: str | None, *, wide: bool
) -> None:
    schema = Schema(
        fields=tuple(Field(name=f"c{n}") for n in range(count)), primary_key=(key,) if key else None
    )
    package, findings = package_of(schema), Findings(limit=1)
    tell_of_width(package, findings)
    assert findings.counts["schema.wide"] == wide
    held = sqlite_width.narrow_package(package).tables[0].schema.fields
    assert len(held) == (1_900 if wide else count)


def test_full_text_has_room_for_the_first_fields_of_the_widest_table() -> None:
    names = [f"c{number}" for number in range(2_000)]
    table = package_of(Schema(fields=tuple(Field(name=name, type="string") for name in names)))
    with closing(apsw.Connection(":memory:")) as connection:
        connection.execute(f"create table t ({', '.join(names)})")
        add_full_text(connection, StoredTable(table.tables[0], 0, (), ""), set())
        found = connection.execute("pragma table_info(t_fts)").fetchall()
    assert [row[1] for row in found] == names[:1_900]


def test_cells_added_by_several_threads_are_given_in_file_order(tmp_path: Path) -> None:
    file = CellFile(tmp_path / "cells.arrow")
    blocks = [
        pa.RecordBatch.from_pydict(
            {"record": [first, first + 1], "c1": ["a", None], "c2": ["b", ""]}
        )
        for first in (5, 1, 3)
    ]
    for each in blocks:
        file.add(each)
    file.add(blocks[0].slice(0, 0))
    (held,) = {tuple(each.schema.names) for each in file.batches([2])}
    assert (held, file.records, file.columns) == (("record", "c2"), 6, 2)
    given = [record for each in file.batches([2]) for record in each.column(0).to_pylist()]
    assert given == [1, 2, 3, 4, 5, 6]
    order = pa.array([6, 1, 4], pa.int64())
    taken = pa.Table.from_batches(file.placed([1, 2], order)).to_pydict()
    assert taken == {"record": [6, 1, 4], "c1": [None, "a", None], "c2": ["", "b", ""]}
    assert (file.lacks("a"), file.lacks("NA")) == (False, True)
    file.remove()
    assert not file.path.exists() and not list(file.batches([1]))
    assert not list(file.placed([1], order)) and file.lacks("a")


def test_a_disk_that_is_full_is_the_machines_failure(tmp_path: Path) -> None:
    file = CellFile(tmp_path / "nowhere" / "cells.arrow")
    with pytest.raises(MachineError, match="temporary file of the database engine"):
        file.add(pa.RecordBatch.from_pydict({"record": [1], "c1": ["a"]}))


def test_own_rules_and_passages_ask_a_wide_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_wide(monkeypatch)
    for name in ("rules", "passages"):
        (tmp_path / name).mkdir()
    report = broken(tmp_path / "rules", "-- table: t\n-- field: since\nselect since, k from t")
    assert [(each.record, each.line) for each in report.findings] == [(1, 2), (2, 3), (3, 4)]
    texts = folder_with(tmp_path, "minutes.txt", MINUTES)
    assert told(written(tmp_path / "passages"), texts).passages == Passages(3, 3)


@pytest.mark.parametrize("schema", [EVERY, {**EVERY, "primaryKey": "id"}])
def test_each_format_gives_the_digest_of_a_wide_table(
    schema: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_package(tmp_path, {"t": (schema, HEADER + RECORDS), "none": (EVERY, HEADER)})
    made_wide(monkeypatch)
    assert build(read(source), tmp_path / "wide").valid
    released = read_package(tmp_path / "wide/datapackage.json", trusted=False)
    for kind in (SQLITE, DUCKDB, PARQUET):
        with Engine() as engine:
            found = dict(read_digests(released, tmp_path / "wide", kind, engine))
            assert found == read_table_digests(released)
            assert not list(engine.place.glob("*.arrow"))


def test_a_place_that_does_not_count_on_is_found_in_a_wide_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_package(tmp_path, {"t": (EVERY, HEADER + RECORDS)})
    made_wide(monkeypatch)
    assert build(read(source), tmp_path / "wide").valid
    released = read_package(tmp_path / "wide/datapackage.json", trusted=False)
    path = tmp_path / "wide" / DUCKDB.path(released)
    for right, wrong in itertools.pairwise((3, -9, 0, 4)):
        with Engine(path) as engine:
            engine.run(f"update t set pressmark_order = {wrong} where pressmark_order = {right}")
        with Engine() as engine, pytest.raises(UnreadableFileError, match="record 3 of t has"):
            dict(read_digests(released, tmp_path / "wide", DUCKDB, engine))
