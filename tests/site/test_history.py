"""What the versions of a package say of one record, as ranges with what changed between them."""

import re
import sqlite3
from dataclasses import replace
from typing import Any

import pytest

from pressmark.public_address import PublicAddress
from pressmark.site import ServedRelease, build_app
from pressmark.site.content.history import compare_history
from pressmark.site.content.record import Record
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor

VERSIONS = ("1.0.0", "1.1.0", "1.2.0", "1.10.0", "2.0.0", "3.0.0")
SAID = {
    "1.2.0": "update towns set name = 'Berlin (West)' where code = 'ber'",
    "1.10.0": "update towns set name = 'Berlin (West)' where code = 'ber'",
    "2.0.0": "update people set town = null where town = 'ber';"
    ' delete from "straße und platz"; update towns set part_of = null;'
    " delete from towns where code = 'ber'",
    "3.0.0": "update towns set name = null, part_of = 'kre' where code = 'ber'",
}
"""What each version says otherwise than the first."""


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[ServedRelease, ...]:
    """Six versions of a package; one of them is withdrawn."""
    found = []
    for version in VERSIONS:
        each = publish(tmp_path_factory.mktemp("release"), descriptor(version))
        if script := SAID.get(version):
            connection = sqlite3.connect(each.database)
            connection.executescript(script)
            connection.close()
        found.append(replace(each, withdrawn="Wrong." if version == "1.1.0" else None))
    return tuple(found)


@pytest.fixture(scope="module")
def visitor(releases: tuple[ServedRelease, ...]) -> Visitor:
    """Visit their site."""
    return Visitor(build_app(releases, public=PublicAddress("https://data.example")))


def words(html: str) -> str:
    """Give the words of a part of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_page_tells_ranges_with_only_what_changed(visitor: Visitor) -> None:
    page = visitor.text("/record/1.10.0/towns/ber")
    history = page[page.index('id="history"') : page.index('id="cite"')]
    assert (
        "Versions 1.0.0 to 1.1.0 : first recorded. 1.1.0 is withdrawn."
        " Versions 1.2.0 to 1.10.0, with this page: 1 field changed since 1.1.0."
        " All that changed in Towns"
        " Field Version 1.1.0 Version 1.2.0 Name Berlin Berlin (West)"
        " Version 2.0.0: no such record."
        " Version 3.0.0 : 2 fields changed since 1.10.0. All that changed in Towns"
        " Field Version 1.10.0 Version 3.0.0"
        " Name Berlin (West) not recorded Part of not recorded Kreuzberg (kre)"
    ) in words(history)
    assert history.count('href="/record/1.10.0/towns/ber"') == 0
    assert 'href="/record/1.1.0/towns/ber">1.1.0</a>' in history


def test_many_versions_of_an_unchanged_record_are_one_line(visitor: Visitor) -> None:
    page = visitor.text("/record/3.0.0/people/3")
    history = page[page.index('id="history"') : page.index('id="cite"')]
    assert "Versions 1.0.0 to 3.0.0, with this page: first recorded." in words(history)
    assert "They say the same in every field." in history and history.count("<li>") == 1


def test_json_tells_the_same_ranges(visitor: Visitor) -> None:
    told = visitor.get("/record/3.0.0/towns/ber.json").json()["versions"]
    assert [(each["first"], each["last"], each["withdrawn"]) for each in told] == [
        ("1.0.0", "1.1.0", ["1.1.0"]), ("1.2.0", "1.10.0", []), ("2.0.0", "2.0.0", []),
        ("3.0.0", "3.0.0", []),
    ]  # fmt: skip
    assert [each["address"] and each["address"][20:] for each in told] == [
        "/record/1.1.0/towns/ber", "/record/1.10.0/towns/ber", None, "/record/3.0.0/towns/ber",
    ]  # fmt: skip
    assert [each["changed"] for each in told] == [
        {},
        {"name": {"before": "Berlin", "after": "Berlin (West)"}},
        {},
        {
            "name": {"before": "Berlin (West)", "after": None},
            "part_of": {"before": None, "after": "kre"},
        },
    ]
    assert told[1]["releases"] == ["1.2.0", "1.10.0"]


def test_a_page_leads_to_the_record_in_other_versions(visitor: Visitor) -> None:
    """By the relations of RFC 5829; past versions that were withdrawn or have no such record."""
    found = {}
    for version in ("1.0.0", "1.10.0", "3.0.0"):
        header = visitor.get(f"/record/{version}/towns/ber").headers["link"]
        links = re.findall(
            r'<https://data.example/record/([^/]*)/towns/ber>; rel="([^"]*)"', header
        )
        found[version] = {name: other for other, name in links if name.endswith("-version")}
    assert found == {
        "1.0.0": {"successor-version": "1.2.0", "latest-version": "3.0.0"},
        "1.10.0": {
            "predecessor-version": "1.2.0", "successor-version": "3.0.0", "latest-version": "3.0.0",
        },
        "3.0.0": {"predecessor-version": "1.10.0"},
    }  # fmt: skip


def test_words_for_a_code_are_no_part_of_a_record(releases: tuple[ServedRelease, ...]) -> None:
    """Neither another name of what is referred to, nor another way in which a number is stored."""
    table = releases[0].package.tables[1]

    def record(value: Any, name: str) -> Record:
        return Record(releases[0], table, ("1",), "", {"id": value, "town": "b"}, {"town": name})

    said = {"1.0.0": record(1, "Berlin"), "1.1.0": record(1.0, "Berlin, capital")}
    (found,) = compare_history((releases[1], releases[0]), said)
    assert [each.version for each in found.releases] == ["1.0.0", "1.1.0"]
