"""Records whose cells are typed, such as those of JSON and spreadsheets, as blocks of text.

A list of lists has its header in a list; in a list of objects the keys are the header, and a key
that an object lacks is a missing value.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile
from typing import Any

from pressmark.intake import header, misplaced
from pressmark.intake.block import Block
from pressmark.intake.faults import Faults, PlaceInFile
from pressmark.intake.header import Layout
from pressmark.intake.limits import Limits
from pressmark.intake.record_faults import report_blank_record, report_other_count
from pressmark.intake.refusal import Refusal
from pressmark.intake.typed.blank_rows import BlankRows
from pressmark.intake.typed.collecting import collect_records
from pressmark.intake.typed.json_items import Wrong
from pressmark.intake.typed.native import render_cell
from pressmark.intake.written import write_record
from pressmark.package import Field, Table
from pressmark.report.rules import FILE_FORMAT, RECORD_BLANK, RECORD_FORMAT, RECORD_SHORT

NAME = Field(name="name")


@dataclass
class Typed:
    """Reads a table of typed cells.

    After the pass `records` counts the data records, and `missing` names the fields that have no
    column.
    """

    table: Table
    faults: Faults
    limits: Limits
    records: int = 0
    missing: tuple[str, ...] = ()

    def blocks(self, items: Iterator[Any]) -> Iterator[Block]:
        """Give records of a list whose items are all lists, or all objects."""
        dialect = self.table.resource.dialect
        first = next(items, None)
        kind = {"array": list, "object": dict}.get(dialect.item_type or "", type(first))
        every = chain([first], items)
        if kind is list:
            yield from self.grid(every, headed=dialect.header)
        elif first is not None:
            records = self._objects(every)
            yield from collect_records(records, self.table, self.faults, self.limits)

    def grid(
        self, rows: Iterator[Any], *, headed: bool, may_be_below: bool = False
    ) -> Iterator[Block]:
        """Give records that are lists of cells, the first of them the header if there is one.

        It `may_be_below` other rows in a sheet whose dialect does not say where it stands.
        """
        schema = self.table.schema
        layout = header.lay_out_by_position(schema)
        if headed:
            names = next(rows, None)
            if not isinstance(names, list):
                wrong = "The table does not begin with a list of names."
                raise Refusal(FILE_FORMAT, wrong, "Write the names of the fields first.")
            columns = [render_cell(each, NAME) or "" for each in names]
            if may_be_below and not schema.is_unknown:
                columns, rows = self._below(columns, rows)
            known = header.write_in_case_of(tuple(columns), schema, self.table.resource.dialect)
            layout = header.lay_out_by_name(known, schema, write_record(columns))
            if not self.narrow(len(layout.columns)):
                return
            header.check(layout, schema, self.faults, PlaceInFile())
        self.missing = layout.missing(schema)
        records = self._lists(rows, layout)
        yield from collect_records(records, self.table, self.faults, self.limits, self.missing)

    def _below(self, columns: list[str], rows: Iterator[Any]) -> tuple[list[str], Iterator[Any]]:
        """Give the header that stands below what was read as one, if it does, and the records.

        A record is then as long as the header, as it would be had that come first.
        """
        ahead = list(islice(rows, misplaced.LOOKED_AT))
        near = takewhile(lambda row: not isinstance(row, BlankRows), ahead)
        texts = [[render_cell(cell, NAME) or "" for cell in row] for row in near]
        above = misplaced.count_rows_above(columns, texts, self.table.schema)
        if above is None:
            return columns, chain(ahead, rows)
        misplaced.report(self.faults, PlaceInFile(), above, None)
        width, below = len(texts[above]), chain(ahead[above + 1 :], rows)
        return texts[above], (
            row + [None] * (width - len(row)) if isinstance(row, list) and row else row
            for row in below
        )

    def narrow(self, columns: int) -> bool:
        """Whether a table of so many columns is read; it is reported if not."""
        if columns > self.limits.columns:
            self.faults.too_many_columns(columns, self.limits.columns)
        return columns <= self.limits.columns

    def _lists(self, rows: Iterator[Any], layout: Layout) -> Iterator[tuple[int, list[Any]]]:
        """Give the fields' cells of each list that has as many cells as there are columns."""
        width = len(layout.columns)
        for row in rows:
            if isinstance(row, BlankRows) or (width and row == []):
                self._blank(row.count if isinstance(row, BlankRows) else 1, width)
                continue
            self.records += 1
            place = PlaceInFile(self.records)
            if not isinstance(row, list):
                self._wrong(row, "list")
            elif len(row) != width:
                texts = [render_cell(each, NAME) or "" for each in row]
                report_other_count(self.faults, place, len(row), width, write_record(texts))
            else:
                yield self.records, [None if at is None else row[at] for at in layout.places]

    def _blank(self, count: int, width: int) -> None:
        """Report so many records without any cell; of a million most are counted only."""
        numbers = range(self.records + 1, self.records + count + 1)
        self.records += count

        def say(number: int) -> None:
            if width > 1:
                report_blank_record(self.faults, PlaceInFile(number))
            else:
                report_other_count(self.faults, PlaceInFile(number), 0, width, write_record([]))

        self.faults.each(RECORD_BLANK if width > 1 else RECORD_SHORT, numbers, say)

    def _objects(self, items: Iterator[Any]) -> Iterator[tuple[int, list[Any]]]:
        """Give the fields' cells of each object; compare the keys with the schema at the end."""
        schema, keys = self.table.schema, self.table.resource.dialect.item_keys
        names = [field.name for field in schema.fields]
        seen: dict[str, None] = dict.fromkeys(keys or ())
        for item in items:
            self.records += 1
            if not isinstance(item, dict):
                self._wrong(item, "object")
                continue
            if keys is None:
                seen.update(dict.fromkeys(item))
            if not self.narrow(len(seen)):
                return
            yield self.records, [item.get(name) if name in seen else None for name in names]
        layout = replace(header.lay_out_by_name(tuple(seen), schema), headed=False)
        if seen:
            self.missing = layout.missing(schema)
            # RFC 8259, section 4: the names of an object have no order.
            header.check(layout, schema, self.faults, PlaceInFile(), ordered=keys is not None)

    def _wrong(self, item: Any, expected: str) -> None:
        """Report an item that is no record."""
        wrong = f"no JSON: {item.why}" if isinstance(item, Wrong) else f"no JSON {expected}"
        self.faults.add(
            RECORD_FORMAT,
            f"The record is {wrong}.",
            "Write it like the records before it.",
            PlaceInFile(self.records),
        )
