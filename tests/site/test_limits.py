"""The README names the limits of a question as they are."""

from pathlib import Path

import pytest

from pressmark.sandbox import rules
from pressmark.site.request import PAGE_CELLS, PAGE_RECORDS
from pressmark.site.tables.datasette_app import SETTINGS

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("seconds of a question", SETTINGS["sql_time_limit_ms"] // 1000),
        ("memory of the process, in MB", rules.MEMORY >> 20),
        ("rows of an answer", SETTINGS["max_returned_rows"]),
        ("values of an answer", rules.CELLS),
        ("values that a page of HTML shows; JSON and CSV hold more", PAGE_CELLS),
        ("records on a page of a table in HTML; fewer of wide or long ones", PAGE_RECORDS),
        ("bytes of one value", rules.LIMITS["length"]),
        ("bytes of an answer as JSON", rules.ANSWER),
        ("characters of SQL", rules.LIMITS["sql_length"]),
        ("characters of a LIKE or GLOB pattern", rules.LIMITS["like_pattern_length"]),
        ("parameters", rules.LIMITS["variable_number"]),
    ],
)
def test_the_readme_names_each_limit(name: str, limit: int) -> None:
    assert f"| {name} | {limit:,} |" in README
