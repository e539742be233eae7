"""`withdrawn.csv`: the keys that are there no longer, each with the reason and the successor."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from pressmark.errors import ProjectError, ReleaseError, list_first
from pressmark.files.staging import write_whole
from pressmark.package import Package
from pressmark.version import parse

COLUMNS = ("table", "key", "reason", "replaced_by", "version")
FILE = "withdrawn.csv"
AUTHORED = f"datapackage/{FILE}"
"""Where a release keeps the list, and where its author does."""
MISSING = "build/withdrawn-missing.csv"
"""Where a project is told the lines that its list lacks."""


@dataclass(frozen=True, slots=True)
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
        # The writer puts in quotes what holds a character of its line end.
        csv.writer(written, lineterminator="\r\n").writerow(cells)
        return written.getvalue().removesuffix("\r\n")


def render_key(key: Sequence[str]) -> str:
    """Write a key as the list and a file of changes have it: several parts as a line of CSV."""
    if len(key) == 1:
        return key[0]
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(key)
    return line.getvalue()


class LostKeysError(ReleaseError):
    """Primary keys are gone that nobody withdrew; `missing` has a line for each, without reason."""

    def __init__(self, place: str, missing: tuple[Withdrawn, ...], kept: str = "") -> None:
        """Tell of the lines that the list at `place` lacks; the file `kept` has all, if named."""
        self.missing = missing
        keys = "1 primary key is" if len(missing) == 1 else f"{len(missing):,} primary keys are"
        where = "add these lines below " + ",".join(COLUMNS)
        if kept:
            where = f"{kept} has all lines and the header of {FILE}"
        super().__init__(
            place,
            f"{keys} gone without a word, and identifiers are for ever",
            f"bring the records back, or withdraw the keys: {where}; write the reason in the third "
            "place and, where there is one, the key of the successor in the fourth; "
            'or run release --withdraw-missing "reason"',
            lines=list_first(each.line() for each in missing),
        )


def name_place(package: Package) -> str:
    """Name the file in which a package lists its withdrawn keys."""
    return PurePosixPath(package.place, AUTHORED if package.releases else FILE).as_posix()


def read_withdrawn_keys(package: Package) -> tuple[Withdrawn, ...]:
    """Read the keys that a package lists as withdrawn; ProjectError where the list is wrong."""
    return read_withdrawn(package.withdrawn, name_place(package))


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
    if tuple(cells) == COLUMNS:
        raise ProjectError(where, "is the header again", "take it out")
    each = Withdrawn(*cells)
    # A key may be blank, as any text may: whether it was there is seen when a release is compared.
    for name, cell in (("table", each.table), ("reason", each.reason), ("version", each.version)):
        if not cell.strip():
            raise ProjectError(where, f"has no {name}", f"write one in column {name}")
    if parse(each.version) is None:
        right = "write the version in which the key was withdrawn, such as 1.1.0"
        raise ProjectError(where, f"{each.version!r} is no version", right)
    return each


def lengthen_list(text: str | None, lines: Iterable[Withdrawn]) -> Iterator[str]:
    """Give a list with further lines below it, piece by piece; with its header, if it had none."""
    before = text or ""
    if not before.removeprefix("\ufeff").strip():
        before = f"{','.join(COLUMNS)}\n"
    end = "\r\n" if before.partition("\n")[0].endswith("\r") else "\n"
    yield before if before.endswith(("\n", "\r")) else before + end
    yield from (f"{each.line()}{end}" for each in lines)


def withdraw_missing(package: Package, missing: tuple[Withdrawn, ...], reason: str) -> Package:
    """Give a package that withdraws the missing keys for one reason; nothing is written."""
    lines = (replace(each, reason=reason) for each in missing)
    return replace(package, withdrawn="".join(lengthen_list(package.withdrawn, lines)))


def write_withdrawn(package: Package, missing: tuple[Withdrawn, ...], reason: str) -> None:
    """Add the missing keys to the author's list, for one reason: whole, or not at all.

    MachineError where the machine refuses.
    """
    path = package.root / AUTHORED
    text = path.read_bytes().decode() if path.exists() else None
    write_whole(path, lengthen_list(text, (replace(each, reason=reason) for each in missing)))


def write_missing(package: Package, missing: tuple[Withdrawn, ...]) -> str:
    """Write the lines that a list lacks, with their header, to a file of the project; name it.

    MachineError where the machine refuses.
    """
    path = package.root / MISSING
    write_whole(path, lengthen_list(None, missing))
    return PurePosixPath(package.place, MISSING).as_posix()
