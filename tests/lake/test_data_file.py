"""The end of a Parquet file → bounds as text, each below or above everything that lies there."""

import datetime
import decimal
import math
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from pressmark.errors import MachineError, ProjectError
from pressmark.lake.data_file import LONGEST, LakeField, read_data_file

MOMENT = datetime.datetime(2024, 1, 15, 12, 30, 0, 250_000)  # noqa: DTZ001 - of no zone
DAY = datetime.date(1999, 12, 31)


def write(folder: Path, group: int = 2, **columns: pa.Array) -> Path:
    """Write columns into a file, in groups of so many records."""
    path = folder / "made.parquet"
    pa.parquet.write_table(pa.table(columns), path, row_group_size=group)
    return path


def summed(folder: Path, values: list[Any], kind: pa.DataType) -> LakeField:
    """Read what is said of one column with these values."""
    file = read_data_file(write(folder, a=pa.array(values, kind)), "made.parquet")
    assert file.records == len(values)
    (field,) = file.fields
    return field


@pytest.mark.parametrize(
    ("values", "kind", "said"),
    [
        ([3, None, -7, 12], pa.int64(), ("int64", "-7", "12")),
        ([1.5, -0.25, 1e20], pa.float64(), ("float64", "-0.25", "1e+20")),
        ([math.inf, 0.0], pa.float64(), ("float64", "-0.0", "inf")),
        ([True, False, None], pa.bool_(), ("boolean", "0", "1")),
        ([DAY, None], pa.date32(), ("date", "1999-12-31", "1999-12-31")),
        (
            [MOMENT, MOMENT.replace(microsecond=0)],
            pa.timestamp("us"),
            ("timestamp", "2024-01-15 12:30:00", "2024-01-15 12:30:00.250000"),
        ),
        (
            [decimal.Decimal("-12.30"), decimal.Decimal("4E+3")],
            pa.decimal128(20, 2),
            ("decimal(20,2)", "-12.30", "4000.00"),
        ),
        (["b", "ä", "A", None, None, None], pa.string(), ("varchar", "A", "ä")),
        ([None, None, None], pa.string(), ("varchar", None, None)),
        ([], pa.int64(), ("int64", None, None)),
    ],
)
def test_bounds_are_written_as_the_specification_has_them(
    values: list[Any], kind: pa.DataType, said: tuple[str, str, str], tmp_path: Path
) -> None:
    found = summed(tmp_path, values, kind)
    assert (found.type, found.least, found.most) == said
    assert found.nulls == values.count(None)
    assert found.values == len(values) - found.nulls
    assert found.has_nan is (False if said[0] == "float64" else None)


def test_of_long_texts_the_beginning_is_below_and_nothing_above(tmp_path: Path) -> None:
    found = summed(tmp_path, ["x" * LONGEST, "a" * 1_000], pa.string())
    assert (found.least, found.most) == ("a" * LONGEST, "x" * LONGEST)
    found = summed(tmp_path, ["b", "x" * (LONGEST + 1)], pa.string())
    assert (found.least, found.most) == ("b", None)


def test_a_group_of_which_the_file_says_nothing_leaves_no_bounds(tmp_path: Path) -> None:
    """Writers leave out bounds that are too long; the others would not hold for them."""
    found = summed(tmp_path, ["b", "c", "x" * 10_000, "d"], pa.string())
    assert (found.least, found.most) == (None, None)


def test_the_footer_is_where_a_reader_looks_for_it(tmp_path: Path) -> None:
    path = write(tmp_path, a=pa.array([1, 2, 3]), b=pa.array(["x", "y", "z"]))
    found = read_data_file(path, "releases/made.parquet")
    assert (found.path, found.size) == ("releases/made.parquet", path.stat().st_size)
    with pa.parquet.ParquetFile(path) as file:
        assert found.footer == file.metadata.serialized_size
    assert [each.name for each in found.fields] == ["a", "b"]
    assert all(0 < each.size < found.size for each in found.fields)


def test_a_type_that_no_release_has_is_refused_by_name(tmp_path: Path) -> None:
    path = write(tmp_path, odd=pa.array([[1], [2]]))
    with pytest.raises(ProjectError, match=r"made\.parquet.*'odd' holds list"):
        read_data_file(path, "made.parquet")


def test_what_is_no_parquet_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "made.parquet"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(MachineError, match=r"made\.parquet"):
        read_data_file(path, "made.parquet")
