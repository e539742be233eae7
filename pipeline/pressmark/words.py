"""Words for readers: counted, cut, written out, and which of some a text was meant to be."""

import difflib
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

LONGEST = 200
"""Longer words are not compared: that takes the square of their length."""

ENDED = re.compile(r"(?<=[.?!]) (?=[A-Z0-9])")
"""Between two sentences: `3 U.S.C. says` is none, nor is `e.g. this`."""

MOST = 1_000
"""Of more words only the one that is the same is found."""

MOST_ASKED = 100
"""For so many distinct texts it is asked what was meant: nobody reads more, and asking is slow."""


def phrase_count(number: int, word: str) -> str:
    """Count something in words people use: `1 record`, `1,204 records`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def make_visible(text: str) -> str:
    """Write out what a terminal or a page would obey or hide: control and invisible characters."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in text
    )


def shorten(text: str, most: int) -> str:
    """Show a text of any length in at most so many characters, and that it was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"


def split_first_sentence(text: str) -> tuple[str, str]:
    """Part a text in its first sentence and the rest of it, which may be empty."""
    found = ENDED.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def cut(text: str, most: int) -> str:
    """Show a text of any length in at most so many characters, all of them visible."""
    return shorten(make_visible(text[: most + 1]), most)


def phrase_size(size: int) -> str:
    """Write a number of bytes for people, in units of a thousand."""
    if size < 1000:  # noqa: PLR2004 - bytes in a kilobyte
        return "1 byte" if size == 1 else f"{size} bytes"
    amount, units = size / 1000, ["kB", "MB", "GB"]
    while amount >= 999.5 and len(units) > 1:  # noqa: PLR2004 - rounds to 1000
        amount, units = amount / 1000, units[1:]
    return f"{amount:.1f} {units[0]}" if amount < 10 else f"{amount:.0f} {units[0]}"  # noqa: PLR2004


def phrase_share(part: int, whole: int) -> str:
    """Write a part of a whole in per cent; what is more than nothing, or less than all, says so."""
    share = 100 * part / whole
    if part and share < 0.5:  # noqa: PLR2004 - rounds to 0
        return "less than 1 %"
    if part < whole and share >= 99.5:  # noqa: PLR2004 - rounds to 100
        return "more than 99 %"
    return f"{share:.0f} %"


def end_sentence(sentence: str) -> str:
    """End a sentence with a full stop, unless it ends already."""
    return sentence if sentence.endswith((".", "?", "!", "…", "。")) else f"{sentence}."


MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]|:(?=//|[a-z0-9_+-]+:)|(?<=www)\.|^[#+=-]", re.IGNORECASE)
"""What Markdown, and GitHub's, would read as more than a character: markup anywhere, addresses and
pictures by name, and what makes a line a heading, an item of a list, or an underline."""
NUMBERED = re.compile(r"^([0-9]{1,9})([.)])(?= |$)")
"""What it would read as an item of a numbered list."""


def escape_markdown(text: str) -> str:
    """Write a text on one line that Markdown shows as it is, without markup, links or breaks."""
    line = MARKUP.sub(r"\\\g<0>", make_visible(" ".join(text.split())))
    return NUMBERED.sub(r"\1\\\2", line)


@dataclass
class Suggestions:
    """What was probably meant by some texts: asked once for each of the first, and then no more."""

    most: int = MOST_ASKED
    known: dict[tuple[Hashable, str], str | None] = field(default_factory=dict)

    def of(self, text: str, ask: Callable[[str], str | None], about: Hashable = None) -> str | None:
        """Give what was meant by a text, or None; what it is `about` makes it another text."""
        if (about, text) not in self.known:
            if len(self.known) >= self.most:
                return None
            self.known[about, text] = ask(text)
        return self.known[about, text]


def split_list(written: str) -> list[str]:
    """Read what stands between commas, without the blanks around it; empty names are kept."""
    return [each.strip() for each in written.split(",")]


def find_slip(names: Sequence[str]) -> str | None:
    """Say what is wrong with a list of names: one is empty, or stands twice; None where nothing."""
    if not all(names):
        return "has an empty name"
    twice = next((each for each in names if names.count(each) > 1), None)
    return None if twice is None else f"names {twice!r} twice"


def find_nearest(text: str, words: Sequence[str], *, numbered: bool = False) -> str | None:
    """Give the word that differs in case and blanks only, or else the one spelled most alike.

    Words with other digits are other things, numbers, days and keys, however near they look; unless
    they are `numbered`, as versions are.
    """
    if len(text) > LONGEST:
        return None
    short = [word for word in words if len(word) <= LONGEST]
    plain = {fold(word): word for word in reversed(short)}
    if len(plain) > MOST:
        return plain.get(fold(text))
    if not numbered:
        digits = read_digits(text)
        plain = {each: word for each, word in plain.items() if read_digits(each) == digits}
    near = difflib.get_close_matches(fold(text), plain, n=1)
    return plain[near[0]] if near else None


def find_nearest_version(text: str, versions: Sequence[str]) -> str | None:
    """Give the version that was meant: the newest that begins so, else the one spelled most alike.

    The newest of the `versions` stands first.
    """
    bare = text.removeprefix("v")
    begun = (each for each in versions if each == bare or each.startswith(f"{bare}."))
    return next(begun, None) or find_nearest(bare, versions, numbered=True)


def read_digits(text: str) -> str:
    """Give the digits of a text, of whatever script."""
    return "".join(each for each in text if each.isdigit())


def fold(text: str) -> str:
    """Write a text so that case, blanks at its ends and kinds of blanks make no difference."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
