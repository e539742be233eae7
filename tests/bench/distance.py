"""How many bytes and requests one record of a distant Parquet file takes, over plain HTTP.

`python -m tests.bench.distance` makes a table of a million records and 12 columns, serves its file
from a server that knows ranges and nothing else, counts what pyarrow asks of it for one record by
its key, and by another unique key, and holds that to the goal. Counts are the same everywhere.
"""

import argparse
import io
import re
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet

from pressmark.formats.parquet import lay_out, write_parquet
from pressmark.package.project import read_package, read_project
from pressmark.releases.canonical import write_released
from pressmark.releases.derived import make_ready
from pressmark.report import Report
from pressmark.validate import hide_progress
from tests.bench.made import make_package

MOST_BYTES, MOST_REQUESTS = 3_000_000, 5
"""What one record by its key may take, of a million."""
TABLE = "records"
ROOT = Path(__file__).parent.parent.parent
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass
class Traffic:
    """What a server was asked: requests, and bytes of their answers."""

    requests: int = 0
    bytes: int = 0
    asked: list[str] = field(default_factory=list)

    def add(self, asked: str, size: int) -> None:
        """Count one answer."""
        self.requests += 1
        self.bytes += size
        self.asked.append(asked)


@contextmanager
def serving(path: Path) -> Iterator[tuple[str, Traffic]]:
    """Serve one file, or those of a folder, by ranges on this machine.

    Give the address of the file or the folder, and what is asked of it.
    """
    traffic = Traffic()
    folder = path if path.is_dir() else path.parent

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            asked = self.find()
            self.begin(200 if asked else 404, asked.stat().st_size if asked else 0)
            traffic.add("HEAD", 0)

        def do_GET(self) -> None:
            asked = self.find()
            if asked is None:
                self.begin(404, 0)
                return
            wanted, size = self.headers.get("Range", ""), asked.stat().st_size
            first, last = range_of(wanted, size)
            with asked.open("rb") as file:
                file.seek(first)
                body = file.read(last - first + 1)
            self.begin(206 if wanted else 200, len(body), f"bytes {first}-{last}/{size}")
            self.wfile.write(body)
            traffic.add(f"{first}-{last}", len(body))

        def find(self) -> Path | None:
            found = folder / unquote(self.path).lstrip("/")
            return found if found.is_file() else None

        def begin(self, status: int, length: int, part: str = "") -> None:
            self.send_response(status)
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Length", str(length))
            if status == 206:
                self.send_header("Content-Range", part)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        home = f"http://127.0.0.1:{server.server_port}"
        yield home if path.is_dir() else f"{home}/{path.name}", traffic
        server.shutdown()
        thread.join()


def range_of(asked: str, size: int) -> tuple[int, int]:
    """Give the first and the last byte that a request asks for, of a file of so many bytes."""
    found = RANGE.fullmatch(asked)
    if not found:
        return 0, size - 1
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


class DistantFile(io.RawIOBase):
    """A file behind an address, of which each read is one request."""

    def __init__(self, address: str) -> None:
        """Ask how long it is."""
        self.address, self.place = address, 0
        with urllib.request.urlopen(urllib.request.Request(address, method="HEAD")) as answer:
            self.length = int(answer.headers["Content-Length"])

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read from any place."""
        return True

    def tell(self) -> int:
        """Give the place from which is read next."""
        return self.place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.length}[whence]
        self.place = start + offset
        return self.place

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes, or to the end."""
        end = self.length if size < 0 else min(self.place + size, self.length)
        if end <= self.place:
            return b""
        wanted = {"Range": f"bytes={self.place}-{end - 1}"}
        with urllib.request.urlopen(urllib.request.Request(self.address, headers=wanted)) as answer:
            body: bytes = answer.read()
        self.place = end
        return body


def record_of(address: str, name: str, value: Any) -> list[dict[str, Any]]:
    """Read from a distant Parquet file the records that have a value in a field."""
    with pa.PythonFile(DistantFile(address), mode="r") as file:
        found = pa.parquet.read_table(file, filters=[(name, "=", value)])
    return list(found.to_pylist())


def make_file(folder: Path, records: int) -> Path:
    """Make a release of so many records, and give its Parquet file."""
    path = folder / f"{TABLE}-{records}.parquet"
    if path.exists():
        return path
    package = read_project(make_package(folder, records))
    with TemporaryDirectory(dir=folder) as place:
        made = write_released(package, Path(place) / "release", hide_progress)
        if isinstance(made, Report):
            sys.exit("the made records are not valid")
        package = read_package(Path(place) / "release/datapackage.json", trusted=False)
        with make_ready(package) as ready:
            stored = next(each for each in ready.stored if each.table.name == TABLE)
            write_parquet(stored, ready.engine, path, lay_out(package, stored.table))
    return path


def measure(folder: Path, records: int) -> bool:
    """Say what one record takes by its key and by another field; whether the goal is met."""
    path = make_file(folder, records)
    with pa.parquet.ParquetFile(path) as file:
        groups = file.metadata.num_row_groups
        middle = file.read_row_group(groups // 2).slice(0, 1).to_pylist()[0]
        say(
            f"{records:,} records in {groups} groups: {path.stat().st_size:,} bytes, "
            f"of which the footer has {file.metadata.serialized_size:,}"
        )
    met = True
    for name in ("id", "uuid"):
        with serving(path) as (address, traffic):
            found = record_of(address, name, middle[name])
        say(f"one record by {name}: {traffic.bytes:,} bytes in {traffic.requests} requests")
        is_key = name == "id"
        enough = traffic.bytes <= MOST_BYTES and traffic.requests <= MOST_REQUESTS
        met = met and found == [middle] and (enough or not is_key)
    return met


def say(line: str) -> None:
    """Print a line of the result."""
    print(line)  # noqa: T201 - it is what this command is for


def main() -> None:
    """Measure, and end with 1 where the goal is missed."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--records", type=int, default=1_000_000)
    words.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    given = words.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if not measure(given.folder, given.records):
        sys.exit(f"the goal is {MOST_BYTES:,} bytes and {MOST_REQUESTS} requests by the key")


if __name__ == "__main__":
    main()
