"""Marks of delimited text that few programs write: a quote that is `'`, a lone carriage return."""

import re
from collections.abc import Sequence

SINGLE = "'"
FEWEST_ROWS = 2


def ends_in_returns(text: str) -> bool:
    """Whether lines end with a carriage return alone, as on Macs of the last century."""
    return "\r" in text and "\n" not in text


def is_quoted_singly(lines: Sequence[str], delimiter: str) -> bool:
    """Whether `'` stands around cells in place of `"`.

    Each cell that begins with it ends with it, none begins with `"`, and there is one in nearly
    every line, or in just those cells that need it because they hold a delimiter.
    """
    text = "".join(lines)
    begins = rf"(?:\A|(?<=[\r\n])|(?<={re.escape(delimiter)}))"
    ends = rf"(?=\Z|[\r\n]|{re.escape(delimiter)})"
    if SINGLE not in text or re.search(f'{begins}"', text):
        return False
    quoted = re.findall(f"{begins}'((?:[^']|'')*)'{ends}", text)
    opened = len(re.findall(f"{begins}'", text))
    if not quoted or opened > len(quoted) or len(lines) < FEWEST_ROWS:
        return False
    needed = all(delimiter in cell or "''" in cell or "\n" in cell for cell in quoted)
    records = len(lines) - 1 - sum(len(cell.splitlines()) - 1 for cell in quoted if cell)
    return needed or len(quoted) >= records
