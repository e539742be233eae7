"""Package → Report: every table read, every rule run as SQL over its columns."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.engine.made import make_tables, open_cell_files
from pressmark.engine.tables import StoredTable, make_views, number_all
from pressmark.engine.views import make_package_views, names_view
from pressmark.intake import Limits, TableFile
from pressmark.package import Package
from pressmark.package.names import name_in_sql
from pressmark.report import Report, choose
from pressmark.report.finding import Findings
from pressmark.report.not_checked import NotChecked
from pressmark.report.rules import list_plugged_rules, make_own_rule
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
from pressmark.validate.own_rules import run_rule
from pressmark.validate.progress import Progress, hide_progress, measure_whole, tell_of_table
from pressmark.validate.questions import refuse_unsound_questions
from pressmark.validate.rows import BlocksOf, read_found_rows, read_from_beginning
from pressmark.validate.schemas import list_patterns_not_checked, teach
from pressmark.validate.sound import with_sound_schemas
from pressmark.validate.table_pass import Keeping, ReadTable, read_table

__all__ = ["ChosenRules", "Judgement", "Progress", "Texts", "hide_progress", "judge", "read_choice"]


@dataclass(frozen=True)
class Judgement:
    """A report, and the judged tables, typed, in the engine: none where something is wrong."""

    report: Report
    tables: tuple[StoredTable, ...]


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
) -> Judgement:
    """Judge every record of a package and leave its typed tables in the engine.

    Unless `typed`, or rules of the dataset's own, ask for them no typed tables are made, in a third
    of the time. `limit` findings of the rules in `choice` are listed, all counted, with those that
    `begun` holds. ProjectError where a schema, own rule or query is wrong; MachineError.
    """
    findings, limits = begun or Findings(limit), Limits.of(package)
    refuse_large_package(package, limits)
    refuse_unsound_questions(package)
    package, patterns = judge_descriptor(package, engine, findings)
    whole = typed or bool(package.trusted and package.rules) or bool(find_recordings(package))
    files = tuple(TableFile(each, findings, limits) for each in package.tables)
    asks = EVERYTHING.asks if whole else choice.asks  # typed tables are made of right cells alone
    cells = tuple(CellJudge(each, limit, patterns, asks) for each in package.tables)
    keys = KeyJudge(package, engine)
    keepings = choose_keepings(package, engine, keys, whole=whole)
    read = read_tables(files, keepings, cells, findings, progress)
    judge_all_keys(package, read, keys, findings, progress)
    attached = judge_attachments(package, findings, limits)
    stored = make_kept_tables(package, engine, keepings) if whole and not findings.errors else ()
    blocked = choice.of_whole_tables and findings.errors > 0
    not_checked = judge_by_own_rules(package, stored, engine, findings, choice)
    passages = check_passages(package, stored, engine, sources, findings)
    name_files(findings, files)
    findings = narrow_findings(findings, choice, blocked=blocked)
    blocks_of = partial(read_from_beginning, limits)
    report = make_report(package, read, findings, not_checked, choice, blocks_of)
    return Judgement(replace(report, passages=passages, files=attached), stored)


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


def judge_all_keys(
    package: Package,
    read: list[ReadTable],
    keys: KeyJudge,
    findings: Findings,
    progress: Progress,
) -> None:
    """Judge the keys of every table, once all are read."""
    unseen_fields = tuple(each.unseen for each in read)
    records, size = sum(each.report.records for each in read), measure_whole(package.tables)
    for position, table in enumerate(package.tables):
        progress(f"checking the keys of {table.name}", records, size, size)
        keys.judge(position, unseen_fields, findings)
    keys.forget()


def read_tables(
    files: tuple[TableFile, ...],
    keepings: tuple[Keeping, ...],
    cells: tuple[CellJudge, ...],
    findings: Findings,
    progress: Progress,
) -> list[ReadTable]:
    """Read every table, judge its cells and keep of them what is to be kept."""
    whole = measure_whole(file.table for file in files)
    read: list[ReadTable] = []
    records = size = 0
    for file, keeping, judging in zip(files, keepings, cells, strict=True):
        told = tell_of_table(file.table, records, size, whole, progress)
        read.append(read_table(file, keeping, judging, findings, told))
        records, size = records + read[-1].report.records, size + read[-1].report.bytes
        refuse_other_bytes(file.table, findings)
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


def judge_by_own_rules(
    package: Package,
    stored: tuple[StoredTable, ...],
    engine: Engine,
    findings: Findings,
    choice: ChosenRules,
) -> tuple[str, ...]:
    """Run the dataset's own rules that are asked, if they are trusted and nothing else is wrong.

    A rule may ask the package's views. Give the names of the rules that were not run.
    """
    asked = [rule for rule in package.rules if choice.asks(make_own_rule(rule.name).id)]
    if findings.errors or not package.trusted:
        return tuple(make_own_rule(rule.name).id for rule in asked)
    make_views(package, stored, engine)
    if names_view(package.views, asked):
        make_package_views(package.views, engine)
    named = name_in_sql(package)
    for rule in asked:
        run_rule(named, rule, engine, findings)
    return ()
