"""Table Dialect v2 as a value: how a file holds its table ("Table Dialect").

The first properties are those of delimited text (the last of them, `caseSensitiveHeader`, is one
of v1 alone, and counts where it is written), then those of structured text such as JSON, of
spreadsheets and of databases. A property that does not suit a file is ignored, as the standard
says ("Tabular Data Formats").
"""

from typing import Annotated, Literal

from pydantic import Field as Property

from pressmark.package.properties import Properties

RowNumber = Annotated[int, Property(ge=1)]


class Dialect(Properties):
    """How records and cells are found in a file; the defaults are the standard's."""

    header: bool = True
    header_rows: tuple[RowNumber, ...] | None = Property(default=None, max_length=100)
    header_join: str = " "
    comment_rows: tuple[RowNumber, ...] | None = None
    comment_char: str | None = Property(default=None, min_length=1)
    delimiter: str = Property(default=",", min_length=1)
    line_terminator: str = Property(default="\r\n", min_length=1)
    quote_char: str | None = Property(default='"', max_length=1)
    double_quote: bool = True
    escape_char: str | None = Property(default=None, max_length=1)
    null_sequence: str | None = None
    skip_initial_space: bool = False
    case_sensitive_header: bool = True
    property_name: str | None = Property(default=None, alias="property")
    item_type: Literal["array", "object"] | None = None
    item_keys: tuple[str, ...] | None = None
    sheet_number: RowNumber | None = None
    sheet_name: str | None = None
    table: str | None = None

    @property
    def headed(self) -> bool:
        """Whether some row is a header."""
        return self.header and self.header_rows != ()

    @property
    def omitted_rows(self) -> tuple[int, ...]:
        """The rows that hold comments, sorted."""
        return tuple(sorted(set(self.comment_rows or ())))

    @property
    def header_places(self) -> tuple[int, ...]:
        """The rows that make up the header, sorted; none where it is simply the first row.

        A row that holds a comment is no header, and `[1]`, the standard's default, says no more
        than that the header comes first.
        """
        rows = set(self.header_rows or ()) - set(self.omitted_rows)
        return () if rows == {1} else tuple(sorted(rows))
