"""How a finding speaks of a cell."""

LONGEST_VALUE = 1_000
"""How many characters of a wrong cell a finding holds."""

LONGEST_QUOTE = 60
"""How many characters of a wrong cell its sentence repeats."""

LONGEST_HINT = 1_000
"""How many characters of a pattern, a bound or allowed values a finding repeats."""


def said(value: str, field: str) -> str:
    """Begin a sentence about a cell: `"prohibitoin" in effect`, or the field where it is empty."""
    if not value:
        return field
    return f'"{shortened(value, LONGEST_QUOTE)}" in {field}'


def hinted(meant: str | None, right: str) -> str:
    """Say what would be right, beginning with what was probably meant."""
    right = shortened(right, LONGEST_HINT)
    return f'did you mean "{meant}"? Otherwise {right}' if meant else right


def shortened(text: str, most: int) -> str:
    """Cut a text, and show that it was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"
