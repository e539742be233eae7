"""What Datasette would stumble over, or answer at great cost, is refused in a sentence."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pressmark.sandbox import Sandbox
from pressmark.site import build_app
from pressmark.site.arguments.named import MOST_FACETS
from pressmark.site.arguments.pairs import MOST_ARGUMENTS
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("_timelimit=x", "_timelimit is a number"),
        ("_timelimit=-5", "_timelimit is a number"),
        ("_timelimit=%C2%B2", "_timelimit is a number"),
        ("_json_infinity=perhaps", "one of on, off"),
        ("_through=%7B%7D", "filter the other table"),
        ("id__in=%5B1", "a list of values"),
        ("_next=999999", "names no place in this order of the table"),
        ("_sort=full_name&_next=Anna,999999", "names no place in this order of the table"),
        ("id__notin=%5B%7B", "a list of values"),
        ("&".join("a=b" for _ in range(MOST_ARGUMENTS + 1)), "too many arguments"),
    ],
)
def test_a_wrong_argument_is_named(visitor: Visitor, query: str, said: str) -> None:
    """On pages, in JSON and for CSV."""
    for form in ("", ".json", ".csv"):
        answer = visitor.get(f"{HERE}/people{form}?{query}")
        assert answer.status_code == 400
        assert said in answer.text


def test_a_page_of_a_view_is_a_number(visitor: Visitor) -> None:
    """Views have no keys."""
    assert visitor.get(f"{HERE}/in_towns?_next=1").status_code == 200
    assert visitor.get(f"{HERE}/in_towns?_next=x").status_code == 400


def test_values_are_counted_where_they_are_asked_for(visitor: Visitor) -> None:
    """On the first page, by few columns, and only those that an address names."""
    assert 'aria-label="Active"' not in visitor.text(f"{HERE}/people")
    assert 'aria-label="Active"' in visitor.text(f"{HERE}/people?_facet=active")
    assert 'aria-label="Active"' not in visitor.text(f"{HERE}/people?_facet=active&_next=1")
    assert visitor.get(f"{HERE}/people.json").json()["facet_results"] == {}
    answer = visitor.get(f"{HERE}/people.json?_facet=town").json()["facet_results"]
    assert list(answer) == ["town"]
    columns = ["id", "full_name", "active", "kind", "town", "link"]
    assert len(columns) == MOST_FACETS
    many = "&".join(f"_facet={column}" for column in (*columns, *columns))
    answer = visitor.get(f"{HERE}/people.json?{many}").json()["facet_results"]
    assert list(answer) == columns


def test_a_number_of_records_is_counted_once(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each filter; another filter is counted anew."""
    asked: list[str] = []
    ask = Sandbox.ask

    async def listening(
        self: Sandbox, database: Path, select: str, *more: Any, **named: Any
    ) -> Any:
        asked.append(select)
        return await ask(self, database, select, *more, **named)

    monkeypatch.setattr(Sandbox, "ask", listening)
    for number in (11, 11, 12):
        answer = visitor.get(
            f"{HERE}/numbers.json?n__lt={number}&_sort=n&_size={len(asked) + 1}"
        ).json()
        assert answer["filtered_table_rows_count"] == number - 1
    assert sum("select count(*) from" in each for each in asked) == 2


def test_records_of_what_is_no_table_are_not_looked_for(visitor: Visitor) -> None:
    """The full-text index, SQLite's own tables, views."""
    for name in ("sqlite_master", "people_fts", "people_fts_data", "in_towns", "nope"):
        assert visitor.get(f"{HERE}/{name}/1").status_code == 404


def test_a_withdrawn_release_says_so_wherever_it_is_read(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Its pages tell the reason; its files stay as they were published."""
    first, second = (
        publish(tmp_path_factory.mktemp("withdrawn"), descriptor(version))
        for version in ("1.0.0", "2.0.0")
    )
    gone = replace(second, withdrawn="The codes were wrong.", days=("2026-01-01", "2026-02-01"))
    visitor = Visitor(build_app([replace(first, days=("2025-01-01",)), gone]))
    for address in ("/releases/2.0.0/", "/odd-things-2-0-0", "/odd-things-2-0-0/people"):
        page = visitor.text(address)
        assert "is withdrawn" in page and "The codes were wrong." in page
    assert visitor.get("/latest").headers["location"] == "/odd-things-1-0-0"
    answer = visitor.get("/releases/2.0.0/data/0.csv")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
