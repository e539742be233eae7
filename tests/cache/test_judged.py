"""A project that is judged again: what did not change is not asked, and the report is the same."""

import gzip
import hashlib
import json
import os
import random
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import pressmark
import pressmark.cache.judged
import pressmark.cache.tool
from pressmark.cache.described import UndescribedError, describe
from pressmark.cache.noticed import RACY
from pressmark.cache.sealed import read_sealed
from pressmark.package.project import read_package
from pressmark.validate.hashes import hash_files
from tests.cache.projects import (
    JUDGING,
    LARGE,
    PLAIN,
    TABLES,
    cache_of,
    change_unseen,
    judge_cached,
    judge_fresh,
    list_asked,
    watch_reading,
    write_world,
)
from tests.packages import write_project

EVERYTHING = ["countries", "cities", "alone", "crowded", "plain"]
RECORDS = "datapackage/records"


def test_what_did_not_change_is_not_asked_again(world: Path) -> None:
    assert list_asked(world) == EVERYTHING
    assert list_asked(world) == []
    assert list_asked(world, limit=0) == ["countries", "cities", "alone", "crowded"]


def test_without_being_asked_nothing_is_written(world: Path) -> None:
    judge_fresh(world)
    assert not (world / "build").exists()


@pytest.mark.parametrize(
    ("table", "old", "new", "asked"),
    [
        ("alone", "2,no", "3,no", ["alone"]),
        ("alone", "2,no", "2,on", ["alone"]),
        ("alone", "2,no", "1,no", ["alone"]),
        ("cities", "126", "127", ["countries", "cities"]),
        ("cities", ",de,", ",at,", ["countries", "cities"]),
        ("countries", "us,am", "us,as", ["countries", "cities"]),
        ("countries", "us,am", "ca,am", ["countries", "cities"]),
    ],
)
def test_a_table_is_read_where_it_or_what_it_refers_to_changed(
    ruleless: Path, table: str, old: str, new: str, asked: list[str]
) -> None:
    assert list_asked(ruleless) == ["countries", "cities", "alone"]
    change_unseen(ruleless / f"{RECORDS}/{table}.csv", old, new)
    assert list_asked(ruleless) == asked


def test_a_rule_is_run_where_a_table_that_it_may_read_changed(world: Path) -> None:
    tables = ["countries", "cities", "alone"]
    list_asked(world)
    change_unseen(world / f"{RECORDS}/alone.csv", "2,no", "3,no")
    # What a rule finds is not kept: it is asked again whenever anything is.
    assert list_asked(world) == [*tables, "crowded", "plain"]
    change_unseen(world / f"{RECORDS}/cities.csv", "264", "364")
    assert list_asked(world) == [*tables, "crowded"]
    change_unseen(world / f"{RECORDS}/cities.csv", "364", "164")
    change_unseen(world / f"{RECORDS}/cities.csv", "342", "142")
    assert list_asked(world) == [*tables, "crowded"]
    change_unseen(world / f"{RECORDS}/alone.csv", "3,no", "4,no")
    assert list_asked(world) == [*tables, "plain"]
    change_unseen(world / f"{RECORDS}/countries.csv", "am", "as")
    assert list_asked(world) == ["countries", "cities"]


def rewrite(path: str, text: str) -> Callable[[Path], None]:
    """Give what writes a file of a project."""

    def write(folder: Path) -> None:
        (folder / path).write_text(text, "utf-8")

    return write


DESCRIBED = 'name: small\nversion: "1.0.0"\nresources:\n  - name: countries\n  - name: cities\n'
CHANGES: dict[str, Callable[[Path], Any]] = {
    "schema": rewrite("schemas/alone.yaml", TABLES["alone"][0].replace("yes, no", "yes, on")),
    "key": rewrite(
        "schemas/alone.yaml",
        TABLES["alone"][0]
        + "foreignKeys: [{fields: [word], reference: {resource: countries, fields: [code]}}]\n",
    ),
    "missing values": rewrite(
        "schemas/alone.yaml", TABLES["alone"][0] + 'missingValues: ["", "2"]\n'
    ),
    "dialect": rewrite(
        "datapackage/datapackage.yaml",
        DESCRIBED + '  - name: alone\n    dialect: {delimiter: ";"}\n',
    ),
    "hash": rewrite(
        "datapackage/datapackage.yaml", DESCRIBED + f"  - name: alone\n    hash: {'0' * 32}\n"
    ),
    "limits": rewrite(
        "datapackage/datapackage.yaml",
        DESCRIBED + "  - name: alone\npressmark:limits: {cellBytes: 2}\n",
    ),
    "rule": rewrite("schemas/rules/plain.sql", PLAIN.replace("100", "0")),
    "message": rewrite("schemas/rules/plain.sql", PLAIN.replace("100", "0").replace("too", "so")),
    "view": rewrite("datapackage/views/large_cities.sql", LARGE.replace("200", "400")),
    "new rule": rewrite("schemas/rules/more.sql", PLAIN.replace("> 100", "< 2")),
    "gone": lambda folder: (folder / f"{RECORDS}/alone.csv").unlink(),
    "emptied": lambda folder: (folder / f"{RECORDS}/alone.csv").write_text("", "utf-8"),
    "moved": lambda folder: (folder / f"{RECORDS}/alone.csv").rename(folder / "x.csv"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_the_report_is_that_without_a_cache(
    world: Path, change: Callable[[Path], None]
) -> None:
    before = judge_cached(world)
    change(world)
    assert list_asked(world)
    assert judge_cached(world) != before
    # A file that cannot be read is looked for again.
    kept = (world / f"{RECORDS}/alone.csv").exists()
    assert bool(list_asked(world)) is not kept


def test_options_have_reports_of_their_own(world: Path) -> None:
    change_unseen(world / f"{RECORDS}/alone.csv", "2,no", "x,on")
    choices: tuple[dict[str, Any], ...] = (
        {},
        {"limit": 0},
        {"limit": 1},
        {"rules": ["cell"]},
        {"rules": ["key.primary", "cell.enum"]},
        {"ignore": {"cell.enum": "We know."}},
        {"ignore": {"cell.enum": "We know it."}},
    )
    for options in choices:
        assert list_asked(world, **options)
    for options in choices:
        assert list_asked(world, **options) == []


def test_rules_that_are_chosen_tell_nothing_of_others(ruleless: Path) -> None:
    change_unseen(ruleless / f"{RECORDS}/alone.csv", "2,no", "x,on")
    assert judge_cached(ruleless, rules=["key"])["valid"]
    assert list_asked(ruleless, rules=["key"]) == []
    assert not judge_cached(ruleless)["valid"]


@pytest.mark.parametrize("changes", [8, pytest.param(20, marks=pytest.mark.thorough)])
def test_many_changes_one_after_the_other(changes: int, world: Path) -> None:
    chance = random.Random(20)  # noqa: S311 - no secret
    texts = {
        "countries": ("de,eu", "fr,eu", "us,am", "de,as", "D1,eu", "at,eu"),
        "cities": ("ulm,de,126", "nice,fr,342", "reno,us,264", "ulm,at,126", "ulm,de,-26", "a,,1"),
        "alone": ("1,yes", "2,no", "3,on", "101,no", "x,no", "1,no"),
    }
    for _ in range(changes):
        table = chance.choice(list(texts))
        lines = chance.sample(texts[table], chance.randrange(2, 5))
        head = TABLES[table][1].partition("\n")[0]
        path = world / f"{RECORDS}/{table}.csv"
        path.write_text("\n".join((head, *lines, "")), "utf-8")
        assert judge_cached(world) == judge_fresh(world)


def test_a_tool_that_changed_knows_nothing(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list_asked(world)
    monkeypatch.setattr(pressmark.cache.judged, "identify_tool", lambda: "another")
    assert list_asked(world) == EVERYTHING


def test_the_tool_is_its_own_files_its_libraries_and_their_versions(tmp_path: Path) -> None:
    own, site = tmp_path / "own", tmp_path / "site"
    (own / "rules").mkdir(parents=True)
    (own / "__pycache__").mkdir()
    (own / "rules" / "cells.py").write_text("a", "utf-8")
    seen = {pressmark.cache.tool.hash_files_below(own).hexdigest()}
    (own / "rules" / "cells.py").write_text("b", "utf-8")
    seen.add(pressmark.cache.tool.hash_files_below(own).hexdigest())
    (own / "rules" / "page.html").write_text("", "utf-8")
    seen.add(pressmark.cache.tool.hash_files_below(own).hexdigest())
    (own / "__pycache__" / "x.pyc").write_text("", "utf-8")
    assert len(seen) == len({*seen, pressmark.cache.tool.hash_files_below(own).hexdigest()}) == 3
    (site / "duckdb-2.0.0.dist-info").mkdir(parents=True)
    (site / "duckdb").mkdir()
    folders = (str(site), str(tmp_path / "none"))
    assert pressmark.cache.tool.list_libraries(folders) == ("duckdb-2.0.0.dist-info",)


# Files that look as they did


def test_an_old_file_is_known_by_its_stamp_and_a_young_one_by_its_bytes(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def watched(paths: Sequence[Path], algorithm: str) -> str:
        hashed.append(paths[0].stem)
        return hash_files(paths, algorithm)

    monkeypatch.setattr(pressmark.cache.judged, "hash_files", watched)
    list_asked(world)
    assert list_asked(world) == []
    assert sorted(hashed) == ["alone", "cities", "countries"]
    later = time.time_ns() + 2 * RACY
    monkeypatch.setattr(time, "time_ns", lambda: later)
    assert list_asked(world) == []
    hashed.clear()
    assert list_asked(world) == []
    assert hashed == []
    (world / f"{RECORDS}/alone.csv").touch()
    assert list_asked(world) == []
    assert hashed == ["alone"]


@pytest.mark.parametrize(
    ("shift", "later"), [(0, 0), (86_400, 0), (86_400, -86_400), (-86_400, 86_400)]
)
def test_a_change_that_hides_is_seen_whatever_the_clock_says(
    ruleless: Path, monkeypatch: pytest.MonkeyPatch, shift: int, later: int
) -> None:
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now + shift * 10**9)
    assert judge_cached(ruleless)["valid"]
    monkeypatch.setattr(time, "time_ns", lambda: now + later * 10**9)
    change_unseen(ruleless / f"{RECORDS}/alone.csv", "2,no", "2,on")
    assert not judge_cached(ruleless)["valid"]
    change_unseen(ruleless / f"{RECORDS}/alone.csv", "2,on", "2,no")
    assert judge_cached(ruleless)["valid"]


def test_a_file_that_takes_the_place_of_another_is_seen(world: Path) -> None:
    path = world / f"{RECORDS}/alone.csv"
    list_asked(world)
    before = path.stat()
    other = world / "other.csv"
    other.write_text(path.read_text("utf-8").replace("2,no", "2,on"), "utf-8")
    other.replace(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not judge_cached(world)["valid"]


def test_a_file_that_changes_while_it_is_judged_is_not_kept(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, judge = world / f"{RECORDS}/alone.csv", JUDGING.make_report

    def change_and_report(*words: Any) -> Any:
        change_unseen(path, "2,no", "2,on")
        return judge(*words)

    with monkeypatch.context() as patched:
        patched.setattr(JUDGING, "make_report", change_and_report)
        assert judge_cached(world)["valid"]
    assert not judge_cached(world)["valid"]


# A cache that is worth nothing


def test_no_byte_of_a_cache_can_be_changed(world: Path) -> None:
    list_asked(world)
    cache = cache_of(world)
    whole = cache.read_bytes()
    spoiled = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
               for at in range(0, len(whole), 7)]  # fmt: skip
    spoiled += [b"", whole[:64], whole[:-1], whole + b" ", b"\n", b"null", b"\0" * len(whole)]
    assert read_sealed(cache) is not None
    for each in spoiled:
        cache.write_bytes(each)
        assert read_sealed(cache) is None
    assert list_asked(world) == EVERYTHING
    other = cache.with_name("other.json")
    other.write_bytes(cache.read_bytes())
    assert read_sealed(other) is None


def test_a_cache_that_says_of_wrong_data_that_it_is_right_is_not_believed(world: Path) -> None:
    change_unseen(world / f"{RECORDS}/alone.csv", "2,no", "2,on")
    judge_cached(world)
    cache = cache_of(world)
    _, _, document = cache.read_bytes().partition(b"\n")
    kept = json.loads(document)
    told = json.loads(next(iter(kept["reports"].values())))
    kept["reports"] = dict.fromkeys(
        kept["reports"], json.dumps(told | {"errors": 0, "findings": [], "counts": {}})
    )
    raw = json.dumps(kept).encode()
    for seal in (hashlib.sha256(raw).hexdigest().encode(), b"", cache.read_bytes()[:64]):
        cache.write_bytes(seal + b"\n" + raw)
        assert not judge_cached(world)["valid"]


def test_the_cache_of_somebody_else_is_worth_nothing(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_asked(world)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    assert list_asked(world) == EVERYTHING
    secret = tmp_path / "another/pressmark/cache-secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    secret.chmod(0o644)  # one that others may read seals nothing
    assert list_asked(world) == EVERYTHING


def test_that_nothing_can_be_kept_is_no_error(
    ruleless: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ruleless / "build").write_text("a file", "utf-8")
    assert list_asked(ruleless) == list_asked(ruleless) == EVERYTHING[:3]
    (ruleless / "build").unlink()
    (ruleless / "build/cache/judged.json").mkdir(parents=True)
    assert list_asked(ruleless) == list_asked(ruleless) == EVERYTHING[:3]
    (ruleless / "build/cache/judged.json").rmdir()
    os.mkfifo(ruleless / "build/cache/judged.json")
    assert list_asked(ruleless) == EVERYTHING[:3]
    (ruleless / "build/cache/judged.json").unlink()
    (tmp_path / "no folder").write_text("", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "no folder"))
    assert list_asked(ruleless) == list_asked(ruleless) == EVERYTHING[:3]
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", fail_to_find_home)
    assert list_asked(ruleless) == list_asked(ruleless) == EVERYTHING[:3]


def fail_to_find_home() -> Path:
    """Fail as Python does for a user without a home."""
    raise RuntimeError("no home")


def test_several_at_once_do_no_harm(world: Path) -> None:
    expected, found = judge_fresh(world), []
    threads = [threading.Thread(target=lambda: found.append(judge_cached(world))) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [expected] * 4
    assert list_asked(world) == []
    assert sorted(each.name for each in cache_of(world).parent.iterdir()) == [
        ".gitignore", "judged.json",
    ]  # fmt: skip


def test_with_a_plug_in_or_sources_or_of_a_package_nothing_is_kept(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(pressmark.cache.judged, "list_chosen", lambda: ("a plug-in",))
        judge_cached(world)
    judge_cached(world, sources=world)
    ruleless = write_world(tmp_path / "published", rules=False)
    pressmark.release(ruleless, date="2026-11-22", without=("license", "creator"))
    release = ruleless / "datapackage/releases/1.0.0"
    before = sorted(tmp_path.rglob("*"))
    assert pressmark.validate(read_package(release / "datapackage.json", trusted=False), cache=True)
    assert sorted(tmp_path.rglob("*")) == before
    assert not (world / "build").exists()


def test_what_is_kept_does_not_grow_for_ever(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressmark.cache.judged, "MOST_KNOWN", 5)
    path = world / f"{RECORDS}/alone.csv"
    for number in range(9):
        path.write_text(f"key,word\n{number},no\n", "utf-8")
        judge_cached(world)
    kept = json.loads(cache_of(world).read_bytes().partition(b"\n")[2])
    assert [len(kept[each]) for each in ("files", "sound", "right", "reports")] == [3, 5, 5, 8]
    monkeypatch.setattr(pressmark.cache.judged, "LONGEST_REPORT", 10)
    path.write_text("key,word\n99,no\n", "utf-8")
    with watch_reading() as seen:
        judge_cached(world)
        judge_cached(world)
    assert seen.count("crowded") == 2


# Tables of several files, packed ones, data in the descriptor, and what no schema describes

KINDS = """name: small
version: "1.0.0"
resources:
  - {name: parts, path: [a.csv, b.csv], schema: schemas/alone.yaml}
  - {name: packed, path: c.csv.gz, schema: schemas/alone.yaml}
  - name: inside
    data: [{key: 1, word: yes}]
    schema: schemas/alone.yaml
  - {name: loose, path: d.csv}
  - {name: notes, path: notes.pdf}
"""


@pytest.fixture
def kinds(tmp_path: Path) -> Path:
    """A project with a resource of every kind."""
    packed = gzip.compress(b"key,word\n7,yes\n", mtime=0)
    folder = write_project(
        tmp_path / "kinds",
        {"alone": TABLES["alone"]},
        {
            "datapackage/datapackage.yaml": KINDS,
            "a.csv": "key,word\n1,yes\n",
            "b.csv": "2,no\n",
            "d.csv": "x,y\n1,2\n",
            "notes.pdf": "a text",
        },
    )
    (folder / "c.csv.gz").write_bytes(packed)
    return folder


def test_every_kind_of_resource_is_known_again(kinds: Path) -> None:
    assert list_asked(kinds) == ["parts", "packed", "inside"]
    assert list_asked(kinds) == []
    change_unseen(kinds / "b.csv", "2,no", "3,no")
    # What stands in the descriptor is read each time that anything is.
    assert list_asked(kinds) == ["parts", "inside"]
    change_unseen(kinds / "b.csv", "3,no", "1,no")
    assert list_asked(kinds) == ["parts", "inside"]
    change_unseen(kinds / "b.csv", "1,no", "2,no")
    (kinds / "c.csv.gz").write_bytes(gzip.compress(b"key,word\n7,on\n", mtime=0))
    assert not judge_cached(kinds)["valid"]
    assert list_asked(kinds) == []


@pytest.mark.parametrize(("name", "old", "new"), [("d.csv", "1,2", "3,4"), ("notes.pdf", "a", "b")])
def test_a_resource_without_a_schema_is_measured_again(
    kinds: Path, name: str, old: str, new: str
) -> None:
    before = judge_cached(kinds)
    change_unseen(kinds / name, old, new)
    assert list_asked(kinds) == ["inside"]
    assert judge_cached(kinds)["files"] != before["files"]


def test_lines_that_move_from_one_part_to_another_are_seen(kinds: Path) -> None:
    list_asked(kinds)
    # The bytes of both, one after the other, stay what they were.
    (kinds / "a.csv").write_text("key,word\n1,yes\n2,", "utf-8")
    (kinds / "b.csv").write_text("no\n", "utf-8")
    assert list_asked(kinds) == ["parts", "inside"]


# What cannot be told from others


def test_a_value_that_nobody_can_tell_from_others_is_not_described() -> None:
    values = (1, 1.0, True, "1", None, (1,), ((1,),), {"a": 1}, {"a": "1"}, Path("1"), "")
    assert len({describe(each) for each in values}) == len(values)
    with pytest.raises(UndescribedError):
        describe((object(),))


def test_of_a_package_that_nobody_can_describe_nothing_is_known(
    ruleless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_asked(ruleless)
    monkeypatch.setattr("pressmark.cache.described.describe", refuse_to_describe)
    assert list_asked(ruleless) == EVERYTHING[:3]


def refuse_to_describe(value: object) -> str:
    """Refuse as for a value of a class that nobody knows."""
    raise UndescribedError(value)


def test_a_file_that_goes_or_changes_while_it_is_hashed_is_not_known(
    ruleless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_asked(ruleless)
    path = ruleless / f"{RECORDS}/alone.csv"

    def hash_and_change(paths: Sequence[Path], algorithm: str) -> str:
        found = hash_files(paths, algorithm)
        if paths[0].name == path.name:
            change_unseen(path, "2,no", "2,on")
        return found

    def fail(*_: object) -> str:
        raise PermissionError(path)

    monkeypatch.setattr(pressmark.cache.judged, "hash_files", fail)
    assert list_asked(ruleless) == EVERYTHING[:3]
    monkeypatch.setattr(pressmark.cache.judged, "hash_files", hash_and_change)
    assert not judge_cached(ruleless)["valid"]
