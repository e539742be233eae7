"""What a page brings for a script to read a record of a large table, and where it is led to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from pressmark.export.choice import MOST_RECORDS, choose_tables
from pressmark.export.links import LinkedFiles
from pressmark.public_address import parse_public_address
from pressmark.site import ServedRelease
from pressmark.site.as_files import has_pages, is_served, write_as_files
from pressmark.site.content.browser_reading import describe_reading
from pressmark.site.served import read_served_releases
from tests.packages import field, fields, read, write_package
from tests.site.visitor import Visitor

TOWNS = fields(
    field("code"), field("name", description="As *people* say."), field("big", "boolean"),
    primaryKey=["code"], **{"pressmark:label": "name"},
)  # fmt: skip
SPANS = fields(
    field("town", title="Town"), field("open", "boolean"), field("other"),
    primaryKey=["town", "open"],
    foreignKeys=[
        {"fields": ["town"], "reference": {"resource": "towns", "fields": ["code"]}},
        {"fields": ["other", "open"],
         "reference": {"resource": "", "fields": ["town", "open"]}},
    ],
)  # fmt: skip
NOTES = fields(field("text"), field("town"), foreignKeys=[
    {"fields": ["town"], "reference": {"resource": "towns", "fields": ["code"]}},
])  # fmt: skip


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> ServedRelease:
    """Build three tables: one with a key of a field, one with a key of two, one without a key."""
    folder = tmp_path_factory.mktemp("read")
    path = write_package(folder, {
        "towns": (TOWNS, "code,name,big\na,Aa,true\nb c,Bee,\n"),
        "spans": (SPANS, "town,open,other\na,false,\na,true,a\n"),
        "notes": (NOTES, "text,town\nfirst,a\nsecond,a\n"),
    })  # fmt: skip
    _, (found,) = read_served_releases(read(path), folder / "built")
    return found


@pytest.fixture
def database(release: ServedRelease) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(release.database)) as connection:
        yield connection


def test_a_record_is_read_by_its_key_and_by_its_place(
    release: ServedRelease, database: sqlite3.Connection
) -> None:
    told = describe_reading(release, release.package.table("towns"))
    assert database.execute(told["record"], {"k0": "b c"}).fetchall() == [
        ("b c", "Bee", None, "Bee")
    ]
    assert database.execute(told["at"], {"place": 1}).fetchall() == [("b c",)]
    assert [each["title"] for each in told["fields"]] == ["code", "name", "big"]
    assert told["fields"][1]["help"] == "As people say."
    assert told["fields"][2]["labels"] == {"0": "no", "1": "yes"}
    assert (told["key"], told["keyed"], told["step"]) == ([None], True, "towns")


def test_references_and_what_points_there_are_asked_as_on_the_record_s_page(
    release: ServedRelease, database: sqlite3.Connection
) -> None:
    towns, spans = (release.package.table(name) for name in ("towns", "spans"))
    links = describe_reading(release, towns)["links"]
    counts = [database.execute(each["count"], {"v0": "a"}).fetchone()[0] for each in links]
    assert [(each["title"], each["by"], each["referred"]) for each in links] == [
        ("spans", "Town", [0]), ("notes", "town", [0]),
    ]  # fmt: skip
    assert counts == [2, 2]
    assert len(database.execute(links[0]["first"], {"v0": "a"}).fetchall()) == 2
    assert database.execute(links[1]["first"], {"v0": "a"}).fetchall() == []
    told = describe_reading(release, spans)
    assert told["key"] == [None, {"true": 1, "false": 0}]
    assert told["refers"] == [[0, {"step": "towns", "pages": False}]]
    assert told["groups"] == [{"title": "spans", "parts": [2, 1], "step": "spans", "pages": False}]
    row = database.execute(told["record"], {"k0": "a", "k1": 1}).fetchone()
    assert row[:4] == ("a", 1, "a", "Aa")


def test_a_record_without_a_key_is_read_by_its_number(
    release: ServedRelease, database: sqlite3.Connection
) -> None:
    told = describe_reading(release, release.package.table("notes"))
    assert database.execute(told["record"], {"k0": "2"}).fetchone()[0] == "second"
    assert told["keyed"] is False and told["links"] == []
    assert "PRESSMARK" not in told["citations"][0] + told["citations"][1]


def test_a_citation_leaves_room_for_key_and_name(release: ServedRelease) -> None:
    named, unnamed = describe_reading(release, release.package.table("towns"))["citations"]
    assert "PRESSMARKLABEL" in named and "PRESSMARKKEY" in named
    assert "PRESSMARKLABEL" not in unnamed and "PRESSMARKKEY" in unnamed


def test_a_table_has_pages_only_in_files() -> None:
    assert is_served() and not has_pages("towns")
    with write_as_files({"towns"}):
        assert not is_served() and has_pages("towns") and not has_pages("notes")


def test_small_tables_have_pages_before_large_ones(release: ServedRelease) -> None:
    def choose(**records: int) -> frozenset[str]:
        counted = ServedRelease(release.package, release.database, (), records)
        return choose_tables(counted, None)

    assert choose(a=MOST_RECORDS) == {"a"} and choose(a=MOST_RECORDS + 1) == set()
    assert choose(a=15_000, b=4_000, c=1_000) == {"a", "b", "c"}
    assert choose(a=15_000, b=4_000, c=1_001) == {"b", "c"}
    assert choose_tables(release, "all") == {"towns", "spans", "notes"}
    assert choose_tables(release, "cited") == choose_tables(release, "none") == set()


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/record/1.0.0/t/a", "find/1.0.0/t/index.html?key=a"),
        ("/record/1.0.0/t/a,b~2Cc+d", "find/1.0.0/t/index.html?key=a%2Cb~2Cc%2Bd"),
        ("/record/1.0.0/t/", "find/1.0.0/t/index.html?key="),
        ("/d/t/7", "find/1.0.0/t/index.html?key=7"),
        ("/record/1.0.0/t/a.json", None),
        ("/record/1.0.0/t/a?day=2021-01-01", None),
        ("/record/1.0.0/t/a/b", None),
        ("/record/0.9.0/t/a", None),
        ("/d/other/7", None),
    ],
)
def test_an_address_of_a_record_leads_to_the_page_that_reads_it(
    address: str, link: str | None
) -> None:
    read = {"/record/1.0.0/t": "find/1.0.0/t/index.html", "/d/t": "find/1.0.0/t/index.html"}
    assert LinkedFiles({}, None, read).find(address, "/") == link


def test_a_whole_address_of_a_record_is_where_it_is_read() -> None:
    public = parse_public_address("https://example.org/x")
    linked = LinkedFiles({}, public, {"/record/1.0.0/t": "find/1.0.0/t/index.html"})
    text = "See https://example.org/x/record/1.0.0/t/a. And https://example.org/x/nowhere."
    assert linked.name_pages(text) == (
        "See https://example.org/x/find/1.0.0/t/?key=a. And https://example.org/x/nowhere."
    )


def test_the_served_site_leads_from_a_key_to_the_record(visitor: Visitor) -> None:
    for asked, there in (
        ("towns?key=ber", "/record/1.10.0/towns/ber"),
        ("towns?key=a%2Bb~2C%2Cc%2F", "/record/1.10.0/towns/a+b~2C,c%2F"),
    ):
        answer = visitor.get(f"/find/1.10.0/{asked}")
        assert (answer.status_code, answer.headers["location"]) == (303, there)


def test_a_number_leads_to_a_record_without_a_key(reader: Visitor) -> None:
    answer = reader.get("/find/1.0.0/loose?key=3")
    assert answer.status_code == 303
    assert reader.get(answer.headers["location"]).status_code == 200
