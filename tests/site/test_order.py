"""The pages of a table without a primary key: its records stand as in its file."""

import re
from pathlib import Path

import pytest

from pressmark.package.project import read_project
from pressmark.releases.build import build
from pressmark.site import build_app
from pressmark.site.served import read_served_releases
from tests.first_format import first_format
from tests.packages import field, fields, write_package
from tests.site.visitor import Visitor

TALK = fields(field("who"), field("said"), field("loud", "boolean"))
LINES = (
    ("Zoe", "Is anybody there", "true"),
    ("Ann", "Nobody is", "false"),
    ("Zoe", "Is anybody there", "true"),
    ("Bob", "", ""),
)
TALK_TEXT = "who,said,loud\n" + "".join(f"{','.join(line)}\n" for line in LINES)
CODES = fields(field("id", "integer"), field("name"), uniqueKeys=[["id"]])
TO_CODES = {"fields": "code", "reference": {"resource": "codes", "fields": "id"}}
THINGS = fields(
    field("key", "integer"),
    field("code", "integer"),
    primaryKey="key",
    uniqueKeys=[["code"]],
    foreignKeys=[TO_CODES],
)
PARTS = fields(
    field("part", "integer"),
    field("of", "integer"),
    primaryKey="part",
    foreignKeys=[{"fields": "of", "reference": {"resource": "things", "fields": "code"}}],
)
TABLES = {
    "talk": (TALK, TALK_TEXT),
    "codes": (CODES, "id,name\n3,three\n1,one\n2,two\n"),
    "things": (THINGS, "key,code\n2,3\n3,1\n1,\n"),
    "parts": (PARTS, "part,of\n1,3\n2,3\n3,1\n"),
}
NEW, OLD = "/small-2-0-0", "/small-1-0-0"
VIEW = "select pressmark_order, who, said from talk order by pressmark_order desc\n"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """Visit a site with a release of the first format and one of the newest."""
    folder = tmp_path_factory.mktemp("both")
    found = []
    for version in ("1.0.0", "2.0.0"):
        place = folder / version
        place.mkdir()
        (place / "last.sql").write_text(f"-- title: Who spoke last?\n{VIEW}", "utf-8")
        own = {} if version == "1.0.0" else {"pressmark:views": ["last.sql"]}
        path = write_package(place, TABLES, version=version, **own)
        if version == "1.0.0":
            assert build(read_project(path), place / "newest").valid
            path = first_format(place / "newest", place / "first") / "datapackage.json"
        package = read_project(path, trust_rules=True)
        found.append(read_served_releases(package, place / "out")[1][0])
    return Visitor(build_app(found))


def shown(page: str) -> list[list[str]]:
    """Give the texts of the rows of a page's table."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<div>(.*?)</div>", row) for row in body.split("</tr>")[:-1]]
    return [[re.sub(r"<[^>]*>", "", cell) for cell in row] for row in rows]


def test_a_page_shows_records_as_they_stand_in_the_file(both: Visitor) -> None:
    words = {"true": "yes", "false": "no", "": "&nbsp;"}
    expected = [
        [str(place), who, said or "&nbsp;", words[loud]]
        for place, (who, said, loud) in enumerate(LINES, start=1)
    ]
    assert shown(both.text(f"{NEW}/talk")) == expected
    assert shown(both.text(f"{NEW}/talk?_sort_desc=pressmark_order")) == expected[::-1]
    # In the first format they are sorted, and SQLite's own number counts them.
    old = [[str(place), *rest] for place, (_, *rest) in enumerate(
        (expected[each] for each in (1, 3, 0, 2)), start=1)]  # fmt: skip
    assert shown(both.text(f"{OLD}/talk")) == old


@pytest.mark.parametrize(("here", "number"), [(NEW, "pressmark_order"), (OLD, "rowid")])
def test_what_counts_records_is_offered_as_no_field(here: str, number: str, both: Visitor) -> None:
    page = both.text(f"{here}/talk")
    form = page.partition("</main>")[0].partition('<section aria-label="Records">')[0]
    assert number not in form
    assert number not in both.text(f"{here}/talk/2")
    assert f"_facet={number}" not in page and f">{number}<" not in page.partition("What the col")[0]
    for address in ("/dictionary/{}", "/dictionary/{}/talk"):
        assert number not in both.text(address.format("2.0.0" if here == NEW else "1.0.0"))
    answer = both.get(f"{here}/talk.json?nothing=1").json()
    assert answer["error"].endswith("Its columns are who, said, loud.")
    for wrong in (f"_facet={number}", f"_nocol={number}"):
        assert both.get(f"{here}/talk.json?{wrong}").status_code == 400


def test_a_page_says_by_what_it_is_sorted_if_that_is_not_as_it_stands(both: Visitor) -> None:
    assert "sorted by" not in both.text(f"{NEW}/talk")
    assert "sorted by" not in both.text(f"{NEW}/talk?_sort=pressmark_order")
    assert ", sorted by Row, descending" in both.text(f"{NEW}/talk?_sort_desc=pressmark_order")
    assert ", sorted by who" in both.text(f"{NEW}/talk?_sort=who")
    assert "sorted by" not in both.text(f"{OLD}/talk")


def test_the_column_is_explained_once(both: Visitor) -> None:
    page = both.text(f"{NEW}/talk")
    told = "<code>pressmark_order</code></dt><dd>The place of the record in its file, from 1.</dd>"
    assert page.count(told) == 1
    assert "The place of the record" not in both.text(f"{OLD}/talk")
    assert "The place of the record" not in both.text(f"{NEW}/things")


def test_exports_are_the_file_and_parts_of_it(both: Visitor) -> None:
    for here in (NEW, OLD):
        for address in ("talk.csv?_where=1", "talk.csv?_sort=who&_size=max"):
            lines = both.text(f"{here}/{address}").splitlines()
            assert lines[0] == "who,said,loud" and len(lines) == 1 + len(LINES)
        assert both.get(f"{here}/talk.csv").headers["location"].endswith("/data/talk.csv")
    assert both.text(f"{NEW}/talk.csv?_where=1") == TALK_TEXT
    page = both.get(f"{NEW}/talk.json?_shape=array&who=Zoe").json()
    assert [each["pressmark_order"] for each in page] == [1, 3]


def test_words_lead_to_the_record_that_holds_them(both: Visitor) -> None:
    page = both.text("/search?q=nobody")
    assert f'href="{NEW}/talk/2"' in page
    assert [row[0] for row in shown(both.text(f"{NEW}/talk?_search=anybody"))] == ["1", "3"]


def test_a_view_may_ask_for_the_order(both: Visitor) -> None:
    assert [row[0] for row in shown(both.text(f"{NEW}/last"))] == ["4", "3", "2", "1"]
    assert both.get(f"{NEW}/last.json?pressmark_order=x").status_code == 400
    assert len(both.get(f"{NEW}/last.json?pressmark_order__gt=2").json()["rows"]) == 2


def test_a_page_without_a_key_is_cited_in_its_order(both: Visitor) -> None:
    page = both.text(f"{NEW}/talk")
    (address,) = re.findall(r'href="(/cite\?[^"]*)"', page)
    cited = both.text(address.replace("&amp;", "&"))
    assert "as the query states" in cited


# What points to a field that is no key


@pytest.mark.parametrize("here", [NEW, OLD])
def test_a_field_leads_to_the_record_whose_field_it_names(here: str, both: Visitor) -> None:
    """Whose number, or key, may be quite another: 3 is the first of the codes."""
    version = "2.0.0" if here == NEW else "1.0.0"
    address = f"{here}/codes?id__exact=3"
    for page in (f"{here}/things", f"{here}/things/2", f"/record/{version}/things/2"):
        assert f'<a href="{address}">' in both.text(page), page
    assert [row[1:] for row in shown(both.text(address))] == [["3", "three"]]
    for page in (f"{here}/parts", f"{here}/parts/1", f"/record/{version}/parts/1"):
        assert f'<a href="{here}/things?code__exact=3">' in both.text(page), page


@pytest.mark.parametrize("here", [NEW, OLD])
def test_records_that_point_elsewhere_are_not_counted_here(here: str, both: Visitor) -> None:
    """Record 3 of things, with the code 1, is pointed to by one part and not by two."""
    for row in (f"{here}/codes/3", f"{here}/codes/1", f"{here}/things/3"):
        assert "Records that point here" not in both.text(row), row
        answer = both.get(f"{row}.json?_extras=foreign_key_tables").json()
        assert answer["foreign_key_tables"] == []


def test_a_record_says_what_points_to_its_other_fields(both: Visitor) -> None:
    page = both.text("/record/2.0.0/things/2")
    for part, there in ((1, True), (2, True), (3, False)):
        assert (f'<a href="/record/2.0.0/parts/{part}">' in page) is there


def test_many_records_are_paged_by_their_order(tmp_path: Path) -> None:
    """Page behind page, and each record once."""
    numbers = [number * 7 % 251 for number in range(250)]
    text = "x\n" + "".join(f"{number}\n" for number in numbers)
    path = write_package(tmp_path, {"t": (fields(field("x", "integer")), text)})
    _, releases = read_served_releases(read_project(path), tmp_path / "out")
    visitor, address, found = Visitor(build_app(releases)), "/small-1-0-0/t?_size=100", []
    while address:
        page = visitor.text(address)
        found += [int(row[1]) for row in shown(page)]
        following = re.findall(r'href="([^"]*)" rel="next"', page)
        address = following[0].replace("&amp;", "&") if following else ""
    assert found == numbers
