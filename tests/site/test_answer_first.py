"""Pages that say the answer first: declared in SQL by any package, refused where that is wrong."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from pressmark.errors import ProjectError
from pressmark.package.statement import Statement, read_statement
from pressmark.site import ServedRelease, build_app
from pressmark.site.content import answered_section
from pressmark.site.content.answer_rows import MOST_KEPT, answer_for_record
from pressmark.site.content.section import Section, read_section
from pressmark.site.content.shape import OF_RECORDS, OF_THE_SITE, SHAPES
from pressmark.site.content.statuses import MARKS
from pressmark.site.served import read_pages
from tests.site.visitor import Visitor

LAND = (
    '{"type": "Polygon", "id": "here", "coordinates": [[[0, 0], [0, 2], [4, 2], [4, 0], [0, 0]]]}'
)
HOSTILE = '<script>alert(1)</script> & "more"'


def section(name: str, headings: str, select: str) -> Statement:
    """Write a section as a project does, of the people of towns."""
    return read_statement(name, f"pages/{name}.sql", f"-- title: The {name}\n{headings}\n{select}")


STATUSES = section(
    "statuses",
    "-- page: site\n-- shape: statuses",
    "select 'open' as status, 'Open <now>' as words, 'cond' as mark, 0 as outlined"
    " union all select 'shut', 'Shut', 'barred', 1",
)
SOURCES = section(
    "sources",
    "-- page: site\n-- shape: sources",
    "select 'herald' as key, 'The Herald <i>' as title, 'A press' as publisher,"
    " '2020-06' as date, 'https://example.org/h' as url, 'read on 2021-02-03' as words"
    " union all select 'rumor', 'A rumor', null, null, 'javascript:alert(2)', null",
)
ANSWER = section(
    "answer",
    "-- page: record towns\n-- shape: answer",
    "select 'The town ' || name || ' is open " + HOSTILE.replace("'", "''") + "' as sentence,"
    " 'open' as status, '2020-05-06' as confirmed, 'herald' as source, 0 as \"limit\","
    " 'people' as record_table, null as record_key from towns where code = :key"
    " union all select 'It was shut on ' || :day || '.', null, null, 'rumor; herald', 0,"
    " 'people', 1"
    " union all select 'Nobody looked since.', null, null, null, 1, null, null",
)
CONFLICT = section(
    "conflict",
    "-- page: record towns\n-- shape: conflict\n-- order: 1",
    "select 'Is it a town?' as question, 'Yes.' as one, 'herald' as one_source,"
    " 'No, a village.' as other, 'unheard' as other_source, 'other' as preferred, 'late' as note"
    " where :key is not null",
)
EVENTS = section(
    "events",
    "-- page: record towns\n-- shape: events\n-- order: 2",
    "select '2025?' as date, 'A wall fell' as sentence, 'herald' as source where :key <> ''",
)
ASIDE = section(
    "aside",
    "-- page: record towns\n-- shape: records\n-- place: side",
    "select 'Another ' || :key as label, 'not this' as words",
)
FOLDED = section(
    "folded",
    "-- page: record towns\n-- shape: table\n-- place: folded\n-- order: 3",
    "select :key as code, 'shut' as status, 'rumor' as source_keys",
)
PAGES = (STATUSES, SOURCES, ANSWER, CONFLICT, EVENTS, ASIDE, FOLDED)
TOWN = "/record/1.10.0/towns/ber"


def site_with(releases: tuple[ServedRelease, ...], *pages: Statement) -> Visitor:
    """Visit a site of the newest release with some sections."""
    newest = next(each for each in releases if each.version == "1.10.0")
    return Visitor(build_app([replace(newest, pages=pages)]))


@pytest.fixture(scope="module")
def reader(releases: tuple[ServedRelease, ...]) -> Visitor:
    """Visit the site with all of them."""
    return site_with(releases, *PAGES)


def words(page: str) -> str:
    """Give the text of a page."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def test_the_answer_stands_first_with_its_status_and_confirmation(reader: Visitor) -> None:
    page = reader.text(TOWN)
    assert page.count("<h1") == 1
    order = ["The town Berlin is open", "Open <now>.", "As last confirmed on 6 May 2020."]
    order += ["It was shut on 4 March 2026.", "Nobody looked since.", "Is it a town?"]
    order += ["A wall fell", "Sources The Herald", "Codes and fields as recorded"]
    text = words(page[page.index("<main") :])
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert '<use href="#mark-cond"/>' in page
    assert page.count('<symbol id="mark-cond"') == 1


def test_what_sql_makes_is_escaped(reader: Visitor) -> None:
    page = reader.text(TOWN)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;more&#34;" in page
    assert "The Herald &lt;i&gt;" in page and "Open &lt;now&gt;" in page
    assert "javascript:" not in page


NOTED = {
    "table": "select 'Berlin' as town, '2020-05' as seen_on, 'herald' as source_keys",
    "events": "select '2020' as date, 'A wall fell' as sentence, 'herald' as source",
    "records": "select 'Berlin' as label, 'a town' as words, 'herald' as source",
    "summary": "select 'A town.' as words, 'herald' as source",
    "conflict": "select 'A?' as question, 'b' as one, 'c' as other, 'herald' as one_source",
}


def test_every_page_shows_the_footnotes_of_its_sections(
    releases: tuple[ServedRelease, ...],
) -> None:
    """One mark a section and one source, whose key is not read; a date is in words."""
    pages = {"front": "/", "method": "/method/1.10.0", "record towns": TOWN}
    sections = [
        section(f"{shape}_{page[:5]}", f"-- page: {page}\n-- shape: {shape}", select)
        for page in pages
        for shape, select in NOTED.items()
    ]
    site = site_with(releases, SOURCES, *sections)
    for address in pages.values():
        text = site.text(address)
        assert text.count('<li id="source-1">') == 1, address
        assert text.count('href="#source-1"') == len(NOTED), address
        assert "herald" not in words(text) and "2020-05" not in words(text), address


def test_a_cell_without_a_value_is_not_hidden_on_a_phone_where_it_has_a_note(
    releases: tuple[ServedRelease, ...],
) -> None:
    rows = " union all ".join(
        f"select '{name}' as town, {seen} as seen_on, {key} as source_keys"
        for name, seen, key in (
            ("a", "null", "'herald'"),
            ("b", "null", "null"),
            ("c", "1", "null"),
        )
    )
    noted = section("noted", "-- page: method\n-- shape: table", rows)
    text = site_with(releases, SOURCES, noted).text("/method/1.10.0")
    cells = re.findall(r'<td data-l="Seen on"(.*?)</td>', text)
    assert [("source-1" in each, "empty" in each) for each in cells] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip


def test_footnotes_are_numbered_once_over_the_page(reader: Visitor) -> None:
    page = reader.text(TOWN)
    assert re.findall(r'<li id="source-(\d)">', page) == ["1", "2", "3"]
    listed = words(page[page.index('<ol class="sources">') :])
    assert listed.startswith("The Herald <i> , A press, June 2020 read on 3 February 2021")
    assert "A rumor" in listed
    assert "unheard" in listed, "of what no section tells the key is shown"
    numbers = [int(each) for each in re.findall(r'href="#source-(\d)"', page)]
    assert set(numbers) == {1, 2, 3}
    assert list(dict.fromkeys(numbers)) == [1, 2, 3]
    for number in numbers:
        assert f'id="source-{number}"' in page


def test_the_preferred_side_of_a_conflict_stands_first(reader: Visitor) -> None:
    text = words(reader.text(TOWN))
    assert text.index("Preferred: No, a village.") < text.index("Yes. 1")


def test_an_uncertain_year_is_said_as_in_or_about(reader: Visitor) -> None:
    assert "in or about 2025" in words(reader.text(TOWN))


def test_sections_stand_where_they_say(reader: Visitor) -> None:
    page = reader.text(TOWN)
    side = page[page.index("<aside") :]
    assert "Another" in side and "Is it a town?" not in side
    folded = page[page.index('id="section-folded"') : page.index("<aside")]
    assert 'class="mark barred outlined"' in folded and "Shut" in folded
    assert '<details class="fold"><summary id="section-folded">' in page


def test_the_same_page_on_another_day(reader: Visitor) -> None:
    page = reader.text(f"{TOWN}?day=2021-08-15")
    assert "It was shut on 15 August 2021." in page
    assert 'value="2021-08-15"' in page
    assert f'href="{TOWN}.json?day=2021-08-15"' in page
    answer = reader.get(f"{TOWN}.json?day=2021-08-15").json()
    assert answer["day"] == "2021-08-15"
    assert answer["sections"]["answer"]["rows"][1]["sentence"] == "It was shut on 2021-08-15."
    same = reader.text(f"{TOWN}?day=2020-05-06")
    assert "Confirmed on 6 May 2020." in words(same)


@pytest.mark.parametrize("day", ["2021-13-01", "2021-02-30", "yesterday", "20210815", "2021-8-1"])
def test_a_wrong_day_is_refused_and_the_right_form_said(reader: Visitor, day: str) -> None:
    for ending in ("", ".json"):
        answer = reader.get(f"{TOWN}{ending}?day={day}")
        assert answer.status_code == 400
        assert f"{day} is no day. Write year, month and day, such as day=2026-03-04." in answer.text


def test_an_emptied_day_leads_to_the_plain_page(reader: Visitor) -> None:
    answer = reader.get(f"{TOWN}?day=")
    assert answer.status_code == 307
    assert answer.headers["location"] == TOWN


def test_a_page_that_no_day_changes_takes_none(reader: Visitor) -> None:
    answer = reader.get("/record/1.10.0/people/1?day=2021-08-15")
    assert answer.status_code == 400
    assert "the same on every day" in answer.text


def test_a_package_without_sections_has_a_plain_record_page(visitor: Visitor) -> None:
    page = visitor.text(TOWN)
    assert 'class="answer"' not in page and "<symbol" not in page
    assert 'id="day"' not in page
    assert '<h2 id="what-is-recorded">What is recorded</h2>' in page


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (("'cond'", "'condd'"), "the status 'open' has the mark 'condd'; did you mean cond?"),
        (("'cond'", "'blob'"), f"choose one of {', '.join(MARKS)}"),
        (("'shut', 'Shut'", "'open', 'Shut'"), "declares the status 'open' twice"),
        (("'shut', 'Shut'", "'', 'Shut'"), "declares a status of no name"),
        (("'Shut'", "null"), "the status 'shut' has no words"),
        (("'barred', 1", "'barred', 'yes'"), "of the status 'shut' `outlined` is 'yes'"),
    ],
)
def test_a_wrong_vocabulary_of_statuses_stops_the_start(
    releases: tuple[ServedRelease, ...], change: tuple[str, str], wrong: str
) -> None:
    text = STATUSES.text.replace(*change)
    with pytest.raises(ProjectError, match=re.escape(wrong.split(";", maxsplit=1)[0])) as error:
        site_with(releases, read_statement("statuses", "pages/statuses.sql", text))
    assert wrong.rpartition("; ")[2] in str(error.value)
    assert "pages/statuses.sql" in str(error.value)


def test_a_status_is_declared_once(releases: tuple[ServedRelease, ...]) -> None:
    again = read_statement("again", "pages/again.sql", STATUSES.text)
    with pytest.raises(ProjectError, match="as another section does"):
        site_with(releases, STATUSES, again)


def test_a_front_page_with_an_undeclared_status_stops_the_start(
    releases: tuple[ServedRelease, ...],
) -> None:
    wrong = section(
        "strip",
        "-- page: front\n-- shape: strip",
        "select 'opn' as status, 1 as number, 'x' as words",
    )
    with pytest.raises(ProjectError, match="a status that is not declared, 'opn'") as error:
        site_with(releases, STATUSES, wrong)
    assert "did you mean open?" in str(error.value)


@pytest.mark.parametrize(
    ("headings", "wrong"),
    [
        ("-- page: record towns\n-- shape: events\n-- place: sid", "did you mean side?"),
        ("-- page: record towns\n-- shape: statuses", "stands on no such page"),
        ("-- page: site\n-- shape: events", "stands on no such page"),
        ("-- page: record towns\n-- shape: events\n-- releases: 3.0.0", "write from 2.0.0"),
        ("-- page: record towns\n-- shape: events\n-- releases: from 3", "write from 2.0.0"),
        ("-- page: record towns\n-- shape: events\n-- plcae: side", "did you mean place?"),
    ],
)
def test_a_wrong_heading_is_refused(headings: str, wrong: str) -> None:
    with pytest.raises(ProjectError) as error:
        read_section(section("wrong", headings, "select 1 as date, 2 as sentence"))
    assert wrong in str(error.value)
    assert "pages/wrong.sql" in str(error.value)


def of_releases(name: str, headings: str, table: str) -> Statement:
    """Write a section that asks for a table."""
    condition = "" if " where " in table else " where :key <> ''"
    select = f"select 'from {name}' as label, 'x' as words from {table}{condition} limit 1"
    return section(name, f"-- page: record towns\n-- shape: records\n{headings}", select)


def test_a_section_is_of_the_releases_that_it_names(releases: tuple[ServedRelease, ...]) -> None:
    old = of_releases("old", "-- releases: before 1.9.0", "towns")
    new = of_releases("new", "-- releases: from 1.9.0 before 2.0.0\n-- replaces: all", "towns")
    every = of_releases("all", "", "towns")
    pages = [replace(each, pages=(old, new, every)) for each in releases]
    reader = Visitor(build_app(pages))
    for version, shown in (("1.0.0", {"old", "all"}), ("1.9.0", {"new"}), ("1.10.0", {"new"})):
        told = reader.get(f"/record/{version}/towns/ber.json").json()["sections"]
        assert set(told) == shown


def test_a_section_without_rows_replaces_nothing(releases: tuple[ServedRelease, ...]) -> None:
    empty = of_releases("new", "-- replaces: all", "towns where :key = 'kre'")
    reader = site_with(releases, empty, of_releases("all", "", "towns"))
    for key, shown in (("ber", {"all"}), ("kre", {"new"})):
        told = reader.get(f"/record/1.10.0/towns/{key}.json").json()["sections"]
        assert set(told) == shown


def test_what_the_newest_release_cannot_answer_stops_the_start(
    releases: tuple[ServedRelease, ...],
) -> None:
    lost = of_releases("lost", "-- releases: from 1.9.0", "nowhere")
    with pytest.raises(ProjectError, match="no such table: nowhere"):
        site_with(releases, lost)
    later = of_releases("later", "-- releases: from 9.0.0", "nowhere")
    assert site_with(releases, later).text(TOWN)


def test_a_section_replaces_one_that_there_is(releases: tuple[ServedRelease, ...]) -> None:
    wrong = of_releases("new", "-- replaces: alll", "towns")
    with pytest.raises(ProjectError, match="replaces a section 'alll'"):
        site_with(releases, wrong, of_releases("all", "", "towns"))


FRONT = (
    STATUSES,
    SOURCES,
    section(
        "head",
        "-- page: front\n-- shape: answer",
        "select '2 of <3> towns are open.' as sentence, 'open' as status, 'herald' as source,"
        " 'As far as known on 2020-01-02.' as certainty",
    ),
    section(
        "strip",
        "-- page: front\n-- shape: strip",
        "select 'open' as status, 2 as number, 'open <b>' as words"
        " union all select 'shut', 1, 'no'",
    ),
    section(
        "list",
        "-- page: front\n-- shape: list\n-- find: Find a town",
        "select name as label, 'open' as status, 'since ' || :day as words,"
        " 'towns' as record_table, code as record_key from towns",
    ),
    section(
        "news",
        "-- page: front\n-- shape: events",
        "select '2021' as date, 'It rained' as sentence, 'herald, rumor' as source",
    ),
)


def test_a_front_page_says_what_was_found(releases: tuple[ServedRelease, ...]) -> None:
    page = site_with(releases, *FRONT).text("/")
    assert '<h1 class="says">2 of &lt;3&gt; towns are open</h1>' in page
    assert page.count("<h1") == 1
    text = words(page)
    assert "As far as known on 2 January 2020." in text
    assert '<a href="#status-open"><span class="marks"' in page
    assert 'id="status-open"' in page
    assert '<option value="Kreuzberg">' in page
    assert 'action="/find/1.10.0/towns"' in page and "<h2>Find a town</h2>" in page
    assert re.findall(r'<li id="source-(\d)">', page) == ["1", "2"]
    assert text.index("open <b>") < text.index("Berlin") < text.index("It rained")


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("name=Kreuzberg&day=2021-08-15", 303, "/record/1.10.0/towns/kre?day=2021-08-15"),
        ("name=kre", 303, "/record/1.10.0/towns/kre"),
        ("key=kre&day=2021-08-15", 303, "/record/1.10.0/towns/kre?day=2021-08-15"),
        ("key=kre&name=Berlin", 400, "asked for by a key and by a name"),
        ("name=Kreutzberg", 400, "did you mean Kreuzberg?"),
        ("name=zzzzzz", 400, "nothing is near to it"),
        ("name=ber", 303, "/record/1.10.0/towns/ber"),
        ("name=&day=", 400, "Nothing is named here."),
        ("nme=Berlin", 400, "did you mean name?"),
    ],
)
def test_a_name_leads_to_a_page_without_a_script(
    visitor: Visitor, asked: str, status: int, told: str
) -> None:
    answer = visitor.get(f"/find/1.10.0/towns?{asked}")
    assert answer.status_code == status
    assert told in (answer.headers["location"] if status == 303 else unescape(answer.text))


def test_only_tables_with_one_key_are_found_in(visitor: Visitor) -> None:
    for place in ("1.10.0/nowhere", "1.10.0/stra%C3%9Fe%20und%20platz", "9.9.9/towns"):
        assert visitor.get(f"/find/{place}?name=x").status_code == 404


def test_a_section_for_a_version_still_to_come_is_refused(
    releases: tuple[ServedRelease, ...],
) -> None:
    """The next version is the package's own; no later one has tables that could be missing."""
    newest = next(each for each in releases if each.version == "1.10.0")
    own = of_releases("own", "-- releases: from 1.10.0", "towns")
    assert read_pages(replace(newest.package, pages=(own,))) == (own,)
    later = of_releases("later", "-- releases: from 9.0.0", "nowhere")
    with pytest.raises(ProjectError, match=r"from 9\.0\.0, and the package is at 1\.10\.0"):
        read_pages(replace(newest.package, pages=(later,)))


def test_answers_for_many_days_are_not_all_kept(releases: tuple[ServedRelease, ...]) -> None:
    """Any visitor may ask for any day."""
    daily = section(
        "daily",
        "-- page: record towns\n-- shape: records",
        "select 'towns' as of_table, code as of_key, name as label, 'on ' || :day as words"
        " from towns",
    )
    reader = site_with(releases, daily)
    site = reader.app.routes[0].endpoint.args[0]  # type: ignore[attr-defined]
    for year in range(1900, 1900 + MOST_KEPT + 6):
        assert f"on 1 March {year}" in reader.text(f"{TOWN}?day={year}-03-01")
    assert len(site.kept) == MOST_KEPT


@pytest.mark.parametrize("value", ["x'00ff'", "9e999", "'a' || char(0, 1, 65534)"])
@pytest.mark.parametrize("shape", [each for each in SHAPES if each not in OF_THE_SITE])
def test_a_page_holds_whatever_value_its_columns_have(
    releases: tuple[ServedRelease, ...], shape: str, value: str
) -> None:
    columns = {*SHAPES[shape], "record_table", "record_key", "source", "source_keys", "url"}
    kept = {"status": "null", "latitude": "1", "longitude": "2", "number": "3"}
    select = ", ".join(f'{kept.get(each, value)} as "{each}"' for each in sorted(columns))
    shapes = "\n-- shapes: land.json" if shape == "locator" else ""
    pages = [
        section(name, f"-- page: {page}\n-- shape: {shape}{shapes}", f"select {select}")
        for name, page in (("front", "front"), ("town", "record towns"))
        if shape not in OF_RECORDS or name == "town"
    ]
    land = [replace(each, shapes=(("land.json", LAND),)) for each in releases]
    reader = site_with(tuple(land), *pages)
    for address in ("/", TOWN, f"{TOWN}.json"):
        assert reader.get(address).status_code == 200


def test_a_select_that_no_page_may_ask_stops_the_start(releases: tuple[ServedRelease, ...]) -> None:
    select = "select hex(zeroblob(2)) as words"
    wrong = section("wrong", "-- page: record towns\n-- shape: summary", select)
    with pytest.raises(ProjectError, match=r"pages/wrong.sql.*not authorized.*zeroblob"):
        site_with(releases, wrong)


def test_a_section_that_fails_for_one_record_says_so(releases: tuple[ServedRelease, ...]) -> None:
    select = "select abs(-9223372036854775807 - (:key = 'ber')) as words"
    failing = section("failing", "-- page: record towns\n-- shape: table", select)
    reader = site_with(releases, failing)
    told = "This part could not be computed for this record: the database says 'integer overflow'."
    assert told in unescape(reader.text(TOWN))
    answer = reader.get(f"{TOWN}.json").json()["sections"]["failing"]
    assert answer["rows"] is None and answer["reason"] == "the database says 'integer overflow'"
    assert "could not be computed" not in reader.text(TOWN.replace("ber", "kre"))


ENDLESS = "with recursive t(n) as (select 1 union all select n + 1 from t{}) select '2020' as date,"


@pytest.mark.parametrize(
    ("shape", "select", "why"),
    [
        ("events", f"{ENDLESS.format(' where n < 400000')} n as sentence from t", "longer than"),
        ("strip", "select 'open' as status, 'many' as number, '' as words", "counts 'many'"),
        (
            "map",
            "select 'a' as label, 'b' as status, 'north' as latitude, 1 as longitude, '' as words",
            "cannot be drawn: could not convert",
        ),
    ],
)
def test_what_cannot_be_drawn_of_a_record_is_told_with_its_reason(
    releases: tuple[ServedRelease, ...], shape: str, select: str, why: str
) -> None:
    reader = site_with(
        releases, STATUSES, section("s", f"-- page: record towns\n-- shape: {shape}", select)
    )
    assert "This part could not be computed for this record: " in reader.text(TOWN)
    told = reader.get(f"{TOWN}.json").json()["sections"]["s"]
    assert told["rows"] is None and why in told["reason"]


@pytest.mark.parametrize(
    ("more", "why"),
    [(" where n < 210000", "answers more than 200,000 rows"), ("", "takes too long")],
)
def test_a_section_of_the_front_page_that_does_not_end_stops_the_start(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch, more: str, why: str
) -> None:
    if not more:
        monkeypatch.setattr(answered_section, "PATIENCE", 2)
    none = "" if more else " where n < 0"
    select = f"{ENDLESS.format(more)} n as sentence from t{none}"
    with pytest.raises(ProjectError, match=rf"pages/s.sql.*{why}"):
        site_with(releases, section("s", "-- page: front\n-- shape: events", select))


@pytest.mark.parametrize("degrees", ["91", "9e999", "'nan'", "'north'"])
def test_degrees_that_no_place_has_stop_the_start(
    releases: tuple[ServedRelease, ...], degrees: str
) -> None:
    select = (
        f"select 'a' as label, 'b' as status, {degrees} as latitude, 1 as longitude, '' as words"
    )
    with pytest.raises(ProjectError, match=r"pages/map.sql.*cannot be drawn"):
        site_with(releases, section("map", "-- page: front\n-- shape: map", select))


def test_page_and_json_of_a_record_ask_its_sections_once(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the record that was asked last; another day is another answer."""
    asked: list[str] = []

    async def count(database: Any, section: Section, given: Any, kept: Any) -> Any:
        asked.append(given["day"])
        return await answer_for_record(database, section, given, kept)

    monkeypatch.setattr("pressmark.site.pages.record_sections.answer_for_record", count)
    reader = site_with(releases, *PAGES)
    reader.text(TOWN)
    once = len(asked)
    assert once > 0 and reader.get(f"{TOWN}.json").json()["sections"] and len(asked) == once
    reader.text(f"{TOWN}.json?day=2020-01-01")
    assert len(asked) > once and asked[-1] == "2020-01-01"
