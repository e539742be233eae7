"""Keys that are seen to be sound are sound, and keys are found wherever their cells are held."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressmark.engine.connection import Engine
from pressmark.intake.limits import Limits
from pressmark.validate import judge, key_cells, key_judge, key_proofs
from tests.both_ways import find_difference, judged
from tests.packages import field, fields, learned_engine, places_of, read, write_package

KINDS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"type": "integer"}, "1 01 +1 -1 2 0 -0 00 10 9 x 99999999999999999999"),
    ({"type": "integer", "groupChar": ","}, "1 01 2 10"),
    ({"type": "integer", "missingValues": ["-", "2"]}, "1 2 - 3 10 x"),
    ({"type": "string"}, "a A b é é a\u0301 1 01"),
    ({"type": "string", "missingValues": ["NA", "a"]}, "a b NA NAN"),
    ({"type": "number"}, "1 1.0 01 1e0 2.5 NaN"),
    ({"type": "date"}, "2021-01-01 2021-01-02 2021-02-30"),
    ({"type": "date", "format": "%d.%m.%Y"}, "01.01.2021 1.1.2021 02.01.2021"),
    ({"type": "year"}, "2021 0000 -0000 1999"),
    ({"type": "boolean"}, "true 1 false x"),
    ({}, "a b 1"),
)
"""Fields, and texts of which some are one value to them."""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Open an engine that knows the functions of the rules, once."""
    with learned_engine() as opened:
        yield opened


@st.composite
def packages(draw: st.DrawFn) -> dict[str, tuple[dict[str, Any], str]]:
    """Make a table of two fields with keys, and one that refers to it by one field or both."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=2, max_size=2))
    names = draw(st.sampled_from((["a"], ["a", "b"])))
    parent_fields = [field(name, **kind) for name, (kind, _) in zip("ab", kinds, strict=True)]
    other = draw(st.sampled_from((kinds, kinds[::-1])))
    child_fields = [field(name, **kind) for name, (kind, _) in zip("ab", other, strict=True)]
    keys: dict[str, Any] = draw(
        st.sampled_from(({"primaryKey": names}, {"uniqueKeys": [names]}, {}))
    )
    reference = {"fields": names, "reference": {"resource": "p", "fields": names}}
    cells = [st.sampled_from([*texts.split(), ""]) for _, texts in kinds]
    rows = [
        draw(st.lists(st.tuples(*cells), max_size=4, unique=unique)) for unique in (True, False)
    ]
    texts = ["a,b\n" + "".join(f'"{a}","{b}"\n' for a, b in each) for each in rows]
    return {
        "p": (fields(*parent_fields, **keys), texts[0]),
        "c": (fields(*child_fields, foreignKeys=[reference]), texts[1]),
    }


@given(tables=packages())
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_keys_are_judged_alike_with_and_without_proofs(
    tables: dict[str, tuple[dict[str, Any], str]], tmp_path: Path, engine: Engine
) -> None:
    assert find_difference(write_package(tmp_path, tables), engine, 100, typed=False) == ""


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("integer", ["1", "2", "10"]),
        ("integer", ["3", "2", "-1"]),
        ("integer", ["2", "3", "1"]),
        ("integer", []),
        ("string", ["b", "a"]),
        ("date", ["2021-01-02", "2021-01-01"]),
    ],
)
def test_sound_keys_are_asked_of_nobody(
    kind: str, cells: list[str], tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "a\n" + "".join(f"{each}\n" for each in cells)
    reference = {"fields": ["a"], "reference": {"resource": "p", "fields": ["a"]}}
    refers = [reference] if kind != "integer" or "-1" not in cells else []
    tables = {
        "p": (fields(field("a", kind), primaryKey=["a"]), text),
        "c": (fields(field("a", kind, constraints={"unique": True}), foreignKeys=refers), text),
    }
    path = write_package(tmp_path, tables)

    def ask(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(key_judge, "keep_selected", ask)
    assert judged(path, engine, 100, typed=False).valid


WRONG = (
    "k,r\n" + "".join(f"{number},{number % 7}\n" for number in range(1, 400)) + "7,x\n",
    [("key.primary", 400, "k", "7"), ("key.foreign", 400, "r", "x")],
)


@pytest.mark.parametrize("few", [0, 100_000])
@pytest.mark.parametrize("held", [0, 2_000, key_cells.HELD])
def test_keys_are_found_wherever_their_cells_are_held(
    few: int, held: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In memory, in a file, or in both; compared here, or asked of the engine."""
    monkeypatch.setattr(key_cells, "HELD", held)
    monkeypatch.setattr(key_proofs, "FEW", few)
    monkeypatch.setattr(Limits, "of", lambda _: Limits(block_bytes=200))
    text, wrong = WRONG
    reference = {"fields": ["r"], "reference": {"resource": "p", "fields": ["k"]}}
    schema = fields(field("k", "integer"), field("r"), primaryKey=["k"], foreignKeys=[reference])
    parent = fields(field("k"), primaryKey=["k"])
    path = write_package(
        tmp_path, {"t": (schema, text), "p": (parent, "k\n" + "\n".join("0123456") + "\n")}
    )
    for typed in (True, False):
        with Engine() as engine:
            report = judge(read(path), engine, typed=typed).report
            assert sorted(places_of(report)) == sorted(wrong)


def test_of_cells_in_a_file_one_block_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In file order, though blocks are added as threads come to them."""
    monkeypatch.setattr(key_cells, "HELD", 0)
    size, blocks = 1_000_000, 8
    table = read(write_package(tmp_path, {"t": (fields(field("a"), field("k")), "a,k\n")})).tables[
        0
    ]
    cells = key_cells.KeyCells(table, "keys", (2,))
    with Engine() as engine:
        for first in reversed(range(blocks)):
            numbers = pa.array([first + 1], pa.int64())
            text = pa.array([str(first) * size])
            batch = pa.record_batch([numbers, numbers, text], ["record", "line", "c2"])
            cells.hold(batch, engine)
        del batch, text
        before = pa.total_allocated_bytes()
        for place, block in enumerate(cells.cells(2)):
            assert block[0].as_py() == str(place) * size
            assert pa.total_allocated_bytes() - before < 3 * size
        assert place == blocks - 1
        shown = [text[0] for text in cells.whole.column("c2").to_pylist()]
        assert shown == list("01234567")
        cells.forget(engine)
