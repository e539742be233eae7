"""Tables of thousands of columns, allowed values and choices: pages that can still be used."""

from html import unescape

import pytest

from pressmark.package import Field, Table
from pressmark.package.schema import Constraints
from pressmark.site import ServedRelease, build_app
from pressmark.site.content.dictionary import cut_table, describe_fields, with_fields
from pressmark.site.content.named import Named
from pressmark.site.content.profile import count_fields
from pressmark.site.tables.question_form import MOST_SUGGESTED, has_room
from pressmark.site.tables.typed_question import LONGEST_LABEL, read_choices
from tests.site.packages import DATABASE, descriptor, publish
from tests.site.visitor import Visitor

COLUMNS = 90
HOSTILE = '<script>alert(1)</script> & "so"'


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> ServedRelease:
    """A release with a table of many columns, one of many allowed values, and one of bytes."""
    document = descriptor("1.0.0")
    names = [f"column_{n}" for n in range(COLUMNS)]
    document["resources"] += [
        {
            "name": "wide",
            "path": "data/8.csv",
            "schema": {
                "fields": [
                    {
                        "name": name,
                        "type": "string",
                        "title": f"{HOSTILE} {name}",
                        "constraints": {"enum": [f"{n}" for n in range(2_000)]},
                    }
                    for name in names
                ],
                "primaryKey": ["column_0"],
            },
        },
        {
            "name": "bytes",
            "path": "data/9.csv",
            "schema": {"fields": [{"name": "held", "type": "string"}]},
        },
    ]
    columns, ones = ", ".join(f"{name} text" for name in names), ", ".join(["'1'"] * COLUMNS)
    script = (
        f"{DATABASE}\ncreate table wide ({columns}) strict; insert into wide values ({ones});"
        "create table bytes (held);"
        "insert into bytes values (x'ff00fe'), (x'ff00fe'), (zeroblob(100000)), (null), ('a');"
    )
    return publish(tmp_path_factory.mktemp("wide"), document, script=script)


@pytest.fixture(scope="module")
def reader(wide: ServedRelease) -> Visitor:
    """Visit its site."""
    return Visitor(build_app([wide]))


def table_of(release: ServedRelease, name: str) -> Table:
    """Find a table."""
    return next(each for each in release.package.tables if each.name == name)


def test_the_dictionary_of_many_columns_comes_in_parts(reader: Visitor) -> None:
    address = "/dictionary/1.0.0/wide"
    first, last = reader.text(address), reader.text(f"{address}?column=column_85")
    assert "those from 1 to 40." in first and "those from 81 to 90." in last
    assert 'id="column_39"' in first and 'id="column_40"' not in first
    assert 'id="column_85"' in last and 'id="column_39"' not in last
    assert f'href="{address}?column=column_40"' in first
    assert "<script" not in first and len(first.encode()) < 100_000
    refused = reader.get(f"{address}?column=colum_85")
    assert refused.status_code == 400
    assert "There is no column colum_85 in wide. Did you mean column_85?" in unescape(refused.text)
    told = reader.get(f"{address}.json").json()["fields"]
    assert [each["name"] for each in told] == [f"column_{n}" for n in range(COLUMNS)]
    assert all(len(each["allowed"]) == 2_000 and each["distinct"] == 1 for each in told)
    assert reader.text("/dictionary/1.0.0").count("column_") > COLUMNS


def test_a_table_of_bytes_has_a_dictionary(reader: Visitor) -> None:
    page = reader.text("/dictionary/1.0.0/bytes")
    assert "20 % missing" in page or "1 of 5" in page
    assert len(page.encode()) < 80_000
    assert reader.get("/dictionary/1.0.0/bytes.json").json()["fields"][0]["name"] == "held"


def test_a_part_is_counted_as_the_whole_is(wide: ServedRelease) -> None:
    table = table_of(wide, "people")
    whole = count_fields(wide.database, table, 3)
    part = count_fields(wide.database, with_fields(table, table.schema.fields[1:3]), 3)
    assert part.fields == {name: whole.fields[name] for name in ("full_name", "active")}


def test_allowed_values_share_the_room_of_the_page(wide: ServedRelease) -> None:
    many = Field(name="many", constraints=Constraints(enum=tuple(map(str, range(10_000)))))
    few = Field(name="few", constraints=Constraints(enum=("a", "b")))
    table = with_fields(table_of(wide, "towns"), (many, few))
    assert cut_table(table) == (table,)
    first, second = describe_fields(table, {})
    assert 100 < len(first.values) < 500 and first.left_out == 10_000 - len(first.values)
    assert len(second.values) == 2 and second.left_out == 0
    assert len(cut_table(with_fields(table, ()))) == 1


def test_choices_are_what_they_say() -> None:
    """Once each, nothing empty, on one line in which nothing is hidden."""
    found = read_choices(
        [
            ("a", None), ("a", "again"), (None, "nothing"), ("", "empty"), ("b", ""), (0, "zero"),
            ("<i>", HOSTILE), ("c", "x\u202ey\nz"), ("d", "y" * 5_000), (b"\xff", "bytes"), ("e",),
        ]
    )  # fmt: skip
    assert [each.key for each in found] == ["a", "b", "0", "<i>", "c", "d", "x'ff'", "e"]
    labels = {each.key: each.label for each in found}
    assert (labels["a"], labels["b"], labels["e"]) == ("a", "b", "e")
    assert "\u202e" not in labels["c"] and "\n" not in labels["c"]
    assert len(labels["d"]) <= LONGEST_LABEL


def test_a_box_suggests_what_a_page_has_room_for() -> None:
    assert has_room(()) and has_room([Named("a", "b")] * MOST_SUGGESTED)
    assert not has_room([Named("a", "b")] * (MOST_SUGGESTED + 1))
    assert not has_room([Named("a" * 50_000, "b" * 50_000)])
