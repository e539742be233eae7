"""Judges a package as it is judged, and by SQL alone: what is found must be the same."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pressmark.engine.connection import Engine
from pressmark.errors import PressmarkError
from pressmark.package.project import read_project
from pressmark.report import Report
from pressmark.validate import judge, key_judge, sound
from pressmark.validate.doubts import Doubts


@contextmanager
def by_sql_alone() -> Iterator[None]:
    """Let nothing be shown by bytes, for a block: every rule is asked about every cell and key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Doubts, "about", lambda self, number, _: self._cells_of(number).all_rows)
        patch.setattr(sound, "find_unproven", lambda texts, _: texts.all_rows)
        for name in ("find_repeated", "find_lost"):
            patch.setattr(key_judge, name, lambda *_: None)
        yield


def judged(path: Path, engine: Engine, limit: int, *, typed: bool = True) -> Report:
    """Judge a package by an engine that may have judged others: opening one takes longer."""
    engine.run("drop schema if exists inside cascade")
    return judge(read_project(path), engine, limit=limit, typed=typed).report


def answered(path: Path, engine: Engine, limit: int, *, typed: bool = True) -> list[str]:
    """Judge a package, and give the lines of its report, or what refuses it."""
    try:
        report = judged(path, engine, limit, typed=typed)
    except PressmarkError as error:
        return [str(error)]
    return write_lines(report)


def write_lines(report: Report) -> list[str]:
    """Write a report without the seconds that it took, line by line."""
    return json.dumps(report.written(seconds=False), indent=1).splitlines()


def find_difference(
    path: Path, engine: Engine, limit: int, *, typed: bool = True, found: list[str] | None = None
) -> str:
    """Tell the first line in which the answer by SQL alone differs from what is `found`, if any."""
    first = answered(path, engine, limit, typed=typed) if found is None else found
    with by_sql_alone():
        second = answered(path, engine, limit, typed=typed)
    if first == second:
        return ""
    pairs = zip([*first, "nothing"], [*second, "nothing"], strict=False)
    one, other = next(pair for pair in pairs if pair[0] != pair[1])
    return f"finds {one.strip()} and by SQL alone {other.strip()}"
