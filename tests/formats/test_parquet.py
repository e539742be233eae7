"""Parquet files: how they are laid out to be read from a distance, and what they say."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from pressmark.formats import PARQUET, UnreadableFileError
from pressmark.formats import parquet as room
from pressmark.formats.parquet import choose_searched, lay_out
from pressmark.package import Schema
from pressmark.package.own import FORMAT
from pressmark.package.project import read_package
from pressmark.releases.build import build
from pressmark.releases.derived import derive
from tests.bench.distance import make_file, record_of, serving
from tests.packages import field, fields, read, write_package

RECORDS = 40_000
GROUPS = 3

PARENTS = fields(field("key"), primaryKey="key")
CHILDREN = fields(
    field("a.b"),
    field("second, of the key", "integer"),
    field("only", "number", constraints={"unique": True}),
    field("yes", "boolean", constraints={"unique": True}),
    field("day", "date"),
    field("at", "datetime"),
    field('the "parent"'),
    field("free"),
    primaryKey=["a.b", "second, of the key"],
    uniqueKeys=[["day", "at"], ["a.b", "day"]],
    foreignKeys=[{"fields": 'the "parent"', "reference": {"resource": "parents", "fields": "key"}}],
)
CHILDREN_TEXT = (
    'a.b,"second, of the key",only,yes,day,at,"the ""parent""",free\n'
    "x,1,1.5,true,2021-01-01,2021-01-01T10:00:00,p,a\n"
    "x,2,2.25,false,2021-01-02,2021-01-01T10:00:00,,b\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with keys of every kind, and an empty table."""
    folder = tmp_path_factory.mktemp("parquet")
    tables = {
        "children": (CHILDREN, CHILDREN_TEXT),
        "empty": (fields(field("a"), field("b"), primaryKey=["a", "b"]), "a,b\n"),
        "parents": (PARENTS, "key\np\n"),
    }
    source = write_package(folder, tables, title="Small things", created="2026-01-02T00:00:00Z")
    assert build(read(source), folder / "built").valid
    return folder / "built"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a table of so many records, as it is measured."""
    return make_file(tmp_path_factory.mktemp("many"), RECORDS)


def metadata_of(path: Path) -> pa.parquet.FileMetaData:
    """Read the footer of a file."""
    with pa.parquet.ParquetFile(path) as file:
        return file.metadata


def filtered(path: Path) -> set[str]:
    """Name the columns that have a bloom filter."""
    group = metadata_of(path).row_group(0)
    columns = (group.column(number) for number in range(group.num_columns))
    return {each.path_in_schema for each in columns if each.bloom_filter_offset is not None}


@pytest.mark.site
def test_a_file_is_cut_into_small_groups(many: Path) -> None:
    metadata = metadata_of(many)
    counts = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
    assert counts == [room.RECORDS_IN_A_GROUP] * 2 + [RECORDS - 2 * room.RECORDS_IN_A_GROUP]
    assert len(counts) == GROUPS


@pytest.fixture(scope="module")
def some(many: Path) -> Iterator[list[dict[str, Any]]]:
    """A record of each group, as the file holds it."""
    with pa.parquet.ParquetFile(many) as file:
        yield [file.read_row_group(n).slice(9, 1).to_pylist()[0] for n in range(GROUPS)]


@pytest.mark.site
@pytest.mark.parametrize("group", range(GROUPS))
def test_a_record_is_read_by_its_key_from_a_distance(
    group: int, many: Path, some: list[dict[str, Any]]
) -> None:
    with serving(many) as (address, traffic):
        assert record_of(address, "id", some[group]["id"]) == [some[group]]
    one = many.stat().st_size * room.RECORDS_IN_A_GROUP / RECORDS
    footer = 1 << 16
    assert traffic.requests <= 4
    assert traffic.bytes <= 1.2 * one + footer


@pytest.mark.site
def test_a_key_that_no_group_holds_is_read_from_none(many: Path) -> None:
    with serving(many) as (address, traffic):
        assert record_of(address, "id", RECORDS + 1) == []
    assert traffic.bytes <= 1 << 17


def test_other_keys_have_filters(built: Path) -> None:
    assert filtered(built / "parquet/children.parquet") == {
        "second, of the key", "only", "day", "at", 'the "parent"',
    }  # fmt: skip
    assert filtered(built / "parquet/parents.parquet") == set()


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        (fields(field("a"), field("b")), ()),
        (fields(field("a"), primaryKey="a"), ()),
        (fields(field("a"), field("b"), primaryKey=["b", "a"]), ("a",)),
        (fields(field("a"), field("b"), uniqueKeys=[["b", "a"]], primaryKey="a"), ("b",)),
        (fields(field("a", constraints={"unique": True})), ("a",)),
        (fields(field("a", "boolean"), uniqueKeys=[["a"]]), ()),
    ],
)
def test_filters_are_of_keys_but_for_the_first(
    schema: dict[str, Any], names: tuple[str, ...]
) -> None:
    assert choose_searched(Schema.model_validate_json(json.dumps(schema))) == names


def test_a_file_says_of_which_release_it_is(built: Path) -> None:
    described = json.loads((built / "datapackage.json").read_text("utf-8"))
    hashes = {each["name"]: each["hash"] for each in described["resources"]}
    citation = (built / "citation.txt").read_text("utf-8")
    for name, digest in hashes.items():
        said = metadata_of(built / f"parquet/{name}.parquet").metadata
        ours = {key.decode(): text.decode() for key, text in said.items() if b"pressmark" in key}
        assert ours == {
            "pressmark:name": "small",
            "pressmark:version": "1.0.0",
            "pressmark:contentDigest": ours["pressmark:contentDigest"],
            "pressmark:tableDigest": digest,
            "pressmark:citation": citation,
        }
        assert ours["pressmark:contentDigest"] in citation


def test_a_file_that_says_another_thing_of_its_release_is_noticed(
    built: Path, tmp_path: Path
) -> None:
    package = read_package(built / "datapackage.json", trusted=False)
    assert PARQUET.rest is not None
    before = PARQUET.rest.read(package, built)
    copy = tmp_path / "copy"
    shutil.copytree(built, copy)
    path = copy / "parquet/parents.parquet"
    table = pa.parquet.read_table(path)
    with pa.parquet.ParquetWriter(path, table.schema) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"pressmark:version": "9.9.9"})
    assert before - PARQUET.rest.read(package, copy) == {
        each for each in before if each[0] == "parents"
    }
    path.write_bytes(b"")
    with pytest.raises(UnreadableFileError):
        PARQUET.rest.read(package, copy)


def test_a_release_of_the_first_format_is_laid_out_as_it_was(built: Path, tmp_path: Path) -> None:
    described = json.loads((built / "datapackage.json").read_text("utf-8"))
    del described[FORMAT.name]
    shutil.copytree(built, tmp_path / "first")
    (tmp_path / "first/datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    package = read_package(tmp_path / "first/datapackage.json", trusted=False)
    (tmp_path / "derived").mkdir()
    derive(package, tmp_path / "derived")
    path = tmp_path / "derived" / PARQUET.path(package, "children")
    assert filtered(path) == set()
    assert set(metadata_of(path).metadata) == {b"ARROW:schema"}
    assert lay_out(package, package.table("children")) == room.FileLayout(100_000)


def test_an_empty_table_has_its_columns_and_says_its_release(built: Path) -> None:
    path = built / "parquet/empty.parquet"
    assert pa.parquet.read_table(path).column_names == ["a", "b"]
    assert b"pressmark:citation" in metadata_of(path).metadata
