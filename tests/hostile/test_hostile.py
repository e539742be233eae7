"""Every hostile package is answered: findings or exit 2, no traceback, in bounded memory."""

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from .corpus import EVERY
from .entry import Entry
from .judged import Outcome, WarmJudge, outcome_of

FEWEST = 80
MOST_MEGABYTES = 300
FEW = 100
"""Each package of so many is put before a process of its own too."""
LARGER = (
    "a million stray quotes",
    "a line of 1 GB",
    "a header of 1 GB",
    "a cell of 300 MB in quotes",
    "250,000 allowed values",
    "200,000 missing values",
    "50,000 paths",
    "a pattern of 1 MB",
    "40,000 faults",
    "100,000 allowed values",
    "100,000 missing values",
    "a JSON record of a million keys",
    "a million records, all wrong",
    "a JSON line of 300 MB",
    "5,000 tables",
    "a million records that repeat one key",
    "a cell of 20 MB of line ends",
    "a table's name of 5 MB",
)
"""What another package is too, or nearly, with less work: `make thorough`."""
PACKAGES = [
    pytest.param(entry, id=entry.name, marks=pytest.mark.thorough if entry.name in LARGER else ())
    for entry in EVERY
]


class Listener:
    """A server that nobody must talk to; it counts those who do."""

    def __init__(self) -> None:
        """Listen on a free port of this machine."""
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        """Take every visitor in, and send him away."""
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self) -> None:
        """Listen no longer."""
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Listen while the packages are judged."""
    listening = Listener()
    yield listening
    listening.close()


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmJudge]:
    """Have the command imported once for all packages that are judged here."""
    judge = WarmJudge()
    yield judge
    judge.close()


@pytest.mark.parametrize("entry", PACKAGES)
def test_a_hostile_package_is_answered(
    entry: Entry, listener: Listener, warm: WarmJudge, tmp_path: Path
) -> None:
    entry.make(tmp_path, listener.port)
    outcome = warm(entry, tmp_path)
    shutil.rmtree(tmp_path)
    hold(outcome, entry)
    assert listener.visits == 0


@pytest.mark.parametrize("entry", PACKAGES[::FEW])
def test_a_process_of_its_own_answers_no_differently(
    entry: Entry, listener: Listener, warm: WarmJudge, tmp_path: Path
) -> None:
    entry.make(tmp_path, listener.port)
    alone, forked = outcome_of(entry, tmp_path), warm(entry, tmp_path)
    assert (alone.code, alone.err) == (forked.code, forked.err)
    hold(alone, entry)
    assert listener.visits == 0


def hold(outcome: Outcome, entry: Entry) -> None:
    """Hold what came of a package to what its entry says."""
    assert "Traceback" not in outcome.err, outcome.err
    assert outcome.code == entry.code, (outcome.err, outcome.out[:2_000])
    if entry.code == 2:
        assert outcome.err.startswith(f"pressmark: {entry.said}"), outcome.err
        assert outcome.out == ""
    else:
        counts = outcome.report["counts"]
        if entry.counts:
            assert counts == dict(entry.counts)
        else:
            assert sorted(outcome.places, key=str) == sorted(entry.findings, key=str)
    assert outcome.megabytes <= MOST_MEGABYTES


def test_the_listener_would_have_noticed() -> None:
    listening = Listener()
    with socket.create_connection(("127.0.0.1", listening.port)) as visitor:
        assert visitor.recv(1) == b""
    assert listening.visits == 1
    listening.close()


def test_the_corpus_is_large_and_its_names_differ() -> None:
    names = [entry.name for entry in EVERY]
    assert len(set(names)) == len(names) >= FEWEST
    assert set(LARGER) <= set(names)
