"""What rules found and what a release changed, in words for readers."""

from dataclasses import replace

import pytest

from pressmark.package.statement import read_statement
from pressmark.site import ServedRelease
from pressmark.site.content.changes import add_counts
from pressmark.site.content.judged import phrase_findings, phrase_rule, phrase_title


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Rule", "the rule"),
        ("ISO code", "the ISO code"),
        ("Name of it", "the name of it"),
        ("", "the "),
    ],
)
def test_a_title_stands_within_a_sentence(title: str, written: str) -> None:
    assert phrase_title(title) == written


def test_a_rule_is_told_by_its_message_with_the_titles_of_fields(
    releases: tuple[ServedRelease, ...],
) -> None:
    """One of the standard by its own title; one that nobody knows any more by its name."""
    table = next(each for each in releases[0].package.tables if each.name == "people")
    field = next(each for each in table.schema.fields if each.title)
    text = f"-- table: people\n-- message: nobody saw {{{field.name}}} nor {{day}}\nselect 1"
    own = read_statement("seen", "rules/seen.sql", text)
    bare = read_statement("bare", "rules/bare.sql", "select 1")
    package = replace(releases[0].package, rules=(own, bare))
    release = replace(releases[0], package=package)
    words = f"Nobody saw {phrase_title(field.label)} nor the day"
    assert phrase_rule(release, own) == words
    assert phrase_rule(release, bare) == "It selects a record"
    counts = {"rule.seen": 3, "cell.formula": 1, "rule.gone": 2}
    found = phrase_findings(release, {"counts": counts})
    assert (found[0].words, found[0].count) == (words, 3)
    assert found[0].table == (table.resource.title or "people")
    assert "formula" in found[1].words and found[1].table == ""
    assert found[2].words == "rule.gone"
    assert phrase_findings(release, {}) == ()


def test_the_records_of_all_tables_are_counted() -> None:
    told = (
        ("Towns", "1,200 records added, 1 record changed"),
        ("Mayors", "the table was removed (4 records removed)"),
        ("Roads", "the table is new"),
    )
    assert add_counts(told) == (("added", 1200), ("changed", 1), ("removed", 4))
    assert add_counts(()) == ()
