"""What a sheet of Excel shows and does not hold, or hides (ECMA-376)."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from pressmark.intake.typed.found_marks import (
    Attributes,
    FoundMarks,
    parse,
    read_letters,
    render_letters,
    strip_prefix,
)

PERCENT = {9, 10}
"""The formats in per cent that every workbook has (ECMA-376, 18.8.30)."""
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
ZEROS = re.compile("0{2,}")


@dataclass
class Excel:
    """Reads a sheet of Excel (ECMA-376, 18.3), with the formats of numbers by their styles."""

    _found: FoundMarks
    _styles: dict[str, str]
    _row: int = 0
    _column: int = 0
    _cell: Attributes = field(default_factory=dict)
    _text: list[str] | None = None
    _formula: str | None = None
    _value: str | None = None

    def start(self, name: str, given: Attributes) -> None:
        """Begin an element."""
        match strip_prefix(name):
            case "row":
                self._row = int(given.get("r") or self._row + 1)
                self._column = 0
                if given.get("hidden") in ("1", "true"):
                    self._found.add("rows", str(self._row))
            case "c":
                written = given.get("r", "").rstrip("0123456789")
                self._column = read_letters(written) if written else self._column + 1
                self._cell, self._formula, self._value = given, None, None
            case "f" | "v":
                self._text = []
            case "col" if given.get("hidden") in ("1", "true"):
                ends = (render_letters(int(given.get(each, "1"))) for each in ("min", "max"))
                self._found.add("columns", ":".join(dict.fromkeys(ends)))
            case "mergeCell":
                self._found.add("merged", given.get("ref", ""))

    def data(self, text: str) -> None:
        """Take a piece of text."""
        if self._text is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        """End an element."""
        match strip_prefix(name):
            case "f":
                self._formula, self._text = "".join(self._text or ()), None
            case "v":
                self._value, self._text = "".join(self._text or ()), None
            case "c":
                self._end_cell()

    def _end_cell(self) -> None:
        """Look at a whole cell."""
        column, kind = render_letters(self._column), self._cell.get("t", "n")
        place = f"{column}{self._row}"
        if self._formula is not None and not self._value and kind != "str":
            self._found.add("formula", place, f"={self._formula}")
        elif kind == "e":
            self._found.add("error", place, self._value or "")
        elif kind == "n" and self._value:
            style = self._styles.get(self._cell.get("s", "0"), "")
            shown = QUOTED.sub("", style)
            if "%" in shown:
                self._found.once("percent", column, place, self._value)
            elif ZEROS.fullmatch(shown) and len(self._value) < len(shown):
                self._found.once("zeros", column, place, self._value)


def read_elements(archive: zipfile.ZipFile, name: str) -> list[tuple[str, Attributes]]:
    """Give the elements of a small part; none where it is not there."""
    found: list[tuple[str, Attributes]] = []
    if name in archive.namelist():
        parse(archive, name, lambda each, given: found.append((strip_prefix(each), given)))
    return found


def read_styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Give the format of each style of cells that is one in per cent or of zeros."""
    codes = {str(number): "%" for number in PERCENT}
    styles: dict[str, str] = {}
    inside = False
    for name, given in read_elements(archive, "xl/styles.xml"):
        if name == "numFmt":
            codes[given.get("numFmtId", "")] = given.get("formatCode", "")
        if name in ("cellXfs", "cellStyleXfs"):
            inside = name == "cellXfs"
        if name == "xf" and inside:
            styles[str(len(styles))] = codes.get(given.get("numFmtId", ""), "")
    return styles


def find_part(archive: zipfile.ZipFile, number: int, name: str, found: FoundMarks) -> str:
    """Give the part that holds a sheet of Excel, by its name or else its number; "" for none."""
    listed = [given for each, given in read_elements(archive, "xl/workbook.xml") if each == "sheet"]
    named = [each for each in listed if not name or each.get("name") == name]
    at = 0 if name else number - 1
    if at >= len(named):
        return ""
    found.add("name", "", named[at].get("name", ""))
    if named[at].get("state", "visible") != "visible":
        found.add("sheet", "")
    wanted = next((value for key, value in named[at].items() if key.endswith(":id")), "")
    for each, given in read_elements(archive, "xl/_rels/workbook.xml.rels"):
        if each == "Relationship" and given.get("Id") == wanted:
            path = posixpath.join("/xl", given.get("Target", ""))
            return posixpath.normpath(path).lstrip("/")
    return ""
