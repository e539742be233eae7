"""The search box over all tables."""

import pytest
from markupsafe import Markup

from pressmark.site.content.search import marked
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"


def test_hits_are_listed_table_by_table(visitor: Visitor) -> None:
    """With their number, their labels, and a way to the table's own search."""
    page = visitor.text("/search?q=berlin")
    assert f'<a href="{HERE}/towns?_search=berlin"><span>Towns</span><span>1</span></a>' in page
    assert '<a href="/record/1.10.0/towns/ber">Berlin</a>' in page
    words = "the word pragma, in <mark>Berlin</mark>"
    assert f'<a href="/record/1.10.0/stra~C3~9Fe+und+platz/ber,1">{words}</a>' in page
    assert "People" not in page
    assert 'value="berlin"' in page


def test_nothing_asked_nothing_found(visitor: Visitor) -> None:
    """An empty search is no mistake, and no hit is explained."""
    assert "Nothing holds" not in visitor.text("/search")
    assert "Nothing holds all of the words “nobody”" in visitor.text("/search?q=nobody")


@pytest.mark.parametrize(
    "words", ['"', "'", "a*b OR", "NEAR(", "%00", "pragma", "--", "drop table"]
)
def test_any_words_may_be_asked(visitor: Visitor, words: str) -> None:
    """None of them is read as SQL or as the language of the index."""
    assert visitor.get("/search?q=" + words).status_code == 200


def test_words_come_back_escaped(visitor: Visitor) -> None:
    """In the box and in the text."""
    page = visitor.text('/search?q="><script>alert(1)</script>')
    assert "<script>" not in page


def test_a_table_that_cannot_be_searched_says_so(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of claiming that it holds nothing."""
    monkeypatch.setattr("pressmark.site.content.search.escaped_words", lambda _words: "(")
    assert "This table could not be searched" in visitor.text("/search?q=berlin+today")


def test_marks_stand_where_the_words_are() -> None:
    """What is not balanced, because the text itself holds the characters, is not marked."""
    assert marked("a \x02<b>\x03") == Markup("a <mark>&lt;b&gt;</mark>")
    assert "<mark>" not in marked("a \x02b")
