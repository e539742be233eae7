"""DOIs as people write them: bare, with a prefix, or as the address of a resolver."""

import re

DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x20\x7f]+)",
    re.IGNORECASE,
)


def strip_doi(written: str) -> str | None:
    """Give a DOI without resolver and prefix; None for a text that is no DOI."""
    match = DOI.fullmatch(written.strip())
    return match[1] if match else None
