"""Passages of a text: where they stand, and the hash that pins them.

A locator of the scheme `block-sentence-v1` counts from 1: `p7s2` is the second sentence of the
seventh block, `p2` a block in which no sentence ends. Blocks are parted by blank lines. A sentence
ends with `.`, `!`, `?` or `…` and the quotes and brackets that close behind it, where the block
ends or white space and then a capital letter, a digit or an opening quote or bracket follows; an
abbreviation may therefore end one. Offsets count code points of the file. The scheme never
changes: another way of counting is another scheme.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

SCHEME = "block-sentence-v1"
NORMALISATION = "nfc-collapse-ws-v1"
BLOCK = re.compile(r"\S(?:(?!\n[^\S\n]*\n).)*", re.DOTALL)
CLOSES = "\"'\u201d\u2019\u00bb)\\]"
OPENS = "\"'\u201c\u2018\u00ab(\\["
SENTENCE_END = re.compile(rf"[.!?…][.!?…{CLOSES}]*(?=\s+[{OPENS}]*[A-Z0-9À-ÖØ-Þ]|\s*\Z)")


@dataclass(frozen=True)
class Passage:
    """One passage: its locator, the code points before it and up to its last, its hash."""

    locator: str
    start: int
    end: int
    sha256: str

    def written(self) -> dict[str, str | int]:
        """Give what a record of evidence holds of it, field by field."""
        return {
            "locator_scheme": SCHEME,
            "locator": self.locator,
            "char_start": self.start,
            "char_end": self.end,
            "selector_sha256": self.sha256,
            "normalisation": NORMALISATION,
        }


def normalize_text(text: str) -> str:
    """Give a text in NFC, with every run of white space as one blank and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def hash_passage(text: str) -> str:
    """Give the sha256 of a passage as it is recorded: of its normalised text, in hexadecimal."""
    return hashlib.sha256(normalize_text(text).encode()).hexdigest()


def list_passages(text: str) -> Iterator[Passage]:
    """Give every passage of a text in order: its sentences, and its blocks without any."""
    for number, block in enumerate(BLOCK.finditer(text), start=1):
        start, sentence = block.start(), 0
        last = start + len(block[0].rstrip())
        for end in SENTENCE_END.finditer(text, start, last):
            sentence += 1
            yield make_passage(text, f"p{number}s{sentence}", start, end.end())
            start = end.end()
            start += len(text[start:last]) - len(text[start:last].lstrip())
        if start < last:
            rest = f"p{number}s{sentence + 1}" if sentence else f"p{number}"
            yield make_passage(text, rest, start, last)


def make_passage(text: str, locator: str, start: int, end: int) -> Passage:
    """Describe the passage between two offsets."""
    return Passage(locator, start, end, hash_passage(text[start:end]))


def find_passages(text: str, wanted: str) -> tuple[Passage, ...]:
    """Give the passages in which some words stand, white space and Unicode form aside."""
    words = normalize_text(wanted)
    return tuple(
        each for each in list_passages(text) if words in normalize_text(text[each.start : each.end])
    )
