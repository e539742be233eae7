"""Downloads: length, ranges, validators, types, and no way to other files."""

import asyncio
import base64
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pressmark.site import ServedFile, ServedRelease, build_app
from pressmark.site.downloads.download import group_by_kind
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor

HERE = "/releases/1.0.0"
CSV = f"{HERE}/data/0.csv"


@pytest.fixture
def file(releases: tuple[ServedRelease, ...]) -> ServedFile:
    """Give the file behind the address `CSV`."""
    release = next(each for each in releases if each.version == "1.0.0")
    found = release.file("data/0.csv")
    assert found
    return found


@pytest.fixture
def content(file: ServedFile) -> bytes:
    """Give its bytes."""
    return file.path.read_bytes()


def test_a_whole_file(visitor: Visitor, file: ServedFile, content: bytes) -> None:
    """With everything a client needs to resume and to check it."""
    answer = visitor.get(CSV)
    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-length"] == str(len(content))
    assert answer.headers["etag"] == f'"{file.sha256}"'
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="0.csv"'
    assert answer.headers["cache-control"] == "no-cache"


def test_every_answer_of_a_file_has_the_digest_of_the_whole(
    visitor: Visitor, file: ServedFile
) -> None:
    """Also a part of it, HEAD, and "you have it already" (RFC 9530)."""
    digest = f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:"
    answers = [
        visitor.get(CSV),
        visitor.get(CSV, Range="bytes=-3"),
        visitor.get(CSV, Range="bytes=0-1, 4-5"),
        visitor.get(CSV, If_None_Match="*"),
        visitor.ask("HEAD", CSV),
    ]
    assert [each.status_code for each in answers] == [200, 206, 206, 304, 200]
    assert {each.headers["repr-digest"] for each in answers} == {digest}
    copy = visitor.get(CSV.replace(".csv", ".spreadsheet-safe.csv"))
    assert (copy.status_code, "repr-digest" in copy.headers) == (200, False)


def test_every_file_has_an_address_that_leads_to_the_newest(
    visitor: Visitor, releases: tuple[ServedRelease, ...]
) -> None:
    """Whatever its name has in it; a table with arguments is asked and not its file."""
    newest = next(each for each in releases if each.version == "1.10.0")
    for each in newest.files:
        for here in ("/latest", "/releases/latest"):
            answer = visitor.get(f"{here}/{quote(each.name)}")
            assert (answer.status_code, answer.headers["cache-control"]) == (302, "no-cache")
            assert answer.headers["location"] == newest.file_address(each)
            assert visitor.ask("HEAD", newest.file_address(each)).status_code == 200
    copy = visitor.get("/latest/data/0.spreadsheet-safe.csv").headers["location"]
    assert copy == "/releases/1.10.0/data/0.spreadsheet-safe.csv"
    assert visitor.get("/releases/latest/").headers["location"] == newest.landing
    assert visitor.get("/releases/latest/data/nope.csv").status_code == 404
    asked = visitor.get("/latest/report.json?_size=1")
    assert asked.headers["location"] == "/odd-things-1-10-0/report.json?_size=1"


def test_what_is_published_is_kept_for_ever(releases: tuple[ServedRelease, ...]) -> None:
    """What is not may change before it is."""
    published = [replace(each, days=("2026-03-04",)) for each in releases]
    answer = Visitor(build_app(published)).get(CSV)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-3", slice(0, 4)),
        ("bytes=5-", slice(5, None)),
        ("bytes=-6", slice(-6, None)),
        ("bytes=2-99999", slice(2, None)),
        ("bytes=0-0", slice(0, 1)),
    ],
)
def test_a_part_of_a_file(visitor: Visitor, content: bytes, asked: str, part: slice) -> None:
    """206, and which part of how much."""
    answer = visitor.get(CSV, Range=asked)
    assert (answer.status_code, answer.content) == (206, content[part])
    assert answer.headers["content-length"] == str(len(content[part]))
    first, last, whole = map(int, re.findall(r"\d+", answer.headers["content-range"]))
    assert (content[first : last + 1], whole) == (content[part], len(content))


def test_several_parts(visitor: Visitor, content: bytes) -> None:
    """Come in one answer."""
    answer = visitor.get(CSV, Range="bytes=0-1, 4-5")
    assert answer.status_code == 206
    assert answer.headers["content-type"].startswith("multipart/byteranges")
    assert content[0:2] in answer.content
    assert content[4:6] in answer.content


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=-0"])
def test_a_part_that_is_not_there(visitor: Visitor, content: bytes, asked: str) -> None:
    """416, and how long the file is."""
    answer = visitor.get(CSV, Range=asked)
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(content)}"


@pytest.mark.parametrize("asked", ["lines=0-3", "bytes", "bytes=", "bytes=a-b", "bytes=1_0-", "x"])
def test_a_range_that_nobody_understands_is_ignored(
    visitor: Visitor, content: bytes, asked: str
) -> None:
    """The whole file is the answer (RFC 9110, section 14.2)."""
    answer = visitor.get(CSV, Range=asked)
    assert (answer.status_code, answer.content) == (200, content)


def test_resuming_only_what_has_not_changed(visitor: Visitor, file: ServedFile) -> None:
    """If-Range with this digest gives the part; with another, or a weak one, the whole."""
    known = f'"{file.sha256}"'
    assert visitor.get(CSV, Range="bytes=0-3", If_Range=known).status_code == 206
    assert visitor.get(CSV, Range="bytes=0-3", If_Range='"other"').status_code == 200
    assert visitor.get(CSV, Range="bytes=0-3", If_Range=f"W/{known}").status_code == 200


def test_what_must_be_this_file_is_no_other(visitor: Visitor, file: ServedFile) -> None:
    """If-Match with another digest, or a weak one, gives no byte."""
    known = f'"{file.sha256}"'
    for right in (known, f'"other", {known}', "*"):
        assert visitor.get(CSV, Range="bytes=0-3", If_Match=right).status_code == 206
    for wrong in ('"other"', f"W/{known}", "nonsense"):
        answer = visitor.get(CSV, Range="bytes=0-3", If_Match=wrong)
        assert (answer.status_code, answer.headers["etag"]) == (412, known)
        assert answer.text == f"This file is not the one that you name: its ETag is {known}.\n"


@pytest.mark.parametrize("known", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
def test_what_the_client_has_is_not_sent_again(
    visitor: Visitor, file: ServedFile, known: str
) -> None:
    """304 with the same validator, without a body, whatever range was asked for."""
    answer = visitor.get(CSV, If_None_Match=known.format(file.sha256), Range="bytes=0-3")
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == f'"{file.sha256}"'
    assert visitor.get(CSV, If_None_Match='"other"').status_code == 200


def test_head_tells_what_get_would(visitor: Visitor, content: bytes) -> None:
    """Without the file; a range counts for GET only."""
    answer = visitor.ask("HEAD", CSV, headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(content))


@pytest.mark.parametrize(
    ("name", "media_type", "saved"),
    [
        ("datapackage.json", "application/json", False),
        ("CHANGES.md", "text/markdown; charset=utf-8", False),
        ("odd-things.zip", "application/zip", True),
        ("odd%20%3F%23%2541.sqlite", "application/vnd.sqlite3", True),
        ("queries/everyone.sql", "text/plain; charset=utf-8", False),
        ("report.html", "text/html; charset=utf-8", False),
    ],
)
def test_types(visitor: Visitor, name: str, media_type: str, *, saved: bool) -> None:
    """Right type, and saved by a browser where it could not show it."""
    answer = visitor.get(f"{HERE}/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert ("content-disposition" in answer.headers) is saved
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_page_in_a_release_runs_no_script(visitor: Visitor) -> None:
    """It is shut in a sandbox."""
    policy = visitor.get(f"{HERE}/report.html").headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")


def plain_get(visitor: Visitor, path: str) -> int:
    """Ask for a path exactly as written, which no client would send; give the status."""
    started: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        started.append(message.get("status", 0))

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
        "server": ("site", 80),
        "scheme": "http",
        "asgi": {"spec_version": "2.4"},
    }
    asyncio.run(visitor.app(scope, receive, send))  # type: ignore[arg-type]
    return started[0]


@pytest.mark.parametrize(
    "name",
    [
        "../1.9.0/datapackage.json",
        "data/../datapackage.json",
        "./datapackage.json",
        "/etc/passwd",
        "//etc/passwd",
        "..\\datapackage.json",
        "%2e%2e/datapackage.json",
        "datapackage.json/",
        "datapackage.json\0",
        "data",
        "unlisted.txt",
        "link.txt",
        "",
    ],
)
def test_only_listed_files_are_reached(
    visitor: Visitor, releases: tuple[ServedRelease, ...], name: str
) -> None:
    """Whatever else lies in the folder, and wherever a link leads."""
    folder = next(each for each in releases if each.version == "1.0.0").package.root
    (folder / "unlisted.txt").write_text("secret")
    if not (folder / "link.txt").is_symlink():
        (folder / "link.txt").symlink_to("/etc/hostname")
    expected = 200 if name == "" else 404  # the landing page
    assert plain_get(visitor, f"{HERE}/{name}") == expected
    assert plain_get(visitor, f"{HERE}/datapackage.json") == 200


def test_a_file_that_vanishes_is_not_answered(releases: tuple[ServedRelease, ...]) -> None:
    """It was published, so it is not missing for good; and the pages that quote it say so too."""
    visitor = Visitor(build_app(releases))
    path = next(each for each in releases if each.version == "1.9.0").package.root / "CHANGES.md"
    kept = path.rename(path.with_name("kept"))
    try:
        for address in ("/releases/1.9.0/CHANGES.md", "/releases/1.9.0/"):
            answer = visitor.get(address)
            assert answer.status_code == 503
            assert "not what it was when the site started" in answer.text
            assert "etag" not in answer.headers
        health = visitor.get("/-/health")
        assert (health.status_code, health.json()["changed"]) == (503, ["1.9.0/CHANGES.md"])
    finally:
        kept.rename(path)
    assert visitor.get("/releases/1.9.0/CHANGES.md").status_code == 200
    assert visitor.get("/-/health").status_code == 200


@pytest.mark.parametrize("name", ["data/0.csv", "data/0.spreadsheet-safe.csv"])
def test_a_file_that_changes_is_not_sent_under_its_old_digest(tmp_path: Path, name: str) -> None:
    """Browsers would keep it for ever, as what the release's list says."""
    visitor = Visitor(build_app([publish(tmp_path, descriptor("1.0.0"))]))
    assert visitor.get(f"{HERE}/{name}").status_code == 200
    (tmp_path / "data/0.csv").write_text("code,name,part_of\nber,Forged,\n")
    answer = visitor.get(f"{HERE}/{name}")
    assert answer.status_code == 503
    assert "Forged" not in answer.text


@pytest.mark.parametrize(
    "address",
    ["/people", "/people.json", "/people.csv?_col=id", "?sql=select+1", ".json?sql=select+1"],
)
def test_a_database_that_changes_is_not_asked(tmp_path: Path, address: str) -> None:
    """The sandbox would open another file than the one whose pages are shown."""
    release = publish(tmp_path, descriptor("1.0.0"))
    visitor = Visitor(build_app([release]))
    other = tmp_path / "other.sqlite"
    other.write_bytes(release.database.read_bytes())
    other.rename(release.database)
    for each in (
        f"/odd-things-1-0-0{address}",
        "/record/1.0.0/people/1",
        "/cite.json?db=odd-things-1-0-0&sql=select+1",
        "/search?q=Ada",
    ):
        answer = visitor.get(each)
        assert answer.status_code == 503
        assert "not what it was when the site started" in answer.text


def test_files_are_listed_by_what_they_are(releases: tuple[ServedRelease, ...]) -> None:
    """Each once; kinds of few files together, at the end."""
    files = releases[0].files
    gathered = group_by_kind(
        [*files, *(ServedFile(f"{n}.csv", files[0].path, "0" * 64) for n in "abc")]
    )
    assert sorted(file.name for _, each in gathered for file in each) == sorted(
        [*(file.name for file in files), "a.csv", "b.csv", "c.csv"]
    )
    titles = [words for words, _ in gathered]
    assert titles[-1] == "Everything else"
    assert "Table, CSV" in titles
