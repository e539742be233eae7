"""`withdrawn.csv`: the keys that are there no longer, each with the reason and the successor."""

import csv
import io
from dataclasses import dataclass
from pathlib import PurePosixPath

from pressmark.errors import ProjectError
from pressmark.package import Package
from pressmark.version import parse

COLUMNS = ("table", "key", "reason", "replaced_by", "version")
FILE = "withdrawn.csv"
AUTHORED = f"datapackage/{FILE}"
"""Where a release keeps the list, and where its author does."""


@dataclass(frozen=True)
class Withdrawn:
    """One key that was withdrawn: in which version, why, and which key replaces it, if one does.

    `key` and `replaced_by` are written as in `changes.csv`: several parts joined by commas.
    """

    table: str
    key: str
    reason: str
    replaced_by: str
    version: str

    def line(self) -> str:
        """Write the line of the file."""
        written = io.StringIO()
        cells = (self.table, self.key, self.reason, self.replaced_by, self.version)
        csv.writer(written, lineterminator="").writerow(cells)
        return written.getvalue()


def place_of(package: Package) -> str:
    """Name the file in which a package lists its withdrawn keys."""
    return PurePosixPath(package.place, AUTHORED if package.releases else FILE).as_posix()


def withdrawn_of(package: Package) -> tuple[Withdrawn, ...]:
    """Read the keys that a package lists as withdrawn; ProjectError where the list is wrong."""
    return read_withdrawn(package.withdrawn, place_of(package))


def read_withdrawn(text: str | None, place: str) -> tuple[Withdrawn, ...]:
    """Read the list; without one nothing is withdrawn. ProjectError where it is wrong."""
    if text is None:
        return ()
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    found: dict[tuple[str, str], Withdrawn] = {}
    try:
        for cells in lines:
            where = f"{place}, line {lines.line_num}"
            if lines.line_num == 1:
                refuse_other_header(cells, where)
                continue
            if not cells:
                continue
            each = read_line(cells, where)
            if (each.table, each.key) in found:
                raise ProjectError(where, f"withdraws the key {each.key!r} again", "take it out")
            found[each.table, each.key] = each
    except csv.Error as error:
        where = f"{place}, line {lines.line_num}"
        raise ProjectError(where, f"is not CSV: {error}", "close every quote") from None
    return tuple(found.values())


def refuse_other_header(cells: list[str], where: str) -> None:
    """Stop where the first line is another than the names of the columns."""
    if tuple(cells) != COLUMNS:
        raise ProjectError(where, "has another header", f"write {','.join(COLUMNS)}")


def read_line(cells: list[str], where: str) -> Withdrawn:
    """Read one line; ProjectError says which cell is missing."""
    if len(cells) != len(COLUMNS):
        wrong = f"has {len(cells)} cells instead of {len(COLUMNS)}"
        raise ProjectError(where, wrong, "put cells that hold a comma in quotes")
    for name, cell in zip(COLUMNS, cells, strict=True):
        if not cell.strip() and name != "replaced_by":
            raise ProjectError(where, f"has no {name}", f"write one in column {name}")
    each = Withdrawn(*cells)
    if parse(each.version) is None:
        right = "write the version in which the key was withdrawn, such as 1.1.0"
        raise ProjectError(where, f"{each.version!r} is no version", right)
    return each
