"""Wide and long records come in smaller pages, or with a sentence; never all at once."""

import csv
from pathlib import Path
from typing import Any

import pytest

from pressmark.site import build_app
from pressmark.site.request import is_at_most
from pressmark.site.tables import page_size
from pressmark.site.tables.page_size import Shape
from tests.site.packages import publish
from tests.site.visitor import Visitor

WIDE, LONG, MANY = 500, 100_000, 150
HERE = "/evil-1-0-0"


def made(folder: Path) -> Visitor:
    """Serve a table of many columns, and one of long texts."""
    columns = [f"c{number}" for number in range(WIDE)]
    tables = {"wide": ["id", *columns], "long": ["id", "words"]}
    document: dict[str, Any] = {
        "name": "evil",
        "version": "1.0.0",
        "created": "2026-03-04T00:00:00Z",
        "resources": [
            {
                "name": name,
                "path": f"data/{name}.csv",
                "schema": {
                    "fields": [
                        {"name": each, "type": "integer" if each == "id" else "string"}
                        for each in fields
                    ],
                    "primaryKey": ["id"],
                },
            }
            for name, fields in tables.items()
        ],
    }
    counted = f"with recursive c(n) as (select 1 union all select n + 1 from c where n < {MANY})"
    script = f"""
      create table wide (id integer primary key, {", ".join(f"{each} text" for each in columns)});
      {counted} insert into wide (id, c0) select n, 'x' from c;
      create table long (id integer primary key, words text);
      {counted} insert into long select n, hex(zeroblob({LONG // 2})) from c;
    """
    return Visitor(build_app([publish(folder, document, script=script)]))


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """Visit its site."""
    return made(tmp_path_factory.mktemp("evil"))


def test_a_page_of_a_wide_table_has_few_records(evil: Visitor) -> None:
    """However many are asked for: a page of thousands of cells is drawn between others'."""
    most = Shape(WIDE + 1).on_a_page()
    assert 1 < most < 100
    for asked in ("", "?_size=200", "?_size=max", "?_size=5000"):
        page = evil.text(f"{HERE}/wide{asked}")
        assert page.count('<th scope="row"') == most
        assert "_next=" in page
    assert evil.text(f"{HERE}/wide?_size=2").count('<th scope="row"') == 2


@pytest.mark.parametrize("form", ["", ".json", ".csv"])
def test_a_number_of_many_digits_is_no_failure_of_ours(evil: Visitor, form: str) -> None:
    """Python reads no number of more than 4,300 digits."""
    answer = evil.get(f"{HERE}/wide{form}?_col=c0&_size={'9' * 5000}")
    assert answer.status_code == 400
    assert "_size is a number of records" in answer.text


@pytest.mark.parametrize("size", ["max", "120"])
def test_records_that_are_too_long_together_are_refused(evil: Visitor, size: str) -> None:
    """Not gathered in memory; fewer are answered, and one alone in any case."""
    answer = evil.get(f"{HERE}/long.json?_size={size}")
    assert answer.status_code == 400
    assert "Ask for fewer at once" in answer.json()["error"]
    assert len(evil.get(f"{HERE}/long.json?_size=5").json()["rows"]) == 5
    assert evil.get("/record/1.0.0/long/1.json").json()["values"]["words"] == "0" * LONG


def test_an_export_of_a_wide_table_is_whole(evil: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes several steps for it."""
    monkeypatch.setattr(page_size, "EXPORT_CELLS", WIDE * 7)
    rows = list(csv.reader(evil.text(f"{HERE}/wide.csv?_nocol=c1").splitlines()))
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, MANY + 1)]
    assert {len(row) for row in rows} == {WIDE}


@pytest.mark.parametrize(
    ("columns", "octets", "expected"),
    [(0, 0, 200), (12, 100, 200), (100, 0, 50), (2, 1 << 20, 2), (5001, 0, 1), (1, 1 << 40, 1)],
)
def test_the_size_of_a_page(columns: int, octets: int, expected: int) -> None:
    """By width and by length, and never none."""
    assert Shape(columns, octets).on_a_page() == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("0", True), ("7", True), ("8", False), ("", False), ("-1", False), ("²", False),
     ("٣", False), ("9" * 5000, False), ("max", False)],
)  # fmt: skip
def test_a_number_of_records(written: str, expected: bool) -> None:
    """Only plain digits are one."""
    assert is_at_most(written, 7) is expected
