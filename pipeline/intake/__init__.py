"""Table file → blocks of text cells with their record numbers, and what is wrong with the file."""

from pipeline.intake.limits import Limits
from pipeline.intake.table_file import Block, TableFile

__all__ = ["Block", "Limits", "TableFile"]
