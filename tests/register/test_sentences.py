"""Every sentence that the register makes is plain English: no code, no key, no riddle."""

import re
import sqlite3

import pytest

from tests.register.conftest import Ask

SENTENCES = {
    "place_statuses": ("sentence", "more"),
    "status_periods": ("in_words",),
    "uses_in_words": ("covers", "in_words", "about_the_start", "caution"),
    "scopes_in_words": ("covers",),
    "rules_listed": ("covers", "exceptions", "not_bound", "how", "what_ended_it"),
    "dates": ("on_words", "since_words"),
    "disputes": ("question", "one_says", "other_says", "note"),
}
"""The columns of tables and views that hold words for a reader."""

RIDDLES = {
    "a code": r"_",
    "a date that is not in words": r"\d{4}-\d\d",
    "a date that is marked": r"\d{4}[~?%]|\.\.|\d/\d",
    "the key of a record": r"\b(us-[a-z]{2}|scope-\d|event-\d|evidence-\d|c\d{3})\b",
    "what a reader calls a rule": r"\binstruments?\b",
    "words that no reader needs": r"is less than|which is less|recorded as|is not thereby",
    "British spelling": r"organis|authoris|recognis|behaviou|colou|programme|labour|licence|by-l",
    "a verb for a noun": r"\b(acquire|deploy|sell|request) of\b|: use of\b",
    "words twice": r"\b(\w+) \1\b",
    "one body that acts as many": r"\bthe company (use|sell|acquire)\b",
    "loose punctuation": r" [,.;]|,,|;;|\.\.|  ",
}
"""What makes no plain sentence, each with the pattern by which it is found."""


@pytest.mark.parametrize("table", SENTENCES)
def test_every_sentence_is_plain(table: str, database: sqlite3.Connection) -> None:
    for column in SENTENCES[table]:
        rows = database.execute(f"select distinct {column} from {table} where {column} is not null")
        told = [row[0] for row in rows]
        assert told, (table, column)
        for words in told:
            found = {kind for kind, pattern in RIDDLES.items() if re.search(pattern, words)}
            assert not found, (table, column, words)


def test_a_sentence_on_a_place_begins_with_a_capital_and_ends(database: sqlite3.Connection) -> None:
    for (sentence,) in database.execute("select distinct sentence from place_statuses"):
        assert re.fullmatch(r"[A-Z][^_]*[a-z0-9)]\.", sentence), sentence


@pytest.mark.parametrize("asked", [
    "select * from uses_in_words where scope is not null and covers is null",
    "select * from status_periods where in_words is null",
    "select * from dates where on_words is null or since_words is null",
])  # fmt: skip
def test_every_scope_period_and_date_has_its_words(
    asked: str, database: sqlite3.Connection
) -> None:
    assert database.execute(asked).fetchall() == []


@pytest.mark.parametrize("day", ["2021-05-18", "2023-06-01", "2026-11-28"])
def test_every_answer_in_words_is_plain(ask: Ask, day: str) -> None:
    """What the questions about a day add to the words of the views, too."""
    told = {row["because"] for row in ask("places_of_the_statement", date=day)}
    for question in ("status_on", "in_force_on"):
        told |= {row["in_words"] for row in ask(question, date=day, place="")}
    assert len(told) > 20
    for words in told:
        assert words, (day, "a status without words")
        found = {kind for kind, pattern in RIDDLES.items() if re.search(pattern, words)}
        assert not found, (words, found)
