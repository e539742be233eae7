"""Text and its formats ("string" and "any" of Table Schema v2)."""

from pressmark.field_types.evident import (
    BLANK,
    DIGITS,
    Begun,
    Either,
    Matches,
    Places,
    Proof,
    match_whole,
)
from pressmark.field_types.form import Form, keep_text, use_no_pattern
from pressmark.package import Field

EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
URI = r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+"
STRING_FORMATS = {
    "default": None,
    "email": EMAIL,
    "uri": URI,
    "uuid": r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}",
    "binary": r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
}

HEXADECIMAL = DIGITS + b"ABCDEFabcdef"
PROOFS: dict[str, Proof] = {
    "email": Matches(match_whole(EMAIL)),
    "uri": Either((Begun(("https://", "http://"), BLANK), Matches(match_whole(URI)))),
    "uuid": Places(tuple(b"-" if place in (8, 13, 18, 23) else HEXADECIMAL for place in range(36))),
}


def choose_pattern(field: Field) -> str | None:
    """Give the pattern of a string's format (email, uri, uuid, binary)."""
    return STRING_FORMATS[field.format]


def choose_proof(field: Field) -> Proof | None:
    """Give what shows that a string has its format."""
    return PROOFS.get(field.format)


def count_characters(_: Field, text: str) -> str:
    """Count the characters of a text."""
    return f"length({text})"


TEXTS = {
    "string": Form(
        "text", choose_pattern, keep_text, keep_text, size=count_characters, proof=choose_proof
    ),
    "any": Form("anything", use_no_pattern, keep_text, keep_text),
}
