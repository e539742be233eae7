"""The answer to a question said in a sentence, above its rows."""

import pytest

from pressmark.errors import ProjectError
from pressmark.site import ServedRelease
from pressmark.site.content.section import read_section
from tests.site.test_answer_first import HOSTILE, SOURCES, STATUSES, section, site_with, words

ASKED = "/odd-things-1-10-0/living_in"
COUNTED = section(
    "counted",
    "-- page: question living_in\n-- shape: answer",
    "select count(*) || ' live in ' || (select name from towns where code = :town) || ' since"
    " 2020-05-06' as sentence, 'open' as status, 'herald' as source from answer",
)


def head_of(page: str) -> str:
    """Give the words of a page's first heading."""
    return words(page[page.index("<h1") : page.index("</h1>")].partition("<sup")[0])


def test_the_answer_is_the_heading(releases: tuple[ServedRelease, ...]) -> None:
    """With its mark, its note and the source below; the question stands above it, smaller."""
    site = site_with(releases, STATUSES, SOURCES, COUNTED)
    page = site.text(f"{ASKED}?town=ber")
    assert head_of(page) == "1 live in Berlin since 6 May 2020"
    assert '<p class="kicker">Who lives in a town?</p>' in page
    assert 'href="#source-1"' in page and 'id="source-1"' in page
    assert 'content="1 live in Berlin since 6 May 2020"' in page
    assert head_of(site.text(f"{ASKED}?town=kre")) == "1 live in Kreuzberg since 6 May 2020"


def test_without_a_sentence_the_question_is_the_heading(
    releases: tuple[ServedRelease, ...],
) -> None:
    silent = section(
        "silent", "-- page: question living_in\n-- shape: answer",
        "select 'Nobody' as sentence, null as status where 0",
    )  # fmt: skip
    for pages in ((), (silent,)):
        page = site_with(releases, *pages).text(f"{ASKED}?town=ber")
        assert head_of(page) == "Who lives in a town?"
        assert "kicker" not in page


def test_a_sentence_is_escaped(releases: tuple[ServedRelease, ...]) -> None:
    hostile = section(
        "hostile", "-- page: question living_in\n-- shape: answer",
        "select '" + HOSTILE.replace("'", "''") + "' as sentence, null as status from answer",
    )  # fmt: skip
    assert "<script>alert(1)" not in site_with(releases, hostile).text(f"{ASKED}?town=ber")


@pytest.mark.parametrize(
    ("select", "reason"),
    [
        ("abs(-9223372036854775807 - 1)", "integer overflow"),
        ("(with recursive n as (select 1 union all select 2 from n) select max(1) from n)", "int"),
    ],
)
def test_what_cannot_be_said_says_why(
    releases: tuple[ServedRelease, ...], select: str, reason: str
) -> None:
    """Below the question; the rows stand all the same."""
    failing = section(
        "failing", "-- page: question living_in\n-- shape: answer",
        f"select {select} as sentence, null as status from answer",
    )  # fmt: skip
    page = site_with(releases, failing).text(f"{ASKED}?town=ber")
    assert head_of(page) == "Who lives in a town?"
    assert f"could not be said in a sentence: {reason}" in words(page)
    assert "1 row<" in page


@pytest.mark.parametrize(
    ("headings", "select", "wrong"),
    [
        ("-- page: question living_on\n-- shape: answer", "select 1", "did you mean living_in"),
        ("-- page: question living_in\n-- shape: list", "select 1", "has the shape answer"),
        ("-- page: question living_in\n-- shape: answer", "select nam", "no such column: nam"),
        ("-- page: question living_in\n-- shape: answer", "select :tow", "binding"),
        ("-- page: question\n-- shape: answer", "select 1", "question and the names of those"),
    ],
)
def test_what_is_wrong_in_its_file_stops_the_start(
    releases: tuple[ServedRelease, ...], headings: str, select: str, wrong: str
) -> None:
    wrongly = section("wrong", headings, f"{select} as sentence, null as status from answer")
    with pytest.raises(ProjectError, match=wrong):
        site_with(releases, wrongly)


def test_it_stands_on_no_page_of_a_record() -> None:
    read = read_section(COUNTED)
    assert read.heads("living_in")
    assert not read.heads("living_on")
    assert not read.stands_with("living_in")
    assert not read.stands_with(None)
