"""An error in a query is told as that error, and never as something that cannot be repeated."""

from pathlib import Path
from typing import Any, cast

import pytest

from pressmark.citation import NotCitable, ask_result, prepare_question, verify
from pressmark.errors import MachineError
from pressmark.sandbox import Answer, Busy, Refused, Sandbox, Stopped
from tests.site.visitor import Visitor

HERE = "small-1-1-0"
ANSWER = Answer(("a",), ((1,),), truncated=False)


@pytest.mark.parametrize(
    ("select", "sentence"),
    [
        ("select absent from towns", "no such column: absent"),
        ("select * from nowhere", "no such table: nowhere"),
        ("select * from towns where", "incomplete input"),
        ("select load_extension('x')", "load_extension()"),
        ("select random(), absent", "no such column: absent"),
        ("select abs(-9223372036854775807 - 1)", "integer overflow"),
        ("select json('{')", "malformed JSON"),
    ],
)
def test_an_error_is_told_as_it_is(visitor: Visitor, select: str, sentence: str) -> None:
    """As a page and as JSON, with 400."""
    for form in ("", ".json"):
        answer = visitor.ask("GET", f"/cite{form}", params={"db": HERE, "sql": select})
        assert answer.status_code == 400
        assert sentence in answer.text
        assert "repeat" not in answer.text
        if form:
            assert sentence in visitor.ask("GET", f"/{HERE}.json", params={"sql": select}).text


@pytest.mark.parametrize(
    "select", ["select random()", "select datetime('now')", "select count(*) from sqlite_master"]
)
def test_what_would_be_another_answer_is_told_so(visitor: Visitor, select: str) -> None:
    answer = visitor.ask("GET", "/cite.json", params={"db": HERE, "sql": select})
    assert answer.status_code == 422
    assert "repeat" in answer.json()["error"]


class Answers:
    """A sandbox that ends each question in turn as it is told."""

    def __init__(self, *ends: Answer | Exception) -> None:
        """Know how they end."""
        self.ends = list(ends)

    async def ask(self, *_arguments: Any, **_options: Any) -> Answer:
        """End the next."""
        end = self.ends.pop(0)
        if isinstance(end, Exception):
            raise end
        return end


@pytest.mark.parametrize(
    ("ends", "status", "sentence"),
    [
        ([Stopped("too long")], 400, "too long"),
        ([ANSWER, Stopped("too long")], 400, "too long"),
        ([Refused("now"), Stopped("too long")], 400, "too long"),
        ([Refused("clock"), ANSWER], 422, "clock"),
        ([Refused("clock"), Refused("absent")], 400, "absent"),
        ([ANSWER, Refused("odd")], 422, "odd"),
    ],
)
async def test_how_a_citation_ends(
    ends: list[Answer | Exception], status: int, sentence: str
) -> None:
    sandbox: Any = Answers(*ends)
    with pytest.raises(NotCitable) as told:
        await ask_result(sandbox, Path("x"), prepare_question("select 1", {}))
    assert (told.value.status, sentence in str(told.value)) == (status, True)
    assert ("repeat" in str(told.value)) == (status == 422)


def test_a_machine_that_cannot_answer_verifies_nothing(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says that it is the machine."""

    async def ask(*_arguments: Any, **_options: Any) -> Answer:
        raise Busy("Ask again in a moment.")

    document = visitor.ask("GET", "/cite.json", params={"db": HERE, "sql": "select 1"}).text
    monkeypatch.setattr(Sandbox, "ask", ask)
    found: Any = verify.FoundRelease(Path("x"), cast("Any", None))
    monkeypatch.setattr(verify, "find_cited", lambda *_: found)
    with pytest.raises(MachineError, match="Ask again"):
        verify.verify_citation(verify.read_citation(document, "x"), cast("Any", None), "x")
