"""A file that cannot be read, or not any further: what is wrong, for people."""

from pressmark.intake.limits import Limits, explain_how_to_raise, phrase_bytes
from pressmark.report.rule import Rule
from pressmark.report.rules import FILE_COMPRESSED_BOMB, FILE_FORMAT, FILE_TOO_LARGE


class Refusal(Exception):  # noqa: N818 - it is a finding on its way, no error of the program
    """Carries the finding about the file from where it is read to where it is reported.

    `record` is the data record at which reading stopped, if that is known.
    """

    def __init__(self, rule: Rule, message: str, hint: str, record: int | None = None) -> None:
        """Say which rule, what is wrong and what would be right."""
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.hint = hint
        self.record = record


def explain_pointer(path: str) -> Refusal:
    """Refuse a pointer of Git LFS, which stands where the data should."""
    message = f"The file {path} is a pointer of Git LFS: the data themselves were not fetched."
    return Refusal(FILE_FORMAT, message, "Fetch them: git lfs pull.")


def explain_large(most: int) -> Refusal:
    """Refuse a table of more text than is read."""
    message = f"The table has more than {phrase_bytes(most)} of text; the rest was not read."
    return Refusal(
        FILE_TOO_LARGE, message, f"Split the table. {explain_how_to_raise('file_bytes')}"
    )


def explain_bomb(limits: Limits) -> Refusal:
    """Refuse a file that unpacks to far more than it holds."""
    return Refusal(
        FILE_COMPRESSED_BOMB,
        f"The file unpacks to more than {limits.compression_ratio} times its size; "
        "the rest was not read.",
        f"Store the table plain. {explain_how_to_raise('compression_ratio')}",
    )


def explain_damaged(what: str, why: str = "") -> Refusal:
    """Refuse a file that is not what it claims to be."""
    message = f"The file is damaged, or is no {what}{': ' + why if why else ''}."
    return Refusal(FILE_FORMAT, message, "Bring back the file as it was written, or correct its "
                   "name or format in the descriptor.")  # fmt: skip
