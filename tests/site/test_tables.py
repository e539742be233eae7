"""Datasette's pages in our frame: tables, records, questions, exports."""

import csv
import html
import io

import pytest

from pressmark.site.tables.datasette_app import SETTINGS
from tests.site.packages import BAD, MANY
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"
STREETS_HERE = f"{HERE}/stra~C3~9Fe+und+platz"


def rows(text: str) -> list[list[str]]:
    """Read CSV."""
    return list(csv.reader(io.StringIO(text)))


def test_database_page_leads_to_questions_tables_and_views(visitor: Visitor) -> None:
    """By title, with the full-text tables out of sight."""
    page = visitor.text(HERE)
    assert f'<a href="{HERE}/everyone">Who is there?</a>' in page
    assert f'<a href="{HERE}/in_towns">People in towns</a>' in page
    assert f'<a href="{STREETS_HERE}"><b>straße und platz</b></a>' in page
    assert "_fts" not in page


def test_an_older_release_says_so(visitor: Visitor) -> None:
    """On every page of it; the newest does not."""
    for address in ("/odd-things-1-0-0", "/odd-things-1-0-0/people", "/odd-things-1-0-0/everyone"):
        assert "This is version 1.0.0. The newest version is" in visitor.text(address)
    assert "The newest version is" not in visitor.text(f"{HERE}/people")


def test_table_page_has_title_help_search_facets_and_labels(visitor: Visitor) -> None:
    """In the words of the schema."""
    page = visitor.text(f"{HERE}/people")
    assert "<h1>People &lt;em&gt;</h1>" in page
    assert '<input id="_search" type="search" name="_search"' in page
    assert "<dt><code>town</code></dt><dd>Town: Home.</dd>" in page
    assert '<a href="/record/1.10.0/towns/ber">Berlin</a>' in page
    assert '<a href="/odd-things-1-10-0/people?_facet=active" rel="nofollow">Active</a>' in page
    counted = visitor.text(f"{HERE}/people?_facet=active")
    assert '<section class="facet" aria-label="Active">' in counted
    assert '<option value="full_name">Full name</option>' in page
    assert page.index("Lovelace") < page.index(">Bo<")


def test_values_never_become_markup(visitor: Visitor) -> None:
    """Cells, labels, headings; and only web addresses become links."""
    for address in (
        f"{HERE}/people",
        f"{HERE}/people/2",
        f"{HERE}/everyone",
        f"{HERE}/in_towns",
        "/search?q=script",
    ):
        page = visitor.text(address)
        assert BAD not in page, address
        assert page.count("<script") == page.count('<script src="/static/'), address
        assert 'href="javascript:' not in page, address
    assert html.escape(BAD, quote=False) in visitor.text(f"{HERE}/people/2").replace(
        "&#34;", '"'
    ).replace("&#39;", "'")
    assert '<a href="https://example.org/ada">' in visitor.text(f"{HERE}/people")


def test_searching_a_table(visitor: Visitor) -> None:
    """Finds words, also those that SQL knows."""
    assert visitor.get(f"{HERE}/people.json?_search=lovelace").json()["rows"][0][0] == 1
    page = visitor.text(f"{STREETS_HERE}?_search=pragma")
    assert "1 record" in page
    assert "No record fits" in visitor.text(f"{HERE}/people?_search=nobody")


def test_filters_stay_in_the_form(visitor: Visitor) -> None:
    """A filter in the address is a row of the form, and can be taken away."""
    page = visitor.text(f"{HERE}/people?full_name__contains=o&_size=2")
    assert '<option value="full_name" selected>Full name</option>' in page
    assert 'name="_filter_value_1" value="o"' in page
    assert '<input type="hidden" name="_size" value="2">' in page
    assert f'<a href="{HERE}/people">show all</a>' in page


def test_pages_of_a_long_table(visitor: Visitor) -> None:
    """The count is the whole table's, the next page is one click away, the order the key's."""
    page = visitor.text(f"{HERE}/numbers")
    assert f"{MANY:,} records" in page
    assert 'rel="next"' in page
    assert 'aria-sort="ascending"' in page
    assert 'aria-sort="descending"' in visitor.text(f"{HERE}/numbers?_sort_desc=n")


def test_record_page_shows_links_both_ways(visitor: Visitor) -> None:
    """To what the record points to, and from what points to it."""
    page = visitor.text(f"{HERE}/towns/kre")
    assert "<h1>Kreuzberg</h1>" in page
    assert '<a href="/record/1.10.0/towns/ber">ber</a>' in page
    assert f'<a href="{HERE}/people?town=kre">1 record in People &lt;em&gt;</a>' in page
    assert '<span class="muted">\N{EN DASH}</span>' in visitor.text(f"{HERE}/people/3")
    assert "ber, 1" in visitor.text(f"{STREETS_HERE}/ber,1")


def test_questions_show_their_words_and_parameters(visitor: Visitor) -> None:
    """Title, description, help, type and example of each parameter, the SQL behind a disclosure."""
    page = visitor.text(f"{HERE}/living_in?town=kre")
    assert "<h1>Who lives in a town?</h1>" in page
    assert '<p class="help">The code of the town</p>' in page
    assert '<select id="parameter-1" name="town" required aria-describedby="help-1">' in page
    assert '<option value="kre" selected>Kreuzberg</option>' in page
    assert "where town = :town" in page
    assert "1 row" in page
    assert "<h1>all numbers</h1>" in visitor.text(f"{HERE}/all~20numbers")


def test_questions_answer_as_json(visitor: Visitor) -> None:
    """Under a stable address."""
    answer = visitor.get(f"{HERE}/living_in.json?town=kre&_shape=objects").json()
    assert answer["rows"] == [{"full_name": BAD}]


def test_own_sql(visitor: Visitor) -> None:
    """It may be asked, and a mistake in it is explained."""
    page = visitor.text(f"{HERE}?sql=select+name+from+towns+where+code=:code&code=ber")
    assert "Berlin" in page
    assert 'name="code" value="ber"' in page
    answer = visitor.get(f"{HERE}?sql=select+absent")
    assert answer.status_code == 400
    assert "no such column" in answer.text


@pytest.mark.parametrize("arguments", ["", "?_size=max", "?_labels=on&_size=max", "?_stream=on"])
def test_csv_of_a_table_is_whole(visitor: Visitor, arguments: str) -> None:
    """More records than a page or a query may have, as `text/csv` with a file name."""
    answer = visitor.get(f"{HERE}/numbers.csv{arguments}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "filename*=utf-8''numbers.csv" in answer.headers["content-disposition"]
    assert SETTINGS["max_returned_rows"] < MANY
    assert [int(row[0]) for row in rows(answer.text)[1:]] == list(range(1, MANY + 1))


def test_csv_of_a_part_is_that_part(visitor: Visitor) -> None:
    """A size, a page or a filter that is asked for is kept."""
    assert len(rows(visitor.text(f"{HERE}/numbers.csv?_size=7"))) == 1 + 7
    assert rows(visitor.text(f"{HERE}/numbers.csv?_next=100&_size=1"))[1] == ["101"]
    assert len(rows(visitor.text(f"{HERE}/numbers.csv?n__lt=4000"))) == 1 + 3999
    assert len(rows(visitor.text(f"{HERE}/numbers.csv?_next=100&_size=max"))) == 1 + 5200


def test_a_view_is_exported_whole(visitor: Visitor) -> None:
    """Views have no key to page by."""
    assert len(rows(visitor.text(f"{HERE}/in_towns.csv"))) == 1 + 2


def test_a_cut_answer_says_so(visitor: Visitor) -> None:
    """The page, which leads to the complete files; CSV and JSON of too many rows are refused."""
    page = visitor.text(f"{HERE}/all~20numbers")
    assert "The first 2,000 rows; there are more" in page
    assert "The files of the release</a> are complete" in page
    assert "unless there are more than 5,000: then it is refused" in page
    for shape in ("arrays", "objects", "array", "arrayfirst", "array&_nl=on"):
        answer = visitor.get(f"{HERE}/all~20numbers.json?_shape={shape}")
        assert (answer.status_code, answer.json()["ok"]) == (400, False)
        assert "never cut" in answer.json()["error"]


def test_plain_filters_are_chosen_from_the_schema(visitor: Visitor) -> None:
    """Codes and small tables as lists, the name as a part of it."""
    page = visitor.text(f"{HERE}/people?active=1&town=ber")
    assert '<option value="1" selected>yes</option>' in page
    assert '<option value="ber" selected>Berlin</option>' in page
    assert '<label for="filter-4">Full name contains</label>' in page
    assert f'action="/filter{HERE}/people"' in page
    assert "1 record" in page


def test_a_filter_form_leaves_out_what_is_empty(visitor: Visitor) -> None:
    """Datasette would look for what is empty."""
    asked = f"/filter{HERE}/people?active=&town=ber&full_name__contains=+&_search="
    answer = visitor.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/people?town=ber")
    assert visitor.get(f"/filter{HERE}/people?town=").headers["location"] == f"{HERE}/people"
    assert visitor.get("/filter/elsewhere/people?a=b").status_code == 404
    address = visitor.get(f"/filter{HERE}/%2F%2Fexample.org").headers.get("location", HERE)
    assert address.startswith(HERE)


def test_filters_that_are_on_can_be_removed_one_by_one(visitor: Visitor) -> None:
    """In words, each with the address of the page without it."""
    page = visitor.text(f"{HERE}/people?active=1&town__exact=ber&_sort=full_name&_search=ada")
    assert "<span>Active is yes</span>" in page
    assert "<span>Town is Berlin</span>" in page
    assert "<span>Holds the words ada</span>" in page
    assert f'href="{HERE}/people?town__exact=ber&amp;_sort=full_name&amp;_search=ada"' in page
    assert f'<a href="{HERE}/people">Remove all</a>' in page
    hostile = visitor.text(f"{HERE}/people?full_name__contains=<b>x&link__isnull=1")
    assert "<span>Full name contains &lt;b&gt;x</span>" in hostile
    assert "<span>link is not recorded</span>" in hostile


def test_what_a_download_holds_is_said(visitor: Visitor) -> None:
    assert 'aria-label="CSV of 2 records"' in visitor.text(f"{HERE}/people?active=1")
    assert 'aria-label="CSV of this record"' in visitor.text(f"{HERE}/people?id=1")


def test_cells_are_in_words_and_rows_lead_to_records(visitor: Visitor) -> None:
    page = visitor.text(f"{HERE}/people")
    assert '<a href="/record/1.10.0/people/3">Bo</a>' in page
    assert '<td data-l="Active"><div>no</div></td>' in page
    assert "As spoken." in visitor.text(f"{HERE}/towns")
    assert f'<a href="/record/1.10.0/{STREETS_HERE.rpartition("/")[2]}/ber,1">' in visitor.text(
        STREETS_HERE
    )


def test_sorting_says_its_direction(visitor: Visitor) -> None:
    page = visitor.text(f"{HERE}/people?_sort_desc=full_name")
    assert "sorted by Full name, descending" in page
    assert page.count('aria-sort="descending"') == 1
    assert page.index(">Bo<") < page.index("Lovelace")


def test_a_row_page_names_the_page_of_its_record(visitor: Visitor) -> None:
    page = visitor.text(f"{HERE}/people/1")
    assert '<link rel="canonical" href="/record/1.10.0/people/1">' in page


def test_answers_lead_to_records_by_their_keys(visitor: Visitor) -> None:
    """Where a column is named like the key of one table."""
    page = visitor.text(f"{HERE}/everyone")
    assert '<a href="/record/1.10.0/people/1">1</a>' in page


def test_answers_write_codes_as_tables_do(visitor: Visitor) -> None:
    """Where a column is named like a field whose values have labels; the data keep the code."""
    asked = f"{HERE}?sql=select+active,+full_name+from+people+where+id=2"
    assert "<td><div>no</div></td>" in visitor.text(asked)
    assert visitor.get(asked.replace("?", ".json?")).json()["rows"][0][0] == 0


def test_controls_are_folded_so_that_records_come_first(visitor: Visitor) -> None:
    """Without JavaScript, and whatever the width."""
    page = visitor.text("/odd-things-1-9-0/people")
    before = page[: page.index("<table")]
    assert before.count("<details") == before.count("</details>")
    place = before.index("<select")
    assert before.rfind("<details", 0, place) > before.rfind("</details>", 0, place)
    assert "<details open" not in before
