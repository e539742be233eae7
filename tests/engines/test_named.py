"""Engines are named on the command line, and what they do not judge alike is refused by name."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pressmark.api import validate
from pressmark.engines import portion_judge, work
from pressmark.engines.engine_names import open_machines, without_stderr
from pressmark.engines.spark_machines import SparkMachines
from pressmark.engines.work import ROWS, Batches, tell_row
from pressmark.errors import MachineError, ProjectError
from tests.packages import field, fields, write_package


class FakeFrame:
    """A frame of Spark: what was asked of it, and the rows that answer."""

    def __init__(self, batches: list[pa.RecordBatch]) -> None:
        """Hold rows."""
        self.batches = batches

    def mapInArrow(self, work: Any, columns: str) -> "FakeFrame":  # noqa: N802 - Spark's name
        """Run work over the rows."""
        assert columns.startswith("bucket long, side int, ")
        return FakeFrame(list(work(iter(self.batches))))

    def repartition(self, partitions: int, column: str) -> "FakeFrame":
        """Keep all rows together."""
        assert (partitions, column) == (3, "bucket")
        return self

    def toArrow(self) -> pa.Table:  # noqa: N802 - Spark's name
        """Give the rows."""
        return pa.Table.from_batches(self.batches, ROWS)


class FakeSession:
    """A session of Spark."""

    def range(self, _first: int, last: int, _step: int, partitions: int) -> FakeFrame:
        """Give numbers, a partition each."""
        assert partitions == last
        return FakeFrame([pa.record_batch({"id": [number]}) for number in range(last)])


def give_sign() -> None:
    """Give a sign of life."""


def tell(number: int) -> Batches:
    """Tell a number."""
    yield tell_row(str(number), number)


def keep(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Keep every second row."""
    yield from list(batches)[::2]


def test_spark_is_asked_by_four_of_its_words() -> None:
    machines = SparkMachines(FakeSession(), "spark", lambda: True, give_sign)
    assert machines.spread(3, tell).column("told").to_pylist() == ["0", "1", "2"]
    assert machines.shuffle(4, tell, 3, keep).column("told").to_pylist() == ["0", "2"]
    assert machines.spread(0, tell).num_rows == machines.shuffle(0, tell, 3, keep).num_rows == 0


def test_what_fails_on_a_worker_is_a_failure_of_the_machine() -> None:
    def fail(_: int) -> Batches:
        raise ValueError("first line\n  the last line\n")

    with pytest.raises(MachineError, match="--engine sail: the last line"):
        SparkMachines(FakeSession(), "sail", lambda: True, give_sign).spread(1, fail)


def test_an_engine_that_is_gone_is_not_waited_for() -> None:
    never = threading.Event()

    def wait(_: int) -> Batches:
        never.wait(60)
        yield from tell(1)

    with pytest.raises(MachineError, match="the engine ended before it had answered"):
        SparkMachines(FakeSession(), "sail", lambda: False, give_sign).spread(1, wait)
    never.set()


class SilentSession(FakeSession):
    """A session whose engine is stopped: nothing is answered, and nobody is told."""

    def __init__(self, signs: int) -> None:
        """Give so many signs of life, and then none."""
        self.signs, self.ends = signs, threading.Event()

    def give_sign(self) -> None:
        """Answer, or wait."""
        self.signs -= 1
        if self.signs < 0:
            self.ends.wait(60)


@pytest.mark.parametrize("signs", [0, 2])
def test_an_engine_that_is_stopped_is_not_waited_for(signs: int) -> None:
    session = SilentSession(signs)

    def wait(_: int) -> Batches:
        session.ends.wait(60)
        yield from tell(1)

    machines = SparkMachines(session, "sail", lambda: True, session.give_sign, silent_for=0.2)
    assert not machines.stopped
    with pytest.raises(MachineError, match="no sign of life for 0 seconds"):
        machines.spread(1, wait)
    assert machines.stopped
    assert session.signs < 0
    session.ends.set()


def test_a_busy_engine_that_gives_signs_of_life_is_waited_for() -> None:
    session, busy = SilentSession(3), threading.Event()

    def work(_: int) -> Batches:
        while session.signs > 0:
            busy.wait(0.1)
        yield from tell(1)

    machines = SparkMachines(session, "sail", lambda: True, session.give_sign, silent_for=60)
    assert machines.spread(1, work).num_rows == 1
    assert not machines.stopped
    session.ends.set()


def write_small(folder: Path, **schema: Any) -> Path:
    """Write a package of two fields."""
    table = (fields(field("a"), field("b"), **schema), "a,b\n1,2\n")
    return write_package(folder, {"t": table})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"engine": "spork"}, "--engine: 'spork' is no engine\n  did you mean 'spark'?"),
        ({"engine": "duck"}, "'duck' is no engine\n  name one of spark, sail"),
        ({"engine": "sail"}, "needs the extra [sail]"),
        ({"engine": "spark"}, "needs the extra [spark]"),
        ({"engine": "sail", "spark_master": "local"}, "Sail has no master"),
        ({"spark_master": "local"}, "no engine is named"),
        ({"engine": "sail", "second_judge": True}, "an engine does not take --second-judge"),
        ({"engine": "sail", "sources": "."}, "an engine does not take --sources"),
    ],
)
def test_what_an_engine_does_not_take_is_refused(
    given: dict[str, Any], said: str, tmp_path: Path
) -> None:
    with pytest.raises(ProjectError) as caught:
        validate(write_small(tmp_path), **given)
    assert said in str(caught.value)


def test_own_rules_are_not_refused(tmp_path: Path) -> None:
    from pressmark.package.project import read_project

    path = write_small(tmp_path, primaryKey="a")
    (tmp_path / "alike.sql").write_text("-- table: t\nselect a from t where a = b")
    path.write_text(path.read_text().replace('"name": "small"',
                    '"name": "small", "pressmark:rules": ["alike.sql"]'))  # fmt: skip
    package = read_project(path, trust_rules=True)
    with pytest.raises(ProjectError, match="'sial' is no engine"):
        validate(package, engine="sial")
    with pytest.raises(ProjectError, match="needs the extra"):
        validate(package, engine="sail")


def test_recorded_passages_are_refused_by_name(tmp_path: Path) -> None:
    names = ("id", "source", "start", "end", "sha256")
    passages = {name: name for name in names[1:]}
    reference = {"fields": ["source"], "reference": {"resource": "s", "fields": ["id"]}}
    evidence = fields(
        *(field(each, "integer" if each in ("start", "end") else "string") for each in names),
        foreignKeys=[reference],
        **{"pressmark:passages": passages},
    )
    tables = {
        "e": (evidence, ",".join(names) + "\n"),
        "s": (fields(field("id"), primaryKey=["id"]), "id\n"),
    }
    with pytest.raises(ProjectError, match="the table 'e' records passages"):
        validate(write_package(tmp_path, tables), engine="sail")


def test_a_worker_of_another_version_judges_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import random

    from .compared import said_by_many
    from .partitions import Partitions

    monkeypatch.setattr(portion_judge, "read_versions", lambda: ("0.0.1", "1.0"))
    said = said_by_many(write_small(tmp_path), 3, 1, cluster=Partitions(random.Random(1)))  # noqa: S311
    assert said[0] == "MachineError"
    assert "a worker: has Pressmark 0.0.1 and DuckDB 1.0" in said[1]
    assert work.read_versions()[0] != "0.0.1"


def test_what_is_started_quietly_has_no_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    import os

    with without_stderr():
        os.write(2, b"noise")
    os.write(2, b"said")
    assert capfd.readouterr().err == "said"


def test_an_engine_is_opened_when_it_is_used() -> None:
    assert open_machines("sail", None)
