"""What holds for every rendering, and for the words that they share."""

from collections.abc import Callable
from typing import Any

import pytest

from pressmark.report import RENDERINGS, Report
from pressmark.report.rules import BY_ID, KINDS, RULES, find_rule, make_own_rule
from pressmark.report.sentences import render_sentence
from pressmark.words import cut, make_visible
from tests.report.reports import found, hostile, ordinary, report


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


def test_every_rule_says_what_it_is() -> None:
    assert len(BY_ID) == len(RULES)
    for rule in RULES:
        assert rule.title and rule.broken_by and rule.section and rule.kind in KINDS, rule
        assert find_rule(rule.id).title
    assert find_rule("cell.enum") is BY_ID["cell.enum"]
    assert find_rule("rule.no_end") == make_own_rule("no_end")
    assert find_rule("rule.a.b").title == "The dataset's own rule a.b is broken"
    assert make_own_rule("b", "warning").finding("Wrong.").severity == "warning"
    with pytest.raises(KeyError):
        find_rule("cell.nonsense")


def test_a_finding_has_the_severity_of_its_rule() -> None:
    for rule in RULES:
        written = rule.finding("Wrong.", table="t", record=3).written()
        assert (written["rule"], written["severity"]) == (rule.id, rule.severity)
        assert (written["table"], written["record"], written["line"]) == ("t", 3, None)


def test_a_text_is_cut_after_it_is_made_visible() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert cut("\x1b\x1b", 5) == "\\x1b…"
    assert make_visible("\ud800") == "\\ud800"
    assert render_sentence(None) == ""
    assert len(render_sentence("x" * 10_000)) == 600
