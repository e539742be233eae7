"""Results that depend on an order that nobody stated are found."""

import asyncio
from collections.abc import Iterator

import pytest

from pressmark.citation import NotCitable, prepare_question
from pressmark.sandbox import Sandbox
from tests.citation.asking import TABLES, result

MANY = (
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) select i from n"
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Give a sandbox and end its processes afterwards."""
    made = Sandbox()
    yield made
    asyncio.run(made.close())


@pytest.mark.parametrize(
    ("statement", "order"),
    [
        ("select * from towns", "columns"),
        ("select * from towns order by code", "stated"),
        ("select * from towns order by country", "columns"),
        ("select country, code from towns order by country, code", "stated"),
        ("select country from towns order by country", "stated"),
        ("select * from (select * from towns order by code desc)", "columns"),
        ("select * from towns order by code limit 3", "stated"),
        ("select * from towns limit 100", "columns"),
        ("select country from towns order by country limit 5", "stated"),
        ("select country, code from towns order by country limit 5", "columns"),
        ("select name from towns order by name", "columns"),
        ("select max(size), count(*) from towns", "columns"),
        ("select code from towns union select code from large order by 1", "stated"),
        ("select group_concat(code, '' order by code) from towns", "columns"),
        ("select name from names where names match 'bern'", "columns"),
        ("select rowid, code from towns order by code", "stated"),
        ("values (1), (2)", "columns"),
    ],
)
def test_what_has_one_result(sandbox: Sandbox, statement: str, order: str) -> None:
    found = result(sandbox, statement)
    assert found.order == order


@pytest.mark.parametrize(
    "statement",
    [
        "select code from towns limit 3",
        "select code from towns limit 2 offset 1",
        "select code from towns order by country limit 4",
        "select code from towns order by size desc limit 1",
        "select code from towns order by name limit 2",
        "select code from large limit 1",
        "select group_concat(code) from towns",
        "select row_number() over (), code from towns",
        "select (select code from towns where country = 'uk')",
        "select * from (select code from towns limit 2)",
        "select code, total(size) from towns",
        "select country, code from towns group by country",
        "select code, first_value(code) over (partition by country) from towns",
    ],
)
def test_what_hangs_on_an_unstated_order_is_not_citable(sandbox: Sandbox, statement: str) -> None:
    with pytest.raises(NotCitable, match="order") as caught:
        result(sandbox, statement)
    assert caught.value.status == 422


def test_rows_over_the_limit_are_not_citable(sandbox: Sandbox) -> None:
    assert len((result(sandbox, MANY.format(5_000))).rows) == 5_000
    with pytest.raises(NotCitable, match="more than 5,000 rows"):
        result(sandbox, MANY.format(5_001))


def test_the_same_rows_in_another_place_have_the_same_digest(sandbox: Sandbox) -> None:
    """A database that was derived again may hold its records elsewhere."""
    moved = TABLES + "insert into towns select code || 'x', name, country, size from towns;"
    moved += "delete from towns where length(code) = 1; update towns set code = substr(code, 1, 1);"
    for statement in ("select * from towns", "select * from large", "select code from towns"):
        here = result(sandbox, statement)
        there = result(sandbox, statement, script=moved)
        assert here.sha256 == there.sha256


def test_parameters_are_those_that_the_query_names(sandbox: Sandbox) -> None:
    asked = prepare_question(
        "select * from towns where country = :country", {"country": "uk", "more": "x"}
    )
    assert asked.parameters == {"country": "uk"}
    assert prepare_question("select :b, :a", {}).parameters == {"a": "", "b": ""}
    found = result(sandbox, "select code from towns where country = :c order by code", {"c": "uk"})
    assert found.rows == (("a",), ("e",))


@pytest.mark.parametrize("name", ["sql", "db", "_now_date_utc"])
def test_a_parameter_that_no_address_can_give_is_refused(name: str) -> None:
    with pytest.raises(NotCitable, match="another name") as caught:
        prepare_question(f"select :{name}", {})
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("select random()", r"random\(\)"),
        ("select * from towns order by random()", r"random\(\)"),
        ("select sqlite_version()", r"sqlite_version\(\)"),
        ("select current_timestamp", "time"),
        ("select date(:when)", "time"),
        ("select code from towns where strftime('%Y') > '2000'", "time"),
        ("select * from today", "time"),
        ("select sum(rootpage) from sqlite_master", "sqlite_master cannot be read"),
        ("select count(*) from sqlite_schema", "cannot be read"),
    ],
)
def test_what_cannot_be_repeated_is_not_citable_and_says_why(
    sandbox: Sandbox, statement: str, why: str
) -> None:
    with pytest.raises(NotCitable, match=why) as caught:
        result(sandbox, statement, {"when": "NOW"})
    assert caught.value.status == 422


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("select randomblob(4)", r"randomblob\(\)"),
        ("select changes()", r"changes\(\)"),
        ("select total_changes()", r"total_changes\(\)"),
        ("select last_insert_rowid()", r"last_insert_rowid\(\)"),
        ("select load_extension('x')", r"load_extension\(\)"),
        ("select nothing from towns", "nothing"),
        (
            "with recursive c(n) as (select 1 union all select n + 1 from c) select sum(n) from c",
            "long",
        ),
    ],
)
@pytest.mark.search
def test_what_has_no_answer_at_all_is_told_as_that(
    sandbox: Sandbox, statement: str, why: str
) -> None:
    with pytest.raises(NotCitable, match=why) as caught:
        result(sandbox, statement, {})
    assert caught.value.status == 400
    assert "repeat" not in str(caught.value)
