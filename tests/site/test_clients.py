"""The real server, read by the programs that people use: pandas, DuckDB, feed readers, others.

DuckDB reads addresses by an extension that is not at hand everywhere (`httpfs`): without it, it is
given what pyarrow reads by ranges, and files that were fetched.
"""

import csv
import io
import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import feedparser
import httpx
import pandas
import pyarrow.parquet
import pytest

from tests.site.server_process import running
from tests.site.walked import HERE, TABLES, rows

FILES = "/releases/1.0.0"
PROGRAM = """
import sys
from dataclasses import replace
from pathlib import Path
from pressmark.package.project import read_package
from pressmark.site import serve
from pressmark.site.served import read_served_releases
from tests.site.walked import write_package
folder = Path(sys.argv[1])
package = read_package(write_package(folder / "package"), trusted=True)
_, releases = read_served_releases(package, folder / "output")
published = [replace(each, days=("2026-03-04",)) for each in releases]
serve(published, "127.0.0.1", 0, lambda address: print(address, flush=True))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the package of `walked`, published, and give the address of the site."""
    with running(tmp_path_factory.mktemp("clients"), PROGRAM) as server:
        yield f"http://127.0.0.1:{server.port}"
        assert "Traceback" not in server.complaints


def released(site: str, table: str) -> list[dict[str, str]]:
    """Read the released file of a table."""
    with urllib.request.urlopen(f"{site}{FILES}/data/{table}.csv") as answer:
        return list(csv.DictReader(io.StringIO(answer.read().decode(), newline="")))


def as_written(address: str, **options: Any) -> list[dict[str, str]]:
    """Let pandas read CSV as texts."""
    frame = pandas.read_csv(address, dtype=str, keep_default_na=False, **options)
    records: list[dict[str, str]] = frame.to_dict("records")
    return records


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "address",
    [
        f"{HERE}/{{}}.csv",
        "/latest/{}.csv",
        f"{HERE}/{{}}.csv?_where=1",
        f"{FILES}/data/{{}}.csv",
    ],
)
def test_pandas_reads_a_table(site: str, table: str, address: str) -> None:
    """The whole file, wherever it is asked for, and the same cells when they are exported."""
    assert as_written(site + address.format(table)) == released(site, table)
    assert len(released(site, table)) == len(rows()[table])


def test_pandas_reads_types(site: str) -> None:
    """Numbers, truths and days that are there; whole numbers beyond 2^53 stay what they are."""
    frame = pandas.read_csv(
        f"{site}{HERE}/places.csv?yes__notnull=1&whole__notnull=1", na_values="-",
        keep_default_na=False, dtype={"whole": "Int64"}, parse_dates=["day"],
    )  # fmt: skip
    assert str(frame["yes"].dtype) == "bool" and str(frame["number"].dtype) == "float64"
    assert 9007199254740993 in set(frame["whole"]) and len(frame) > 3


def test_pandas_reads_a_filtered_table(site: str) -> None:
    """Only its records, in the order that is asked for, all columns of the file."""
    records = as_written(f"{site}{HERE}/places.csv?yes=1&_sort_desc=id")
    expected = [each for each in released(site, "places") if each["yes"] == "true"]
    assert records == expected[::-1] and expected


def test_pandas_reads_a_question(site: str) -> None:
    """As CSV and as JSON, packed or not."""
    address = f"{site}{HERE}/there.{{}}?place=a,b{{}}"
    texts = as_written(address.format("csv", ""))
    assert [each["number"] for each in texts] == ["-3", "0", "9007199254740992", "9007199254740993"]
    for options in ({}, {"storage_options": {"Accept-Encoding": "gzip"}}):
        frame = pandas.read_json(address.format("json", "&_shape=array"), **options)
        assert frame["number"].tolist() == [int(each["number"]) for each in texts]


@pytest.mark.parametrize("packing", ["identity", "gzip", "br, gzip;q=0.5, *;q=0"])
def test_pandas_reads_json_of_a_table(site: str, packing: str) -> None:
    """One list of objects, whatever the client can unpack."""
    options = {"storage_options": {"Accept-Encoding": packing}, "dtype": False}
    frame = pandas.read_json(f"{site}{HERE}/pairs.json?_shape=array", **options)
    assert frame["place"].tolist() == [each["place"] for each in released(site, "pairs")]
    assert frame["number"].tolist() == [int(each["number"]) for each in released(site, "pairs")]


def test_pandas_walks_through_pages(site: str) -> None:
    """As its readers do: by `next_url` until there is none."""
    frames, following = [], f"{site}{HERE}/pairs.json?_shape=objects&_sort_desc=after&_size=5"
    while following:
        with urllib.request.urlopen(following) as answer:
            page = json.load(answer)
        frames.append(pandas.DataFrame(page["rows"]))
        following = page["next_url"]
    whole = pandas.concat(frames)
    assert len(frames) == 6 and not whole.duplicated(["place", "number"]).any()
    assert len(whole) == len(rows()["pairs"])


def test_pandas_reads_parquet(site: str) -> None:
    """With the types of the columns."""
    frame = pandas.read_parquet(f"{site}{FILES}/parquet/pairs.parquet")
    assert frame["number"].tolist() == [int(each["number"]) for each in released(site, "pairs")]


class Ranges(io.RawIOBase):
    """A file of the site that is read by ranges, as columns of a large one are."""

    def __init__(self, address: str) -> None:
        """Ask how long it is."""
        super().__init__()
        self.address, self.place, self.asked = address, 0, 0
        head = urllib.request.Request(address, method="HEAD")
        with urllib.request.urlopen(head) as answer:
            assert answer.headers["Accept-Ranges"] == "bytes"
            self.size, self.tag = int(answer.headers["Content-Length"]), answer.headers["ETag"]

    def readable(self) -> bool:
        """Say that it is."""
        return True

    def seekable(self) -> bool:
        """Say that it is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        self.place = offset + {0: 0, 1: self.place, 2: self.size}[whence]
        return self.place

    def tell(self) -> int:
        """Say where it is."""
        return self.place

    def readinto(self, buffer: Any) -> int:
        """Ask for what fits, of the same file as before."""
        last = min(self.place + len(buffer), self.size) - 1
        if last < self.place:
            return 0
        headers = {"Range": f"bytes={self.place}-{last}", "If-Range": self.tag}
        with urllib.request.urlopen(
            urllib.request.Request(self.address, headers=headers)
        ) as answer:
            assert answer.status == 206
            assert answer.headers["Content-Range"] == f"bytes {self.place}-{last}/{self.size}"
            piece = answer.read()
        buffer[: len(piece)] = piece
        self.place += len(piece)
        self.asked += 1
        return len(piece)


def test_duckdb_reads_parquet_by_ranges(site: str) -> None:
    """Asked of what pyarrow takes from the site piece by piece."""
    remote = Ranges(f"{site}{FILES}/parquet/places.parquet")
    places = pyarrow.parquet.read_table(remote, columns=["id", "number"])
    assert remote.asked > 1
    with duckdb.connect() as connection:
        connection.register("places", places)
        answer = connection.execute("select id, number from places where number > 0.25").fetchall()
    known = {each["id"]: each["number"] for each in released(site, "places")}
    assert answer and all(float(known[key]) == number for key, number in answer)


@pytest.fixture
def duck(tmp_path: Path, site: str) -> Iterator[Any]:
    """Give what asks DuckDB about a path of the site: by its address where it can, else fetched."""
    with duckdb.connect() as connection:
        try:
            connection.execute("load httpfs")
            by_address = True
        except duckdb.Error:
            by_address = False

        def ask(query: str, path: str) -> list[tuple[Any, ...]]:
            place = site + path
            if not by_address:
                place = str(tmp_path / "fetched")
                with urllib.request.urlopen(site + path) as answer:
                    Path(place).write_bytes(answer.read())
            return connection.execute(query, [place]).fetchall()

        yield ask


@pytest.mark.parametrize("table", TABLES)
def test_duckdb_reads_csv(site: str, duck: Any, table: str) -> None:
    """Released and exported alike."""
    header = [each["name"] for each in TABLES[table]["fields"]]
    query = "select * from read_csv(?, all_varchar = true, header = true, nullstr = '\u0001')"
    expected = [tuple(each[name] for name in header) for each in released(site, table)]
    for path in (f"{HERE}/{table}.csv", f"{HERE}/{table}.csv?_where=1"):
        assert duck(query, path) == expected


def test_duckdb_reads_json_and_parquet(site: str, duck: Any) -> None:
    """A list of objects, and the file of a table."""
    expected = [(int(each["number"]),) for each in released(site, "pairs")]
    query = "select number from read_{}(?)"
    assert duck(query.format("json"), f"{HERE}/pairs.json?_shape=array") == expected
    assert duck(query.format("parquet"), f"{FILES}/parquet/pairs.parquet") == expected


def test_a_feed_reader_reads_the_feed(site: str) -> None:
    """Without a complaint, with identifiers and days; and knows it when it comes again."""
    feed = feedparser.parse(f"{site}/feed.atom")
    assert not feed.bozo and feed.status == 200 and feed.version == "atom10"
    assert feed.feed.title and feed.feed.id.startswith("urn:uuid:")
    assert feed.feed.updated_parsed[:3] == (2026, 3, 4)
    (entry,) = feed.entries
    assert entry.id.startswith("urn:uuid:") and entry.id != feed.feed.id
    assert entry.title == "walked 1.0.0" and entry.link == f"{site}{FILES}/"
    assert entry.published_parsed[:3] == (2026, 3, 4)
    assert entry.updated_parsed[:3] == (2026, 3, 4)
    assert entry.summary_detail.type == "text/html" and f"{FILES}/" in entry.summary
    again = feedparser.parse(f"{site}/feed.atom", etag=feed.etag)
    assert again.status == 304 and not again.entries


ADDRESSES = (
    "/", "/feed.atom", f"{FILES}/", f"{FILES}/data/places.csv", f"{FILES}/parquet/places.parquet",
    f"{FILES}/datapackage.json", f"{HERE}/places", f"{HERE}/places.json", f"{HERE}/there?place=a",
    f"{HERE}/places.csv?yes=1", f"{HERE}/there.csv?place=a", f"{HERE}/there.json?place=a",
    f"{FILES}/data/places.spreadsheet-safe.csv", "/record/1.0.0/places/a.json",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_says_what_get_gives(site: str, address: str) -> None:
    """The same headers and no body, packed or not."""
    for packing in ("identity", "gzip"):
        headers = {"Accept-Encoding": packing}
        get, head = (
            httpx.request(each, site + address, headers=headers) for each in ("GET", "HEAD")
        )
        assert (get.status_code, head.status_code, head.content) == (200, 200, b"")
        for name in ("content-type", "etag", "content-encoding", "content-disposition", "vary"):
            assert head.headers.get(name) == get.headers.get(name), name
        if "spreadsheet" not in address:
            assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_it_already_gets_nothing_twice(site: str, address: str) -> None:
    """With a tag that names its content, packed or not."""
    for packing in ("identity", "gzip"):
        headers = {"Accept-Encoding": packing}
        tag = httpx.get(site + address, headers=headers).headers["etag"]
        again = httpx.get(site + address, headers={**headers, "If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b""), packing
        assert again.headers["etag"] == tag
        other = httpx.get(site + address, headers={**headers, "If-None-Match": '"other"'})
        assert other.status_code == 200 and other.content


def test_a_client_that_follows_comes_to_the_file(site: str) -> None:
    """Over every redirect, with the arguments that it brought."""
    with httpx.Client(follow_redirects=True, base_url=site) as client:
        for address, end in {
            "/latest": HERE,
            "/latest/places.csv": f"{FILES}/data/places.csv",
            "/latest/places.csv?yes=1": f"{HERE}/places.csv?yes=1",
            "/record/latest/places/a.json": "/record/1.0.0/places/a.json",
            f"{FILES}": f"{FILES}/",
        }.items():
            answer = client.get(address)
            assert answer.status_code == 200 and str(answer.url) == site + end


def command(name: str) -> str:
    """Find a program; the test skips where there is none."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"there is no {name} here")
    return found


def test_curl_fails_where_the_site_does(site: str, tmp_path: Path) -> None:
    """With `--fail` nothing is written else; a download goes on where it ended."""
    curl = [command("curl"), "--silent", "--show-error", "--fail", "--location", "--compressed"]
    for address in ("/nope.csv", f"{HERE}/places.csv?_next=x,y", f"{HERE}/places.xml"):
        done = subprocess.run([*curl, site + address], capture_output=True, check=False)
        assert done.returncode == 22 and done.stdout == b""
    part = tmp_path / "places.csv"
    whole = subprocess.run(
        [*curl, f"{site}/latest/places.csv"], capture_output=True, check=True
    ).stdout
    part.write_bytes(whole[:50])
    subprocess.run(
        [*curl, "--continue-at", "-", "--output", str(part), f"{site}/latest/places.csv"],
        check=True,
    )
    assert part.read_bytes() == whole


def test_wget_mirrors_a_release(site: str, tmp_path: Path) -> None:
    """One level below its page: every file that it lists, under its name and with its bytes."""
    wget = [
        command("wget"),
        "--quiet",
        "--recursive",
        "--level=1",
        "--no-parent",
        "--no-host-directories",
    ]
    subprocess.run([*wget, f"{site}{FILES}/"], cwd=tmp_path, check=False, timeout=120)
    folder = tmp_path / FILES.strip("/")
    manifest = (folder / "manifest-sha256.txt").read_text("utf-8").splitlines()
    for line in manifest:
        name = line.split(maxsplit=1)[1]
        with urllib.request.urlopen(f"{site}{FILES}/{name}") as answer:
            assert (folder / name).read_bytes() == answer.read(), name
