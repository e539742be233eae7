"""Small tables, asked in the sandbox as the site asks them."""

import asyncio
import sqlite3
import tempfile
from pathlib import Path

from pressmark.citation import Result, ask_result, prepare_question
from pressmark.sandbox import Sandbox

TABLES = """
create table towns (code text primary key, name text collate nocase, country text, size integer);
insert into towns values
  ('a', 'Ayr', 'uk', 3), ('b', 'Bern', 'ch', 1), ('c', 'Cork', 'ie', 2),
  ('d', 'bern', 'us', 3), ('e', 'York', 'uk', 3), ('f', 'Ulm', 'de', null);
create view large as select * from towns where size > 2;
create view today as select date('now') as day;
create virtual table names using fts5(name);
insert into names select name from towns;
"""


def result(
    sandbox: Sandbox, statement: str, given: dict[str, str] | None = None, script: str = TABLES
) -> Result:
    """Give the result that a query has however it is asked."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "towns.sqlite"
        connection = sqlite3.connect(database)
        connection.executescript(script)
        connection.close()
        return asyncio.run(ask_result(sandbox, database, prepare_question(statement, given or {})))
