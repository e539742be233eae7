"""What spreadsheets leave in a cell that is no value: their errors, and text kept as a formula."""

import re

from pressmark import sql
from pressmark.field_types import Column
from pressmark.package.schema import OF_TEXT
from pressmark.report.rules import CELL_SHEET_ERROR
from pressmark.rules.rule import CellRule, ColumnCheck, Suspect

ERRORS = {
    "#REF!": "a formula refers to a cell that is gone",
    "#N/A": "a formula found no value",
    "#DIV/0!": "a formula divides by nothing",
    "#VALUE!": "a formula is given a value of the wrong kind",
    "#NAME?": "a formula uses a name that is not known",
    "#NUM!": "a formula gives a number that cannot be",
    "#NULL!": "a formula asks for what two ranges share, and they share nothing",
    "#SPILL!": "a formula has no room for its results",
    "#CALC!": "a formula cannot be computed",
    "#FIELD!": "a formula asks for a field that is not there",
    "#BLOCKED!": "a formula may not be run",
    "#CONNECT!": "a formula does not reach what it asks",
    "#GETTING_DATA": "a formula still waited when the sheet was saved",
}
"""What a spreadsheet shows in place of a result, and why."""
TEXT = re.compile(r'="([^"]*)"')
"""How Excel is made to take digits for a text: `="001"`."""
MARK = "\ufeff"


def find_kept_text(text: str) -> str | None:
    """Give the text that Excel's `="…"` keeps; None for any other."""
    found = TEXT.fullmatch(text)
    return found and found[1]


def explain_left_behind(text: str) -> str | None:
    """End the sentence "<value> in <field> …" for what a spreadsheet left; None for other texts."""
    why = ERRORS.get(text.strip())
    if why:
        return f"is an error of a spreadsheet: {why}"
    if find_kept_text(text) is not None:
        return "is a text as Excel keeps it from becoming a number"
    if text.startswith(MARK):
        return "begins with a byte order mark (U+FEFF), as where two files were joined"
    return None


def is_no_error(column: Column) -> ColumnCheck | None:
    """The text is none that a spreadsheet shows in place of a result."""
    if column.field.type not in OF_TEXT:
        return None
    return ColumnCheck(
        f"trim({column.text}) in ({sql.quote_texts(ERRORS)})",
        "is an error of a spreadsheet",
        "mend it in the spreadsheet, or name it in missingValues if it stands for no value",
        because=explain_left_behind,
        suspect=Suspect(anywhere=b"#"),
    )


SPREADSHEET_RULES: tuple[CellRule, ...] = (CellRule(CELL_SHEET_ERROR, is_no_error, listed=3),)
"""The rules about what spreadsheets leave behind."""
