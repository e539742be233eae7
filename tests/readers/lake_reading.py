"""Reads a lake with DuckDB's extension: `python -m tests.readers.lake_reading ADDRESS` prints JSON.

It runs in an environment that holds DuckDB and its extensions, and asks for nothing of this project
but `reading.py`. Of releases whose folders stand behind the address it tells what it found of each
table, as that does; with `--record SNAPSHOT TABLE FIELD VALUE` which records have a value.
"""

import importlib.util
import json
import sys
import time
from pathlib import Path
from typing import Any

from tests.readers.reading import Said, descriptor_of, fields_of, library, named, table_digest

EXTENSIONS = ("ducklake", "httpfs")
RELEASES = "select version, snapshot from lake.pressmark.releases order by snapshot"


def opened() -> Any:
    """Open DuckDB with its extensions, as the package index has them."""
    connection = library("duckdb").connect()
    for name in EXTENSIONS:
        found = importlib.util.find_spec(f"duckdb_extension_{name}")
        assert found and found.submodule_search_locations
        (home,) = found.submodule_search_locations
        (path,) = Path(home).glob(f"extensions/*/{name}.duckdb_extension")
        connection.execute(f"load '{path}'")
    connection.execute("set threads = 1")
    return connection


def tables_in(connection: Any, folders: list[Path]) -> dict[str, Said]:
    """Give the digest of each table of each release, read at the release's snapshot."""
    found: dict[str, Said] = {}
    snapshots = dict(connection.execute(RELEASES).fetchall())
    for folder in folders:
        described = descriptor_of(folder)
        version, said = described["version"], {}
        for table in described["resources"]:
            names = ", ".join(named(field["name"]) for field in fields_of(table))
            at = f"at (version => {snapshots[version]})"
            rows = connection.execute(f"select {names} from lake.{named(table['name'])} {at}")
            said[table["name"]] = table_digest(table, rows.fetchall())
        found[version] = said
    return found


def record(connection: Any, snapshot: str, table: str, field: str, value: str) -> list[list[str]]:
    """Ask for the records with a value in a field."""
    rows = connection.execute(
        f"select * from lake.{named(table)} at (version => {snapshot}) where {named(field)} = ?",
        [int(value) if value.isdigit() else value],
    )
    return [[str(cell) for cell in row] for row in rows.fetchall()]


def main(words: list[str]) -> None:
    """Open the lake and print what was asked for, and how many seconds opening it took."""
    address, *asked = words
    connection = opened()
    begun = time.perf_counter()
    connection.execute(f"attach 'ducklake:{address}' as lake (read_only)")
    answer: dict[str, Any] = {"seconds": time.perf_counter() - begun}
    if asked[:1] == ["--record"]:
        answer["record"] = record(connection, *asked[1:])
    elif asked:
        answer["tables"] = tables_in(connection, [Path(each) for each in asked])
    print(json.dumps(answer))  # noqa: T201 - it is what this program is for


if __name__ == "__main__":
    main(sys.argv[1:])
