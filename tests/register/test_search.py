"""What people type into the box of the register's site, and what they are shown first."""

import re
from urllib.parse import quote

import pytest

from tests.site.visitor import Visitor

FIRST = re.compile(r'<li>(?:(?!</li>).)*?<a href="/record/[^/]+/([^"]+)"', re.DOTALL)

SEARCHES = (
    ("facial recognition", "instruments/us-la-new-orleans-3"),
    ("face recognition", "instruments/us-la-new-orleans-3"),
    ('"face surveillance"', "instruments/us-ma-boston-1"),
    ("prohibit", "instruments/us-or-portland-1"),
    ("banned", "instruments/us-nj-teaneck-1"),
    ("Boston ban", "instruments/us-ma-boston-1"),
    ("ban Boston", "instruments/us-ma-boston-1"),
    ("boston outlawed", "instruments/us-ma-boston-1"),
    ("Boston", "places/us-ma-boston"),
    ("* Boston", "places/us-ma-boston"),
    ("us-ma-boston", "places/us-ma-boston"),
    ("Portland Maine", "places/us-me-portland"),
    ("Portland, Oregon", "places/us-or-portland"),
    ('"Portland, Maine"', "places/us-me-portland"),
    ("portlnad", "places/us-me-portland"),
    ("San Fransisco", "places/us-ca-san-francisco"),
    ("Californa", "places/us-ca"),
    ("Massachus", "places/us-ma"),
    ("New Orléans", "places/us-la-new-orleans"),
    ("King County", "places/us-wa-king-county"),
    ("vermont", "places/us-vt"),
    ("HB2031", "instruments/us-va-1"),
    ("HB 2031", "instruments/us-va-1"),
    ("H.B. 2031", "instruments/us-va-1"),
    ("h. b. 2031", "instruments/us-va-1"),
    ("AB1215", "instruments/us-ca-1"),
    ("SB-741", "instruments/us-va-2"),
    ("ordinance 19296", "instruments/us-wa-king-county-1"),
    ("us-va-1", "instruments/us-va-1"),
    ("evidence-0119", "evidence/evidence-0119"),
    ("Amazon's moratorium", "instruments/amazon-1"),
    ("Amazon\u2019s pause", "instruments/amazon-1"),
    ("amazon", "organizations/amazon"),
    ("Microsoft", "organizations/microsoft"),
    ("ACLU", "organizations/aclu"),
    ("cops Oakland", "instruments/us-ca-oakland-2"),
    ("Virginia law", "instruments/us-va-1"),
    ("schools New York", "instruments/us-ny-1"),
    ("drones Illinois", "instruments/us-il-2"),
    ("Detroit wrongful arrest", "incidents/incident-005"),
    ("minneapolis city council", "organizations/leg-us-mn-minneapolis"),
    ('"Boston', "places/us-ma-boston"),
)
"""What is typed, and the record that is shown first."""


def search(visitor: Visitor, typed: str) -> str:
    """Give the page of what was found, without what stands around it."""
    page = visitor.text(f"/search?q={quote(typed)}")
    return page[page.index("<main") : page.index("<footer")]


@pytest.mark.parametrize(("typed", "first"), SEARCHES, ids=[each for each, _ in SEARCHES])
def test_the_first_hit_is_what_was_looked_for(visitor: Visitor, typed: str, first: str) -> None:
    found = FIRST.findall(search(visitor, typed))
    assert found[:1] == [first]


def test_a_hit_says_what_holds_and_why_it_was_found(visitor: Visitor) -> None:
    """The status with its last confirmation, and the words in marks."""
    page = search(visitor, "banned Boston")
    hit = page.partition('<ul class="stack hits">')[2].partition("</li>")[0]
    assert "<mark>bans</mark>" in hit and "<mark>Boston</mark>" in hit
    assert "This rule is in force." in hit and "As last confirmed on" in hit
    key = search(visitor, "us-va-1")
    assert "Found in Rule: <mark>us-va-1</mark>" in key


def test_what_was_searched_instead_is_told(visitor: Visitor) -> None:
    page = search(visitor, "portlnad")
    assert "Nothing holds “portlnad”. “portland” was searched for instead." in page
    loose = search(visitor, "IBM stops selling")
    assert "What follows holds some of them." in loose


@pytest.mark.parametrize("typed", ["AND", "NEAR(", '"', "*", '"unclosed', "a:b", "-", "{x}"])
def test_no_words_are_wrong(visitor: Visitor, typed: str) -> None:
    """And none are read as the language of an index."""
    page = search(visitor, typed)
    assert "fts5" not in page and "syntax" not in page
