"""Publishing is all or nothing: killed or refused at any point, readers see the old or the new.

`make kills` kills at 200 points and lets the disk refuse every change; here it is a call in 250
and a few times between, and every 29th change: `make thorough` tries thrice as many. The runs are
made by a process of their own, which has no threads when it forks.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent


def seen(*words: str) -> dict[str, Any]:
    """Run `tests.release_faults`, and read what it saw; it fails at a state that may not be."""
    done = subprocess.run([sys.executable, "-m", "tests.release_faults", *words], cwd=ROOT,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("step", "kills"),
    [
        pytest.param(250, 5, marks=pytest.mark.search),
        pytest.param(40, 10, marks=pytest.mark.thorough),
    ],
)
def test_killed_at_any_moment_a_release_is_whole_or_not_there(step: int, kills: int) -> None:
    found = seen("kills", "--step", str(step), "--kills", str(kills))
    for counts in found.values():
        assert counts["old"] + counts["new"] == counts["kills"] > 0
    assert sum(counts["kills"] for counts in found.values()) >= kills


@pytest.mark.parametrize(
    "step",
    [pytest.param(29, marks=pytest.mark.search), pytest.param(9, marks=pytest.mark.thorough)],
)
def test_refused_by_the_disk_at_any_change_a_release_is_whole_or_not_there(step: int) -> None:
    # Both are odd, so that the disk is full at every other change and refuses one call at the rest.
    counts = seen("faults", "--step", str(step))["faults"]
    assert counts["old"] + counts["new"] == counts["kills"]
    # A change refused after the entry stands in the ledger leaves the release published.
    assert counts["old"] and counts["new"]


@pytest.mark.search
def test_of_two_releases_at_once_one_wins() -> None:
    # The other is refused, or came so late that there was nothing left to do.
    assert seen("race")["race"]["codes"] in ([0, 3], [0, 0])
