"""Table file → blocks of text cells with their record numbers, and what is wrong with the file."""

from pressmark.intake.block import Block
from pressmark.intake.decoding import is_encoding
from pressmark.intake.kind import is_tabular
from pressmark.intake.limits import Limits, explain_how_to_raise
from pressmark.intake.null import list_missing_texts
from pressmark.intake.table_file import TableFile

__all__ = [
    "Block",
    "Limits",
    "TableFile",
    "explain_how_to_raise",
    "is_encoding",
    "is_tabular",
    "list_missing_texts",
]
