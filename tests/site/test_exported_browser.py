"""An export in a real browser, from a plain server of files below a path, which alone is asked."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from pressmark.export import export
from pressmark.site import ServedRelease
from pressmark.site.content.search_words import join_words
from pressmark.site.served import read_served_releases
from tests.browser import RULES, WIDTHS, cleared, find_violations, window
from tests.packages import field, fields, read, write_package
from tests.site.file_server import note_faults, serve_files
from tests.site.test_crawl import publish_hostile
from tests.vendor_sqlite import PLACE, find_other, read_table

TOWNS = fields(field("code"), field("name"), primaryKey="code", **{"pressmark:label": "name"})
TOWN_ROWS = "code,name\n" + "".join(f"t{n},Town {n}\n" for n in range(150))
VISITS = fields(field("id", "integer"), field("town"), field("guests", "integer"), primaryKey="id")
WHO = (
    "-- title: Who came?\n-- parameter: town: key of towns = t1\n-- parameter: least: integer = 1\n"
    "select id, town from visits where town = :town"
    " group by id, town having max(guests) >= :least order by id"
)

BUT_COLORS: dict[str, Any] = {**RULES, "rules": {"color-contrast": {"enabled": False}}}
"""All but what takes axe-core most of its time, and is the same at every width."""


def export_asked(folder: Path, place: Path) -> None:
    """Export a package with a question about one of many towns and a number."""
    (folder / "who.sql").write_text(WHO, "utf-8")
    visits = "id,town,guests\n1,t1,2\n2,t1,10\n3,t149,9\n"
    notes = (fields(field("text")), "text\nfirst\nsecond\n")
    tables = {"towns": (TOWNS, TOWN_ROWS), "visits": (VISITS, visits), "notes": notes}
    path = write_package(folder, tables, **{"pressmark:queries": ["who.sql"]})
    _, releases = read_served_releases(read(path), folder / "built")
    export(releases, place, records="none")


@pytest.fixture(scope="module")
def files(
    releases: tuple[ServedRelease, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Export a stranger's package, and two others below it, and serve them below a path."""
    folder = tmp_path_factory.mktemp("files")
    export(releases[-1:], folder / "below/a path", records="cited")
    export_asked(tmp_path_factory.mktemp("asked"), folder / "below/a path/asked")
    hostile = publish_hostile(tmp_path_factory.mktemp("hostile"))
    export([hostile], folder / "below/a path/hostile", records="none")
    with serve_files(folder) as address:
        yield f"{address}/below/a%20path"


@pytest.fixture(scope="module")
def looking(files: str, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Open a window, and note what is asked of others than this export, and what fails."""
    with window(browser, scripts=True) as page:
        yield page, note_faults(page, files)


@pytest.fixture
def page(looking: tuple[Page, list[str]]) -> Iterator[Page]:
    """Show nothing in it; in the end every request is of this host and of the export."""
    page, said = looking
    yield cleared(page)
    assert said == []
    page.unroute_all()


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """Open a window without JavaScript."""
    with window(browser) as page:
        yield page


def test_a_reader_goes_from_the_front_page_to_a_record_and_to_the_last_page(
    files: str, page: Page
) -> None:
    page.goto(f"{files}/index.html")
    page.get_by_role("link", name="numbers", exact=True).first.click()
    page.get_by_role("link", name="Page 53").click()
    expect(page.get_by_text("Page 53 of 53")).to_be_visible()
    expect(page.get_by_text("5300", exact=True).first).to_be_visible()
    page.goto(f"{files}/latest/")
    page.wait_for_url(f"{files}/odd-things-1-10-0/index.html")


@pytest.mark.parametrize(
    "path",
    ["index.html", "odd-things-1-10-0/numbers/page-2/index.html", "odd-things-1-10-0/living_in/",
     "odd-things-1-10-0/index.html", "releases/1.10.0/", "search/index.html",
     "find/1.10.0/people/index.html"],
)  # fmt: skip
def test_no_page_keeps_anyone_out(files: str, page: Page, path: str) -> None:
    page.goto(f"{files}/{path}")
    for width, rules in zip(WIDTHS, (RULES, BUT_COLORS), strict=True):
        page.set_viewport_size({"width": width, "height": 900})
        assert find_violations(page, rules) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_reader_searches_in_the_browser(files: str, page: Page) -> None:
    page.goto(f"{files}/releases/index.html")
    page.get_by_label("Search all tables").first.fill("LOVELACE ada")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 result for")).to_be_visible()
    link = page.locator("#found").get_by_role("link")
    expect(link).to_have_text('Ada "the first" Lovelace')
    link.click()
    expect(page.get_by_text("Lovelace").first).to_be_visible()
    # What a record holds is text, whatever it says.
    page.goto(f"{files}/search/index.html?q=quoted+<b>script")
    expect(page.locator("#found").get_by_role("link")).to_contain_text(
        "<script>alert('x')</script>"
    )
    assert page.locator("#found b, #found script").count() == 0
    # A record without a page of its own is read by that of its table, at its place.
    page.goto(f"{files}/search/index.html?q=5300")
    page.locator("#found").get_by_role("link").click()
    page.wait_for_url(f"{files}/find/1.10.0/numbers/index.html?key=5300", timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("5300", timeout=60_000)
    page.goto(f"{files}/search/index.html?q=nowhere")
    expect(page.get_by_text("Nothing in the index holds “nowhere”")).to_be_visible()


def test_words_are_read_as_the_served_site_reads_them(files: str, page: Page) -> None:
    words = {
        "straße": "strasse", "Łódź": "lodz", "HB2031": "hb 2031", "H.B. 2031": "hb 2031",
        "O\u2019Brien's x": "o brien x", "東京": "東 京", "<b> & 100%": "b 100", "": "",
    }  # fmt: skip
    assert {each: join_words(each) for each in words} == words
    page.goto(f"{files}/search/index.html")
    script = (
        "typed => import('../static/search.js')"
        ".then(read => typed.map(each => [each, read.cut(each).join(' ')]))"
    )
    assert dict(page.evaluate(script, list(words))) == words


def test_without_a_script_the_search_leads_to_the_tables(plain: Page, files: str) -> None:
    plain.goto(f"{files}/search/index.html")
    plain.locator("#without-script").get_by_role("link", name="tables").click()
    plain.wait_for_url(f"{files}/odd-things-1-10-0/index.html")


def test_a_reader_asks_in_sql_in_the_browser(files: str, page: Page) -> None:
    page.goto(f"{files}/odd-things-1-10-0/index.html")
    answer, stop = page.locator("#answer-here"), page.get_by_role("button", name="Stop")
    expect(stop).to_be_hidden()
    for sql, said in (
        ("select full_name, null from people order by id", "3 rows"),
        ("select * from numbers", "The first 2,000 rows; there are more"),
        ("select 1 where 0 -- ; nothing", "No row fits."),
        ("delete from people", "This was not answered: this is no SELECT"),
        (
            "insert into towns values ('x', 'y', 'z') returning code",
            "This was not answered: attempt to write",
        ),
        ("select 1; select 2", "This was not answered: ask one SELECT at a time"),
        ("select n from nowhere", "no such table: nowhere"),
        ('select "nosuch" from people', "no such column"),
        ("select :who", "This was not answered: :who has no value here"),
        ("select ?", "This was not answered: ? has no value here"),
        ("select count(*) from people", "1 row"),
    ):
        page.locator("#sql-editor").fill(sql)
        page.get_by_role("button", name="Run").click()
        expect(answer).to_contain_text(said, timeout=60_000)
        expect(stop).to_be_hidden()
        if sql.startswith("select full_name"):
            # What a database holds is text, whatever it says.
            expect(answer.locator("tbody td").nth(2)).to_contain_text("<script>alert('x')</script>")
            assert answer.locator("script, b").count() == 0
    assert answer.locator("tbody td").inner_text() == "3"


def test_a_question_without_an_end_is_stopped_and_another_is_answered(
    files: str, page: Page
) -> None:
    page.goto(f"{files}/odd-things-1-10-0/index.html")
    endless = "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t"
    for sql, is_endless in ((endless, True), ("select 42", False)):
        page.locator("#sql-editor").fill(sql)
        page.get_by_role("button", name="Run").click()
        if is_endless:
            expect(page.get_by_text("Asking …")).to_be_visible(timeout=60_000)
            page.get_by_role("button", name="Stop").click()
            expect(page.get_by_text("Stopped.")).to_be_visible()
    expect(page.locator("#answer-here td")).to_have_text("42", timeout=60_000)


def test_a_question_with_a_parameter_is_asked_in_the_browser(files: str, page: Page) -> None:
    page.goto(f"{files}/odd-things-1-10-0/living_in/index.html")
    page.get_by_label("town").select_option("kre")
    page.get_by_role("button", name="Ask").click()
    cell = page.locator("#answer-here tbody td")
    expect(cell).to_have_text("<script>alert('x')</script> \"quoted\" & 100%", timeout=60_000)
    assert page.locator("#answer-here script").count() == 0


def test_what_is_kept_of_sqlite_is_what_its_table_says() -> None:
    _, rows = read_table()
    contents = {file: (PLACE / file).read_bytes() for _, file, _ in rows}
    assert find_other(contents) == []
    assert find_other({**contents, rows[0][1]: b"other"}) == [rows[0][1]]
    assert find_other({}) == [file for _, file, _ in rows]


def test_what_is_typed_into_a_question_is_understood_or_refused(files: str, page: Page) -> None:
    page.goto(f"{files}/asked/small-1-0-0/who/index.html")
    answer, town = page.locator("#answer-here"), page.get_by_label("town")
    for typed, number, said in (
        ("t1", "9", ["2", "t1"]),
        (" t1", "1", ["1", "t1", "2", "t1"]),
        ("town 149", "1", ["3", "t149"]),
    ):
        town.fill(typed)
        page.get_by_label("least").fill(number)
        page.get_by_role("button", name="Ask").click()
        expect(answer.locator("tbody td")).to_have_text(said, timeout=60_000)
    for typed in ("T1", "town", "t150", "' or 1 = 1 --"):
        town.fill(typed)
        page.get_by_role("button", name="Ask").click()
        expect(answer).to_contain_text(f"Not asked: “{typed}” is none of what town can be.")


def test_a_record_without_a_page_is_read_in_the_browser(files: str, page: Page) -> None:
    page.goto(f"{files}/find/1.10.0/people/index.html?key=2")
    said = "<script>alert('x')</script>"
    expect(page.get_by_role("heading", level=1)).to_contain_text(said, timeout=60_000)
    facts = page.locator("#record-here")
    expect(facts.locator("dd").nth(1)).to_contain_text(said)
    # What a database holds is text, whatever it says.
    assert facts.locator("script, b, em").count() == 0
    expect(facts.locator("blockquote")).to_contain_text(f'{said} "quoted" & 100% (record 2 of')
    assert find_violations(page) == []
    facts.get_by_role("link", name="Kreuzberg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kreuzberg", timeout=60_000)
    part = page.locator("#record-here").get_by_text("People")
    expect(part).to_contain_text("1 record")
    page.goto(f"{files}/find/1.10.0/people/index.html")
    for typed, heard in (("1", "Ada"), ("nobody", "No record of")):
        page.get_by_label("Key of the record").fill(typed)
        page.get_by_role("button", name="Read").click()
        expect(page.locator("#content")).to_contain_text(heard, timeout=60_000)
        page.goto(f"{files}/find/1.10.0/people/index.html")


def test_without_a_script_it_is_said_where_the_record_is(plain: Page, files: str) -> None:
    plain.goto(f"{files}/find/1.10.0/towns/index.html?key=ber")
    expect(plain.get_by_text("needs JavaScript for it")).to_be_visible()
    expect(plain.get_by_role("link", name="its CSV file")).to_be_visible()
    plain.get_by_role("link", name="the table", exact=True).click()
    plain.wait_for_url(f"{files}/odd-things-1-10-0/towns/index.html")


def test_a_row_without_a_key_is_read_by_its_number(files: str, page: Page) -> None:
    page.goto(f"{files}/asked/small-1-0-0/notes/index.html")
    page.locator("tbody a").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Row 2", timeout=60_000)
    expect(page.locator("#record-here dd").first).to_have_text("second")


def test_a_large_database_is_loaded_when_the_reader_says_so(files: str, page: Page) -> None:
    def enlarge(route: Route) -> None:
        answer = route.fetch()
        text = re.sub(r'data-size="[0-9]+"', 'data-size="300000000"', answer.text())
        route.fulfill(response=answer, body=text)

    page.route("**/find/**/index.html*", enlarge)
    for is_asked in (True, False):
        page.goto(f"{files}/find/1.10.0/people/index.html?key=1")
        if is_asked:
            page.get_by_role("button", name="Load").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Ada", timeout=60_000)


@pytest.mark.parametrize(
    "path",
    ["index.html", "odd-things-6-6-6/people/index.html", "find/6.6.6/people/index.html?key=2",
     "search/index.html?q=alert"],
)  # fmt: skip
def test_nothing_of_a_hostile_package_runs_in_files(files: str, page: Page, path: str) -> None:
    heard: list[str] = []
    page.on("dialog", lambda dialog: heard.append(dialog.message))
    page.goto(f"{files}/hostile/{path}")
    expect(page.get_by_text("<script>alert(2)</script>").first).to_be_visible(timeout=60_000)
    if "key=" in path:
        expect(page.locator("#record-here h2").first).to_be_visible(timeout=60_000)
    assert page.locator("img, #record-here script, #found script").count() == 0
    assert heard == []
