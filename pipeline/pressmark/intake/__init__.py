"""Table file → blocks of text cells with their record numbers, and what is wrong with the file."""

from pressmark.intake.arrays import hold_flags, hold_numbers, hold_texts, see_flags
from pressmark.intake.block import Block
from pressmark.intake.decoding import is_encoding
from pressmark.intake.kind import is_tabular
from pressmark.intake.limits import Limits, explain_how_to_raise
from pressmark.intake.null import list_all_missing_texts, list_missing_texts
from pressmark.intake.table_file import TableFile

__all__ = [
    "Block",
    "Limits",
    "TableFile",
    "explain_how_to_raise",
    "hold_flags",
    "hold_numbers",
    "hold_texts",
    "is_encoding",
    "is_tabular",
    "list_all_missing_texts",
    "list_missing_texts",
    "see_flags",
]
