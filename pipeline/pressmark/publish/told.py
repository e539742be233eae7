"""What past releases told of a field, and what a guard finds in it, in words for people."""

from dataclasses import dataclass

from pressmark.releases.statistics import FieldStatistics
from pressmark.words import phrase_count

FEW = 10
"""So few cells, or values, are no reason to stop, whatever share they are."""
LEARNED = 3
"""From so many releases on margins are narrow."""


@dataclass(frozen=True)
class FieldTold:
    """What one release told of a field, and of how many records."""

    records: int
    field: FieldStatistics

    @property
    def present(self) -> int:
        """How many cells have a value."""
        return self.records - self.field.missing

    @property
    def missing(self) -> float:
        """The share of cells without a value."""
        return self.field.missing / self.records if self.records else 0.0

    @property
    def damaged(self) -> float:
        """The share of values that were read in a wrong encoding."""
        return (self.field.damaged or 0) / self.present if self.present else 0.0

    def share(self, count: int | None) -> float:
        """The share of its values that a count of some of them is."""
        return (count or 0) / self.present if self.present else 0.0

    @property
    def scale(self) -> float:
        """The largest number, whatever its sign."""
        return max(abs(float(self.field.lowest or 0)), abs(float(self.field.highest or 0)))

    @property
    def middle(self) -> float:
        """The median, whatever its sign."""
        return abs(self.field.middle or 0)

    @property
    def range(self) -> str:
        """From the lowest to the highest value, in words."""
        low, high, middle = self.field.lowest, self.field.highest, self.field.middle
        if middle is None:
            return f"{low} to {high}"
        return f"{render_number(low)} to {render_number(high)} (median {render_number(middle)})"


@dataclass(frozen=True)
class Found:
    """What a guard finds: of what, how it was and is, and which bound it passes."""

    what: str
    before: str
    after: str
    bound: str


def choose_margin(wide_and_narrow: tuple[float, float], past: tuple[FieldTold, ...]) -> float:
    """Give the margin that holds after so many releases."""
    return wide_and_narrow[len(past) >= LEARNED]


def render_number(number: float | str | None) -> str:
    """Write a number for people."""
    return f"{float(number or 0):,.12g}"


def render_per_cent(share: float) -> str:
    """Write a share from 0 to 1 for people."""
    return f"{100 * share:.3g} %"


def phrase_releases(past: tuple[FieldTold, ...]) -> str:
    """Say of how many releases something was learned."""
    return f"in {phrase_count(len(past), 'release')}"
