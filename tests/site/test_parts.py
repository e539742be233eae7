"""A release whose table is cut into parts, as readers of the site see it: whole, or not at all."""

import pytest

from pressmark.citation.release import find_cited_values
from pressmark.package.project import read_project
from pressmark.releases.sidecars.proof import find_flaws
from pressmark.site import ServedRelease, build_app
from pressmark.site.content.signposts import list_items
from pressmark.site.content.snippet import write_snippets
from pressmark.site.served import read_served_releases
from pressmark.site.tables.page_size import measure_record
from tests.packages import write_package
from tests.parted.built import build_by_many
from tests.parted.drawn import draw_tables
from tests.site.visitor import Visitor

SITE = "https://example.org/data"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> ServedRelease:
    folder = tmp_path_factory.mktemp("parts")
    path = write_package(folder, draw_tables(4), version="1.0.0", **{"pressmark:site": SITE})
    assert build_by_many(read_project(path), folder / "many", 4).valid
    package = read_project(folder / "many/datapackage.json")
    _, (release,) = read_served_releases(package, folder / "out")
    return release


def test_no_part_is_taken_for_the_table(served: ServedRelease) -> None:
    files = served.table_files("keyed")
    assert len(files) >= 4 and served.table_file("keyed") is None
    assert served.table_file("one") == served.table_files("one")[0]
    assert {each.name for each in files} <= {each.name for each in list_items(served)}
    size = sum(each.size for each in files)
    assert measure_record(served, "keyed") == size // served.records["keyed"] > 0
    # The first table that is one file.
    text = "".join(each.text for each in write_snippets(served, SITE))
    assert "data/empty.csv" in text and "part-" not in text


def test_a_record_of_any_part_is_proven(served: ServedRelease) -> None:
    visitor = Visitor(build_app((served,)))
    for key in ("-40,z", "59,z"):
        told = visitor.get(f"/record/1.0.0/keyed/{key}.json").json()
        assert list(find_flaws(told["proof"])) == []
        assert ",".join(told["proof"]["key"].values()) == key


def test_a_table_in_parts_is_cited_by_the_page_of_its_release(served: ServedRelease) -> None:
    root = served.package.root
    address = find_cited_values(str(root), root, table="keyed").address
    assert address == f"{SITE}/releases/1.0.0/"
    assert find_cited_values(str(root), root, table="one").address == f"{address}data/one.csv"
