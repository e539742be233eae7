"""What every field of a release holds, counted: `statistics.json`, a file of the act.

Later releases learn of it what is usual. Counted by the engine from canonical text, so that the
same release gives the same numbers whoever counts; nothing is sampled or estimated.
"""

import json
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from pressmark import sql
from pressmark.engine.cell_file import CellFile
from pressmark.engine.connection import ARRIVING, Engine
from pressmark.engine.tables import StoredTable
from pressmark.engine.wide import stack_all_columns
from pressmark.errors import ReleaseError
from pressmark.package import Field, Table
from pressmark.releases.signed_off import SignedOff

STATISTICS = "statistics.json"
FEW_VALUES = 20
"""Of a field with more distinct values than this the values are not listed."""
LONGEST_VALUE = 80
CELLS_AT_ONCE = 1_000_000
"""Cells that are counted by one statement, of one field or more."""
NUMBERS = ("integer", "number")
DATES = ("date", "datetime", "year", "yearmonth")
LISTED = ("boolean", "string")
"""Types whose values are listed: those of others, such as a year, pass by themselves."""
DAMAGED = (
    "\u00c3[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a"
    "\u20ac\u2122]|\u00c2[\u00a0-\u00bf]|\u00e2\u20ac|\ufffd"
)
"""UTF-8 that was read as Latin-1 or Windows-1252, and what a decoder writes where it gave up."""
ABSENT = (
    "NULL", "Null", "null", "(null)", "None", "none", "NONE", "NaN", "nan", "NAN", "NaT", "N/A",
    "n/a", "NA", "<NA>", "nil", "undefined", "\\N", "#N/A", "#REF!", "#VALUE!", "#DIV/0!",
    "#NAME?", "#NUM!",
)  # fmt: skip
"""What programs and spreadsheets write as a text where there is no value."""

Measures = dict[str, str]
"""SQL of what is counted of a column `v`, by its name."""
OF_OTHERS: Measures = {"present": "count(v)", "distinct": "count(distinct v)"}
FINITE = "filter (where isfinite(try_cast(v as double)))"
OF_NUMBERS: Measures = OF_OTHERS | {
    "lowest": f"min(try_cast(v as double)) {FINITE}",
    "middle": f"quantile_disc(try_cast(v as double), 0.5) {FINITE}",
    "highest": f"max(try_cast(v as double)) {FINITE}",
    "fractions": "count(*) filter (where try_cast(v as double) <> floor(try_cast(v as double)))",
}
WITH_A_YEAR = "filter (where regexp_full_match(v, '[0-9]{4}(-.*)?'))"
OF_DATES: Measures = OF_OTHERS | {
    "lowest": f"min(v) {WITH_A_YEAR}",
    "highest": f"max(v) {WITH_A_YEAR}",
}
OF_TEXTS: Measures = OF_OTHERS | {
    # Texts of ASCII alone, which are most, are as many bytes as characters.
    "damaged": f"count(*) filter (where strlen(v) <> length(v) and regexp_matches(v, '{DAMAGED}'))",
    "foreign": "count(*) filter (where strlen(v) <> length(v))",
    "capitals": "count(*) filter (where v <> lower(v))",
    "small": "count(*) filter (where v <> upper(v))",
    "absent": f"count(*) filter (where v in ({sql.quote_texts(ABSENT)}))",
    "longest": "max(length(v))",
    "long": "quantile_disc(length(v), 0.95)",
}
VALUES: Measures = {"values": "histogram(v)"}
NOTHING = {"present": 0, "distinct": 0}
"""What is counted of a table without records."""


class FieldStatistics(BaseModel):
    """One field: cells without a value, distinct values, and of some types what else is counted.

    `lowest`, `middle` (the median) and `highest` are numbers, or dates as written without a middle.
    `fractions` counts numbers that are not whole. Of texts it counts those of a wrong encoding
    (`damaged`), with characters beyond ASCII (`foreign`), with `capitals`, with `small` letters,
    and words for no value (`absent`); `longest` has so many characters, `long` one in twenty or
    more. `values` counts each value where there are few.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    name: str
    type: str
    missing: int
    distinct: int
    lowest: float | str | None = None
    middle: float | None = None
    highest: float | str | None = None
    fractions: int | None = None
    damaged: int | None = None
    foreign: int | None = None
    capitals: int | None = None
    small: int | None = None
    absent: int | None = None
    longest: int | None = None
    long: int | None = None
    values: dict[str, int] | None = None


class TableStatistics(BaseModel):
    """One table: its records and its fields, in the order of its schema."""

    model_config = ConfigDict(frozen=True, strict=True)

    name: str
    records: int
    fields: tuple[FieldStatistics, ...]

    def field(self, names: tuple[str, ...]) -> FieldStatistics | None:
        """Give the field that has one of these names, of which the first is the likeliest."""
        known = {each.name: each for each in self.fields}
        return next((known[name] for name in names if name in known), None)


class Statistics(BaseModel):
    """The tables of a release, and what its publisher signed off."""

    model_config = ConfigDict(frozen=True, strict=True)

    tables: tuple[TableStatistics, ...]

    def table(self, names: tuple[str, ...]) -> TableStatistics | None:
        """Give the table that has one of these names, of which the first is the likeliest."""
        known = {each.name: each for each in self.tables}
        return next((known[name] for name in names if name in known), None)


class CountedCells(Protocol):
    """The cells of a table, of which some columns are measured by one statement."""

    def rows(self, numbers: list[int], asked: str) -> list[tuple[Any, ...]]:
        """Ask of each of some columns, as a column `v`; give its number, and the answers."""


@dataclass(frozen=True)
class CellsInSql:
    """Those of a table in an engine."""

    source: str
    engine: Engine

    def rows(self, numbers: list[int], asked: str) -> list[tuple[Any, ...]]:
        """Ask of each of some columns."""
        held = ", ".join(f"c{number}" for number in numbers)
        cells = f"select unnest({numbers}) as n, unnest([{held}]) as v from {self.source}"
        if len(numbers) == 1:
            cells = f"select {numbers[0]} as n, {held} as v from {self.source}"
        return self.engine.rows(f"select n, {asked} from ({cells}) group by n")


@dataclass(frozen=True)
class CellsInLists:
    """Those of a wide table in an engine, the cells of each record in the list `cells`."""

    source: str
    engine: Engine

    def rows(self, numbers: list[int], asked: str) -> list[tuple[Any, ...]]:
        """Ask of each of some columns."""
        listed = f"list_select(cells, {numbers})"
        cells = f"select unnest({numbers}) as n, unnest({listed}) as v from {self.source}"
        return self.engine.rows(f"select n, {asked} from ({cells}) group by n")


@dataclass(frozen=True)
class CellsInAFile:
    """Those of a wide table."""

    cells: CellFile
    engine: Engine

    def rows(self, numbers: list[int], asked: str) -> list[tuple[Any, ...]]:
        """Ask of each of some columns."""
        with self.engine.arriving(stack_all_columns(self.cells, numbers, "v")):
            return self.engine.rows(f"select place, {asked} from {ARRIVING} group by place")


def count_stored(stored: tuple[StoredTable, ...], engine: Engine) -> Statistics:
    """Count the judged tables that stand in an engine."""
    return Statistics(
        tables=tuple(
            count_table(each.table, each.canonical, engine)
            if each.cells is None
            else count_fields(each.table, CellsInAFile(each.cells, engine), each.cells.records)
            for each in stored
        )
    )


def count_table(table: Table, source: str, engine: Engine) -> TableStatistics:
    """Count a table of which the engine holds canonical text under the name `source`."""
    ((records,),) = engine.rows(f"select count(*) from {source}")
    return count_fields(table, CellsInSql(source, engine), records)


def count_fields(table: Table, cells: CountedCells, records: int) -> TableStatistics:
    """Count the fields of a table of so many records, of which `cells` hold canonical text."""
    numbered = dict(enumerate(table.schema.fields, start=1))
    counted: dict[int, dict[str, Any]] = {}
    for measures in {id(each): each for each in map(choose_measures, numbered.values())}.values():
        alike = [number for number, each in numbered.items() if choose_measures(each) is measures]
        counted |= measure_columns(cells, alike, measures, records)
    few = [
        number for number, each in numbered.items()
        if each.type in LISTED and 0 < counted.get(number, NOTHING)["distinct"] <= FEW_VALUES
    ]  # fmt: skip
    values = {
        number: list_values(each)
        for number, each in measure_columns(cells, few, VALUES, records).items()
    }
    fields = tuple(
        describe_field(each, records, counted.get(number, NOTHING), values.get(number))
        for number, each in numbered.items()
    )
    return TableStatistics(name=table.name, records=records, fields=fields)


def measure_columns(
    cells: CountedCells, numbers: list[int], measures: Measures, records: int
) -> dict[int, dict[str, Any]]:
    """Measure some columns, each as a column of one name; none of a table without records.

    As many statements as columns would cost the square of the columns.
    """
    found: dict[int, dict[str, Any]] = {}
    asked, at_once = ", ".join(measures.values()), max(1, CELLS_AT_ONCE // max(1, records))
    for first in range(0, len(numbers) if records else 0, at_once):
        for number, *row in cells.rows(numbers[first : first + at_once], asked):
            found[number] = dict(zip(measures, row, strict=True))
    return found


def choose_measures(field: Field) -> Measures:
    """Give what is counted of a field of its type."""
    if field.type in NUMBERS:
        return OF_NUMBERS
    if field.type in DATES:
        return OF_DATES
    return OF_TEXTS if field.type == "string" else OF_OTHERS


def list_values(counted: dict[str, Any]) -> dict[str, int] | None:
    """Give the values of a field in their order; None where one of them is long."""
    values: dict[str | None, int] = counted["values"]
    known = {value: count for value, count in values.items() if value is not None}
    return dict(sorted(known.items())) if max(map(len, known)) <= LONGEST_VALUE else None


def describe_field(
    field: Field, records: int, counted: dict[str, Any], values: dict[str, int] | None
) -> FieldStatistics:
    """Tell of a field what was counted."""
    told = {name: each for name, each in counted.items() if name != "present"}
    missing = records - counted["present"]
    return FieldStatistics(name=field.name, type=field.type, missing=missing, **told, values=values)


def render_statistics(statistics: Statistics, signed_off: tuple[SignedOff, ...]) -> str:
    """Write statistics.json: a line a field, so that what differs is seen."""
    lines = ["{", '  "tables": [']
    for number, table in enumerate(statistics.tables, start=1):
        about = f'"name": {as_json(table.name)}, "records": {table.records}'
        fields = ",\n".join(f"      {as_json(write_field(each))}" for each in table.fields)
        ending = "," if number < len(statistics.tables) else ""
        lines += [f'    {{{about}, "fields": [', fields, f"    ]}}{ending}"]
    signed = ", ".join(as_json(each.written()) for each in signed_off)
    return "\n".join([*lines, "  ],", f'  "signedOff": [{signed}]', "}"]) + "\n"


def write_field(field: FieldStatistics) -> dict[str, object]:
    """Give what is known of a field; whole numbers without a fraction."""
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in field.model_dump(mode="json", exclude_none=True).items()
    }


def as_json(value: object) -> str:
    """Write a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def read_statistics(text: str, place: str) -> Statistics:
    """Read statistics.json; ReleaseError where it is none."""
    try:
        return Statistics.model_validate_json(text)
    except ValueError:
        right = "bring it back from version control"
        raise ReleaseError(place, "does not tell what the release holds", right) from None
