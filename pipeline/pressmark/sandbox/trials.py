"""What no visitor may get an answer to, tried before a site is served.

Each is tried as it is written and, where it takes a value, with the value as a parameter: only so
some of them do harm.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from pressmark.sandbox.answer import Answer, Busy, Lost, Refused, Stopped
from pressmark.sandbox.worker import Worker, make_question

CALLS = (
    "fts3_tokenizer('simple')", "fts3_tokenizer('simple', x'0102030405060708')",
    "load_extension('nowhere')", "load_extension('nowhere', 'main')", "randomblob(9)",
    "zeroblob(9)", "sqlite_compileoption_get(1)", "sqlite_compileoption_used('X')",
    "sqlite_source_id()", "sqlite_offset(1)", "sqlite_log(1, 'x')", "readfile('nowhere')",
    "writefile('nowhere', 'x')", "edit('x')", "eval('select 1')", "fts5(x'00')",
    "fts5_source_id()", "changes()", "total_changes()", "last_insert_rowid()",
    "rtreenode(1, x'00')", "rtreecheck('main', 'x')", "printf('%9d', 1)", "format('%9d', 1)",
)  # fmt: skip
TABLES = (
    "sqlite_stmt", "dbstat", "sqlite_dbpage", "sqlite_dbdata('main')", "sqlite_dbptr('main')",
    "fts3tokenize('simple')", "bytecode('select 1')", "tables_used('select 1')", "carray(1, 1)",
    "completion('s')", "fsdir('.')", "zipfile('nowhere')", "pragma_database_list",
    "pragma_compile_options", "pragma_function_list", "pragma_module_list", "pragma_pragma_list",
    "pragma_vfs_list", "pragma_temp_store_directory",
)  # fmt: skip
STATEMENTS = (
    "attach ':memory:' as other", "attach :a as other", "detach main", "begin", "commit",
    "rollback", "savepoint a", "vacuum", "vacuum into 'nowhere'", "vacuum into :a",
    "analyze", "create table main.tried (a)", "create temp table tried (a)",
    "create temp view tried as select 1", "create virtual table tried using fts5(a)",
    "create virtual table temp.tried using fts3tokenize('simple')",
    "insert into sqlite_master values (1, 1, 1, 1, 1)", "delete from sqlite_master",
    "drop table sqlite_master", "pragma database_list", "pragma query_only = 0",
    "pragma trusted_schema = 1", "pragma writable_schema = 1", "pragma temp_store_directory = '.'",
    "pragma hard_heap_limit = 0", "pragma mmap_size = 1000000", "pragma cache_size = -10000000",
    "pragma journal_mode = off",
)  # fmt: skip
NOTHING = "nothing"
VALUE = re.compile(r"(x?)'([^']*)'|\b(\d+)\b")


def list_trials() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each statement with its parameters."""
    for call in CALLS:
        yield f"select {call}", {}
        yield with_parameters(f"select {call}")
    for table in TABLES:
        yield f"select * from {table}", {}
        yield with_parameters(f"select * from {table}")
        yield f"select count(*) from {table}", {}
    for statement in STATEMENTS:
        yield statement, {"a": ":memory:"}


def with_parameters(select: str) -> tuple[str, dict[str, Any]]:
    """Write a SELECT with its values as parameters."""
    values: dict[str, Any] = {}

    def parameter(found: re.Match[str]) -> str:
        name = f"p{len(values)}"
        blob, text, number = found.groups()
        values[name] = int(number) if number else bytes.fromhex(text) if blob else text
        return f":{name}"

    return VALUE.sub(parameter, select), values


def find_answered(database: Path) -> str | None:
    """Give the first statement that a sandbox over this file does not refuse, if there is one.

    `NOTHING` where it answers nothing at all. A process that dies of a statement has not refused
    it.
    """
    with closing(Worker()) as worker:
        if not isinstance(ask(worker, database, "select 1", {}), Answer):
            return NOTHING
        for statement, parameters in list_trials():
            if ask(worker, database, statement, parameters) is not None:
                return statement
    return None


def ask(
    worker: Worker, database: Path, statement: str, parameters: dict[str, Any]
) -> Answer | Exception | None:
    """Ask; None where it is refused."""
    try:
        return worker.ask(make_question(database, statement, parameters, rows=1, seconds=5.0))
    except Refused:
        return None
    except (Stopped, Lost, Busy) as ended:
        return ended
