"""Every measurement and every search of the Makefile runs, on a small scale."""

import re
from pathlib import Path

import pytest

from tests.bench.soak import rise
from tests.test_new_user import ROOT, copy_files, make

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what git would keep into an empty folder."""
    folder = tmp_path_factory.mktemp("new") / "pressmark"
    copy_files(folder)
    return folder


def test_make_bench_prints_figures_and_goals(copy: Path) -> None:
    answer = make(copy, "bench", "SMALL=1", "RUNS=1", "KEEP=1")
    assert answer.returncode == 0, answer.stderr
    printed = answer.stdout
    assert "1,000 records of 12 columns" in printed and "left out: polars, " in printed
    assert "pressmark      11 of 11 kinds" in printed and "polars        not installed" in printed
    assert "ended with" not in printed, printed
    figures = re.findall(r"^(reached|MISSED|unknown) .*goal: ", printed, re.MULTILINE)
    # What needs the others or the register is not known here; all else is.
    assert len(figures) > 15 and figures.count("unknown") == 5, printed
    assert (copy / "tests/bench/figures.txt").read_text("utf-8") in printed


def test_make_bench_diff_prints_figures_and_goals(copy: Path) -> None:
    answer = make(copy, "bench-diff", "RECORDS=1000", "RUNS=1")
    assert answer.returncode == 0, answer.stderr
    assert "1,000 records of 12 columns" in answer.stdout
    assert "goal: at most 10 seconds" in answer.stdout


def test_make_bench_site_prints_goals_and_figures(copy: Path) -> None:
    answer = make(copy, "bench-site", "RECORDS=1000", "SECONDS=0.5", "RUNS=1", "SMALL=1")
    for line in ("JSON, cold", "JSON, repeated", "table pages, cold", "record pages, cold"):
        assert line in answer.stdout, answer.stdout + answer.stderr
    assert "pages that are there" in answer.stdout and "at its peak" in answer.stdout
    # The second half of the target measures what attacks cost others.
    assert (answer.returncode == 0) is (ROOT / "tests/bench/attack.py").exists()


def test_make_soak_prints_what_rose(copy: Path) -> None:
    """In so short a time caches and pools are still filling, and that is seen; nothing else is."""
    answer = make(copy, "soak", "MINUTES=0.3")
    assert "\nmemory" in answer.stdout and "\nlog: " in answer.stdout, answer.stderr
    failed = [each for each in answer.stdout.splitlines() if each.startswith("FAILED")]
    assert all(" rose by " in each for each in failed), failed


@pytest.mark.parametrize(
    ("values", "rose"),
    [([1, 1, 1], 0), ([0, 1, 2, 3], 3), ([3, 2, 1], -2), ([5], 0), ([0, 4, 0, 4, 0], 0)],
)
def test_a_line_is_laid_through_what_was_seen(values: list[float], rose: float) -> None:
    assert rise(values) == pytest.approx(rose)


def test_make_differential_fuzz_kills_and_bench_hostile(copy: Path) -> None:
    answer = make(copy, "differential", "CASES=5")
    assert answer.returncode == 0 and "5 cases" in answer.stdout, answer.stdout + answer.stderr
    answer = make(copy, "fuzz", "MINUTES=0.02")
    assert answer.returncode == 0 and "lines reached" in answer.stdout, answer.stderr
    answer = make(copy, "kills", "KILLS=2", "STEP=100")
    assert answer.returncode == 0 and '"calls": {"kills": 3,' in answer.stdout, answer.stderr
    assert '"faults": {"kills": ' in answer.stdout
    answer = make(copy, "bench-hostile", "ENTRIES='a NUL byte'")
    assert answer.returncode == 0 and "a NUL byte" in answer.stdout, answer.stderr
