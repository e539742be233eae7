"""The rules about spreadsheets: what a sheet shows to people and does not hold, or hides."""

from pressmark.report.rule import Rule

# fmt: off
SHEET_FORMULA = Rule("sheet.formula", "A formula has no result",
    "a formula that a program wrote and nobody computed: its cell holds no value",
    "ours: nothing is lost in silence", needs="a spreadsheet")
SHEET_ERROR = Rule("sheet.error", "A cell shows an error",
    "an error such as `#REF!`, which is no missing value of its field",
    "ours: nothing is lost in silence", needs="a spreadsheet")
SHEET_MERGED = Rule("sheet.merged", "Cells are merged",
    "a value that stands in one record and is shown beside others",
    "ours: nothing is lost in silence", severity="warning", needs="a spreadsheet")
SHEET_HIDDEN = Rule("sheet.hidden", "A part of the workbook is hidden",
    "a sheet, rows or columns that are read and that nobody sees",
    "ours: nothing is lost in silence", severity="warning", needs="a spreadsheet")
SHEET_SHOWN = Rule("sheet.shown", "A sheet shows a number in another way than it holds it",
    "numbers shown in per cent or with zeros before them, which are read without",
    "ours: nothing is lost in silence", severity="warning", needs="a spreadsheet")
SHEET_BESIDE = Rule("sheet.beside", "A second table stands beside the first",
    "an empty column with names behind it", "ours: nothing is lost in silence",
    severity="warning", needs="a spreadsheet")
SHEET_UNSEEN = Rule("sheet.unseen", "A workbook could not be looked through",
    "a workbook of an older or binary format, in which such things are not seen",
    "ours: nothing is lost in silence", severity="warning", needs="a spreadsheet")
# fmt: on

SHEET_RULES: tuple[Rule, ...] = (
    SHEET_FORMULA, SHEET_ERROR, SHEET_MERGED, SHEET_HIDDEN, SHEET_SHOWN, SHEET_BESIDE,
    SHEET_UNSEEN,
)  # fmt: skip
"""In the order in which a reader should mend what they find."""
