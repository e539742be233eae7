"""What each parameter of a question may be: as its heading says, or by one rule where it says none.

A heading is `-- parameter: name: type = example (help)`, and a type is `date`, `integer`, `text`,
`choice of <query or view>` (what the first column of another question or of a view holds; the
second, where there is one, is what people call it), `key of <table>` (a primary key of one field;
several tables stand between commas), `table` (the name of a table) or `key beside <parameter>` (a
key of the table that this parameter names). ` or empty` behind it says that it may be left out; so
does an empty example.

A heading without a type, as those of older releases are, gets one by example and name:

1. an example that is a whole day: a date;
2. an example that is the name of a table: the name of a table;
3. a parameter that is named for one table or its key (`place` for `places` or `place_id`), with an
   example that is empty or a key of it: a key of that table;
4. a parameter that is named for fields of codes (`actor` for `regulated_actor`), with an example
   that is empty or one of the codes: one of the codes;
5. an example that is a key of a table: a key of the table that another parameter of the question
   names, if one does by rule 2; otherwise a key of that table or of another, because nothing says
   which are meant;
6. else a text.

It may be left out where its example is empty, or where its help says `or empty`.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pressmark import sql
from pressmark.days import is_day, suggest_day
from pressmark.errors import ProjectError
from pressmark.package.package import Package, Table
from pressmark.package.schema import Field
from pressmark.package.statement import OR_EMPTY, Parameter, Statement
from pressmark.words import find_nearest, find_slip, split_list

Kind = Literal["date", "integer", "text", "choice", "key", "any key", "key beside", "table", "code"]
Holds = Callable[[Table, str], bool]
"""Whether a table has a record with that key; several parts of it are joined by commas."""

PLAIN: tuple[Kind, ...] = ("date", "integer", "text", "table")
OF = {"choice": "<query or view>", "key": "<table>"}
BESIDE = "key beside "
RIGHT = (
    "write date, integer, text, table, choice of <query or view>, key of <table> or "
    "key beside <parameter>"
)
WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,18}")
LARGEST = 2**63 - 1
MOST_CODES = 40


@dataclass(frozen=True)
class ParameterType:
    """What a parameter may be; `of` names the tables of a key, first those that are likeliest.

    `any key` is of these tables or of any other; a `key beside` is of the table that another
    parameter names, which `of` names. Of a `choice`, `of` is the query or view; a `table` is the
    name of one; a `code` is one of those that fields hold for which the parameter is named.
    """

    kind: Kind
    of: tuple[str, ...] = ()
    may_be_empty: bool = False


def list_types(query: Statement, package: Package, holds: Holds) -> dict[str, ParameterType]:
    """Give the type of every parameter of a question, in the order of its headings.

    ProjectError where a heading names one that there is not.
    """
    names = sql.list_parameters(query.select)
    told = {each.name: each for each in query.parameters if each.name in names}
    taken = [*told.values(), *(Parameter(each, None, "", "") for each in names if each not in told)]
    found = {
        each.name: infer_type(each, package, holds)
        if each.type is None
        else read_type(each, query, package)
        for each in taken
    }
    beside = next((name for name, each in found.items() if each.kind == "table"), None)
    return {
        name: replace(each, kind="key beside", of=(beside,))
        if each.kind == "any key" and beside
        else each
        for name, each in found.items()
    }


def infer_type(parameter: Parameter, package: Package, holds: Holds) -> ParameterType:
    """Give the type of a parameter whose heading says none, by the rule above."""
    example = parameter.example
    may_be_empty = not example or OR_EMPTY in parameter.help
    named = find_table_named(package, parameter.name)
    if is_day(example):
        return ParameterType("date", (), may_be_empty)
    if example in {each.name for each in package.tables}:
        return ParameterType("table", (), may_be_empty)
    if named and (not example or holds(named, example)):
        return ParameterType("key", (named.name,), may_be_empty)
    codes = find_codes_named(package, parameter.name)
    if codes and (not example or example in codes):
        return ParameterType("code", (), may_be_empty)
    held = tuple(each.name for each in package.tables if example and holds(each, example))
    return ParameterType("any key" if held else "text", held, may_be_empty)


def find_table_named(package: Package, parameter: str) -> Table | None:
    """Give the one table that a parameter is named for, by its name or that of its key."""
    stem = parameter.removesuffix("_key").removesuffix("_id")
    names = {stem, f"{stem}s", f"{stem}es", f"{stem.removesuffix('y')}ies"}
    found = [
        each
        for each in package.tables
        if len(each.schema.primary_key or ()) == 1
        and (each.name in names or set(each.schema.primary_key or ()) & {parameter, f"{stem}_id"})
    ]
    return found[0] if len(found) == 1 else None


def find_codes_named(package: Package, parameter: str) -> dict[str, str]:
    """Give the codes that a parameter may be, each with its label, by the fields it is named for.

    These have its name, or end with it; nothing where one of them holds more than a few codes.
    """
    fields = [
        field
        for table in package.tables
        for field in table.schema.fields
        if field.name == parameter or field.name.endswith(f"_{parameter}")
    ]
    pairs = (pair for field in fields for pair in list_labelled(field))
    return dict(pairs) if all(map(is_coded, fields)) else {}


def is_coded(field: Field) -> bool:
    """Whether a field holds a few codes."""
    return not field.constraints.unique and 1 < len(field.allowed or ()) <= MOST_CODES


def list_labelled(field: Field) -> list[tuple[str, str]]:
    """List the values that a field allows, each with its label or as it is."""
    labels = {str(each.value): each.label for each in field.categories or () if each.label}
    return [(str(each), labels.get(str(each)) or str(each)) for each in field.allowed or ()]


def is_integer(text: str) -> bool:
    """Whether a text is a whole number of 64 bits, written as data writes it."""
    return WHOLE_NUMBER.fullmatch(text) is not None and -LARGEST <= int(text) <= LARGEST


def read_type(parameter: Parameter, query: Statement, package: Package) -> ParameterType:
    """Read the type that a heading writes; ProjectError with the nearest where there is none."""
    written = (parameter.type or "").removesuffix(OR_EMPTY)
    may_be_empty = written != parameter.type or not parameter.example
    word, of, rest = written.partition(" of ")
    for plain in PLAIN:
        if written == plain:
            return ParameterType(plain, (), may_be_empty)
    if of and word == "choice":
        return ParameterType(
            "choice", (read_choice(rest, parameter, query, package),), may_be_empty
        )
    if written.startswith(BESIDE):
        return ParameterType("key beside", (read_beside(written, parameter, query),), may_be_empty)
    if of and word == "key":
        names = tuple(split_list(rest))
        refuse_keyless(names, parameter, query, package)
        return ParameterType("key", names, may_be_empty)
    near = find_nearest(word, (*PLAIN, *OF))
    meant = f"{near} of {rest or OF[near]}" if near in OF else near
    right = f"did you mean {meant}?" if near else RIGHT
    raise explain_unsound(parameter, query, f"its type {written!r} is none", right)


def read_choice(name: str, parameter: Parameter, query: Statement, package: Package) -> str:
    """Give the query or view whose rows are the choices; ProjectError where it cannot be asked."""
    there = list_choosable(package)
    refuse_unknown(parameter, query, "query or view", name, there)
    if sql.list_parameters(there[name].select):
        wrong = f"its choices are the query {name!r}, which takes parameters itself"
        raise explain_unsound(parameter, query, wrong, "name a query that takes none")
    return name


def list_choosable(package: Package) -> dict[str, Statement]:
    """Give what choices may be of, by name: a query before a view of the same name."""
    return {each.name: each for each in (*package.views, *package.queries)}


def read_beside(written: str, parameter: Parameter, query: Statement) -> str:
    """Give the parameter beside which a key stands; ProjectError where it names no table."""
    name = written.removeprefix(BESIDE).strip()
    others = {each.name: each for each in query.parameters if each.name != parameter.name}
    refuse_unknown(parameter, query, "parameter", name, others)
    if (others[name].type or "").removesuffix(OR_EMPTY) != "table":
        wrong = f"it stands beside the parameter {name!r}, which is no table"
        raise explain_unsound(parameter, query, wrong, f"write `{name}: table = ...`")
    return name


def refuse_keyless(
    names: Sequence[str], parameter: Parameter, query: Statement, package: Package
) -> None:
    """Stop where a type names a table twice, one that is not, or one without a key of one field."""
    tables = {each.name: each for each in package.tables}
    if slip := find_slip(names):
        raise explain_unsound(parameter, query, f"its type {slip}", "name each table once")
    for name in names:
        refuse_unknown(parameter, query, "table", name, tables)
        if len(tables[name].schema.primary_key or ()) != 1:
            wrong = f"the table {name!r} has no primary key of one field"
            raise explain_unsound(parameter, query, wrong, "name a table that has, or write text")


def refuse_unknown(
    parameter: Parameter, query: Statement, kind: str, name: str, there: Collection[str]
) -> None:
    """Stop where a type names a query or a table that the package does not have."""
    if name not in there:
        near = find_nearest(name, tuple(there))
        listed = f"name one of {', '.join(there)}" if there else RIGHT
        right = f"did you mean {near!r}?" if near else listed
        raise explain_unsound(
            parameter, query, f"its type names the {kind} {name!r}, which is none", right
        )


def refuse_unsound_parameters(package: Package) -> None:
    """Stop at the first heading of a query whose parameter nobody could give as it says.

    Nothing is refused of a package whose SQL is not trusted: it is never asked.
    """
    for query in package.queries if package.trusted else ():
        for parameter in query.parameters:
            if parameter.name.startswith("_"):
                wrong = "names that begin with _ have another meaning in an address"
                right = f"call it {parameter.name.lstrip('_') or 'another name'}"
                raise explain_unsound(parameter, query, wrong, right)
            if parameter.type is not None:
                kind = read_type(parameter, query, package)
                tables = [each.name for each in package.tables]
                refuse_wrong_example(parameter, query, kind, tables)


def refuse_wrong_example(
    parameter: Parameter, query: Statement, kind: ParameterType, tables: Collection[str]
) -> None:
    """Stop where a heading's example is no day, number or table, and its type says that it is."""
    example = parameter.example
    if not example:
        return
    if kind.kind == "table" and example not in tables:
        near = find_nearest(example, tuple(tables))
        right = f"did you mean {near!r}?" if near else f"name one of {', '.join(tables)}"
        raise explain_unsound(parameter, query, f"its example {example!r} is no table", right)
    if kind.kind == "date" and not is_day(example):
        raise explain_unsound(
            parameter, query, f"its example {example!r} is no day", suggest_day(example)
        )
    if kind.kind == "integer" and not is_integer(example):
        right = "write digits alone, such as 12"
        raise explain_unsound(
            parameter, query, f"its example {example!r} is no whole number", right
        )


def explain_unsound(parameter: Parameter, query: Statement, wrong: str, right: str) -> ProjectError:
    """Say what is wrong with a parameter's heading, and in which line."""
    lines = query.text.splitlines()
    heading = re.compile(rf"\s*--\s*parameter:\s*{re.escape(parameter.name)}\b")
    line = next((n for n, each in enumerate(lines, start=1) if heading.match(each)), 1)
    return ProjectError(
        f"{query.place}, line {line}", f"parameter {parameter.name}: {wrong}", right
    )
