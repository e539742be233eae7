"""What stands on the pages of the newest version is said in words that readers need."""

import re
import sqlite3
from collections.abc import Iterator
from html import unescape

import pytest

from pressmark.site import ServedRelease
from pressmark.site.address import link_page, with_arguments
from tests.site.visitor import Visitor

NEVER = (
    "is less than being in force",
    "acquire of face recognition",
    "is recorded as company",
    "no record tells is not thereby allowed",
    "no_later_event_found",
    "no later event found",
    "not_yet_in_force",
    "Type: ",
)
RAW = re.compile(
    r"(?<![\w/.-])(?:scope-\d{3}|event-\d{3}|c0\d\d|\d{4}(?:-\d\d){0,2}[~?%](?![\w%])|[a-z]+(?:_[a-z]+)+)"
)
"""Keys, codes and marks of vague dates, which mean nothing to who reads them."""
NOT_READ = ("script", "style", "head", "code", "pre", "select", "datalist", "textarea", "details")
RECORDS = {"places": "place_id", "instruments": "instrument_id", "organizations": "org_id"}


def read(page: str) -> str:
    """Give the words of a page that stand open: nothing that is folded, code or chosen from."""
    for name in NOT_READ:
        page = re.sub(rf"(?s)<{name}\b.*?</{name}>", " ", page)
    page = re.sub(r'(?s)<(div class="cite"|p class="copied").*?</(?:div|p)>', " ", page)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def questions(newest: ServedRelease) -> Iterator[str]:
    """Give the address of each question, as it is and with its example."""
    for query in newest.package.queries:
        address = link_page(newest.database_name, query.name)
        yield address
        if query.example:
            yield with_arguments(address, query.example)


@pytest.fixture(scope="module", params=[5, pytest.param(1, marks=pytest.mark.thorough)])
def pages(
    visitor: Visitor, newest: ServedRelease, request: pytest.FixtureRequest
) -> dict[str, str]:
    """What readers meet: the front, the questions, and records that these are about.

    Of so many records one, and in `make thorough` every one.
    """
    addresses = ["/", f"/method/{newest.version}", "/releases", "/nope", *questions(newest)]
    with sqlite3.connect(newest.database) as database:
        for table, key in RECORDS.items():
            rows = database.execute(f"select {key} from {table}").fetchall()
            addresses += [
                f"/record/{newest.version}/{table}/{each}" for (each,) in rows[:: request.param]
            ]
    return {each: read(visitor.get(each).text) for each in addresses}


@pytest.mark.parametrize("words", NEVER)
def test_words_that_say_nothing_to_readers_stand_nowhere(pages: dict[str, str], words: str) -> None:
    assert [address for address, page in pages.items() if words in page] == []


def test_no_code_and_no_mark_of_a_vague_date_is_read(pages: dict[str, str]) -> None:
    found = {address: RAW.findall(page) for address, page in pages.items()}
    assert {address: each for address, each in found.items() if each} == {}


def test_codes_would_be_found() -> None:
    raw = "<p>on 2020-09-02~, about c035 and scope-046: not_coded <b>2025?</b></p>"
    assert RAW.findall(read(raw)) == ["2020-09-02~", "c035", "scope-046", "not_coded", "2025?"]
    assert RAW.findall(read("<p>Who did in 2025 what, on 2020-09-02?</p><code>a_b</code>")) == [
        "2020-09-02?"
    ]
