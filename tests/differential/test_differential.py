"""We and frictionless agree on generated packages, save where the documented list says why not."""

import os
from pathlib import Path

import pytest

from pressmark.engine.connection import Engine
from pressmark.validate import key_judge
from pressmark.validate.held_texts import NONE

from .case import Case, GeneratedTable
from .contested import CELLS
from .difference import HEADER, compare
from .disagreements import PLACES, undocumented
from .judges import CannotJudgeError, Place, ours, theirs
from .run import agree, run

CASES = int(os.environ.get("CASES", "150"))
SEED = int(os.environ["SEED"])


@pytest.mark.thorough
def test_both_judges_agree_on_generated_packages() -> None:
    counted = run(SEED, CASES)
    assert counted["cases"] > CASES / 2
    assert counted["findings"] > 0


def one_table(schema: dict[str, object], *cells: str) -> Case:
    """Write a package of one field."""
    return Case([GeneratedTable("t", schema, ["a"], [[cell] for cell in cells])])


def differences(case: Case, folder: Path) -> list[tuple[str, Place]]:
    """Say what only one of the judges reports of a package and no entry explains."""
    path = case.write(folder)
    with Engine(threads=1) as engine:
        every = compare(case, ours(path, engine), theirs(path, case))
    return [(each.side, each.place) for each in undocumented(every)]


def test_a_difference_that_no_entry_explains_is_seen(tmp_path: Path) -> None:
    case = one_table({"fields": [{"name": "a", "type": "integer"}]}, "x")
    every = compare(case, set(), theirs(case.write(tmp_path), case))
    assert [(each.side, each.place) for each in undocumented(every)] == [
        ("theirs", Place("cell.type", "t", 1, "a"))
    ]


@pytest.mark.parametrize(
    ("type_", "constraint", "cell"),
    [
        ("datetime", {"minimum": "2020-01-01T00:00:00"}, "2021-01-01T00:00:00Z"),
        ("number", {"unique": True}, "sNaN"),
        ("number", {"minimum": 1}, "sNaN"),
    ],
)
def test_a_judge_that_breaks_off_is_known(
    type_: str, constraint: dict[str, object], cell: str, tmp_path: Path
) -> None:
    field = {"name": "a", "type": type_, "constraints": constraint}
    case = one_table({"fields": [field]}, cell)
    with pytest.raises(CannotJudgeError):
        theirs(case.write(tmp_path), case)
    with Engine(threads=1) as engine:
        assert agree(case, tmp_path, engine)["cases"] == 0


def test_what_is_found_in_one_way_only_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = one_table({"fields": [{"name": "a", "type": "integer"}], "primaryKey": ["a"]}, "1", "1")
    monkeypatch.setattr(key_judge, "find_repeated", lambda *_: NONE)
    with Engine(threads=1) as engine, pytest.raises(AssertionError, match="by SQL alone"):
        agree(case, tmp_path, engine)


def test_positions_are_compared_and_not_counts() -> None:
    case = one_table({"fields": [{"name": "a", "type": "integer"}]}, "x", "x")
    first, second = (Place("cell.type", "t", record, "a") for record in (1, 2))
    sides = [(each.side, each.place.record) for each in compare(case, {first}, {second})]
    assert sides == [("ours", 1), ("theirs", 2)]


@pytest.mark.parametrize(
    ("type_", "cells"),
    [("integer", ("1_000", " 3")), ("number", ("nan", "Infinity")), ("date", ("2020-1-1",))],
)
def test_contested_cells_are_explained(type_: str, cells: tuple[str, ...], tmp_path: Path) -> None:
    case = one_table({"fields": [{"name": "a", "type": type_}]}, *cells)
    path = case.write(tmp_path)
    with Engine(threads=1) as engine:
        found = ours(path, engine)
    assert found == {Place("cell.type", "t", number + 1, "a") for number in range(len(cells))}
    assert not theirs(path, case) and differences(case, tmp_path) == []


@pytest.mark.parametrize(
    ("type_", "cells"), [("time", ("12:30:00.5", "12:30:00.50")), ("number", ("1e2", "100"))]
)
def test_one_value_in_two_ways_is_one_value_to_both(
    type_: str, cells: tuple[str, ...], tmp_path: Path
) -> None:
    field = {"name": "a", "type": type_, "constraints": {"unique": True}}
    assert differences(one_table({"fields": [field]}, *cells), tmp_path) == []


def test_a_header_that_is_guessed_is_explained(tmp_path: Path) -> None:
    names = ["a", "b", "c", "d"]
    schema = {"fields": [{"name": name, "type": "string"} for name in names]}
    case = Case([GeneratedTable("t", schema, names, [[], ["x", "y", "z"]])])
    found = {each.rule.partition(".")[0] for each in theirs(case.write(tmp_path), case)}
    assert found == {HEADER} and differences(case, tmp_path) == []


def test_every_disagreement_says_what_decides_it() -> None:
    entries = [(each.name, each.decided_by) for each in PLACES]
    entries += [(each.name, each.decided_by) for each in CELLS]
    assert len(dict(entries)) == len(entries)
    assert all(decided_by for _, decided_by in entries)
