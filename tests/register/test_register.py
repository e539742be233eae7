"""The register's release 1.0.0, which never changes; `tests/register` has the newest."""

import csv
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import frictionless
import httpx
import pytest

from pressmark.files.manifest import MANIFEST, read_manifest
from pressmark.package.project import read_package
from pressmark.site import ServedRelease
from tests.register.collected import hash_runs, read_collected
from tests.site.visitor import Visitor

ROOT = Path(__file__).parent.parent.parent
RELEASE = ROOT / "datapackage/releases/1.0.0"


def records(table: str) -> list[dict[str, str]]:
    """Read a table of the release."""
    path = RELEASE / f"data/{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def database(published: tuple[ServedRelease, ...]) -> Iterator[sqlite3.Connection]:
    """The SQLite file derived from the published release."""
    release = next(each for each in published if each.version == RELEASE.name)
    with closing(sqlite3.connect(release.database)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def ask(database: sqlite3.Connection, query: str, **values: str) -> list[dict[str, Any]]:
    """Answer a named query from the released file."""
    package = read_package(RELEASE / "datapackage.json", trusted=True)
    statement = next(each for each in package.queries if each.name == query)
    return [dict(row) for row in database.execute(statement.select, values)]


def test_frictionless_agrees() -> None:
    report = frictionless.validate(str(RELEASE / "datapackage.json"))
    assert report.valid, report.to_summary()


def build_elsewhere(folder: Path, name: str, umask: int, **variables: str) -> Path:
    """Build the published release once more in a process with other surroundings."""
    output = folder / name
    descriptor = RELEASE / "datapackage.json"
    words = ["build", str(descriptor), "--trust-rules", "--output", str(output)]
    subprocess.run(
        [sys.executable, "-m", "pressmark", *words],
        env=os.environ | variables,
        umask=umask,
        check=True,
        capture_output=True,
    )
    return output


def test_the_release_built_again_anywhere_gives_the_same_bytes(tmp_path: Path) -> None:
    here = build_elsewhere(tmp_path, "here", 0o022, TZ="UTC", PYTHONHASHSEED="1")
    there = build_elsewhere(
        tmp_path, "there", 0o077, TZ="Asia/Kathmandu", LC_ALL="C", LANG="C", PYTHONHASHSEED="2"
    )
    listed = read_manifest((RELEASE / MANIFEST).read_text("utf-8"))
    for name in [*listed, MANIFEST]:
        bytes_published = (RELEASE / name).read_bytes()
        assert (here / name).read_bytes() == (there / name).read_bytes() == bytes_published, name
    derived_files = [
        path.relative_to(here).as_posix()
        for path in here.rglob("*")
        if path.suffix in (".sqlite", ".parquet", ".zip")
    ]
    assert len(derived_files) == 14
    for name in derived_files:
        assert (here / name).read_bytes() == (there / name).read_bytes(), name


def test_prohibitions_names_17_places(database: sqlite3.Connection) -> None:
    rows = ask(database, "prohibitions")
    assert Counter(row["state"] for row in rows) == {
        "CA": 3, "MA": 7, "LA": 1, "MS": 1, "ME": 1, "MN": 1, "OR": 1, "VA": 1, "VT": 1,
    }  # fmt: skip
    assert {row["place"] for row in rows if row["place_type"] == "state"} == {"Virginia", "Vermont"}
    portlands = {row["place"] for row in rows if row["place"].startswith("Portland")}
    assert portlands == {"Portland, Maine", "Portland, Oregon"}
    springfield = next(row for row in rows if row["place"].startswith("Springfield"))
    assert springfield["state"] == "MA"
    assert all(row["locator"].startswith("p7s2#") for row in rows)


def test_suspensions_names_two(database: sqlite3.Connection) -> None:
    rows = ask(database, "suspensions")
    assert [(row["place"], row["context"]) for row in rows] == [
        ("California", "police_body_camera"),
        ("New York", "school"),
    ]


def test_amazon_announced_twice(database: sqlite3.Connection) -> None:
    rows = ask(database, "company_moratoria")
    assert [(row["company"], row["announced"], row["duration"]) for row in rows] == [
        ("Amazon", "2020-06", "one year"),
        ("Amazon", "2021-05-18", "no end date"),
    ]
    assert [row["due_to_lapse"] for row in rows] == ["2021-06-10", None]


def test_advocacy_says_who_was_asked_and_when(database: sqlite3.Connection) -> None:
    rows = ask(database, "advocacy")
    asked = {(row["addressee"], row["date"]) for row in rows if row["addressee"]}
    assert asked == {
        ("Amazon", "2018"),
        ("Microsoft", "2019"),
        ("Google", "2019"),
        ("Biden administration", "2021-05-18"),
        ("Biden administration", "../2021-05-18"),
        ("Legislatures across the United States", "2021-05-18"),
    }
    joined = [row for row in rows if row["together_with"] == "MediaJustice"]
    assert [row["date"] for row in joined] == ["2021-05-10/2021-05-16"]
    (amazon,) = [row for row in rows if row["addressee"] == "Amazon"]
    assert amazon["participants"] == "nearly 100"


def test_harms_are_claims_without_names(database: sqlite3.Connection) -> None:
    rows = ask(database, "harms")
    assert [row["harm_type"] for row in rows] == ["over_policing", "wrongful_arrest"]
    assert all(row["place"] is None for row in rows)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        (table, key)
        for table, key in (
            ("places", "place_id"),
            ("organizations", "org_id"),
            ("instruments", "instrument_id"),
            ("instrument_scopes", "scope_id"),
            ("events", "event_id"),
            ("incidents", "incident_id"),
        )
    ],
)
def test_every_record_leads_to_a_passage(
    table: str, key: str, database: sqlite3.Connection
) -> None:
    for record in records(table):
        rows = ask(database, "evidence_for", table=table, key=record[key])
        assert rows, f"{table} {record[key]} has no evidence"
        assert all(row["source"] for row in rows)


def test_the_17_and_the_2_carry_no_facts_in_their_keys() -> None:
    rows = [row for row in records("instruments") if row["instrument_type"] == "unspecified"]
    assert len(rows) == 19
    for row in rows:
        assert row["instrument_id"] == f"{row['jurisdiction_place_id']}-1"
        assert not row["official_number"] and not row["bill_number"] and not row["code_citation"]


def test_every_claim_is_accounted_for() -> None:
    claims = {row["claim_id"] for row in records("statement_claims")}
    assert len(claims) == 49
    evidence = records("evidence")
    assert {row["claim_id"] for row in evidence} - {""} == claims
    furniture = {
        row["claim_id"]
        for row in records("statement_claims")
        if row["claim_kind"] in ("boilerplate", "opinion", "attribution")
    }
    about_the_source = {row["claim_id"] for row in evidence if row["about_source_id"]}
    assert furniture <= about_the_source


def test_no_nine_words_of_the_statement_stand_in_the_data() -> None:
    runs = set(read_collected()["runs"])
    assert len(runs) > 400
    for folder in ("datapackage", "schemas", "pipeline", "tests"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".csv", ".yaml", ".sql", ".md", ".json", ".html", ".py"):
                ours = hash_runs(path.read_text("utf-8", errors="replace"))
                copied = [at for at, each in enumerate(ours) if each in runs]
                assert not copied, f"{path}: nine words from word {copied[0]} on"


def test_every_passage_is_where_the_evidence_says() -> None:
    passages = read_collected()["passages"]
    located = [row for row in records("evidence") if row["char_start"]]
    assert len(located) > 100
    for row in [*located, *records("statement_claims")]:
        said = [int(row["char_start"]), int(row["char_end"]), row["selector_sha256"]]
        assert said in passages, row


async def test_the_register_answers_over_http(
    published: tuple[ServedRelease, ...], visitor: Visitor
) -> None:
    transport = httpx.ASGITransport(app=visitor.app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://site", follow_redirects=True
    ) as client:
        answer = await client.get(
            "/face-recognition-governance-1-0-0/prohibitions.json?_shape=objects"
        )
        assert answer.url.path == "/face-recognition-governance-1-0-0/prohibitions.json"
        rows = answer.json()["rows"]
        assert len(rows) == 17
        answer = await client.get(
            "/face-recognition-governance-1-0-0/suspensions.json?_shape=objects"
        )
        assert [row["place"] for row in answer.json()["rows"]] == ["California", "New York"]
        answer = await client.get(
            "/face-recognition-governance-1-0-0/company_moratoria.json?_shape=objects"
        )
        assert [row["announced"] for row in answer.json()["rows"]] == ["2020-06", "2021-05-18"]
        for row in rows:
            where = {"table": "instruments", "key": row["instrument"], "_shape": "objects"}
            answer = await client.get(
                "/face-recognition-governance-1-0-0/evidence_for.json", params=where
            )
            assert answer.json()["rows"]
        for package in published:
            for file in package.files:
                answer = await client.get(package.file_address(file))
                assert answer.status_code == 200
                assert answer.headers["etag"] == f'"{file.sha256}"'
                assert len(answer.content) == file.size == int(answer.headers["content-length"])
