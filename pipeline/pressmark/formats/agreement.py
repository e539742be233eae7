"""Every view and query is run by SQLite and by DuckDB, and the answers are equal.

One view in syntax that a reader's SQLite does not know makes a whole file unreadable, and two
engines that answer the same question differently would make a citation worthless. So they are
asked before anything is published: Python's own SQLite, the newest, which apsw brings, and DuckDB.
A release of the first format is asked as it was when it was published, without the newest.
"""

import decimal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pressmark import sql
from pressmark.engine.connection import Cursor, Engine
from pressmark.engine.views import list_words, order_by_names
from pressmark.errors import ProjectError
from pressmark.formats.asked_duckdb import ask_duckdb, keep_in_duckdb, read_in_duckdb
from pressmark.formats.asked_sqlite import (
    Answer,
    AskedSqlite,
    NewestSqlite,
    OwnSqlite,
    keep_view,
    read_view,
    select_all,
)
from pressmark.package import Package, Statement
from pressmark.package.names import name_in_sql
from pressmark.package.parameter import explain_unsound, list_choosable, read_type
from pressmark.package.release_format import FIRST, find_release_format
from pressmark.package.shown_columns import refuse_unknown_columns
from pressmark.words import find_nearest

MOST_CHOICES = 1_000
BETWEEN_INTERRUPTS = 0.1
"""Seconds: an engine that is interrupted before it has begun is not stopped by it."""


class AskedDatabases(NamedTuple):
    """The databases of a release as they are asked side by side: SQLite's by each, and DuckDB's."""

    sqlites: tuple[AskedSqlite, ...]
    duckdb: Cursor
    pool: ThreadPoolExecutor


def refuse_disagreement(
    package: Package, sqlite_file: Path, duckdb_file: Path, *, written_out: bool = False
) -> None:
    """Run every view and query of a trusted package in all engines, at the same time.

    Each engine computes a view of its file once, for all that ask it. The newest SQLite also
    compiles each statement as readers ask it, with the views below it `written_out`, and where they
    are to be, all engines run it so. ProjectError names the one that cannot run, or the first row
    in which the answers differ.
    """
    if not package.trusted or not (package.views or package.queries):
        return
    package = name_in_sql(package)
    views = [view for _, view in order_by_names(package.views)]
    for query in package.queries:
        refuse_undescribed_parameters(query)
    with ExitStack() as opened:
        kinds = choose_sqlites(package)
        engine = opened.enter_context(Engine(duckdb_file, read_only=True))
        whole = opened.enter_context(closing(kinds[-1](sqlite_file)))  # closed behind the pool
        pool = opened.enter_context(ThreadPoolExecutor(2 + len(kinds)))
        as_read, asked = (
            AskedDatabases(
                tuple(opened.enter_context(closing(kind(sqlite_file))) for kind in kinds),
                opened.enter_context(engine.cursor()),
                pool,
            )
            for _ in range(2)
        )
        if written_out:
            compare_as_read(views, package, as_read)
            return
        for view in views:
            with ask_again(partial(compare_view, view, as_read)):
                compare_view(view, asked, kept=True)
        compiling = pool.submit(compile_whole, views, package.queries, whole)
        for query in package.queries:
            with ask_again(partial(compare_query, query, package, as_read)):
                compare_query(query, package, asked)
        compiling.result()


def compare_as_read(views: Sequence[Statement], package: Package, asked: AskedDatabases) -> None:
    """Stop at the first statement that readers, who keep no views, are answered otherwise."""
    for view in views:
        compare_view(view, asked)
    for query in package.queries:
        compare_query(query, package, asked)


@contextmanager
def ask_again(as_read: Callable[[], None]) -> Iterator[None]:
    """Ask once more, as readers ask it, what is refused of views that are kept.

    A table that was kept of a view loses what is no part of its rows, as the order of its texts:
    then the answers differ, and those of readers may not.
    """
    try:
        yield
    except ProjectError:
        as_read()


def compare_view(view: Statement, asked: AskedDatabases, *, kept: bool = False) -> None:
    """Stop where the databases answer a view otherwise, or one cannot; it may be `kept`."""
    sqlite, duckdb = (keep_view, keep_in_duckdb) if kept else (read_view, read_in_duckdb)
    ours, theirs = ask_at_once(asked, partial(sqlite, view), partial(duckdb, view))
    compare_answers(view, ours, theirs, ordered=False)


def compare_query(query: Statement, package: Package, asked: AskedDatabases) -> None:
    """Stop where the databases answer a query otherwise, or one cannot, or its headings are not."""
    duckdb = partial(ask_duckdb, query, query.select, query.example)
    ours, theirs = ask_at_once(asked, partial(answer_query, query), duckdb)
    compare_answers(query, ours, theirs, ordered=True)
    refuse_unknown_columns(query, theirs[0])
    refuse_other_examples(query, package, asked.sqlites[0])


def ask_at_once(
    asked: AskedDatabases,
    sqlite: Callable[[AskedSqlite], Answer],
    duckdb: Callable[[Cursor], Answer],
) -> tuple[list[Answer], Answer]:
    """Ask every SQLite and DuckDB at the same time; none is still asked when it ends."""
    connections: tuple[Any, ...] = tuple(each.connection for each in (asked.duckdb, *asked.sqlites))
    theirs = asked.pool.submit(duckdb, asked.duckdb)
    ours = [asked.pool.submit(sqlite, each) for each in asked.sqlites]
    working = dict(zip((theirs, *ours), connections, strict=True))
    try:
        return [each.result() for each in ours], theirs.result()
    finally:
        # What others are still at when one refuses a statement, or at Ctrl-C, is not waited for.
        while left := [answer for answer in working if not answer.done()]:
            for answer in left:
                working[answer].interrupt()
            wait(left, BETWEEN_INTERRUPTS)


def choose_sqlites(package: Package) -> tuple[type[AskedSqlite], ...]:
    """Choose the SQLites that must answer: Python's own, and the newest where it must know it."""
    return (OwnSqlite,) if find_release_format(package) == FIRST else (OwnSqlite, NewestSqlite)


def compile_whole(
    views: Sequence[Statement], queries: Sequence[Statement], asked: AskedSqlite
) -> None:
    """Compile what readers ask as they ask it, with all views below it written out.

    A view that others ask is compiled with them.
    """
    naming = Counter(word for each in (*views, *queries) for word in list_words(each))
    for view in views:
        name = view.name.lower()
        if naming[name] == (name in list_words(view)):
            asked.compile(view, select_all(view), {})
    for query in queries:
        asked.compile(query, query.select, query.example)


def answer_query(query: Statement, asked: AskedSqlite) -> Answer:
    """Answer a query with its examples."""
    return asked.answer(query, query.select, query.example)


def compare_answers(
    statement: Statement, ours: Iterable[Answer], theirs: Answer, *, ordered: bool
) -> None:
    """Stop where an answer of a SQLite is not DuckDB's; in what order only if it is `ordered`."""
    right = theirs
    for answer in ours:
        # The SQLites mostly answer alike, and most values are written alike everywhere.
        if answer == right or (not ordered and write_sorted(answer) == write_sorted(theirs)):
            right = answer
        elif ordered:
            refuse_difference(statement, answer, theirs)
        else:
            refuse_difference(statement, sort_answer(answer), sort_answer(theirs))


def write_sorted(answer: Answer) -> tuple[tuple[str, ...], list[str]]:
    """Write the rows of an answer, sorted: written alike, they are alike."""
    names, rows = answer
    return names, sorted(map(repr, rows))


def refuse_other_examples(query: Statement, package: Package, asked: AskedSqlite) -> None:
    """Stop where a heading's example is none of the keys or choices that its type allows.

    Stop, too, where there are more choices than one answer of the site may have.
    """
    selects = {name: each.select for name, each in list_choosable(package).items()}
    typed = [each for each in query.parameters if each.type is not None]
    for parameter in typed:
        kind = read_type(parameter, query, package)
        if kind.kind not in ("key", "choice", "key beside"):
            continue
        if kind.kind == "choice":
            texts = [selects[name] for name in kind.of]
        else:
            beside = [query.example[name] for name in kind.of if kind.kind == "key beside"]
            texts = [select_keys(package, name) for name in beside or kind.of if name]
        answers = [asked.answer(query, text, {}) for text in texts]
        width = 1 if kind.kind == "choice" else None
        values = {",".join(map(str, row[:width])) for _, rows in answers for row in rows}
        if kind.kind == "choice" and len(values) > MOST_CHOICES:
            wrong = f"there are {len(values):,} choices, and more than {MOST_CHOICES:,} are none"
            raise explain_unsound(parameter, query, wrong, "write key of <table>, or text")
        if parameter.example and parameter.example not in values:
            near = find_nearest(parameter.example, sorted(values))
            right = f"did you mean {near!r}?" if near else "write one of them, or leave it empty"
            wrong = f"its example {parameter.example!r} does not fit {parameter.type!r}"
            raise explain_unsound(parameter, query, wrong, right)


def select_keys(package: Package, table: str) -> str:
    """Write the SELECT of the keys of a table."""
    key = package.table(table).schema.primary_key or ()
    return f"select {sql.quote_all(key)} from {sql.quote(table)}"


def sort_answer(answer: Answer) -> Answer:
    """Sort an answer whose order nobody promised."""
    names, rows = answer
    return names, sorted(rows, key=lambda row: [render_sortable(value) for value in row])


def render_sortable(value: Any) -> str:
    """Write a value so that it stands in one place of an order, whatever engine it comes from."""
    return format(value, "f") if isinstance(value, decimal.Decimal) else str(value)


def refuse_undescribed_parameters(query: Statement) -> None:
    """Stop where a query takes a parameter of which its headings give no example."""
    for name in sql.list_parameters(query.select):
        if name not in query.example:
            raise ProjectError(
                query.place,
                f"takes the parameter {name!r} and gives no example of it",
                f"write `-- parameter: {name} = <example> (<what it is>)` at its top",
            )
    for name in query.example:
        if name not in sql.list_parameters(query.select):
            wrong = f"gives an example of the parameter {name!r}, which it does not take"
            raise ProjectError(query.place, wrong, f"write :{name} where it belongs")


def refuse_difference(statement: Statement, sqlite: Answer, duckdb: Answer) -> None:
    """Stop at the first difference between the two answers."""
    names, ours = sqlite
    other_names, theirs = duckdb
    right = "write it so that both engines answer the same, with a total order"
    if names != other_names:
        difference = f"the columns are {names} in SQLite and {other_names} in DuckDB"
        right = "give each column a name of its own with AS"
    elif len(ours) != len(theirs):
        difference = f"SQLite answers {len(ours)} rows, DuckDB {len(theirs)}"
    else:
        pairs = enumerate(zip(ours, theirs, strict=True), start=1)
        difference = next(
            (
                f"row {n} is {a} in SQLite and {b} in DuckDB"
                for n, (a, b) in pairs
                if not all(map(are_equal, a, b))
            ),
            "",
        )
    if difference:
        raise ProjectError(statement.place, difference, right)


def are_equal(sqlite: Any, duckdb: Any) -> bool:
    """Whether two values are one; DuckDB's decimal numbers are text or doubles in SQLite."""
    if isinstance(duckdb, decimal.Decimal):
        return bool(
            sqlite == (render_sortable(duckdb) if isinstance(sqlite, str) else float(duckdb))
        )
    return bool(sqlite == duckdb)
