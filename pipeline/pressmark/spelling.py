"""Which of some words a text was probably meant to be."""

import difflib
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

LONGEST = 200
"""Longer words are not compared: that takes the square of their length."""

MOST = 1_000
"""Of more words only the one that is the same is found."""

MOST_ASKED = 100
"""For so many distinct texts it is asked what was meant: nobody reads more, and asking is slow."""


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
