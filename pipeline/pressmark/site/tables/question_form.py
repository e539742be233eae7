"""The form of a question: each parameter with what may be chosen, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.database import QueryInterrupted

from pressmark.package import Table
from pressmark.package.parameter import ParameterType, list_choosable
from pressmark.site.content.named import Named, list_records
from pressmark.site.overload import TryAgainError
from pressmark.site.tables.judging import WrongValue
from pressmark.site.tables.lane import note_partial, use_lane
from pressmark.site.tables.typed_question import (
    SANDBOX,
    TypedQuestion,
    find_title,
    list_choices,
    list_tables,
)
from pressmark.site.tables.written_cells import without_codes

MOST_OPTIONS = 100
"""Of more a list is no help: they are suggested while somebody writes."""
MOST_SUGGESTED, MOST_OCTETS = 1_000, 60_000
INPUTS = {"date": "date", "integer": "number"}
"""The kind of box for each type that has one of its own."""


@dataclass(frozen=True)
class FormField:
    """A box of a form: its name, the value in it, what kind of box it is and what stands beside.

    `options` are all that may be chosen where it `is_closed`, as a list where it `is_list`, too;
    otherwise they are suggestions.
    """

    name: str
    value: str
    box: str = "text"
    options: tuple[Named, ...] = ()
    is_list: bool = False
    is_closed: bool = False
    may_be_empty: bool = True
    type: str = ""
    example: str = ""
    help: str = ""
    fault: WrongValue | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether the value is one of the options."""
        return any(each.key == self.value for each in self.options)

    @property
    def about(self) -> str:
        """What the box is for and what may be written in it, as one sentence; or nothing."""
        words = "; ".join(each for each in (self.help, self.type) if each)
        return words[:1].upper() + words[1:]


async def make_form_fields(
    database: Any,
    question: TypedQuestion | None,
    values: Mapping[str, str],
    faults: Sequence[WrongValue] = (),
) -> tuple[FormField, ...]:
    """Make the boxes of a question's form; without a question, one for the text of each value."""
    if question is None:
        return tuple(FormField(name, value) for name, value in values.items())
    told = {each.name: each for each in question.query.parameters}
    found = []
    for name, kind in question.types.items():
        options = await list_options(database, question, name, values)
        is_closed = kind.kind in ("choice", "code", "table", "key")
        options = options if has_room(options) else ()
        is_list = is_closed and 0 < len(options) <= MOST_OPTIONS
        found.append(
            FormField(
                name,
                values.get(name, ""),
                INPUTS.get(kind.kind, "text"),
                options,
                is_list=is_list,
                is_closed=is_closed and bool(options),
                may_be_empty=kind.may_be_empty,
                type="" if is_list else phrase_type(question, kind),
                example="" if is_list or kind.kind == "date" else question.example(name),
                help=without_codes(question.release, told[name].help) if name in told else "",
                fault=next((each for each in faults if each.parameter == name), None),
            )
        )
    return tuple(found)


def has_room(options: Sequence[Named]) -> bool:
    """Whether a page has room for the options of a box; without them it says what they are."""
    octets = sum(len(each.key) + len(each.label) for each in options[: MOST_SUGGESTED + 1])
    return len(options) <= MOST_SUGGESTED and octets <= MOST_OCTETS


async def list_options(
    database: Any, question: TypedQuestion, name: str, values: Mapping[str, str]
) -> tuple[Named, ...]:
    """List what may be chosen or is suggested; nothing of what there is too much or takes long.

    A page without suggestions is better than none, but not kept.
    """
    kind = question.types[name].kind
    if name in question.kept:
        return question.kept[name]
    try:
        if kind in ("choice", "code", "table"):
            return await list_choices(database, question, name)
        tables = list_tables(question, name, values) if "key" in kind else ()
        found = await list_suggested(database, question, tables if kind == "key" else tables[:1])
    except (QueryInterrupted, TryAgainError):
        note_partial()
        return ()
    if kind != "key beside":
        question.kept[name] = found
    return found


async def list_suggested(
    database: Any, question: TypedQuestion, tables: Sequence[Table]
) -> tuple[Named, ...]:
    """List the records of tables that are small enough and have keys of one field."""
    keyed = [each for each in tables if len(each.schema.primary_key or ()) == 1]
    with use_lane(SANDBOX):
        lists = [
            await list_records(
                database,
                question.release,
                each,
                (each.schema.primary_key or ("",))[0],
                most=MOST_SUGGESTED,
            )
            for each in keyed
        ]
    return tuple(record for each in lists for record in each)


def phrase_type(question: TypedQuestion, kind: ParameterType) -> str:
    """Say what may be written in a box, with the titles of the tables and questions it names.

    Of a day, a number or any text the box itself says it.
    """
    package = question.release.package
    titles = {each.name: find_title(each) for each in package.tables}
    if kind.kind == "choice":
        chosen = list_choosable(package).values()
        titles |= {each.name: each.heading("title") or each.name for each in chosen}
    of = ", ".join(titles.get(each, each) for each in kind.of)
    words = {
        "choice": f"one of {of}",
        "key": f"a key or name of {of}",
        "any key": f"a key or name of {of}, or of another table",
        "key beside": f"a key or name of a record of the {of}",
        "table": "the name of a table",
        "code": "one of the codes",
    }.get(kind.kind, "")
    anything = "empty means any" if kind.may_be_empty else ""
    return "; ".join(each for each in (words, anything) if each)
