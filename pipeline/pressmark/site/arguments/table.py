"""The arguments of a table's or view's page, in every form of it."""

import re
from typing import Any
from urllib.parse import urlencode

from pressmark.package import Package
from pressmark.site.arguments.asked import AskedTable
from pressmark.site.arguments.comparisons import (
    read_comparison,
    refuse_contradictions,
    refuse_nowhere,
    refuse_wrong_value,
)
from pressmark.site.arguments.named import (
    MOST_FACETS,
    TABLE,
    find_argument,
    is_number,
    take_column,
    take_search_words,
)
from pressmark.site.arguments.operators import SEARCH, is_comparison, split_comparison
from pressmark.site.arguments.pairs import (
    NotUnderstoodError,
    Pairs,
    WrittenAddress,
    explain_unknown,
    is_click_mark,
    lead_without,
    refuse_repeated,
    show_text,
)

FORM_FIELD = re.compile(r"_filter_(column|op|value)(|_[0-9]{1,4})", re.ASCII)
"""What the form “Filter by any column” sends: three fields for each filter, numbered or not."""


async def understand_table(
    database: Any, package: Package, asked: AskedTable, address: WrittenAddress
) -> None:
    """Refuse what is not understood of a table's or view's arguments.

    CleanAddressError where the same is meant by fewer: a form sends every field, filled in or not.
    What asks for data is no form, and an argument without a value in it is refused.
    """
    given = [each for each in address.pairs if not is_mark_at(asked, each[0])]
    from_form = read_form(given)
    plain = [each for each in given if not FORM_FIELD.fullmatch(each[0])]
    empty = {
        name for name, value in plain if not value and is_emptied(asked, name, data=address.is_data)
    }
    filled = [(name, value) for name, value in plain if value or name not in empty]
    refuse_wrong_arguments(asked, [each for each in filled if not is_comparison(each[0])])
    if not address.is_data and dict(filled).get("_size", "1").strip("0") == "":
        # Data without records counts them; a page would show as many as without the argument.
        raise NotUnderstoodError("A page has at least one record. Write _size=20, for example.")
    comparisons = [
        read_comparison(asked, *each) for each in [*filled, *from_form] if is_comparison(each[0])
    ]
    for each in comparisons:
        refuse_wrong_value(asked, each)
    refuse_contradictions(comparisons)
    for each in comparisons:
        await refuse_nowhere(database, package, asked, each)
    lead_without(
        address,
        lambda name, value: (
            is_mark_at(asked, name)
            or FORM_FIELD.fullmatch(name) is not None
            or (not value and name in empty)
        ),
        more=[urlencode([each]) for each in from_form],
    )


def refuse_wrong_arguments(asked: AskedTable, pairs: Pairs) -> None:
    """Refuse arguments that are no comparisons, each for itself and for how they stand together."""
    for name, value in pairs:
        refuse_unknown_argument(asked, name)
        found = find_argument(TABLE, name)
        if found is not None:
            found.check(asked, name, value)
    refuse_repeated(pairs, is_repeatable)
    refuse_together(asked, dict(pairs), pairs)
    # Of a table the page says whether it begins behind a record: `tables/paging.py`.
    if asked.key is None and not is_number(dict(pairs).get("_next", "0")):
        raise NotUnderstoodError("The argument _next is a number here.")


def is_mark_at(asked: AskedTable, name: str) -> bool:
    """Whether an argument is a click mark, and no comparison of a column that is called so."""
    return is_click_mark(name) and split_comparison(name)[0] not in asked.columns


def is_repeatable(name: str) -> bool:
    """Whether each of several arguments of this name is read."""
    found = find_argument(TABLE, name)
    return found is not None and found.repeated


def is_emptied(asked: AskedTable, name: str, *, data: bool) -> bool:
    """Whether an argument that has no value means nothing; NotUnderstoodError where it is wrong."""
    if name == "_next":
        return False  # The key before the page may be an empty text.
    if is_comparison(name):
        if read_comparison(asked, name, "").operator.takes == "nothing":
            return False
        right = f"Leave it out, or write {show_text(split_comparison(name)[0])}__isblank=1"
    else:
        refuse_unknown_argument(asked, name)
        right = "Leave it out"
    if data:
        raise NotUnderstoodError(f"The argument {show_text(name)} has no value. {right}.")
    return True


def read_form(pairs: Pairs) -> list[tuple[str, str]]:
    """Read the filters of the form; those whose column or value was left empty are none."""
    fields: dict[str, dict[str, str]] = {}
    for name, value in pairs:
        if match := FORM_FIELD.fullmatch(name):
            fields.setdefault(match[2], {})[match[1]] = value
    found = []
    for each in fields.values():
        name, value = each.get("column", ""), each.get("value", "").strip()
        operator, mark, fixed = (each.get("op") or "exact").partition("__")
        if not name and value:
            raise NotUnderstoodError(
                f"The filter by {show_text(value)} names no column. Choose one."
            )
        if name and (mark or value):
            found.append((f"{name}__{operator}", fixed if mark else value))
    return found


def refuse_unknown_argument(asked: AskedTable, name: str) -> None:
    """Refuse an argument that a table does not take."""
    if name.startswith(SEARCH):
        take_search_words(asked, name, "")
        take_column(lambda each: each.searched, "")(asked, SEARCH, name.removeprefix(SEARCH))
    elif find_argument(TABLE, name) is None:
        if name in asked.columns:
            wrong = f"The column {show_text(name)} begins with a line, as arguments do."
            raise NotUnderstoodError(f"{wrong} Write {show_text(name)}__exact=….")
        known = [each.name for each in TABLE]
        raise NotUnderstoodError(explain_unknown(name, known, f"the table {asked.name}"))


def refuse_together(asked: AskedTable, given: dict[str, str], pairs: Pairs) -> None:
    """Refuse arguments of which one would be passed over."""
    for first, second in (("_sort", "_sort_desc"),):
        if first in given and second in given:
            raise NotUnderstoodError(f"Write {first} or {second}, not both.")
    for first, second in (("_sort_by_desc", "_sort"), ("_searchmode", "_search")):
        if first in given and not any(each.startswith(second) for each in given if each != first):
            raise NotUnderstoodError(f"The argument {first} means nothing without {second}.")
    if given.get("_nl") and given.get("_shape") != "array":
        raise NotUnderstoodError("The argument _nl means nothing without _shape=array.")
    columns = [name for name in given if name.startswith(SEARCH)]
    if columns and "_search" in given:
        raise NotUnderstoodError(f"Write _search or {show_text(columns[0])}, not both.")
    hidden = {value for name, value in pairs if name == "_nocol"}
    if hidden and set(asked.columns) <= hidden | set(asked.key or ()) and not asked.key:
        raise NotUnderstoodError("The arguments _nocol leave no column to show.")
    facets = {value for name, value in pairs if name == "_facet"}
    if len(facets) > MOST_FACETS:
        raise NotUnderstoodError(f"Values are counted by at most {MOST_FACETS} columns at once.")
