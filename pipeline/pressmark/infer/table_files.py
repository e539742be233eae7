"""A stranger's file → the tables in it, each with its layout, ready to be read as text.

A file of text holds one table, a workbook one on each of its sheets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from pressmark.errors import ProjectError, explain_failure
from pressmark.infer.column_names import name_columns
from pressmark.infer.draft import Doubt, DraftLayout
from pressmark.infer.encoding import find_encoding
from pressmark.infer.first_rows import count_filled
from pressmark.infer.json_layout import lay_out_json
from pressmark.infer.no_table import refuse_other_kinds
from pressmark.infer.rows_layout import MOST_ROWS, lay_out_delimited, lay_out_rows
from pressmark.intake import Limits
from pressmark.intake.files import Files
from pressmark.intake.kind import Kind, find_kind
from pressmark.intake.refusal import Refusal, explain_damaged
from pressmark.intake.typed.blank_rows import split_blank_rows
from pressmark.intake.typed.marked import SeenSheet
from pressmark.intake.typed.native import render_cell
from pressmark.intake.typed.sheet import read_sheet
from pressmark.local_path import advise_name
from pressmark.package import Dialect, Field, Resource, Schema, Table
from pressmark.report.rules import FILE_DIALECT

LIMITS = Limits()
HEAD = 262_144
"""Bytes of a file's beginning that show its layout."""
MOST_SHEETS = 100
LONGEST_STEM, LONGEST_NAME = 40, 60
"""Characters of a table's name that are those of its file, and all: it becomes one of files."""
TEXT = Field(name="text", type="string")
NOT_IN_A_NAME = re.compile(r"[^0-9A-Za-z\u00c0-\uffff]+")


OWN_NAME = re.compile(r"(?:Sheet|Tabelle|Feuil|Hoja|Foglio|Planilha|Blad)? ?[0-9]+")
"""What programs call a sheet that nobody named."""


def make_table_name(path: Path, more: str = "") -> str:
    """Make the name of a table from that of its file."""
    stem = path.name.removesuffix(".gz").removesuffix(".zip").rsplit(".", 1)[0]
    name = NOT_IN_A_NAME.sub("_", f"{stem[:LONGEST_STEM]} {more}".strip().lower()).strip("_")
    return name[:LONGEST_NAME].strip("_") or "table"


def describe_as_table(path: Path, layout: DraftLayout, name: str) -> Table:
    """Describe a file as a table of texts, its columns in their order.

    A header is passed over, for its names need not be those of the columns.
    """
    described = {"name": name, "path": path.name, "encoding": layout.encoding}
    resource = Resource.model_validate({**described, "dialect": drop_header(layout)})
    names = layout.header if layout.by_name else layout.columns
    fields = tuple(Field(name=each, type="string") for each in names or ("empty",))
    return Table(resource, Schema(fields=fields), (path,), str(path))


def drop_header(layout: DraftLayout) -> dict[str, Any]:
    """Give the dialect by which a file is read without its header."""
    if not layout.header or layout.by_name:
        return layout.dialect
    last = max(layout.dialect.get("headerRows", (1,)))
    kept = {name: value for name, value in layout.dialect.items() if name != "headerRows"}
    return {**kept, "header": False, "commentRows": tuple(range(1, last + 1))}


def list_layouts(path: Path) -> Iterator[tuple[str, DraftLayout]]:
    """Give the name and the layout of each table of a file.

    ProjectError where the file is not there, or what it holds is not read; Refusal where it is
    damaged.
    """
    refuse_what_is_no_file(path)
    bare = describe_as_table(path, DraftLayout(("c",)), "bare")
    kind = find_kind(bare)
    name = make_table_name(path)
    if kind.format == "sheet":
        yield from list_sheets(path, name)
    elif kind.format == "parquet":
        yield name, lay_out_parquet(path)
    elif kind.format == "delimited":
        yield name, lay_out_text(bare, kind)
    else:
        whole, again = read_pieces(bare, kind), read_pieces(bare, kind)
        in_lines = kind.format == "lines"
        yield name, lay_out_json(whole, again, str(path), LIMITS, in_lines=in_lines)


def refuse_what_is_no_file(path: Path) -> None:
    """Refuse a folder, a device, and what is not there; MachineError where nobody may read it."""
    if path.is_dir():
        raise ProjectError(str(path), "is a folder", "name the files in it that hold tables")
    if path.exists() and not path.is_file():
        raise ProjectError(str(path), "is no file", "name a file that holds records")
    if not path.is_file():
        raise ProjectError(str(path), "there is no such file", advise_name(path))
    try:
        path.open("rb").close()
    except OSError as error:
        raise explain_failure(error, str(path)) from error


def refuse_repeated(paths: Sequence[Path]) -> None:
    """Refuse a file that is named twice."""
    known: set[Path] = set()
    for path in paths:
        if path.resolve() in known:
            raise ProjectError(str(path), "is named twice", "name each file once")
        known.add(path.resolve())


def read_pieces(table: Table, kind: Kind) -> Iterator[bytes]:
    """Give the bytes of a file, unpacked."""
    try:
        with Files(((table.paths[0], table.place),), LIMITS, kind.compression, kind.inner) as files:
            yield from (piece for _, piece in files.pieces())
    except OSError as error:
        raise explain_failure(error, table.place) from error


def lay_out_text(table: Table, kind: Kind) -> DraftLayout:
    """Find the layout of a file of delimited text."""
    encoding, doubts = find_encoding(lambda: read_pieces(table, kind))
    first = next(read_pieces(table, kind), b"")
    refuse_other_kinds(first, table.place, is_wide=encoding.startswith(("utf-16", "utf-32")))
    head = b""
    pieces = read_pieces(table, kind)
    for piece in pieces:
        head += piece
        if len(head) > HEAD:
            break
    whole = next(pieces, None) is None and len(head) <= HEAD
    text = head[: HEAD - HEAD % 4].decode(encoding, errors="ignore").removeprefix("\ufeff")
    if not text.strip():
        raise ProjectError(table.place, "holds no table", "name a file that holds records")
    found = lay_out_delimited(text, whole=whole, usual=kind.delimiter or ",")
    return replace(found, encoding=encoding, doubts=(*doubts, *found.doubts))


def list_sheets(path: Path, name: str) -> Iterator[tuple[str, DraftLayout]]:
    """Give the layout of each sheet of a workbook that holds something."""
    found: list[tuple[str, DraftLayout]] = []
    notes: list[str] = []
    for number in range(1, MOST_SHEETS + 1):
        dialect, seen = Dialect(sheet_number=number), SeenSheet()
        try:
            every = split_blank_rows(
                read_sheet(path, str(path), dialect, LIMITS, seen), lambda: False
            )
            grid = list(islice(every, MOST_ROWS))
        except Refusal as refusal:
            if refusal.rule is FILE_DIALECT and number > 1:
                break
            raise
        rows = [[render_cell(cell, TEXT) or "" for cell in row] for row in grid]
        while rows and not any(rows[-1]):
            rows.pop()
        shown = seen.name.strip("'") or str(number)
        if sum(map(count_filled, rows)) == 1:
            notes.append(shown)
        elif any(map(any, rows)):
            written = {} if number == 1 else {"sheetNumber": number}
            found.append((shown, lay_out_rows(rows, dict(written))))
    yield from name_sheets(path, name, found, notes)


def name_sheets(
    path: Path, name: str, found: Sequence[tuple[str, DraftLayout]], notes: Sequence[str]
) -> Iterator[tuple[str, DraftLayout]]:
    """Name the tables of a workbook by their sheets, where there are several; say what is none."""
    for place, (shown, layout) in enumerate(found, start=1):
        doubts = layout.doubts
        if notes and place == 1:
            listed = ", ".join(f"{each!r}" for each in notes)
            doubts = (*doubts, Doubt(f"Sheets of one cell were left out: {listed}.", 2))
        if len(found) == 1:
            yield name, replace(layout, doubts=doubts)
            continue
        said = Doubt(f"One of {len(found)} sheets with tables: {shown!r}.", 1)
        called = str(place) if OWN_NAME.fullmatch(shown) else shown
        yield make_table_name(path, called), replace(layout, doubts=(*doubts, said))


def lay_out_parquet(path: Path) -> DraftLayout:
    """Give the columns of a Parquet file."""
    from pyarrow import parquet

    try:
        schema = parquet.read_schema(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno:
            raise explain_failure(error, str(path)) from error
        raise explain_damaged("Parquet file") from error
    found = name_columns(tuple(schema.names), len(schema.names), {}, ())
    stored = zip(found.columns, schema.types, strict=True)
    floating = frozenset(name for name, kind in stored if pa.types.is_floating(kind))
    return replace(found, header=(), floating=floating)
