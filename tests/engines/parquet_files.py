"""Packages of one table in several Parquet files."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from tests.packages import field, fields, write_package


def write_parquet_files(folder: Path, tables: list[pa.Table], *schema: Any) -> Path:
    """Write a package of one table in several Parquet files of row groups of odd sizes."""
    path = write_package(folder, {"t": schema or (fields(field("a"), field("b", "integer")), "")})
    names = [f"{number}.parquet" for number in range(len(tables))]
    for size, (name, table) in enumerate(zip(names, tables, strict=True), start=1):
        parquet.write_table(table, folder / name, row_group_size=3 * size * size)
    document = json.loads(path.read_text())
    document["resources"][0]["path"] = names
    path.write_text(json.dumps(document))
    return path


def draw_columns(first: int, records: int, kind: pa.DataType) -> pa.Table:
    """Make columns with wrong cells: texts of that kind, and numbers as text."""
    numbers = range(first, first + records)
    texts = [None if each % 11 == 0 else f"x{each % 40}" + "\x07" * (each % 5 == 0)
             for each in numbers]  # fmt: skip
    whole = [f"{each}x" if each % 7 == 0 else str(each) for each in numbers]
    return pa.table({"a": pa.array(texts).cast(kind), "b": pa.array(whole).cast(kind)})


KINDS = (
    pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string()),
)  # fmt: skip
