"""The site of a package's releases as files, for hosts that have no server of ours."""

from pressmark.export.choice import CHOICES, Choice, read_choice
from pressmark.export.write import Exported, export

__all__ = ["CHOICES", "Choice", "Exported", "export", "read_choice"]
