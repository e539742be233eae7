"""Which of some words a text was probably meant to be."""

import difflib
from collections.abc import Sequence

LONGEST = 200
"""Longer words are not compared: that takes the square of their length."""


MOST = 1_000
"""Of more words only the one that is the same is found."""


def nearest(text: str, words: Sequence[str]) -> str | None:
    """Give the word that differs in case and blanks only, or else the one spelled most alike."""
    if len(text) > LONGEST:
        return None
    short = [word for word in words if len(word) <= LONGEST]
    plain = {folded(word): word for word in reversed(short)}
    if len(plain) > MOST:
        return plain.get(folded(text))
    near = difflib.get_close_matches(folded(text), plain, n=1)
    return plain[near[0]] if near else None


def folded(text: str) -> str:
    """Write a text so that case, blanks at its ends and kinds of blanks make no difference."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
