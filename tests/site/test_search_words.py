"""Words as they are searched, and the search of a package that declares nothing."""

import asyncio
import copy
import os
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pressmark.package.own import FULL_TEXT
from pressmark.site import ServedRelease, build_app
from pressmark.site.content.search_index import SearchIndex, SearchIndexes
from pressmark.site.content.search_marks import mark_words, show_passage
from pressmark.site.content.search_query import MOST_BEGUN, ask, begin_with
from pressmark.site.content.search_words import (
    LONGEST_WORD,
    MOST_WORDS,
    count_slips,
    find_nearest_word,
    join_words,
    read_parts,
)
from pressmark.site.downloads.watched import ChangedError, Watched
from pressmark.site.overload import TryAgainError
from tests.site.packages import publish
from tests.site.visitor import Visitor

PLACES = (
    ("a'1", "Łódź", "Miasto"), ("b", "Straße des 17. Juni", "In Berlin"), ("c", "東京都", "首都"),
    ("d", "Ærøskøbing", "O'Brien's inn; l'eau"), ("e", "Αθήνα", None), ("f", "Москва", "Ёлка"),
    ("g", "กรุงเทพ", "दिल्ली"), ("h", "القاهرة", "<b>bold</b> & banned"), ("i", "San José", "H.R.5"),
    ("j", "NEAR", "AND OR NOT"), ("k", None, None),
)  # fmt: skip
DOCUMENT: dict[str, Any] = {
    "name": "strange",
    "version": "1.0.0",
    "resources": [
        {
            "name": "my places",
            "path": "data/0.csv",
            "schema": {
                "fields": [
                    {"name": "id", "type": "string"},
                    {"name": "called", "type": "string"},
                    {"name": "more", "type": "string"},
                ],
                "primaryKey": ["id"],
            },
        }
    ],
}


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> ServedRelease:
    """Publish places in many scripts, without labels, titles, answers or full text."""
    folder: Path = tmp_path_factory.mktemp("strange")
    return publish(folder, DOCUMENT, script=make_script(), trusted=False)


def make_script() -> str:
    """Write SQL that makes the table of places."""
    rows = ",".join(
        f"({', '.join('null' if each is None else sqlite_text(each) for each in row)})"
        for row in PLACES
    )
    return (
        'create table "my places" (id text primary key, called text, more text) strict;'
        f'insert into "my places" values {rows};'
        " create view in_towns as select 1 as id, 2 as full_name, 3 as town_name;"
    )


def sqlite_text(text: str) -> str:
    """Write a text for SQLite."""
    return str(sqlite3.connect(":memory:").execute("select quote(?)", (text,)).fetchone()[0])


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Lodz", "a~271"), ("łódź", "a~271"), ("a'1", "a~271"), ("lod", "a~271"),
        ("strasse", "b"), ("17 juni", "b"), ("東京", "c"), ("京都", "c"), ("首", "c"),
        ("aeroskobing", "d"), ("Ærøskobing", "d"), ("obrien", "d"), ("O\u2019Brien", "d"),
        ("brien", "d"), ("eau", "d"), ("αθηνα", "e"), ("москва", "f"), ("елка", "f"),
        ("กรุงเทพ", "g"), ("दिल्ली", "g"), ("القاهرة", "h"), ("ban", "h"), ("san jose", "i"),
        ("HR5", "i"), ("hr 5", "i"), ("near", "j"), ("AND", "j"), ("mosvka bold", "h"),
        ('"des 17"', "b"), ('"san', "i"),
    ],
)  # fmt: skip
def test_what_people_type_finds_what_they_mean(
    strange: ServedRelease, typed: str, key: str
) -> None:
    """In any script, without a declaration."""
    index = SearchIndex(strange, {})
    found = ask(index, typed, 5)
    assert [each.key for each in found.tables[0][1]][:1] == [(key.replace("~27", "'"),)]


def test_the_page_of_a_strange_package_marks_and_escapes(strange: ServedRelease) -> None:
    visitor = Visitor(build_app([strange], proven=True))
    page = visitor.text("/search?q=" + quote("lodz"))
    assert "<mark>Łódź</mark></a>" in page
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; <mark>banned</mark>" in visitor.text("/search?q=bans")
    assert "Nothing holds “xyzzyx”" in visitor.text("/search?q=xyzzyx")
    assert visitor.get("/search?q=%00").status_code == 200


def test_a_phrase_is_searched_in_its_order(strange: ServedRelease) -> None:
    index = SearchIndex(strange, {})
    assert ask(index, '"juni 17"', 5).tables == {}
    assert ask(index, "juni 17", 5).tables


def test_a_field_that_its_schema_leaves_out_is_not_searched(
    strange: ServedRelease, tmp_path: Path
) -> None:
    document = copy.deepcopy(DOCUMENT)
    document["resources"][0]["schema"]["fields"][2][FULL_TEXT.name] = False
    index = SearchIndex(publish(tmp_path, document, script=make_script(), trusted=False), {})
    for typed, tables in (("miasto", 0), ("lodz", 1), ("a'1", 1)):
        assert len(ask(index, typed, 5).tables) == tables
        assert ask(SearchIndex(strange, {}), typed, 5).tables


def test_synonyms_stand_for_each_other_in_every_form(strange: ServedRelease) -> None:
    """Phrases too; a set holds no other word."""
    index = SearchIndex(replace(strange, synonyms=(("ban", "keep out"), ("town", "miasto"))), {})
    for typed, key in (("keeps out", "h"), ("towns", "a'1"), ("Towns keep", "a'1")):
        assert [each.key for each in ask(index, typed, 5).tables[0][1]] == [(key,)]
    assert ask(SearchIndex(strange, {}), "town", 5).tables == {}


def test_a_search_ends(strange: ServedRelease, monkeypatch: pytest.MonkeyPatch) -> None:
    index = SearchIndex(strange, {})
    monkeypatch.setattr("pressmark.site.content.search_index.SECONDS", 0.01)
    monkeypatch.setattr("pressmark.site.content.search_index.STEPS", 1)
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    with pytest.raises(TryAgainError), index.use() as connection:
        connection.execute(endless)


def test_what_does_not_fit_is_left_to_the_full_text_of_the_release(
    strange: ServedRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressmark.site.content.search_index.MOST_CHARACTERS", 20)
    index = SearchIndex(strange, {})
    assert (index.tables, index.words, index.characters) == ({}, (), 0)


def test_numbers_abbreviations_and_endings_are_read_alike() -> None:
    for each in ("HB2031", "HB 2031", "H.B. 2031", "h. b. 2031", "HB-2031", "H.B.2031"):
        assert join_words(each) == "hb 2031"
    assert join_words("Amazon's U.S.C. rule, O'Brien") == "amazon usc rule o brien"
    assert join_words("x" * (LONGEST_WORD + 1)) == ""
    assert len(read_parts(" ".join(f"w{'a' * n}" for n in range(30)))) == MOST_WORDS


def test_a_slip_is_forgiven_and_another_figure_is_not() -> None:
    known = ("boston", "portland", "massachusetts", "hb2031")
    for typed, meant in {
        "bosten": "boston", "portlnad": "portland", "masachusets": "massachusetts",
        "hb2032": None, "bsn": None, "quincy": None, "x" * 41: None,
    }.items():  # fmt: skip
        assert find_nearest_word(typed, known) == meant
    assert [count_slips("ab", each) for each in ("ab", "ba", "b", "abc", "xy")] == [0, 1, 1, 1, 2]


def test_a_beginning_has_so_many_words_at_most(strange: ServedRelease) -> None:
    index = SearchIndex(strange, {})
    index.in_order = tuple(sorted(f"begin{n}" for n in range(99)))
    assert len(begin_with(index, "begin")) == MOST_BEGUN


def test_of_a_file_that_changed_no_index_is_made(strange: ServedRelease, tmp_path: Path) -> None:
    """Nor of one that changes while it is read."""
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(strange.database.read_bytes())
    release, file, indexes = replace(strange, database=copy), Watched(copy), SearchIndexes()
    assert indexes.of(release, {}, file) is indexes.of(release, {}, file)
    os.utime(copy, (1, 1))
    assert indexes.of(release, {}, file)
    with pytest.raises(ChangedError):
        SearchIndexes().of(release, {}, file)


def test_searches_that_wait_keep_no_thread_from_others(strange: ServedRelease) -> None:
    """They wait in a thread of their own, for so long and no longer."""
    indexes, goes_on = SearchIndexes(), threading.Event()

    async def search_and_work() -> list[object]:
        first = asyncio.create_task(indexes.ask(goes_on.wait))
        others = [asyncio.create_task(indexes.ask(lambda: 1)) for _ in range(100)]
        await asyncio.sleep(0)
        found: list[object] = [await asyncio.to_thread(lambda: strange.version)]
        goes_on.set()
        return [*found, await first, sum(await asyncio.gather(*others))]

    assert asyncio.run(search_and_work()) == [strange.version, True, 100]


def test_a_search_waits_for_others_so_long_and_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was not begun is not begun any more."""
    monkeypatch.setattr("pressmark.site.content.search_index.PATIENCE", 0.01)
    indexes, goes_on, searched = SearchIndexes(), threading.Event(), list[int]()
    indexes.thread.submit(goes_on.wait)
    with pytest.raises(TryAgainError, match="Too many people"):
        asyncio.run(indexes.ask(lambda: searched.append(1)))
    goes_on.set()
    indexes.thread.shutdown()
    assert searched == []


def test_the_thread_of_searches_ends_with_the_site() -> None:
    """What is searched already is answered; who comes later is told to come again."""
    indexes, goes_on = SearchIndexes(), threading.Event()
    searching = indexes.thread.submit(goes_on.wait)
    indexes.end()
    with pytest.raises(TryAgainError, match="Too many people"):
        asyncio.run(indexes.ask(lambda: 1))
    goes_on.set()
    assert searching.result() is True
    for thread in indexes.thread._threads:  # noqa: SLF001
        thread.join(60)
        assert not thread.is_alive()


def test_marks_stand_in_what_was_written() -> None:
    marked, missing = mark_words("H.B. 2031 <i>", {"hb", "2031", "law"})
    assert str(marked) == "<mark>H.B. 2031</mark> &lt;i&gt;" and missing == {"law"}
    long = f"{'one ' * 50}<law> {'two ' * 90}"
    field, passage = show_passage((("A", "none"), ("Note", long)), {"law"})
    assert field == "Note" and "&lt;<mark>law</mark>&gt;" in passage
    assert passage.startswith("…one") and passage.endswith("two…")
    assert show_passage((("A", "none"),), {"law"})[0] == ""
