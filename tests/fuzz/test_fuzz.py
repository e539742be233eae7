"""What `make fuzz` once found stays mended, and what it searches for would be seen."""

import json
import random
from pathlib import Path

import pytest

from pressmark.engine.connection import Engine
from pressmark.validate.doubts import Doubts

from .mutation import TYPES, mutated, seeds
from .reach import reached
from .run import kind_of, main, shortened
from .target import CASES, Input, load, wrong_with

INPUTS = 40


def test_cases_once_found_are_answered(tmp_path: Path) -> None:
    with Engine(threads=1) as engine:
        for path in CASES.glob("*.json"):
            assert wrong_with(load(path.read_text("ascii")), engine, tmp_path) == "", path


def test_mutated_inputs_are_answered(tmp_path: Path) -> None:
    chance = random.Random()  # noqa: S311 - no secret
    with Engine(threads=1) as engine:
        for given in [*seeds(), *(mutated(chance, seeds()) for _ in range(INPUTS))]:
            assert wrong_with(given, engine, tmp_path) == "", given


def test_a_failure_is_seen_and_shortened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> None:
        if b"Q" in path.with_name("t.csv").read_bytes():
            raise ZeroDivisionError("planted")

    monkeypatch.setattr("tests.both_ways.read_project", broken)
    monkeypatch.setattr("tests.both_ways.judge", lambda *_args, **_more: exit_early())
    given = Input(b'{"resources": []}', b"a,b\n1,Q\n")
    with Engine(threads=1) as engine:
        wrong = wrong_with(given, engine, tmp_path)
        assert kind_of(wrong) == "ZeroDivisionError in test_fuzz.py, broken"
        assert shortened(given, wrong, engine, tmp_path) == Input(b"", b"Q")


def test_what_is_found_in_one_way_only_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proof that shows too much hides a wrong cell: here all are shown to be right."""
    about = Doubts.about
    given = seeds()[TYPES.index("integer")]
    with Engine(threads=1) as engine:
        assert wrong_with(given, engine, tmp_path) == ""
        monkeypatch.setattr(Doubts, "about", lambda *asked: about(*asked)[:0])
        wrong = wrong_with(given, engine, tmp_path)
    assert kind_of(wrong) == "DifferentAnswer" and "by SQL alone" in wrong


def exit_early() -> None:
    """Stand for a judge that is of no matter."""
    raise AssertionError


def test_inputs_are_written_and_read_alike() -> None:
    given = Input(bytes(range(256)), b"\xff\0")
    held = json.dumps(given.as_json())
    assert load(held) == given


def test_new_lines_are_noticed(tmp_path: Path) -> None:
    with Engine(threads=1) as engine:
        _, short = reached(lambda: wrong_with(Input(b"{", b""), engine, tmp_path))
        _, longer = reached(lambda: wrong_with(seeds()[0], engine, tmp_path))
    assert short and len(longer) > len(short)


def test_a_short_search_ends_well(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["fuzz", "--minutes", "0.02", "--seed", "1"])
    assert main() == 0
    assert "lines reached" in capfd.readouterr().out
