"""The site of a package's releases as files, for hosts that have no server of ours."""

from pressmark.export.choice import CHOICES, Choice, read_choice
from pressmark.export.lake import Lake, make_lake
from pressmark.export.write import Exported, export

__all__ = [
    "CHOICES",
    "Choice",
    "Exported",
    "Lake",
    "export",
    "make_lake",
    "read_choice",
]
