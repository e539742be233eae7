"""The arguments of an address that begin with `_`: what each takes, and where it is read."""

from collections.abc import Callable
from dataclasses import dataclass

from pressmark.site.arguments.asked import AskedTable
from pressmark.site.arguments.pairs import NotUnderstoodError, list_in_words, show_text
from pressmark.words import find_nearest

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


def explain_value(name: str, value: str, right: str) -> NotUnderstoodError:
    """Say that an argument does not take a value, and what it takes."""
    return NotUnderstoodError(f"The argument {name} is {right}, and {show_text(value)} is not.")


def take_one_of(*words: str) -> Check:
    """Take one of some words."""

    def check(_: AskedTable, name: str, value: str) -> None:
        if value.lower() not in words:
            near = find_nearest(value, words)
            right = f"one of {', '.join(words)}"
            meant = f" Did you mean {name}={near}?" if near else ""
            raise NotUnderstoodError(f"{explain_value(name, value, right)}{meant}")

    return check


def take_yes(_: AskedTable, name: str, value: str) -> None:
    """Take a word that says yes: whatever is written would be taken for it."""
    if value.lower() not in YES:
        raise explain_value(name, value, "on; leave it out where it is not meant")


def take_number(right: str, most: int | None = None, *, has_max: bool = False) -> Check:
    """Take a whole number, at most so large, or also the word `max`."""

    def check(_: AskedTable, name: str, value: str) -> None:
        if has_max and value == "max":
            return
        if not is_number(value) or (most is not None and int(value) > most):
            raise explain_value(name, value, right)

    return check


def take_column(among: Callable[[AskedTable], tuple[str, ...]], without: str) -> Check:
    """Take the name of a column of some kind; `without` says that there is none of it."""

    def check(asked: AskedTable, name: str, value: str) -> None:
        columns = among(asked)
        if value in columns:
            return
        if not columns:
            raise NotUnderstoodError(f"The argument {name} is not answered here: {without}.")
        near = find_nearest(value, columns)
        told = f"{name} names a column, and there is no {show_text(value)}"
        right = f": did you mean {near}?" if near else f". {list_in_words(columns, 'There are')}"
        raise NotUnderstoodError(f"{told}{right}")

    return check


def take_anything(_asked: AskedTable, _name: str, _value: str) -> None:
    """Take any text."""


def take_nothing(_: AskedTable, name: str, _value: str) -> None:
    """Take nothing."""
    raise NotUnderstoodError(f"The argument {name} is not answered here; filter the other table.")


def take_hidden(asked: AskedTable, name: str, value: str) -> None:
    """Take a column that may be left out: one of no key."""
    if value in (asked.key or ()):
        raise NotUnderstoodError(
            f"{name}: {show_text(value)} is of the key, which is always shown."
        )
    take_column(lambda each: each.columns, "")(asked, name, value)


def take_search_words(asked: AskedTable, name: str, value: str) -> None:
    """Take words to search for, where there is full text."""
    del value
    if not asked.searched:
        right = list_in_words(asked.columns, "Compare a column by __contains instead, one of")
        raise NotUnderstoodError(f"The argument {name} is not answered here: "
                                 f"{asked.name} has no full text. {right}")  # fmt: skip


FORM = (
    Argument("_shape", take_one_of("arrays", "objects", "array", "arrayfirst", "object")),
    Argument("_nl", take_yes),
    Argument("_json", take_anything, repeated=True),
    Argument("_json_infinity", take_one_of(*TRUTH)),
    Argument("_dl", take_yes),
    Argument("_nocount", take_yes),
    Argument("_nofacet", take_yes),
    Argument("_nosuggest", take_yes),
    Argument("_stream", take_yes),
    Argument("_header", take_one_of(*YES)),
    Argument("_ttl", take_number("a number of seconds")),
    Argument("_trace", take_one_of(*TRUTH)),
)
"""How an answer is written, and what may be left out of it; taken wherever Datasette answers."""
WHOLE = Argument("_size", take_one_of("max"))
"""What is no table has no pages: its CSV is always whole."""
TIME = Argument("_timelimit", take_number("a number of milliseconds"))
ROW = (*FORM, WHOLE, Argument("_extras", take_one_of("foreign_key_tables")))
LABELS = Argument("_labels", take_one_of(*TRUTH))
QUERY = (*FORM, WHOLE, TIME, LABELS)
ALL = "_all"
"""Shows all columns of the answer to a named question, where its page shows some."""
QUESTION = (*QUERY, Argument(ALL, take_yes))
DATABASE = (*FORM, WHOLE)
TABLE = (
    *FORM,
    TIME,
    Argument(
        "_size", take_number(f"a number of records up to {MOST_RECORDS:,}, or max", MOST_RECORDS,
                        has_max=True),
    ),
    Argument("_next", take_anything),
    Argument("_sort", take_column(lambda each: each.compared, "it has no columns")),
    Argument("_sort_desc", take_column(lambda each: each.compared, "it has no columns")),
    Argument("_sort_by_desc", take_yes),
    Argument("_col", take_column(lambda each: each.columns, "it has no columns"), repeated=True),
    Argument("_nocol", take_hidden, repeated=True),
    Argument("_facet", take_column(lambda each: each.columns, "it has no columns"), repeated=True),
    Argument("_facet_size", take_number("a number of values, or max", has_max=True)),
    Argument("_label",
             take_column(lambda each: tuple(each.references), "no column points to another table"),
             repeated=True),
    LABELS,
    Argument("_where", take_anything, repeated=True),
    Argument("_through", take_nothing),
    Argument("_search", take_search_words),
    Argument("_searchmode", take_one_of("escaped", "raw")),
)  # fmt: skip
"""What a table or view takes besides comparisons of its columns."""


def find_argument(arguments: tuple[Argument, ...], name: str) -> Argument | None:
    """Find the argument of that name."""
    return next((each for each in arguments if each.name == name), None)
