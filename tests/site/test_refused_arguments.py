"""An argument that is not understood is refused at every address, or dropped if it only counts."""

from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest

from pressmark.site.address import STATIC_FILE
from pressmark.site.arguments.pairs import CLICK_MARKS
from pressmark.site.pages import ARGUMENTS, JUDGES, PAGES
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor

NAME = "odd-things-1-10-0"
HERE = f"/{NAME}"
FORMS = ("", ".json", ".csv")
ADDRESSES = {
    "{version}": "1.10.0",
    "{name:path}": "data/0.csv",
    "{name}": "nosuch",
    "{table}": "people",
    "{table:path}": "people",
    "{key:path}": "1",
    "{database}": NAME,
    "{rest:path}": "people",
    "{part:int}": "1",
    "{old}": "1.0.0",
    "{new}": "1.10.0",
}


def addresses() -> Iterator[str]:
    """Give an address of each page of ours, and of each kind that Datasette answers."""
    for path, _ in (each for each in PAGES if each[0] != STATIC_FILE):
        for part, value in ADDRESSES.items():
            path = path.replace(part, value)  # noqa: PLW2901 - filled in
        yield path
    for form in FORMS:
        yield from (f"{HERE}{path}{form}" for path in ("", "/people", "/in_towns", "/everyone"))
        yield f"{HERE}/people/1{form}"
        yield f"{HERE}{form}?sql=select+1"
        yield f"{HERE}/living_in{form}?town=ber"
    yield f"{HERE}/towns.spreadsheet-safe.csv"
    yield f"/cite?db={NAME}&sql=select+1"
    yield f"/cite.json?db={NAME}&query=everyone"


ALL = tuple(dict.fromkeys(addresses()))
LEADING = ("/latest", "/filter")
"""What leads to another address with all arguments."""


def with_argument(address: str, argument: str) -> str:
    """Append an argument to an address."""
    return f"{address}{'&' if '?' in address else '?'}{argument}"


@pytest.mark.parametrize("address", ALL)
def test_an_unknown_argument_is_refused_everywhere(visitor: Visitor, address: str) -> None:
    """By name, escaped, never with the answer to another question."""
    answer = visitor.get(with_argument(address, "nosuch%3Cb%3E=1"))
    while answer.is_redirect:
        assert "nosuch" in answer.headers["location"]
        answer = visitor.get(answer.headers["location"])
    assert answer.status_code == 400
    assert "<b>" not in answer.text or "html" not in answer.headers["content-type"]
    assert "nosuch" in answer.text or address.startswith("/cite")
    if ".csv" in address and not address.startswith("/cite"):
        assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", ALL)
def test_click_marks_are_dropped_everywhere(visitor: Visitor, address: str, method: str) -> None:
    """By a way to the same address without them."""
    if address in {"/cite", "/cite.json", "/cite.csv"}:
        return
    path, _, query = address.partition("?")
    marks = "&".join(f"{each.replace('*', 'source')}=x" for each in CLICK_MARKS)
    written = f"{path}?utm_medium=a%20b&{f'{query}&' if query else ''}{marks}"
    answer = visitor.ask(method, written)
    while answer.is_redirect and answer.headers["location"].startswith(LEADING):
        answer = visitor.ask(method, answer.headers["location"])
    assert answer.is_redirect, (written, answer.status_code, answer.text[:200])
    if not address.startswith(LEADING):
        assert answer.headers["location"] == address
    assert "utm_" not in answer.headers["location"] or address.startswith(LEADING)


def test_a_page_takes_what_its_registry_says() -> None:
    """Each address of the registries is one of a page."""
    known = {path for path, _ in PAGES}
    assert {path for path, _ in ARGUMENTS} | set(JUDGES) <= known


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("_nosuch=1", "no argument _nosuch"),
        ("_sise=1", "did you mean _size?"),
        ("_fts_table=towns_fts", "_fts_table"),
        ("_facet_array=kind", "_facet_array"),
        ("_size=-1", "_size is a number of records"),
        ("_size=5001", "_size is a number of records"),
        ("_size=%D9%A1", "_size is a number of records"),
        ("_size=1&_size=2", "given twice"),
        ("_sort=id&_sort=town", "given twice"),
        ("_sort=id&_sort_desc=town", "not both"),
        ("_sort=twon", "did you mean town?"),
        ("_sort_desc=zzz", "There are id, full_name"),
        ("_sort_by_desc=on", "nothing without _sort"),
        ("_col=twon", "did you mean town?"),
        ("_nocol=twon", "did you mean town?"),
        ("_nocol=id", "of the key"),
        ("_facet=twon", "did you mean town?"),
        ("_facet=rowid", "no rowid"),
        ("_facet_size=many", "_facet_size is a number"),
        ("_label=kind", "There are town"),
        ("_labels=perhaps", "_labels is one of"),
        ("_shape=table", "_shape is one of"),
        ("_shape=objcts", "_shape=objects?"),
        ("_nl=on", "nothing without _shape=array"),
        ("_shape=array&_nl=off", "leave it out"),
        ("_nofacet=0", "leave it out"),
        ("_stream=off", "leave it out"),
        ("_header=off", "_header is one of"),
        ("_search=a&_search=b", "given twice"),
        ("_search=a&_search_full_name=b", "not both"),
        ("_search_town=b", "full_name"),
        ("_searchmode=raw", "nothing without _search"),
        ("_search=a&_searchmode=rwa", "_searchmode=raw?"),
        ("_next=a", "names no place"),
        ("_next=1,2", "names no place"),
        ("_sort=town&_next=1", "names no place"),
        ("_where=%22nosuch%22+is+null", "no such column"),
        ("_where=%22twon%22+%3D+1", "Did you mean town?"),
        ("full_name=%ff", "no text in UTF-8"),
    ],
)
def test_a_wrong_argument_of_a_table_is_named(visitor: Visitor, query: str, said: str) -> None:
    """On the page, in JSON and for CSV, with what would be right."""
    for form in FORMS:
        answer = visitor.get(f"{HERE}/people{form}?{query}")
        assert answer.status_code == 400, (form, answer.text[:300])
        assert said in answer.text
    if not query.startswith("_where"):
        assert visitor.get(f"{HERE}/people.json?{query}").json()["status"] == 400


@pytest.mark.parametrize(
    "query",
    [
        "_sort=town&_next=ber,1",
        "_sort_desc=id&_next=2,2",
        "_next=1",
        "_sort=full_name&_sort_by_desc=on",
        "_col=town&_col=kind&_nocol=kind",
        "_facet=town&_facet=kind&_facet_size=max",
        "_label=town&_shape=objects",
        "_shape=array&_nl=on&_size=1",
        "_json=link&_json=kind",
        "_search=ada&_searchmode=raw",
        "_search_full_name=ada",
        "_trace=1&_ttl=0&_nocount=1&_nofacet=1&_nosuggest=1",
        "_dl=1&_stream=on&_header=on&_timelimit=900",
        "_where=id%3E1&_where=id%3C3",
        "&&_size=1&",
    ],
)
def test_a_right_argument_of_a_table_is_answered(visitor: Visitor, query: str) -> None:
    """As before, whatever its form."""
    for form in FORMS:
        answer = visitor.get(f"{HERE}/people{form}?{query}")
        assert answer.status_code in {200, 302, 307}, (form, answer.text[:300])
        assert answer.status_code == 200 or "_sort_by_desc" in query or form == ".csv"


@pytest.mark.parametrize("size", ["0", "00"])
def test_a_page_of_no_records_is_refused_and_data_without_them_counts(
    visitor: Visitor, size: str
) -> None:
    answer = visitor.get(f"{HERE}/people?_size={size}")
    assert answer.status_code == 400 and "at least one record" in answer.text
    told = visitor.get(f"{HERE}/people.json?_size={size}").json()
    assert told["rows"] == [] and told["filtered_table_rows_count"] > 0


def test_a_view_is_asked_by_its_columns(visitor: Visitor) -> None:
    """Which no schema describes."""
    assert visitor.get(f"{HERE}/in_towns.json?town_name=Berlin").json()["rows"]
    for query, said in (
        ("town_nme=Berlin", "did you mean town_name?"),
        ("_sort=town", "town_name"),
        ("_search=a", "no full text"),
        ("_nocol=id&_nocol=full_name&_nocol=town_name", "no column to show"),
        ("_label=id", "points to another table"),
        ("_next=x", "a number here"),
        ("rowid=1", "no column rowid"),
    ):
        answer = visitor.get(f"{HERE}/in_towns?{query}")
        assert answer.status_code == 400
        assert said in answer.text, query


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?sql=select+:x&y=1", "takes sql, x"),
        ("?sql=select+:town&twon=1", "did you mean town?"),
        ("?sql=select+:x&x=1&x=2", "given twice"),
        ("?sql=select+1&sql=select+2", "given twice"),
        ("?sql=select+:x+as+a,+:y+as+b", "no value for :x and :y"),
        ("?sql=select+@x", "no value for :x"),
        ("?sql=select+1&_size=5", "one of max"),
        ("?sql=select+1&_facet=x", "_facet"),
        ("?sql=select+1&_shape=", "no value"),
        ("?sql=select+%22nosuch%22+from+people", "no such column"),
        ("?sql=select+%22full_nam%22+from+people", "Did you mean full_name?"),
        ("?sql=select+p.full_nam+from+people+p", "Did you mean full_name?"),
        ("?sql=select+1+from+peeple", "Did you mean people?"),
        ("?_nosuch=1", "_nosuch"),
        ("/everyone?town=ber", "the question everyone takes none"),
        ("/living_in?twon=ber", "did you mean town?"),
        ("/living_in?town=ber&town=kre", "given twice"),
        ("/living_in?town=ber&_shape=no", "_shape is one of"),
        ("/people/1?id=1", "a record takes none"),
    ],
)
def test_questions_and_records_take_no_other_argument(
    visitor: Visitor, query: str, said: str
) -> None:
    """SQL takes its parameters, all of them; a question those that it states."""
    path, _, arguments = query.partition("?")
    for form in FORMS:
        answer = visitor.get(f"{HERE}{path}{form}?{arguments}")
        assert answer.status_code == 400, (form, answer.text[:300])
        told = answer.json()["error"] if form == ".json" else answer.text
        assert said in told or form == ""
        assert (
            said.split("'", maxsplit=1)[0].split('"', maxsplit=1)[0] in answer.text
            or form == ".json"
        )


def test_sql_without_a_value_is_asked_for_one(visitor: Visitor) -> None:
    """On the page with its form; a value that is empty is one."""
    page = visitor.get(f"{HERE}?sql=select+:x+as+a")
    assert page.status_code == 400
    assert 'name="x"' in page.text and "no value for :x" in page.text
    for sign in ":@$":
        answer = visitor.get(f"{HERE}.json?sql={quote_plus(f'select {sign}x as a')}&x=")
        assert answer.json()["rows"] == [[""]]
    assert visitor.get(f"{HERE}?sql=").headers["location"] == HERE
    assert visitor.get(f"{HERE}.json?sql=").status_code == 400


def test_the_json_of_no_column_is_refused(visitor: Visitor) -> None:
    """Of a question too, whose columns are known with its answer."""
    for path in ("/people.json?", "/everyone.json?", ".json?sql=select+1+as+a&"):
        answer = visitor.get(f"{HERE}{path}_json=nosuch")
        assert answer.status_code == 400
        assert "_json" in answer.json()["error"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"db={NAME}&sql=select+1&nosuch=1", "takes db, sql"),
        (f"db={NAME}&query=everyone&sql=select+1", "query"),
        (f"db={NAME}&sql=select+:x&x=1&x=2", "given twice"),
        (f"db={NAME}&sql=select+:x", "no value for :x"),
        (f"db={NAME}&query=living_in&twon=ber", "did you mean town?"),
        (f"db={NAME}&query=living_in", "town: it is missing"),
        (f"db={NAME}&sql=select+%22nosuch%22+from+people", "no such column"),
    ],
)
def test_what_is_not_understood_is_not_cited(visitor: Visitor, address: str, said: str) -> None:
    """As a page, as JSON and as CSV."""
    for form in FORMS:
        answer = visitor.get(f"/cite{form}?{address}")
        assert answer.status_code in {400, 422}
        assert said in answer.text


@pytest.mark.parametrize("words", ['"', '""', "'", "-", "*", '" "', "\x00", '"\x00'])
def test_a_text_without_words_finds_nothing(visitor: Visitor, words: str) -> None:
    """And says so, on the pages and in JSON."""
    written = quote_plus(words)
    assert visitor.get(f"{HERE}/people.json?_search={written}").json()["rows"] == []
    assert visitor.get(f"{HERE}/people.json?_search_full_name={written}").json()["rows"] == []
    assert "There is no word in" in visitor.text(f"/search?q={written}")
    assert "could not be searched" not in visitor.text(f"/search?q={written}")


def test_what_is_searched_for_is_not_cut_in_silence(visitor: Visitor) -> None:
    """It is refused where it is too long."""
    assert visitor.get(f"/search?q={'a' * 200}").status_code == 200
    answer = visitor.get(f"/search?q={'a' * 201}")
    assert answer.status_code == 400
    assert "200 characters" in answer.text


def test_a_column_called_like_a_click_mark_is_a_column(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """It is filtered by, not dropped."""
    from pressmark.site import build_app

    document = descriptor("1.10.0")
    document["resources"] = [
        {
            "name": "visits",
            "path": "data/0.csv",
            "schema": {"fields": [{"name": "utm_source"}, {"name": "gclid", "type": "integer"}]},
        }
    ]
    del document["pressmark:queries"], document["pressmark:views"]
    script = "create table visits (utm_source text, gclid integer) strict;"
    script += "insert into visits values ('a', 1), ('b', 2);"
    release = publish(tmp_path_factory.mktemp("marks"), document, script=script)
    visitor = Visitor(build_app([release]))
    answer = visitor.get(f"{HERE}/visits.json?utm_source=a&gclid__lt=5").json()
    assert answer["rows"] == [[1, "a", 1]]
    answer = visitor.get(f"{HERE}/visits.json?utm_source=a&fbclid=5")
    assert answer.headers["location"] == f"{HERE}/visits.json?utm_source=a"
    parameter = visitor.get(f"{HERE}.json?sql=select+:gclid+as+a&gclid=5&utm_source=x")
    assert parameter.headers["location"] == f"{HERE}.json?sql=select+:gclid+as+a&gclid=5"
