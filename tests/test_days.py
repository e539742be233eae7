"""What is a day, and which one was meant by a text that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.days import guess_days, is_day, suggest_day

MEANT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("06/01/2023", ("2023-06-01", "2023-01-06")),
    ("06-01-2023", ("2023-06-01", "2023-01-06")),
    ("25/12/2023", ("2023-12-25",)),
    ("06/06/2023", ("2023-06-06",)),
    ("01.06.2023", ("2023-06-01", "2023-01-06")),
    ("2023/06/01", ("2023-06-01",)),
    ("2023-6-1", ("2023-06-01",)),
    ("2023-31-12", ("2023-12-31",)),
    ("20230601", ("2023-06-01",)),
    (" 2023-06-01 ", ("2023-06-01",)),
    ("2023-06-01T00:00:00Z", ("2023-06-01",)),
    ("\uff12\uff10\uff12\uff13-06-01", ("2023-06-01",)),
    ("2023-02-30", ("2023-02-28",)),
    ("2024-02-30", ("2024-02-29",)),
    ("2023", ("2023-01-01",)),
    ("2023-06", ("2023-06-01",)),
    ("June 1, 2023", ("2023-06-01",)),
    ("1st of Sept. 2023", ("2023-09-01",)),
    ("Jun 2023", ("2023-06-01",)),
    ("2023-13-45", ()),
    ("13/13/2023", ()),
    ("2023-06-00", ()),
    ("0000-01-01", ()),
    ("yesterday", ()),
    ("2023-W22-4", ()),
    ("", ()),
    ("1" * 500, ()),
)


@pytest.mark.parametrize(("text", "days"), MEANT)
def test_what_is_no_day_tells_which_was_meant(text: str, days: tuple[str, ...]) -> None:
    assert not is_day(text)
    assert guess_days(text) == days


@pytest.mark.parametrize("text", ["2021-05-18", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_a_day_of_the_calendar_is_one(text: str) -> None:
    assert is_day(text)


def test_it_says_what_to_write() -> None:
    assert suggest_day("25/12/2023") == "write 2023-12-25"
    assert suggest_day("06/01/2023") == "write 2023-06-01, or 2023-01-06"
    assert suggest_day("yesterday", "2023-06-01") == "write a day, such as 2023-06-01"
    assert suggest_day("yesterday", "us-va") == "write a day, such as 2021-05-18"


@given(st.text())
def test_whatever_is_meant_is_a_day(text: str) -> None:
    assert all(is_day(each) for each in guess_days(text))


@given(st.dates())
def test_every_day_is_one_and_means_itself(day: object) -> None:
    assert is_day(str(day))
    assert guess_days(str(day)) == (str(day),)
