"""The dataset's own rules (`schemas/rules/*.sql`): what their SELECTs find is wrong."""

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

from pressmark import sql
from pressmark.engine.beside import choose_at_once
from pressmark.engine.connection import Cursor, Engine, StatementError
from pressmark.engine.tables import StoredTable, make_columns, name_raw
from pressmark.engine.views import make_asked_views, make_views
from pressmark.errors import ProjectError
from pressmark.package import Package, Statement, Table
from pressmark.package.names import name_in_sql
from pressmark.package.order import name_order_column
from pressmark.report.finding import Finding, Findings, Severity
from pressmark.report.rules import make_own_rule
from pressmark.validate.choice import ChosenRules
from pressmark.validate.known import Known
from pressmark.words import end_sentence, find_slip, split_list

NAMED = re.compile(r"\{([^{}]+)\}")
Answer = tuple[tuple[str, ...], list[tuple[Any, ...]]]
"""Names of columns, and rows."""


class OwnRules(NamedTuple):
    """Which of a dataset's own rules were not run, by their ids, and which found nothing."""

    not_run: tuple[str, ...]
    right: frozenset[str]


def judge_by_own_rules(  # noqa: PLR0913 - one more tells what need not be judged
    package: Package,
    stored: tuple[StoredTable, ...],
    engine: Engine,
    findings: Findings,
    choice: ChosenRules,
    *,
    known: Known,
) -> OwnRules:
    """Run the dataset's own rules that are asked, if they are trusted and nothing else is wrong.

    A rule may ask the package's views. One that is known to find nothing is not run.
    """
    asked = [rule for rule in package.rules if choice.asks(make_own_rule(rule.name).id)]
    if findings.errors or not package.trusted:
        return OwnRules(tuple(make_own_rule(rule.name).id for rule in asked), frozenset())
    right = {rule.name for rule in asked if rule.name in known.rules}
    left = [rule for rule in asked if rule.name not in right]
    if left:
        make_views(package, stored, engine)
        make_asked_views(package.views, left, engine)
    named = name_in_sql(package)
    with ask_rules(left, engine, choose_at_once(package)) as answers:
        for rule, answer in zip(left, answers, strict=True):
            before = findings.counts.total()
            run_rule(named, rule, engine, findings, answer)
            if findings.counts.total() == before:
                right.add(rule.name)
    return OwnRules((), frozenset(right))


@contextmanager
def ask_rules(
    rules: Sequence[Statement], engine: Engine, at_once: int
) -> Iterator[list[Callable[[], Answer]]]:
    """Give what waits for the answer of each rule; they are asked some at once, or in their turn.

    What is not asked yet when the block ends is not asked any more.
    """
    if at_once == 1:
        yield [partial(ask_first, rule, engine) for rule in rules]
        return
    with ThreadPoolExecutor(at_once) as pool:
        asked = [pool.submit(ask_beside, rule, engine) for rule in rules]
        try:
            yield [each.result for each in asked]
        finally:
            pool.shutdown(cancel_futures=True)


def ask_beside(rule: Statement, engine: Engine) -> Answer:
    """Ask a rule for the first that it finds, by a way into the engine of its own."""
    with engine.cursor() as cursor:
        return ask_first(rule, cursor)


def ask_first(rule: Statement, engine: Cursor) -> Answer:
    """Ask a rule for the first that it finds."""
    return engine.answer(f"select * from ({rule.select}\n) limit 1")


def run_rule(
    package: Package,
    rule: Statement,
    engine: Engine,
    findings: Findings,
    answer: Callable[[], Answer] | None = None,
) -> None:
    """Run one of the dataset's own rules on a package as SQL names it; what it selects is wrong.

    Its first `answer` may have been asked before. ProjectError where it cannot run: a mistake in a
    rule is never reported as one in the data.
    """
    table, key = find_target(package, rule)
    refuse_unknown_headings(rule, table)
    try:
        columns_given, some = answer() if answer else ask_first(rule, engine)
        refuse_missing_columns(rule, key, columns_given)
        # Most rules find nothing: where the offenders stand is asked only of those that do.
        rows = engine.answer(select_located(package, rule, table, key))[1] if some else []
    except StatementError as error:
        raise ProjectError(
            rule.place, f"cannot run: {error}", "mend the rule; the data was not judged by it"
        ) from None
    for record, line, *values in rows:
        cells = dict(zip(columns_given, values, strict=True))
        findings.add(make_finding(rule, table, key, (record, line), cells))


def select_located(package: Package, rule: Statement, table: Table, key: tuple[str, ...]) -> str:
    """Give SQL that puts before a rule's columns the record and line of each offender."""
    held = {column.field.name: column.text for column in make_columns(table)}
    position = package.tables.index(table)
    # What is no field is the column of the records' places.
    keys = ", ".join(f"t.{held.get(name, 'record')} as k{n}" for n, name in enumerate(key))
    same = " and ".join(
        f"found.{sql.quote(name)} is not distinct from located.k{n}" for n, name in enumerate(key)
    )
    # A key that several records share would otherwise name each of them as often as it is found.
    return f"""
        select distinct located.record, located.line, found.*
        from ({rule.select}\n) as found left join (
            select t.record, r.line, {keys} from inside.t{position} t
            join {name_raw(position)} r on r.record = t.record) as located on {same}
        order by all nulls first"""


def make_finding(
    rule: Statement,
    table: Table,
    key: tuple[str, ...],
    place: tuple[int | None, int | None],
    cells: dict[str, Any],
) -> Finding:
    """Say what a rule found in one record, whose number and line are its `place`."""
    field = rule.heading("field") or None
    value = cells.get(field or key[0])
    if field:
        field = table.published.schema.fields[table.schema.position(field)].name
    severity: Severity = "warning" if rule.heading("severity") == "warning" else "error"
    return make_own_rule(rule.name, severity).finding(
        fill_sentence(rule.heading("message", f"The record breaks the rule {rule.name}."), cells),
        table=table.published.name,
        path=table.place,
        record=place[0],
        line=place[1],
        field=field,
        value=None if value is None else render_value(value),
        hint=fill_sentence(rule.heading("hint"), cells) or None,
    )


def find_target(package: Package, rule: Statement) -> tuple[Table, tuple[str, ...]]:
    """Find the table a rule speaks of and the columns that name its records."""
    asked = rule.heading("table")
    table = next((each for each in package.tables if each.published.name == asked), None)
    if table is None:
        wrong = f"names the table {rule.heading('table')!r}, which is not in the package"
        raise ProjectError(rule.place, wrong, "write `-- table: <name>` at its top")
    place = name_order_column(package, table)
    right = "write `-- key: <field>, <field>` at its top"
    if place:
        right += f", or `-- key: {place}`, the place of a record in its file"
    written = rule.heading("key")
    key = tuple(split_list(written)) if written else table.schema.primary_key or ()
    if not key:
        wrong = f"names no key, and {table.name} has no primary key"
        raise ProjectError(rule.place, wrong, right)
    if slip := find_slip(key):
        raise ProjectError(rule.place, f"{slip} in its key {written!r}", right)
    known = {field.name for field in table.schema.fields}
    if not set(key) <= known | {place}:
        wrong = f"names the key {written!r}, which are no fields of {table.name}"
        raise ProjectError(rule.place, wrong, right)
    return table, key


def refuse_unknown_headings(rule: Statement, table: Table) -> None:
    """Stop where a rule's headings name a field or a severity that there is not."""
    field, severity = rule.heading("field"), rule.heading("severity", "error")
    known = [each.name for each in table.schema.fields]
    if field and field not in known:
        wrong = f"names the field {field!r}, which {table.name} does not have"
        raise ProjectError(rule.place, wrong, f"write one of {', '.join(known)}")
    if severity not in ("error", "warning"):
        wrong = f"has the severity {severity!r}"
        raise ProjectError(rule.place, wrong, "write `-- severity: error` or warning")


def refuse_missing_columns(rule: Statement, key: tuple[str, ...], given: tuple[str, ...]) -> None:
    """Stop where a rule's SELECT lacks a column that its key or its sentences name."""
    right = f"it gives {', '.join(given)}"
    for name in key:
        if name not in given:
            raise ProjectError(rule.place, f"its SELECT does not give the key {name!r}", right)
    for heading in ("message", "hint"):
        for name in NAMED.findall(rule.heading(heading)):
            if name not in given:
                wrong = f"its {heading} names {{{name}}}, which its SELECT does not give"
                raise ProjectError(rule.place, wrong, right)


def render_value(value: object) -> str:
    """Write a value of the engine as a cell would."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def fill_sentence(sentence: str, cells: dict[str, Any]) -> str:
    """Put the values of a rule's columns where its sentence names them in braces.

    What its author wrote as a part of a sentence becomes a whole one; names stay as they are.
    """
    first = sentence.partition(" ")[0]
    begun = sentence if first in cells else sentence[:1].upper() + sentence[1:]
    whole = NAMED.sub(lambda match: render_value(cells[match[1]]), begun)
    return end_sentence(whole) if whole else ""
