"""The parts of a lake → the rows of each table of its catalogue."""

import uuid
from collections.abc import Callable, Iterator, Mapping

from pressmark import __version__, sql
from pressmark.lake.of_files import (
    count_records,
    list_file_bounds,
    list_files,
    list_mapped_names,
    list_mappings,
    list_no_bounds,
)
from pressmark.lake.parts import LakeParts
from pressmark.lake.spans import Row, Span, tell_span
from pressmark.lake.specification import VERSION
from pressmark.lake.telling import COLUMNS, SCHEMA, TABLE, list_releases, list_times, tell_release

MAIN, OWN, RELEASES, FIRST_TABLE = range(4)
"""The numbers of both schemas, of the table in our own, and of the first that is the package's."""
INLINED = f"ducklake_inlined_data_{RELEASES}_0"
"""The table of the catalogue in which the rows of our own table stand, as readers look for it."""
BESIDE = "./"
"""Where the files are of a catalogue that knows no address: the reader says it (`data_path`)."""


def list_metadata(lake: LakeParts) -> Iterator[Row]:
    """Say by which version of the specification it is, who wrote it, where the files are."""
    told = {
        "version": VERSION,
        "created_by": f"pressmark {__version__}",
        "data_path": f"{lake.base}/" if lake.base else BESIDE,
        "encrypted": "false",
    }
    for key, value in told.items():
        yield {"key": key, "value": value}


def list_snapshot_rows(lake: LakeParts) -> Iterator[Row]:
    """List the snapshots with their times; each has a schema version of its own."""
    times = list_times(lake.snapshots)
    for number, (each, time) in enumerate(zip(lake.snapshots, times, strict=True)):
        yield {
            "snapshot_id": each.number,
            "snapshot_time": time,
            "schema_version": number,
            "next_catalog_id": lake.first + len(lake.mappings),
            "next_file_id": len(lake.files),
        }


def list_change_rows(lake: LakeParts) -> Iterator[Row]:
    """Say of each snapshot which release it is, and what changed ("snapshot changes")."""
    for each in lake.snapshots:
        told = tell_release(each.release) if each.release else {}
        yield {
            "snapshot_id": each.number,
            "changes_made": ",".join(list_changes(lake, each.number)),
            **dict.fromkeys(("author", "commit_message", "commit_extra_info")),
            **told,
        }


def list_changes(lake: LakeParts, number: int) -> Iterator[str]:
    """List what a snapshot changed, in the words of the specification."""
    if number == lake.snapshots[0].number:
        yield from (f"created_schema:{sql.quote(name)}" for name in ("main", SCHEMA))
        yield f"created_table:{sql.quote(SCHEMA)}.{sql.quote(TABLE)}"
        return
    begun = [each for each in lake.tables if each.begin == number]
    ended = {each.key for each in lake.tables if each.end == number}
    standing = {each.key for each in begun}
    yield from (f"dropped_table:{key}" for key in sorted(ended - standing))
    for each in begun:
        if each.key not in ended:
            yield f"created_table:{sql.quote('main')}.{sql.quote(each.value)}"
    columns = {each.key[0] for each in lake.columns if number in {each.begin, each.end}}
    altered = (ended & standing) | (columns - standing - ended)
    yield from (f"altered_table:{key}" for key in sorted(altered))
    replaced = [each.key for each in lake.files if each.end == number]
    yield from (f"deleted_from_table:{key}" for key in replaced if key not in ended - standing)
    yield from (f"inserted_into_table:{each.key}" for each in lake.files if each.begin == number)


def list_schemas(lake: LakeParts) -> Iterator[Row]:
    """List both schemas, which have no folder of their own."""
    for number, name in ((MAIN, "main"), (OWN, SCHEMA)):
        yield {
            "schema_id": number,
            "schema_uuid": make_uuid(lake, f"schema {name}"),
            "begin_snapshot": lake.snapshots[0].number,
            "schema_name": name,
            "path": "",
            "path_is_relative": True,
        }


def list_tables(lake: LakeParts) -> Iterator[Row]:
    """List tables under each name that they had; they have no folder of their own."""
    own = Span(RELEASES, TABLE, lake.snapshots[0].number, None)
    for each in (own, *lake.tables):
        yield {
            "table_id": each.key,
            "table_uuid": make_uuid(lake, f"table {each.key}"),
            **tell_span(each),
            "schema_id": OWN if each is own else MAIN,
            "table_name": each.value,
            "path": "",
            "path_is_relative": True,
        }


def list_columns(lake: LakeParts) -> Iterator[Row]:
    """List columns under each name, in each place and with each type that they had."""
    always = {"begin_snapshot": lake.snapshots[0].number, "end_snapshot": None}
    for place, (name, kind, _, _) in enumerate(COLUMNS, start=1):
        yield make_column(RELEASES, place, place, name, kind) | always
    for each in lake.columns:
        told = each.value
        yield make_column(*each.key, told.place, told.name, told.type) | tell_span(each)


def make_column(table: int, number: int, place: int, name: str, kind: str) -> Row:
    """Make the row of a column, but for when it holds: it may be empty, and has no default."""
    return {
        "column_id": number,
        "table_id": table,
        "column_order": place,
        "column_name": name,
        "column_type": kind,
        "default_value": "NULL",
        "nulls_allowed": True,
        "default_value_type": "literal",
        "default_value_dialect": "duckdb",
    }


def list_table_comments(lake: LakeParts) -> Iterator[Row]:
    """List what is said of tables."""
    for each in lake.table_comments:
        yield {"object_id": each.key, **tell_span(each), "key": "comment", "value": each.value}


def list_column_comments(lake: LakeParts) -> Iterator[Row]:
    """List what is said of columns."""
    always = {"begin_snapshot": lake.snapshots[0].number, "end_snapshot": None}
    for place, (*_, text) in enumerate(COLUMNS, start=1):
        yield make_column_comment(RELEASES, place, text) | always
    for each in lake.column_comments:
        yield make_column_comment(*each.key, each.value) | tell_span(each)


def make_column_comment(table: int, column: int, text: str) -> Row:
    """Make the row of a column's comment, but for when it holds."""
    return {"table_id": table, "column_id": column, "key": "comment", "value": text}


def list_schema_versions(lake: LakeParts) -> Iterator[Row]:
    """List at which snapshots, and so at which schema versions, each table has other columns."""
    places = {each.number: place for place, each in enumerate(lake.snapshots)}
    changed = {(each.begin, each.key[0]) for each in lake.columns}
    for begin, table in ((lake.snapshots[0].number, RELEASES), *sorted(changed)):
        yield {"begin_snapshot": begin, "schema_version": places[begin], "table_id": table}


def list_inlined(_: LakeParts) -> Iterator[Row]:
    """Say where the rows of our own table stand: in the catalogue itself, without a file."""
    yield {"table_id": RELEASES, "table_name": INLINED, "schema_version": 0}


def list_own_rows(lake: LakeParts) -> Iterator[Row]:
    """List the rows of our own table, which tells at every snapshot of all releases."""
    for number, each in enumerate(list_releases(lake.snapshots)):
        yield {"row_id": number, "begin_snapshot": lake.snapshots[0].number} | each


def make_uuid(lake: LakeParts, part: str) -> str:
    """Make the identifier of a part, the same each time: of the names of package and part."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"lake:{lake.name}:{part}"))


OWN_ROWS = "row_id bigint, begin_snapshot bigint, end_snapshot bigint, " + ", ".join(
    f"{name} {kind}" for name, _, kind, _ in COLUMNS
)
"""The columns of the table with our own rows."""

FILLED: Mapping[str, Callable[[LakeParts], Iterator[Row]]] = {
    "ducklake_metadata": list_metadata,
    "ducklake_snapshot": list_snapshot_rows,
    "ducklake_snapshot_changes": list_change_rows,
    "ducklake_schema": list_schemas,
    "ducklake_table": list_tables,
    "ducklake_column": list_columns,
    "ducklake_tag": list_table_comments,
    "ducklake_column_tag": list_column_comments,
    "ducklake_data_file": list_files,
    "ducklake_file_column_stats": list_file_bounds,
    "ducklake_column_mapping": list_mappings,
    "ducklake_name_mapping": list_mapped_names,
    "ducklake_table_stats": count_records,
    "ducklake_table_column_stats": list_no_bounds,
    "ducklake_schema_versions": list_schema_versions,
    "ducklake_inlined_data_tables": list_inlined,
    INLINED: list_own_rows,
}
"""The tables that are not empty, with what lists their rows."""
