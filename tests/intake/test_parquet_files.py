"""A table in several Parquet files: each has columns of its own, and is named where it is wrong."""

import hashlib
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from pressmark.intake import Limits, TableFile
from pressmark.package import Field, Resource, Schema, Table
from pressmark.report.finding import Findings

from .test_stored import read_files

Columns = dict[str, pa.Array | list[str | None]]


def pack(folder: Path, columns: Columns, size: int = 2) -> bytes:
    """Write columns as a Parquet file; give its bytes."""
    path = folder / "packed"
    parquet.write_table(pa.table(columns), path, row_group_size=size)
    return path.read_bytes()


def test_several_files_are_one_table(tmp_path: Path) -> None:
    """Columns are found by name in each, whatever their order and the type of their texts."""
    files = {
        "1.parquet": pack(tmp_path, {"a": ["1", "2", "3"], "b": ["x", None, "z"]}),
        "2.parquet": pack(tmp_path, {"a": pa.array([], pa.string()), "b": pa.array([], "string")}),
        "3.parquet": pack(
            tmp_path,
            {
                "b": pa.array(["u", "v"], pa.large_string()),
                "a": pa.array(["4", "5"]).dictionary_encode(),
            },
        ),
    }
    rows, found, file = read_files(tmp_path, files)
    assert found == []
    assert [cells for _, _, cells in rows] == [
        ["1", "x"], ["2", ""], ["3", "z"], ["4", "u"], ["5", "v"],
    ]  # fmt: skip
    assert [record for record, _, _ in rows] == [1, 2, 3, 4, 5]
    assert [file.place_of(record) for record in (1, 3, 4, 5)] == [
        "1.parquet", "1.parquet", "3.parquet", "3.parquet",
    ]  # fmt: skip
    whole = b"".join(files.values())
    assert (file.bytes, file.sha256) == (len(whole), hashlib.sha256(whole).hexdigest())
    assert [each.place for each in file.files] == list(files)


def test_wrong_columns_are_told_of_their_file(tmp_path: Path) -> None:
    """Where a column is not read no file is; a field that one lacks is missing."""
    right = pack(tmp_path, {"a": ["1"], "b": ["x"]})
    files = {"1.parquet": right, "2.parquet": pack(tmp_path, {"a": ["2"], "bb": ["y"]})}
    rows, found, file = read_files(tmp_path, files)
    assert len(rows) == 2
    assert file.missing == ("b",)
    assert [(each.rule, each.path, each.field) for each in found] == [
        ("header.missing", "2.parquet", "b"),
        ("header.extra", "2.parquet", None),
    ]
    files["3.parquet"] = pack(tmp_path, {"a": [b"\0"], "b": ["x"]})
    rows, found, _ = read_files(tmp_path, files)
    assert rows == []
    assert [(each.rule, each.path) for each in found][2:] == [("file.format", "3.parquet")]


def test_a_file_that_is_damaged_is_named(tmp_path: Path) -> None:
    right = pack(tmp_path, {"a": ["1"], "b": ["x"]})
    files = {"1.parquet": right, "2.parquet": right[:-9], "3.parquet": b""}
    rows, found, _ = read_files(tmp_path, files)
    assert rows == []
    assert [(each.rule, each.path) for each in found] == [
        ("file.format", "2.parquet"), ("file.format", "3.parquet"),
    ]  # fmt: skip
    files["2.parquet"] = right[:4] + bytes(len(right[4:60])) + right[60:]
    del files["3.parquet"]
    rows, found, _ = read_files(tmp_path, files)
    assert [record for record, _, _ in rows] == [1]
    assert [(each.rule, each.path) for each in found] == [("file.format", "2.parquet")]


@pytest.mark.parametrize(("most", "read"), [(10**6, 40), (60_000, 20)])
def test_all_files_together_hold_no_more_than_they_may(
    tmp_path: Path, most: int, read: int
) -> None:
    """Each alone is within what any file may hold."""
    one = pack(tmp_path, {"a": ["x" * 2_000] * 20, "b": ["y"] * 20}, size=20)
    limits = Limits(free_bytes=most, compression_ratio=1)
    rows, found, _ = read_files(tmp_path, {"1.parquet": one, "2.parquet": one}, limits)
    told = [] if read > 20 else [("file.compressed_bomb", "2.parquet")]
    assert [(each.rule, each.path) for each in found] == told
    assert len(rows) == read


def test_of_several_files_the_missing_one_is_named(tmp_path: Path) -> None:
    """The others are read: each has columns of its own."""
    one = pack(tmp_path, {"a": ["1"], "b": ["x"]})
    files = {"1.parquet": one, "2.parquet": one, "3.parquet": one}
    for name, written in files.items():
        (tmp_path / name).write_bytes(written)
    (tmp_path / "2.parquet").unlink()
    schema = Schema(fields=(Field(name="a"), Field(name="b")))
    paths = tuple(tmp_path / name for name in files)
    table = Table(Resource(name="t", path=tuple(files)), schema, paths, "1.parquet and 2 more")
    file = TableFile(table, findings := Findings(10))
    assert sum(len(block.records) for block in file.blocks()) == 2
    assert [(each.rule, each.path) for each in findings.kept] == [("file.missing", "2.parquet")]
    assert file.place_of(2) == "3.parquet"
