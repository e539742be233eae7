"""Names of files and of SQL: different ones stay different, on every system, and are the same ever.

Whatever a table is called, its files stand inside the release; names that were published before
keep themselves.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pressmark.package import Descriptor, Package
from pressmark.package.names import (
    choose_sql_names,
    explain_no_name,
    name_files,
    name_in_sql,
    name_package_file,
    name_table_files,
)
from pressmark.package.project import read_project
from tests.packages import field, fields, write_package

ANY = some.text(min_size=1, max_size=8) | some.sampled_from(
    ["a", "A", "b", "B", "a_2", "A_2", "data", "Data", "DATA", "con", "CON", "aux.txt", "nul", "..",
     ".", "/", "\\", "a/b", "../a", "C:", "table", "İ", "i̇", "ß", "SS", "Sqlite_a", "_sqlite_a",
     "x" * 201, "x" * 300, "COM1", " a", "a ", "a.", "данные", "数据", "-a", "a-b"]
)  # fmt: skip
"""Names of any kind, and often those that differ in little."""
NAMES = some.lists(ANY, min_size=1, max_size=12, unique=True)
DEVICES = {"con", "prn", "aux", "nul", "conin", "conout",
           *(f"{kind}{digit}" for kind in ("com", "lpt") for digit in range(10))}  # fmt: skip
"""Microsoft, "Naming Files, Paths, and Namespaces": no file may be called so, with any ending."""
SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


@given(NAMES)
def test_different_names_have_different_files_on_every_system(names: list[str]) -> None:
    files = name_files(names)
    assert list(files) == names
    assert len({each.lower() for each in files.values()}) == len(names)
    for each in (*files.values(), *map(name_package_file, names)):
        assert SAFE.fullmatch(each)
        assert len(each) <= 200
        assert each.partition(".")[0].lower() not in DEVICES


@given(NAMES, some.randoms())
def test_the_file_of_a_table_is_the_same_in_whatever_order_tables_come(
    names: list[str], chance: Any
) -> None:
    shuffled = list(names)
    chance.shuffle(shuffled)
    assert name_files(shuffled) == name_files(names)


@given(NAMES)
def test_different_names_are_different_in_sql_whatever_comes_after_them(names: list[str]) -> None:
    known = choose_sql_names(names)
    assert len({each.lower() for each in known}) == len(names)
    assert not [each for each in known if each.lower().startswith("sqlite_")]
    assert choose_sql_names(known) == known
    assert all(choose_sql_names(names[:number]) == known[:number] for number in range(len(names)))


@given(some.lists(some.from_regex(r"[a-z0-9_][a-z0-9._-]{0,9}", fullmatch=True), unique=True))
def test_names_that_need_no_other_keep_themselves(names: list[str]) -> None:
    plain = [each for each in names if each.partition(".")[0] not in DEVICES]
    assert name_files(plain) == {each: each for each in plain}
    wanted = [each for each in plain if not each.startswith("sqlite_")]
    assert choose_sql_names(wanted) == tuple(wanted)


@pytest.mark.parametrize(
    ("names", "files"),
    [
        (("My Table (2024)", "order"), ("My-Table-2024-bf550af3", "order")),
        (("популяция",), ("table-008449d3",)),
        (("Data", "data"), ("Data-cec3a9b8", "data")),
        (("Data", "DATA"), ("Data-cec3a9b8", "DATA-c97c29c7")),
        (("../up", "con", "Été 2024"), ("up-8c722b8a", "table-con-", "Ete-2024-")),
        (("Data", "a.b", "T_1"), ("Data", "a.b", "T_1")),
    ],
)
def test_what_files_are_called(names: tuple[str, ...], files: tuple[str, ...]) -> None:
    found = name_files(names)
    for name, file in zip(names, files, strict=True):
        assert found[name].startswith(file)
        assert found[name] == file or file.endswith("-")


def test_a_file_name_that_somebody_has_is_marked_longer() -> None:
    assert name_files(["a b", "a-b-c8687a08"])["a b"] == "a-b-c8687a08a"


@pytest.mark.parametrize(
    ("names", "known"),
    [
        (("ID", "id", "Id"), ("ID", "id_2", "Id_3")),
        (("id", "id_2", "ID"), ("id", "id_2", "ID_3")),
        (("id", "ID", "ID_2"), ("id", "ID_2", "ID_2_2")),
        (("sqlite_x", "_sqlite_x", "данные", "Данные"), ("_sqlite_x", "_sqlite_x_2", "данные",
                                                          "Данные_2")),
        (("a b", 'q"', "select"), ("a b", 'q"', "select")),
    ],
)  # fmt: skip
def test_what_sql_calls_names(names: tuple[str, ...], known: tuple[str, ...]) -> None:
    assert choose_sql_names(names) == known


def test_a_line_end_is_no_name() -> None:
    assert explain_no_name("a\nb") == "holds the control character U+000A"
    assert explain_no_name("a\u2028b") == "holds the control character U+2028"
    assert explain_no_name("Été 数据 (2024)") is None


def alike(folder: Path) -> Package:
    """Read a package in which names differ in case alone."""
    schema = fields(
        field("ID", "integer"),
        field("id", "integer", title="The other"),
        field("Id"),
        primaryKey=["id"],
        uniqueKeys=[["Id", "ID"]],
        **{"pressmark:label": "Id", "pressmark:textDigest": "Id",
           "pressmark:passages": {"source": "Id", "start": "ID", "end": "id", "sha256": "Id"}},
    )  # fmt: skip
    key = {"fields": "id", "reference": {"resource": "Data", "fields": "id"}}
    child = fields(field("id", "integer"), foreignKeys=[key])
    return read_project(write_package(folder, {"data": (child, "id\n"), "Data": (schema, "")}))


def test_a_package_as_databases_name_it(tmp_path: Path) -> None:
    package = alike(tmp_path)
    named = name_in_sql(package)
    assert [table.name for table in named.tables] == ["data", "Data_2"]
    assert [table.published.name for table in named.tables] == ["data", "Data"]
    child, parent = (table.schema for table in named.tables)
    assert [(each.name, each.title) for each in parent.fields] == [
        ("ID", None), ("id_2", "The other"), ("Id_3", "Id"),
    ]  # fmt: skip
    assert (parent.primary_key, parent.unique_keys) == (("id_2",), (("Id_3", "ID"),))
    assert parent.label_field == "Id_3"
    assert (parent.model_extra or {})["pressmark:textDigest"] == "Id_3"
    assert (parent.model_extra or {})["pressmark:passages"]["end"] == "id_2"
    (key,) = child.foreign_keys
    assert (key.reference.resource, key.reference.fields) == ("Data_2", ("id_2",))
    assert named.tables[1].resource.title == "Data"
    assert name_in_sql(named) is named
    assert named.descriptor is package.descriptor


def test_a_package_that_needs_no_other_names_is_itself(tmp_path: Path) -> None:
    table = (fields(field("a b"), field("ä"), field("Ö")), "")
    package = read_project(write_package(tmp_path, {"t": table}))
    assert name_in_sql(package) is package


def test_a_release_keeps_the_files_that_it_has(tmp_path: Path) -> None:
    """A table `con` was released as data/con.csv before that name was marked, and stays there."""
    package = read_project(write_package(tmp_path, {"con": (fields(field("a")), "")}))
    assert name_table_files(package.descriptor)["con"].startswith("table-con-")
    document = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    document["resources"][0] |= {"path": "data/con.csv"}
    document["pressmark:format"] = 2
    released = Descriptor.model_validate_json(json.dumps(document), by_alias=True, by_name=False)
    assert name_table_files(released) == {"con": "con"}
    document["resources"][0] |= {"path": "con.csv"}
    elsewhere = Descriptor.model_validate_json(json.dumps(document), by_alias=True, by_name=False)
    assert name_table_files(elsewhere)["con"].startswith("table-con-")
