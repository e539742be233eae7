"""A table written into several files: each has its records, and together they are the table."""

from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pytest

from pressmark.errors import ProjectError
from pressmark.formats.cut import cut_batches, open_files
from pressmark.package.own import PARTS
from pressmark.package.part_files import name_part_files
from pressmark.package.project import read_project
from tests.packages import field, fields, write_package

LINES = [b"a\n", b'"b\nb"\n', b"", b"ccc\n", b"d\n"]
ENDS = [0, *accumulate(map(len, LINES))]


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        ((), [b"h\n" + b"".join(LINES) * 2]),
        ((3, 7), [b"h\n" + b"".join(LINES[:3]), b"".join(LINES[3:] + LINES)]),
        ((1, 5, 4), [b"h\na\n", b"".join(LINES[1:] + LINES[:1]), b"".join(LINES[1:])]),
        # What is told wrong loses no record: the last file has what is left.
        ((1, 1), [b"h\na\n", b"".join(LINES[1:] + LINES)]),
    ],
)
def test_lines_go_into_their_files(
    parts: tuple[int, ...], written: list[bytes], tmp_path: Path
) -> None:
    with open_files(tmp_path / "t.csv", parts) as write:
        write(b"h\n", ())
        write(b"".join(LINES), ENDS)
        write(b"", [0])
        write(b"".join(LINES), ENDS)
    names = name_part_files("t.csv", parts)
    assert [(tmp_path / name).read_bytes() for name in names] == written
    assert len(list(tmp_path.rglob("*.csv"))) == max(len(names), 1) + bool(parts)


@pytest.mark.parametrize(
    ("parts", "cut"),
    [
        ((), [[0, 1, 2, 3, 4, 5, 6]]),
        ((2, 5), [[0, 1], [2, 3, 4, 5, 6]]),
        ((1, 4, 2), [[0], [1, 2, 3, 4], [5, 6]]),
        ((3, 1), [[0, 1, 2], [3, 4, 5, 6]]),
        ((6, 3, 1), [[0, 1, 2, 3, 4, 5], [6], []]),
    ],
)
def test_batches_go_into_their_parts(parts: tuple[int, ...], cut: list[list[int]]) -> None:
    batches = [pa.record_batch({"a": each}) for each in ([0, 1, 2], [3], [4, 5, 6])]
    found = [
        [value for batch in each for value in batch.column(0).to_pylist()]
        for each in cut_batches(batches, parts)
    ]
    assert found == cut


def test_an_author_does_not_cut(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a")), "a\n1\n")})
    for written in ("[5]", "[0, 2]", '"two"'):
        text = path.read_text().replace('"path"', f'"{PARTS.name}": {written}, "path"')
        (tmp_path / "other.json").write_text(text)
        with pytest.raises(ProjectError, match=PARTS.name):
            read_project(tmp_path / "other.json")
