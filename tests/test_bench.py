"""How `make bench` measures, compares and judges; that it runs is in `test_targets.py`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import show
from tests.bench.found import KINDS, PROGRAMS, ask
from tests.bench.goals import GOALS, judge_goals
from tests.bench.made import make_package
from tests.bench.measure import Command, Measured, Series, by_pairs, measured, side_by_side
from tests.bench.published import make_project, make_revised
from tests.bench.sections import JUDGES, LOADERS, SECTIONS, Setting, of_others
from tests.bench.shapes import make_many, make_wide, make_wrong
from tests.packages import report_of

ROOT = Path(__file__).parent.parent
OTHERS = ROOT / ".venv-bench/bin/python"


def series(*seconds: float, processors: float = 1, megabytes: float = 100) -> Series:
    """Make what runs took that lasted so many seconds."""
    return Series(tuple(Measured(each, processors, megabytes) for each in seconds))


def python(text: str, code: int = 0, *, tells: bool = False) -> Command:
    """Make a command of a few lines of Python."""
    return Command((sys.executable, "-S", "-c", text), code, tells=tells)


def test_a_ratio_is_that_of_runs_that_stood_side_by_side() -> None:
    ours, bare = series(2, 40, 3), series(1, 20, 2)
    assert by_pairs(ours, bare, "seconds") == 2
    # What was stopped early is compared with the runs beside it.
    assert by_pairs(series(3), bare, "seconds") == 3


def test_commands_are_run_in_turn_and_long_ones_less_often(tmp_path: Path) -> None:
    told = tmp_path / "told"
    say = f"open({str(told)!r}, 'a').write({{!r}})"
    commands = {"a": python(say.format("a")), "b": python(say.format("b"))}
    taken = side_by_side(commands, 3)
    assert told.read_text("utf-8") == "ababab"
    assert [len(each.runs) for each in taken.values()] == [3, 3]
    assert len(side_by_side(commands, 3, long=0)["a"].runs) == 1


def test_what_did_not_do_its_work_has_no_figure() -> None:
    taken = side_by_side({"broken": python("1 / 0"), "absent": Command(("/absent/program",))}, 3)
    lines = list(show(taken))
    assert "ended with 1: ZeroDivisionError: division by zero" in lines[1]
    assert "No such file" in lines[2] and len(taken["broken"].runs) == 1
    assert not measured(python("1 / 0", code=1)).failed


def test_a_command_may_tell_which_of_its_seconds_count() -> None:
    told = measured(python("""print('{"seconds": 3, "processors": 5}')""", tells=True))
    assert (told.seconds, told.processors) == (3, 5) and told.megabytes > 1


def test_goals_are_reached_missed_or_unknown_with_the_reason() -> None:
    results = {
        ("many", "csv.reader"): series(1.0),
        ("many", "pressmark"): series(0.9, processors=1.6),
        ("published", "build"): Series((Measured(3, 1, 1, "ended with 2: no room"),)),
    }
    clock, cpu, *rest = judge_goals(results, full=False)
    assert clock.startswith("reached ") and " 0.90 " in clock and "goal: at most 1" in clock
    assert cpu.startswith("MISSED ") and " 1.60 " in cpu
    assert any(
        each.startswith("unknown") and "build ended with 2: no room" in each for each in rest
    )
    assert len(list(judge_goals(results, full=True))) == len(GOALS) > len(rest) + 2


def test_every_goal_is_about_what_is_measured(tmp_path: Path) -> None:
    """A name that no section runs would make a goal unknown for ever."""
    setting = Setting(tmp_path, 100, small=True, others=Path(sys.executable))
    results = {
        (section.name, name): series(2.0)
        for section in SECTIONS
        for name in section.commands(setting)
    }
    register = {each for each in judge_goals(results, full=True) if each.startswith("unknown")}
    assert all(" the register " in each for each in register) and len(register) == 2


def test_without_the_others_nothing_of_theirs_is_run(tmp_path: Path) -> None:
    package = tmp_path / "datapackage.json"
    assert of_others(Setting(tmp_path), "judges.py", JUDGES, package) == {}
    assert ask("polars", package, None) == "not installed"
    assert {each.name for each in PROGRAMS} == {"pressmark", "frictionless", *JUDGES}


def test_the_measured_shapes_hold_what_they_say(tmp_path: Path) -> None:
    assert report_of(make_many(tmp_path, 3)).valid
    wide = report_of(make_wide(tmp_path, 20, 4))
    assert wide.valid and wide.tables[0].records == 4
    assert report_of(make_wrong(tmp_path, 30)).counts == {"cell.type": 30}


def test_the_second_version_changes_one_record_in_a_hundred(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    make_project(first, 1000, tmp_path / "made")
    make_revised(second, first)
    old, new = (
        (each / "datapackage/records/records.csv").read_text("utf-8").split("\n")
        for each in (first, second)
    )
    assert len(old) == len(new)
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 10
    told = json.loads((second / "datapackage/datapackage.yaml").read_text("utf-8"))
    assert told["version"] == "1.1.0"


@pytest.mark.thorough
@pytest.mark.skipif(not OTHERS.exists(), reason="make bench has not installed the others")
@pytest.mark.parametrize("program", JUDGES)
def test_the_others_find_what_is_said_of_them(program: str, tmp_path: Path) -> None:
    """What is measured does its work: every planted kind but two is found, and nothing else."""
    sound, planted = make_package(tmp_path, 3000), make_package(tmp_path, 3000, planted=True)
    found = ask(program, sound, OTHERS)
    assert isinstance(found, dict) and not any(found.values()), found
    found = ask(program, planted, OTHERS)
    assert isinstance(found, dict), found
    left = {each for each in KINDS if not found.get(each)}
    types = {"type"} if program == "pointblank" else set()
    assert left == {"record", "characters"} | types
    assert all(count >= 99 for kind, count in found.items() if kind not in left), found


@pytest.mark.thorough
@pytest.mark.skipif(not OTHERS.exists(), reason="make bench has not installed the others")
@pytest.mark.parametrize("program", LOADERS)
def test_the_others_load_every_record(program: str, tmp_path: Path) -> None:
    words = (ROOT / "tests/bench/loaders.py", program, make_package(tmp_path, 100).parent)
    done = subprocess.run(
        [str(OTHERS), *map(str, words)], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["seconds"] > 0
