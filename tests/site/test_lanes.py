"""Strangers' SQL is asked in the sandbox, our own in process; both answer alike."""

from typing import Any
from urllib.parse import quote_plus

import pytest
from datasette.database import Database
from datasette.utils import tilde_encode

from pressmark.sandbox import Busy, Sandbox
from pressmark.site import ServedRelease, build_app
from pressmark.site.request import QUESTIONS, STRANGERS, TABLES, Lane, choose_lane
from pressmark.site.tables import lane
from pressmark.site.tables.kept_answers import KeptAnswers
from pressmark.site.tables.lane import DATASETTE_ASKS, SPACE
from tests.site.packages import STREETS
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"
STREET = tilde_encode(STREETS)
ASKED_OF_STRANGERS = [
    f"{HERE}?sql=select+1",
    f"{HERE}.json?sql=select+11",
    f"{HERE}.csv?sql=",
    f"{HERE}/towns?_where=1",
    f"{HERE}/towns?%5fwhere=1",
    f"{HERE}/towns?_search=x&_searchmode=raw",
    f"{HERE}/in_towns.json?_next=100&_where=1",
]
NAMED_QUESTIONS = [
    f"{HERE}/everyone",
    f"{HERE}/living_in.json?town=ber",
    f"{HERE}/living_in.json?town=ber&sql=select+1&_where=1",
    f"{HERE}/all~20numbers",
    f"{HERE}/all+numbers.json",
]
COSTLY_TABLES = [
    f"{HERE}/towns?_search=x",
    f"{HERE}/towns?name__glob=*",
    f"{HERE}/towns.json?_facet=name",
    f"{HERE}/towns?_size=5&_facet_array=name",
    f"{HERE}/towns?_through=x",
    f"{HERE}/towns?_sort_desc=name&_next=1",
    f"{HERE}/in_towns",
    f"{HERE}/in_towns.json?_next=100",
]
ASKED_HERE = [
    HERE,
    f"{HERE}.json",
    f"{HERE}/towns",
    f"{HERE}/towns.json?_shape=array&_size=5",
    f"{HERE}/towns?_next=1",
    f"{HERE}/towns?code=ber&name__gt=a&part_of__isnull=1",
    f"{HERE}/towns.csv?_stream=on",
    f"{HERE}/towns/ber",
    f"{HERE}/towns/ber.json",
]


def scope_of(address: str) -> dict[str, Any]:
    """Write an address as a server gives it."""
    path, _, query = address.partition("?")
    return {"type": "http", "raw_path": path.encode(), "query_string": query.encode()}


@pytest.mark.parametrize(
    ("expected", "address"),
    [
        (expected, address)
        for expected, addresses in (
            (STRANGERS, ASKED_OF_STRANGERS),
            (QUESTIONS, NAMED_QUESTIONS),
            (TABLES, COSTLY_TABLES),
            (None, ASKED_HERE),
        )
        for address in addresses
    ],
)
def test_the_lane_of_an_address(expected: str | None, address: str) -> None:
    """Who brings SQL stands before no named question, and neither does who filters a table."""
    queries = {HERE[1:]: ["everyone", "living_in", "all numbers"]}
    tables = {HERE[1:]: ["towns"]}
    assert choose_lane(scope_of(address), queries, tables).sandbox == expected


LOOK_FOR_A_KEY = 'select "code" from "towns" where "code" = :v0 limit 1'


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Note every statement with the lane in which it is asked."""
    noted: dict[str, list[str]] = {"here": [], "sandbox": []}
    in_process, in_sandbox = Database.execute, Sandbox.ask

    async def here(self: Any, statement: str, *arguments: Any, **options: Any) -> Any:
        if self.name != "_internal":
            noted["here"].append(SPACE.sub(" ", statement.strip()))
        return await in_process(self, statement, *arguments, **options)

    async def there(self: Any, database: Any, statement: str, *rest: Any, **options: Any) -> Any:
        noted["sandbox"].append(statement)
        return await in_sandbox(self, database, statement, *rest, **options)

    async def unknown(self: KeptAnswers, *asked: Any, **options: Any) -> Any:
        return await self.sandbox.ask(*asked, **options)

    monkeypatch.setattr(Database, "execute", here)
    monkeypatch.setattr(Sandbox, "ask", there)
    monkeypatch.setattr(KeptAnswers, "ask", unknown)
    return noted


@pytest.mark.parametrize(
    "address",
    [
        f"{HERE}?sql=select+'mark'",
        f"{HERE}/towns?_where='mark'='mark'",
        f"{HERE}/towns.json?_search=mark",
        f"{HERE}/people?full_name__contains=mark&_facet=town",
        f"{HERE}/living_in.json?town=kre&_json_infinity=1",
    ],
)
def test_a_stranger_is_never_asked_for_in_process(
    visitor: Visitor, asked: dict[str, list[str]], address: str
) -> None:
    """What Datasette asks for itself, word for word, stays here, and the look for a key."""
    visitor.text(address)
    assert set(asked["here"]) <= {*DATASETTE_ASKS, LOOK_FOR_A_KEY}
    assert asked["sandbox"]


def test_a_search_asks_no_release_in_process(
    visitor: Visitor,
    releases: tuple[ServedRelease, ...],
    asked: dict[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It asks an index of the site's own; what does not fit in there is asked in the sandbox."""
    visitor.text("/search?q=mark")
    assert asked == {"here": [], "sandbox": []}
    monkeypatch.setattr("pressmark.site.content.search_index.MOST_CHARACTERS", 0)
    Visitor(build_app(releases)).text("/search?q=mark")
    assert asked["here"] == [] and asked["sandbox"]


@pytest.mark.parametrize("address", ["/", f"{HERE}/towns", f"{HERE}/towns/ber", HERE])
def test_our_own_pages_do_not_need_the_sandbox(
    visitor: Visitor, asked: dict[str, list[str]], address: str
) -> None:
    visitor.text(address)
    assert asked["sandbox"] == []


@pytest.mark.parametrize(
    "address",
    [
        f"{HERE}.json?sql=select+*+from+people",
        f"{HERE}.json?sql=select+1+as+a,+2+as+a,+null,+1.5,+9e999&_json_infinity=1",
        f"{HERE}.json?sql=select+x'ff00',+x'61'",
        f"{HERE}.json?sql=select+*+from+people&_shape=objects",
        f"{HERE}.json?sql=select+:a&a=1&_shape=array",
        f"{HERE}.json?sql=select+*+from+towns+where+0",
        f"{HERE}/living_in.json?town=ber",
        f"{HERE}/everyone.json?_shape=arrayfirst",
        f"{HERE}/people.json?_facet=town&_labels=on&_size=2&_sort=full_name&active=1",
        f"{HERE}/people.json?_search=Ada&_shape=object",
        f"{HERE}/numbers.json?n__gt=20&_size=max",
        f"{HERE}/in_towns.json?_where=1",
    ],
)
def test_both_lanes_answer_alike(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Rows, columns, types, pages, facets and labels."""
    there = visitor.get(address)
    monkeypatch.setattr(lane, "choose_lane", lambda *_: Lane())
    here = visitor.get(address)
    assert (there.status_code, here.status_code) == (200, 200)
    if isinstance(there.json(), dict):
        both = [{**each.json(), "query_ms": 0} for each in (there, here)]
        assert without_times(both[0]) == without_times(both[1])
    else:
        assert there.json() == here.json()


def without_times(answer: dict[str, Any]) -> dict[str, Any]:
    """Leave out what differs from one request to the next."""
    return {name: value for name, value in answer.items() if not name.endswith("_ms")}


@pytest.mark.parametrize(
    "address",
    [
        f"{HERE}?sql=select+1",
        f"{HERE}.json?sql=select+11",
        f"{HERE}.csv?sql=select+1",
        f"{HERE}/living_in.json?town=kre&_json_infinity=on",
        f"{HERE}/towns?_where=1",
        f"{HERE}/towns.json?_facet=name",
    ],
)
def test_too_many_are_told_when_to_come_again(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """503 with a sentence, in the form that was asked for; our own pages are still there."""

    async def ask(*_arguments: Any, **_options: Any) -> None:
        raise Busy("Ask again in a moment.")

    monkeypatch.setattr(Sandbox, "ask", ask)
    monkeypatch.setattr(KeptAnswers, "ask", ask)
    answer = visitor.get(address)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "Ask again in a moment." in answer.text
    assert visitor.get(f"{HERE}/towns/ber").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=pragma",
        f"{HERE}/{STREET}?_search=pragma",
        f"{HERE}/{STREET}.json?note__contains=pragma",
        f"{HERE}?sql=select+'pragma'+as+word",
        f"{HERE}/{STREET}?_where=note+like+'%25pragma%25'",
    ],
)
def test_the_word_pragma_is_a_word(visitor: Visitor, address: str) -> None:
    """Datasette refuses it in SQL; here the authorizers look at what is done, not at words."""
    assert "pragma" in visitor.text(address).partition("<h1")[2] or ".json" in address


@pytest.mark.parametrize("form", ["", ".json", ".csv"])
@pytest.mark.parametrize(
    "statement",
    [
        "select * from pragma_database_list",
        "select fts3_tokenizer(:a, :b)",
        "select * from nowhere",
        "select * from sqlite_stmt",
        "select * from dbstat",
    ],
)
def test_no_error_tells_of_the_machine(
    visitor: Visitor, statement: str, form: str, releases: Any
) -> None:
    """No path of the host or of a library, and no other visitor's SQL."""
    visitor.get(f"{HERE}?sql=select+'somebody+else'")
    answer = visitor.get(f"{HERE}{form}?sql={quote_plus(statement)}&a=simple&b=12345678")
    assert answer.status_code == 400
    for word in ("somebody else", "site-packages", "/python", "Traceback"):
        assert word not in answer.text
    for release in releases:
        assert str(release.database.parent) not in answer.text


def test_a_page_shows_no_more_than_is_drawn_in_a_moment(visitor: Visitor) -> None:
    """Data may hold more; the page says so, and leads to it."""
    select = "select+n,+n,+n,+n,+n+from+numbers+order+by+1"
    page = visitor.text(f"{HERE}?sql={select}")
    assert "The first 400 rows; there are more" in page
    assert "unless there are more than 5,000: then it is refused" in page
    whole = visitor.get(f"{HERE}.json?sql={select}+limit+5000").json()["rows"]
    assert len(whole) == 5000
    few = visitor.text(f"{HERE}?sql={select}+limit+400")
    assert "there are more" not in few


@pytest.mark.parametrize("size", ["max", "201", "5000"])
def test_a_table_s_page_is_small_and_leads_on(visitor: Visitor, size: str) -> None:
    page = visitor.text(f"{HERE}/numbers?_size={size}")
    assert ">200</a>" in page
    assert ">201</a>" not in page
    assert "_next=200" in page
    assert len(visitor.get(f"{HERE}/numbers.json?_size=300").json()["rows"]) == 300
