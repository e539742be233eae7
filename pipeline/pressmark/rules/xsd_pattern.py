r"""Patterns of XML Schema as RE2 reads them ("pattern"; XML Schema 1.1, Part 2, appendix G).

`\d` and `\w` are classes of Unicode there, `\i` and `\c` the characters of names,
`[a-z-[aeiou]]` takes one class from another, and `\p{IsGreek}` names a block. What an author added
of other dialects (anchors, `(?:…)`) is left to RE2.
"""

import re
from functools import lru_cache

from pressmark.rules.character_class import BLOCKS, UnreadableClassError, subtract_class

NAME_START = (
    r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}"
    r"\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}"
    r"\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}"
)
NAME = NAME_START + r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}"
CLASSES = {
    "d": r"\p{Nd}",
    "w": r"\p{L}\p{M}\p{N}\p{S}",
    "W": r"\p{P}\p{Z}\p{C}",
    "i": NAME_START,
    "c": NAME,
    "s": r" \t\n\r",
}
"""What a letter after a backslash stands for, as the inside of a class."""
OPPOSITES = {"D": "d", "I": "i", "C": "c", "S": "s"}
PIECE = re.compile(r"\\[pP]\{Is([^}]*)\}|\\(.)|(\[)|(\.)|(.)", re.DOTALL)


class UnreadablePatternError(Exception):
    """A pattern that RE2 would read otherwise than XML Schema does; the text says why."""


@lru_cache
def translate_pattern(pattern: str) -> str:
    """Write a pattern for RE2; UnreadablePatternError where RE2 cannot say what it means."""
    written = []
    position = 0
    while position < len(pattern):
        match = PIECE.match(pattern, position)
        if match is None:  # pragma: no cover - a piece is at least one character
            break
        if match[3]:
            inside, position = translate_class(pattern, position)
            written.append(inside)
            continue
        position = match.end()
        if match[1] is not None:
            sign = "^" if match[0][1] == "P" else ""
            written.append(f"[{sign}{translate_block(match[1])}]")
        elif match[2] is not None:
            written.append(translate_escape(match[2]))
        else:
            written.append(r"[^\n\r]" if match[4] else match[5])
    return "".join(written)


def translate_escape(letter: str) -> str:
    """Write what a backslash and a letter stand for outside of a class."""
    if letter in CLASSES:
        return f"[{CLASSES[letter]}]"
    if letter in OPPOSITES:
        return f"[^{CLASSES[OPPOSITES[letter]]}]"
    return "\\" + letter


def translate_block(name: str) -> str:
    """Write a block of Unicode as a range; UnreadablePatternError where it is not known."""
    if name not in BLOCKS:
        message = f"it names the block of characters {name!r}"
        raise UnreadablePatternError(message)
    first, last = BLOCKS[name]
    return rf"\x{{{first:X}}}-\x{{{last:X}}}"


def translate_class(pattern: str, start: int) -> tuple[str, int]:
    """Write the class that begins at a place, and give the place after it."""
    position = start + 1
    negated = pattern.startswith("^", position)
    position += negated
    inside: list[str] = []
    while position < len(pattern) and (pattern[position] != "]" or not inside):
        match = PIECE.match(pattern, position)
        if match is None:  # pragma: no cover - a piece is at least one character
            break
        if match[3] and pattern[position - 1] == "-" and inside:
            return translate_subtraction(pattern, start, position)
        inside.append(translate_inner(match))
        position = match.end()
    return f"[{'^' if negated else ''}{''.join(inside)}]", position + 1


def translate_inner(match: re.Match[str]) -> str:
    """Write one piece of the inside of a class."""
    if match[1] is not None:
        if match[0][1] == "P":
            message = "it takes a block of characters out of a class"
            raise UnreadablePatternError(message)
        return translate_block(match[1])
    if match[2] is None:
        return r"\[" if match[3] else match[0]
    if match[2] in ("I", "C"):
        message = f"it uses \\{match[2]} inside of a class"
        raise UnreadablePatternError(message)
    return CLASSES.get(match[2], r"\P{Nd}" if match[2] == "D" else match[0])


def translate_subtraction(pattern: str, start: int, inner_start: int) -> tuple[str, int]:
    """Write a class from which another is subtracted, and give the place after both."""
    try:
        return subtract_class(pattern, start, inner_start)
    except UnreadableClassError:
        message = "it subtracts one class of characters from another"
        raise UnreadablePatternError(message) from None
