"""No pattern goes back over what visitors write."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.visitor import Visitor

ROOT = Path(__file__).parents[2]
HERE = "/odd-things-1-10-0"
DASHES = "-" * 46
MOST = 2400
"""Characters: each may take three in an address."""


def tried(*given: str) -> subprocess.CompletedProcess[str]:
    """Run the child that tries patterns."""
    command = [sys.executable, "-m", "tests.site.patterns", *given]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=ROOT, timeout=600
    )


@pytest.mark.thorough
def test_every_pattern_ends_on_its_worst_input() -> None:
    """All that read what visitors write, ours and those of libraries."""
    done = tried()
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[-3]) > 40


def test_patterns_that_go_back_are_found() -> None:
    """Once for each character, or twice as often for each."""
    slow = [r"(?:\s|;|--[^\n]*)*x", r"/\*.*?\*/", r"\[[^]]*\]", r"\s+$"]
    done = tried(*slow, r"\s")
    assert done.returncode == 1
    assert [line.partition(": ")[0] for line in done.stdout.splitlines()[:-1]] == slow


@pytest.mark.parametrize(
    "comment",
    [
        f"{DASHES}\n-- Who may use it\n{DASHES}\n",
        f"{'-' * MOST}\n",
        "/**/" * (MOST // 4),
        "/* */ -- \n " * (MOST // 12),
        "--\n\n " * (MOST // 5),
        "/* " * (MOST // 4) + "*/",
        " " * MOST,
        "\n" * MOST,
    ],
)
@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_comment_costs_nothing(visitor: Visitor, comment: str, place: str) -> None:
    select = f"{comment}select 1 as one" if place == "before" else f"select 1 as one\n{comment}"
    for form in (".json", ""):
        answer = visitor.ask("GET", f"{HERE}{form}", params={"sql": select, "_shape": "array"})
        assert answer.status_code == 200, answer.text[-500:]
    cited = visitor.ask("GET", "/cite.json", params={"db": HERE[1:], "sql": select})
    assert "has no manifest" in cited.text  # it was answered: only the release is not citable here


@pytest.mark.parametrize(
    "unclosed", ["/*" * 1200, "[" * MOST, "'" * 2399, '"' * 2399, "`" * 2399, "(" * MOST, "/**/x"]
)
def test_what_is_never_closed_is_refused(visitor: Visitor, unclosed: str) -> None:
    """With 400, by the page of a query and by that of its citation."""
    select = f"select 1 {unclosed} :a"
    statuses = {200, 400} if unclosed.startswith("/*") else {400}
    for path, given in ((f"{HERE}.json", {}), ("/cite.json", {"db": HERE[1:]})):
        answer = visitor.ask("GET", path, params={"sql": select, **given})
        assert answer.status_code in statuses, answer.text
