"""The process that asks strangers' SELECTs: one line of JSON in, one line of JSON out.

It is started by its path (`pressmark.guard`), with nothing of this project but this file, and told
the rules on its first line. It holds nothing worth having: no environment, no open file but the
release, no room to grow. Its parent kills it when it is late; it ends when its parent does.
"""

import base64
import json
import math
import os
import re
import resource
import signal
import sys
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import quote

import apsw

OK, DENY = 0, 1
READ, SELECT, FUNCTION, RECURSIVE, PRAGMA = 20, 21, 31, 33, 19
OPEN_FILES, STEPS, CPU_GRACE = 16, 1000, 2
WORDS = re.compile(r'\s+|(".*?")')
NOTHING = re.compile(r"(?:[\s;]++|--[^\n]*+|/\*(?>.*?(?:\*/|\Z)))*+", re.DOTALL)

Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


class No(Exception):  # noqa: N818 - an answer
    """The question cannot be answered: how it ended (refused or stopped), and the sentence."""


def main() -> None:
    """Shut the doors, then answer until there are no more questions."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    rules = json.loads(questions.readline())
    shut_doors(rules)
    answers.write(b'{"ready":true}\n')
    answers.flush()
    for line in questions:
        try:
            answer = ask(json.loads(line), rules)
        except No as no:
            answer = json.dumps(dict(zip(("ended", "sentence"), no.args, strict=True)))
        except MemoryError:
            answer = json.dumps({"ended": "stopped", "sentence": TOO_MUCH})
        answers.write(answer.encode() + b"\n")
        answers.flush()


class Stopwatch(apsw.VFS):
    """The machine as SQLite sees it, but for the clock: it stands still, and notes who looks."""

    NAME = "stopwatch"
    looked_at = False

    def xCurrentTimeInt64(self) -> int:  # noqa: N802 - SQLite's name
        """Give no time; SQLite makes null of it."""
        self.looked_at = True
        return 0


TOO_MUCH = "The question needs more memory than a question may have here."
TOO_WIDE = "The answer is larger than an answer may be here."
TOO_LONG = "The question took too long."


def shut_doors(rules: Mapping[str, Any]) -> None:
    """Take from this process what no SELECT needs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this
    os.chdir("/")
    os.environ["TZ"] = "UTC0"  # local time is the same on every machine
    time.tzset()
    os.nice(rules["nice"])
    apsw.hard_heap_limit(rules["heap"])
    for name, most in (
        ("RLIMIT_AS", rules["memory"]),
        ("RLIMIT_DATA", rules["memory"]),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", OPEN_FILES),
    ):
        resource.setrlimit(getattr(resource, name), (most, most))


def limit_time(seconds: float) -> None:
    """Bound the CPU time of a question, for when nobody is there to end it at its deadline."""
    end = math.ceil(time.process_time() + CPU_GRACE * seconds) + 1
    if end < (most := resource.getrlimit(resource.RLIMIT_CPU)[1]) or most < 0:
        resource.setrlimit(resource.RLIMIT_CPU, (end, most))


def ask(question: Mapping[str, Any], rules: Mapping[str, Any]) -> str:
    """Answer one question as a line of JSON; No where it cannot be."""
    denied: list[str] = []
    limit_time(question["seconds"])
    clock = Stopwatch(Stopwatch.NAME, "") if question["repeatable"] else None
    try:
        connection = open_release(question, rules, denied)
        try:
            answer = answer_question(connection, question, rules)
        finally:
            connection.close()
    except apsw.InterruptError:
        raise No("stopped", TOO_LONG) from None
    except apsw.NoMemError:
        raise No("stopped", TOO_MUCH) from None
    except (apsw.Error, UnicodeError, KeyError, OverflowError, TypeError) as error:
        raise No("refused", denied[0] if denied else phrase_error(error)) from None
    if clock and clock.looked_at:
        raise No("refused", "The answer depends on the time at which it is asked.")
    return answer


def phrase_error(error: Exception) -> str:
    """Say why SQLite refuses, in its own words where they are plain."""
    if isinstance(error, apsw.TooBigError):
        return "The question makes a value that is too long."
    if isinstance(error, apsw.BindingsError):
        return "The question takes more or fewer parameters than it is given."
    if isinstance(error, UnicodeError):
        return "The question or its answer holds text that is no UTF-8; hex() shows such text."
    if isinstance(error, KeyError):
        return f"The parameter {error.args[0]} has no value."
    return str(error)


def open_release(
    question: Mapping[str, Any], rules: Mapping[str, Any], denied: list[str]
) -> apsw.Connection:
    """Open the release's file so that nothing but the package's tables can be read."""
    address = f"file:{quote(question['database'])}?mode=ro&immutable=1"
    connection = apsw.Connection(
        address,
        flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI,
        vfs=Stopwatch.NAME if question["repeatable"] else None,
        statementcachesize=0,
    )
    for name, most in rules["limits"].items():
        connection.limit(getattr(apsw, f"SQLITE_LIMIT_{name.upper()}"), most)
    for name, value in rules["settings"].items():
        connection.config(getattr(apsw, f"SQLITE_DBCONFIG_{name.upper()}"), value)
    if question["records_reversed"]:
        reverse_records(connection)
    for pragma in ("query_only = 1", "cell_size_check = 1", "temp_store = memory"):
        connection.execute(f"pragma {pragma}")
    if question["reverse_unordered"]:
        connection.execute("pragma reverse_unordered_selects = 1")
    connection.drop_modules(rules["modules"])
    tables = [name for (name,) in connection.execute("select name from sqlite_schema")]
    modules = [name for (name,) in connection.execute("select name from pragma_module_list")]
    tables, modules = tables + rules["table_functions"], modules + rules["hidden_tables"]
    functions = frozenset(rules["functions"])
    if question["repeatable"]:
        functions -= frozenset(rules["unrepeatable"])
    # How the file is laid out is no part of the data, and may be another way next time.
    (modules if question["repeatable"] else tables).extend(("sqlite_master", "sqlite_schema"))
    connection.authorizer = make_authorizer(functions, tables, modules, denied=denied)
    connection.create_scalar_function("escape_fts", escape_words, 1)
    deadline = time.process_time() + question["seconds"]
    connection.set_progress_handler(lambda: time.process_time() > deadline, STEPS)
    return connection


def reverse_records(connection: apsw.Connection) -> None:
    """Put a view before each table, in which its records stand the other way round.

    The package's own views are made once more, over those. A name that is asked for is looked for
    among them first.
    """
    connection.execute("pragma temp_store = memory")  # set later, it would take the views away
    listed = connection.execute(
        "select s.type, s.name, s.sql from sqlite_schema s join pragma_table_list l on"
        " l.name = s.name and l.schema = 'main' where l.type in ('table', 'view') order by s.type"
    )
    for kind, name, written in list(listed):
        quoted = '"' + name.replace('"', '""') + '"'
        # Without its LIMIT the order of a view counts for nothing.
        turned = f"view {quoted} as select * from main.{quoted} order by rowid desc limit -1"
        made = turned if kind == "table" else re.sub(r"(?i)\A\s*create\s", "", written)
        if not name.startswith("sqlite_"):
            connection.execute(f"create temp {made}")


def make_authorizer(
    functions: Collection[str],
    tables: Collection[str],
    modules: Collection[str],
    *,
    pragmas: Collection[str] = (),
    denied: list[str] | None = None,
) -> Authorizer:
    """Give SQLite's authorizer that allows these and nothing else.

    `tables` may be read; `modules` are the virtual tables that SQLite itself brings; `pragmas` are
    those that only tell. What was denied is written into `denied`, in a sentence.
    """
    readable = {name.lower() for name in tables}
    own = {name.lower() for name in modules}

    def why_not(action: int, first: str, second: str) -> str | None:
        if action in (SELECT, RECURSIVE):
            return None
        if action == READ:
            name = first.lower()
            # Without a column it may be the name of a WITH, which no list can know.
            is_with = not second and name not in own and not name.startswith("pragma_")
            allowed = name in readable or is_with
            return None if allowed else f"The table {first} cannot be read here."
        if action == FUNCTION:
            allowed = second.lower() in functions
            return None if allowed else f"The function {second}() cannot be used here."
        # Full-text search asks for the version of the data by itself.
        asked = action == PRAGMA and (first in pragmas or (first, second) == ("data_version", ""))
        return None if asked else "Only a SELECT is answered here."

    def decide(action: int, first: str | None, second: str | None, *_place: str | None) -> int:
        reason = why_not(action, first or "", second or "")
        if reason and denied is not None:
            denied.append(reason)
        return DENY if reason else OK

    return decide


def escape_words(*given: Any) -> str:
    """Quote each word for full-text search as Datasette does; without words nothing is found."""
    words = str(given[0]).replace("\0", " ")
    text = words + '"' * (words.count('"') % 2)
    parts = [part for part in WORDS.split(text) if part and part != '""']
    return " ".join(part if part.startswith('"') else f'"{part}"' for part in parts) or '""'


def answer_question(
    connection: apsw.Connection, question: Mapping[str, Any], rules: Mapping[str, Any]
) -> str:
    """Ask the SELECT and write its columns and rows as JSON."""
    columns: list[str] = []

    def one_statement(cursor: apsw.Cursor, statement: str, _bindings: object) -> bool:
        if NOTHING.fullmatch(statement):
            return True
        if not NOTHING.fullmatch(question["select"].removeprefix(statement)):
            raise No("refused", "Only one statement is answered at a time.")
        columns.extend(name for name, *_ in cursor.get_description())
        return True

    cursor = connection.cursor()
    cursor.exec_trace = one_statement
    cursor.execute(question["select"], read_parameters(question["parameters"]))
    if not columns:
        raise No("refused", "There is no question.")
    most = question["rows"]
    if question["cells"] is not None:
        most = min(most, max(1, question["cells"] // len(columns)))
    rows = write_rows(cursor, most + 1, rules["answer"], rules["cells"])
    return (
        f'{{"columns":{json.dumps(columns)},"truncated":{json.dumps(len(rows) > most)}'
        f',"rows":[{",".join(rows[:most])}]}}'
    )


def write_rows(cursor: apsw.Cursor, most: int, longest: int, cells: int) -> list[str]:
    """Write so many rows as JSON each; No where they have too many bytes or cells together."""
    rows: list[str] = []
    size = 0
    for row in cursor:
        rows.append(json.dumps(row, default=encode_bytes))
        size += len(rows[-1])
        if size > longest or len(rows) * len(row) > cells:
            raise No("refused", f"{TOO_WIDE} It may hold {longest:,} bytes and {cells:,} values.")
        if len(rows) == most:
            break
    return rows


def read_parameters(given: Any) -> Any:
    """Read the values of parameters: by name or by position, bytes as base64."""
    if isinstance(given, dict):
        return {name: decode_bytes(value) for name, value in given.items()}
    return [decode_bytes(value) for value in given]


def encode_bytes(value: bytes) -> dict[str, Any]:
    """Write bytes as Datasette's JSON does."""
    return {"$base64": True, "encoded": base64.b64encode(value).decode("ascii")}


def decode_bytes(value: Any) -> Any:
    """Read what `encode_bytes` wrote; everything else is as it is."""
    return base64.b64decode(value["encoded"]) if isinstance(value, dict) else value


if __name__ == "__main__":
    main()
