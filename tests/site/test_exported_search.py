"""The index of the search in the browser: what it holds, where it leads, how large it is."""

import json

import pytest

from pressmark.export.places import list_places, name_page
from pressmark.export.search_file import (
    MOST_BYTES,
    SearchEntry,
    fit,
    render,
    write_search_file,
)
from pressmark.site import ServedRelease


@pytest.fixture(scope="module")
def newest(releases: tuple[ServedRelease, ...]) -> ServedRelease:
    return releases[-1]


def test_records_lead_to_their_pages_or_to_that_which_reads_them(newest: ServedRelease) -> None:
    page = "/record/1.10.0/towns/ber"
    places = list_places([newest], [])
    index = json.loads(write_search_file(newest, {page: name_page(page)}, places.read))
    titles = [each["title"] for each in index["tables"]]
    assert titles == ["Towns", "People <em>", "straße und platz", "numbers"]
    assert index["records"][:3] == [
        [0, "ber", "Berlin", "ber"],
        [0, 1, "Kreuzberg", "kre berlin"],
        [1, 0, 'Ada "the first" Lovelace', "1 a berlin"],
    ]
    assert index["tables"][0]["records"] == "../record/1.10.0/towns/"
    assert index["tables"][1]["reading"] == "../find/1.10.0/people/index.html"
    assert index["tables"][2]["reading"] == "../find/1.10.0/stra~C3~9Fe%2Bund%2Bplatz/index.html"
    assert index["of"] == index["held"] == sum(newest.records.values())
    last = [each for each in index["records"] if each[0] == 3][-1]
    assert last == [3, 5299, "5300"]


def test_an_index_holds_names_before_words_and_never_more_than_it_may() -> None:
    entries = [SearchEntry(0, n, f"Name {n}", "words of it") for n in range(10_000)]
    for room in (0, 100, 10_000, MOST_BYTES):
        records = fit(entries, room)
        assert len(render(records)) <= max(room, 2) + 2
    assert fit(entries[:2], 1000) == [
        [0, 0, "Name 0", "words of it"],
        [0, 1, "Name 1", "words of it"],
    ]
    assert fit(entries[:2], 40) == [[0, 0, "Name 0"], [0, 1, "Name 1"]]
    assert fit(entries[:2], 20) == [[0, 0, "Name 0"]]
