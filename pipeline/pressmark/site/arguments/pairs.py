"""The arguments of an address as they are read, and what is said of those that nobody understands.

An argument that is not understood would be ignored, and the answer would look like one to another
question. So it is refused, by name, with what would be right.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import parse_qsl, unquote_plus

from starlette.types import Scope

from pressmark.site.address import with_query
from pressmark.site.request import is_data, read_raw_path
from pressmark.words import cut, find_nearest

Pairs = Sequence[tuple[str, str]]

CLICK_MARKS = ("utm_*", "fbclid", "gclid", "mc_cid", "mc_eid", "msclkid")
"""What other sites and newsletters append to a link to count its visitors; `*` is any text."""
MOST_ARGUMENTS = 500
LONGEST_SHOWN = 100
MOST_LISTED = 40


class NotUnderstoodError(Exception):
    """An address asks for something that is not understood; the text says what and what is."""


class CleanAddressError(Exception):
    """An address means the same as another, to which its visitor is led."""

    def __init__(self, address: str) -> None:
        """Keep the other address."""
        super().__init__(address)
        self.address = address


@dataclass(frozen=True)
class WrittenAddress:
    """An address as it is written: its path, what stands behind `?`, and what that says.

    Whoever asks for data in a form of its own did not fill in a form on a page.
    """

    path: str
    query: str
    pairs: Pairs
    is_data: bool


def read_address(scope: Scope) -> WrittenAddress:
    """Read the address of a request; NotUnderstoodError where it is no text or has too much."""
    query = scope["query_string"].decode("latin-1")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        wrong = "This address holds bytes that are no text in UTF-8. Encode it as UTF-8."
        raise NotUnderstoodError(wrong) from None
    if len(pairs) > MOST_ARGUMENTS:
        raise NotUnderstoodError("This address has too many arguments.")
    return WrittenAddress(read_raw_path(scope), query, pairs, is_data(scope))


def lead_without(
    address: WrittenAddress, is_dropped: Callable[[str, str], bool], *, more: Iterable[str] = ()
) -> None:
    """Lead to the same address without some arguments, and with `more` ones behind.

    The others stay as they are written, in their order. Nothing happens where nothing changes.
    """
    written = [part for part in address.query.split("&") if part]
    kept = []
    for part in written:
        name, _, value = (unquote_plus(each) for each in part.partition("="))
        if not is_dropped(name, value):
            kept.append(part)
    kept += more
    if kept != written:
        raise CleanAddressError(with_query(address.path, "&".join(kept)))


def is_click_mark(name: str) -> bool:
    """Whether an argument only counts visitors of another site."""
    return any(fnmatchcase(name, each) for each in CLICK_MARKS)


def understand_own(scope: Scope, taken: Collection[str]) -> None:
    """Refuse arguments of a page of ours but those that it takes, each once."""
    address = read_address(scope)
    refuse_repeated(address.pairs)
    for name, _ in address.pairs:
        if name not in taken and not is_click_mark(name):
            raise NotUnderstoodError(explain_unknown(name, taken, "this page"))
    lead_without(address, lambda name, _value: name not in taken)


def refuse_repeated(pairs: Pairs, repeatable: Callable[[str], bool] = lambda _name: False) -> None:
    """Refuse an argument that is given more than once where one is read."""
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen and not repeatable(name) and not is_click_mark(name):
            raise NotUnderstoodError(
                f"The argument {show_text(name)} is given twice. Write it once."
            )
        seen.add(name)


def explain_unknown(name: str, known: Iterable[str], place: str) -> str:
    """Say that a place takes no argument of that name, and which it may have been meant to be.

    Only arguments that begin as it does, with a line or without, are thought of.
    """
    begun = name.startswith("_")
    words = [each for each in known if each.startswith("_") == begun]
    told = (
        f"There is no argument {show_text(name)} here" if name else "An argument here has no name"
    )
    near = find_nearest(name, words)
    if near:
        return f"{told}: did you mean {near}?"
    if not words:
        return f"{told}. Take it out: {place} takes none."
    return f"{told}. {list_in_words(words, f'{place[0].upper()}{place[1:]} takes')}"


def list_in_words(words: Sequence[str], before: str) -> str:
    """List some words in a sentence, the first of many."""
    more = f" and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return f"{before} {', '.join(words[:MOST_LISTED])}{more}."


def show_text(text: str) -> str:
    """Show a text of an address in a sentence."""
    return cut(text, LONGEST_SHOWN)
