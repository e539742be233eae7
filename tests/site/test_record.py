"""The page of one record, from the descriptor alone, whatever the package holds."""

import json
import re
import sqlite3
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pressmark.package.statement import read_statement
from pressmark.passages import hash_passage
from pressmark.public_address import PublicAddress
from pressmark.site import ServedRelease, build_app
from tests.site.packages import BAD, STREETS, descriptor, publish
from tests.site.visitor import Visitor

RECORD, ROWS = "/record/1.10.0", "/odd-things-1-10-0"
STREETS_HERE = f"{RECORD}/stra~C3~9Fe+und+platz"
WITHDRAWN = (
    "table,key,reason,replaced_by,version\n"
    "towns,xbg,It was <b>entered</b> twice,kre,1.9.0\n"
    f'{STREETS},"ber,9",The street was built over,,1.10.0\n'
)
STATUS = (
    "-- title: Status\n-- page: record people\n-- shape: status\n"
    "select full_name as label, 'here since 2020-02-03' as words, :day as as_of"
    " from people where id = :key"
)
KEPT = (
    "-- title: Neighbours\n-- page: record towns\n-- shape: records\n"
    "select 'towns' as of_table, town as of_key, full_name as label, 'of ' || town as words,"
    " 'people' as record_table, id as record_key from people where town is not null"
)
EVIDENCE = (
    "-- title: Evidence\n-- page: record people\n-- shape: evidence\n"
    "select 'town' as field, value, stance, bears, 'A book' as source, 'A house' as publisher,"
    " '2020-02~' as date, 'p1' as locator, preferred, 'the older one' as reason,"
    " 'javascript:alert(1)' as url from (select 'Berlin' as value, 'contradicts' as stance,"
    " 'against' as bears, 0 as preferred union all select 'Kreuzberg', 'supports', 'for', 1)"
    " where :key = '1'"
)


@pytest.fixture(scope="module")
def told(releases: tuple[ServedRelease, ...]) -> Visitor:
    """Visit releases that have sections and withdrawn keys."""
    texts = {"status": STATUS, "neighbours": KEPT, "evidence": EVIDENCE}
    pages = tuple(read_statement(name, f"{name}.sql", text) for name, text in texts.items())
    return Visitor(
        build_app(
            [
                replace(each, pages=pages, package=replace(each.package, withdrawn=WITHDRAWN))
                for each in releases
            ]
        )
    )


def test_a_record_has_title_facts_and_what_is_not_recorded(visitor: Visitor) -> None:
    page = visitor.text(f"{RECORD}/towns/ber")
    assert "<h1>Berlin</h1>" in page
    assert "Towns · <code>ber</code>" in page
    assert "Where people live." in page
    assert "<dt>Code</dt>\n<dd>ber</dd>" in page
    assert "Not recorded: 1 field</summary>" in page
    assert "<li>Part of</li>" in page
    assert "That does not mean that there is nothing." in page
    assert '<link rel="canonical" href="/record/1.10.0/towns/ber">' in page


def test_codes_truth_and_references_are_in_words(visitor: Visitor) -> None:
    page = visitor.text(f"{RECORD}/people/1")
    assert "<dt>Active</dt>\n<dd>yes</dd>" in page
    assert f'<dt>Town</dt>\n<dd><a href="{RECORD}/towns/ber">Berlin</a></dd>' in page
    assert '<a href="https://example.org/ada" rel="external">' in page


def test_records_that_point_here_are_listed_by_table(visitor: Visitor) -> None:
    page = visitor.text(f"{RECORD}/towns/ber")
    assert f'<a href="{RECORD}/people/1">Ada &#34;the first&#34; Lovelace</a>' in page
    assert f'<a href="{RECORD}/towns/kre">Kreuzberg</a>' in page
    assert page.count("<summary>People &lt;em&gt;") == 1
    assert "Records that point here" not in visitor.text(f"{RECORD}/people/3")


def test_many_that_point_here_are_counted_and_led_to(tmp_path: Path) -> None:
    """Ten are shown, the table's own page has them all, filtered."""
    document = deepcopy(descriptor("1.0.0"))
    numbers: dict[str, Any] = document["resources"][3]["schema"]
    numbers["fields"].append({"name": "town", "type": "string"})
    numbers["foreignKeys"] = [
        {"fields": ["town"], "reference": {"resource": "towns", "fields": ["code"]}}
    ]
    script = (
        "create table towns (code text primary key, name text, part_of text);"
        "insert into towns values ('ber', 'Berlin', null);"
        "create table people (id integer primary key, full_name text, active integer, kind text,"
        " town text, link text);"
        f'create table "{STREETS}" (town text, "nr. %" integer, note text);'
        "create table numbers (n integer primary key, town text);"
        "with recursive counted(n) as (select 1 union all select n + 1 from counted where n < 25)"
        " insert into numbers select n, 'ber' from counted;"
        "create view in_towns as select 1 as one;"
    )
    visitor = Visitor(build_app([publish(tmp_path, document, script=script)]))
    page = visitor.text("/record/1.0.0/towns/ber")
    assert page.count('<a href="/record/1.0.0/numbers/') == 10
    assert '<a href="/odd-things-1-0-0/numbers?town__exact=ber">All 25 records' in page
    assert "25 records" in visitor.text("/odd-things-1-0-0/numbers?town__exact=ber")


def test_composite_keys_and_odd_names(visitor: Visitor) -> None:
    page = visitor.text(f"{STREETS_HERE}/ber,1")
    assert "<h1>ber · 1</h1>" in page
    assert "the word pragma, in Berlin" in page
    assert visitor.get(f"{STREETS_HERE}/ber").status_code == 404
    assert visitor.get(f"{STREETS_HERE}/ber,1,2").status_code == 404


@pytest.mark.parametrize(
    "written",
    [
        "/record/1.10.0/people/01",
        "/record/1.10.0/people/%31",
        "/record/1.10.0/people/+1",
    ],
)
def test_a_key_written_otherwise_leads_to_the_one_address(visitor: Visitor, written: str) -> None:
    answer = visitor.get(written)
    assert (answer.status_code, answer.headers["location"]) == (308, f"{RECORD}/people/1")


def test_addresses_as_citations_write_them_are_answered(visitor: Visitor) -> None:
    """They percent-encode what the site tilde-encodes."""
    answer = visitor.get("/record/1.10.0/stra%C3%9Fe%20und%20platz/ber,1")
    assert (answer.status_code, answer.headers["location"]) == (308, f"{STREETS_HERE}/ber,1")


def test_latest_leads_to_the_newest_version(visitor: Visitor) -> None:
    answer = visitor.get("/record/latest/towns/ber.json")
    assert (answer.status_code, answer.headers["location"]) == (307, f"{RECORD}/towns/ber.json")


@pytest.mark.parametrize(
    "address",
    [
        "/record/9.9.9/towns/ber",
        "/record/1.10.0/nowhere/ber",
        "/record/1.10.0/towns",
        "/record/1.10.0/towns/",
        "/record/1.10.0/towns/ber/x",
        "/record/1.10.0/in_towns/1",
    ],
)
def test_what_is_not_there_is_not_found(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_the_record_that_was_probably_meant_is_named(visitor: Visitor) -> None:
    near = 'Did you mean <a href="/record/1.10.0/towns/kre">Kreuzberg (kre)</a>?'
    assert near in visitor.get("/record/1.10.0/towns/KRE").text
    told = visitor.get("/record/1.10.0/towns/KRE.json").json()
    assert told["error"] == "There is no such record in this version. Did you mean kre?"
    assert "Did you mean" not in visitor.get("/record/1.10.0/towns/zzzzzz").text


def test_a_record_of_another_version_is_led_to(tmp_path: Path) -> None:
    old, new = (publish(tmp_path / each, descriptor(each)) for each in ("1.0.0", "2.0.0"))
    new = replace(new, database=without_kreuzberg(new.database))
    visitor = Visitor(build_app([old, new]))
    answer = visitor.get("/record/2.0.0/towns/kre")
    assert answer.status_code == 404
    assert "Version 2.0.0 has no record <code>kre</code> in Towns." in answer.text
    assert '<a href="/record/1.0.0/towns/kre">Kreuzberg</a>, version 1.0.0' in answer.text
    told = visitor.get("/record/2.0.0/towns/kre.json")
    assert (told.status_code, told.json()["other_versions"]) == (
        404, {"1.0.0": "/record/1.0.0/towns/kre"},
    )  # fmt: skip
    assert "2.0.0: no such record." in visitor.text("/record/1.0.0/towns/kre")


def without_kreuzberg(database: Path) -> Path:
    """Take a town out of a copy of a database."""
    copy = database.with_name("less.sqlite")
    copy.write_bytes(database.read_bytes())
    connection = sqlite3.connect(copy)
    connection.execute("delete from towns where code = 'kre'")
    connection.commit()
    connection.close()
    return copy


def test_withdrawn_keys_are_gone_with_reason_and_successor(told: Visitor) -> None:
    answer = told.get(f"{RECORD}/towns/xbg")
    assert answer.status_code == 410
    assert "It was &lt;b&gt;entered&lt;/b&gt; twice" in answer.text
    assert f'<a href="{RECORD}/towns/kre">kre</a>' in answer.text
    assert "version 1.9.0" in answer.text
    said = told.get(f"{RECORD}/towns/xbg.json")
    assert (said.status_code, said.json()["replaced_by"]) == (410, "kre")
    for ending in ("", ".json"):
        row = told.get(f"{ROWS}/towns/xbg{ending}")
        assert row.status_code == 410 and "twice" in row.text
        assert told.get(f"{ROWS}/towns/kre{ending}").status_code == 200
    assert told.get(f"{RECORD.replace('record', 'share')}/towns/xbg.png").status_code == 410
    found = told.get(f"{RECORD.replace('record', 'find')}/towns?name=xbg")
    assert (found.status_code, found.headers["location"]) == (303, f"{RECORD}/towns/xbg")
    lonely = told.get(f"{STREETS_HERE}/ber,9")
    assert lonely.status_code == 410
    assert "no other record takes its place" in lonely.text
    assert told.get(f"{RECORD}/towns/nope").status_code == 404


def test_sections_stand_on_the_pages_they_name(told: Visitor) -> None:
    page = told.text(f"{RECORD}/people/1")
    assert "Here since" not in page
    assert "here since 3 February 2020" in page
    assert "Last evidence: <time>4 March 2026</time>" in page
    assert page.index('id="section-status"') < page.index('id="what-is-recorded"')
    assert 'id="section-status"' not in told.text(f"{RECORD}/towns/ber")


def test_an_answer_kept_for_all_records_is_shared_out(told: Visitor) -> None:
    """And asked again of every release."""
    page = told.text(f"{RECORD}/towns/kre")
    assert "of kre" in page and "of ber" not in page
    assert f'<a href="{RECORD}/people/2">' in page
    assert '<a href="/record/1.9.0/people/2">' in told.text("/record/1.9.0/towns/kre")


def test_what_sources_dispute_stands_side_by_side(told: Visitor) -> None:
    """The preferred one first with its reason; a bad address is no link."""
    page = told.text(f"{RECORD}/people/1")
    assert page.count("sources disagree") == 1
    assert page.index("Kreuzberg</span>") < page.index("Berlin</span>")
    assert "Preferred</strong> because: the older one" in page
    assert "A house · about February 2020" in page
    assert "javascript:alert(1)" not in page


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Once upon a time.", "verified: the text reads as recorded"),
        ("Twice upon a time", "changed: the text reads otherwise"),
        (None, "the text is not at hand here"),
    ],
)
def test_passages_are_held_against_texts_where_there_are_some(
    releases: tuple[ServedRelease, ...], text: str | None, verdict: str
) -> None:
    """With the key and the digest that the section gives; without texts nothing is claimed."""
    columns = (
        f"'{hash_passage('Once upon')}' as sha256, 0 as start, 9 as \"end\", 'book' as record_key"
    )
    evidence = EVIDENCE.replace("'A book' as source", f"'A book' as source, {columns}")
    pages = (read_statement("evidence", "evidence.sql", evidence),)
    asked: list[tuple[str, str | None]] = []

    def texts(source: str, digest: str | None) -> str | None:
        asked.append((source, digest))
        return text

    shown = [replace(each, pages=pages, texts=texts) for each in releases]
    page = Visitor(build_app(shown)).text(f"{RECORD}/people/1")
    assert page.count(verdict) == 2
    assert asked == [("book", None)] * 2
    silent = [replace(each, pages=pages) for each in releases]
    page = Visitor(build_app(silent)).text(f"{RECORD}/people/1")
    assert "<strong>Passage</strong>" not in page
    assert "This site does not hold the text." in page


def test_values_never_become_markup(told: Visitor) -> None:
    page = told.text(f"{RECORD}/people/2")
    assert BAD not in page
    assert page.count("<script") == page.count('<script type="application/ld+json">') == 1
    assert 'href="javascript:' not in page


def test_a_record_is_cited_by_its_own_address(
    visitor: Visitor, releases: tuple[ServedRelease, ...]
) -> None:
    page = visitor.text(f"{RECORD}/towns/ber")
    assert "Berlin (record ber of Towns). In: Odd &amp; things. Version 1.10.0." in page
    assert "http://site" not in page
    told = Visitor(build_app(releases, public=PublicAddress("https://data.example", "/x")))
    page = told.text(f"{RECORD}/towns/ber")
    assert f"https://data.example/x{RECORD}/towns/ber</blockquote>" in page


def test_who_can_be_told_is_named(tmp_path: Path) -> None:
    document = descriptor("1.0.0")
    page = Visitor(build_app([publish(tmp_path / "a", document)])).text("/record/1.0.0/towns/ber")
    assert "Tell the publisher of the package" in page
    document["contributors"] = [{"title": "Ada", "email": "ada@example.org"}]
    page = Visitor(build_app([publish(tmp_path / "b", document)])).text("/record/1.0.0/towns/ber")
    assert re.search(r'<a href="mailto:ada@example.org[^"]*" rel="external nofollow">Ada</a>', page)


def test_a_record_as_json(told: Visitor) -> None:
    """Values as they are stored, titles, words, and what sections say."""
    answer = told.get(f"{RECORD}/people/1.json")
    said = json.loads(answer.text)
    assert answer.headers["content-type"] == "application/json"
    assert said["table"] == "people" and said["key"] == {"id": "1"}
    assert said["label"] == 'Ada "the first" Lovelace'
    assert said["values"]["town"] == "ber"
    assert said["fields"]["town"] == {"title": "Town", "description": "Home.", "words": "Berlin"}
    assert said["sections"]["status"]["rows"][0]["words"] == "here since 2020-02-03"
    assert said["address"] == f"{RECORD}/people/1"


def test_a_table_without_a_key_has_no_record_pages(tmp_path: Path) -> None:
    document = deepcopy(descriptor("1.0.0"))
    del document["resources"][3]["schema"]["primaryKey"]
    visitor = Visitor(build_app([publish(tmp_path, document)]))
    assert visitor.get("/record/1.0.0/numbers/1").status_code == 404
    assert "/record/1.0.0/numbers" not in visitor.text("/odd-things-1-0-0/numbers")
