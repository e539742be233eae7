"""A project with two releases whose record `p-quillfeather` is to go, and where its values are."""

import io
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pressmark.package.project import read_package, read_project
from pressmark.publish.release import publish, release
from pressmark.releases.derived import hold_derived
from pressmark.releases.find import read_release
from pressmark.releases.ledger import read_ledger
from tests.first_format import first_format
from tests.packages import write_project
from tests.verify.releases import set_version

PEOPLE = """
title: People
fields:
  - {name: id, type: string}
  - {name: name, type: string}
  - {name: born, type: integer}
  - {name: note, type: string}
  - {name: friend, type: string}
primaryKey: [id]
foreignKeys:
  - {fields: [friend], reference: {fields: [id]}}
"""
VISITS = """
fields:
  - {name: person, type: string}
  - {name: day, type: date}
  - {name: what, type: string}
primaryKey: [person, day]
foreignKeys:
  - {fields: [person], reference: {resource: people, fields: [id]}}
"""
LOOSE = "fields:\n  - {name: said, type: string}\n"
KEY = "p-quillfeather"
WORDS = (KEY, "Ophelia Quillfeather", "Zaunkönigsteg", "<12>, Wren", "8765431")
"""What only that record says."""
LATER = "Moved to Larkspur Row"
VISIT = "brought a cassowary"
FIRST_DAY, DAY = "2026-11-20", "2026-11-22"
NOTE = '"<12>, Wren ""Zaunkönigsteg""\nSecond line"'


def people(note: str) -> str:
    rows = [f"p-{n},Person {n},{1900 + n},,\n" for n in range(1, 8)]
    rows.insert(3, f"{KEY},Ophelia Quillfeather,8765431,{note},p-1\n")
    return "id,name,born,note,friend\n" + "".join(rows)


VISITS_MADE = f"person,day,what\np-1,2020-01-01,came\n{KEY},2020-02-02,{VISIT}\np-2,2020-01-03,\n"
LOOSE_MADE = "said\nfirst\nunspeakable thing\nlast\n"


def write_first(folder: Path) -> Path:
    """Write the project as it was before its first release."""
    return write_project(
        folder,
        {"people": (PEOPLE, people(NOTE)), "visits": (VISITS, VISITS_MADE),
         "loose": (LOOSE, LOOSE_MADE)},
        {
            # It holds only as long as nobody is taken out.
            "schemas/rules/somebody_brought_something.sql":
                "-- title: Somebody brought something\n-- table: visits\n"
                "select person, day from visits where not exists "
                "(select 1 from visits where what like 'brought%')",
            "datapackage/views/names.sql": "select id, name from people",
            "datapackage/notes/1.1.0.md": "# Notes\n\nSome people moved.\n",
        },
    )  # fmt: skip


def change(folder: Path) -> None:
    """Change the record, and another, for the second release."""
    records = folder / "datapackage/records/people.csv"
    records.write_bytes(people(LATER).replace("Person 2,", "Person Two,").encode())
    set_version(folder, "1.1.0")


def make_project(folder: Path) -> Path:
    """Publish 1.0.0 and 1.1.0, and derive the files of both."""
    write_first(folder)
    release(read_project(folder), date=FIRST_DAY)
    change(folder)
    release(read_project(folder), date=DAY)
    derive(folder)
    return folder


def make_first_format(folder: Path, aside: Path) -> Path:
    """Publish 1.0.0 as releases of the first format were."""
    from pressmark.releases.build import build

    write_first(folder)
    assert build(read_project(folder), aside / "built").valid
    made = first_format(aside / "built", aside / "first")
    listed = [*(made / "derived-sha256.txt").read_text("utf-8").splitlines()]
    for line in [each for each in listed if not each.startswith("#")]:
        (made / line.split("  ")[1]).unlink()
    (made / "derived-sha256.txt").unlink()
    shutil.rmtree(made / "parquet", ignore_errors=True)
    releases = folder / "datapackage/releases"
    releases.mkdir()
    publish(read_ledger(releases), "1.0.0", made, FIRST_DAY)
    derive(folder)
    return folder


def derive(folder: Path) -> None:
    """Derive the files of every release, as a server would find them."""
    releases = folder / "datapackage/releases"
    for entry in read_ledger(releases).published:
        package = read_release(releases, entry)
        hold_derived(package, folder / "build/releases" / entry.version).release()


def list_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Give all that files below a folder hold: their bytes, and what is packed in them."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes()
        yield name, content.decode("utf-8", "replace")
        if path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for member in archive.namelist():
                    yield f"{name}/{member}", archive.read(member).decode("utf-8", "replace")
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            yield f"{name} (cells)", str(table.to_pylist())
            yield f"{name} (metadata)", str(pq.read_metadata(path).metadata)
        if path.suffix == ".sqlite":
            yield f"{name} (cells)", dump_sqlite(path)
        if path.suffix == ".duckdb":
            yield f"{name} (cells)", dump_duckdb(path)


def dump_sqlite(path: Path) -> str:
    """Give every cell of a SQLite file, those of its full text too."""
    with sqlite3.connect(path) as connection:
        names = [row[0] for row in connection.execute(
            "select name from sqlite_master where type = 'table'")]  # fmt: skip
        rows = [connection.execute(f'select * from "{name}"').fetchall() for name in names]
    connection.close()
    return str(rows)


def dump_duckdb(path: Path) -> str:
    """Give every cell of a DuckDB file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [row[0] for row in connection.execute("show tables").fetchall()]
        return str([connection.execute(f'from "{name}"').fetchall() for name in names])


def find_words(folder: Path, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Name every file below a folder that holds one of some words, and which."""
    return [
        (name, word)
        for name, text in list_texts(folder)
        for word in words
        if word.lower() in text.lower()
    ]


def read_published(folder: Path, version: str) -> object:
    """Read the package of a release."""
    return read_package(
        folder / "datapackage/releases" / version / "datapackage.json", trusted=True
    )
