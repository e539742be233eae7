"""What a sheet of OpenDocument shows and does not hold, or hides (ODF 1.2)."""

import re
from dataclasses import dataclass, field

from pressmark.intake.typed.found_marks import (
    LONGEST,
    Attributes,
    FoundMarks,
    read_letters,
    render_letters,
    strip_prefix,
)

HIDDEN = ("collapse", "filter")
FORMULA_START = re.compile("^[a-z]+:")
ERROR_TEXT = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:[0-9]{3}")


@dataclass
class OpenDocument:
    """Reads one sheet of OpenDocument, by its name or else its number (ODF 1.2, 9.1)."""

    _found: FoundMarks
    _number: int
    _name: str
    _tables: int = 0
    _row: int = 0
    _column: int = 0
    _times: int = 1
    _reads: bool = False
    _cell: Attributes = field(default_factory=dict)
    _written: str = ""
    _style: str = ""
    _unseen: set[str] = field(default_factory=set)

    def start(self, name: str, given: Attributes) -> None:
        """Begin an element."""
        name = strip_prefix(name)
        if name == "style":
            self._style = given.get("style:name", "")
        elif name == "table-properties" and given.get("table:display") == "false":
            self._unseen.add(self._style)
        elif name == "table":
            self._tables += 1
            sheet = given.get("table:name", "")
            self._reads = sheet == self._name if self._name else self._tables == self._number
            self._row = self._column = 0
            if self._reads:
                self._found.add("name", "", sheet)
            if self._reads and given.get("table:style-name") in self._unseen:
                self._found.add("sheet", "")
        elif self._reads:
            self._start_inside(name, given)

    def _start_inside(self, name: str, given: Attributes) -> None:
        """Begin an element of the sheet."""
        hidden = given.get("table:visibility") in HIDDEN
        match name:
            case "table-column":
                first = self._column + 1
                self._column += int(given.get("table:number-columns-repeated", "1"))
                if hidden:
                    ends = dict.fromkeys((render_letters(first), render_letters(self._column)))
                    self._found.add("columns", ":".join(ends))
            case "table-row":
                self._row, self._column = self._row + 1, 0
                self._times = int(given.get("table:number-rows-repeated", "1"))
                if hidden:
                    last = self._row + self._times - 1
                    self._found.add(
                        "rows", f"{self._row}:{last}" if last > self._row else str(last)
                    )
            case "table-cell" | "covered-table-cell":
                self._cell, self._written = given, ""

    def data(self, text: str) -> None:
        """Take a piece of text."""
        if self._reads and self._cell and len(self._written) < LONGEST:
            self._written += text

    def end(self, name: str) -> None:
        """End an element."""
        name = strip_prefix(name)
        if name == "table":
            self._reads = False
        elif self._reads and name == "table-row":
            self._row += self._times - 1
        elif self._reads and name in ("table-cell", "covered-table-cell"):
            self._end_cell()
            self._cell = {}

    def _end_cell(self) -> None:
        """Look at a whole cell."""
        given, written = self._cell, self._written.strip()
        column = render_letters(self._column + 1)
        place = f"{column}{self._row}"
        kind = given.get("office:value-type") or given.get("calcext:value-type", "")
        self._column += int(given.get("table:number-columns-repeated", "1"))
        wide, high = (
            int(given.get(f"table:number-{each}-spanned", "1")) for each in ("columns", "rows")
        )
        if wide * high > 1:
            last = f"{render_letters(read_letters(column) + wide - 1)}{self._row + high - 1}"
            self._found.add("merged", f"{place}:{last}")
        if given.get("table:formula") and not kind and not written:
            self._found.add("formula", place, FORMULA_START.sub("", given["table:formula"]))
        elif given.get("calcext:value-type") == "error" or ERROR_TEXT.fullmatch(written):
            self._found.add("error", place, written)
        elif kind == "percentage":
            self._found.once("percent", column, place, given.get("office:value", ""))
