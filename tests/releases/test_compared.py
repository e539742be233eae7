"""What changed between two releases, laid down to be read by pages."""

import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pressmark.compare import CHANGES_CSV, Comparison, compare, write_changes_csv
from pressmark.engine.connection import Engine
from pressmark.package import Package
from pressmark.releases import compared
from tests.apply.example import releases

PAGE = "select of_table, change, key, record, fields from entries order by id"


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, Package]:
    """Two releases, of which the newer renames, adds, removes, changes and moves."""
    return releases(tmp_path_factory.mktemp("sides"))


def write(old: Package, new: Package, folder: Path) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """Compare into a folder; give what is told of the whole, and the records."""
    folder.mkdir(exist_ok=True)
    compared.write_comparison(old, new, folder)
    with closing(sqlite3.connect(folder / compared.PAGES)) as pages:
        (document,) = pages.execute("select document from told").fetchone()
        return json.loads(document), pages.execute(PAGE).fetchall()


def find_all(old: Package, new: Package) -> tuple[Comparison, str]:
    """Compare as `pressmark diff` does."""
    with Engine() as engine:
        found = compare(old, new, engine)
        return found, "".join(write_changes_csv(found, engine))


@pytest.mark.command
def test_counts_and_values_are_those_of_diff(
    sides: tuple[Package, Package], tmp_path: Path
) -> None:
    told, rows = write(*sides, tmp_path)
    found, text = find_all(*sides)
    assert (tmp_path / CHANGES_CSV).read_text("utf-8") == text
    assert [each["name"] for each in told["tables"]] == ["things", "visits"]
    for each, table in zip(told["tables"], found.tables, strict=True):
        counts = (each["added"], each["removed"], each["changed"], each["moved"])
        assert counts == (table.added, table.removed, table.changed, table.moved)
        assert each["cells"] == dict(table.cells)
    assert told["tables"][0]["filled"] == {"colour": 1}
    assert told["tables"][0]["matched_by"] == ["key"]
    assert len(told["schema"]) == len(found.schema)
    assert all(each["message"] for each in told["schema"])
    assert [(table, change, key) for table, change, key, _, _ in rows] == [
        (0, "changed", "a"), (0, "changed", "b"), (0, "removed", "c"), (0, "added", "d"),
        (1, "removed", None),
    ]  # fmt: skip
    assert json.loads(rows[0][4]) == [["note", "red, or so", None]]
    assert json.loads(rows[3][4])[1] == ["height", None, "4"]


@pytest.mark.command
def test_what_the_newer_release_published_is_taken_as_it_is(
    sides: tuple[Package, Package], tmp_path: Path
) -> None:
    """Where it tells of these two, and tells every value."""
    old, new = sides
    named = tmp_path / "named"
    named.mkdir()
    for name in ("datapackage.json", "data"):
        (named / name).symlink_to(new.root / name)
    _, text = find_all(*sides)
    changes = named / CHANGES_CSV
    changes.write_text(text, encoding="utf-8")
    moved = replace(new, root=named)
    assert write(old, moved, tmp_path / "taken") == write(old, new, tmp_path / "found")
    assert not (tmp_path / "taken" / CHANGES_CSV).exists()
    for other in (
        text.replace(",1.0.0,", ",0.9.0,", 1),
        text.splitlines()[0] + "\n",
        "table,key,field,change,before,after\nthings,d,,added,,\n",
    ):
        changes.write_text(other, encoding="utf-8")
        write(old, moved, tmp_path / "taken again")
        assert (tmp_path / "taken again" / CHANGES_CSV).exists()
        (tmp_path / "taken again" / compared.PAGES).unlink()


def test_all_are_counted_and_so_many_can_be_paged(
    sides: tuple[Package, Package], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compared, "MOST_ENTRIES", 2)
    told, rows = write(*sides, tmp_path)
    assert (len(rows), told["listed"]) == (2, 2)
    assert told["tables"][1]["removed"] == 1


def test_as_a_program_it_does_what_it_reads(
    sides: tuple[Package, Package], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says what is wrong."""
    asked = {"releases": [str(each.root / "datapackage.json") for each in sides]}
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({**asked, "folder": str(tmp_path)})))
    compared.main()
    assert (tmp_path / compared.PAGES).is_file()
    asked["releases"][0] = str(tmp_path / "nowhere.json")
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({**asked, "folder": str(tmp_path)})))
    with pytest.raises(SystemExit, match=r"nowhere\.json"):
        compared.main()
