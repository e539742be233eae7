"""The header compared with the schema by name: which column of the file holds which field."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from pressmark.intake.account import Account
from pressmark.intake.faults import Faults, PlaceInFile, show_in_short
from pressmark.intake.parts import Parts
from pressmark.intake.written import Written
from pressmark.package import Dialect, Schema
from pressmark.report.finding import Line
from pressmark.report.rules import (
    HEADER_BLANK,
    HEADER_DUPLICATE,
    HEADER_EXTRA,
    HEADER_MISSING,
    HEADER_ORDER,
)
from pressmark.words import Suggestions, find_nearest

COMPARED = 10_000
SEPARATOR = "sep="
LISTED = 20
DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars", ",": "commas"}
MAY_HAVE_MORE = ("subset", "partial")
MAY_HAVE_FEWER = ("superset", "partial")


@dataclass(frozen=True)
class Layout:
    """A file's columns by name, and for each field of the schema its column, or None.

    `written` is the header as it stands in the file, where it is one row; a list of objects has
    their keys for its columns, and is not `headed`.
    """

    columns: tuple[str, ...]
    places: tuple[int | None, ...]
    written: Written | None = None
    headed: bool = True

    def missing(self, schema: Schema) -> tuple[str, ...]:
        """Name the fields that the file does not have."""
        pairs = zip(schema.fields, self.places, strict=True)
        return tuple(field.name for field, place in pairs if place is None)

    def shown(self, name: str | None = None) -> Line | None:
        """Show the header with the last column of a name marked; its end without a name."""
        if self.written is None:
            return None
        if name is None:
            return self.written.end()
        last = max(at for at, each in enumerate(self.columns) if each == name)
        return self.written.cell(last)

    @property
    def fields(self) -> tuple[str | None, ...]:
        """For each column of the file, the field that it holds, if any."""
        held = set(self.places)
        return tuple(name if place in held else None for place, name in enumerate(self.columns))


def lay_out_by_position(schema: Schema) -> Layout:
    """Lay out a file without header: its columns are the fields in order."""
    names = tuple(field.name for field in schema.fields)
    return Layout(names, tuple(range(len(names))))


def lay_out_by_name(
    columns: tuple[str, ...], schema: Schema, written: Written | None = None
) -> Layout:
    """Lay out a file with this header; of two columns of one name the first counts."""
    first = {name: place for place, name in reversed(tuple(enumerate(columns)))}
    return Layout(columns, tuple(first.get(field.name) for field in schema.fields), written)


def check(
    layout: Layout, schema: Schema, faults: Faults, place: PlaceInFile, *, ordered: bool = True
) -> None:
    """Report where a header differs from what the schema allows ("fieldsMatch").

    The default asks for the same names in the same order; the others map columns by name, and
    allow more columns or fewer. Columns that are not `ordered` have no order to be wrong.
    """
    if schema.is_unknown:
        check_each(layout, Counter(layout.columns), faults, place)
        return
    match = schema.fields_match[0] if schema.fields_match else "exact"
    names = [field.name for field in schema.fields]
    known, counts = set(names), Counter(layout.columns)
    missing = [name for name in names if name not in counts]
    extra = [name for name in counts if name and name not in known]
    delimiter = hint_at_delimiter(layout, names)
    check_each(layout, counts, faults, place)
    if match not in MAY_HAVE_FEWER or (match == "partial" and len(missing) == len(names)):
        for name, near in pair_nearest(missing, extra):
            hint = delimiter or hint_at_missing(near, headed=layout.headed)
            report_missing(layout, name, hint, faults, place)
    if match not in MAY_HAVE_MORE:
        for name, near in pair_nearest(extra, missing):
            report_extra(layout, name, delimiter or hint_at_extra(near), faults, place)
    if match == "exact" and ordered:
        check_order(layout, names, faults, place)


def check_each(layout: Layout, counts: Counter[str], faults: Faults, place: PlaceInFile) -> None:
    """Report columns without a name and names of more than one column."""
    for number, name in enumerate(layout.columns, start=1):
        if not name:
            faults.add(
                HEADER_BLANK,
                f"Column {number} has no name in the header.",
                "Write the name of its field, or delete the column.",
                place._replace(shown=layout.written and layout.written.cell(number - 1)),
                name,
            )
    for name, times in counts.items():
        if name and times > 1:
            faults.add(
                HEADER_DUPLICATE,
                f'The header names "{show_in_short(name)}" {times} times; '
                "the first column is read.",
                "Give every column a name of its own.",
                place._replace(shown=layout.shown(name)),
                name,
            )


def hint_at_delimiter(layout: Layout, names: list[str]) -> str | None:
    """Say so where a file has another delimiter, so that its header is one column."""
    whole = layout.columns[0] if len(layout.columns) == 1 and len(names) > 1 else ""
    for mark, word in DELIMITERS.items():
        if mark in whole and not set(names).isdisjoint(whole.split(mark)):
            return (
                f"The file seems to have {word} between its cells. Save it with the delimiter of "
                'its dialect, or correct "delimiter" in the dialect.'
            )
    return None


def report_missing(
    layout: Layout, name: str, hint: str, faults: Faults, place: PlaceInFile
) -> None:
    """Report a field of the schema that no column is named after."""
    what = "The header has no column" if layout.headed else "No record has the field"
    message = f'{what} "{show_in_short(name)}".'
    faults.add(HEADER_MISSING, message, hint, place._replace(field=name, shown=layout.shown()))


def hint_at_missing(near: str | None, *, headed: bool) -> str:
    """Say what to do about a field without a column, by the column that may be meant for it."""
    if not headed:
        meant = f'Did you mean "{near}"? Then correct its name. Otherwise ' if near else ""
        return f"{meant}{'g' if near else 'G'}ive every record this field, if only as null."
    if near is None:
        return "Add the column, with its name on top."
    return f'Did you mean the column "{near}"? Then correct its name. Otherwise add the column.'


def report_extra(layout: Layout, name: str, hint: str, faults: Faults, place: PlaceInFile) -> None:
    """Report a column that no field of the schema describes."""
    what = f'The column "{show_in_short(name)}"' if layout.headed else f'"{show_in_short(name)}"'
    message = f"{what} is no field of the schema."
    faults.add(HEADER_EXTRA, message, hint, place._replace(shown=layout.shown(name)), name)


def hint_at_extra(near: str | None) -> str:
    """Say what to do about a column without a field, by the field that may be meant."""
    if near is None:
        return "Delete it, or add the field to the schema."
    return f'Did you mean "{near}"? Otherwise delete it, or add the field to the schema.'


def check_order(layout: Layout, names: list[str], faults: Faults, place: PlaceInFile) -> None:
    """Report the first column that stands where another field should."""
    columns, known = set(layout.columns), set(names)
    expected = [name for name in names if name in columns]
    found = list(dict.fromkeys(name for name in layout.columns if name in known))
    for name, right in zip(found, expected, strict=True):
        if name != right:
            listed = ", ".join(names[:LISTED]) + (", …" if len(names) > LISTED else "")
            faults.add(
                HEADER_ORDER,
                f'The column "{show_in_short(name)}" stands where "{show_in_short(right)}" should.',
                f"Put the columns in the order of the schema: {listed}.",
                place._replace(shown=layout.shown(name)),
                name,
            )
            return


def pair_nearest(names: list[str], among: list[str]) -> Iterable[tuple[str, str | None]]:
    """Pair each name with the one that it may be meant for; none where there are too many."""
    few = len(names) * len(among) <= COMPARED
    candidates = [name for name in among if show_in_short(name) == name] if few else []
    suggested = Suggestions()
    for name in names:
        yield name, suggested.of(show_in_short(name), partial(find_nearest, words=candidates))


def join_rows(rows: list[list[str]], join: str) -> tuple[str, ...]:
    """Join the rows of a header column by column ("headerRows", "headerJoin").

    The last cell of a row that is shorter than others stands for the columns to its right, as in
    the standard's example; an empty cell adds nothing.
    """
    width = max(map(len, rows))
    whole = [row + row[-1:] * (width - len(row)) for row in rows]
    return tuple(join.join(filter(None, cells)) for cells in zip(*whole, strict=True))


def write_in_case_of(columns: tuple[str, ...], schema: Schema, dialect: Dialect) -> tuple[str, ...]:
    """Give the names of columns as the schema writes them, where case makes no difference.

    Two fields that differ in case alone keep the difference ("caseSensitiveHeader" of v1).
    """
    if dialect.case_sensitive_header:
        return columns
    names = [field.name for field in schema.fields]
    times = Counter(name.casefold() for name in names)
    known = {name.casefold(): name for name in names if times[name.casefold()] == 1}
    return tuple(known.get(each.casefold(), each) for each in columns)


def read_header(
    parts: Parts, account: Account, schema: Schema, dialect: Dialect
) -> tuple[Layout, PlaceInFile] | None:
    """Read a file's header and say on which line it begins; None if the file ends before it.

    Where the dialect does not say which rows it is, it is the first that is not blank, unless a
    schema of one field makes a blank line a name.
    """
    rows: list[list[str]] = []
    begins, separated = PlaceInFile(), False
    while True:
        record = parts.first()
        if record is None:
            return None
        place = PlaceInFile(line=parts.line_of_first)
        account.header(record, place, parts.offset)
        mark = find_separator(record.cells) if not parts.rows.header and not separated else None
        if mark is not None:
            separated = True
            account.faults.separator_line(mark or dialect.delimiter, dialect.delimiter, place)
            continue
        alone = len(schema.fields) == 1 and not schema.is_unknown
        if parts.rows.header or not record.blank or alone:
            begins = begins if rows else place
            rows.append([cell.decode() for cell in record.cells])
            if len(rows) >= len(parts.rows.header):
                written = parts.first_written if len(rows) == 1 else None
                columns = write_in_case_of(join_rows(rows, dialect.header_join), schema, dialect)
                return lay_out_by_name(columns, schema, written), begins
        else:
            report_blank(account.faults, place)


def find_separator(cells: list[bytes]) -> str | None:
    """Give the mark that Excel's `sep=` line names, empty where it was read as a delimiter.

    None where the line is another.
    """
    name, *rest = [cell.decode() for cell in cells]
    if not name.lower().startswith(SEPARATOR) or any(rest) or len(rest) > 1:
        return None
    mark = name[len(SEPARATOR) :]
    return mark if len(mark) == 1 - len(rest) else None


def report_blank(faults: Faults, place: PlaceInFile) -> None:
    """Report a blank line where the header should stand."""
    faults.add(
        HEADER_BLANK,
        "The line is blank where the header should stand.",
        "Delete the line: the header is the first line of the file.",
        place,
    )
