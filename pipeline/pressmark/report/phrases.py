"""How findings speak: a message is a whole sentence on what is wrong, a hint says what to do.

Rules give the middle of both, a predicate ("is not a number") and an order ("write a number"), so
that the value, its field and what was probably meant are put around them here, once.
"""

from pressmark.words import end_sentence, shorten

LONGEST_VALUE = 1_000
"""How many characters of a wrong cell a finding holds."""

LONGEST_QUOTE = 60
"""How many characters of a wrong cell its sentence repeats."""

LONGEST_HINT = 1_000
"""How many characters of a pattern, a bound or allowed values a finding repeats."""


def phrase_fault(value: str, fields: tuple[str, ...], wrong: str) -> str:
    """Say what is wrong with a cell: `"prohibitoin" in effect is not one of …`."""
    place = " and ".join(map(name_field, fields))
    if not value:
        return f"The cell in {place} {wrong}."
    return f'"{shorten(value, LONGEST_QUOTE)}" in {place} {wrong}.'


def name_field(field: str) -> str:
    """Name a field, in quotes where its name could be read as a part of the sentence."""
    return field if field.replace("-", "_").isidentifier() else f'"{field}"'


def phrase_hint(meant: str | None, right: str) -> str:
    """Say what would be right, beginning with what was probably meant."""
    right = shorten(right, LONGEST_HINT)
    if meant:
        return f'Did you mean "{meant}"? Otherwise {end_sentence(right)}'
    return end_sentence(right[:1].upper() + right[1:])
