"""A package built from a release is that release: canonical text stays as it is, for every type."""

import base64
import csv
import datetime
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pressmark.engine.connection import Engine
from pressmark.files.manifest import MANIFEST, hash_file
from pressmark.formats import FORMATS
from pressmark.package.digests import read_table_digests
from pressmark.package.project import read_package
from pressmark.releases.build import build
from pressmark.verify.contents import read_digests
from tests.packages import field, fields, read, write_package

DIGITS = st.from_regex(r"[+-]?[0-9]{1,45}", fullmatch=True)
DECIMALS = st.from_regex(r"[+-]?([0-9]{1,25}(\.[0-9]{0,25})?|\.[0-9]{1,25})", fullmatch=True)
NUMBERS = DECIMALS | st.builds("{}e{}".format, DECIMALS, st.integers(-99, 99)) | st.sampled_from(
    ["NaN", "INF", "-INF", "1e400", "1e-400"]
)  # fmt: skip
DATES = st.dates().map(str)
TIMES = st.times().map(lambda time: time.isoformat("microseconds"))
ZONES = st.sampled_from(["", "Z", "+00:00", "-05:30", "+14:00"])
MOMENTS = st.datetimes().map(lambda moment: moment.isoformat(timespec="microseconds"))
PLAIN_TEXT = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=8
).filter(lambda text: not text.startswith(("=", "+", "-", "@")))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | PLAIN_TEXT,
    lambda values: st.lists(values, max_size=3) | st.dictionaries(PLAIN_TEXT, values, max_size=3),
    max_leaves=6,
)  # fmt: skip
COUNTS = st.integers(0, 99)
DURATIONS = st.builds(
    "{}P{}Y{}M{}DT{}H{}M{}.{}S".format,
    st.sampled_from(["", "-"]), COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS,
)  # fmt: skip
DEGREES = st.decimals(-90, 90, places=5).map(str)


def listed(items: st.SearchStrategy[str], delimiter: str) -> st.SearchStrategy[str]:
    return st.lists(items, max_size=3).map(delimiter.join)


def coded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def year_text(year: int) -> str:
    return f"{year:05}" if year < 0 else f"{year:04}"


def german(text: str) -> str:
    return text.replace(".", ",")


KINDS: tuple[tuple[dict[str, Any], st.SearchStrategy[str]], ...] = (
    (field("string"), PLAIN_TEXT),
    (field("any", "any"), PLAIN_TEXT),
    (field("binary", format="binary"), st.binary(max_size=9).map(coded)),
    (field("uuid", format="uuid"), st.uuids().map(str)),
    (field("integer", "integer"), DIGITS),
    (field("units", "integer", bareNumber=False), DIGITS.map("{} items".format)),
    (field("grouped", "integer", groupChar=",", constraints={"minimum": "-" + "9" * 46}),
     st.integers().map("{:,}".format)),
    (field("number", "number"), NUMBERS),
    (field("short", "number"), st.integers(-999, 999).map(lambda n: f"{n / 10:.3f}")),
    (field("german", "number", decimalChar=",", groupChar="."), DECIMALS.map(german)),
    (field("money", "number", bareNumber=False, decimalChar=","),
     DECIMALS.map(lambda text: f"€ {german(text)} ")),
    (field("boolean", "boolean"), st.sampled_from(["true", "False", "TRUE", "1", "0"])),
    (field("words", "boolean", trueValues=["ja", "true"], falseValues=["nein"],
           constraints={"enum": ["ja", "nein", True]}), st.sampled_from(["ja", "nein", "true"])),
    (field("date", "date"), DATES),
    (field("slashes", "date", format="%d/%m/%Y",
           constraints={"minimum": "01/01/0001", "maximum": "9999-12-31"}),
     st.dates().map(lambda d: f"{d.day}/{d.month}/{d.year:04}")),
    (field("partial", "date", format="%m/%Y"),
     st.dates().map(lambda d: f"{d.month:02}/{d.year:04}")),
    (field("anyhow", "date", format="any"),
     st.dates(datetime.date(1000, 1, 1)).map("{:%d %B %Y}".format) | DATES),
    (field("time", "time"), st.builds("{}{}".format, TIMES, ZONES)),
    (field("clock", "time", format="%H.%M"), st.times().map("{:%H.%M}".format)),
    (field("datetime", "datetime"), MOMENTS),
    (field("zoned", "datetime"), st.builds("{}{}".format, MOMENTS, ZONES)),
    (field("minutes", "datetime", format="%d.%m.%Y %H:%M %z"),
     st.datetimes().map(lambda m: f"{m:%d.%m.}{m.year:04} {m:%H:%M} +0130")),
    (field("year", "year"), st.integers(-9999, 99999).map(year_text)),
    (field("yearmonth", "yearmonth"), st.dates().map(lambda day: day.isoformat()[:7])),
    (field("duration", "duration"), DURATIONS),
    (field("array", "array"), st.lists(JSON, max_size=3).map(json.dumps)),
    (field("object", "object"), st.dictionaries(PLAIN_TEXT, JSON, max_size=3).map(json.dumps)),
    (field("geopoint", "geopoint"), st.builds("{},{}".format, DEGREES, DEGREES)),
    (field("pair", "geopoint", format="array"), st.builds("[ {}, {}]".format, DEGREES, DEGREES)
     .filter(lambda text: "E" not in text)),
    (field("named", "geopoint", format="object"),
     st.builds('{{"lat": {}, "lon": {}}}'.format, DEGREES, DEGREES)),
    (field("geojson", "geojson"),
     st.builds('{{"type": "Point", "coordinates": [{}, {}]}}'.format, DEGREES, DEGREES)),
    (field("topojson", "geojson", format="topojson"),
     st.just('{"type": "Topology", "objects": {}, "arcs": [ ]}')),
    (field("list", "list"), listed(PLAIN_TEXT, ",")),
    (field("numbers", "list", itemType="number", delimiter=";"), listed(NUMBERS, ";")),
    (field("days", "list", itemType="date", delimiter=" | "), listed(DATES, " | ")),
    (field("flags", "list", itemType="boolean"), listed(st.sampled_from(["1", "false"]), ",")),
    (field("missing", missingValues=["n/a", "-"]), PLAIN_TEXT | st.sampled_from(["n/a", "-", ""])),
)  # fmt: skip
"""Every type and every property that says how it is written, with texts that are right."""
RECORDS = st.lists(st.tuples(*(texts for _, texts in KINDS)), min_size=1, max_size=4)


AT_RANDOM = (Phase.explicit, Phase.generate)


@pytest.mark.command
@settings(deadline=None, max_examples=2, phases=AT_RANDOM)
@given(RECORDS)
def test_a_release_built_again_is_the_same_and_has_one_digest_in_all_formats(
    records: list[tuple[str, ...]],
) -> None:
    assert_stable(records)


@pytest.mark.thorough
@settings(deadline=None, max_examples=20, phases=AT_RANDOM)
@given(RECORDS)
def test_many_releases_built_again_are_the_same(records: list[tuple[str, ...]]) -> None:
    assert_stable(records)


def assert_stable(records: list[tuple[str, ...]]) -> None:
    """Build records, and what was built; hold both, and every format, against each other."""
    written = io.StringIO()
    rows = csv.writer(written, quoting=csv.QUOTE_ALL)
    rows.writerows([[held["name"] for held, _ in KINDS], *records])
    schema = fields(*(held for held, _ in KINDS), missingValues=["none"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = write_package(folder, {"t": (schema, written.getvalue())})
        once = build(read(source), folder / "once")
        assert not once.errors, once.findings
        twice = build(read(folder / "once/datapackage.json"), folder / "twice")
        assert not twice.errors, twice.findings
        for each in ("data/t.csv", "datapackage.json", MANIFEST):
            assert (folder / "once" / each).read_bytes() == (folder / "twice" / each).read_bytes()
        assert_digests(folder / "once")


def assert_digests(built: Path) -> None:
    """Hold the content of the table in every format against its CSV."""
    package = read_package(built / "datapackage.json", trusted=True)
    expected = {"t": hash_file(built / "data/t.csv")}
    assert read_table_digests(package) == expected
    readable = [each for each in FORMATS if each.read]
    assert [each.name for each in readable] == ["SQLite", "DuckDB", "Parquet"]
    with Engine() as engine:
        for kind in readable:
            assert dict(read_digests(package, built, kind, engine)) == expected, kind.name


@pytest.mark.parametrize(
    ("held", "cell", "described", "published"),
    [
        (field("a", "date", format="%d/%m/%Y", constraints={"enum": ["31/01/2021"]}), "31/01/2021",
         {"type": "date", "format": "default", "constraints": {"enum": ["2021-01-31"]}},
         "2021-01-31"),
        (field("a", "date", format="%m/%Y"), "01/2021", {"type": "date", "format": "%m/%Y"},
         "01/2021"),
        (field("a", "boolean", trueValues=["ja"], constraints={"enum": ["ja"]}), "ja",
         {"type": "boolean", "constraints": {"enum": [True]}}, "true"),
        (field("a", "geopoint", format="array"), "[1.0,2]", {"format": "array"}, '"[1,2]"'),
        (field("a", "list", itemType="integer", delimiter=";"), "01;2",
         {"type": "list", "itemType": "integer", "delimiter": ";"}, "1;2"),
        (field("a", "number", decimalChar=","), "1;5".replace(";", ","), {"format": "default"},
         "1.5"),
    ],
)  # fmt: skip
def test_a_released_schema_says_how_values_stand_there(
    held: dict[str, Any], cell: str, described: dict[str, Any], published: str, tmp_path: Path
) -> None:
    source = write_package(tmp_path, {"t": (fields(held), f'a\n"{cell}"\n')})
    assert build(read(source), tmp_path / "built").valid
    document = json.loads((tmp_path / "built/datapackage.json").read_text("utf-8"))
    found = document["resources"][0]["schema"]["fields"][0]
    assert {name: found[name] for name in described} == described
    assert not set(found) & {"decimalChar", "groupChar", "bareNumber", "trueValues"}
    assert (tmp_path / "built/data/t.csv").read_text("utf-8") == f"a\n{published}\n"
