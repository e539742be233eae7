"""A site that does not refuse what it must refuse is not served."""

from typing import Any

import pytest

from pressmark.errors import MachineError
from pressmark.sandbox import list_trials, rules
from pressmark.sandbox.trials import NOTHING, find_answered, with_parameters
from pressmark.site import ServedRelease, build_app
from pressmark.site.tables import database
from pressmark.site.tables.self_test import find_answered_here, prove_lanes


@pytest.fixture(autouse=True)
def unproven_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every site attack itself again."""
    monkeypatch.setattr("pressmark.site.app.prove_lanes", prove_lanes)


def test_both_lanes_refuse_everything_that_is_tried(releases: tuple[ServedRelease, ...]) -> None:
    assert find_answered(releases[0].database) is None
    assert find_answered_here(releases[0]) is None


def test_what_is_tried_takes_parameters_too() -> None:
    """Only with bound parameters the first of them kills."""
    bound = with_parameters("select fts3_tokenizer('simple', x'0102')")
    assert bound == ("select fts3_tokenizer(:p0, :p1)", {"p0": "simple", "p1": b"\x01\x02"})
    tried = [statement for statement, _ in list_trials()]
    for statement in ("select fts3_tokenizer(:p0, :p1)", "select zeroblob(:p0)", "vacuum into :a"):
        assert statement in tried


@pytest.mark.parametrize("name", ["randomblob", "zeroblob", "sqlite_source_id", "changes"])
def test_a_sandbox_that_answers_is_not_served(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """One function too many in the list is enough."""
    monkeypatch.setattr(rules, "FUNCTIONS", rules.FUNCTIONS | {name})
    with pytest.raises(MachineError, match=f"sandbox answers `select {name}") as refusal:
        build_app(releases)
    assert refusal.value.exit_code == 3
    assert "not safe to serve" in refusal.value.right


def test_a_connection_without_authorizer_is_not_served(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what would kill this process is not run to find out."""
    monkeypatch.setattr(database, "make_authorizer", lambda *_names, **_more: None)
    with pytest.raises(MachineError, match=r"own SQLite answers `select fts3_tokenizer\("):
        build_app(releases)


def test_a_sandbox_that_does_not_start_is_not_served(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    policy: dict[str, Any] = {**rules.make_policy(), "heap": 1000}
    monkeypatch.setattr("pressmark.sandbox.worker.make_policy", lambda _nice: policy)
    assert find_answered(releases[0].database) == NOTHING
    with pytest.raises(MachineError):
        prove_lanes(releases[0])
