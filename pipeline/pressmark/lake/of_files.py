"""The files of a lake → the rows that tell of them, and of what lies in them.

Of a column over all snapshots together nothing is said (`ducklake_table_column_stats`): that table
knows no snapshot, so that what is right of one release would be wrong of another, and readers leave
out by it what they take to be nowhere.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from pressmark.lake.parts import LakeParts
from pressmark.lake.spans import Row, tell_span

NO_COLUMN = 0
"""The number that no column has."""


def list_files(lake: LakeParts) -> Iterator[Row]:
    """List the files; each is mapped to the columns by the names that it has for them."""
    starts = count_before(lake)
    for number, each in enumerate(lake.files):
        file = each.value.file
        yield {
            "data_file_id": number,
            "table_id": each.key,
            **tell_span(each),
            "file_order": number,
            "path": quote(file.path) if lake.base else file.path,
            "path_is_relative": True,
            "file_format": "parquet",
            "record_count": file.records,
            "file_size_bytes": file.size,
            "footer_size": file.footer,
            "row_id_start": starts[number],
            "mapping_id": lake.mappings[each.key, each.value.mapping],
        }


def count_before(lake: LakeParts) -> Sequence[int]:
    """Count, for each file, the records of the files that its table had before it."""
    counts: dict[int, int] = {}
    starts = []
    for each in lake.files:
        starts.append(counts.get(each.key, 0))
        counts[each.key] = starts[-1] + each.value.file.records
    return starts


def list_file_bounds(lake: LakeParts) -> Iterator[Row]:
    """List what lies in each column of each file, by which readers leave out whole files."""
    for number, each in enumerate(lake.files):
        for column, held in zip(each.value.numbers, each.value.file.fields, strict=True):
            yield {
                "data_file_id": number,
                "table_id": each.key,
                "column_id": column,
                "column_size_bytes": held.size,
                "value_count": held.values,
                "null_count": held.nulls,
                "min_value": held.least,
                "max_value": held.most,
                "contains_nan": held.has_nan,
            }


def list_mappings(lake: LakeParts) -> Iterator[Row]:
    """List the mappings of files to columns: those of published files have names and no ids."""
    for (table, _), number in lake.mappings.items():
        yield {"mapping_id": number, "table_id": table, "type": "map_by_name"}


def list_mapped_names(lake: LakeParts) -> Iterator[Row]:
    """List which column each name in a file stands for."""
    for (_, mapping), number in lake.mappings.items():
        for place, (name, column) in enumerate(mapping):
            yield {
                "mapping_id": number,
                "column_id": place,
                "source_name": name,
                "target_field_id": column,
                "is_partition": False,
            }


def count_records(lake: LakeParts) -> Iterator[Row]:
    """Count the records of each table in the last file that it had."""
    starts = count_before(lake)
    last = {each.key: number for number, each in enumerate(lake.files)}
    for key, number in last.items():
        file = lake.files[number].value.file
        yield {
            "table_id": key,
            "record_count": file.records,
            "next_row_id": starts[number] + file.records,
            "file_size_bytes": file.size,
        }


def list_no_bounds(lake: LakeParts) -> Iterator[Row]:
    """Say nothing of a column that no table has, for each table of which records are counted.

    DuckDB 1.5.2 and 1.5.3 fail where a table is counted and no column of it is told of.
    """
    for key in dict.fromkeys(each.key for each in lake.files):
        yield {"table_id": key, "column_id": NO_COLUMN}
