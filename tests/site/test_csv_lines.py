"""CSV of a part of a table: the columns and the cells of the released file, and no other."""

import csv
import io

import pytest

from pressmark.site import ServedRelease
from pressmark.site.downloads.spreadsheet import read_safely
from pressmark.site.request import SUFFIX
from pressmark.site.tables.csv_lines import render_decimal, render_lines
from tests.site.visitor import Visitor
from tests.site.walked import HERE, TABLES


def released(release: ServedRelease, table: str) -> str:
    """Give the text of a table's released file."""
    file = release.table_file(table)
    assert file is not None
    return file.text()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("arguments", ["_where=1", "_where=1&_nofacet=1&_size=max"])
@pytest.mark.parametrize("names", [("walked", "reader"), ("walked_first", "first_reader")])
@pytest.mark.command
def test_what_leaves_nothing_out_is_the_released_file(
    names: tuple[str, str], table: str, arguments: str, request: pytest.FixtureRequest
) -> None:
    """Byte for byte: truths, numbers, no value, quotes, and no number of a record."""
    release, reader = map(request.getfixturevalue, names)
    assert reader.text(f"{HERE}/{table}.csv?{arguments}") == released(release, table)


@pytest.mark.parametrize("table", TABLES)
def test_the_copy_for_spreadsheets_is_that_of_the_released_file(
    walked: ServedRelease, reader: Visitor, table: str
) -> None:
    file = walked.table_file(table)
    assert file is not None
    copy = b"".join(read_safely(file.path))
    assert reader.get(f"{HERE}/{table}{SUFFIX}?_where=1").content == copy


@pytest.mark.parametrize("table", TABLES)
def test_a_part_has_lines_of_the_released_file(
    walked: ServedRelease, reader: Visitor, table: str
) -> None:
    """Filtered, sorted, or one page of it."""
    header, *records = released(walked, table).splitlines()
    field = TABLES[table]["fields"][1]["name"]
    for arguments in (f"{field}__notnull=1", f"_sort_desc={field}", "_size=3", f"_facet={field}"):
        first, *rest = reader.text(f"{HERE}/{table}.csv?{arguments}").splitlines()
        assert first == header, arguments
        assert rest and set(rest) <= set(records), arguments


def test_chosen_columns_are_those(reader: Visitor) -> None:
    """And the key, which says whose they are, where there is one."""
    asked = {
        "loose.csv?_sort_desc=pressmark_order": "text,number,yes",
        "loose.csv?_col=yes": "yes",
        "places.csv?_col=yes": "id,yes",
        "loose.csv?_nocol=yes": "text,number",
        "loose.csv?_col=text&_labels=on": "text",
    }
    for address, header in asked.items():
        assert reader.text(f"{HERE}/{address}").splitlines()[0] == header


def test_labels_stand_beside_released_cells(reader: Visitor) -> None:
    """Empty where there is none."""
    text = reader.text(f"{HERE}/pairs.csv?_labels=on&_size=2")
    assert list(csv.reader(io.StringIO(text)))[:2] == [
        ["place", "place_label", "number", "a, b] ~", "after", "after_label"],
        ["", "", "-3", "x", "a", "a"],
    ]


def test_one_record_is_as_it_was_released(walked: ServedRelease, reader: Visitor) -> None:
    """With a key or without."""
    for table, place in (("loose", "2"), ("pairs", "a,0")):
        header, record = reader.text(f"{HERE}/{table}/{place}.csv").splitlines()
        known = released(walked, table).splitlines()
        assert header == known[0] and record in known[1:]


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.0, "5"), (0.1, "0.1"), (1e-7, "0.0000001"), (-1.5, "-1.5"), (1e14, "100000000000000"),
     (0.0, "0"), (100.0, "100"), (123456789.12345, "123456789.12345")],
)  # fmt: skip
def test_a_number_is_written_in_its_canonical_form(value: float, text: str) -> None:
    assert render_decimal(value) == text


def test_cells_that_end_lines_are_in_quotes() -> None:
    """A carriage return too, which Python's writer leaves bare."""
    rows = [["a\rb", "a\nb", 'a"b', "a,b", " a"], ["", ""], [""]]
    assert render_lines(rows) == '"a\rb","a\nb","a""b","a,b", a\n,\n""\n'
