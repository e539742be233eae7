"""Comparisons of columns in an address: `?column=value` and `?column__operator=value`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datasette.database import QueryInterrupted

from pressmark import sql
from pressmark.package import Field, Package, Table
from pressmark.package.own import STORAGE
from pressmark.site.arguments.asked import AskedTable
from pressmark.site.arguments.operators import (
    BY_NAME,
    OPERATORS,
    Operator,
    guess_operator,
    split_comparison,
)
from pressmark.site.arguments.pairs import NotUnderstoodError, list_in_words, show_text
from pressmark.site.arguments.values import (
    explain_not_allowed,
    explain_wrong_edtf,
    explain_wrong_form,
    explain_wrong_type,
)
from pressmark.site.content.record import express_label
from pressmark.words import MOST, find_nearest

UNORDERED = ("object", "array", "geojson", "geopoint", "list", "duration")
"""Types whose values the database does not order as the type does."""
DAYS = ("date", "datetime", "string", "any")
NULL = "1"


@dataclass(frozen=True)
class Filter:
    """One comparison as it is written: the argument's name, its parts, and its value."""

    name: str
    column: str
    operator: Operator
    value: str

    def no(self, sentence: str) -> NotUnderstoodError:
        """Say why it is refused."""
        return NotUnderstoodError(f"{show_text(self.name)}={show_text(self.value)}: {sentence}")


def read_comparison(asked: AskedTable, name: str, value: str) -> Filter:
    """Read a comparison; NotUnderstoodError where it names no column or no operator.

    What stands behind the last `__` is the operator, as Datasette reads it.
    """
    column, written = split_comparison(name)
    if column in asked.compared and written in BY_NAME:
        return Filter(name, column, BY_NAME[written], value)
    if name in asked.compared:
        wrong = f"{show_text(name)} is a column whose name looks like a comparison."
        raise NotUnderstoodError(f"{wrong} Write {show_text(name)}__exact={show_text(value)}.")
    if column in asked.compared:
        near = guess_operator(written)
        right = (
            f"Did you mean {show_text(column)}__{near}={show_text(value)}?"
            if near
            else list_in_words([each.name for each in OPERATORS], "A column is compared by")
        )
        wrong = (
            f"There is no comparison {show_text(written)} here."
            if written
            else f"No comparison is named behind {show_text(name)}."
        )
        raise NotUnderstoodError(f"{wrong} {right}")
    if written not in BY_NAME:
        raise explain_no_column(asked, name, "")
    raise explain_no_column(asked, column, name.removeprefix(column))


def explain_no_column(asked: AskedTable, column: str, ending: str) -> NotUnderstoodError:
    """Say that a column is none of a table or view, and which was probably meant."""
    near = find_nearest(column, asked.columns)
    told = f"There is no column {show_text(column)} in {asked.name}"
    if not column:
        told = f"A comparison here names no column of {asked.name}"
    if near:
        return NotUnderstoodError(f"{told}: did you mean {near}{show_text(ending)}?")
    return NotUnderstoodError(f"{told}. {list_in_words(asked.columns, 'Its columns are')}")


def refuse_wrong_value(asked: AskedTable, compared: Filter) -> None:
    """Refuse a comparison that no value of the column could answer."""
    takes, field = compared.operator.takes, asked.field(compared.column)
    if takes == "nothing":
        if compared.value != NULL:
            right = "it takes 1, and nothing else"
            raise compared.no(f"{compared.operator.name} asks of no value; {right}.")
        return
    if takes == "bound" and compared.value.isdigit() and not compared.value.isascii():
        raise compared.no("a number is written in the digits 0 to 9.")
    if takes == "day":
        refuse(
            compared,
            explain_wrong_type(Field(name=f"{compared.column}__date", type="date"), compared.value),
        )
    texts = list_values(compared) if takes in ("value", "values") else [compared.value]
    if field is None:
        return
    refuse_unsuited(field, compared)
    for text in texts if takes in ("value", "values", "bound") else ():
        is_vague = compared.column in asked.vague
        refuse(
            compared,
            explain_wrong_edtf(field, text) if is_vague else explain_wrong_type(field, text),
        )
        if takes != "bound":
            if allowed := asked.allowed.get(compared.column):
                refuse(compared, explain_not_allowed(field, allowed, text))
            # Of a key the record that was meant is told instead.
            if compared.column not in asked.keyed:
                refuse(compared, explain_wrong_form(field, text))


def refuse(compared: Filter, wrong: str | None) -> None:
    """Refuse where something is wrong."""
    if wrong:
        raise compared.no(wrong)


def refuse_unsuited(field: Field, compared: Filter) -> None:
    """Refuse an operator that says nothing true of a column of this type."""
    takes, name = compared.operator.takes, show_text(field.name)
    is_text = STORAGE.of(field) in ("text", "decimal")
    if takes == "bound" and (field.type in UNORDERED or (is_number(field) and is_text)):
        right = "they are not ordered here. Take the file of the release"
        raise compared.no(f"{name} holds values of type {field.type} as text; {right}.")
    if takes == "part" and field.type == "boolean":
        raise compared.no(f"{name} is 1 for yes or 0 for no. Write {name}=1 or {name}=0.")
    if takes == "item" and field.type != "array":
        right = f"Write {name}__contains" if field.type != "boolean" else f"Write {name}=1"
        raise compared.no(f"{name} holds no JSON arrays. {right}.")
    if takes == "day" and field.type not in DAYS:
        raise compared.no(f"{name} holds no dates. Write {name}__exact, __gte or __lte.")


def is_number(field: Field) -> bool:
    """Whether a field holds numbers."""
    return field.type in ("integer", "number")


def list_values(compared: Filter) -> list[str]:
    """List the values that a comparison takes: between commas, or as a list in JSON."""
    if compared.operator.takes == "value":
        return [compared.value]
    right = "it takes a list of values in JSON, or values between commas"
    is_json = compared.value.startswith("[")
    if not is_json:
        values: list[Any] = [each.strip() for each in compared.value.split(",")]
    else:
        try:
            values = json.loads(compared.value)
        except (ValueError, RecursionError):
            raise compared.no(f"{right}.") from None
    if not values or not all(type(each) in (str, int, float) for each in values):
        raise compared.no(f"{right}.")
    if "" in values and not is_json:
        raise compared.no(f"{right}, none of them empty.")
    return list(dict.fromkeys(str(each) for each in values))


def refuse_contradictions(comparisons: Sequence[Filter]) -> None:
    """Refuse a column that is to be two values at once: no record answers, and `in` is meant."""
    wanted: dict[str, str] = {}
    for each in comparisons:
        if (
            each.operator.name == "exact"
            and wanted.setdefault(each.column, each.value) != each.value
        ):
            both = f"{show_text(wanted[each.column])},{show_text(each.value)}"
            wrong = f"{show_text(each.column)} cannot be two values at once."
            raise NotUnderstoodError(f"{wrong} Write {show_text(each.column)}__in={both}.")


async def refuse_nowhere(database: Any, package: Package, asked: AskedTable, each: Filter) -> None:
    """Refuse a key of no record, where the column's values are keys of this or another table."""
    if each.column not in asked.keyed or each.operator.takes not in ("value", "values"):
        return
    target, referred = asked.keyed[each.column]
    source, key = sql.quote(target.name), sql.quote(referred)
    values = {f"p{number}": text for number, text in enumerate(list_values(each))}
    statement = (
        f"select column1 from (values {', '.join(f'(:{name})' for name in values)})"
        f" where not exists (select 1 from {source} t where t.{key} = column1) limit 1"
    )
    try:
        found = await database.execute(statement, values)
        if found.rows:
            text = str(found.rows[0][0])
            near = await suggest_record(database, package, target, referred, text)
            title = target.resource.title or target.name
            raise each.no(f"there is no {show_text(text)} in {title}{near}")
    except QueryInterrupted:
        # The answer itself would take as long, and says so.
        return


async def suggest_record(
    database: Any, package: Package, target: Table, referred: str, text: str
) -> str:
    """End a sentence with the record that was probably meant, by its key or by what names it."""
    statement = f"select t.{sql.quote(referred)}, {express_label(package, target)} from "
    rows = (await database.execute(f"{statement}{sql.quote(target.name)} t limit {MOST + 1}")).rows
    names = {str(key): str(label or key) for key, label in rows}
    words = {label: key for key, label in names.items()} | {key: key for key in names}
    near = find_nearest(text, list(words)[: MOST + 1])
    if near is None:
        return ". Its values are the keys of the records there."
    key = words[near]
    label = "" if names[key] == key else f" ({show_text(names[key])})"
    return f": did you mean {show_text(key)}{label}?"
