"""What a name may hold: nothing that people cannot see, and no letter that passes for another."""

import re
import unicodedata
from pathlib import PurePosixPath

from pressmark.rules.characters import BIDI, CONTROL, find_first

JOINERS = "\u200c\u200d"
"""They shape letters of Persian, Hindi and others, and stand between two of these alone."""
ORTHOGRAPHY = re.compile("[\u200c-\u200f\u061c]")
"""What texts for people use: joiners, and the marks that say which way a text runs."""
FIRST_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN")
"""Alphabets whose letters are not joined."""
WORD = re.compile(r"[^\W\d_]+")
LOOK_ALIKE = dict(
    zip(
        "\u0430\u0410\u0412\u0441\u0421\u0501\u0435\u0415\u050c\u04bb\u041d\u0456\u0406\u0458\u0408\u041a\u04c0\u041c"
        "\u043e\u041e\u0440\u0420\u051b\u0455\u0405\u0422\u0475\u0474\u051d\u051c\u0445\u0425\u0443\u0423\u04af\u04ae"
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
        "aABcCdeEGhHiIjJKIMoOpPqsSTvVwWxXyYyYABEZHIKMNOPTYXo",
        strict=True,
    )
)
"""Letters of Cyrillic and Greek that look like Latin ones (Unicode Technical Standard 39).

Greek letters that formulas use beside Latin ones, such as alpha, are not among them.
"""
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
REFUSED = re.compile(r'[<>:"|?*]')
LONGEST_PATH = 200
"""Characters: with the folder that a person unpacks into, Windows takes 260."""


def find_hidden_in_name(name: str, *, control: bool = True, bidi: bool = True) -> str | None:
    """Say which character of a name nobody can see; None where there is none.

    Of both kinds only those are looked for that are not allowed.
    """
    seen = name
    if not set(JOINERS).isdisjoint(name):
        seen = "".join(
            "-" if letter in JOINERS and joins(name, at) else letter
            for at, letter in enumerate(name)
        )
    characters = "|".join([CONTROL] * control + [BIDI] * bidi)
    return find_first(seen, characters) if characters else None


def joins(name: str, at: int) -> bool:
    """Whether a joiner stands between two letters that are joined."""
    around = name[at - 1 : at] + name[at + 1 : at + 2]
    named = [unicodedata.name(letter, "") for letter in around if letter.isalpha()]
    return len(named) == len(JOINERS) and not any(
        each.startswith(FIRST_ALPHABETS) for each in named
    )


def find_hidden_in_text(text: str) -> str | None:
    """Say likewise which character of a text for people nobody can see, or None."""
    return find_first(ORTHOGRAPHY.sub("-", text), f"{CONTROL}|{BIDI}")


def find_look_alike(name: str) -> str | None:
    """Say which letter of a name passes for one of the letters beside it; None where none does."""
    if name.isascii():
        return None
    for word in WORD.findall(unicodedata.normalize("NFC", name)):
        strange = next((letter for letter in word if letter in LOOK_ALIKE), None)
        if strange and any(unicodedata.name(each, "").startswith("LATIN") for each in word):
            return (
                f"holds U+{ord(strange):04X} ({unicodedata.name(strange)}), which looks like "
                f'"{LOOK_ALIKE[strange]}", in a word with Latin letters'
            )
    return None


def draw_outline(name: str) -> str:
    """Give what a name looks like: two that look the same have one outline."""
    composed = unicodedata.normalize("NFC", name)
    return (
        composed if composed.isascii() else "".join(LOOK_ALIKE.get(each, each) for each in composed)
    )


def explain_refused_by_windows(path: str) -> str | None:
    """Say why a path cannot stand on every system; None where it can."""
    for part in PurePosixPath(path).parts:
        if DEVICES.fullmatch(part):
            return f'has the part "{part}", which Windows takes for a device'
        if part.rstrip(" .") != part and part not in (".", ".."):
            return f'has the part "{part}", and Windows drops the blank or full stop at its end'
        if found := REFUSED.search(part):
            return f"holds {found[0]!r}, which no name in Windows can"
    if len(path) > LONGEST_PATH:
        return f"is longer than {LONGEST_PATH} characters, and Windows takes 260 with its folder"
    return None
