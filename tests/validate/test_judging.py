"""A table is judged block by block, several at once, and the report tells nothing of it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from pressmark.engine.connection import Engine
from pressmark.intake.limits import Limits
from pressmark.report import Report
from pressmark.rules.characters import BIDI, CONTROL, INVISIBLE
from pressmark.validate import judge
from pressmark.validate.doubts import Doubts
from tests.packages import field, fields, places_of, read, report_of, write_package

SCHEMA = fields(
    field("k", "integer", constraints={"unique": True}),
    field("a", constraints={"maxLength": 3}),
    field("b", "date"),
    field("c", missingValues=["-"]),
    primaryKey="k",
)

ALLOWING: dict[str, Any] = {"pressmark:allow": ["control", "bidi"]}


def line(number: int) -> str:
    """Write a record; every seventh is wrong, in turn in each field."""
    cells = [str(number), "x", "2021-01-01", "-"]
    if number % 7 == 0:
        cells[number // 7 % 4] = ("1", "\x07 \u202e", "2021-02-30", "a\u200bb")[number // 7 % 4]
    return ",".join(cells) + "\n"


TEXT = "k,a,b,c\n" + "".join(map(line, range(1, 500)))


def judged(folder: Path, limit: int, *, typed: bool) -> Report:
    path = write_package(folder, {"t": (SCHEMA, TEXT)})
    with Engine() as engine:
        return judge(read(path), engine, limit=limit, typed=typed).report


@pytest.mark.parametrize("limit", [0, 5, 1000])
@pytest.mark.search
def test_the_size_of_blocks_changes_nothing(
    limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = judged(tmp_path, limit, typed=True)
    monkeypatch.setattr(Limits, "of", lambda _: Limits(block_bytes=200))
    for typed in (True, False):
        in_blocks = judged(tmp_path, limit, typed=typed)
        assert in_blocks.written(seconds=False) == at_once.written(seconds=False)


def test_the_first_of_each_rule_are_listed_in_file_order(tmp_path: Path) -> None:
    report = judged(tmp_path, 1000, typed=False)
    expected: list[tuple[str, int, str]] = []
    for number in range(7, 500, 7):
        rules: dict[str, tuple[str, ...]] = {
            "k": ("key.primary",),
            "a": ("cell.bidi", "cell.control"),
            "b": ("cell.type",),
            "c": ("cell.bidi",),
        }
        name = "kabc"[number // 7 % 4]
        expected.extend((rule, number, name) for rule in rules[name])
    found = [(rule, record, name) for rule, record, name, _ in places_of(report)]
    assert sorted(found) == sorted(expected)
    assert found == sorted(found, key=lambda each: each[0].startswith("key"))


def test_no_typed_tables_are_made_unless_asked_for(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a")), "a\nx\n")})
    for typed in (True, False):
        with Engine() as engine:
            assert bool(judge(read(path), engine, typed=typed).tables) is typed


def test_every_invisible_character_has_a_byte_that_is_looked_for() -> None:
    written = [re.sub(r"\\x\{([0-9A-F]+)\}", r"\\u\1", each) for each in (CONTROL, BIDI)]
    invisible = re.compile("|".join(each.replace(r"\u9F", r"\x9f") for each in written))
    found = [each for each in map(chr, range(0xD800)) if invisible.match(each)] + ["\ufeff"]
    assert len(found) > 60
    for each in found:
        assert set(each.encode()) & set(INVISIBLE.anywhere), hex(ord(each))


SUSPICIOUS = (
    "", "x", "=1", "+1", "-", "@a", "\t", "e", "1e2", "1E400", "0", "0000-01-01", "0001-01-01",
    "0000-01-01T00:00:00", "2021-01-01T00:00:00.1234567", "2021-01-01T00:00:00.123456Z",
    "9" * 18, "9" * 19, "-" + "9" * 18, "0." + "1" * 38, "é", "ééé", "a\u200bb", "\x07", "[1,2,3]",
)  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["any", "array", "date", "datetime", "integer", "number", "string"]
)
@given(cells=strategies.lists(strategies.sampled_from(SUSPICIOUS), min_size=1, max_size=4))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_rule_that_is_not_asked_would_have_found_nothing(
    kind: str, cells: list[str], tmp_path: Path
) -> None:
    bounded = {} if kind in ("date", "datetime", "integer", "number", "any") else {"maxLength": 2}
    schema = fields(field("a", kind, constraints=bounded), field("b"))
    path = write_package(tmp_path, {"t": (schema, "a,b\n" + "".join(f'"{x}",\n' for x in cells))})
    with Engine() as engine:
        looked = judge(read(path), engine, typed=False).report
    with Engine() as engine, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Doubts, "about", lambda self, number, _: self._cells_of(number).all_rows)
        asked = judge(read(path), engine, typed=False).report
    assert looked.written(seconds=False) == asked.written(seconds=False)


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (fields(field("a", "any")), "a\nx\n"),
        (fields(field("a"), field("b")), "b\nx\n"),
        (fields(field("a", **ALLOWING)), "a\n\x07\n"),
    ],
)
def test_a_table_with_nothing_to_ask_is_judged(
    schema: dict[str, Any], text: str, tmp_path: Path
) -> None:
    path = write_package(tmp_path, {"t": (schema, text)})
    with Engine() as engine:
        counts = judge(read(path), engine, typed=False).report.counts
    assert {rule for rule in counts if rule.startswith(("cell", "key"))} == set()


@pytest.mark.parametrize(
    ("match", "wrong"),
    [
        ("exact", [("header.missing", None, "b", None)]),
        ("subset", [("header.missing", None, "b", None)]),
        ("superset", [("cell.required", 1, "b", ""), ("cell.required", 2, "b", "")]),
    ],
)
def test_a_field_that_no_object_has_is_said_once(
    match: str, wrong: list[tuple[str, int | None, str, str | None]], tmp_path: Path
) -> None:
    """Either the header is wrong, or each record lacks a value; not both."""
    schema = fields(field("a"), field("b", constraints={"required": True}), fieldsMatch=[match])
    resource = {"name": "t", "type": "table", "data": [{"a": "x"}, {"a": "y"}], "schema": schema}
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({"name": "p", "version": "1.0.0", "resources": [resource]}))
    assert places_of(report_of(path)) == wrong
