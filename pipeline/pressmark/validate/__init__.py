"""Package → Report: every table read, every rule run as SQL over its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.engine.made import drop_cells, make_tables, open_cell_files
from pressmark.engine.tables import StoredTable, number_all
from pressmark.intake import Limits, TableFile
from pressmark.package import Package
from pressmark.report import Report, TableReport, choose
from pressmark.report.finding import Findings
from pressmark.report.not_checked import NotChecked
from pressmark.report.rules import list_plugged_rules
from pressmark.validate.attachments import judge_attachments, list_passed_over
from pressmark.validate.cell_judge import CellJudge
from pressmark.validate.choice import EVERYTHING, ChosenRules, narrow_findings, read_choice
from pressmark.validate.descriptor import tell_of_descriptor
from pressmark.validate.evidence import (
    Texts,
    check_passages,
    find_recordings,
    number_recorded_columns,
)
from pressmark.validate.extent import refuse_large_package
from pressmark.validate.file_findings import name_files, refuse_other_bytes
from pressmark.validate.key_judge import KeyJudge
from pressmark.validate.known import NOTHING_KNOWN, Known, list_involved, list_skipped
from pressmark.validate.own_rules import judge_by_own_rules
from pressmark.validate.progress import Progress, hide_progress, measure_whole, tell_of_table
from pressmark.validate.questions import refuse_unsound_questions
from pressmark.validate.rows import BlocksOf, read_found_rows, read_from_beginning
from pressmark.validate.schemas import list_patterns_not_checked, teach
from pressmark.validate.sound import with_sound_schemas
from pressmark.validate.table_pass import Keeping, ReadTable, read_table

__all__ = [
    "NOTHING_KNOWN",
    "ChosenRules",
    "Judgement",
    "Known",
    "Progress",
    "Texts",
    "hide_progress",
    "judge",
    "read_choice",
]


@dataclass(frozen=True)
class Judgement:
    """A report, and the judged tables, typed, in the engine: none where something is wrong.

    `known` is what is right whatever else is wrong, so that it need not be judged again.
    """

    report: Report
    tables: tuple[StoredTable, ...]
    known: Known = NOTHING_KNOWN


def judge(  # noqa: PLR0913 - all but two have a default
    package: Package,
    engine: Engine,
    *,
    limit: int = 100,
    typed: bool = True,
    sources: Path | None = None,
    choice: ChosenRules = EVERYTHING,
    progress: Progress = hide_progress,
    begun: Findings | None = None,
    known: Known = NOTHING_KNOWN,
) -> Judgement:
    """Judge every record of a package and leave its typed tables in the engine.

    They are made if `typed`, or if own rules ask. `limit` findings of `choice` are listed, all
    counted, those in `begun` too; what is `known` is not judged again. ProjectError, MachineError.
    """
    findings, limits = begun or Findings(limit), Limits.of(package)
    refuse_unsound(package, limits)
    package, patterns = judge_descriptor(package, engine, findings)
    whole = typed or has_rules_to_run(package, known) or bool(find_recordings(package))
    files = tuple(TableFile(each, findings, limits) for each in package.tables)
    cells = make_cell_judges(package, limit, patterns, known, EVERYTHING if whole else choice)
    keys = KeyJudge(package, engine)
    keepings = choose_keepings(package, engine, keys, whole=whole)
    skipped = {} if whole else list_skipped(package, known)
    read = read_tables(files, keepings, cells, findings, progress, skipped=skipped)
    keyed = judge_all_keys(package, read, keys, findings, progress, known=known)
    attached = judge_attachments(package, findings, limits)
    stored = make_kept_tables(package, engine, keepings) if whole and not findings.errors else ()
    blocked = choice.of_whole_tables and findings.errors > 0
    own = judge_by_own_rules(package, stored, engine, findings, choice, known=known)
    passages = check_passages(package, stored, engine, sources, findings)
    drop_cells(engine, stored)  # what is published is all that anybody reads now
    name_files(findings, files)
    findings = narrow_findings(findings, choice, blocked=blocked)
    blocks_of = partial(read_from_beginning, limits)
    report = make_report(package, read, findings, own.not_run, choice, blocks_of)
    learned = learn(read, keyed, own.right)
    return Judgement(replace(report, passages=passages, files=attached), stored, learned)


def refuse_unsound(package: Package, limits: Limits) -> None:
    """Stop where a package is larger than it may be, or a question or view is not sound."""
    refuse_large_package(package, limits)
    refuse_unsound_questions(package)


def make_cell_judges(
    package: Package,
    limit: int,
    patterns: frozenset[str],
    known: Known,
    choice: ChosenRules,
) -> tuple[CellJudge, ...]:
    """Make what judges the cells of each table by chosen rules; of those that are sound by none.

    Typed tables are made of right cells alone: then all rules are to be chosen.
    """
    return tuple(
        CellJudge(each, limit, patterns, ask_nothing if position in known.sound else choice.asks)
        for position, each in enumerate(package.tables)
    )


def ask_nothing(_rule: str) -> bool:
    """Ask no rule: what it would find is known."""
    return False


def has_rules_to_run(package: Package, known: Known) -> bool:
    """Whether own rules may be run of which it is not known that they find nothing."""
    return package.trusted and any(rule.name not in known.rules for rule in package.rules)


def learn(read: list[ReadTable], keyed: frozenset[int], rules: frozenset[str]) -> Known:
    """Give what was right of what was judged, and may be kept."""
    sound = {position: each.report for position, each in enumerate(read) if each.sound}
    return Known(sound, keyed, rules)


def judge_descriptor(
    package: Package, engine: Engine, findings: Findings
) -> tuple[Package, frozenset[str]]:
    """Say what is wrong in a descriptor; give the package without it, and patterns not checked."""
    teach(engine)
    sound = with_sound_schemas(package, engine)
    patterns = list_patterns_not_checked(sound, engine, findings)
    tell_of_descriptor(sound, findings)
    return sound, patterns


def choose_keepings(
    package: Package, engine: Engine, keys: KeyJudge, *, whole: bool
) -> tuple[Keeping, ...]:
    """Choose what is kept of the cells of each table: those that keys read, or all beside them.

    Of a wide table the engine holds no more than is asked by name: rules may ask all.
    """
    if not whole:
        return tuple(Keeping(engine, held, position) for position, held in enumerate(keys.held))
    kept = []
    every = zip(keys.held, open_cell_files(package, engine), strict=True)
    for position, (held, cells) in enumerate(every):
        numbers = number_all(held.table)
        if cells is not None and not (package.trusted and package.rules):
            recorded = number_recorded_columns(package, position)
            numbers = tuple(sorted({*held.numbers, *recorded}))
        kept.append(Keeping(engine, held, position, numbers, cells))
    return tuple(kept)


def make_kept_tables(
    package: Package, engine: Engine, keepings: tuple[Keeping, ...]
) -> tuple[StoredTable, ...]:
    """Make the tables that were kept ready to be published."""
    cells = [each.cells for each in keepings]
    return make_tables(package, engine, cells, [each.numbers or () for each in keepings])


def judge_all_keys(  # noqa: PLR0913 - one more tells what need not be judged
    package: Package,
    read: list[ReadTable],
    keys: KeyJudge,
    findings: Findings,
    progress: Progress,
    *,
    known: Known,
) -> frozenset[int]:
    """Judge the keys of every table, once all are read; give the positions of those that are right.

    A table is among them where it and all that it refers to are sound.
    """
    unseen_fields = tuple(each.unseen for each in read)
    records, size = sum(each.report.records for each in read), measure_whole(package.tables)
    right, involved = set(known.keyed), list_involved(package)
    for position, table in enumerate(package.tables):
        progress(f"checking the keys of {table.name}", records, size, size)
        if position in known.keyed:
            continue
        before = findings.counts.total()
        keys.judge(position, unseen_fields, findings)
        sound = all(read[each].sound for each in involved[position])
        if sound and findings.counts.total() == before:
            right.add(position)
    keys.forget()
    return frozenset(right)


def read_tables(  # noqa: PLR0913 - one more tells what need not be read
    files: tuple[TableFile, ...],
    keepings: tuple[Keeping, ...],
    cells: tuple[CellJudge, ...],
    findings: Findings,
    progress: Progress,
    *,
    skipped: Mapping[int, TableReport],
) -> list[ReadTable]:
    """Read every table, judge its cells and keep of them what is to be kept.

    Of those that are `skipped` everything is known.
    """
    whole = measure_whole(file.table for file in files)
    read: list[ReadTable] = []
    records = size = 0
    for file, keeping, judging in zip(files, keepings, cells, strict=True):
        told = tell_of_table(file.table, records, size, whole, progress)
        before = findings.counts.total()
        if len(read) in skipped:
            read.append(ReadTable(skipped[len(read)], frozenset(), sound=True))
        else:
            found = read_table(file, keeping, judging, findings, told)
            refuse_other_bytes(file.table, findings)
            read.append(replace(found, sound=findings.counts.total() == before))
        records, size = records + read[-1].report.records, size + read[-1].report.bytes
    return read


def make_report(  # noqa: PLR0913, PLR0917 - a report tells of as much
    package: Package,
    read: list[ReadTable],
    findings: Findings,
    not_checked: tuple[str, ...],
    choice: ChosenRules,
    blocks_of: BlocksOf,
) -> Report:
    """Say what was read and found; the records that are listed are read once more."""
    chosen = choose(findings, (each.name for each in package.descriptor.resources), findings.limit)
    return Report(
        package.name,
        package.version,
        tuple(each.report for each in read),
        dict(sorted(findings.counts.items())),
        findings.errors,
        chosen,
        not_checked,
        {rule: findings.severities[rule] for rule in sorted(findings.counts)},
        read_found_rows(package, chosen, blocks_of),
        package.place,
        plugged=list_plugged_rules(),
        asked=choice.asked,
        ignored=dict(choice.ignored),
        not_read=tuple(NotChecked(each.path, each.value, each.why) for each in package.unchecked),
        passed_over=tuple(list_passed_over(package)),
    )
