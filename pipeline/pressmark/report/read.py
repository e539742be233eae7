"""What was read of a package, as values: its tables, its other resources, single records."""

from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True)
class TableReport:
    """What was read of one table."""

    name: str
    path: str
    records: int
    bytes: int
    sha256: str
    seconds: float | None = None

    def written(self, *, seconds: bool = True) -> dict[str, Any]:
        """Give it as JSON values."""
        values = {
            "name": self.name,
            "path": self.path,
            "records": self.records,
            "bytes": self.bytes,
            "sha256": self.sha256,
        }
        if seconds and self.seconds is not None:
            values["seconds"] = round(self.seconds, 3)
        return values


@dataclass(frozen=True)
class FileReport:
    """What was read of a resource that no schema describes; `records` of a table alone."""

    name: str
    path: str
    bytes: int
    sha256: str
    records: int | None = None

    def written(self) -> dict[str, Any]:
        """Give it as JSON values."""
        values: dict[str, Any] = {"name": self.name, "path": self.path}
        values |= {} if self.records is None else {"records": self.records}
        return values | {"bytes": self.bytes, "sha256": self.sha256}


class PassedOver(NamedTuple):
    """Something that was not checked, and never is as the package stands: what, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Row:
    """A record as written, field by field in the order of the schema; long cells are cut.

    `cells` holds texts by the position of their field in `fields`, None where the file has no
    such column; of a very wide table only the cells around the wrong ones are there.
    """

    fields: tuple[str, ...]
    cells: dict[int, str | None]
