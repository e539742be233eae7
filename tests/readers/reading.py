"""Reads releases with one program: `python reading.py PROGRAM FOLDER…` prints what it found.

It runs in environments that hold that program and nothing of this project, so it asks for nothing
but Python. Of each table, as each kind of file holds it, it gives the sha256 of the canonical CSV
written again of the values; of each view that of its sorted rows; and that of all comments.
"""

import datetime
import decimal
import hashlib
import importlib
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

Rows = Iterable[tuple[Any, ...]]
Said = dict[str, str]
"""What was found: names such as `table places in Parquet`, each with a digest."""


def descriptor_of(folder: Path) -> dict[str, Any]:
    """Read the descriptor of a release."""
    described: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return described


def fields_of(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the fields of a table as its descriptor has them."""
    fields: list[dict[str, Any]] = table["schema"]["fields"]
    return fields


def cell(value: Any, kind: str) -> str:
    """Write a value as the canonical CSV does; `kind` is the type of its field."""
    if value is None:
        return ""
    if kind == "boolean" and value in (True, False):
        return "true" if value else "false"
    if isinstance(value, float | decimal.Decimal):
        text = format(decimal.Decimal(str(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime.datetime):
        text = value.isoformat()
        return text.rstrip("0") if "." in text else text
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def line(cells: Iterable[str]) -> str:
    """Write a line of CSV with no more quotes than it needs."""
    told = list(cells)
    quoted = (
        '"' + each.replace('"', '""') + '"'
        if any(sign in each for sign in '",\n\r') or (len(told) == 1 and not each)
        else each
        for each in told
    )
    return ",".join(quoted) + "\n"


def table_digest(table: dict[str, Any], rows: Rows) -> str:
    """Give the sha256 of a table's canonical CSV, written again of its values."""
    kinds = [field["type"] for field in fields_of(table)]
    digest = hashlib.sha256(line(field["name"] for field in fields_of(table)).encode())
    for row in rows:
        cells = (cell(value, kind) for value, kind in zip(row, kinds, strict=True))
        digest.update(line(cells).encode())
    return f"sha256:{digest.hexdigest()}"


def digest_of(rows: Rows) -> str:
    """Give the sha256 of rows whose order nobody promised."""
    lines = sorted(line(cell(value, "") for value in row) for row in rows)
    return f"sha256:{hashlib.sha256(''.join(lines).encode()).hexdigest()}"


def named(name: str) -> str:
    """Quote a name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def selected(table: dict[str, Any]) -> str:
    """Ask for the fields of a table in the order of its records."""
    names = ", ".join(named(field["name"]) for field in fields_of(table))
    return f"select {names} from {named(table['name'])} order by rowid"


def by_duckdb(folder: Path) -> Said:
    """Read the DuckDB file, with its views and comments, and the Parquet files."""
    file = next(folder.glob("*.duckdb"))
    tables = descriptor_of(folder)["resources"]
    with closing(library("duckdb").connect(str(file), read_only=True)) as connection:

        def ask(statement: str) -> list[tuple[Any, ...]]:
            rows: list[tuple[Any, ...]] = connection.execute(statement).fetchall()
            return rows

        ask("set threads = 1")
        said = {in_kind("DuckDB", each): table_digest(each, ask(selected(each))) for each in tables}
        for each in tables:
            path = str(parquet(folder, each)).replace("'", "''")
            said[in_kind("Parquet", each)] = table_digest(each, ask(f"select * from '{path}'"))
        views = ask("select view_name from duckdb_views() where not internal")
        said |= {
            f"view {name}": digest_of(ask(f"select * from {named(name)}")) for (name,) in views
        }
        fields = {(each["name"], field["name"]) for each in tables for field in fields_of(each)}
        told = ask(
            "select table_name, column_name, comment from duckdb_columns() where comment > ''"
        )
        said["comments"] = digest_of(row for row in told if row[:2] in fields)
    return said


def by_sqlite(folder: Path) -> Said:
    """Read the SQLite file with Python's own SQLite, and its views."""
    file = next(folder.glob("*.sqlite"))
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return of_sqlite(folder, lambda statement: connection.execute(statement).fetchall())


def by_apsw(folder: Path) -> Said:
    """Read the SQLite file with the newest SQLite, and its views."""
    apsw = library("apsw")
    file = next(folder.glob("*.sqlite"))
    with closing(apsw.Connection(str(file), apsw.SQLITE_OPEN_READONLY)) as connection:
        return of_sqlite(folder, lambda statement: connection.execute(statement).fetchall())


def of_sqlite(folder: Path, ask: Callable[[str], Rows]) -> Said:
    """Give what a SQLite file holds."""
    tables = descriptor_of(folder)["resources"]
    said = {in_kind("SQLite", each): table_digest(each, ask(selected(each))) for each in tables}
    views = ask("select name from sqlite_schema where type = 'view'")
    return said | {
        f"view {name}": digest_of(ask(f"select * from {named(name)}")) for (name,) in views
    }


def by_pandas(folder: Path) -> Said:
    """Read the Parquet and CSV files with pandas."""
    pandas = library("pandas")

    def rows(frame: Any) -> Iterator[tuple[Any, ...]]:
        yield from (
            frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
        )

    return of_files(
        folder,
        lambda path: rows(pandas.read_parquet(path, dtype_backend="pyarrow")),
        lambda path: rows(pandas.read_csv(path, dtype=str, keep_default_na=False)),
    )


def by_polars(folder: Path) -> Said:
    """Read the Parquet and CSV files with Polars."""
    polars = library("polars")
    return of_files(
        folder,
        lambda path: polars.read_parquet(path).iter_rows(),
        lambda path: polars.read_csv(path, infer_schema=False).iter_rows(),
    )


def by_pyarrow(folder: Path) -> Said:
    """Read the Parquet and CSV files with pyarrow."""
    parquet_files, csv, arrow = map(library, ("pyarrow.parquet", "pyarrow.csv", "pyarrow"))

    def rows(table: Any) -> Iterator[tuple[Any, ...]]:
        return zip(*(column.to_pylist() for column in table.columns), strict=True)

    def texts(path: Path) -> Iterator[tuple[Any, ...]]:
        names = csv.open_csv(path).schema.names
        options = csv.ConvertOptions(column_types=dict.fromkeys(names, arrow.string()))
        lines = csv.ParseOptions(newlines_in_values=True)
        return rows(csv.read_csv(path, convert_options=options, parse_options=lines))

    return of_files(folder, lambda path: rows(parquet_files.read_table(path)), texts)


def of_files(
    folder: Path, read_parquet: Callable[[Path], Rows], read_csv: Callable[[Path], Rows]
) -> Said:
    """Give what the Parquet and CSV files hold."""
    said = {}
    for each in descriptor_of(folder)["resources"]:
        said[in_kind("Parquet", each)] = table_digest(each, read_parquet(parquet(folder, each)))
        said[in_kind("CSV", each)] = table_digest(each, read_csv(folder / each["path"]))
    return said


def parquet(folder: Path, table: dict[str, Any]) -> Path:
    """Give the path of a table's Parquet file."""
    return folder / "parquet" / f"{table['name']}.parquet"


def in_kind(kind: str, table: dict[str, Any]) -> str:
    """Name what a kind of file holds of a table."""
    return f"table {table['name']} in {kind}"


def library(name: str) -> Any:
    """Bring the library of this environment."""
    return importlib.import_module(name)


PROGRAMS: dict[str, Callable[[Path], Said]] = {
    "apsw": by_apsw,
    "duckdb": by_duckdb,
    "pandas": by_pandas,
    "polars": by_polars,
    "pyarrow": by_pyarrow,
    "sqlite3": by_sqlite,
}


def main(words: list[str]) -> None:
    """Print the version of a program and what it found in each folder, as JSON."""
    program, *folders = words
    brought = library(program)
    version = (
        sqlite3.sqlite_version if program == "sqlite3" else getattr(brought, "__version__", "")
    )
    if program == "apsw":
        version = brought.sqlite_lib_version()
    found = [PROGRAMS[program](Path(folder)) for folder in folders]
    json.dump({"version": version, "found": found}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
