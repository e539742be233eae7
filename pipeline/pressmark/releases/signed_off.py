"""What somebody looked at and found right, though a guard had stopped it: with their reason."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignedOff:
    """One change of the data that was signed off: of which table and field, what, and why.

    `field` is None where it is about the table as a whole.
    """

    table: str
    field: str | None
    what: str
    reason: str

    def written(self) -> dict[str, str | None]:
        """Give it for programs."""
        return {
            "table": self.table,
            "field": self.field,
            "what": self.what,
            "reason": self.reason,
        }
