"""How findings speak: a message is a whole sentence on what is wrong, a hint says what to do.

Rules give the middle of both, a predicate ("is not a number") and an order ("write a number"), so
that the value, its field and what was probably meant are put around them here, once.
"""

from pressmark.words import ended, shortened

LONGEST_VALUE = 1_000
"""How many characters of a wrong cell a finding holds."""

LONGEST_QUOTE = 60
"""How many characters of a wrong cell its sentence repeats."""

LONGEST_HINT = 1_000
"""How many characters of a pattern, a bound or allowed values a finding repeats."""


def said(value: str, fields: tuple[str, ...], wrong: str) -> str:
    """Say what is wrong with a cell: `"prohibitoin" in effect is not one of …`."""
    place = " and ".join(map(named, fields))
    if not value:
        return f"The cell in {place} {wrong}."
    return f'"{shortened(value, LONGEST_QUOTE)}" in {place} {wrong}.'


def named(field: str) -> str:
    """Name a field, in quotes where its name could be read as a part of the sentence."""
    return field if field.replace("-", "_").isidentifier() else f'"{field}"'


def hinted(meant: str | None, right: str) -> str:
    """Say what would be right, beginning with what was probably meant."""
    right = shortened(right, LONGEST_HINT)
    if meant:
        return f'Did you mean "{meant}"? Otherwise {ended(right)}'
    return ended(right[:1].upper() + right[1:])
