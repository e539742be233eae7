"""What is no delimited text, by its first bytes: other files under the name of a table."""

import re

from pressmark.errors import ProjectError
from pressmark.intake.other_kinds import LOOKED_AT, find_other_kind

JSON = re.compile(rb'\s*(?:\[\s*[{\[]|\{\s*"[^"]*"\s*:)')
MOST_STRANGE = 0.01
"""The share of bytes without a meaning in text that a text may hold by accident."""
STRANGE = bytes({*range(32)} - set(b"\t\n\v\f\r\x1a\x1b"))


def refuse_other_kinds(head: bytes, place: str, *, is_wide: bool) -> None:
    """Refuse a file that is no text, or text of another form; `is_wide` text may hold zeros.

    ProjectError says what the file is, and what to do.
    """
    text = head[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    other = find_other_kind(head)
    if other:
        raise ProjectError(place, f"is {other.what} and no table of text", other.right)
    if JSON.match(text):
        right = "give it the ending .json, if it is a list of records"
        raise ProjectError(place, "is JSON and no table of text", right)
    strange = sum(text.count(byte) for byte in STRANGE)
    if not is_wide and strange > MOST_STRANGE * len(text) and strange > 1:
        wrong = "is no text: it holds bytes that no text has"
        raise ProjectError(place, wrong, "name the file of the table")
