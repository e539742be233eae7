"""The catalogue of a lake: one DuckDB file, which DuckDB opens from afar by plain HTTP.

The tables of the specification are views here, each over its rows as a text of JSON. What defines
them stands together in the file, so that a reader has all of it in the requests by which it opens
the file; of tables each would be asked for by itself, with the statistics of every column. One
table of a million records took 1.6 MB and 25 requests to open, and 10 more of the catalogue to read
one of its records: 0.2 MB, 12 and none so. The table by which readers know a lake is a table: those
of before DuckDB 1.5.2 say by it which version they do not know.

The file has the storage that every DuckDB 1 opens, and the smallest blocks. Its content is the same
each time; its bytes are not, for DuckDB writes a random identifier.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from pressmark import sql
from pressmark.engine.connection import Engine
from pressmark.formats.duckdb import SMALL_BLOCKS
from pressmark.lake.parts import LakeParts
from pressmark.lake.relations import FILLED, FIRST_TABLE, INLINED, OWN_ROWS
from pressmark.lake.snapshots import LakeRelease, list_snapshots
from pressmark.lake.spans import Row
from pressmark.lake.specification import TABLES

CATALOGUE = "catalogue.ducklake"
KNOWN_BY = "ducklake_metadata"


def write_catalogue(
    releases: Sequence[LakeRelease], name: str, path: Path, base: str | None = None
) -> None:
    """Write the catalogue of the releases of a package called `name`, where there is none yet.

    `base` is the address below which readers find the files, without a slash at its end; without
    it they say so themselves. ProjectError where releases claim names that cannot be,
    MachineError where the disk refuses.
    """
    snapshots = list_snapshots(releases, FIRST_TABLE)
    highest = max((table.number for each in snapshots for table in each.tables), default=0)
    lake = LakeParts(name, snapshots, base, max(highest, FIRST_TABLE) + 1)
    with Engine(path, block_size=SMALL_BLOCKS) as engine:
        for table, columns in {**TABLES, INLINED: OWN_ROWS}.items():
            rows = FILLED[table](lake) if table in FILLED else ()
            selected = select(columns, rows)
            if table == KNOWN_BY:
                engine.run(f"create table {table} as {selected}")
                continue
            # Made by a statement, a view would hold the text of that, too: twice its rows.
            with engine.errors_said():
                engine.connection.sql(selected).create_view(table)
        # Closing would also write the file, but would not say that the disk was full.
        engine.run("checkpoint")


def select(columns: str, rows: Iterable[Row]) -> str:
    """Give SQL that selects rows of these columns, `name type, name type, …`."""
    kinds = dict(column.split(" ") for column in columns.split(", "))
    listed = list(rows)
    given = [name for name in kinds if any(name in row for row in listed)]
    texts = [[row.get(name) for name in given] for row in listed]
    values = {name: f"part[{place}]" for place, name in enumerate(given, start=1)}
    selected = ", ".join(
        f"cast({values.get(name, 'null')} as {kind}) as {sql.quote(name)}"
        for name, kind in kinds.items()
    )
    literal = sql.quote_text(json.dumps(texts, ensure_ascii=False, separators=(",", ":")))
    return (
        f"select {selected} from (select unnest(from_json({literal}, '[[\"varchar\"]]')) as part)"
    )
