"""Who reads what of a package: portions of the tables that are sound as files, or whole tables."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from pressmark.engines.work import Batches, Machines, Task, Work, tell_row
from pressmark.errors import explain_failure
from pressmark.intake.kind import find_kind
from pressmark.intake.parting import begin_text
from pressmark.intake.portions import (
    BegunTable,
    Portion,
    Stretch,
    cut_evenly,
    divide_table,
    make_seams,
    survey_stretch,
)
from pressmark.intake.refusal import Refusal
from pressmark.intake.seams import Seams
from pressmark.intake.survey import Survey, Walk, survey
from pressmark.intake.typed.row_groups import begin_parquet
from pressmark.package import Table
from pressmark.report.finding import Findings

LEAST_STRETCH = 32 * 1024 * 1024
"""Bytes of a file that one worker reads at least: a table of fewer is read by one."""
MOST_TASKS = 2_000
"""So many are handed out at most: a larger table has larger portions."""


@dataclass(frozen=True)
class Divided:
    """A table that is read in portions: what its header or columns showed, and which are missing.

    `begun` is there for text; `findings` are about its files as a whole.
    """

    portions: tuple[Portion, ...]
    findings: Findings
    missing: tuple[str, ...]
    seams: Seams
    begun: BegunTable | None = None


@dataclass(frozen=True)
class Surveyed:
    """Where a table of text is looked at, before it is known how it is divided."""

    begun: BegunTable
    findings: Findings
    stretches: tuple[Stretch, ...]


def divide(
    machines: Machines, work: Work, alone: frozenset[int], least: int = LEAST_STRETCH
) -> dict[int, Divided]:
    """Divide the tables of a package that can be, but for those to be read `alone`.

    Stretches have `least` bytes or more. ProjectError and MachineError as reading would raise them.
    """
    divided: dict[int, Divided] = {}
    surveyed: dict[int, Surveyed] = {}
    for position, table in enumerate(work.package.tables):
        if position in alone or not all(path.is_file() for path in table.paths):
            continue
        try:
            size = sum(path.stat().st_size for path in table.paths)
            if size <= least:
                continue
            each = begin(table, work, max(least, size // MOST_TASKS))
        except OSError as error:
            raise explain_failure(error, table.place) from error
        if isinstance(each, Divided):
            divided[position] = each
        elif each:
            surveyed[position] = each
    return divided | finish(machines, work, surveyed)


def begin(table: Table, work: Work, least: int) -> Divided | Surveyed | None:
    """Look at the beginning of a table, and say how it is divided; None where it is not."""
    findings = Findings(work.limit)
    try:
        if find_kind(table).format == "parquet":
            seen = begin_parquet(table, findings, work.limits, least)
            if seen is None:
                return None
            return Divided(seen[0], findings, seen[1].missing, seen[1].faults.seams)
    except Refusal:
        return None
    begun = begin_text(table, findings, work.limits)
    return None if begun is None else Surveyed(begun, findings, cut_evenly(begun, least))


def finish(machines: Machines, work: Work, surveyed: dict[int, Surveyed]) -> dict[int, Divided]:
    """Have all stretches looked at, and divide the tables that they show sound."""
    every = [
        (position, stretch) for position, each in surveyed.items() for stretch in each.stretches
    ]
    if not every:
        return {}
    begun = {position: each.begun for position, each in surveyed.items()}
    look = partial(survey_task, begun, tuple(every), work)
    found = dict(map(read_survey, machines.spread(len(every), look).column("told").to_pylist()))
    divided = {}
    for position, each in surveyed.items():
        seen = [found[at] for at, (table, _) in enumerate(every) if table == position]
        portions = divide_table(each.begun, each.stretches, seen, work.limits)
        if portions is not None:
            missing = each.begun.layout.missing(work.package.tables[position].schema)
            seams = make_seams(each.begun, portions)
            divided[position] = Divided(portions, each.findings, missing, seams, each.begun)
    return divided


def survey_task(
    begun: dict[int, BegunTable], every: Sequence[tuple[int, Stretch]], work: Work, number: int
) -> Batches:
    """Survey the stretch of that number; one that cannot be read is not sound."""
    position, stretch = every[number]
    try:
        seen = survey_stretch(begun[position], stretch, work.limits)
    except OSError:
        seen = replace(survey(b"", begun[position].marks), sound=False)
    yield tell_row(json.dumps([number, *vars(seen).values()]), number)


def read_survey(told: str) -> tuple[int, Survey]:
    """Read what `survey_task` has written."""
    number, size, lines, outside, within, sound = json.loads(told)
    return number, Survey(size, lines, Walk(*outside), Walk(*within), sound)


def hand_out(work: Work, divided: dict[int, Divided]) -> Work:
    """Give the work with its tasks: the portions of divided tables, the others whole."""
    tasks: list[Task] = []
    for position in range(len(work.package.tables)):
        if position not in divided:
            tasks.append(Task("whole", position))
            continue
        each = divided[position]
        tasks += (
            Task("text" if each.begun else "groups", position, portion) for portion in each.portions
        )
        tasks.append(Task("digest", position))
    every = [divided.get(position) for position in range(len(work.package.tables))]
    begun = tuple(each.begun if each else None for each in every)
    seams = tuple(each.seams if each else None for each in every)
    return replace(work, tasks=tuple(tasks), begun=begun, seams=seams)
