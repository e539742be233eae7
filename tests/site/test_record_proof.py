"""The JSON of a record holds its proof, and is refused where what stands beside it is forged."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pressmark.citation import provable as reading
from pressmark.package import Table
from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.releases.ledger import read_ledger
from pressmark.site.content import record_proof
from pressmark.verify.one_record import verify_record
from tests.citation.conftest import visited
from tests.packages import write_project
from tests.site.visitor import Visitor

THINGS = """
fields:
  - {name: id, type: string}
  - {name: open, type: boolean}
  - {name: share, type: number}
  - {name: exact, type: number}
  - {name: size, type: integer}
  - {name: huge, type: integer}
  - {name: day, type: date}
  - {name: note, type: string}
primaryKey: [id, day]
"""
TEXT = (
    "id,open,share,exact,size,huge,day,note\n"
    'a,true,0.1,12345678901234567890.5,1,99999999999999999999,2021-05-18,"x\n""y"""\n'
    "a,false,-2,1,0,1,2021-05-19,\n"
    '"b/~,",,1e3,,,,2021-05-18,1\n'
)
KEYS = ("a,2021-05-18", "a,2021-05-19", "b~2F~7E~2C,2021-05-18")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("p") / "project", {"things": (THINGS, TEXT)})
    release(read_project(folder), date="2026-11-22")
    return folder


@pytest.fixture(scope="module")
def visitor(project: Path) -> Iterator[Visitor]:
    with visited(project) as visitor:
        yield visitor


def record(visitor: Visitor, key: str = KEYS[0]) -> dict[str, Any]:
    found: dict[str, Any] = visitor.get(f"/record/1.0.0/things/{key}.json").json()
    return found


@pytest.mark.parametrize("key", KEYS)
def test_the_json_of_a_record_is_its_proof(key: str, visitor: Visitor, project: Path) -> None:
    told = record(visitor, key)
    ledger = read_ledger(project / "datapackage/releases")
    found = verify_record(json.dumps(told), "a", head=ledger.head, ledger=ledger)
    assert found.valid, found.text()
    assert verify_record(json.dumps(told["proof"]), "a").valid


def test_what_stands_beside_a_proof_must_be_the_same(visitor: Visitor) -> None:
    told = record(visitor)
    forged = [
        {**told, "version": "2.0.0"}, {**told, "table": "t"}, {**told, "key": {"id": "a"}},
        {**told, "values": None}, {**told, "proof": record(visitor, KEYS[1])["proof"]},
        *({**told, "values": {**told["values"], name: value}} for name, value in (
            ("id", "b"), ("open", 0), ("open", True), ("share", 0.2), ("share", "0,1"),
            ("size", 2), ("size", None), ("huge", 1), ("day", ["2021-05-18"]), ("note", "x"),
            ("more", 1))),
    ]  # fmt: skip
    for each in forged:
        assert not verify_record(json.dumps(each), "a").valid, each


def test_a_table_is_read_once_and_then_a_run_of_records(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Table] = []

    def counted(table: Table) -> reading.ProvableTable:
        read.append(table)
        return reading.read_provable(table)

    monkeypatch.setattr(record_proof, "read_provable", counted)
    monkeypatch.setattr(reading, "RUN", 2)
    with visited(project) as visitor:
        for key in (*KEYS, *KEYS):
            assert verify_record(json.dumps(record(visitor, key)), "a").valid
    assert len(read) == 1


def test_a_reading_that_failed_is_tried_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        message = "the disk is gone"
        raise OSError(message)

    with visited(project) as visitor:
        with monkeypatch.context() as patched:
            patched.setattr(record_proof, "read_provable", fail)
            with pytest.raises(OSError, match="the disk is gone"):
                visitor.get(f"/record/1.0.0/things/{KEYS[0]}.json")
        assert record(visitor)["proof"]


def test_what_was_not_published_is_proven_by_its_content(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project", {"things": (THINGS, TEXT)})
    with visited(folder) as visitor:
        told = record(visitor)
    assert told["proof"]["entries"] == [] and verify_record(json.dumps(told), "a").valid
