"""What stops a command, and with which exit code.

PressmarkError              one message: place, what is wrong, what would be right
├── ProjectError    exit 2  descriptor, schema, rule or path is wrong as written
├── ReleaseError    exit 2  would contradict what is published
│   ├── GuardError  exit 1  the data looks wrong beside it, and nobody signed it off
│   └── UnprovenError  exit 1  it does not verify, and is not deposited
└── MachineError    exit 3  disk full, no permission, port taken

A wrong record is not an exception: it is a finding (`pressmark.report`), exit 1.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path


class PressmarkError(Exception):
    """One message for the person at the keyboard: where, what is wrong, what would be right.

    A message has several lines where it is given them, and never because a value of a stranger
    holds a line end.
    """

    exit_code = 2

    def __init__(
        self, place: str, wrong: str, right: str = "", *, lines: Iterable[str] = ()
    ) -> None:
        """Keep `place` (file and position), `wrong` (a sentence) and `right` (what to do).

        `lines` list what is wrong one by one, and are told between the two.
        """
        self.place = place
        self.wrong = wrong
        self.right = right
        self.lines = tuple(lines)
        super().__init__("\n  ".join(self.told))

    def say_again(self, said: Callable[[str], str]) -> None:
        """Put the message in other words: each of its texts as `said` gives it."""
        self.place, self.wrong, self.right = said(self.place), said(self.wrong), said(self.right)
        self.lines = tuple(said(line) for line in self.lines)
        self.args = ("\n  ".join(self.told),)

    @property
    def told(self) -> tuple[str, ...]:
        """The lines of the message; each is to be shown on one line, whatever it holds."""
        right = (self.right,) if self.right else ()
        return (f"{self.place}: {self.wrong}", *self.lines, *right)


class ProjectError(PressmarkError):
    """The project or the command is wrong as written: descriptor, schema, rule, path, option."""


class ReleaseError(PressmarkError):
    """What was asked would contradict what is published."""


class MachineError(PressmarkError):
    """The machine cannot do it: disk full, no permission, port taken."""

    exit_code = 3


def list_first(lines: Iterable[str], most: int = 10) -> list[str]:
    """Give the first lines of a list for a message, and say how many more there are."""
    rest = iter(lines)
    shown = list(islice(rest, most))
    more = sum(1 for _ in rest)
    return [*shown, f"and {more:,} more"] if more else shown


def explain_failure(error: OSError, place: str) -> MachineError:
    """Say an operating-system error in a sentence, at `place` unless the error names a file."""
    where = str(error.filename) if error.filename else place
    return MachineError(where, (error.strerror or str(error)).lower())


@contextmanager
def rename_in_errors(folder: Path, name: str) -> Iterator[None]:
    """Let errors name what a person knows where they would name a folder that we made.

    In a block, the path of the folder, and the beginning of every path below it, becomes `name`.
    """

    def said(text: str) -> str:
        return text.replace(str(folder.resolve()), name).replace(str(folder), name)

    try:
        yield
    except PressmarkError as error:
        error.say_again(said)
        raise
    except OSError as error:
        if said(str(error)) == str(error):
            raise
        failure = explain_failure(error, name)
        raise MachineError(said(failure.place), said(failure.wrong)) from None
