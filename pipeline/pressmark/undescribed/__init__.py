"""Files that no descriptor describes, judged by what they show or by one schema → a Report."""

from pressmark.undescribed.files_judged import judge_files
from pressmark.undescribed.meaning import names_files
from pressmark.undescribed.named_files import NamedFiles, find_named_files

__all__ = ["NamedFiles", "find_named_files", "judge_files", "names_files"]
