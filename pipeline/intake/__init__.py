"""Table file → blocks of text cells with their record numbers, and what is wrong with the file."""

from pipeline.intake.block import Block
from pipeline.intake.limits import Limits, raised_by
from pipeline.intake.null import missing_texts
from pipeline.intake.table_file import TableFile

__all__ = ["Block", "Limits", "TableFile", "missing_texts", "raised_by"]
