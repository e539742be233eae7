"""A package's own rules on many machines: each where its records are, as far as that is the same.

A rule that is proven to look at one record of one table (`record_rules`) is asked by each worker of
the records that it reads, typed as the whole table is. All others, and all where one fails on a
worker, are asked by the machine of the command, which reads the tables that they name.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pressmark.engine.cell_file import CellFile
from pressmark.engine.connection import Engine
from pressmark.engine.made import make_table, make_wide_table, measure_texts, publish_columns
from pressmark.engine.storage import MEASURED, PLAIN, Storage, choose
from pressmark.engine.tables import (
    StoredTable,
    make_cells,
    make_cells_batch,
    make_columns,
    name_judged,
    number_all,
    store,
)
from pressmark.engine.views import (
    list_asked_views,
    list_words,
    make_package_views,
    make_views,
    may_name,
)
from pressmark.engine.wide import is_wide
from pressmark.engines.portion_judge import open_reader, read_portions, refuse_other_versions
from pressmark.engines.read_part import ReadPart, read_part
from pressmark.engines.record_rules import find_lone_table
from pressmark.engines.work import Batches, Machines, Task, Work, tell_row
from pressmark.errors import MachineError, PressmarkError, ProjectError, explain_failure
from pressmark.intake.refusal import Refusal
from pressmark.package import Package, Statement, Table
from pressmark.package.names import name_in_sql
from pressmark.package.order import name_order_column
from pressmark.report.finding import Findings
from pressmark.report.rules import make_own_rule
from pressmark.validate.choice import ChosenRules
from pressmark.validate.own_rules import run_rule
from pressmark.validate.schemas import teach

Told = Iterator[dict[str, Any]]
Measured = tuple[bool, int, int]


@dataclass(frozen=True)
class AskedRecords:
    """What workers are asked of records: which tasks read them, and which rules of which table.

    `storages` are those of each table's fields as a whole, once they are known.
    """

    work: Work
    numbers: tuple[int, ...]
    rules: dict[int, list[tuple[int, Statement]]]
    storages: dict[int, tuple[Storage, ...]]


def judge_by_own_rules_on(
    machines: Machines, work: Work, findings: Findings, choice: ChosenRules
) -> tuple[str, ...]:
    """Run the package's own rules that are asked, if they are trusted and nothing else is wrong.

    Give the ids of those that were not run. ProjectError where one cannot run; MachineError.
    """
    package = work.package
    asked = [rule for rule in package.rules if choice.asks(make_own_rule(rule.name).id)]
    if findings.errors or not package.trusted:
        return tuple(make_own_rule(rule.name).id for rule in asked)
    named = name_in_sql(package)
    with Engine() as engine:
        teach(engine)
        found = ask_workers(machines, work, list_lone_rules(named, asked, engine))
        here = [rule for number, rule in enumerate(asked) if number not in found]
        if here:
            make_views(package, load_tables(work, named, here, engine), engine)
            make_package_views(list_asked_views(package.views, here), engine)
        for number, rule in enumerate(asked):
            if number not in found:
                run_rule(named, rule, engine, findings)
            for each in found.get(number, ()):
                findings.join(each)
    return ()


def list_lone_rules(
    named: Package, asked: list[Statement], engine: Engine
) -> dict[int, list[tuple[int, Statement]]]:
    """List the rules that look at one record of one table, with their numbers, by its position."""
    lone = defaultdict(list)
    for number, rule in enumerate(asked):
        position = find_lone_table(named, rule, engine)
        if position is not None:
            lone[position].append((number, rule))
    return dict(lone)


def ask_workers(
    machines: Machines, work: Work, rules: dict[int, list[tuple[int, Statement]]]
) -> dict[int, list[Findings]]:
    """Have workers ask rules of their records: of each rule what was found, in file order.

    Nothing is given where one fails: one machine says then of which record.
    """
    numbers = tuple(
        number
        for number, task in enumerate(work.tasks)
        if task.kind != "digest" and task.table in rules
    )
    asked = AskedRecords(work, numbers, rules, {})
    asked = replace(asked, storages=choose_storages(machines, asked))
    found: dict[int, list[Findings]] = defaultdict(list)
    for told in ask_each(machines, asked, ask_rules):
        part = read_part(told["part"])
        if part.raised and part.raised[0] == ProjectError.__name__:
            return {}
        part.raise_again()
        found[told["rule"]].append(part.findings)
    return found


def choose_storages(machines: Machines, asked: AskedRecords) -> dict[int, tuple[Storage, ...]]:
    """Choose how the fields of each table are stored, from what all its records measure."""
    tables = {position: asked.work.package.tables[position] for position in asked.rules}
    measures = {position: [PLAIN] * len(each.schema.fields) for position, each in tables.items()}
    unknown = {
        position for position, each in tables.items()
        if any(field.type in MEASURED for field in each.schema.fields)
    }  # fmt: skip
    tasks = asked.work.tasks
    numbers = tuple(each for each in asked.numbers if tasks[each].table in unknown)
    for told in ask_each(machines, replace(asked, numbers=numbers), measure_records):
        held = measures[told["table"]]
        measures[told["table"]] = [join_measures(*pair) for pair in zip(held, told["measures"])]  # noqa: B905
    return {
        position: tuple(map(choose, each.schema.fields, measures[position]))
        for position, each in tables.items()
    }


def join_measures(one: Measured, other: Measured) -> Measured:
    """Give what two parts of a column measure as one."""
    return one[0] and other[0], max(one[1], other[1]), max(one[2], other[2])


Doing = Callable[[AskedRecords, Task, Engine], Told]


def ask_each(machines: Machines, asked: AskedRecords, do: Doing) -> list[dict[str, Any]]:
    """Have workers do something with the records of each task; give what they tell, by task."""
    rows = machines.spread(len(asked.numbers), partial(do_with_records, asked, do))
    every = [json.loads(told) for told in rows.column("told").to_pylist()]
    for told in sorted(every, key=lambda each: each["task"]):
        if told.get("raised"):
            ReadPart(told["task"], 0, raised=tuple(told["raised"])).raise_again()
    return sorted(every, key=lambda each: each["task"])


def do_with_records(asked: AskedRecords, do: Doing, at: int) -> Batches:
    """Do something with the records of a task; give what it tells, or what stopped the worker."""
    number = asked.numbers[at]
    task, part = asked.work.tasks[number], ReadPart(number, 0)
    table = asked.work.package.tables[task.table]
    try:
        refuse_other_versions(asked.work)
        with open_cells(asked.work, task, table) as engine:
            for told in do(asked, task, engine):
                yield tell_row(json.dumps({"task": number, **told}), number)
    except PressmarkError as error:
        part.note(error)
    except OSError as error:
        part.note(explain_failure(error, table.place))
    if part.raised:
        yield tell_row(json.dumps({"task": number, "raised": part.raised}), number)


@contextmanager
def open_cells(work: Work, task: Task, table: Table) -> Iterator[Engine]:
    """Open a locked engine with the cells that a task reads; MachineError where they changed."""
    changed = MachineError(table.place, "changed while it was judged", "start again")
    with Engine(threads=1) as engine:
        teach(engine)
        make_cells(engine, table, task.table)
        reader = open_reader(work, task, Findings(0))
        try:
            for block in reader.blocks():
                store(engine, table, task.table, number_all(table), block)
        except Refusal:
            raise changed from None
        if task.portion and reader.records != task.portion.count:
            raise changed
        yield engine


def measure_records(asked: AskedRecords, task: Task, engine: Engine) -> Told:
    """Tell what the canonical texts of the fields measure."""
    texts = {each: each.canonical for each in make_columns(asked.work.package.tables[task.table])}
    found = measure_texts(texts, name_judged(task.table), engine)
    yield {"table": task.table, "measures": [measured for measured, _ in found.values()]}


def ask_rules(asked: AskedRecords, task: Task, engine: Engine) -> Told:
    """Ask the rules of a table of the records of a task: of each tell what it found."""
    package, limit = asked.work.package, asked.work.limit
    if not package.trusted:
        message = "rules are run that are not trusted"
        raise AssertionError(message, package.place)
    table, named = package.tables[task.table], name_in_sql(package)
    order = name_order_column(package, table)
    stored = StoredTable(table, task.table, asked.storages[task.table], "", order)
    texts = {each: each.canonical for each in make_columns(table)}
    publish_columns(stored, texts, name_judged(task.table), engine)
    make_views(package, (stored,), engine)
    for number, rule in asked.rules[task.table]:
        part = ReadPart(task.table, limit, findings=Findings(limit))
        try:
            run_rule(named, rule, engine, part.findings)
        except PressmarkError as error:
            part.note(error)
        yield {"rule": number, "part": json.loads(part.written())}


def load_tables(
    work: Work, named: Package, rules: list[Statement], engine: Engine
) -> tuple[StoredTable, ...]:
    """Read the tables that rules may name, by themselves or by views, into an engine here."""
    words = {
        word for each in (*rules, *list_asked_views(work.package.views, rules))
        for word in list_words(each)
    }  # fmt: skip
    targets = {rule.heading("table") for rule in rules}
    return tuple(
        load_table(work, position, engine)
        for position, table in enumerate(named.tables)
        if table.published.name in targets or may_name(words, table.name)
    )


def load_table(work: Work, position: int, engine: Engine) -> StoredTable:
    """Read a table that was judged into an engine here, typed."""
    table = work.package.tables[position]
    cells = CellFile(engine.place / f"r{position}.arrow") if is_wide(table) else None
    make_cells(engine, table, position)
    for block in read_portions(work, position):
        store(engine, table, position, number_all(table), block)
        if cells:
            cells.add(make_cells_batch(block))
    if cells:
        return make_wide_table(work.package, position, engine, cells, number_all(table))
    return make_table(work.package, position, engine)
