"""How the rows of a file hold its table: delimiter, header, and what stands above it."""

import csv
import re
from collections.abc import Sequence
from dataclasses import replace

from pressmark.infer.column_names import name_columns
from pressmark.infer.draft import Doubt, DraftLayout
from pressmark.infer.first_rows import Rows, count_filled, find_common_width, find_head
from pressmark.infer.unusual_marks import SINGLE, ends_in_returns, is_quoted_singly
from pressmark.words import phrase_count, shorten

DELIMITERS = (",", ";", "\t", "|")
EXCELS_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
COMMENT = "#"
MOST_ROWS = 200


def lay_out_delimited(text: str, *, whole: bool, usual: str = ",") -> DraftLayout:
    """Find the layout of delimited text from its beginning; `whole` says that this is all of it.

    A dialect need not say the delimiter that is `usual` for the format.
    """
    lines = text.splitlines(keepends=True)
    lines = lines if whole or len(lines) == 1 else lines[:-1]
    said = EXCELS_LINE.fullmatch(lines[0].strip("\r\n")) if lines else None
    comments = 0 if said else count_comments(lines)
    body = lines[1:] if said else lines[comments:]
    dialect, doubts = find_marks(text, body, said[1] if said else None)
    delimiter, quote = str(dialect["delimiter"]), str(dialect.get("quoteChar", '"'))
    if delimiter == usual:
        del dialect["delimiter"]
    if whole and "quoteChar" not in dialect and has_no_quotes(body, delimiter):
        dialect["quoteChar"] = ""
    rows = read_rows(body, delimiter, quote)
    if not said and has_blanks_behind(rows):
        dialect["skipInitialSpace"] = True
    if comments:
        layout = lay_out_commented(lines[:comments], rows, delimiter, dialect)
        return replace(layout, doubts=(*doubts, *layout.doubts))
    if not said:
        return lay_out_rows(rows, dialect, doubts)
    words = f'The first line, "{lines[0].strip()}", is Excel\'s and no record.'
    return lay_out_rows(rows, dialect, (*doubts, Doubt(words, 1)), above=1)


def find_marks(
    text: str, lines: Sequence[str], delimiter: str | None
) -> tuple[dict[str, object], tuple[Doubt, ...]]:
    """Find the delimiter of lines, unless it is said, and other marks that are not the usual."""
    dialect: dict[str, object] = {}
    doubts: list[Doubt] = []
    among = (delimiter,) if delimiter else (choose_delimiter(lines), *DELIMITERS)
    singly = next((each for each in among if is_quoted_singly(lines, each)), None)
    if singly:
        dialect["quoteChar"] = SINGLE
        doubts.append(Doubt(f"Cells stand in {SINGLE} in place of quotes, which was left out.", 2))
    quote = SINGLE if singly else '"'
    dialect["delimiter"] = delimiter or choose_delimiter(lines, quote)
    if ends_in_returns(text):
        dialect["lineTerminator"] = "\r"
        doubts.append(Doubt("Lines end with a lone carriage return, as on old Macs.", 2))
    return dialect, tuple(doubts)


def count_comments(lines: Sequence[str]) -> int:
    """Count the lines of comment at the beginning of a text that has others behind them."""
    count = next((at for at, line in enumerate(lines) if not line.startswith(COMMENT)), 0)
    return count if any(line.strip() for line in lines[count:]) else 0


def lay_out_commented(
    comments: Sequence[str], rows: Rows, delimiter: str, dialect: dict[str, object]
) -> DraftLayout:
    """Find the layout of a table below lines of comment, the last of which may be its header."""
    last = read_rows([comments[-1].lstrip(COMMENT)], delimiter)
    cells = tuple(cell.strip() for cell in last[0]) if last else ()
    width = find_common_width(rows)
    if len(cells) != width or not all(cells) or (len(comments) == 1 and width == 1):
        return lay_out_rows(rows, dialect, above=len(comments))
    # By their numbers: a record that begins with the mark is none of them, and is not left out.
    numbers = tuple(range(1, len(comments) + 1))
    dialect = {**dialect, "header": False, "commentRows": numbers}
    words = f"The names of the columns stand in a comment, line {len(comments)}."
    doubts = (*doubt_comments(comments[:-1]), Doubt(words, 2))
    return replace(name_columns(cells, width, dialect, doubts), header=())


def doubt_comments(comments: Sequence[str]) -> list[Doubt]:
    """Say which lines of comment are left out."""
    said = [line.strip().lstrip(COMMENT).strip() for line in comments]
    first = next(filter(None, said), "")
    words = f'{phrase_count(len(comments), "line")} of comment left out: "{shorten(first, 60)}".'
    return [Doubt(words, 1)] if comments else []


def has_no_quotes(lines: Sequence[str], delimiter: str) -> bool:
    """Whether quotes stand in cells and around none, so that they are no more than characters."""
    around = re.compile(rf'(?:^|{re.escape(delimiter)})\s*"')
    return any('"' in line for line in lines) and not any(map(around.search, lines))


def lay_out_rows(
    rows: Rows, dialect: dict[str, object], doubts: tuple[Doubt, ...] = (), *, above: int = 0
) -> DraftLayout:
    """Find the layout of a table from its first rows, `above` which stand so many others."""
    head = find_head(rows)
    if not head.rows:
        words = "The file has no header: its columns were numbered. Name them."
        bare = {**dialect, "header": False}
        if above:
            bare["commentRows"] = tuple(range(1, above + 1))
        return name_columns((), head.width, bare, (*doubts, Doubt(words, 3)))
    places = tuple(row + above for row in head.rows)
    if places != (1,):
        dialect = {**dialect, "headerRows": places}
        doubts = (*doubts, *doubt_above(rows, head.rows, above))
    cells = join_rows([rows[row - 1] for row in head.rows])
    return name_columns(cells, max(head.width, len(cells)), dialect, doubts)


def doubt_above(rows: Rows, header: tuple[int, ...], above: int) -> list[Doubt]:
    """Say what stands above a header, or that it has two rows."""
    found = []
    titles = [" ".join(row).strip() for row in rows[: header[0] - 1] if count_filled(row)]
    if titles:
        what = f'"{titles[0][:80]}"' + (f" and {len(titles) - 1} more" if len(titles) > 1 else "")
        words = f"The header is row {header[0] + above}; above it stands {what}, left out."
        found.append(Doubt(words, 2))
    if len(header) > 1:
        found.append(Doubt("The header has two rows, whose names were joined.", 2))
    return found


def join_rows(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Join the rows of a header, column by column; a group's name stands for all its columns."""
    if len(rows) == 1:
        return tuple(rows[0])
    groups, second = rows
    names: list[str] = []
    group = ""
    for cell, name in zip(groups, second, strict=True):
        group = cell.strip() or group
        names.append(f"{group} {name.strip()}".strip() if name.strip() else cell.strip())
    return tuple(names)


def has_blanks_behind(rows: Rows) -> bool:
    """Whether a blank stands behind every delimiter, and in front of no first cell."""
    later = [cell for row in rows for cell in row[1:]]
    return (
        len(later) > 1
        and all(cell.startswith(" ") for cell in later)
        and not any(row[0].startswith(" ") for row in rows if row)
    )


def read_rows(lines: Sequence[str], delimiter: str, quote: str = '"') -> list[list[str]]:
    """Read the first rows; a cell in quotes that never ends ends them."""
    rows: list[list[str]] = []
    if has_no_quotes(lines, delimiter):
        read = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        read = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    try:
        for row in read:
            rows.append(row)
            if len(rows) >= MOST_ROWS:
                break
    except csv.Error:
        return rows
    return rows


def choose_delimiter(lines: Sequence[str], quote: str = '"') -> str:
    """Choose the delimiter by which most rows have the same number of cells, more than one.

    A comma where none does: the table has one column.
    """

    def fit(delimiter: str) -> tuple[float, int]:
        rows = [row for row in read_rows(lines, delimiter, quote) if count_filled(row)]
        width = find_common_width(rows)
        if width < 2:  # noqa: PLR2004 - one cell shows no delimiter
            return (0.0, 0)
        alike = sum(len(row) == width for row in rows) / len(rows)
        return (round(alike, 1), width)

    best = max(DELIMITERS, key=fit)
    return best if fit(best)[1] else ","
