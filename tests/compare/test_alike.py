"""Cells that all changed in the same way: days and months swapped, clocks of another zone."""

from pathlib import Path

import pytest

from pressmark.compare import compare
from pressmark.compare.alike import AlikeCells, find_alike_cells
from pressmark.engine import wide
from pressmark.engine.connection import Engine
from tests.packages import field, fields, read, write_package

SCHEMA = fields(
    field("id", "integer"), field("at", "datetime", format="any"), field("name"),
    field("day", "date"), primaryKey="id",
)  # fmt: skip
HEADER = "id,at,name,day\n"


def alike(folder: Path, old: str, new: str, **schema: object) -> list[AlikeCells]:
    """Compare two tables and give what changed alike."""
    packages = []
    for name, text in (("old", old), ("new", new)):
        (folder / name).mkdir()
        tables = {"t": ({**SCHEMA, **schema}, HEADER + text)}
        packages.append(read(write_package(folder / name, tables)))
    with Engine() as engine:
        return list(find_alike_cells(compare(packages[0], packages[1], engine), engine))


@pytest.mark.parametrize("is_wide", [False, True])
def test_cells_that_changed_alike_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_wide: bool
) -> None:
    if is_wide:
        monkeypatch.setattr(wide, "WIDE", 1)
    old = "".join(f"{n},2024-03-{n:02}T12:00:00Z,x,2024-03-{n:02}\n" for n in range(1, 8))
    new = (
        "1,2024-03-01T06:30:00Z,x,2024-01-03\n2,2024-03-02T06:30:00Z,x,2024-02-03\n"
        "3,2024-03-03T06:30:00Z,y,2024-03-03\n4,,x,2024-04-03\n5,2024-03-05T12:00:00Z,x,\n"
        "6,2024-03-06T12:00:01Z,x,2024-03-05\n7,2024-03-07T12:00:00Z,x,2024-03-06\n"
        "8,2024-03-08T06:30:00Z,x,2024-08-03\n"
    )
    assert alike(tmp_path, old, new) == [
        AlikeCells("t", "at", 5, 0, 3, -19_800),
        # Swapped days are as far away as they are; two were moved to the day before.
        AlikeCells("t", "day", 6, 3, 2, -86_400),
    ]


def test_what_is_no_change_or_has_no_key_is_not_told_of(tmp_path: Path) -> None:
    text = "1,2024-03-01T06:30:00Z,x,2024-01-03\n"
    others = (text, text.replace("x", "y"), "2" + text[1:])
    for place, new in enumerate(others):
        (tmp_path / str(place)).mkdir()
        assert alike(tmp_path / str(place), text, new) == []
    (tmp_path / "keyed").mkdir()
    moved = text.replace("2024", "2025")
    found = alike(tmp_path / "keyed", text, moved, primaryKey="name")
    assert [(each.field, each.changed, each.moved) for each in found] == [
        ("at", 1, 0), ("day", 1, 0),
    ]  # fmt: skip
