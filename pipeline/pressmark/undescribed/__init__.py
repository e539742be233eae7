"""Files that no descriptor describes, judged by what they show or by one schema → a Report."""

from pressmark.undescribed.files_judged import judge_files
from pressmark.undescribed.meaning import asked_of_files
from pressmark.undescribed.named_files import NamedFiles, named_files

__all__ = ["NamedFiles", "asked_of_files", "judge_files", "named_files"]
