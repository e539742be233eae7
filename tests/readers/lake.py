"""A lake behind a server of files, opened by DuckDB's extension: what it finds, what it costs.

`python -m tests.readers.lake FOLDER` exports the lake of the register and reads every table of
every release with the DuckDB of the environment that `make check-readers` has made there. With
`--records N` it makes a table of so many records instead, and asks for one. Counts are the same
everywhere; seconds are told and decide nothing.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet

from pressmark.export import export, make_lake
from pressmark.lake import CATALOGUE, LakeRelease, write_catalogue
from pressmark.lake.data_file import read_data_file
from pressmark.package.project import read_project
from pressmark.public_address import parse_public_address
from pressmark.site.served import read_served_releases
from tests.bench.distance import (
    MOST_BYTES,
    MOST_REQUESTS,
    ROOT,
    TABLE,
    Traffic,
    make_file,
    say,
    serving,
)
from tests.bench.made import make_package
from tests.readers.__main__ import output
from tests.readers.reading import descriptor_of

MOST_TO_OPEN = 2_000_000
"""Bytes that opening a lake may take."""
PROGRAM = "tests.readers.lake_reading"
LAKE = "lake"
"""The folder below that which is served."""


@dataclass(frozen=True)
class Reader:
    """A lake that is served, the Python that reads it, and what its server is asked."""

    python: Path
    address: str
    traffic: Traffic

    def ask(self, *words: object) -> tuple[dict[str, Any], int, int]:
        """Open the lake and ask for something: the answer, and the bytes and requests of both."""
        bytes_, requests = self.traffic.bytes, self.traffic.requests
        command = [self.python, "-m", PROGRAM, f"{self.address}/{CATALOGUE}", *words]
        answer: dict[str, Any] = json.loads(output([str(each) for each in command]))
        return answer, self.traffic.bytes - bytes_, self.traffic.requests - requests

    def open(self) -> tuple[int, int, list[str]]:
        """Open the lake and ask for nothing: bytes and requests, and what is wrong with them."""
        answer, size, requests = self.ask()
        say(f"opened: {size:,} bytes in {requests} requests, {answer['seconds']:.2f} s")
        wrong = [f"it took {size:,} bytes to open the lake"] if size > MOST_TO_OPEN else []
        return size, requests, wrong


def check_register(python: Path) -> Iterator[str]:
    """Export the lake of the register, and say each table that is not as its release says."""
    with TemporaryDirectory(prefix="lake-") as name, serving(Path(name)) as (home, traffic):
        package = read_project(ROOT)
        _, shown = read_served_releases(package, None)
        address = f"{home}/{LAKE}"
        lake = make_lake(package, shown, parse_public_address(address))
        export(shown, Path(name) / LAKE, lake=lake, pages=False)
        reader = Reader(python, address, traffic)
        yield from reader.open()[2]
        folders = [each.release.package.root for each in lake.members]
        found = reader.ask(*folders)[0]["tables"]
        for folder in folders:
            described = descriptor_of(folder)
            version, tables = described["version"], described["resources"]
            right = {table["name"]: table["hash"] for table in tables}
            for table, digest in right.items():
                if found[version].get(table) != digest:
                    yield f"{table} of {version} is not what the release says"
            say(f"{version}: {len(right)} tables at their snapshot are those of the release")


def check_record(python: Path, folder: Path, records: int) -> Iterator[str]:
    """Make a lake of so many records, ask for the one in the middle, and say what is too much."""
    path = make_file(folder, records)
    with TemporaryDirectory(dir=folder) as name, serving(Path(name)) as (home, traffic):
        place = Path(name) / LAKE
        place.mkdir()
        shutil.copyfile(path, place / path.name)
        package = read_project(make_package(folder, records))
        alone = replace(package, tables=tuple(t for t in package.tables if t.name == TABLE))
        file = read_data_file(place / path.name, path.name)
        address = f"{home}/{LAKE}"
        release = LakeRelease(1, alone, {TABLE: file})
        write_catalogue([release], package.name, place / CATALOGUE, address)
        with pyarrow.parquet.ParquetFile(path) as held:
            wanted = held.read_row_group(held.num_row_groups // 2, ["id"])["id"][0].as_py()
        reader = Reader(python, address, traffic)
        size, requests, wrong = reader.open()
        answer, with_record, in_all = reader.ask("--record", 1, TABLE, "id", wanted)
        size, requests = with_record - size, in_all - requests
    say(f"one of {records:,} records by its key: {size:,} bytes in {requests} requests")
    yield from wrong
    if [row[0] for row in answer["record"]] != [str(wanted)]:
        yield f"the record {wanted} was not found"
    if size > MOST_BYTES or requests > MOST_REQUESTS:
        yield f"the goal is {MOST_BYTES:,} bytes and {MOST_REQUESTS} requests"


def main() -> None:
    """Check, and end with 1 where anything is wrong."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("environments", type=Path)
    words.add_argument("--records", type=int)
    words.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    given = words.parse_args()
    python = given.environments / "duckdb-1.5/bin/python"
    if given.records:
        given.folder.mkdir(parents=True, exist_ok=True)
        wrong = list(check_record(python, given.folder, given.records))
    else:
        wrong = list(check_register(python))
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
