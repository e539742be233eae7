"""Dates in words: every form of EDTF that the site reads, and what is none."""

from collections.abc import Callable

import pytest

from pressmark.site.content.dates import (
    are_dates,
    phrase_date,
    phrase_dates,
    phrase_days_in_text,
    phrase_loosely,
    phrase_on_date,
    render_brief_date,
)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2021-05-18", "18 May 2021"),
        ("2021-05", "May 2021"),
        ("2021", "2021"),
        ("2020-09-02~", "about 2 September 2020"),
        ("2025?", "2025, uncertain"),
        ("2025%", "about 2025, uncertain"),
        ("2021-06-30/2021-07-01", "between 30 June 2021 and 1 July 2021"),
        ("../2020-06", "until June 2020"),
        ("2022-07-01/..", "from 1 July 2022"),
        ("[2022-07-01..]", "1 July 2022 or later"),
        ("[2022-07..]", "July 2022 or later"),
        ("[2022-07-01", "[2022-07-01"),
        ("2021-13", "2021-13"),
        ("2021-02-30", "2021-02-30"),
        ("last week", "last week"),
        ("", ""),
        (None, ""),
    ],
)
def test_dates_in_words(written: str | None, words: str) -> None:
    assert phrase_date(written) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2021-05-18", "18 May 2021"),
        ("2020-09-02~", "about 2 Sep 2020"),
        ("2020-08", "Aug 2020"),
        ("2021-06-30/2021-07-01", "between 30 Jun 2021 and 1 Jul 2021"),
        ("2020", "2020"),
        ("March of the many", "March of the many"),
        (None, ""),
    ],
)
def test_a_table_has_dates_in_brief_that_keep_together(written: str | None, words: str) -> None:
    brief = render_brief_date(written)
    assert brief.replace("\N{NO-BREAK SPACE}", " ") == words
    assert not any(part.strip(" ").isdigit() for part in brief.split(" ")[:-1])


@pytest.mark.parametrize(
    ("values", "is_so"),
    [
        (["2020-08", "2020", "2020-09-01"], True),
        (["2020-08"], False),
        (["2025?"], True),
        (["2020-09-01", "not found"], False),
        (["why?", "2020-09-01"], False),
        ([], False),
    ],
)
def test_a_column_is_of_dates_where_all_are_and_one_is_surely(
    values: list[object], is_so: bool
) -> None:
    assert are_dates(values) is is_so


def test_days_in_a_text() -> None:
    text = "in force since 2021-07-01; see ordinance 2020-06-10-a, 2021-02-30"
    assert phrase_days_in_text(text) == (
        "in force since 1 July 2021; see ordinance 2020-06-10-a, 2021-02-30"
    )


def test_months_in_a_text_are_written_in_words_where_they_are_dates() -> None:
    assert phrase_days_in_text("nothing later than 2024-01 was found") == (
        "nothing later than January 2024 was found"
    )
    assert phrase_days_in_text("adopted in 2020-08; in or about 2025-01") == (
        "adopted in August 2020; in or about January 2025"
    )
    assert phrase_days_in_text("since 2020-06; No. 2021-05") == "since June 2020; No. 2021-05"


@pytest.mark.parametrize("write", [phrase_date, phrase_days_in_text])
def test_a_nought_is_not_nothing(write: Callable[[object], str]) -> None:
    assert write(0) == "0"
    assert write(None) == write("") == ""


@pytest.mark.parametrize(
    ("written", "with_preposition", "in_a_list"),
    [
        ("2021-05-18", "on 18 May 2021", "18 May 2021"),
        ("2020-08", "in August 2020", "August 2020"),
        ("2025?", "in or about 2025", "in or about 2025"),
        ("2020-09-02~", "on or about 2 September 2020", "about 2 September 2020"),
        ("2020-09-02%", "on or about 2 September 2020", "on or about 2 September 2020"),
        ("2020/2021", "between 2020 and 2021", "between 2020 and 2021"),
        ("2021-13", "2021-13", "2021-13"),
        (None, "", ""),
    ],
)
def test_a_date_stands_in_a_sentence_and_in_a_list(
    written: str | None, with_preposition: str, in_a_list: str
) -> None:
    assert phrase_on_date(written) == with_preposition
    assert phrase_loosely(written) == in_a_list


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-09-02", "2 September 2020"),
        ("2020-09-02~", "about 2 September 2020"),
        ("2025?", "2025, uncertain"),
        ("[2022-07-01..]", "1 July 2022 or later"),
        ("2021-06-30/2021-07-01", "between 30 June 2021 and 1 July 2021"),
        ("2021-02", "2021-02"),
        ("2021", "2021"),
        ("", ""),
        ("what?", "what?"),
        ("https://example.org/2021-05-18/a", "https://example.org/2021-05-18/a"),
        ("on 2021-05-18 it was", "on 18 May 2021 it was"),
    ],
)
def test_what_is_surely_a_date_is_written_in_words(text: str, words: str) -> None:
    """A number with a hyphen and an address are none."""
    assert phrase_dates(text) == words
