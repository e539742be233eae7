"""SQLite asked in this process, where a test needs no sandbox around it."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from pipeline.cited import MOST_ROWS, Result, first_run, further_runs, question, settled
from pipeline.cited.question import Run

TABLES = """
create table towns (code text primary key, name text collate nocase, country text, size integer);
insert into towns values
  ('a', 'Ayr', 'uk', 3), ('b', 'Bern', 'ch', 1), ('c', 'Cork', 'ie', 2),
  ('d', 'bern', 'us', 3), ('e', 'York', 'uk', 3), ('f', 'Ulm', 'de', null);
create view large as select * from towns where size > 2;
"""


@dataclass(frozen=True)
class Rows:
    """An answer."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool = False


def ask(run: Run, parameters: dict[str, str] | None = None, script: str = TABLES) -> Rows:
    """Ask the tables of `script`."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(script)
        connection.execute(f"pragma reverse_unordered_selects = {int(run.reverse_unordered)}")
        cursor = connection.execute(run.sql, parameters or {})
        rows = tuple(cursor.fetchmany(MOST_ROWS + 1))
        columns = tuple(each[0] for each in cursor.description)
        return Rows(columns, rows[:MOST_ROWS], len(rows) > MOST_ROWS)
    finally:
        connection.close()


def result(statement: str, given: dict[str, str] | None = None, script: str = TABLES) -> Result:
    """Give the result that a query has however it is asked."""
    asked = question(statement, given or {})
    values = dict(asked.parameters)
    first = ask(first_run(asked), values, script)
    others = [ask(run, values, script) for run in further_runs(asked, first)]
    return settled(asked, first, others)
