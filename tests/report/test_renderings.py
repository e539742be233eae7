"""What holds for every rendering, and for the words that they share."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark.report import RENDERINGS, Report
from pressmark.report.meanings import MEANINGS, meaning
from pressmark.report.sentences import cut, sentence, visible
from tests.report.reports import found, hostile, ordinary, report

README = Path(__file__).parent.parent.parent / "README.md"


def test_the_registry_names_them() -> None:
    assert [name for name, _ in RENDERINGS] == [
        "text", "json", "html", "markdown", "github", "sarif"]  # fmt: skip


@pytest.mark.parametrize("render", [render for _, render in RENDERINGS])
@pytest.mark.parametrize(
    "one",
    [report(), ordinary(), hostile(), report(found("cell.formula", severity="warning"), limit=0)],
    ids=["empty", "ordinary", "hostile", "counted only"],
)
def test_equal_reports_are_equal_texts_that_end_in_one_line_end(
    render: Callable[[Report], str], one: Report
) -> None:
    rendered = render(one)
    assert rendered == render(one)
    assert rendered.endswith("\n") and not rendered.endswith("\n\n")
    rendered.encode()


@pytest.mark.parametrize("render", [render for _, render in RENDERINGS])
def test_half_a_character_can_be_written(render: Callable[[Report], str]) -> None:
    given: dict[str, Any] = {
        "field": "\ud800",
        "value": "\ud800",
        "message": "\ud800",
        "path": "\ud800",
    }
    render(report(found(record=1, **given))).encode()


def test_every_rule_has_a_meaning() -> None:
    table = README.read_text("utf-8").split("## What validate finds")[1].split("\n## ")[0]
    for rule in re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", table, re.MULTILINE):
        kind, name = rule.split(".")
        assert name in MEANINGS[kind], rule
    assert meaning("rule.no_end") == "The dataset's own rule no_end is broken"
    assert meaning("release.x") == "The rule release.x is broken"


def test_a_text_is_cut_after_it_is_made_visible() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert cut("\x1b\x1b", 5) == "\\x1b…"
    assert visible("\ud800") == "\\ud800"
    assert sentence(None) == ""
    assert len(sentence("x" * 10_000)) == 600
