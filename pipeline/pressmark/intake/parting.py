"""A table opened to be read in portions: which can be, and how each of them is read."""

from collections.abc import Iterator
from pathlib import Path

from pressmark.files.pointer import stands_for_another
from pressmark.intake.block import Block
from pressmark.intake.decoding import check_encoding
from pressmark.intake.delimited import Delimited
from pressmark.intake.faults import Faults
from pressmark.intake.files import Files
from pressmark.intake.kind import find_kind
from pressmark.intake.limits import Limits
from pressmark.intake.marks import find_alike_marks, read_marks
from pressmark.intake.other_kinds import explain_other_kind
from pressmark.intake.portions import BegunFile, BegunTable, Portion, read_text
from pressmark.intake.records import count_line_ends
from pressmark.intake.refusal import Refusal
from pressmark.intake.repeated import MARK, RepeatedHeader
from pressmark.intake.seams import Seams
from pressmark.package import Dialect, Table
from pressmark.report.finding import Findings

HEADER_BYTES = 64 * 1024
"""A later file is looked at so far, and ten times as far as the header takes, for a second one."""


def begin_text(table: Table, findings: Findings, limits: Limits) -> BegunTable | None:
    """Read the header of a table of CSV files, and report what is wrong with it.

    None where one reader must read the table, who finds what it says: its dialect, encoding or
    compression tells nothing of what follows from within, or it is not sound as far as it is seen.
    ProjectError and MachineError as of `TableFile`, OSError where a file cannot be read.
    """
    dialect = find_plain_dialect(table)
    faults = Faults(table, findings)
    if dialect is None or faults.gone or not are_sound_files(table, faults, limits, dialect):
        return None
    marks = read_marks(dialect)
    again = RepeatedHeader(marks, max(dialect.header_places, default=1))
    with Files(faults.here, limits) as files:
        pieces = files.pieces()
        header = again if dialect.headed else None
        found = Delimited(table, faults, limits, dialect).begin(pieces, marks, header)
    if found is None:
        return None
    layout, parts = found
    first, *others = table.paths
    start = parts.offset + (len(MARK) if read_beginning(first, len(MARK)) == MARK else 0)
    if start > first.stat().st_size:  # its lines are blank, and the header stands in a later one
        return None
    begun = [BegunFile(first, first.stat().st_size, start, parts.line)]
    for number, path in enumerate(others, start=1):
        raw = read_beginning(path, HEADER_BYTES + 10 * start)
        end = again.length(raw) if dialect.headed else 0
        begun.append(BegunFile(path, path.stat().st_size, end, count_line_ends(raw, 0, end)))
        if end == begun[-1].size or not read_end(begun[-2].path).endswith(b"\n"):
            return None
        if end:
            faults.repeated_header(number)
    return BegunTable(layout, marks, tuple(begun), faults.seams.places)


def find_plain_dialect(table: Table) -> Dialect | None:
    """Give the dialect of a table of UTF-8 that can be cut at the line ends outside its quotes."""
    if not table.paths or table.schema.is_unknown:
        return None
    try:
        kind = find_kind(table)
    except Refusal:
        return None
    if kind.format != "delimited" or kind.compression:
        return None
    if check_encoding(table.resource.encoding, table.place) != "utf-8":
        return None
    dialect = kind.dialect_of(table)
    marks = read_marks(dialect)
    cut = marks.plain and not marks.comment and not dialect.omitted_rows
    return dialect if cut and not find_alike_marks(marks) else None


def are_sound_files(table: Table, faults: Faults, limits: Limits, dialect: Dialect) -> bool:
    """Whether files are texts as far as their sizes and first bytes show."""
    sizes = [path.stat().st_size for path in table.paths]
    if not all(sizes) or sum(sizes) > limits.file_bytes:
        return False
    if any(map(stands_for_another, table.paths)):
        return False
    headed = dialect.headed
    return not any(explain_other_kind(*each, headed=headed) for each in faults.here)


def read_beginning(path: Path, size: int) -> bytes:
    """Read the first bytes of a file."""
    with path.open("rb") as file:
        return file.read(size)


def read_end(path: Path) -> bytes:
    """Read the last byte of a file."""
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1)


class TextPortion:
    """Reads one portion of a table of CSV files, once.

    After the pass `records` counts its records, those that are wrong and not passed on as well.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a portion is read by
        self,
        table: Table,
        begun: BegunTable,
        portion: Portion,
        seams: Seams,
        findings: Findings,
        limits: Limits,
    ) -> None:
        """Read that portion, and hand over what is wrong with its records."""
        dialect = find_kind(table).dialect_of(table)
        faults = Faults(table, findings)
        faults.seams = seams
        self.table, self._begun, self._portion, self._limits = table, begun, portion, limits
        self._reading = Delimited(table, faults, limits, dialect)

    @property
    def records(self) -> int:
        """How many data records have been read."""
        return self._reading.records

    def blocks(self) -> Iterator[Block]:
        """Give the records that are sound as records; OSError where the file cannot be read."""
        portion = self._portion
        texts = read_text(self._begun.files[portion.file].path, portion, self._limits)
        yield from self._reading.portion(texts, self._begun.layout, portion.records, portion.lines)
