"""One pass over a table's files: text cells out, findings aside."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pressmark.errors import explain_failure
from pressmark.files.pointer import stands_for_another
from pressmark.intake.block import Block
from pressmark.intake.decoding import check_encoding
from pressmark.intake.delimited import Delimited
from pressmark.intake.faults import WHOLE as WHOLE_FILE
from pressmark.intake.faults import Faults
from pressmark.intake.files import READ_BYTES, Files, Pieces, ReadFile
from pressmark.intake.kind import WHOLE, Kind, find_kind
from pressmark.intake.limits import Limits
from pressmark.intake.other_kinds import explain_other_kind
from pressmark.intake.refusal import Refusal, explain_pointer
from pressmark.intake.seams import Seams
from pressmark.intake.source import FileText
from pressmark.intake.typed.json_items import read_items, read_lines
from pressmark.intake.typed.typed_table import Typed
from pressmark.package import Table
from pressmark.report.finding import Findings

LIMITS = Limits()


class TableFile:
    """Reads a table, once: its file, its several files, or the data inside its descriptor.

    After the pass `records` counts the data records, those that are wrong and not passed on as
    well; `bytes` and `sha256` are of the whole file as it stands on disk, of several one after the
    other, and `files` has them for each; `missing` names the fields that there is no column for.
    """

    def __init__(
        self, table: Table, findings: Findings, limits: Limits = LIMITS, *, whole: bool = True
    ) -> None:
        """Read that table, and hand over what is wrong with its files.

        What stands behind a fault that ends the reading is read for the digests, which are those of
        the `whole` files; who needs none of them leaves it.
        ProjectError where what reads it is not installed.
        """
        self.sha256 = ""
        self.files: tuple[ReadFile, ...] = ()
        self.table = table
        self._limits = limits
        self._whole = whole
        self._faults = Faults(table, findings)
        self._reading: Delimited | Typed = Typed(table, self._faults, limits)
        self._size = 0
        self._read: Files | None = None

    @property
    def bytes(self) -> int:
        """How many bytes have been read, as they stand on disk."""
        return self._read.size if self._read else self._size

    @property
    def seams(self) -> Seams:
        """Where its files begin, as far as they have been read."""
        return self._faults.seams

    def place_of(self, record: int) -> str:
        """Name the file in which a record begins."""
        return self._faults.seams.place_of(record)

    @property
    def records(self) -> int:
        """How many data records have been read."""
        return self._reading.records

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that there is no column for."""
        return self._reading.missing

    def blocks(self) -> Iterator[Block]:
        """Give the records that are sound as records.

        ProjectError where the encoding is not known, MachineError where a file cannot be read.
        """
        encoding = check_encoding(self.table.resource.encoding, self.table.place)
        gone = self._faults.gone
        try:
            kind = find_kind(self.table)
        except Refusal as refusal:
            self._tell(gone)
            if not gone:
                self._faults.refused(refusal)
            return
        behind = self._behind(kind)
        self._tell(gone, behind)
        if gone and (behind or not self._faults.here):
            return
        if kind.format == "delimited":
            dialect = kind.dialect_of(self.table)
            self._reading = Delimited(self.table, self._faults, self._limits, dialect)
        if not self.table.paths:
            yield from self._refusable(self._inline(kind))
            return
        # What JSON holds takes ten and more times its text.
        structured = kind.format in ("json", "lines")
        at_once = min(READ_BYTES, self._limits.block_bytes) if structured else None
        here = self._faults.here
        with Files(here, self._limits, kind.compression, kind.inner, at_once) as files:
            self._read = files
            try:
                yield from self._refusable(self._stored(kind, encoding, files))
                if self._whole:
                    files.finish()
            except FileNotFoundError:
                self._tell(tuple(each for each in here if not each[0].exists()))
                return
            except OSError as error:
                raise explain_failure(error, files.read[-1].place) from error
            self.sha256, self.files = files.sha256, tuple(files.read)

    def _tell(self, gone: tuple[tuple[Path, str], ...], behind: str = "") -> None:
        """Report the files that are not there, and of the first what is behind it."""
        for number, (path, place) in enumerate(gone):
            self._faults.missing(path, place, "" if number else behind)

    def _behind(self, kind: Kind) -> str:
        """Say why the files that are there cannot be read without those that are not, if so."""
        here, gone = self._faults.here, self._faults.gone
        if not here or not gone or kind.format in ("lines", "parquet"):
            return ""
        if kind.format != "delimited":
            return " The others were not read, as they are one text with it."
        first = gone[0][0] == self.table.paths[0]
        headed = first and kind.dialect_of(self.table).headed
        return " It has the header, so the others were not read." if headed else ""

    def _refusable(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Give blocks up to where the file cannot be read any further, which is reported."""
        try:
            yield from blocks
        except Refusal as refusal:
            self._faults.refused(refusal)

    def _inline(self, kind: Kind) -> Iterator[Block]:
        """Read the data inside the descriptor ("Inline Data"), a text or a list."""
        data: Any = self.table.resource.data
        text = data if isinstance(data, str) else json.dumps(data, separators=(",", ":"))
        raw = text.encode()
        self._size, self.sha256 = len(raw), hashlib.sha256(raw).hexdigest()
        return self._of_pieces(kind, "utf-8", iter([(0, raw)]))

    def _stored(self, kind: Kind, encoding: str, files: Files) -> Iterator[Block]:
        """Read files."""
        pointers = [path.name for path in self.table.paths if stands_for_another(path)]
        if pointers:
            return refuse_when_read(explain_pointer(pointers[0]))
        if kind.format not in WHOLE:
            other = self._other_kind(kind)
            if other:
                return refuse_when_read(other)
            return self._of_pieces(kind, encoding, files.pieces())
        files.finish()
        assert isinstance(self._reading, Typed)  # noqa: S101 - for the types
        if kind.format == "parquet":
            from pressmark.intake.typed import parquet

            return parquet.read_blocks(self._reading)
        return self._sheet(self.table.paths[0], self._reading)

    def _other_kind(self, kind: Kind) -> Refusal | None:
        """Refuse the first file that is no text, though nothing says that it is packed."""
        headed = kind.dialect_of(self.table).headed
        every = (
            explain_other_kind(path, place, headed=headed)
            for path, place in self._faults.here
            if kind.compression is None
        )
        return next(filter(None, every), None)

    def _sheet(self, path: Path, reading: Typed) -> Iterator[Block]:
        """Read a sheet, and report what it shows and does not hold."""
        from pressmark.intake.typed import marked, sheet

        dialect, fields = self.table.resource.dialect, len(self.table.schema.fields)
        seen = marked.SeenSheet(header_row=sheet.count_above(dialect))
        rows = seen.watch(sheet.read_sheet(path, self.table.place, dialect, self._limits, seen))
        yield from reading.grid(
            sheet.cut_rows(rows, dialect, fields, seen),
            headed=dialect.headed,
            may_be_below=not dialect.header_places,
        )
        marked.tell(seen, self.table, self._faults)

    def _of_pieces(self, kind: Kind, encoding: str, pieces: Pieces) -> Iterator[Block]:
        """Read what comes as a stream of bytes."""
        if isinstance(self._reading, Delimited):
            return self._reading.blocks(pieces, encoding)
        source = FileText(pieces, encoding, self._faults.seams)
        where = self.table.resource.dialect.property_name
        text = source.texts()
        found = read_lines(text, self._limits) if kind.format == "lines" else read_items(
            text, where, self._limits
        )  # fmt: skip
        return self._sound(self._reading.blocks(found), source, encoding)

    def _sound(self, blocks: Iterator[Block], source: FileText, encoding: str) -> Iterator[Block]:
        """Give blocks of JSON, and report what of its text is not the encoding."""
        refused: Refusal | None = None
        try:
            yield from blocks
        except Refusal as refusal:
            refused = refusal
        if source.fault:
            self._faults.encoding(source.fault, encoding, WHOLE_FILE, None)
        if refused:
            raise refused


def refuse_when_read(refusal: Refusal) -> Iterator[Block]:
    """Give no block, and refuse the file when the first is asked for."""
    raise refusal
    yield
