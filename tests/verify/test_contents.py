"""A table's content digest is the same from CSV, SQLite, DuckDB and Parquet, for every type."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pressmark.engine.connection import Engine
from pressmark.formats import FORMATS, SQLITE, Batches, UnreadableFileError
from pressmark.package import Descriptor, Package, Table
from pressmark.package.digests import read_content_digest, read_table_digests
from pressmark.package.own import FORMAT, TREE
from pressmark.package.project import read_package
from pressmark.releases.build import build
from pressmark.verify.contents import read_digests, read_measured
from tests.packages import field, fields, read, write_package


def digests(package: Package, folder: Path) -> dict[str, dict[str, str]]:
    """Compute every table's digest from every format."""
    with Engine() as engine:
        return {
            each.name: dict(read_digests(package, folder, each, engine))
            for each in FORMATS
            if each.read
        }


def built(source: Path, folder: Path) -> Package:
    report = build(read(source), folder)
    assert report.valid, report.findings
    return read_package(folder / "datapackage.json", trusted=True)


EDGES: tuple[tuple[str, str, list[str]], ...] = (
    ("integer", "integer", ["-9223372036854775808", "9223372036854775807", "0", ""]),
    ("integer", "text", ["9223372036854775808", "1", ""]),
    ("number", "double", ["0.00000000000001", "-0", "-1.5", "0.30", ""]),
    ("number", "double", ["12345678901234.5", "-1e13", "100000", ""]),
    ("number", "decimal", ["12345678901234567890.5", "-0.00", "0.10000000000000000000", ""]),
    ("number", "text", ["NaN", "INF", "-INF", "1e400", "1" * 39, ""]),
    ("boolean", "boolean", ["true", "false", ""]),
    ("date", "date", ["0001-01-01", "9999-12-31", ""]),
    ("date", "text", ["0000-01-01", ""]),
    ("datetime", "timestamp", ["0001-01-01T00:00:00", "9999-12-31T23:59:59.999999",
                               "2021-01-31T10:00:00.120", ""]),
    ("datetime", "text", ["2021-01-31T10:00:00Z", "2021-01-31T10:00:00.1234567", ""]),
    ("time", "text", ["10:00:00", "23:59:59.50", ""]),
    ("duration", "text", ["P1M", "-PT0.5S", ""]),
    ("array", "text", ['[1, {"b": 1, "a": null}]', "[]", ""]),
    ("object", "text", ['{"b": 1e2, "a": "é"}', ""]),
    ("geopoint", "text", ["90.50, -1", ""]),
    ("list", "text", ["a,b", ""]),
    ("any", "text", ["1", "x", ""]),
    ("string", "text", [",", '"', "a\nb", " ", "é", ""]),
)  # fmt: skip
"""A type, the storage that its cells ask for, and cells at the edges of it."""


@pytest.fixture(scope="module", params=[False, True], ids=["unkeyed", "keyed"])
def edges(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Package, dict[str, dict[str, str]]]:
    """Build a table for each of them, with a key or without; give what each format digests to."""
    folder, tables = tmp_path_factory.mktemp("edges"), {}
    for number, (type_, _, cells) in enumerate(EDGES):
        written = io.StringIO()
        rows = csv.writer(written, quoting=csv.QUOTE_ALL)
        rows.writerows([("n", "a"), *enumerate(cells)])
        schema = fields(field("n", "integer"), field("a", type_))
        if request.param:
            schema["primaryKey"] = "n"
        tables[f"t{number}"] = (schema, written.getvalue())
    package = built(write_package(folder, tables), folder / "b")
    return package, digests(package, folder / "b")


@pytest.mark.command
@pytest.mark.parametrize("number", range(len(EDGES)), ids=[f"{a}-{b}" for a, b, _ in EDGES])
def test_the_edges_of_each_storage_have_one_digest(
    number: int, edges: tuple[Package, dict[str, dict[str, str]]]
) -> None:
    package, found = edges
    table = package.table(f"t{number}")
    stored = table.schema.fields[1].model_extra
    assert stored and stored["pressmark:storage"] == EDGES[number][1]
    expected = read_table_digests(package)[table.name]
    assert [each[table.name] for each in found.values()] == [expected] * 3


def test_an_empty_text_that_is_a_value_is_no_missing_one(tmp_path: Path) -> None:
    schema = fields(field("a"), field("b", "integer"), missingValues=["-"])
    package = built(write_package(tmp_path, {"t": (schema, "a,b\n,-\n-,1\n")}), tmp_path / "b")
    assert list(digests(package, tmp_path / "b").values()) == [read_table_digests(package)] * 3


def test_a_table_without_records_has_a_digest(tmp_path: Path) -> None:
    schema = fields(field("a"), field("b", "number"))
    package = built(write_package(tmp_path, {"t": (schema, "a,b\n")}), tmp_path / "b")
    assert list(digests(package, tmp_path / "b").values()) == [read_table_digests(package)] * 3


def test_another_value_has_another_digest(tmp_path: Path) -> None:
    schema = fields(field("a"), field("b", "integer"))
    package = built(write_package(tmp_path, {"t": (schema, "a,b\nx,1\n")}), tmp_path / "b")
    path = tmp_path / "b/parquet/t.parquet"
    table = pa.parquet.read_table(path)
    pa.parquet.write_table(table.set_column(1, "b", pa.array([2])), path)
    found = digests(package, tmp_path / "b")
    assert found["Parquet"] != found["SQLite"] == found["DuckDB"] == read_table_digests(package)


def described(*resources: dict[str, Any], **properties: Any) -> Descriptor:
    """Give a descriptor that says these things of its tables."""
    document = {"name": "d", **properties, "resources": list(resources)}
    return Descriptor.model_validate_json(json.dumps(document), by_alias=True)


def test_a_release_of_the_first_format_has_the_digest_of_its_sorted_tables() -> None:
    tables = [{"name": "b", "hash": "sha256:11"}, {"name": "a", "hash": "sha256:00"}]
    # printf 'a 00\nb 11\n' | sha256sum
    expected = "sha256:18905d26ea7f3006e34e546749f4a3b5d7a2eb8335d6e535311bfb911c93b35a"
    assert read_content_digest(described(*tables)) == expected
    assert read_content_digest(described(*tables, {"name": "c", "hash": "md5:22"})) is None


def test_a_release_has_the_digest_of_the_trees_of_its_tables() -> None:
    tables = [
        {"name": name, "hash": "sha256:00", TREE.name: {"size": size, "root": f"sha256:{root}"}}
        for name, size, root in (("b", 1, "11" * 32), ("a_b", 12, "33" * 32), ("a-b", 2, "22" * 32))
    ]
    lines = f"{'22' * 32} 2 a-b\n{'33' * 32} 12 a_b\n{'11' * 32} 1 b\n"
    expected = f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"
    assert read_content_digest(described(*tables, **{FORMAT.name: 2})) == expected
    assert read_content_digest(described(*tables, {"name": "c"}, **{FORMAT.name: 2})) is None


def test_the_tree_is_the_same_in_all_formats(tmp_path: Path) -> None:
    schema = fields(field("a"), field("b", "integer"), missingValues=["-"])
    tables = {"t": (schema, 'a,b\n,-\n"x\ny",1\n'), "e": (fields(field("a")), "a\n")}
    package = built(write_package(tmp_path, tables), tmp_path / "b")
    expected = {each.name: TREE.of(each.resource) for each in package.tables}
    assert None not in expected.values()
    with Engine() as engine:
        for kind in FORMATS:
            if kind.read:
                found = read_measured(package, tmp_path / "b", kind, engine, with_tree=True)
                assert {name: each.tree for name, each in found} == expected


def test_a_file_that_ends_in_the_middle_leaves_nothing_for_the_next(tmp_path: Path) -> None:
    package = built(write_package(tmp_path, {"t": (fields(field("a")), "a\nx\n")}), tmp_path / "b")

    def ends(table: Table) -> Batches:
        yield pa.record_batch({table.schema.fields[0].name: ["y"]})
        raise UnreadableFileError("ends")

    broken = replace(
        SQLITE, read=lambda package, _: ((table, ends(table)) for table in package.tables)
    )
    with Engine() as engine:
        with pytest.raises(UnreadableFileError):
            dict(read_digests(package, tmp_path / "b", broken, engine))
        found = dict(read_digests(package, tmp_path / "b", SQLITE, engine))
    assert found == read_table_digests(package)
