"""The search box over all tables."""

import sqlite3
from urllib.parse import quote

import pytest
from markupsafe import Markup

from pressmark import sql
from pressmark.site import ServedRelease
from pressmark.site.content.answered_hits import render_statement_for_all
from pressmark.site.content.search import FEWEST, MOST, SHOWN, count_shown, mark_found
from pressmark.site.content.section import read_section
from tests.site.test_answer_first import ANSWER, SOURCES, STATUSES, section, site_with
from tests.site.test_answer_first import words as words_of
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"


def test_hits_are_listed_table_by_table(visitor: Visitor) -> None:
    """With their number, their labels, where the words stand, and a way to all of a table."""
    page = visitor.text("/search?q=berlin")
    assert '<a href="/search?q=berlin&amp;table=towns"><span>Towns</span><span>2</span>' in page
    assert '<a href="/record/1.10.0/towns/ber"><mark>Berlin</mark></a>' in page
    words = "the word pragma, in <mark>Berlin</mark>"
    assert f'<a href="/record/1.10.0/stra~C3~9Fe+und+platz/ber,1">{words}</a>' in page
    assert "Found in Town: <mark>Berlin</mark>" in page
    assert 'value="berlin"' in page


def test_nothing_asked_nothing_found(visitor: Visitor) -> None:
    """An empty search is no mistake, and no hit is explained."""
    assert "Nothing holds" not in visitor.text("/search")
    assert "Nothing holds “nobody”" in visitor.text("/search?q=nobody")
    assert "There is no word in “!!!”. Write letters" in visitor.text("/search?q=!!!")


@pytest.mark.parametrize(
    "words", ['"', "'", "a*b OR", "NEAR(", "%00", "pragma", "--", "drop table", "a%00b"]
)
def test_any_words_may_be_asked(visitor: Visitor, words: str) -> None:
    """None of them is read as SQL or as the language of the index."""
    assert visitor.get("/search?q=" + words).status_code == 200


def test_words_come_back_escaped(visitor: Visitor) -> None:
    """In the box and in the text."""
    page = visitor.text('/search?q="><script>alert(1)</script>')
    assert "<script>" not in page


def test_a_table_that_cannot_be_searched_says_so(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of claiming that it holds nothing."""
    monkeypatch.setattr("pressmark.site.content.search_index.MOST_CHARACTERS", 0)
    monkeypatch.setattr("pressmark.site.content.search.escape_words", lambda _words: "(")
    assert "This table could not be searched" in site_with(releases).text("/search?q=berlin+today")


def test_a_table_that_is_too_large_is_searched_by_the_index_of_its_release(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a way to the table's own search."""
    monkeypatch.setattr("pressmark.site.content.search_index.MOST_CHARACTERS", 0)
    page = site_with(releases).text("/search?q=berlin")
    assert f'<a href="{HERE}/towns?_search=berlin"><span>Towns</span><span>1</span></a>' in page
    assert '<a href="/record/1.10.0/towns/ber"><mark>Berlin</mark></a>' in page


def test_one_table_is_searched_alone(visitor: Visitor) -> None:
    """And all of it is shown, up to a hundred; one that there is not is named."""
    page = visitor.text("/search?q=berlin&table=towns")
    assert "/towns/ber" in page and "/people/1" not in page
    assert "Search all tables" in page
    answer = visitor.get("/search?q=berlin&table=twons")
    assert answer.status_code == 400 and "did you mean towns?" in answer.text


@pytest.mark.parametrize("words", ['"', "AND", "NEAR(", "(", "a:b", "^"])
@pytest.mark.parametrize("ending", ["", ".json"])
def test_a_wrong_query_is_never_told_in_the_words_of_the_index(
    visitor: Visitor, words: str, ending: str
) -> None:
    """Not even where the language of the index was asked for."""
    where = f"{HERE}/towns{ending}?_search={quote(words)}"
    assert visitor.get(where).status_code == 200
    answer = visitor.get(f"{where}&_searchmode=raw")
    assert answer.status_code == 400
    assert "Leave _searchmode out" in answer.text
    assert "fts5" not in answer.text and "syntax" not in answer.text


def test_marks_stand_where_the_words_are() -> None:
    """What is not balanced, because the text itself holds the characters, is not marked."""
    assert mark_found("a \x02<b>\x03") == Markup("a <mark>&lt;b&gt;</mark>")
    assert "<mark>" not in mark_found("a \x02b")


def test_a_hit_says_what_its_page_says_first(releases: tuple[ServedRelease, ...]) -> None:
    """Its mark, sentence and last confirmation, escaped; the word of its status in words."""
    page = site_with(releases, STATUSES, SOURCES, ANSWER).text("/search?q=berlin")
    hits = page[page.index('<ul class="stack hits">') :]
    assert '<svg class="mark cond"' in hits[: hits.index("<mark>Berlin")]
    said = words_of(hits)
    assert 'The town Berlin is open <script>alert(1)</script> & "more"' in said
    assert "Open <now>. As last confirmed on 6 May 2020." in said
    assert "<script>alert" not in page


def test_the_more_tables_have_hits_the_fewer_of_each_are_shown() -> None:
    shown = [count_shown(tables) for tables in range(MOST)]
    assert shown == sorted(shown, reverse=True)
    assert (shown[1], shown[-1]) == (SHOWN, FEWEST)
    assert all(n * each <= MOST for n, each in enumerate(shown) if each > FEWEST)


def test_what_is_answered_comes_first(releases: tuple[ServedRelease, ...]) -> None:
    """A table of whose records the project says something stands before others."""
    answer = section(
        "later",
        "-- page: record straße und platz\n-- shape: answer",
        "select 'A street' as sentence, null as status where :key = 'ber,1' -- of one",
    )
    page = site_with(releases, STATUSES, answer).text("/search?q=berlin")
    assert page.index("<p>A street</p>") < page.index("/towns/ber")
    plain = site_with(releases).text("/search?q=berlin")
    assert plain.index("/towns/ber") < plain.index("/ber,1") and "badge" not in plain


def test_an_answer_that_serves_every_record_is_shown(releases: tuple[ServedRelease, ...]) -> None:
    """And of two that may head a page, the one that replaces the other."""
    kept = section(
        "kept",
        "-- page: record towns\n-- shape: answer\n-- order: 2\n-- replaces: answer",
        "select 'towns' as of_table, code as of_key, 'Kept ' || name as sentence,"
        " 'shut' as status from towns",
    )
    page = site_with(releases, STATUSES, SOURCES, ANSWER, kept).text("/search?q=berlin")
    assert "<p>Kept Berlin</p>" in page and "Shut." in page
    assert "is open" not in page


def test_an_answer_that_cannot_be_asked_is_said(releases: tuple[ServedRelease, ...]) -> None:
    """The records are found all the same."""
    wrong = section(
        "wrong",
        "-- page: record towns\n-- shape: answer",
        "select 'It is ' || abs(case :key when 'ber' then -9223372036854775808 end) as sentence,"
        " 'open' as status",
    )
    page = site_with(releases, STATUSES, wrong).text("/search?q=berlin")
    assert "could not be asked just now" in page
    assert 'href="/record/1.10.0/towns/ber"' in page


def test_one_statement_asks_for_every_key() -> None:
    """Each key in its own turn, through what is worked out once in an answer of one."""
    of_one = read_section(
        section(
            "one",
            "-- page: record towns\n-- shape: answer",
            "with now as materialized (select :key as code, ':key' as text)"
            " select a.code || ' ' || b.text as sentence, null as status"
            " from now a cross join now b where a.code <> 'none'",
        )
    )
    statement = render_statement_for_all(of_one)
    assert sql.list_parameters(statement) == ("keys",)
    rows = sqlite3.connect(":memory:").execute(statement, {"keys": '["a", "none", "c"]'})
    found = dict(rows.fetchall())
    assert found["none"] is None
    assert '"a :key"' in found["a"] and '"c :key"' in found["c"]


def test_an_answer_too_deep_to_be_asked_of_all_is_asked_one_by_one(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite counts the subqueries of a SELECT, and of what stands around it."""

    async def refuse(*_given: object) -> None:
        message = "VIEWs and/or subqueries nested too deep"
        raise sqlite3.OperationalError(message)

    monkeypatch.setattr("pressmark.site.content.answered_hits.ask_for_all", refuse)
    page = site_with(releases, STATUSES, SOURCES, ANSWER).text("/search?q=berlin")
    assert "The town Berlin is open" in page and "could not be asked" not in page
