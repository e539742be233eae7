"""The tables and columns of a release's database, to say which of them a wrong name was to be."""

import re
from contextlib import closing
from pathlib import Path

import apsw

from pressmark import sql
from pressmark.words import ended, nearest

NO_SUCH = re.compile(r"no such (column|table): ([^\n]{1,200})")
ADVICE = " - should this be a string literal in single-quotes?"
"""What SQLite says of a name that it would have read as a text; there is a nearer advice."""


def with_nearest_name(database: Path, sentence: str) -> str:
    """Add to a sentence of SQLite's about an unknown name the nearest one that there is."""
    match = NO_SUCH.fullmatch(sentence)
    if match is None:
        return sentence
    said = sentence.removesuffix(ADVICE)
    written = match[2].removesuffix(ADVICE).strip('"')
    near = nearest(written.rpartition(".")[2], names_in(database, of_columns=match[1] == "column"))
    if near is not None:
        return f"{said}. Did you mean {near}?"
    return f"{ended(said)} A text is written in single quotes." if said != sentence else sentence


def names_in(database: Path, *, of_columns: bool) -> list[str]:
    """List the tables and views of a file, or the columns of all of them, once each.

    Tables of full text and SQLite's own are no part of the data.
    """
    address = f"{database.absolute().as_uri()}?mode=ro&immutable=1"
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    with closing(apsw.Connection(address, flags)) as connection:
        connection.execute("pragma trusted_schema = off")
        tables = [
            str(name)
            for (name,) in connection.execute(
                "select name from pragma_table_list"
                " where schema = 'main' and type in ('table', 'view') and name not like 'sqlite_%'"
            )
        ]
        if not of_columns:
            return tables
        columns = [
            str(name)
            for table in tables
            for _, name, *_ in connection.execute(f"pragma table_info({sql.name(table)})")
        ]
    return list(dict.fromkeys(columns))
