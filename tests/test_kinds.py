"""Every test has the marker of its kind, and what is `unit` can be nothing else."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import pressmark
from pressmark.releases.build import build
from tests.conftest import HOLD
from tests.kinds import FOLDERS, KINDS, TESTS, Hold, Reach, kind_of, kind_of_functions
from tests.packages import read, report_of
from tests.site.visitor import Visitor


def asks_a_site() -> None:
    """Ask a site, as a test would."""
    Visitor(None)  # type: ignore[arg-type]


def starts_a_process() -> None:
    """Start this Python."""
    subprocess.run([sys.executable, "-c", ""], check=True)


IN_PART = partial(starts_a_process)


def starts_it_in_part() -> None:
    """Start it by what was made of the function."""
    IN_PART()


def builds() -> None:
    """Build by the room that does."""
    build(read(Path()), Path("built"))


def publishes() -> None:
    """Publish by a public name of the package itself."""
    pressmark.release("datapackage")


def draws() -> None:
    """Draw an input."""
    random.Random(1).random()  # noqa: S311 - a sample


def test_every_test_is_of_one_kind(request: pytest.FixtureRequest) -> None:
    items = request.session.items
    for item in items:
        kinds = [mark.name for mark in item.iter_markers() if mark.name in KINDS]
        assert kinds == [kind_of(item)], item.nodeid
        assert "unit" not in kinds or item.path.relative_to(TESTS).parts[0] not in FOLDERS


def test_every_kind_is_registered(pytestconfig: pytest.Config) -> None:
    registered = [line.partition(":")[0] for line in pytestconfig.getini("markers")]
    assert [name for name in registered if name in KINDS] == list(KINDS)


def test_a_name_is_followed_through_functions_to_what_it_does() -> None:
    def indirect() -> None:
        asks_a_site()
        starts_a_process()

    reach = Reach()
    reach.follow(indirect)
    assert {"tests.site.visitor", "sys.executable"} <= reach.names
    reach = Reach()
    reach.follow(report_of)
    assert "sys.executable" not in reach.names and not reach.register


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (report_of, "unit"),
        (asks_a_site, "site"),
        (starts_a_process, "command"),
        (starts_it_in_part, "command"),
        (builds, "command"),
        (publishes, "command"),
        (draws, "search"),
    ],
)
def test_a_kind_is_that_of_what_is_reached(function: Callable[[], Any], kind: str) -> None:
    assert kind_of_functions((function,)) == kind


def test_what_is_unit_starts_nothing() -> None:
    hold = Hold()
    hold("socket.bind", (None, None))
    hold.test = "it"
    hold("subprocess.Popen", ("git", ["git", "status"], None, None))
    hold("subprocess.Popen", (sys.executable, [sys.executable, "-I", "file.py"], None, None))
    with pytest.raises(RuntimeError, match=r"^it is unit and does socket\.bind"):
        hold("socket.bind", (None, None))
    hold("open", ("/tmp/it/derived-sha256.txt", "r", os.O_RDONLY))  # noqa: S108 - a name
    with pytest.raises(RuntimeError, match=r"^it is unit and does open"):
        hold("open", ("/tmp/it/derived-sha256.txt", "w", os.O_WRONLY))  # noqa: S108 - a name
    for words in ([sys.executable, "-c", ""], ["make", "install"]):
        with pytest.raises(RuntimeError, match=r"^it is unit and does subprocess\.Popen"):
            hold("subprocess.Popen", (words[0], words, None, None))


@pytest.mark.unit
def test_a_unit_test_is_held_to_it_while_it_runs() -> None:
    assert HOLD.test is not None
    with pytest.raises(RuntimeError, match="is unit and does"):
        starts_a_process()
