"""Requests for what Datasette answers: understood whole, led to a cleaner address, or refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from datasette.utils import tilde_decode
from starlette.types import Scope

from pressmark import sql
from pressmark.citation.query import PIECES
from pressmark.site.arguments.asked import AskedRelease, AskedTable
from pressmark.site.arguments.named import DATABASE, QUERY, QUESTION, ROW, Argument, find_argument
from pressmark.site.arguments.pairs import (
    NotUnderstoodError,
    WrittenAddress,
    explain_unknown,
    is_click_mark,
    lead_without,
    read_address,
    refuse_repeated,
    show_text,
)
from pressmark.site.arguments.table import understand_table
from pressmark.site.request import MISSING

NOWHERE = AskedTable("it", ())
SQL = "sql"
SIGNS = ":@$"
"""What a parameter of SQLite may begin with."""


class Understanding:
    """What of the served releases can be asked, and whether a request asks for it."""

    def __init__(self, releases: Mapping[str, AskedRelease], databases: Mapping[str, Any]) -> None:
        """Know the releases and Datasette's databases, both by the name of the database."""
        self.releases = releases
        self.databases = databases

    async def __call__(self, scope: Scope) -> Scope:
        """Give a request as it is to be answered.

        NotUnderstoodError where nothing answers it, CleanAddressError where another address does.
        """
        address = read_address(scope)
        _, first, *rest = address.path.split("/")
        # Datasette takes what follows the first point for the form of the answer.
        database, name = first.partition(".")[0], tilde_decode("/".join(rest[:1]).partition(".")[0])
        release = self.releases[database]
        if len(rest) > 1:
            understand_named(address, ROW, (), "a record")
        elif not name:
            return understand_database(scope, address)
        elif name in release.questions:
            statement = release.questions[name].select
            taken = sql.list_parameters(statement)
            understand_named(address, QUESTION, taken, f"the question {name}")
        elif name in release.tables:
            await understand_table(
                self.databases[database], release.package, release.tables[name], address
            )
        return scope


def understand_database(scope: Scope, address: WrittenAddress) -> Scope:
    """Understand a database's own page, or SQL that is asked of it."""
    statements = [value for name, value in address.pairs if name == SQL]
    if not any(each.strip() for each in statements):
        if statements and address.is_data:
            raise NotUnderstoodError("The argument sql has no value. Write a SELECT.")
        understand_named(address, DATABASE, (), "a database", emptied=(SQL,))
        return scope
    taken = name_parameters(statements[0])
    understand_named(address, QUERY, (SQL, *taken), "this SQL")
    missing = [each for each in taken if each not in {name for name, _ in address.pairs}]
    return {**scope, MISSING: tuple(missing)}


def name_parameters(statement: str) -> tuple[str, ...]:
    """Name the parameters of any SQL, without the sign before each."""
    found, sign = [], False
    for piece in PIECES.finditer(statement):
        if piece.lastgroup == "parameter":
            found.append(piece[0][1:])
        elif piece.lastgroup == "word" and sign:
            found.append(piece[0])
        sign = piece.lastgroup == "character" and piece[0] in SIGNS
    return tuple(dict.fromkeys(found))


def understand_named(
    address: WrittenAddress,
    arguments: tuple[Argument, ...],
    parameters: Sequence[str],
    place: str,
    *,
    emptied: Sequence[str] = (),
) -> None:
    """Refuse arguments other than those named and the parameters; none but some is read twice.

    Those `emptied` mean nothing, as a form sends them.
    """
    kept = [
        (name, value)
        for name, value in address.pairs
        if name in parameters or not (is_click_mark(name) or name in emptied)
    ]
    for name, value in kept:
        found = find_argument(arguments, name)
        if name in parameters:
            continue
        if found is None:
            known = (*parameters, *(each.name for each in arguments))
            raise NotUnderstoodError(explain_unknown(name, known, place))
        if not value:
            raise NotUnderstoodError(f"The argument {show_text(name)} has no value. Leave it out.")
        found.check(NOWHERE, name, value)
    repeated = {each.name for each in arguments if each.repeated}
    refuse_repeated(kept, lambda name: name in repeated)
    names = {name for name, _ in kept}
    lead_without(address, lambda name, _value: name not in names)
