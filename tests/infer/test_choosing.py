"""Which type a column becomes: the one that reads all of it and changes nothing."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressmark.api import validate
from pressmark.infer.booleans import PAIRS
from pressmark.infer.candidates import CANDIDATES
from pressmark.infer.date_shapes import DIRECTIVES
from pressmark.infer.describing import describe
from pressmark.infer.draft import DraftField
from tests.infer.described import fields, tables

COLUMNS: tuple[tuple[str, tuple[str, ...], dict[str, Any]], ...] = (
    ("n", ("1", "22", "-3"), {"type": "integer"}),
    ("n", ("1", "2.5", "NaN"), {"type": "number"}),
    ("n", ("1.5", "2.0e3", "-INF"), {"type": "number"}),
    ("n", ("1,5", "2,25", "3"), {"type": "number", "decimalChar": ","}),
    ("n", ("1.234,5", "2", "3,25"), {"type": "number", "decimalChar": ",", "groupChar": "."}),
    ("n", ("1,234.5", "2", "3.25"), {"type": "number", "groupChar": ","}),
    ("n", ("1,234", "999", "2,345,678"), {"type": "integer", "groupChar": ","}),
    ("n", ("1.234.567", "999", "12.345"), {"type": "integer", "groupChar": "."}),
    ("n", ("0,234", "1,999", "12,345"), {"type": "number", "decimalChar": ","}),
    ("n", ("1'234", "999", "2'345'678"), {"type": "integer", "groupChar": "'"}),
    ("n", ("1 234", "999", "2 345 678"), {"type": "integer", "groupChar": " "}),
    ("n", ("$5.00", "$6.50", "$7"), {"type": "number", "bareNumber": False, "unit": "$"}),
    ("n", ("5%", "6.5%", "7%"), {"type": "number", "bareNumber": False, "unit": "%"}),
    ("n", ("5 kg", "6 kg", "7 kg"), {"type": "integer", "bareNumber": False, "unit": "kg"}),
    ("n", ("5 kg", "6 lb", "7 kg"), {"type": "string"}),
    ("n", ("$1,200", "$15", "$1,000,000"),
     {"type": "integer", "bareNumber": False, "groupChar": ",", "unit": "$"}),
    ("n", ("€1,234.50", "€10.00", "€999.99"),
     {"type": "number", "bareNumber": False, "groupChar": ",", "unit": "€"}),
    ("n", ("12,5 %", "3,5 %", "100 %"),
     {"type": "number", "bareNumber": False, "decimalChar": ",", "unit": "%"}),
    ("n", ("1.234,50 €", "10,00 €", "999,99 €"),
     {"type": "number", "bareNumber": False, "decimalChar": ",", "groupChar": ".", "unit": "€"}),
    ("Depth (m)", ("1", "2", "3"), {"type": "integer", "unit": "m", "title": "Depth"}),
    ("code", ("01", "02", "13"), {"type": "string"}),
    ("code", ("1E5", "2E7", "3E1"), {"type": "string"}),
    ("code", ("P12", "P13", "P14"), {"type": "string"}),
    ("PLZ", ("10115", "80331", "20095"), {"type": "string"}),
    ("ZIP code", ("10115", "80331", "20095"), {"type": "string"}),
    ("phone", ("4930123", "4930124", "4930125"), {"type": "string"}),
    ("ISBN", ("9783161484100", "9783161484101", "9783161484102"), {"type": "string"}),
    ("id", ("12345678901234567", "12345678901234568", "3"), {"type": "string"}),
    ("ISBN13", ("9783161484100", "9783161484101", "9783161484102"), {"type": "string"}),
    ("CIK", ("1000228", "1000697", "1001250"), {"type": "string"}),
    ("Value", ("1", "2", "3"), {"type": "number"}),
    ("price", ("$1,200", "$15", "$1,000,000"),
     {"type": "number", "bareNumber": False, "groupChar": ",", "unit": "$"}),
    ("pumping_MW", ("1", "2", "3"), {"type": "number"}),
    ("Bevölkerungsdichte", ("1", "2", "3"), {"type": "number"}),
    ("growth_rate", ("1", "2", "3"), {"type": "number"}),
    ("year", ("2015", "2016", "2017"), {"type": "year"}),
    ("n", ("2015", "2016", "2017"), {"type": "integer"}),
    ("Baujahr", ("1890", "1975", "2021"), {"type": "year"}),
    ("Année", ("1890", "1975", "2021"), {"type": "year"}),
    ("modelYear", ("1890", "1975", "2021"), {"type": "year"}),
    ("TIME_PERIOD", ("2015", "2016", "2017"), {"type": "year"}),
    ("Date", ("2015", "2016", "2017"), {"type": "year"}),
    ("price per year", ("1200", "1500", "1800"), {"type": "number"}),
    ("fee/year", ("1200", "1500", "1800"), {"type": "integer"}),
    ("d", ("2016-05-13", "2016-05-14", "2017-01-01"), {"type": "date"}),
    ("d", ("2016-02-30", "2016-05-14", "2017-01-01"), {"type": "string"}),
    ("d", ("20160513", "20160514", "20170101"), {"type": "date", "format": "%Y%m%d"}),
    ("d", ("20160513", "20160514", "20170199"), {"type": "integer"}),
    ("d", ("13.05.2016", "1.6.2016", "02.12.2016"), {"type": "date", "format": "%d.%m.%Y"}),
    ("d", ("05/13/2016", "06/01/2016", "12/02/2016"), {"type": "date", "format": "%m/%d/%Y"}),
    ("d", ("13/05/2016", "01/06/2016", "02/12/2016"), {"type": "date", "format": "%d/%m/%Y"}),
    ("d", ("13/05/99", "01/06/00", "02/12/16"), {"type": "date", "format": "%d/%m/%y"}),
    ("d", ("05/06/99", "01/06/00", "02/12/16"), {"type": "string"}),
    ("d", ("05/06/2016", "06/01/2016", "12/02/2016"), {"type": "string"}),
    ("d", ("3 May 2016", "14 Jun 2016", "1 Dec 2016"), {"type": "date", "format": "%d %b %Y"}),
    ("d", ("2016/05/13", "2016/05/14", "2016/1/1"), {"type": "date", "format": "%Y/%m/%d"}),
    ("t", ("10:00:00", "11:30:00", "23:59:59"), {"type": "time"}),
    ("t", ("10:00", "11:30", "23:59"), {"type": "time", "format": "%H:%M"}),
    ("t", ("2016-05-13T10:00:00Z", "2016-05-13T10:00:01Z", "2016-05-13T10:00:02Z"),
     {"type": "datetime"}),
    ("t", ("2016-05-13 10:00:00", "2016-05-13 10:00:01", "2016-05-14 10:00:02"),
     {"type": "datetime", "format": "%Y-%m-%d %H:%M:%S"}),
    ("t", ("2016-05-13 00:00:00", "9999-12-31 00:00:00", "2016-05-14 00:00:00"),
     {"type": "datetime", "format": "%Y-%m-%d %H:%M:%S"}),
    ("t", ("2022-06-10T12:44:01.000+0000", "2022-06-10T16:04:32.120+0000",
           "2022-06-11T00:00:00.5+0200"),
     {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S.%f%z"}),
    ("t", ("5/13/2016 1:00 PM", "5/14/2016 2:00 AM", "5/15/2016 3:00 PM"),
     {"type": "datetime", "format": "%m/%d/%Y %I:%M %p"}),
    ("m", ("2016-05", "2016-06", "2017-12"), {"type": "yearmonth"}),
    ("d", ("P1D", "PT5M", "P2W"), {"type": "string"}),
    ("d", ("P1D", "PT5M", "P2Y"), {"type": "duration"}),
    ("j", ('{"a": 1}', "{}", '{"b": []}'), {"type": "object"}),
    ("j", ("[1]", "[]", '["x"]'), {"type": "array"}),
    ("g", ('{"type": "Point", "coordinates": [1, 2]}',) * 3, {"type": "geojson"}),
    ("p", ("112.5, 41.9", "13.5,42.0", "-3.25, 4.5"), {"type": "geopoint"}),
    ("lon,lat", ("12.5, 41.9", "13.5,42.0", "-3.25, 4.5"), {"type": "geopoint"}),
    # Nothing shows which stands first.
    ("p", ("12.5, 41.9", "13.5,42.0", "-3.25, 4.5"), {"type": "string"}),
    ("latlon", ("52.5, 13.4", "48.1, 11.5", "41.9, 12.5"), {"type": "string"}),
    ("p", ("[151.2, -27.1]", "[12.5,41.9]", "[13.5, 42.0]"),
     {"type": "geopoint", "format": "array"}),
    ("p", ("[12.5, 41.9]", "[12.5,41.9]", "[13.5, 42.0]"), {"type": "array"}),
    ("p", ('{"lon": 1.5, "lat": 2.5}', '{"lon": 1.5, "lat": 3}', '{"lat":2, "lon":3}'),
     {"type": "geopoint", "format": "object"}),
    ("p", ("12.5, 141.9", "13.5,142.0", "-3.25, 140.5"), {"type": "string"}),
    ("mail", ("a@example.org", "b@example.org", "c@d.example"),
     {"type": "string", "format": "email"}),
    ("url", ("https://a.example", "https://b.example/x", "ftp://c.example"),
     {"type": "string", "format": "uri"}),
    ("license", ("https://a.example", "https://b.example/x", "ftp://c.example"),
     {"type": "string"}),
    ("u", ("123e4567-e89b-12d3-a456-426614174000",) * 3, {"type": "string", "format": "uuid"}),
    ("text", ("", "", ""), {"type": "string"}),
    ("text", ("one", "two", "3"), {"type": "string"}),
    ("n", ("1", "NA", "2"), {"type": "integer", "missingValues": ["", "NA"]}),
    ("n", ("1", ":", "2"), {"type": "integer", "missingValues": ["", ":"]}),
    ("n", ("1", "n/a", "-"), {"type": "integer", "missingValues": ["", "-", "n/a"]}),
    ("country", ("DE", "NA", "FR"), {"type": "string"}),
)  # fmt: skip


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> dict[int, DraftField]:
    """Draft all columns at once, those of one name in files of their own."""
    folder, files = tmp_path_factory.mktemp("columns"), dict[str, dict[str, Sequence[str]]]()
    places = []
    for name, texts, _ in COLUMNS:
        turn = sum(1 for each in files.values() if name in each)
        # A second column keeps an empty cell from making a blank line.
        files.setdefault(f"f{turn}", {"other": "xyz"})[name] = texts
        places.append((f"f{turn}", name))
    found = tables(folder, **files)
    named = {file: {each.name: each for each in table.fields} for file, table in found.items()}
    return {number: named[file][name] for number, (file, name) in enumerate(places)}


@pytest.mark.parametrize("number", range(len(COLUMNS)))
def test_a_column_gets_the_type_that_reads_all_of_it(
    number: int, drafted: dict[int, DraftField]
) -> None:
    name, _, expected = COLUMNS[number]
    assert drafted[number].properties == {"name": name, **expected}
    assert drafted[number].reason


def test_words_for_true_and_false_of_many_languages(tmp_path: Path) -> None:
    columns = {f"{true} {false}": (true, false, true.title()) for true, false in PAIRS}
    found = fields(tmp_path, {**columns, "other": "xyz"})
    assert {name for name in columns if found[name].type != "boolean"} == set()


def test_words_are_listed_unless_the_standard_has_them(tmp_path: Path) -> None:
    found = fields(tmp_path, {"a": ("true", "FALSE"), "b": ("ja", "nein"), "c": ("yes", "no")})
    assert found["a"].properties == {"name": "a", "type": "boolean"}
    assert found["b"].properties["trueValues"] == ["ja"]
    assert found["c"].properties["falseValues"] == ["no"]


def test_one_of_two_words_is_no_boolean(tmp_path: Path) -> None:
    assert fields(tmp_path, {"a": ("no", "no"), "b": ("1", "0")})["a"].type == "string"


def test_few_distinct_texts_are_categories(tmp_path: Path) -> None:
    found = fields(tmp_path, {"a": ("red", "blue") * 10, "b": [f"text {n}" for n in range(20)]})
    assert found["a"].properties["categories"] == ["blue", "red"]
    assert "categories" not in found["b"].properties


@pytest.mark.parametrize("hidden", ["a\u200b", "\u202ea"])
def test_texts_that_nobody_can_see_whole_are_no_categories(tmp_path: Path, hidden: str) -> None:
    drafted = fields(tmp_path, {"a": [hidden, "b"] * 30, "n": ["1", "2"] * 30})
    assert "categories" not in drafted["a"].properties


def test_another_column_decides_between_day_and_month(tmp_path: Path) -> None:
    ambiguous = ("01/02/2016", "03/04/2016")
    found = fields(tmp_path, {"a": ambiguous, "b": ("25/12/2016", "01/02/2016")})
    assert found["a"].properties["format"] == "%d/%m/%Y"
    assert "other columns" in found["a"].reason
    alone = fields(tmp_path, {"a": ambiguous})["a"]
    assert alone.type == "string" and alone.doubts[0].weight == 3


def test_days_that_are_written_in_several_ways_are_a_doubt(tmp_path: Path) -> None:
    mixed = ("2024-01-05", "05/01/2024", "5 Jan 2024", "05.01.2024", "2024/01/06", "soon")
    found = fields(tmp_path, {
        "mixed": mixed,
        "few": ("2024-01-05", "05/01/2024", "one", "two", "three", "four"),
        "one": ("13/14/2024", "14/15/2024", "15/16/2024", "16/17/2024", "a", "b"),
    })  # fmt: skip
    assert found["mixed"].type == "string"
    (doubt,) = found["mixed"].doubts
    named = '"2024-01-05", "05/01/2024", "5 Jan 2024"'
    assert doubt.words == f"Days are written in several ways ({named}): text keeps them."
    assert not found["few"].doubts and not found["one"].doubts


def test_what_keeps_a_column_from_a_type_is_named(tmp_path: Path) -> None:
    field = fields(tmp_path, {"a": [*map(str, range(20)), "about 7"]})["a"]
    assert field.type == "string"
    assert field.doubts[0].words == ('Would be a whole number but for 1 of 21 values: "about 7".')


@pytest.mark.parametrize("size", [5, 10, 15, 35])
def test_one_in_five_may_be_unlike_the_others(tmp_path: Path, size: int) -> None:
    """The share is counted exactly, for few values as for many."""
    wrong = [f"about {number}" for number in range(size // 5)]
    columns = {"a": [*map(str, range(size - len(wrong))), *wrong], "b": ["1"] * size}
    field = fields(tmp_path, columns)["a"]
    assert field.doubts[0].words.startswith(f"Would be a whole number but for {size // 5} of")
    columns["a"][0] = "about 99"
    assert not any(each.nearly for each in fields(tmp_path, columns)["a"].doubts)


def test_a_number_that_often_means_nothing_is_a_doubt(tmp_path: Path) -> None:
    field = fields(tmp_path, {"a": ["-9999"] * 3 + ["1", "2"]})["a"]
    assert (field.type, field.properties.get("missingValues")) == ("integer", None)
    assert field.doubts[0].words == "May stand for no value: -9999 (3 times)."


def test_points_that_may_be_marks_of_thousands_are_a_doubt(tmp_path: Path) -> None:
    assert fields(tmp_path, {"a": ("1.234", "2.345")})["a"].doubts
    assert not fields(tmp_path, {"a": ("1.234", "2.5")})["a"].doubts


def test_columns_whose_names_differ_in_digits_are_numbers_together(tmp_path: Path) -> None:
    found = fields(
        tmp_path, {"2015": "12", "2016": ("1.5", "2"), "x": "12", "q1": "12", "q2": "34"}
    )
    assert [each.type for each in found.values()] == [
        "number", "number", "integer", "integer", "integer"
    ]  # fmt: skip
    assert "its series" in found["2015"].reason


def test_a_comma_before_three_digits_is_what_the_file_shows(tmp_path: Path) -> None:
    thousands = {"n": ("1,234", "12,345")}
    alone = fields(tmp_path, thousands)["n"]
    assert alone.properties["groupChar"] == "," and alone.doubts[0].weight == 3
    beside = fields(tmp_path, {**thousands, "other": ("1,5", "2,5")})["n"]
    assert (beside.type, beside.doubts[0].weight) == ("string", 3)
    path = tmp_path / "semicolons.csv"
    path.write_text("id;price\na;1,459\nb;1,529\n", "utf-8")
    assert describe([path])[0].fields[1].type == "string"


def test_a_column_of_words_for_nothing_says_so(tmp_path: Path) -> None:
    """They are taken for no value, with a doubt, unless one says that it is so, or not known."""
    found = fields(
        tmp_path, {"a": ("NA", "n/a"), "b": "12", "c": ("x", ""), "d": ("NA", "Unknown")}
    )
    field = found["a"]
    assert (field.type, field.reason) == ("string", "its cells say that there is no value")
    assert (field.properties["missingValues"], field.missing) == (["", "NA", "n/a"], 2)
    assert [each.words for each in field.doubts] == ['Taken for no value: "NA" (1), "n/a" (1).']
    assert field.doubts[0].weight == 2
    assert not any("missingValues" in found[name].properties for name in "cd")
    assert found["c"].doubts[0].words == 'May say that there is no value: "x" (1).'


def test_words_for_nothing_are_counted_in_every_block(tmp_path: Path) -> None:
    texts = ["NA", *map(str, range(200_000)), "n/a", "NA"]
    field = fields(tmp_path, {"a": texts, "b": ["long enough for blocks"] * len(texts)})["a"]
    assert field.doubts[0].words == 'Taken for no value: "NA" (2), "n/a" (1).'


def test_every_directive_of_a_candidate_has_a_shape() -> None:
    formats = [str(each.properties.get("format", "")) for each in CANDIDATES]
    used = {part for each in formats for part in DIRECTIVES if part in each}
    assert used == set(DIRECTIVES)


CELLS = st.one_of(
    st.sampled_from(("", "NA", "1", "0", "01", "1.5", "1,5", "1.234", "1,234", "true", "no", "ja")),
    st.sampled_from(("2016-05-13", "20160513", "13/05/2016", "05/06/2016", "10:00", "$5", "5 kg")),
    st.sampled_from(("P1D", "[1]", "{}", "1e5", "1E5", "+7", "-0", "12.50", "a@b.example", " 1")),
    st.text(alphabet="01.,-+eE ", max_size=6),
)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(columns=st.lists(st.lists(CELLS, min_size=6, max_size=6), min_size=6, max_size=6))
def test_what_is_drafted_of_a_file_holds_for_it(tmp_path: Path, columns: list[list[str]]) -> None:
    """The judge that stands finds nothing wrong in what a draft was made of."""
    found = fields(tmp_path, {f"c{n}": texts for n, texts in enumerate(columns)} | {"z": "abcdef"})
    described = {
        "name": "t",
        "resources": [
            {"name": "t", "path": "t.csv",
             "schema": {"fields": [each.properties for each in found.values()]}}
        ],
    }  # fmt: skip
    (tmp_path / "datapackage.json").write_text(json.dumps(described), "utf-8")
    report = validate(tmp_path)
    assert report.counts.keys() <= {"cell.formula"}, report.findings[0]
