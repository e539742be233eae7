"""Addresses that came with a package, and whether a reader may be sent there."""

import re

SAFE = re.compile(r"(?:https?://[^\s/?#\\]|mailto:[^\s?])[^\x00-\x20\x7f]*", re.IGNORECASE)


def check_link(address: object) -> str | None:
    """Give the address if it is a whole web or mail address; otherwise None.

    A package's metadata is written by strangers: `javascript:`, `data:`, addresses without a
    scheme and those with control characters never become a link.
    """
    return address if isinstance(address, str) and SAFE.fullmatch(address) else None
