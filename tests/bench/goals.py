"""What is promised of speed on two quiet cores, and whether what was measured keeps it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tests.bench.measure import Figure, Series, by_pairs

Results = Mapping[tuple[str, str], Series]
"""What was measured, by the names of section and command."""
Found = Callable[[Results], float]


class NotMeasuredError(Exception):
    """A figure is not there, and why."""


@dataclass(frozen=True)
class Goal:
    """What is promised, where its figure is found, and on which side of what it must be."""

    what: str
    find: Found
    side: Literal["at most", "at least"]
    bound: float
    unit: str = ""
    full: bool = False
    """Whether it is about what is measured only where all is asked for."""

    def reached(self, figure: float) -> bool:
        """Whether a figure keeps the goal."""
        return figure <= self.bound if self.side == "at most" else figure >= self.bound


def look_up(results: Results, section: str, name: str) -> Series:
    """Give what a command took; NotMeasuredError where it was not run to its end."""
    series = results.get((section, name))
    if series is None:
        raise NotMeasuredError(f"{name} was not run")
    if series.failed:
        raise NotMeasuredError(f"{name} {series.failed}")
    return series


def figure_of(section: str, name: str, figure: Figure = "seconds", scale: float = 1) -> Found:
    """Find a figure of a command."""
    return lambda results: float(getattr(look_up(results, section, name), figure)) / scale


def ratio(section: str, name: str, other: str = "csv.reader", figure: Figure = "seconds") -> Found:
    """Find how a command stands to another, run by run."""
    return lambda results: by_pairs(
        look_up(results, section, name), look_up(results, section, other), figure
    )


def times_ten(results: Results) -> float:
    """Find how much longer ten times the records take."""
    return figure_of("ten", "pressmark")(results) / figure_of("many", "pressmark")(results)


GOALS = (
    Goal("validate / csv.reader, by the clock", ratio("many", "pressmark"), "at most", 1.0),
    Goal("validate / csv.reader, in CPU", ratio("many", "pressmark", figure="processors"),
         "at most", 1.5),
    Goal("with errors / csv.reader, by the clock", ratio("many", "pressmark, errors planted"),
         "at most", 1.4),
    Goal("a tenth: validate / pandera", ratio("few", "pressmark", "pandera"), "at most", 1.0),
    Goal("a tenth: validate / pydantic", ratio("few", "pressmark", "pydantic"), "at most", 1.0),
    Goal("a tenth: frictionless / validate", ratio("few", "frictionless", "pressmark"),
         "at least", 30),
    Goal("build", figure_of("published", "build"), "at most", 40, "s"),
    Goal("build, memory", figure_of("published", "build", "megabytes", 1000), "at most", 1.2, "GB"),
    Goal("sqlite-utils / SQLite alone", ratio("loaded", "sqlite-utils", "pressmark"),
         "at least", 8),
    Goal("SQLite alone / bare executemany", ratio("loaded", "pressmark", "executemany"),
         "at most", 2),
    Goal("release of the second version", figure_of("published", "release the second version"),
         "at most", 60, "s"),
    Goal("diff of the two", figure_of("published", "diff of the two"), "at most", 5, "s"),
    Goal("serve, to the first answer", figure_of("published", "serve, to the first answer"),
         "at most", 3, "s"),
    Goal("build 10,000 columns x 1 record, CPU",
         figure_of("shapes", "build many more columns", "processors"), "at most", 5, "s"),
    Goal("validate 1,000 tables of 20 records", figure_of("shapes", "validate many tables"),
         "at most", 8, "s"),
    Goal("validate the register", figure_of("shapes", "validate the register"),
         "at most", 1.5, "s"),
    Goal("build the register", figure_of("shapes", "build the register"), "at most", 4, "s"),
    Goal("--help", figure_of("shapes", "--help"), "at most", 0.2, "s"),
    Goal("ten times the records / the records", times_ten, "at most", 11, full=True),
    Goal("build ten times the records", figure_of("ten", "build"), "at most", 480, "s", full=True),
    Goal("build ten times the records, memory", figure_of("ten", "build", "megabytes", 1000),
         "at most", 2, "GB", full=True),
    Goal("validate ten times the records again, unchanged", figure_of("ten", "again, unchanged"),
         "at most", 3, "s", full=True),
)  # fmt: skip


def judge_goals(results: Results, *, full: bool) -> Iterator[str]:
    """Say of each goal whether it is reached, with its figure."""
    for goal in GOALS:
        if goal.full and not full:
            continue
        asked = f"goal: {goal.side} {goal.bound:g} {goal.unit}".rstrip()
        try:
            figure = goal.find(results)
        except NotMeasuredError as why:
            yield f"{'unknown':10}{goal.what:50}{'':12}{asked} ({why})"
            continue
        met = "reached" if goal.reached(figure) else "MISSED"
        yield f"{met:10}{goal.what:50}{f'{figure:.2f} {goal.unit}':12}{asked}"
