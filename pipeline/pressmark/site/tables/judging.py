"""The values that an address gives to a question, judged before it is asked.

A value that is none of its type is no question: an answer to it would say that nothing is recorded.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.days import is_day, suggest_day
from pressmark.package.parameter import is_integer
from pressmark.site.content.named import (
    SHOWN,
    Named,
    find_held_key,
    find_named,
    find_nearest_named,
    find_records_named,
    list_records,
)
from pressmark.site.content.record import find_label_column
from pressmark.site.content.record_key import read_keys
from pressmark.site.content.removed import explain_gone
from pressmark.site.tables.lane import use_lane
from pressmark.site.tables.typed_question import (
    SANDBOX,
    TypedQuestion,
    find_title,
    list_choices,
    list_tables,
)
from pressmark.words import cut, end_sentence

LONGEST_VALUE = 60
FEW = 10
"""So many are named in a sentence."""
INTEGER = re.compile(r"[+]?(-?)0*([0-9]{1,30})(?:[.]0*)?")


@dataclass(frozen=True)
class WrongValue:
    """What is wrong with the value of a parameter, what would be right, and which may be meant."""

    parameter: str
    wrong: str
    right: str
    choices: tuple[Named, ...] = ()

    @property
    def sentence(self) -> str:
        """All of it in one sentence."""
        return end_sentence(f"{self.parameter}: {self.wrong}; {self.right}")

    @property
    def brief(self) -> str:
        """All of it beside the box of the parameter, where several choices are listed."""
        right = "choose one" if len(self.choices) > 1 else self.right
        return end_sentence(f"{self.wrong}; {right}")


@dataclass(frozen=True)
class Judged:
    """The values of a question's parameters, and what is wrong with those that cannot be asked.

    Where a value was a name, its key stands in `values`, and `moved` says so.
    """

    values: Mapping[str, str]
    faults: tuple[WrongValue, ...]
    moved: bool

    @property
    def sentence(self) -> str:
        """What is wrong, in sentences."""
        return " ".join(each.sentence for each in self.faults)

    @property
    def is_choice(self) -> bool:
        """Whether nothing is wrong but that several may be meant."""
        return all(len(each.choices) > 1 for each in self.faults)


async def judge(database: Any, question: TypedQuestion, pairs: Sequence[tuple[str, str]]) -> Judged:
    """Judge the values that an address gives to the parameters of a question.

    Raises what the database raises where choices and records cannot be looked up.
    """
    values: dict[str, str] = {}
    faults = []
    moved = False
    # A key that depends on the name of a table is judged behind it.
    for name in sorted(question.types, key=lambda each: question.types[each].kind == "key beside"):
        given = [value for key, value in pairs if key == name]
        values[name] = given[0] if given else ""
        fault = find_extent_fault(question, name, given)
        if fault is None and values[name]:
            found = await find_value(database, question, name, values)
            if isinstance(found, WrongValue):
                fault = found
            else:
                moved = moved or found != values[name]
                values[name] = found
        faults += [fault] if fault else []
    return Judged({name: values[name] for name in question.types}, tuple(faults), moved)


def find_extent_fault(
    question: TypedQuestion, name: str, given: Sequence[str]
) -> WrongValue | None:
    """Say that a parameter is missing, empty or given twice, where it may not be."""
    right = f"write {name}={question.example(name)}, for example"
    if len(given) > 1:
        return WrongValue(name, "it is given twice", "give one value")
    if any(given) or question.types[name].may_be_empty:
        return None
    return WrongValue(name, "it is empty" if given else "it is missing", right)


async def find_value(
    database: Any, question: TypedQuestion, name: str, values: Mapping[str, str]
) -> str | WrongValue:
    """Give the value that a text is or names; the fault where it is and names none or several."""
    kind, text, example = question.types[name].kind, values[name], question.example(name)
    if kind == "date":
        right = suggest_day(text, example)
        return text if is_day(text) else WrongValue(name, f"{show_value(text)} is no day", right)
    if kind == "integer":
        right = suggest_integer(text, example)
        return (
            text
            if is_integer(text)
            else WrongValue(name, f"{show_value(text)} is no whole number", right)
        )
    if kind == "text":
        return text
    if kind in ("choice", "code", "table"):
        those = await list_choices(database, question, name)
        same = tuple(each for each in those if each.key == text)[:1]
        title = "the tables" if kind == "table" else "the choices"
        return choose_one(name, text, same or find_named(text, those), title, those, example)
    return await find_key(database, question, name, values)


async def find_key(
    database: Any, question: TypedQuestion, name: str, values: Mapping[str, str]
) -> str | WrongValue:
    """Give the key that a text is or names; the fault where it is and names none or several.

    A key is looked up here; to look for a name takes longer, and is left to the sandbox.
    """
    text, tables = values[name], list_tables(question, name, values)
    kind, is_open = question.types[name], question.types[name].kind != "key"
    if not tables:
        return text
    for table in tables:
        key = await find_held_key(database, table, table.schema.primary_key or (), text)
        if key is not None:
            return key
        if is_open and (table.name, text) in question.withdrawn:
            return text
    found: tuple[Named, ...] = ()
    known: list[Named] = []
    with use_lane(SANDBOX):
        for table in tables:
            fields = table.schema.primary_key or ()
            if len(fields) == 1 and not found and (find_label_column(table) or table is tables[0]):
                of = (database, question.release, table, fields[0])
                listed = await list_records(*of)
                found = find_named(text, listed) if listed else await find_records_named(*of, text)
                known += listed
    for table in () if found else tables:
        keys = list(read_keys(text, len(table.schema.primary_key or ())))
        if gone := explain_gone(question.release, table, keys):
            return WrongValue(name, f"{show_value(text)} is gone: {gone[1]}", "choose another")
    titles = ", ".join(find_title(each) for each in tables[: len(kind.of)])
    title = f"{titles}, or of another table" if kind.kind == "any key" else titles
    return choose_one(name, text, found, title, known, question.example(name))


def choose_one(  # noqa: PLR0913, PLR0917 - what a sentence is made of
    name: str,
    text: str,
    found: Sequence[Named],
    title: str,
    known: Sequence[Named],
    example: str,
) -> str | WrongValue:
    """Give the key of the one that a text names; the fault where it names none or several."""
    if len(found) == 1:
        return found[0].key
    if found:
        many = f"more than {SHOWN}" if len(found) > SHOWN else len(found)
        right = f"choose one of {'; '.join(each.words for each in found[:FEW])}"
        right += "; or another" if len(found) > FEW else ""
        wrong = f"{show_value(text)} fits {many} of {title}"
        return WrongValue(name, wrong, right, tuple(found[:SHOWN]))
    near = find_nearest_named(text, known)
    if near:
        right = f"did you mean {near.words}?"
    elif 0 < len(known) <= FEW:
        right = f"choose one of {'; '.join(each.words for each in known)}"
    else:
        keys = [each.key for each in known]
        fitting = example if not keys or example in keys else keys[0]
        right = f"write {fitting}, for example" if fitting else "choose one, or leave it empty"
    return WrongValue(
        name, f"{show_value(text)} is none of {title}", right, (near,) if near else ()
    )


def suggest_integer(text: str, example: str) -> str:
    """Say which whole number to write in place of a text that is none."""
    bare = re.sub(r"[\s,_]", "", unicodedata.normalize("NFKC", text[:LONGEST_VALUE]))
    meant = INTEGER.fullmatch(bare)
    number = str(int(meant[1] + meant[2])) if meant else ""
    return f"write {number if is_integer(number) else example or '12'}"


def show_value(text: str) -> str:
    """Show a value in a sentence."""
    return f"“{cut(text, LONGEST_VALUE)}”"
