"""Datasette's own reading of visitors' SQL, without patterns that go back over what they read.

A line of comments, or text that only looks like one, cost it time that doubles with each mark.
`take_over` is for this process, once.
"""

import re
from typing import Any

import datasette.utils
import datasette.views.database

from pressmark.citation.query import PIECES

QUESTION = re.compile(
    r"(?:\s++|--[^\n]*+\n|/\*(?>.*?\*/))*+(?:explain\s++(?:query\s++plan\s++)?)?(?:select|with)\b",
    re.DOTALL,
)
"""What a statement begins with, in small letters; more is the business of the authorizers."""
NAME = re.compile(r"[a-zA-Z][_a-zA-Z0-9-]*+$")
"""What can stand as the name of a class in a page; names of columns are visitors' too."""


def name_parameters(statement: str) -> list[str]:
    """Name the `:name` parameters of a statement once each, in order."""
    found = (piece[0][1:] for piece in PIECES.finditer(statement) if piece["parameter"])
    return list(dict.fromkeys(found))


async def derive_named_parameters(_database: Any, statement: str) -> list[str]:
    """Name the parameters of a statement, as Datasette asks for them."""
    return name_parameters(statement)


def take_over() -> None:
    """Have Datasette read statements so; it looks for no forbidden words.

    It would look for `pragma` in what people search for too; the authorizers look at what SQLite
    is about to do.
    """
    datasette.utils.css_class_re = NAME
    datasette.utils.allowed_sql_res[:] = [QUESTION]
    datasette.utils.disallawed_sql_res.clear()
    datasette.views.database.derive_named_parameters = derive_named_parameters
