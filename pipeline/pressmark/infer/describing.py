"""Files → drafts of their tables: layout, fields, keys, each choice with its reason."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pressmark.engine.connection import Engine
from pressmark.engine.tables import make_cells, make_stored_batch, name_raw
from pressmark.errors import ProjectError
from pressmark.field_types import FUNCTIONS
from pressmark.infer.candidates import swap_days
from pressmark.infer.choosing import draft_field, find_order
from pressmark.infer.column_evidence import ColumnEvidence, gather
from pressmark.infer.column_names import make_unused_name
from pressmark.infer.draft import Doubt, DraftField, DraftLayout, DraftTable
from pressmark.infer.footer import Footer
from pressmark.infer.key_columns import (
    LONGEST_KEY,
    MOST_COLUMNS,
    Kept,
    with_primary_key,
    with_references,
)
from pressmark.infer.no_descriptor import without_descriptor
from pressmark.infer.series import match_series
from pressmark.infer.table_files import LIMITS, describe_as_table, list_layouts
from pressmark.intake import Block, TableFile
from pressmark.intake.limits import MEBIBYTE
from pressmark.intake.refusal import Refusal
from pressmark.package import Table
from pressmark.report.finding import Finding, Findings
from pressmark.report.rules import RECORD_BLANK, RECORD_SHORT
from pressmark.report.sheet_rules import SHEET_RULES
from pressmark.words import phrase_count, shorten

OF_SHEETS = frozenset(each.id for each in SHEET_RULES)
WIDE = 3
"""A record of so many cells of which the first alone is filled may be a note."""
SUM = re.compile(
    r"(?:(?:grand )?total|sum(?:me|a)?|gesamt|insgesamt|totale|totaal|razem|итого)\b", re.IGNORECASE
)
Refused = Callable[[Path, Refusal], None]
DECIMAL_COMMA = frozenset(",")
"""What other columns show, or a file whose delimiter is a semicolon."""
MOST_WAITING = 32 * MEBIBYTE
MOST_WRONG = 1_000
"""Wrong records that are looked at; among more of them no footer is seen."""


def stop_at_refusal(path: Path, refusal: Refusal) -> None:
    """Stop at a file that cannot be read."""
    raise ProjectError(str(path), refusal.message, without_descriptor(refusal.hint)) from None


def describe(paths: Sequence[Path], refuse: Refused = stop_at_refusal) -> tuple[DraftTable, ...]:
    """Draft the schema of every table that the files hold.

    A file that cannot be read is handed to `refuse`. ProjectError where one is not there, or holds
    no table; MachineError.
    """
    found: list[Kept] = []
    with Engine() as engine:
        for function in FUNCTIONS:
            engine.teach(function.name, function.answer, function.parameters)
        for path in paths:
            try:
                describe_file(path, found, engine)
            except Refusal as refusal:
                refuse(path, refusal)
        keyed = [replace(each, draft=with_primary_key(each, engine)) for each in found]
        return with_references(keyed, engine)


def describe_file(path: Path, found: list[Kept], engine: Engine) -> None:
    """Add the tables of a file to those found, under names that differ."""
    before = len(found)
    for name, layout in list_layouts(path):
        taken = Counter(each.draft.name for each in found)
        found.append(
            describe_table(path, layout, make_unused_name(name, taken), len(found), engine)
        )
    if len(found) == before:
        raise ProjectError(str(path), "holds no table", "name a file that holds records")


def describe_table(
    path: Path, layout: DraftLayout, name: str, position: int, engine: Engine
) -> Kept:
    """Draft the schema of one table, and keep the columns that may be keys."""
    if not layout.columns:
        raise ProjectError(str(path), "holds no table", "name a file that holds records")
    table, findings = describe_as_table(path, layout, name), Findings(MOST_WRONG)
    keeping, footer = KeptColumns(table, position, engine), Footer()

    def read() -> Iterator[pa.RecordBatch]:
        return keeping.kept(footer.kept_back(TableFile(table, findings, LIMITS).blocks()))

    evidence = gather(read, layout.columns, engine)
    shown = find_shown(evidence) | (
        DECIMAL_COMMA if layout.dialect.get("delimiter") == ";" else set()
    )
    drafted = (as_stored(draft_field(column, shown), layout) for column in evidence)
    fields = tuple(match_series(tuple(drafted)))
    records = evidence[0].cells
    wrong = explain_findings(findings, records + len(footer.rows), len(fields))
    last = doubt_last(keeping.last, keeping.end)
    told = (*wrong, *doubt_sheet(findings), *footer.told(), *last)
    draft = DraftTable(name, path, layout, fields, records, doubts=told)
    columns = {layout.columns[number - 1]: number for number in keeping.numbers}
    return Kept(draft, name_raw(position), columns)


def as_stored(drafted: DraftField, layout: DraftLayout) -> DraftField:
    """Make a number of whole numbers that their file stores as numbers with fractions."""
    if drafted.type != "integer" or drafted.name not in layout.floating:
        return drafted
    reason = f"{drafted.reason}; the file stores numbers with fractions"
    return replace(drafted, properties={**drafted.properties, "type": "number"}, reason=reason)


def explain_findings(findings: Findings, records: int, columns: int) -> Iterator[Doubt]:
    """Say what is wrong with the records of a file; a footer is what stands short at its end."""
    wrong = [each for each in findings.kept if each.severity != "warning"]
    numbers = sorted({each.record for each in wrong if each.record})
    # Behind the last sound record only wrong ones stand: as many as there are in all.
    below = next((
        number for at, number in enumerate(numbers)
        if number - 1 - at >= records > 0 and len(wrong) < MOST_WRONG
    ), None)  # fmt: skip
    blank, footer = [], []
    for each in wrong:
        is_below = below is not None and (each.record or 0) >= below
        if each.rule == RECORD_BLANK.id and (is_below or columns > 1):
            blank.append(each)
        elif each.rule == RECORD_SHORT.id and is_below:
            footer.append(each)
        else:
            hint = f" {without_descriptor(each.hint)}" if each.hint else ""
            yield Doubt(f"{each.message}{phrase_place(each)}{hint}", 3, stops=True, judged=True)
    if footer:
        lines = phrase_count(len(footer), "line")
        words = f"{lines} with fewer cells below the table: left out as no record"
        yield Doubt(f"{words}{phrase_place(footer[0])}.", 3, judged=True)
    if blank:
        words = f"{phrase_count(len(blank), 'blank line')}: left out{phrase_place(blank[0])}."
        yield Doubt(words, 2, judged=True)


def doubt_sheet(findings: Findings) -> Iterator[Doubt]:
    """Say what a sheet shows to people and does not hold, or hides."""
    for each in findings.kept:
        if each.severity == "warning" and each.rule in OF_SHEETS:
            yield Doubt(each.message, 3, each.field, judged=True)


def doubt_last(cells: tuple[str, ...], record: int) -> Iterator[Doubt]:
    """Doubt the last record, of that number, where it reads like a note or a sum."""
    first = next((cell for cell in cells if cell.strip()), "")
    if len(cells) >= WIDE and first and not any(cell.strip() for cell in cells[1:]):
        words = f'The last record holds its first cell alone: "{shorten(first, 60)}".'
        yield Doubt(words, 3, record=record)
    elif SUM.match(first.strip()):
        words = f'The last record may be a sum of the others: it begins with "{first.strip()}".'
        yield Doubt(words, 3, record=record)


def phrase_place(found: Finding) -> str:
    """Say where in its file something was found."""
    if found.line:
        return f" (line {found.line:,})"
    return f" (record {found.record:,})" if found.record else ""


@dataclass
class KeptColumns:
    """Keeps the columns of a table that may be keys, the first time that it is read.

    `numbers` are those of the columns, known from the first block on.
    """

    table: Table
    position: int
    engine: Engine
    numbers: tuple[int, ...] = ()
    waiting: list[pa.RecordBatch] = field(default_factory=list)
    """What is kept of the last blocks: the engine takes many at once for the cost of a few."""
    done: bool = False
    last: tuple[str, ...] = ()
    end: int = 0
    """The cells of the last record, and its number."""

    def kept(self, blocks: Iterator[Block]) -> Iterator[pa.RecordBatch]:
        """Give the cells of blocks, which are kept as they pass."""
        keeps = not self.done
        self.done = True
        for turn, block in enumerate(blocks):
            if keeps and turn == 0:
                self.numbers = tuple(islice(number_short_columns(block.cells), MOST_COLUMNS))
                make_cells(self.engine, self.table, self.position, self.numbers)
            if keeps:
                self.keep(block)
            if block.cells.num_rows:
                ending = block.cells.slice(block.cells.num_rows - 1)
                self.last = tuple(column[0].as_py() or "" for column in ending.columns)
                self.end = int(block.records[-1])
            yield block.cells
        self.store()

    def keep(self, block: Block) -> None:
        """Keep the columns of a block, and store them once they are many."""
        self.waiting.append(make_stored_batch(self.table, self.numbers, block))
        if sum(batch.nbytes for batch in self.waiting) > MOST_WAITING:
            self.store()

    def store(self) -> None:
        """Store what waits."""
        if self.waiting:
            self.engine.insert(name_raw(self.position), pa.Table.from_batches(self.waiting))
            self.waiting.clear()


def number_short_columns(cells: pa.RecordBatch) -> Iterator[int]:
    """Number the columns whose texts are short enough for keys."""
    for number, column in enumerate(cells.columns, start=1):
        longest = pc.max(pc.utf8_length(column)).as_py()
        if longest and longest <= LONGEST_KEY:
            yield number


def find_shown(evidence: Sequence[ColumnEvidence]) -> frozenset[str]:
    """Find how dates begin in the columns that can be read in one way only, and decimal commas."""
    found = set()
    for column in evidence:
        sound = [fit.candidate for fit in column.fits if not fit.wrong]
        if len(sound) == 1 and swap_days(sound[0]):
            found.add(find_order(sound[0]))
        if sound and sound[0].properties.get("decimalChar") == ",":
            found |= DECIMAL_COMMA
    return frozenset(found)
