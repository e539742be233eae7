"""Table Dialect v2 as a value: how a text file separates its cells ("Table Dialect")."""

from typing import Any

from pydantic import Field as Property

from pipeline.descriptor.properties import Properties


class Dialect(Properties):
    """How records and cells are separated and quoted; the defaults are the standard's."""

    header: bool = True
    header_rows: tuple[int, ...] | None = None
    header_join: str = " "
    comment_rows: tuple[int, ...] | None = None
    comment_char: str | None = None
    delimiter: str = Property(default=",", min_length=1)
    line_terminator: str = "\r\n"
    quote_char: str = Property(default='"', max_length=1)
    double_quote: bool = True
    escape_char: str | None = None
    null_sequence: str | None = None
    skip_initial_space: bool = False

    def unread(self) -> dict[str, Any]:
        """Name the properties, with their values, that the intake does not read yet."""
        plain = Dialect()
        asked = {
            "headerRows": self.header_rows not in (None, (1,)),
            "commentRows": bool(self.comment_rows),
            "commentChar": self.comment_char is not None,
            "delimiter": len(self.delimiter) > 1,
            "quoteChar": len(self.quote_char) != 1,
            "doubleQuote": not self.double_quote,
            "escapeChar": self.escape_char is not None,
            "nullSequence": self.null_sequence is not None,
            "skipInitialSpace": self.skip_initial_space,
            "lineTerminator": self.line_terminator not in ("\n", plain.line_terminator),
        }
        written = self.written()
        return {name: written.get(name) for name, true in asked.items() if true}
