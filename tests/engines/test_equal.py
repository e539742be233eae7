"""One machine and many say the same of every package, however it is cut and in whatever order."""

import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from pyarrow import parquet

from pressmark.package.project import read_project
from pressmark.validate.choice import ChosenRules
from tests.differential.case import Case
from tests.differential.generated import cases
from tests.hostile.corpus import EVERY
from tests.hostile.entry import Entry
from tests.packages import field, fields, write_package

from .__main__ import GENERATED, draw_cases
from .compared import Said, said_by_many, said_by_one
from .parquet_files import KINDS, draw_columns, write_parquet_files
from .partitions import Partitions
from .planted import CHILD, PARENT, PLANTED, draw_table, plant, refer

LIMITS = (1, 3, 100)
NUMBERS = (1, 4, 37)
PAIRS = [
    pytest.param(
        limit, number, marks=() if LIMITS.index(limit) == NUMBERS.index(number)
        else pytest.mark.thorough,
    )
    for limit in LIMITS
    for number in NUMBERS
]  # fmt: skip
"""Every limit with every number of partitions: `make thorough`."""
FEW, MANY = (1, 4), (100, 9)
"""A limit and a number of partitions: nine cut every table here between a few of its records."""
CUT = pytest.mark.parametrize("cut", [MANY, pytest.param(FEW, marks=pytest.mark.thorough)])
SAMPLED, TAKEN = 32, 8
"""One of so many is asked always, and in `make thorough`; `make check-engines` asks all."""
HOSTILE = [
    pytest.param(
        entry, at, id=entry.name, marks=() if at % SAMPLED == TAKEN else pytest.mark.thorough
    )
    for at, entry in enumerate(EVERY)
    if at % TAKEN == 0
]


def hold_equal(path: Path, *cuts: tuple[int, int]) -> Said:
    """Hold what many say to what one says, few and many unless told; give the last."""
    for limit, number in cuts or (FEW, MANY):
        alone = said_by_one(path, limit)
        assert said_by_many(path, limit, number) == alone
    return alone


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a package of planted errors."""
    return write_package(tmp_path_factory.mktemp("planted"), {"t": (PLANTED, plant(200))})


@pytest.mark.parametrize(("limit", "number"), PAIRS)
def test_planted_errors_are_told_alike(planted: Path, limit: int, number: int) -> None:
    alone = said_by_one(planted, limit)
    cluster = Partitions(random.Random(number))  # noqa: S311 - an order
    assert said_by_many(planted, limit, number, cluster=cluster) == alone
    assert cluster.rounds[0] >= number
    found = json.loads(alone[0])["counts"]
    assert len(found) >= 14
    assert {"record.blank", "record.short", "record.long", "key.primary"} <= set(found)


def test_rules_that_are_asked_and_ignored_are_told_alike(planted: Path) -> None:
    choice = ChosenRules(("cell.type", "key"), frozenset(("cell.type", "key.primary")),
                         {"key.primary": "known"})  # fmt: skip
    assert said_by_many(planted, 3, 4, choice) == said_by_one(planted, 3, choice)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.thorough)])
def test_keys_are_told_alike(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)  # noqa: S311 - a sample
    tables = {"c": (CHILD, draw_table(draw, 60)), "p": (PARENT, draw_table(draw, 20))}
    found = json.loads(hold_equal(write_package(tmp_path, tables))[0])["counts"]
    keys = {"key.unique", "key.foreign", "key.parent_not_unique"}
    assert keys <= set(found)


def test_a_key_of_half_the_records_sends_few_rows(tmp_path: Path) -> None:
    parent = fields(field("k"), primaryKey=["k"])
    child = fields(field("k"), foreignKeys=[refer("k", "k", "p")])
    text = "k\n" + "often\nmissing\n" * 500
    path = write_package(tmp_path, {"c": (child, text), "p": (parent, "k\noften\n")})
    alone = said_by_one(path, 3)
    assert said_by_many(path, 3, 4) == alone
    assert json.loads(alone[0])["counts"] == {"key.foreign": 500}


@CUT
@pytest.mark.parametrize(
    "broken",
    ["", '1,"open\n', '1,st"ray,x,1\n2,"c"d,x,2\n', "1,2,3\r1,2,3\r", "\udcff,b,1\n", "no parent"],
    ids=["sound", "unclosed", "stray", "returns", "encoding", "gone"],
)
def test_reading_that_stops_is_told_alike(
    broken: str, cut: tuple[int, int], tmp_path: Path
) -> None:
    """Keys that lead to what was not read are not judged, and all later counts agree."""
    draw = random.Random(3)  # noqa: S311 - a sample
    text = draw_table(draw, 20) + broken + draw_table(draw, 20).partition("\n")[2]
    tables = {"p": (PARENT, ""), "c": (CHILD, draw_table(draw, 30))}
    path = write_package(tmp_path, tables)
    (tmp_path / "p.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    if broken == "no parent":
        (tmp_path / "p.csv").unlink()
    hold_equal(path, cut)


def test_several_files_are_told_alike(tmp_path: Path) -> None:
    """Each line by its file, one of which repeats the header."""
    path = write_package(tmp_path, {"t": (PLANTED, "")})
    header, *lines = plant(60).splitlines(keepends=True)
    parts = (lines[:20], [header, *lines[20:40]], lines[40:])
    names = [f"t{number}.csv" for number in range(3)]
    for name, part in zip(names, parts, strict=True):
        (tmp_path / name).write_text("".join(part), "utf-8")
    (tmp_path / names[0]).write_text(header + "".join(lines[:20]), "utf-8")
    document = json.loads(path.read_text())
    document["resources"][0]["path"] = names
    path.write_text(json.dumps(document))
    said = json.loads(hold_equal(path)[0])
    assert {each["path"] for each in said["findings"]} >= set(names)
    assert said["counts"]["header.repeated"] == 1


def write_parquet(folder: Path, columns: dict[str, Any], **properties: Any) -> Path:
    """Write a package of one Parquet table of many small row groups."""
    path = write_package(folder, {"t": (fields(*map(field, columns)), "")}, **properties)
    document = json.loads(path.read_text())
    document["resources"][0]["path"] = "t.parquet"
    parquet.write_table(pa.table(columns), folder / "t.parquet", row_group_size=7)
    path.write_text(json.dumps(document))
    return path


def test_row_groups_are_told_alike(tmp_path: Path) -> None:
    columns = {"a": [f"x{number % 30}\x07" for number in range(50)], "b": [None, "=1"] * 25}
    path = write_parquet(tmp_path, columns)
    cluster = Partitions(random.Random(1))  # noqa: S311 - an order
    assert said_by_many(path, 3, 1_000, cluster=cluster) == said_by_one(path, 3)
    assert cluster.rounds == [9]


def test_row_groups_that_cannot_be_read_are_left_to_one_reader(tmp_path: Path) -> None:
    columns = {"a": ["x" * 40] * 20 + ["y" * 4_000] + ["x"] * 20, "b": ["z"] * 41}
    limits = {"pressmark:limits": {"recordBytes": 2_000}}
    path = write_parquet(tmp_path, columns, **limits)
    cluster = Partitions(random.Random(1))  # noqa: S311 - an order
    assert said_by_many(path, 3, 4, cluster=cluster) == said_by_one(path, 3)
    assert cluster.rounds == [3, 1]


FAULTS: dict[str, Any] = {
    "sound files": lambda table: table,
    "no records": lambda table: table.slice(0, 0),
    "columns in another order": lambda table: table.select(["b", "a"]),
    "a column of another name": lambda table: table.rename_columns(["a", "bb"]),
    "a column too few": lambda table: table.select(["b"]),
    "a column that is not read": lambda table: table.set_column(
        0, "a", pa.array([b"x"] * len(table))
    ),
    "whole numbers": lambda table: table.set_column(1, "b", pa.array(range(len(table)))),
    "a cell that is no text": lambda table: table.set_column(0, "a", pa.array([b"\xff"] * 60)
                                                             .view(pa.string())),
}  # fmt: skip


@CUT
@pytest.mark.parametrize("second", FAULTS)
def test_several_parquet_files_are_told_alike(
    second: str, cut: tuple[int, int], tmp_path: Path
) -> None:
    schema = fields(
        field("a", constraints={"required": True}), field("b", "integer"), uniqueKeys=[["a"]]
    )
    tables = [draw_columns(70 * at, 60, kind) for at, kind in enumerate(KINDS)]
    tables[1] = FAULTS[second](tables[1])
    path = write_parquet_files(tmp_path, tables, schema, "")
    said = json.loads(hold_equal(path, cut)[0])
    if second != "a column that is not read" and cut == MANY:
        assert {each["path"] for each in said["findings"]} > {"0.parquet"}


@pytest.mark.parametrize("broken", ["its middle", "its end", "all of it"])
def test_parquet_files_of_which_one_is_damaged_are_told_alike(broken: str, tmp_path: Path) -> None:
    """What stands before it is judged, unless nothing can be seen of its columns."""
    tables = [draw_columns(100 * at, 90, pa.string()) for at in range(3)]
    path = write_parquet_files(tmp_path, tables)
    raw = (tmp_path / "1.parquet").read_bytes()
    half = len(raw) // 3
    spoiled = {"its middle": raw[:half] + bytes(60) + raw[half + 60 :], "its end": raw[:-4],
               "all of it": b""}  # fmt: skip
    (tmp_path / "1.parquet").write_bytes(spoiled[broken])
    said = json.loads(hold_equal(path)[0])
    assert said["counts"]["file.format"] == 1
    assert bool(said["tables"][0]["records"]) == (broken == "its middle")


def test_a_parquet_file_that_is_gone_is_told_alike(tmp_path: Path) -> None:
    path = write_parquet_files(tmp_path, [draw_columns(0, 40, pa.string())] * 3)
    (tmp_path / "1.parquet").unlink()
    assert json.loads(hold_equal(path)[0])["counts"]["file.missing"] == 1


def test_small_row_groups_are_read_together(tmp_path: Path) -> None:
    """As many of one file as a worker reads at least; a digest is one task more."""
    path = write_parquet_files(tmp_path, [draw_columns(0, 60, pa.string())] * 2)
    rounds = []
    for number in (1, 4, 1_000):
        cluster = Partitions(random.Random(1))  # noqa: S311 - an order
        assert said_by_many(path, 3, number, cluster=cluster) == said_by_one(path, 3)
        rounds += cluster.rounds
    assert rounds == [3, 4, 26]


def test_no_worker_unpacks_more_than_one_machine_would(tmp_path: Path) -> None:
    """A small file says ten million times that a cell holds one long text."""
    (bomb,) = (each for each in EVERY if each.name == "a Parquet text of a terabyte")
    bomb.make(tmp_path, 1)
    alone = hold_equal(tmp_path / bomb.project)
    assert "file.compressed_bomb" in alone[0]


@pytest.mark.parametrize(("entry", "at"), HOSTILE)
def test_hostile_packages_are_told_alike(entry: Entry, at: int, tmp_path: Path) -> None:
    entry.make(tmp_path, 1)
    path, limit = tmp_path / entry.project, LIMITS[at % 3]
    try:
        read_project(path)
    except Exception:  # noqa: BLE001 - it is refused before anybody judges
        return
    assert said_by_many(path, limit, 4) == said_by_one(path, limit)


@pytest.mark.search
def test_engines_are_compared_on_the_same_generated_packages_each_time() -> None:
    drawn = draw_cases(GENERATED)
    assert len(drawn) == GENERATED and draw_cases(GENERATED) == drawn


@given(case=cases())
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
def test_generated_packages_are_told_alike(
    case: Case, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = case.write(tmp_path_factory.mktemp("generated"))
    assert said_by_many(path, 3, 4) == said_by_one(path, 3)
