"""Words for true and false that people write, in nine languages."""

from collections.abc import Iterable

PAIRS: tuple[tuple[str, str], ...] = (
    ("true", "false"),
    ("t", "f"),
    ("yes", "no"),
    ("y", "n"),
    ("on", "off"),
    ("ja", "nein"),
    ("j", "n"),
    ("wahr", "falsch"),
    ("oui", "non"),
    ("o", "n"),
    ("vrai", "faux"),
    ("sí", "no"),
    ("si", "no"),
    ("s", "n"),
    ("verdadero", "falso"),
    ("sim", "não"),
    ("sim", "nao"),
    ("verdadeiro", "falso"),
    ("vero", "falso"),
    ("ja", "nee"),
    ("waar", "onwaar"),
    ("tak", "nie"),
    ("prawda", "fałsz"),
    ("да", "нет"),
    ("истина", "ложь"),
    ("ja", "nej"),
    ("sant", "falskt"),
)
"""True and false in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian
and Swedish, in lower case."""
PLAIN = ("true", "false")


def split_words(texts: Iterable[str]) -> tuple[list[str], list[str]] | None:
    """Part the distinct texts of a column in those for true and those for false.

    None where they are not the two words of one pair; the English words may stand alone.
    """
    known = {text: text.strip().lower() for text in texts}
    said = set(known.values())
    for true, false in PAIRS:
        if said == {true, false} or ((true, false) == PLAIN and said and said <= set(PLAIN)):
            return (
                sorted(text for text, word in known.items() if word == true),
                sorted(text for text, word in known.items() if word == false),
            )
    return None
