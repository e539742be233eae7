"""Table file → blocks of text cells with their record numbers, and what is wrong with the file."""

from pressmark.intake.block import Block
from pressmark.intake.decoding import is_encoding
from pressmark.intake.kind import is_tabular
from pressmark.intake.limits import Limits, raised_by
from pressmark.intake.null import missing_texts
from pressmark.intake.table_file import TableFile

__all__ = [
    "Block",
    "Limits",
    "TableFile",
    "is_encoding",
    "is_tabular",
    "missing_texts",
    "raised_by",
]
