"""How a finding speaks of a cell."""

LONGEST_VALUE = 1_000
"""How many characters of a wrong cell a finding holds."""

LONGEST_QUOTE = 60
"""How many characters of a wrong cell its sentence repeats."""


def said(value: str, field: str) -> str:
    """Begin a sentence about a cell: `"prohibitoin" in effect`, or the field where it is empty."""
    if not value:
        return field
    short = value if len(value) <= LONGEST_QUOTE else value[: LONGEST_QUOTE - 1] + "…"
    return f'"{short}" in {field}'


def hinted(meant: str | None, right: str) -> str:
    """Say what would be right, beginning with what was probably meant."""
    return f'did you mean "{meant}"? Otherwise {right}' if meant else right
