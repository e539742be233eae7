"""Loads the measured tables into SQLite, as others do and as we do; prints what writing took.

`python loaders.py PROGRAM FOLDER` is run by a Python that has the program. What is printed is one
line of JSON, `seconds` and `processors`: of ours only what the file takes, because records are
judged and typed before it is written; of the others all they do, because they do it in one.
"""

import importlib
import json
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from csv import DictReader, reader
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

RECORDS = """create table records (
  id integer primary key check (id >= 1), uuid text, code text, kind text not null, day text,
  moment text, amount real, open text, note text, parent text references parents (id), weight real,
  page text) strict"""
PARENTS = "create table parents (id text primary key, name text) strict"
INDEX = "create unique index records_uuid on records (uuid)"

Took = dict[str, float]
"""Seconds by the clock and of all processors."""


@contextmanager
def clocked() -> Iterator[Took]:
    """Measure a block, with the programs that it runs."""
    took: Took = {}
    start, used = time.perf_counter(), count_processors()
    yield took
    took.update(seconds=time.perf_counter() - start, processors=count_processors() - used)


def count_processors() -> float:
    """Give the seconds that processors worked for us and for what we ran."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(each.ru_utime + each.ru_stime for each in map(resource.getrusage, kinds))


def by_executemany(folder: Path, database: Path) -> Took:
    """Insert what csv.reader reads with one `executemany`, keys first, as most programs do."""
    with clocked() as took, closing(sqlite3.connect(database)) as connection:
        for name, table, marks in (("parents", PARENTS, "?,?"),
                                   ("records", RECORDS, ",".join("?" * 12))):  # fmt: skip
            connection.execute(table)
            with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                rows = reader(file)
                next(rows)
                given = ([cell or None for cell in row] for row in rows)
                connection.executemany(f"insert into {name} values ({marks})", given)
        connection.execute(INDEX)
        connection.commit()
    return took


def by_sqlite_utils(folder: Path, database: Path) -> Took:
    """Insert with keys and types through the library, as its documentation shows."""
    utils: Any = importlib.import_module("sqlite_utils")
    types: dict[str, dict[str, type]] = {
        "parents": {},
        "records": {"id": int, "amount": float, "weight": float},
    }
    with clocked() as took:
        opened = utils.Database(database)
        with opened.atomic():
            for name in ("parents", "records"):
                insert(opened[name], folder / f"{name}.csv", types[name])
            opened["records"].create_index(["uuid"], unique=True)
        opened.close()
    return took


def insert(table: Any, path: Path, types: dict[str, type]) -> None:
    """Insert the records of a file into a table of sqlite-utils."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = DictReader(file)
        table.insert_all(
            ({field: cell or None for field, cell in row.items()} for row in rows),
            pk="id",
            columns={field: types.get(field, str) for field in rows.fieldnames or ()},
            foreign_keys=[("parent", "parents", "id")] if path.stem == "records" else [],
        )


def by_csvs_to_sqlite(folder: Path, database: Path) -> Took:
    """Load both files with the command, with a key and an index; it knows no foreign keys."""
    command = Path(sys.executable).with_name("csvs-to-sqlite")
    files = [str(folder / f"{name}.csv") for name in ("parents", "records")]
    with clocked() as took:
        subprocess.run(
            [command, *files, str(database), "--primary-key", "id", "--index", "uuid"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return took


def by_pressmark(folder: Path, database: Path) -> Took:
    """Write what was judged and typed, with keys, checks and full text."""
    from pressmark.engine.connection import Engine
    from pressmark.formats.sqlite import write_sqlite
    from pressmark.package.project import read_project
    from pressmark.validate import judge

    package = read_project(folder / "datapackage.json")
    with Engine() as engine:
        tables = judge(package, engine).tables
        assert tables, "what is made here is sound"
        with clocked() as took:
            write_sqlite(package, tables, engine, database)
    return took


PROGRAMS: dict[str, Callable[[Path, Path], Took]] = {
    "pressmark": by_pressmark, "executemany": by_executemany, "sqlite-utils": by_sqlite_utils,
    "csvs-to-sqlite": by_csvs_to_sqlite,
}  # fmt: skip


def main() -> None:
    """Load, see that all was loaded, and print what it took."""
    program, folder = sys.argv[1], Path(sys.argv[2])
    with TemporaryDirectory(dir=folder.parent) as place:
        database = Path(place) / "loaded.db"
        took = PROGRAMS[program](folder, database)
        with closing(sqlite3.connect(database)) as connection:
            (loaded,) = connection.execute("select count(*) from records").fetchone()
    with (folder / "records.csv").open(encoding="utf-8", newline="") as file:
        given = sum(1 for _ in reader(file)) - 1
    if loaded != given:
        sys.exit(f"{program} loaded {loaded:,} records of {given:,}")
    sys.stdout.write(json.dumps(took) + "\n")


if __name__ == "__main__":
    main()
