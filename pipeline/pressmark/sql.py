"""Names and values written into SQL, quoted so that DuckDB and SQLite read the same.

Both engines follow the standard here: names stand in double quotes, text in single quotes,
and a quote inside is doubled.
"""

import json
import re
from collections.abc import Collection, Iterable


def quote(identifier: str) -> str:
    """Quote a table or column name."""
    return '"' + identifier.replace('"', '""') + '"'


def quote_all(identifiers: Iterable[str]) -> str:
    """Quote several names, separated by commas."""
    return ", ".join(quote(identifier) for identifier in identifiers)


def quote_text(value: str) -> str:
    """Quote a text value."""
    return "'" + value.replace("'", "''") + "'"


def quote_texts(values: Iterable[str]) -> str:
    """Quote several text values, separated by commas."""
    return ", ".join(quote_text(value) for value in values)


def select_rows(values: Iterable[str], column: str) -> str:
    """Select text values as the rows of a column, in DuckDB."""
    listed = quote_text(json.dumps(list(values), ensure_ascii=False))
    return f"select unnest(from_json({listed}, '[\"varchar\"]')) as {column}"


PIECES = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?(?:\*/|\Z) | ::
      | :(?P<parameter>[A-Za-z_][A-Za-z0-9_]*)""",
    re.VERBOSE | re.DOTALL,
)


def blank_out(statement: str) -> str:
    """Blank out text, quoted names and comments; what is left stands where it stood.

    Text and names leave quotes behind, so that they still count as words; comments leave nothing.
    """

    def blanked(match: re.Match[str]) -> str:
        found = match[0]
        if found[0] in "'\"":
            return found[0] * len(found)
        return " " * len(found) if found.startswith(("--", "/*")) else found

    return PIECES.sub(blanked, statement)


def list_parameters(statement: str) -> tuple[str, ...]:
    """List the `:name` parameters of a statement once each, in order of appearance.

    Text, quoted names, comments and `::` casts are passed over.
    """
    found = (match["parameter"] for match in PIECES.finditer(statement))
    return tuple(dict.fromkeys(each for each in found if each))


def with_dollar_parameters(statement: str) -> str:
    """Rewrite `:name` to `$name`, which is how DuckDB writes a named parameter."""
    return PIECES.sub(
        lambda match: "$" + match["parameter"] if match["parameter"] else match[0], statement
    )


def with_parameter(statement: str, name: str, written: str) -> str:
    """Write an expression wherever a statement asks for the parameter of that name."""
    return PIECES.sub(lambda match: written if match["parameter"] == name else match[0], statement)


def with_integers(statement: str, names: Collection[str]) -> str:
    """Have the parameters of these names read as whole numbers, in both engines.

    An address and a citation give texts, and a text is larger than every number. What is left empty
    is null.
    """

    def read(match: re.Match[str]) -> str:
        is_one = match["parameter"] in names
        return f"cast(nullif({match[0]}, '') as bigint)" if is_one else match[0]

    return PIECES.sub(read, statement)
