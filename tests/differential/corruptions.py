"""One thing made wrong in a table, of every kind that a spreadsheet suffers."""

from collections.abc import Callable

from hypothesis import strategies as st

from .case import GeneratedTable
from .values import kind_of, wrong

Corruption = Callable[[st.DrawFn, GeneratedTable], None]


def corrupt(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Make one thing wrong; a table without records can only have a wrong header."""
    kinds = OF_HEADERS if not table.records else (*OF_CELLS * 2, *OF_RECORDS, *OF_HEADERS)
    draw(st.sampled_from(kinds))(draw, table)


def chosen(draw: st.DrawFn, table: GeneratedTable) -> tuple[int, int]:
    """Choose a cell: its record and column, from 0; a blank line gets a cell first."""
    record = draw(st.integers(0, len(table.records) - 1))
    if not table.records[record]:
        table.records[record] = ["x"]
    return record, draw(st.integers(0, len(table.records[record]) - 1))


def wrong_value(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Write what is not of the field's type."""
    record, column = chosen(draw, table)
    kinds = [kind_of(field) for field in table.schema["fields"]]
    table.records[record][column] = draw(wrong(kinds[min(column, len(kinds) - 1)]))


def no_value(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Empty a cell."""
    record, column = chosen(draw, table)
    table.records[record][column] = ""


def longer_value(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Write a cell twice over, which leaves bounds and lengths behind."""
    record, column = chosen(draw, table)
    table.records[record][column] *= 2


def repeated_value(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Write one record's cell into another's."""
    record, column = chosen(draw, table)
    other = draw(st.sampled_from(table.records))
    if column < len(other):
        table.records[record][column] = other[column]


def repeated_record(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Write a record twice."""
    table.records.append(list(draw(st.sampled_from(table.records))))


def missing_cell(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Take a record's last cell away, unless it is the only one."""
    record = draw(st.sampled_from(table.records))
    if len(record) > 1:
        record.pop()


def extra_cell(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Give a record a cell more, often an empty one."""
    draw(st.sampled_from(table.records)).append(draw(st.sampled_from(["", "", "x"])))


def blank_line(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Leave a line blank."""
    table.records.insert(draw(st.integers(0, len(table.records))), [])


def renamed_column(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Name a column as no field is, or not at all."""
    column = draw(st.integers(0, len(table.header) - 1))
    table.header[column] = draw(st.sampled_from(["other", "Other", "", table.header[column] + " "]))


def repeated_column(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Name two columns alike."""
    column = draw(st.integers(0, len(table.header) - 1))
    table.header[column] = draw(st.sampled_from(table.header))


def reordered_columns(_draw: st.DrawFn, table: GeneratedTable) -> None:
    """Put the columns, with their cells, in another order."""
    table.header.reverse()
    for record in table.records:
        record.reverse()


def dropped_column(_draw: st.DrawFn, table: GeneratedTable) -> None:
    """Leave the last column out, with its cells."""
    if len(table.header) > 1:
        table.header.pop()
        for record in table.records:
            del record[len(table.header) :]


def added_column(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Add a column that no field describes."""
    table.header.append(draw(st.sampled_from(["more", ""])))
    for record in table.records:
        if record:
            record.append("x")


OF_CELLS: tuple[Corruption, ...] = (
    wrong_value, no_value, longer_value, repeated_value, repeated_record,
)  # fmt: skip
OF_RECORDS: tuple[Corruption, ...] = (missing_cell, extra_cell, blank_line)
OF_HEADERS: tuple[Corruption, ...] = (
    renamed_column, repeated_column, reordered_columns, dropped_column, added_column,
)  # fmt: skip
