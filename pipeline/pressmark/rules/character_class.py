"""Classes of characters as sets, to take one from another (XML Schema 1.1, Part 2, appendix G)."""

import re

BLOCKS = {
    "BasicLatin": (0x0, 0x7F),
    "Latin-1Supplement": (0x80, 0xFF),
    "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F),
    "IPAExtensions": (0x250, 0x2AF),
    "CombiningDiacriticalMarks": (0x300, 0x36F),
    "Greek": (0x370, 0x3FF),
    "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF),
    "Armenian": (0x530, 0x58F),
    "Hebrew": (0x590, 0x5FF),
    "Arabic": (0x600, 0x6FF),
    "Devanagari": (0x900, 0x97F),
    "Thai": (0xE00, 0xE7F),
    "Georgian": (0x10A0, 0x10FF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF),
}
"""Blocks of Unicode by the names that `\\p{Is…}` gives them."""
ITEM = re.compile(r"(\\.|[^\\\]\[^-])(?:-(\\.|[^\\\]\[^-]))?", re.DOTALL)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
LAST = 0x10FFFF
Ranges = list[tuple[int, int]]


class UnreadableClassError(Exception):
    """A class that holds more than characters and ranges."""


def subtract_class(pattern: str, start: int, inner_start: int) -> tuple[str, int]:
    """Write the class at `start` without the one at `inner_start`; give the place after both."""
    taken, after = read_simple_class(pattern, inner_start)
    if not pattern.startswith("]", after):
        raise UnreadableClassError
    given, _ = read_simple_class(pattern[: inner_start - 1] + "]", start)
    left = sorted(given)
    for first, last in taken:
        left = [
            piece
            for low, high in left
            for piece in ((low, min(high, first - 1)), (max(low, last + 1), high))
            if piece[0] <= piece[1]
        ]
    if not left:
        raise UnreadableClassError
    inside = "".join(rf"\x{{{low:X}}}-\x{{{high:X}}}" for low, high in left)
    return f"[{inside}]", after + 1


def read_simple_class(pattern: str, start: int) -> tuple[Ranges, int]:
    """Read a class of characters and ranges; give the place after it."""
    position = start + 1
    negated = pattern.startswith("^", position)
    position += negated
    found: Ranges = []
    while not pattern.startswith("]", position):
        match = ITEM.match(pattern, position)
        if match is None:
            raise UnreadableClassError
        low = read_character(match[1])
        high = read_character(match[2]) if match[2] else low
        found.append((low, high))
        position = match.end()
    return (invert_ranges(found) if negated else found), position + 1


def read_character(written: str) -> int:
    """Give the code of a character, which may stand behind a backslash."""
    if not written.startswith("\\"):
        return ord(written)
    letter = ESCAPES.get(written[1], written[1])
    if letter.isalnum():
        raise UnreadableClassError
    return ord(letter)


def invert_ranges(found: Ranges) -> Ranges:
    """Give every character that ranges do not hold."""
    left: Ranges = []
    next_free = 0
    for low, high in sorted(found):
        if low > next_free:
            left.append((next_free, low - 1))
        next_free = max(next_free, high + 1)
    if next_free <= LAST:
        left.append((next_free, LAST))
    return left
