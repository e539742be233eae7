"""Which rows of a file are no records, by their numbers ("commentRows", "headerRows")."""

from bisect import bisect_right
from collections.abc import Sequence

from pressmark.package import Dialect

FEW = 64


class Rows:
    """Counts the rows of a file, comment lines left out, and knows which of them are omitted.

    `number` is that of the row read last, from 1. Omitted are the rows of comments, and of those
    before the last row of the header all that are not part of it.
    """

    def __init__(self, dialect: Dialect) -> None:
        """Begin before the first row."""
        self.number = 0
        self.header = dialect.header_places if dialect.headed else ()
        self._comments = dialect.omitted_rows

    @property
    def some_omitted(self) -> bool:
        """Whether there are omitted rows at all."""
        return bool(self.header or self._comments)

    @property
    def next_omitted(self) -> bool:
        """Whether the next row is to be passed over."""
        row = self.number + 1
        before = bool(self.header) and row < self.header[-1] and row not in self.header
        return before or self.until_comment == 0

    @property
    def until_comment(self) -> int | None:
        """How many rows come before the next that is a comment; None where there is none."""
        coming = self._coming(1)
        return coming[0] - self.number - 1 if coming else None

    @property
    def crowded(self) -> bool:
        """Whether so many comments are still to come that cutting at each would take long."""
        return len(self._coming(FEW + 1)) > FEW

    def coming(self) -> list[int]:
        """List the comments that are still to come, counted from 0 at the next row."""
        return [row - self.number - 1 for row in self._coming(len(self._comments))]

    def _coming(self, most: int) -> Sequence[int]:
        """Give the next comments."""
        at = bisect_right(self._comments, self.number)
        return self._comments[at : at + most]
