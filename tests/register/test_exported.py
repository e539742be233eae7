"""The register as files: every link of every page leads to one, and nothing needs a server."""

import json
from pathlib import Path

import pytest

from pressmark.export import Exported, export
from pressmark.export.search_file import MOST_BYTES, SEARCH_FILE
from pressmark.public_address import parse_public_address
from pressmark.site import ServedRelease
from pressmark.site.downloads.served_release import list_questions
from tests.site.test_exported import OFFERED, broken_links, pages_of

PUBLIC = "https://data.example.org/faces"


@pytest.fixture(scope="module")
def exported(
    published: tuple[ServedRelease, ...], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Exported]:
    """Export every release; its records' pages are those of any package."""
    folder = tmp_path_factory.mktemp("exported") / "faces"
    return folder, export(published, folder, public=parse_public_address(PUBLIC), records="none")


def test_every_link_of_the_register_leads_to_a_file(exported: tuple[Path, Exported]) -> None:
    assert broken_links(exported[0], PUBLIC) == []


def test_every_question_and_every_table_of_the_register_has_a_page(
    exported: tuple[Path, Exported], newest: ServedRelease
) -> None:
    folder = exported[0] / newest.database_name
    names = [each.name for each in (*list_questions(newest), *newest.package.views)]
    refused = {each.rpartition("/")[2] for each in exported[1].refused}
    for name in {*names, *(each.name for each in newest.package.tables)} - refused:
        assert (folder / name / "index.html").is_file(), name
    # What is computed of everything may take longer than a page is given.
    assert refused <= {each.name for each in newest.package.views}


def test_the_register_offers_nothing_that_needs_a_server(
    exported: tuple[Path, Exported], newest: ServedRelease
) -> None:
    for path in pages_of(exported[0]):
        text = path.read_text("utf-8")
        assert not [each for each in OFFERED if each in text], path
    database = newest.database_name
    left = (f"/{database}/", "/record/", "/face-recognition-governance-")
    paths = {each.removeprefix("/faces").partition("?")[0] for each in exported[1].unlinked}
    assert {each for each in paths if not each.startswith(left)} == set()
    assert {each for each in paths if each.startswith(left[0]) and each.count("/") == 2} == set(
        exported[1].refused
    )


def test_the_index_of_the_register_fits_and_holds_every_place(
    exported: tuple[Path, Exported], newest: ServedRelease
) -> None:
    text = (exported[0] / SEARCH_FILE).read_bytes()
    index = json.loads(text)
    titles = [each["title"] for each in index["tables"]]
    places = titles.index(newest.package.table("places").resource.title)
    held = [each for each in index["records"] if each[0] == places]
    assert len(text) <= MOST_BYTES and len(held) == newest.records["places"]
    assert 0 < index["held"] <= index["of"] == sum(newest.records.values())
