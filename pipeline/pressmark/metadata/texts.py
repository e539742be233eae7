"""Texts as metadata files take them: one line, a web address, JSON that may stand in a page."""

import re
from typing import Any

from pressmark.indented import render_indented

BREAKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""Control characters, which XML cannot hold, but for line feed and tab."""
UNFIT = r"\s\\<>\"{}|^`\x00-\x20\x7f"
WEB_ADDRESS = re.compile(rf"https?://[^/?#{UNFIT}][^{UNFIT}]*", re.IGNORECASE)
IN_A_PAGE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def join_lines(text: str | None) -> str:
    """Give a text without line ends, tabs and control characters; empty for none."""
    return BREAKS.sub(" ", text or "").strip()


def strip_controls(text: str | None) -> str:
    """Give a text with its lines, without control characters; empty for none."""
    return UNSEEN.sub("", text or "").strip()


def check_web_address(written: str | None) -> str | None:
    """Give a whole web address that needs no encoding; None for any other text."""
    return written if written and WEB_ADDRESS.fullmatch(written) else None


def render_json(document: Any) -> str:
    """Write JSON that means the same inside the `<script>` of a page."""
    return render_indented(document).translate(IN_A_PAGE) + "\n"


def keep_said(document: dict[str, Any]) -> dict[str, Any]:
    """Keep the properties of an object that say something: no None, no empty text or list."""
    return {name: value for name, value in document.items() if value not in (None, "", [], {}, ())}
