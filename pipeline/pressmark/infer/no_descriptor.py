"""What is said of a file, in words for someone who wrote no descriptor of it."""

import re

from pressmark.package.own import LIMITS

SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(found), said)
    for found, said in (
        (
            r"correct its name or format in the descriptor\.",
            "give it the ending of what it is, such as .csv or .xlsx.",
        ),
        (
            rf'A larger "(\w+)" in "{LIMITS.name}" of the descriptor raises this limit\.',
            rf'"\1" in "{LIMITS.name}" of a datapackage.json that names it raises this limit.',
        ),
        (r", or (?:write|correct) [^.]* in the dialect\.", "."),
        (
            r'Name the property that holds the list in "property" of the dialect\.',
            "Write the records as one list.",
        ),
        (r", or name another with sheetName or sheetNumber of the dialect\.", "."),
        (r', or name the one that is meant in "innerpath"\.', "."),
    )
)
"""Sentences that name a part of a descriptor, and what is said instead."""


def without_descriptor(text: str) -> str:
    """Say a hint without parts of a descriptor, which is not there."""
    for found, said in SENTENCES:
        text = found.sub(said, text)
    return text
