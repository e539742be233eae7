"""Every page of a table: each record is met once, in every order, both ways."""

import itertools
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from pressmark.site import ServedRelease
from tests.site.visitor import Visitor
from tests.site.walk import by_address, by_page, by_token, in_the_file, orders
from tests.site.walked import HERE, TABLES

KEYLESS = tuple(table for table in TABLES if "primaryKey" not in TABLES[table])
PLACE = "pressmark_order"
pytestmark = pytest.mark.site


@dataclass(frozen=True)
class Shelf:
    """A table of a release of one format, and who reads its pages."""

    release: ServedRelease
    reader: Visitor
    table: str
    first: bool

    @property
    def columns(self) -> list[str]:
        """The columns of the table, with the one that numbers its records if it is shown."""
        named = [str(each["name"]) for each in TABLES[self.table]["fields"]]
        if self.table not in KEYLESS:
            return named
        if not self.first:
            return [*named, PLACE]
        return named if "rowid" in named else ["rowid", *named]

    @property
    def keys(self) -> list[str]:
        """The columns that tell its records apart."""
        number = "rowid" if self.first else PLACE
        return list(TABLES[self.table].get("primaryKey", [number]))


@pytest.fixture(
    params=[*((table, False) for table in TABLES), *((table, True) for table in KEYLESS)],
    ids=lambda each: f"{each[0]}{' of the first format' if each[1] else ''}",
)
def shelf(request: pytest.FixtureRequest) -> Shelf:
    """Each table, and those without a key in a release of the first format too."""
    table, first = request.param
    release, reader = ("walked_first", "first_reader") if first else ("walked", "reader")
    return Shelf(request.getfixturevalue(release), request.getfixturevalue(reader), table, first)


@pytest.mark.parametrize("size", [1, 5])
async def test_json_reaches_every_record_once(shelf: Shelf, size: int) -> None:
    """By addresses on pages of one record, by tokens on pages of several; its own order by both."""
    one = by_address if size == 1 else by_token
    for order in orders(shelf.columns):
        expected = in_the_file(shelf.release, shelf.table, order)
        for way in (one,) if order else (by_address, by_token):
            asked = {**order, "_size": str(size)}
            walk = await way(shelf.reader, f"{HERE}/{shelf.table}", asked)
            assert walk.records == expected, (order, way)
            assert walk.counts == {len(expected)}
            assert {len(page) for page in walk.pages[:-1]} == {size}


async def test_pages_of_html_reach_every_record_once(shelf: Shelf) -> None:
    """As many rows as records, and where rows are told apart, all rows differ."""
    for order in orders([name for name in shelf.columns if name != "rowid"]):
        expected = in_the_file(shelf.release, shelf.table, order)
        walk = await by_page(shelf.reader, f"{HERE}/{shelf.table}", {**order, "_size": "4"})
        assert len(walk.records) == len(expected) and len(walk.pages) > 1
        assert walk.counts == {len(expected)}
        if shelf.table not in KEYLESS or not shelf.first:
            assert len(set(walk.records)) == len(expected), order


@pytest.mark.parametrize("labels", [{}, {"_labels": "on"}])
async def test_a_hidden_column_sorts(shelf: Shelf, labels: dict[str, str]) -> None:
    """Whether hidden by `_nocol`, or because `_col` asks for another; with labels or as a page."""
    table, others = shelf.table, [name for name in shelf.columns if name not in shelf.keys]
    for sorted_by in others:
        for way in ("_sort", "_sort_desc"):
            order = {way: sorted_by}
            rest = next(name for name in reversed(others) if name != sorted_by)
            for hiding in ({"_nocol": sorted_by}, {"_col": rest}):
                asked = {**order, **hiding, **labels, "_size": "3"}
                expected = in_the_file(shelf.release, table, order)
                walk = await by_address(shelf.reader, f"{HERE}/{table}", asked)
                shown = [name for name in shelf.columns if name != sorted_by]
                if "_col" in hiding:
                    shown = [rest] if shelf.first and table == "numbered" else shelf.keys
                place = shelf.columns.index(shown[0])
                assert [plain(row[0]) for row in walk.records] == [row[place] for row in expected]
                if labels and hiding.get("_nocol"):
                    page = await by_page(shelf.reader, f"{HERE}/{table}", {**order, **hiding})
                    assert len(page.records) == len(expected), asked


def plain(value: Any) -> Any:
    """Take the label from a value."""
    return value["value"] if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("arguments", "condition"),
    [
        ({"number__gte": "0"}, "number >= 0"),
        ({"text__isnull": "1"}, "text is null"),
        ({"text__not": "z", "yes": "1"}, "text <> 'z' and yes = 1"),
        ({"text__in": '["z", ""]', "_facet": "yes"}, "text in ('z', '')"),
        ({"_search": "z"}, "text = 'z'"),
        ({"_where": "yes = 1 or text is null"}, "yes = 1 or text is null"),
        ({"_where": "yes = 1 or text is null", "number__gte": "0"},
         "(yes = 1 or text is null) and number >= 0"),
    ],
)  # fmt: skip
async def test_what_a_filter_leaves_is_reached_once(
    walked: ServedRelease, reader: Visitor, arguments: dict[str, str], condition: str
) -> None:
    """In every order, and nothing that it leaves out."""
    with closing(sqlite3.connect(walked.database)) as connection:
        kept = set(connection.execute(f"select * from places where {condition}").fetchall())
    assert 1 < len(kept) < len(in_the_file(walked, "places", {}))
    for order in orders([str(each["name"]) for each in TABLES["places"]["fields"]]):
        expected = [row for row in in_the_file(walked, "places", order) if row in kept]
        walk = await by_address(reader, f"{HERE}/places", {**arguments, **order, "_size": "2"})
        assert walk.records == expected, order
        assert walk.counts == {len(kept)}


async def test_a_view_is_reached_whole(walked: ServedRelease, reader: Visitor) -> None:
    """In its own order and by each column; it has no key, and rows may be equal."""
    with closing(sqlite3.connect(walked.database)) as connection:
        expected = Counter(connection.execute("select * from joined").fetchall())
        nulls_first = "select {0} from joined order by {0} {1}"
        for order in orders(["place", "number", "text", "yes"]):
            for way in (by_address, by_token):
                walk = await way(reader, f"{HERE}/joined", {**order, "_size": "3"})
                assert Counter(walk.records) == expected, order
                for name, column in order.items():
                    way_ = "desc" if "desc" in name else ""
                    ordered = connection.execute(nulls_first.format(column, way_)).fetchall()
                    place = ["place", "number", "text", "yes"].index(column)
                    assert [(row[place],) for row in walk.records] == ordered


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("places?_next=a,b", False),
        ("places?_next=a~2Cb", True),
        ("places?_sort=number&_next=a", False),
        ("places?_sort=number&_next=x,a", False),
        ("places?_sort=number&_next=0.1,a", True),
        ("places?_sort=number&_next=~24null,a", False),
        ("places?_sort=text&_next=~24null,a", True),
        ("places?_sort_desc=number&_next=$null,a", True),
        ("places?_sort=whole&_next=9223372036854775808,a", False),
        ("places?_sort=whole&_next=-9223372036854775808,a", True),
        ("pairs?_next=a", False),
        ("pairs?_next=a,b", False),
        ("pairs?_next=a,0", True),
        ("pairs?_next=a,1", False),
        ("places?_next=zzz", False),
        ("places?_sort=number&_next=0.1,zzz", False),
        ("loose?_next=999999", False),
        ("loose?_next=a", False),
        ("loose?_next=1", True),
        ("numbered?_next=a", False),
        ("numbered?_next=1", True),
        ("joined?_next=a", False),
    ],
)
def test_a_place_that_is_none_is_refused(
    reader: Visitor, first_reader: Visitor, address: str, right: bool
) -> None:
    """Never taken for the first page, or for one behind the last."""
    for whose, form in itertools.product((reader, first_reader), ("", ".json", ".csv")):
        answer = whose.get(f"{HERE}/{address.replace('?', f'{form}?')}")
        assert answer.status_code == (200 if right else 400), (form, answer.text)
        assert right or "_next" in answer.text


@pytest.mark.parametrize("whose", ["reader", "first_reader"])
def test_a_field_with_the_name_of_a_number_is_shown(
    whose: str, request: pytest.FixtureRequest
) -> None:
    """SQLite's own number is not."""
    for table, shown in (("numbered", True), ("loose", False)):
        page = request.getfixturevalue(whose).text(f"{HERE}/{table}")
        assert ('<option value="rowid">rowid</option>' in page) is shown
        assert ("_sort=rowid" in page) is shown
        assert (">rowid</a></th>" in page) is shown


def test_sql_of_visitors_is_asked_as_it_is_typed(reader: Visitor) -> None:
    """Also where it reads like that of a page."""
    typed = "select id from places order by number desc limit 7"
    answer = reader.ask("GET", f"{HERE}.json", params={"sql": typed}).json()
    assert answer["query"]["sql"] == typed and len(answer["rows"]) == 7
