"""Projects that are judged again and again, with a cache and without."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

import pressmark
from pressmark.cache.judged import FOLDER, JUDGED
from pressmark.package.project import read_project
from pressmark.report import Report
from pressmark.validate import own_rules
from tests.packages import write_project

JUDGING = import_module("pressmark.validate")
"""The room, which has the name of a function."""
COUNTRIES = """
fields:
  - {name: code, constraints: {pattern: "[a-z]{2}"}}
  - {name: region}
primaryKey: [code]
"""
CITIES = """
fields:
  - {name: key}
  - {name: country}
  - {name: people, type: integer, constraints: {minimum: 0}}
primaryKey: [key]
foreignKeys:
  - {fields: [country], reference: {resource: countries, fields: [code]}}
"""
ALONE = """
fields:
  - {name: key, type: integer}
  - {name: word, constraints: {enum: [yes, no]}}
primaryKey: [key]
"""
TABLES = {
    "countries": (COUNTRIES, "code,region\nde,eu\nfr,eu\nus,am\n"),
    "cities": (CITIES, "key,country,people\nulm,de,126\nnice,fr,342\nreno,us,264\n"),
    "alone": (ALONE, "key,word\n1,yes\n2,no\n"),
}
CROWDED = """-- table: cities
-- severity: warning
-- message: {key} is crowded
select key from large_cities where people > 300
"""
PLAIN = """-- table: alone
-- message: {key} is too high
select key from alone where key > 100
"""
LARGE = "select key, people from cities where people > 200\n"
RULES = {
    "schemas/rules/crowded.sql": CROWDED,
    "schemas/rules/plain.sql": PLAIN,
    "datapackage/views/large_cities.sql": LARGE,
}


def write_world(folder: Path, *, rules: bool = True) -> Path:
    """Write a project of three tables, two of which refer to each other, with rules or without."""
    return write_project(folder, TABLES, RULES if rules else None)


def written(report: Report) -> dict[str, Any]:
    """Give a report but for its times, with all that renderings may show of it."""
    return report.written(seconds=False) | {
        "rows": dict(report.rows), "severities": report.severities, "told": report.unchecked,
        "errors": report.errors, "place": report.place, "verdict": report.verdict,
        "shown": [each.shown for each in report.findings],
    }  # fmt: skip


def judge_fresh(folder: Path, **options: Any) -> dict[str, Any]:
    """Judge a project without a cache."""
    return written(pressmark.validate(folder, **options))


def judge_cached(folder: Path, **options: Any) -> dict[str, Any]:
    """Judge a project with a cache."""
    return written(pressmark.validate(folder, cache=True, **options))


@contextmanager
def watch_reading() -> Iterator[list[str]]:
    """Give a list of the tables that are read and the rules that are run meanwhile."""
    seen: list[str] = []
    read, run = JUDGING.read_table, own_rules.run_rule

    def read_watched(file: Any, *others: Any) -> Any:
        seen.append(file.table.name)
        return read(file, *others)

    def run_watched(package: Any, rule: Any, *others: Any) -> Any:
        seen.append(rule.name)
        return run(package, rule, *others)

    with (
        mock.patch.object(JUDGING, "read_table", read_watched),
        mock.patch.object(own_rules, "run_rule", run_watched),
    ):
        yield seen


def list_asked(folder: Path, **options: Any) -> list[str]:
    """Judge with a cache; give what was read or run. The report is that without a cache."""
    with watch_reading() as seen:
        found = judge_cached(folder, **options)
    assert found == judge_fresh(folder, **options)
    return seen


def cache_of(folder: Path) -> Path:
    """Give the file of a project's cache."""
    return read_project(folder).root / "build" / FOLDER / JUDGED


def change_unseen(path: Path, old: str, new: str) -> None:
    """Change a file in place, as long as before, and set its times back as `touch -r` does."""
    before = path.stat()
    text = path.read_text("utf-8")
    assert old in text
    assert len(old) == len(new)
    with path.open("r+", encoding="utf-8") as file:
        file.write(text.replace(old, new))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (before.st_size, before.st_mtime_ns, before.st_ino) == (
        after.st_size, after.st_mtime_ns, after.st_ino,
    )  # fmt: skip
