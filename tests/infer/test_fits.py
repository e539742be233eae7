"""Which texts of a column fit a type: what their shape shows is what the engine would say."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from pressmark.engine.connection import Engine
from pressmark.infer import fits
from pressmark.infer.candidates import CANDIDATES, Candidate
from pressmark.infer.fits import Fit, find_wrong

FIRST = datetime(2024, 1, 1, 13, 5, 9, 250, tzinfo=UTC)
LEAP_YEAR = tuple(FIRST + timedelta(days) for days in range(366))
DEFAULTS = {
    "date": "%Y-%m-%d",
    "datetime": "%Y-%m-%dT%H:%M:%S",
    "time": "%H:%M:%S",
}
DAY = next(each for each in CANDIDATES if each.properties == {"type": "date"})
EMAIL = next(each for each in CANDIDATES if each.properties.get("format") == "email")


class AskedEngine(Engine):
    """Counts the statements that it answers."""

    asked = 0

    def rows(self, statement: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Answer and count."""
        self.asked += 1
        return super().rows(statement, values)


@pytest.fixture(scope="module")
def engine() -> Iterator[AskedEngine]:
    """Give an engine that counts what it is asked."""
    with AskedEngine() as opened:
        yield opened


def list_moments(candidate: Candidate) -> list[str]:
    """Write each day of a leap year, and some that no year has, as a candidate has them."""
    written = str(candidate.properties.get("format") or DEFAULTS[candidate.type])
    days = [day.strftime(written) for day in LEAP_YEAR]
    early = LEAP_YEAR[0].replace(hour=1)
    bare = re.sub(r"\b0([0-9])", r"\1", early.strftime(written))
    apart = "2024" if "%Y" in written else "24"
    other = [each.replace(apart, "2023" if "%Y" in written else "23") for each in days]
    lasts = [each.replace("30", "31") for each in days if each.count("30") == 1]
    return [*days, *other, *lasts, early.strftime(written), bare, bare.lower()]


@pytest.mark.search
def test_a_sure_shape_is_that_of_right_texts_alone(engine: AskedEngine) -> None:
    """Each date and time of a shape that the engine is not asked about is one to the engine."""
    judged = [each for each in CANDIDATES if each.sure and not each.exact]
    assert len(judged) > 90
    for candidate in judged:
        texts = list(dict.fromkeys(list_moments(candidate)))
        with engine.arriving(pa.table({"t": texts})):
            rows = engine.rows(f"select t from arriving where {candidate.right('t')}")
        right = {text for (text,) in rows}
        sure = {text for text in texts if re.fullmatch(candidate.sure or "", text)}
        assert sure <= right, candidate.properties
        assert len(sure) > 0.99 * len(right), candidate.properties


def test_texts_that_do_not_fit_are_counted(engine: AskedEngine) -> None:
    """Days that are none are counted, with the words among them; empty cells are left out."""
    texts = pa.array(["2024-02-29", "2023-02-29", "", None, "2023-02-29", "NA", "2024-01-01"])
    mails = pa.array(["a@example.org", "nobody", "nobody"])
    wrong = find_wrong([Fit(DAY), Fit(EMAIL)], [texts, mails], engine)
    assert wrong == [Counter({"2023-02-29": 2, "NA": 1}), Counter({"nobody": 2})]


def test_the_engine_is_asked_once_about_a_text(
    engine: AskedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the engine has said is remembered, as long as it is not much."""
    fit, texts = Fit(DAY), pa.array(["2024-02-29", "NA"] * 3)
    before = engine.asked
    for _ in range(3):
        assert find_wrong([fit], [texts], engine) == [Counter({"NA": 3})]
    assert engine.asked == before + 1
    monkeypatch.setattr(fits, "MOST_REMEMBERED", 1)
    assert find_wrong([fit], [texts], engine) == [Counter({"NA": 3})]
    assert engine.asked == before + 2


def test_many_columns_are_counted_in_their_order(engine: AskedEngine) -> None:
    """Columns that two threads look at keep their places."""
    columns = [pa.array([f"x{number}", "2024-01-01"]) for number in range(100)]
    wrong = find_wrong([Fit(DAY) for _ in columns], columns, engine)
    assert wrong == [Counter({f"x{number}": 1}) for number in range(100)]
