"""Derived files are written two at once, and what one of them is refused is said."""

from pathlib import Path

import pytest

from pressmark.engine.connection import Engine
from pressmark.errors import MachineError, ProjectError
from pressmark.formats import Format, Ready
from pressmark.releases.derived import write_at_once
from pressmark.validate import judge
from tests.packages import field, fields, read, write_package


def make_format(name: str, error: Exception | None = None) -> Format:
    """Make a format whose file tells how many records it was given."""

    def write(ready: Ready, folder: Path) -> None:
        ((count,),) = ready.engine.rows(f"select count(*) from {ready.stored[0].typed}")
        if error:
            raise error
        (folder / name).write_text(str(count), "utf-8")

    return Format(name, name, "text/plain", name, write)


def test_each_is_written_by_a_way_in_of_its_own(tmp_path: Path) -> None:
    package = read(write_package(tmp_path, {"t": (fields(field("a")), "a\nx\ny\n")}))
    formats = tuple(make_format(name) for name in "bcdef")
    with Engine() as engine:
        ready = Ready(package, judge(package, engine).tables, engine)
        write_at_once(ready, (*formats, Format("no", "no", "text/plain", "no")), tmp_path)
        assert {name: (tmp_path / name).read_text() for name in "bcdef"} == dict.fromkeys(
            "bcdef", "2"
        )
        wrong, full = ProjectError("p", "is wrong", "mend it"), MachineError("m", "is full")
        failing = (make_format("g"), make_format("h", wrong), make_format("i", full))
        with pytest.raises(ProjectError, match="is wrong"):
            write_at_once(ready, failing, tmp_path)
        with pytest.raises(MachineError, match="is full"):
            write_at_once(ready, failing[::2], tmp_path)
        assert engine.rows("select count(*) from inside.p0") == [(2,)]
