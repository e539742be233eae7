"""Package → Report on many machines: the same report as on one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from pressmark.engine.connection import ARRIVING, Engine
from pressmark.engine.tables import make_batch
from pressmark.engines.engine_names import open_machines
from pressmark.engines.key_partition import judge_keys
from pressmark.engines.merge import (
    Gathered,
    MergedTable,
    find_unsound,
    gather,
    list_found_keys,
    merge_table,
)
from pressmark.engines.own_rules_on import judge_by_own_rules_on
from pressmark.engines.plan import LEAST_STRETCH, Divided, divide, hand_out
from pressmark.engines.portion_judge import do_task, read_portions
from pressmark.engines.refusals import refuse_options, refuse_what_needs_one_machine
from pressmark.engines.work import Machines, Work, read_versions
from pressmark.intake import Block, Limits
from pressmark.package import Package, Table
from pressmark.report import Report
from pressmark.report.finding import Findings
from pressmark.report.told import tell
from pressmark.rules.keys import NEAREST_OF
from pressmark.validate import (
    NOTHING_KNOWN,
    ChosenRules,
    Progress,
    has_rules_to_run,
    judge_descriptor,
    make_report,
    refuse_unsound,
)
from pressmark.validate.attachments import judge_attachments
from pressmark.validate.choice import EVERYTHING, narrow_findings
from pressmark.validate.file_findings import name_files
from pressmark.validate.key_cells import KeyCells
from pressmark.validate.key_checks import AskedKey, KeySide, list_asked_keys, see_by_fields
from pressmark.validate.key_judge import phrase_check
from pressmark.validate.key_proofs import number_fields
from pressmark.validate.progress import measure_whole
from pressmark.validate.table_pass import ReadTable
from pressmark.words import Suggestions

MOST_PARTITIONS = 1_000
"""So many partitions hold the keys of a package at most."""


def judge_with_engine(  # noqa: PLR0913 - each is an option of the command
    package: Package,
    engine: str,
    master: str | None,
    asked: Mapping[str, bool],
    *,
    limit: int,
    choice: ChosenRules,
    progress: Progress,
) -> Report:
    """Judge every record of a package with the engine of that name, Spark's at that master.

    What is `asked` by other options, and what the package asks, must be such that an engine says
    what one machine says: ProjectError, before anything starts. MachineError.
    """
    opening = open_machines(engine, master)  # a name that is none is refused before all else
    refuse_options(asked)
    refuse_what_needs_one_machine(package)
    partitions = 1 + min(measure_whole(package.tables) // LEAST_STRETCH, MOST_PARTITIONS)
    with opening as machines:
        return judge_on(
            machines, package, limit=limit, choice=choice, progress=progress, partitions=partitions
        )


def judge_on(  # noqa: PLR0913 - each is asked of one machine, too
    machines: Machines,
    package: Package,
    *,
    limit: int,
    choice: ChosenRules,
    progress: Progress,
    partitions: int,
    least: int = LEAST_STRETCH,
) -> Report:
    """Judge every record of a package on a cluster: the same report as `validate.judge`.

    Its keys are brought together in so many `partitions`; tables of no more than `least` bytes are
    read by one worker each. ProjectError where the package asks for what is judged on one machine
    alone, or is wrong as written; MachineError, also where the cluster is lost.
    """
    report, _ = judge_handed(
        machines, package, limit=limit, choice=choice, progress=progress, partitions=partitions,
        least=least,
    )  # fmt: skip
    return report


def judge_handed(  # noqa: PLR0913 - as above
    machines: Machines,
    package: Package,
    *,
    limit: int,
    choice: ChosenRules,
    progress: Progress,
    partitions: int,
    least: int = LEAST_STRETCH,
) -> tuple[Report, Work]:
    """Judge likewise, and tell, too, how the tables were handed out."""
    refuse_what_needs_one_machine(package)
    findings, limits = Findings(limit), Limits.of(package)
    refuse_unsound(package, limits)
    with Engine() as engine:
        package, patterns = judge_descriptor(name_from_root(package), engine, findings)
        keys = tuple(list_all_keys(package))
        # Own rules are asked of right cells alone: then all rules of cells are chosen.
        cells = EVERYTHING if has_rules_to_run(package, NOTHING_KNOWN) else choice
        work = Work(package, limits, limit, patterns, cells, keys, versions=read_versions())
        size = measure_whole(package.tables)
        progress("reading on many machines", 0, 0, size)
        work, divided, told = read_on(machines, work, partitions, least)
        progress("putting together what was found", 0, size, size)
        merged = [
            merge_table(position, told, work, divided.get(position), findings)
            for position in range(len(package.tables))
        ]
        tell_keys(work, told, tuple(each.unseen for each, _ in merged), engine, findings)
    progress("looking at what is judged as a whole", 0, size, size)
    return report_on(machines, work, merged, findings, choice), work


def name_from_root(package: Package) -> Package:
    """Give a package whose files are found by machines that work in other folders than this."""
    tables = (
        replace(each, paths=tuple(path.absolute() for path in each.paths))
        for each in package.tables
    )
    return replace(package, tables=tuple(tables))


def list_all_keys(package: Package) -> Iterator[AskedKey]:
    """List the key rules of all tables."""
    for position in range(len(package.tables)):
        yield from list_asked_keys(package, position)


def report_on(
    machines: Machines,
    work: Work,
    merged: list[tuple[ReadTable, MergedTable]],
    findings: Findings,
    choice: ChosenRules,
) -> Report:
    """Judge attachments, and by the package's own rules, and say all that was read and found."""
    package = work.package
    attached = judge_attachments(package, findings, work.limits)
    blocked = choice.of_whole_tables and findings.errors > 0
    not_run = judge_by_own_rules_on(machines, work, findings, choice)
    name_files(findings, (files for _, files in merged))
    findings = narrow_findings(findings, choice, blocked=blocked)
    blocks_of, read = partial(read_again, work), [each for each, _ in merged]
    report = make_report(package, read, findings, not_run, choice, blocks_of)
    return replace(report, files=attached)


def read_on(
    machines: Machines, work: Work, partitions: int, least: int
) -> tuple[Work, dict[int, Divided], Gathered]:
    """Have all tables read and judged.

    Where a table turns out to be unsound as a file, all is read again, and it by one reader: what
    its keys are compared with depends on where its reading ends.
    """
    alone: frozenset[int] = frozenset()
    while True:
        divided = divide(machines, work, alone, least)
        handed = hand_out(work, divided)
        do, judge = partial(do_task, handed), partial(judge_keys, handed)
        told = gather(machines.shuffle(len(handed.tasks), do, partitions, judge), handed)
        unsound = find_unsound(told, handed, divided)
        if not unsound:
            return handed, divided, told
        alone |= unsound


def tell_keys(
    work: Work,
    told: Gathered,
    unseen: tuple[frozenset[str], ...],
    engine: Engine,
    findings: Findings,
) -> None:
    """Say what the key rules found, table by table, but those whose parents are `unseen`."""
    for position in range(len(work.package.tables)):
        suggested = Suggestions()
        for number, count, found in list_found_keys(position, told, work):
            asked = work.keys[number]
            if not asked.is_seen(unseen):
                continue
            names = [f"side{work.number_side(number, at)}" for at in range(len(asked.sides))]
            seen = tuple(
                see_by_fields(work.package.tables[side.position], side.fields, name)
                for side, name in zip(asked.sides, names, strict=True)
            )
            check = asked.check(work.package, seen)
            if check.nearest:
                show_first_keys(work, asked.sides[-1], names[-1], engine)
            tell(findings, phrase_check(work.package, check, engine), found, count, suggested)


def show_first_keys(work: Work, side: KeySide, name: str, engine: Engine) -> None:
    """Let the engine ask the first complete keys of a table, among which others are looked for."""
    table = work.package.tables[side.position]
    cells = KeyCells(table, name, number_fields(table, tuple(dict.fromkeys(side.fields))))
    complete = see_by_fields(table, side.fields, ARRIVING)
    count = f"select count(*) from {complete.cells} where {complete.complete}"
    found = 0
    for block in read_portions(work, side.position):
        cells.add(block, engine)
        with engine.arriving(make_batch(block, cells.numbers)):
            found += engine.rows(count)[0][0]
        if found >= NEAREST_OF:
            break
    cells.show(engine)


def read_again(work: Work, table: Table, wanted: list[int]) -> Iterator[Block]:
    """Read the portions of a table in which some records stand."""
    return read_portions(work, work.package.tables.index(table), wanted)
