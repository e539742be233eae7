"""The arguments of an address that begin with `_`: what each takes, and where it is read."""

from collections.abc import Callable
from dataclasses import dataclass

from pressmark.site.arguments.asked import AskedTable
from pressmark.site.arguments.pairs import NotUnderstoodError, listed, shown
from pressmark.words import nearest

Check = Callable[[AskedTable, str, str], None]
"""Refuses a value, given what is asked and the name of the argument, by NotUnderstoodError."""

TRUTH = ("on", "off", "true", "false", "1", "0")
YES = ("on", "true", "1")
MOST_RECORDS = 5_000
LONGEST_NUMBER = 9
MOST_FACETS = 6
"""By so many columns values are counted at once."""


@dataclass(frozen=True)
class Argument:
    """One argument: its name, the check of its value, and whether each of several is read."""

    name: str
    check: Check
    repeated: bool = False


def is_number(text: str) -> bool:
    """Whether a text is a whole number that fits anywhere."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def no(name: str, value: str, right: str) -> NotUnderstoodError:
    """Say that an argument does not take a value, and what it takes."""
    return NotUnderstoodError(f"The argument {name} is {right}, and {shown(value)} is not.")


def one_of(*words: str) -> Check:
    """Take one of some words."""

    def check(_: AskedTable, name: str, value: str) -> None:
        if value.lower() not in words:
            near = nearest(value, words)
            right = f"one of {', '.join(words)}"
            meant = f" Did you mean {name}={near}?" if near else ""
            raise NotUnderstoodError(f"{no(name, value, right)}{meant}")

    return check


def yes(_: AskedTable, name: str, value: str) -> None:
    """Take a word that says yes: whatever is written would be taken for it."""
    if value.lower() not in YES:
        raise no(name, value, "on; leave it out where it is not meant")


def number(right: str, most: int | None = None, *, has_max: bool = False) -> Check:
    """Take a whole number, at most so large, or also the word `max`."""

    def check(_: AskedTable, name: str, value: str) -> None:
        if has_max and value == "max":
            return
        if not is_number(value) or (most is not None and int(value) > most):
            raise no(name, value, right)

    return check


def column(among: Callable[[AskedTable], tuple[str, ...]], without: str) -> Check:
    """Take the name of a column of some kind; `without` says that there is none of it."""

    def check(asked: AskedTable, name: str, value: str) -> None:
        columns = among(asked)
        if value in columns:
            return
        if not columns:
            raise NotUnderstoodError(f"The argument {name} is not answered here: {without}.")
        near = nearest(value, columns)
        told = f"{name} names a column, and there is no {shown(value)}"
        right = f": did you mean {near}?" if near else f". {listed(columns, 'There are')}"
        raise NotUnderstoodError(f"{told}{right}")

    return check


def anything(_asked: AskedTable, _name: str, _value: str) -> None:
    """Take any text."""


def through(_: AskedTable, name: str, _value: str) -> None:
    """Take nothing."""
    raise NotUnderstoodError(f"The argument {name} is not answered here; filter the other table.")


def hidden(asked: AskedTable, name: str, value: str) -> None:
    """Take a column that may be left out: one of no key."""
    if value in (asked.key or ()):
        raise NotUnderstoodError(f"{name}: {shown(value)} is of the key, which is always shown.")
    column(lambda each: each.columns, "")(asked, name, value)


def word_of_search(asked: AskedTable, name: str, value: str) -> None:
    """Take words to search for, where there is full text."""
    del value
    if not asked.searched:
        right = listed(asked.columns, "Compare a column by __contains instead, one of")
        raise NotUnderstoodError(f"The argument {name} is not answered here: "
                                 f"{asked.name} has no full text. {right}")  # fmt: skip


FORM = (
    Argument("_shape", one_of("arrays", "objects", "array", "arrayfirst", "object")),
    Argument("_nl", yes),
    Argument("_json", anything, repeated=True),
    Argument("_json_infinity", one_of(*TRUTH)),
    Argument("_dl", yes),
    Argument("_nocount", yes),
    Argument("_nofacet", yes),
    Argument("_nosuggest", yes),
    Argument("_stream", yes),
    Argument("_header", one_of(*YES)),
    Argument("_ttl", number("a number of seconds")),
    Argument("_trace", one_of(*TRUTH)),
)
"""How an answer is written, and what may be left out of it; taken wherever Datasette answers."""
WHOLE = Argument("_size", one_of("max"))
"""What is no table has no pages: its CSV is always whole."""
TIME = Argument("_timelimit", number("a number of milliseconds"))
ROW = (*FORM, WHOLE, Argument("_extras", one_of("foreign_key_tables")))
LABELS = Argument("_labels", one_of(*TRUTH))
QUERY = (*FORM, WHOLE, TIME, LABELS)
ALL = "_all"
"""Shows all columns of the answer to a named question, where its page shows some."""
QUESTION = (*QUERY, Argument(ALL, yes))
DATABASE = (*FORM, WHOLE)
TABLE = (
    *FORM,
    TIME,
    Argument(
        "_size", number(f"a number of records up to {MOST_RECORDS:,}, or max", MOST_RECORDS,
                        has_max=True),
    ),
    Argument("_next", anything),
    Argument("_sort", column(lambda each: each.compared, "it has no columns")),
    Argument("_sort_desc", column(lambda each: each.compared, "it has no columns")),
    Argument("_sort_by_desc", yes),
    Argument("_col", column(lambda each: each.columns, "it has no columns"), repeated=True),
    Argument("_nocol", hidden, repeated=True),
    Argument("_facet", column(lambda each: each.columns, "it has no columns"), repeated=True),
    Argument("_facet_size", number("a number of values, or max", has_max=True)),
    Argument("_label",
             column(lambda each: tuple(each.references), "no column points to another table"),
             repeated=True),
    LABELS,
    Argument("_where", anything, repeated=True),
    Argument("_through", through),
    Argument("_search", word_of_search),
    Argument("_searchmode", one_of("escaped", "raw")),
)  # fmt: skip
"""What a table or view takes besides comparisons of its columns."""


def argument_of(arguments: tuple[Argument, ...], name: str) -> Argument | None:
    """Find the argument of that name."""
    return next((each for each in arguments if each.name == name), None)
