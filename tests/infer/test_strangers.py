"""From a stranger's file to a cited record: `new`, `release`, and the pages that a reader sees."""

import csv
import html
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from pressmark.cli import app
from pressmark.package.project import read_project
from pressmark.site import build_app
from pressmark.site.served import read_served_releases
from tests.publishers.visits import first_record
from tests.site.visitor import Visitor

STRANGERS = Path(__file__).with_name("strangers")
SAID = ("--title", "A title", "--publisher", "A city", "--license", "CC-BY-4.0", "--yes")
MADE_AT = re.compile(r"127\.0\.0\.1|localhost")

EXPECTED: tuple[tuple[str, Mapping[str, int], Mapping[str, str], tuple[str, ...]], ...] = (
    (
        "Datagov_FY10_EDU_recp_by_State.csv",
        {"datagov_fy10_edu_recp_by_state": 53},
        {"State Name": "string", "TOTAL": "integer"},
        ("2 rows below the records, taken for none", "The header is row 3"),
    ),
    (
        "FY09_EDU_Recipients_by_State.csv",
        {"fy09_edu_recipients_by_state": 52},
        {"Code": "string", "TOTAL": "integer"},
        ("Column 10 has no name", "1 empty row below the records, left out"),
    ),
    (
        "comuni.csv",
        {"comuni": 57},
        {"Codice Comune formato alfanumerico": "string", "Codice Regione": "string"},
        ("read as windows-1252", "parted by semicolons", "left out of names"),
    ),
    (
        "countries.json",
        {"countries": 20},
        {"ccn3": "string", "independent": "boolean", "languages": "object"},
        ("No primary key: is it one of cca2, ccn3, cca3",),
    ),
    (
        "deaths.xlsx",
        {"deaths_arts": 10, "deaths_other": 10},
        {"Age": "integer", "Date of birth": "date", "Has kids": "boolean"},
        ("4 rows below the records, taken for none", "The header is row 5", "One of 2 sheets"),
    ),
    (
        "event-notification-rpt-lastmonth.txt",
        {"event_notification_rpt_lastmonth": 20},
        {"Event Text": "string", "Docket No": "string", "Event Dt": "datetime"},
        ("parted by bars", "Column 72 has no name"),
    ),
    (
        "file.ods",
        {"file": 3},
        {"Date de la cérémonie": "date", "Résultat": "string"},
        ("file: 3 records of 5 fields",),
    ),
    (
        "file.parquet",
        {"file": 100},
        {"inseecommune": "string", "score": "number", "timestamp": "datetime"},
        ("Would be a whole number but for 16 of 100 values",),
    ),
    (
        "g25.csv",
        {"g25": 96},
        {"Januar SA": "number", "März WT": "number"},
        ("The header has two rows", "and 33 more: Its points may be marks of thousands"),
    ),
    (
        "iso3166.tab",
        {"iso3166": 249},
        {"code": "string"},
        ("The names of the columns stand in a comment",),
    ),
    (
        "messwerte.csv",
        {"messwerte": 4},
        {"Datum": "date", "Niederschlag (mm)": "number"},
        ('The first line, "sep=;", is Excel\'s', "windows-1252"),
    ),
    (
        "penguins-raw.csv",
        {"penguins_raw": 200},
        {"Culmen Length (mm)": "number", "Date Egg": "date", "Clutch Completion": "boolean"},
        ("the key is Sample Number and Species",),
    ),
    (
        "airlines.csv flights.csv planes.csv",
        {"airlines": 16, "flights": 120, "planes": 94},
        {"tailnum": "string", "time_hour": "datetime", "seats": "integer"},
        ("flights.carrier names a record of airlines", "planes: 94 records"),
    ),
)
"""Files, their tables with their records, the types of some fields, and what `new` says of them."""
RELEASED = ("comuni.csv", "countries.json", "airlines.csv flights.csv planes.csv")
"""What is released each time; the others are judged, and released by `make thorough`."""
EVERY = [
    *(pytest.param(each, each[0] in RELEASED, id=each[0]) for each in EXPECTED),
    *(
        pytest.param(each, True, id=f"{each[0]}, released", marks=pytest.mark.thorough)
        for each in EXPECTED
        if each[0] not in RELEASED
    ),
]


def run(*words: object) -> None:
    """Run a command that must succeed."""
    assert not app([str(word) for word in words], standalone_mode=False)


@pytest.mark.parametrize(("expected", "is_released"), EVERY)
def test_a_file_of_a_stranger_becomes_a_release_that_is_served_and_cited(
    expected: tuple[str, Mapping[str, int], Mapping[str, str], tuple[str, ...]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    *,
    is_released: bool,
) -> None:
    files, tables, types, told = expected
    place = tmp_path / "made"
    run("new", place, *(STRANGERS / name for name in files.split()), *SAID)
    said = capsys.readouterr()
    held = ", ".join(f"{name} ({count} records)" for name, count in tables.items())
    assert said.out == f"{place} is a dataset of {held}\n"
    assert [each for each in told if each not in said.err] == [], said.err
    schemas = [yaml.safe_load((place / f"schemas/{name}.yaml").read_text()) for name in tables]
    fields = {each["name"]: each["type"] for schema in schemas for each in schema["fields"]}
    assert {name: fields.get(name) for name in types} == types
    if is_released:
        run("release", place)
        visit(place, tables)
    else:
        run("validate", place)


def visit(place: Path, tables: Mapping[str, int]) -> None:
    """See that every page answers, and that a record of each table is shown with its citation."""
    _, (release,) = read_served_releases(read_project(place), None)
    visitor = Visitor(build_app((release,)))
    assert dict(release.records) == tables
    if len(tables) > 1:
        front = visitor.text("/")
        assert "A title" in front and not MADE_AT.search(front)
    for name in tables:
        address = f"/{release.database_name}/{name}"
        record = first_record(address, visitor.get(address))
        assert record, f"{address} leads to no record"
        page = html.unescape(visitor.text(record))
        cited = page.partition("<blockquote>")[2].partition("</blockquote>")[0]
        assert cited.startswith("A city (") and "A title. Version 1.0.0." in cited, record
        assert "sha256:" in cited and not MADE_AT.search(page), record


def test_every_file_says_where_it_is_from_and_on_what_terms() -> None:
    with (STRANGERS / "files.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    own = {"README.md", "files.csv", "messwerte.csv"}
    there = {path.name for path in STRANGERS.iterdir()} - own
    assert sorted(there) == [each["file"] for each in listed]
    assert all(value for each in listed for value in each.values())
    assert there | {"messwerte.csv"} == {name for each in EXPECTED for name in each[0].split()}
