"""The database of a release, opened to be read, and what is laid beside it."""

import sqlite3

from pressmark.package import Statement
from pressmark.site.downloads.served_release import ServedRelease


def open_database(
    release: ServedRelease, earlier: ServedRelease | None = None
) -> sqlite3.Connection:
    """Open a release's database to be read, and beside it that of the version before."""
    uri, *before = (
        f"{each.database.resolve().as_uri()}?mode=ro&immutable=1"
        for each in (release, earlier)
        if each
    )
    connection = sqlite3.connect(uri, uri=True)
    for each in before:
        connection.execute("attach ? as earlier", (each,))
    return connection


def lay_answer(connection: sqlite3.Connection, question: Statement) -> None:
    """Lay an empty table `answer` with the columns of a question beside a release."""
    given = dict.fromkeys(each.name for each in question.parameters)
    connection.execute("drop table if exists temp.answer")
    select = f"select * from ({question.select}) limit 0"
    connection.execute(f"create temp table answer as {select}", given)
