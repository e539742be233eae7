"""The real server beside its ledger: what is published, withdrawn, annotated or damaged meanwhile.

Waiting for something here has a limit that only means that it did not happen.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from pressmark.files.manifest import hash_file
from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.releases.later_entries import annotate, withdraw
from pressmark.site.following import NOTHING_NEW, choose_rest
from tests.packages import write_project
from tests.site.server_process import Server, running

SCHEMA = (
    "fields:\n  - {name: key, type: string}\n  - {name: note, type: string}\nprimaryKey: [key]\n"
)
DAY = "2026-12-01"
SERVED_ON = "what was served before is served on"
LONG = 120.0
"""Seconds after which something did not happen."""
PROGRAM = """
import sys
{before}
sys.argv = ["pressmark", "serve", sys.argv[1], "--port", "0"]
from pressmark.cli import main
main()
"""
SERVE = PROGRAM.format(
    before="""
from pressmark.site import following
following.LOOKS_EVERY = following.LONGEST_REST = 0.05
"""
)
"""How long it rests is tested apart; to wait for two looks is most of what these tests take."""
OTHER_WRITERS = PROGRAM.format(
    before="""
import pressmark.releases.derived as derived
own = derived.list_writers
derived.list_writers = lambda: own() | {"another": "9.9"}
"""
)
SLOW = PROGRAM.format(
    before="""
import pathlib, time
import pressmark.releases.derived as derived
derive = derived.derive
def slow(package, folder):
    if package.version == "1.1.0":
        (folder / "half.csv").write_text("half")
        pathlib.Path("preparing").touch()
        time.sleep(600)
    derive(package, folder)
derived.derive = slow
"""
)


def publish(folder: Path, version: str, note: str) -> None:
    """Publish a version of a project whose only record has a note."""
    descriptor = folder / "datapackage/datapackage.yaml"
    lines = descriptor.read_text("utf-8").splitlines()
    kept = [each for each in lines if not each.startswith("version:")]
    descriptor.write_text("\n".join([*kept, f"version: {version}"]) + "\n", "utf-8")
    (folder / "datapackage/records/things.csv").write_text(f"key,note\na,{note}\n", "utf-8")
    assert release(read_project(folder), date=DAY).version == version


def bring(folder: Path, version: str, note: str) -> None:
    """Publish a version in a copy, and bring it as a pull does, without what was derived."""
    other = shutil.copytree(folder, folder.parent / "elsewhere")
    publish(other, version, note)
    theirs, ours = other / "datapackage", folder / "datapackage"
    ledger = "releases/index.json"
    without = shutil.ignore_patterns(Path(ledger).name)
    shutil.copytree(theirs, ours, ignore=without, dirs_exist_ok=True)
    (theirs / ledger).replace(ours / ledger)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a project once."""
    folder = tmp_path_factory.mktemp("made") / "project"
    write_project(folder, {"things": (SCHEMA, "key,note\na,old\n")})
    publish(folder, "1.0.0", "old")
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A project with one published release."""
    return shutil.copytree(made, tmp_path / "project")


def releases_of(project: Path) -> Path:
    """Give the folder of a project's releases."""
    return project / "datapackage/releases"


def get(server: Server, address: str, **headers: str) -> httpx.Response:
    """Get an address of a server."""
    return httpx.get(f"http://127.0.0.1:{server.port}{address}", headers=headers, timeout=60)


def health(server: Server) -> dict[str, Any]:
    """Ask a server how it is."""
    found: dict[str, Any] = get(server, "/-/health").json()
    return found


def until(holds: Callable[[], object], what: str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < end, f"{what} did not happen"
        time.sleep(0.05)


@pytest.mark.parametrize(("work", "rest"), [(0, 0.25), (0.01, 0.25), (0.05, 1.0), (60, 2.0)])
def test_it_rests_longer_where_there_is_much_to_look_at(work: float, rest: float) -> None:
    """But two looks take no five seconds."""
    assert choose_rest(work) == rest


def test_a_withdrawal_reaches_readers_and_programs_of_a_running_server(project: Path) -> None:
    publish(project, "1.1.0", "new")
    with running(project, SERVE) as server:
        table, file = "/small-1-0-0/things.json", "/releases/1.0.0/data/things.csv"
        before = {each: get(server, each) for each in (table, file, "/releases/1.0.0/")}
        assert all("deprecation" not in each.headers for each in before.values())
        assert "withdrawn" not in health(server) and "withdrawn" not in before[table].json()
        withdraw(releases_of(project), "1.0.0", reason="The notes were wrong.", date=DAY)
        # At once it says so itself, or that it does not know yet.
        assert {"stale", "withdrawn"} & health(server).keys()
        until(lambda: "withdrawn" in health(server), "the withdrawal")
        told = {"date": DAY, "reason": "The notes were wrong.", "replaced_by": "1.1.0",
                "address": "/releases/1.1.0/"}  # fmt: skip
        # Who has the old page is not told that it is still that.
        page = get(server, table, **{"If-None-Match": before[table].headers["etag"]})
        assert page.status_code == 200 and page.json()["withdrawn"] == told
        assert get(server, "/record/1.0.0/things/a.json").json()["withdrawn"] == told
        assert get(server, "/record/1.0.0/things/b.json").json()["withdrawn"] == told
        assert "withdrawn" not in get(server, "/small-1-1-0/things.json").json()
        download = get(server, file)
        assert download.content == before[file].content
        assert "immutable" not in download.headers["cache-control"]
        kept = get(server, file, **{"If-None-Match": before[file].headers["etag"]})
        assert kept.status_code == 304
        for answer in (page, download, kept, get(server, "/small-1-0-0/things.csv"),
                       get(server, "/dictionary/1.0.0"), get(server, "/method/1.0.0")):  # fmt: skip
            assert answer.headers["deprecation"] == "@1796083200"
            assert answer.links["successor-version"]["url"] == "/releases/1.1.0/"
        for address in ("/", "/small-1-1-0/things.json", "/releases/1.1.0/data/things.csv"):
            assert "deprecation" not in get(server, address).headers
        landing = get(server, "/releases/1.0.0/").text
        assert "is withdrawn" in landing and '"creativeWorkStatus": "Withdrawn"' in landing
        feed = get(server, "/feed.atom").text
        assert f"Withdrawn on {DAY}: The notes were wrong." in feed
        assert "1.0.0 is withdrawn: The notes were wrong.\n" in server.complaints
        withdraw(releases_of(project), "1.1.0", reason="These too.\nAll\x1b[31m", date=DAY)
        until(lambda: len(health(server)["withdrawn"]) == 2, "the second withdrawal")
        assert "successor-version" not in get(server, "/small-1-1-0/things.json").links
        until(lambda: "1.1.0 is withdrawn" in server.complaints, "the line")
        assert "\x1b" not in server.complaints and "\nAll" not in server.complaints


def test_the_newest_that_is_withdrawn_has_no_successor_but_another_to_use(project: Path) -> None:
    publish(project, "1.1.0", "new")
    with running(project, SERVE) as server:
        assert get(server, "/latest").headers["location"] == "/small-1-1-0"
        withdraw(releases_of(project), "1.1.0", reason="Wrong.", date=DAY)
        until(lambda: "withdrawn" in health(server), "the withdrawal")
        assert get(server, "/latest").headers["location"] == "/small-1-0-0"
        links = get(server, "/small-1-1-0/things.json").links
        assert links["latest-version"]["url"] == "/releases/1.0.0/"
        assert "successor-version" not in links


def test_an_annotation_reaches_programs(project: Path) -> None:
    with running(project, SERVE) as server:
        annotate(releases_of(project), "1.0.0", doi="10.1234/ab", reason="See <b>.", date=DAY)
        address = "/small-1-0-0/things.json"
        until(lambda: "annotations" in get(server, address).json(), "the annotation")
        told = [{"date": DAY, "reason": "See <b>.", "doi": "10.1234/ab"}]
        assert get(server, address).json()["annotations"] == told
        assert get(server, "/record/1.0.0/things/a.json").json()["annotations"] == told
        answer = get(server, "/releases/1.0.0/data/things.csv")
        assert answer.links["cite-as"]["url"] == "https://doi.org/10.1234/ab"
        assert answer.links["describedby"]["url"] == "/releases/1.0.0/"
        assert "deprecation" not in answer.headers
        assert "immutable" in answer.headers["cache-control"]
        landing = get(server, "/releases/1.0.0/").text
        assert "See &lt;b&gt;." in landing and '"text": "See \\u003cb>."' in landing
        feed = ElementTree.fromstring(get(server, "/feed.atom").text)  # noqa: S314 - our own
        summaries = [each.text or "" for each in feed.iter("{http://www.w3.org/2005/Atom}summary")]
        assert any(f"Noted on {DAY}: DOI 10.1234/ab. See &lt;b&gt;." in each for each in summaries)
        assert "1.0.0 is annotated: DOI 10.1234/ab See <b>." in server.complaints


def test_a_release_that_is_published_meanwhile_is_served_and_no_answer_fails(
    project: Path,
) -> None:
    with running(project, SERVE) as server, asking(server) as answers:
        publish(project, "1.1.0", "new")
        until(lambda: health(server)["releases"] == ["1.1.0", "1.0.0"], "the release")
        assert get(server, "/latest").headers["location"] == "/small-1-1-0"
        rows = get(server, "/small-1-1-0/things.json?_shape=objects").json()["rows"]
        assert rows == [{"key": "a", "note": "new"}]
        path = project / "build/releases/1.1.0/small.sqlite"
        assert get(server, "/releases/1.1.0/small.sqlite").content == path.read_bytes()
        assert "1.1.0 is served now\n" in server.complaints
    assert len(answers) > 1 and set(answers) == {200}


@contextmanager
def asking(server: Server) -> Iterator[list[int]]:
    """Ask a server without end, and collect how it answers."""
    ended, answers = threading.Event(), list[int]()

    def ask() -> None:
        while not ended.is_set():
            for address in ("/record/1.0.0/things/a.json", "/small-1-0-0/things?_size=1", "/"):
                answers.append(get(server, address).status_code)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield answers
    finally:
        ended.set()
        thread.join()


def test_a_damaged_release_is_named_once_while_the_others_are_served(
    project: Path, tmp_path: Path
) -> None:
    """What the ledger says of those reaches readers too, and what is mended is served."""
    elsewhere = Path(shutil.copytree(project, tmp_path / "elsewhere"))
    publish(elsewhere, "1.1.0", "new")
    withdraw(releases_of(elsewhere), "1.0.0", reason="Wrong.", date=DAY)
    damaged = releases_of(project) / "1.1.0/data/things.csv"
    with running(project, SERVE) as server:
        shutil.copytree(releases_of(elsewhere) / "1.1.0", releases_of(project) / "1.1.0")
        good = damaged.read_bytes()
        damaged.write_bytes(good.replace(b"new", b"bad"))
        shutil.copy(releases_of(elsewhere) / "index.json", releases_of(project))
        until(lambda: health(server).get("not_served") == ["1.1.0"], "the refusal")
        until(lambda: "withdrawn" in health(server), "the withdrawal of the other")
        assert health(server)["releases"] == ["1.0.0"]
        assert get(server, "/small-1-0-0/things.json").status_code == 200
        until(lambda: "1.1.0 is not served" in server.complaints, "the line")
        (releases_of(project) / "1.1.0/datapackage.json").touch()
        # What the ledger says next is told by a look that sees the touched file too.
        annotate(releases_of(project), "1.0.0", doi=None, reason="Seen.", date=DAY)
        until(lambda: "annotated" in server.complaints, "the next look")
        assert server.complaints.count("things.csv: is not what was published") == 1
        damaged.write_bytes(good)
        until(lambda: health(server)["releases"] == ["1.1.0", "1.0.0"], "the mended release")
        assert "not_served" not in health(server)


def test_a_release_that_is_gone_keeps_no_act_of_another_from_readers(
    project: Path, tmp_path: Path
) -> None:
    """What of it is still there is served on; it is left out once its database is gone too."""
    publish(project, "1.1.0", "new")
    folder, aside = releases_of(project) / "1.0.0", tmp_path / "aside"
    with running(project, SERVE) as server:
        shutil.move(folder, aside)
        withdraw(releases_of(project), "1.1.0", reason="Wrong.", date=DAY)
        until(lambda: "withdrawn" in health(server), "the withdrawal of the other")
        assert health(server)["not_served"] == ["1.0.0"]
        assert get(server, "/small-1-0-0/things.json").status_code == 200
        assert get(server, "/releases/1.0.0/data/things.csv").status_code == 503
        assert f"Withdrawn on {DAY}: Wrong." in get(server, "/feed.atom").text
        (database,) = project.rglob("build/releases/1.0.0/**/*.sqlite")
        database.unlink()
        until(lambda: health(server)["releases"] == ["1.1.0"], "the release that is left")
        until(lambda: "1.0.0 is not served" in server.complaints, "the line")
        shutil.move(aside, folder)
        until(lambda: health(server)["releases"] == ["1.1.0", "1.0.0"], "the whole release")
        assert health(server)["status"] == "ok" and "not_served" not in health(server)


def test_a_ledger_that_is_broken_or_went_back_changes_nothing(project: Path) -> None:
    path = releases_of(project) / "index.json"
    before = path.read_bytes()
    with running(project, SERVE) as server:
        annotate(releases_of(project), "1.0.0", doi=None, reason="Read.", date=DAY)
        until(lambda: "annotated" in server.complaints, "the annotation")
        good = path.read_bytes()
        ledgers = (b"", b"{", b'{\n  "entries": []\n}\n', None, before)
        for number, ledger in enumerate(ledgers, start=1):
            path.unlink() if ledger is None else path.write_bytes(ledger)
            until(lambda: server.complaints.count(SERVED_ON) == number, "the line")  # noqa: B023
            assert health(server)["not_served"] == ["index.json"] and health(server)["stale"]
            assert health(server)["releases"] == ["1.0.0"]
            assert "annotations" in get(server, "/small-1-0-0/things.json").json()
            path.write_bytes(good)
            until(lambda: "not_served" not in health(server), "the mended ledger")
        assert server.complaints.count("no longer has what is served here") == 3


def test_sighup_looks_again_and_a_release_is_waited_for(project: Path) -> None:
    """What is wrong is said again, and that nothing is new."""
    with running(project, SERVE) as server:
        os.kill(server.process.pid, signal.SIGHUP)
        until(lambda: NOTHING_NEW in server.complaints, "the look")
        assert get(server, "/-/ready").json() == {
            "status": "ready", "releases": ["1.0.0"], "stale": False, "not_served": [],
        }  # fmt: skip
        waiting = get(server, "/-/ready/1.1.0")
        assert (waiting.status_code, waiting.json()["status"]) == (503, "not served")
        assert waiting.headers["retry-after"] == "1"
        publish(project, "1.1.0", "new")
        until(lambda: get(server, "/-/ready/1.1.0").status_code == 200, "the release")
        damaged = releases_of(project) / "index.json"
        damaged.write_bytes(b"{")
        until(lambda: server.complaints.count(SERVED_ON) == 1, "the line")
        told = get(server, "/-/ready")
        assert told.status_code == 200 and told.json()["stale"]
        assert told.json()["not_served"] == ["index.json"]
        os.kill(server.process.pid, signal.SIGHUP)
        until(lambda: server.complaints.count(SERVED_ON) == 2, "the line again")
        assert server.complaints.count(NOTHING_NEW) == 1


def test_the_first_release_of_a_project_takes_the_place_of_the_package(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", {"things": (SCHEMA, "key,note\na,old\n")})
    with running(project, SERVE) as server:
        assert "Not published" in get(server, "/releases/1.0.0/").text
        publish(project, "1.0.0", "old")
        until(lambda: "1.0.0 is served now" in server.complaints, "the release")
        assert "Not published" not in get(server, "/releases/1.0.0/").text
        answer = get(server, "/releases/1.0.0/small.sqlite")
        assert answer.content == (project / "build/releases/1.0.0/small.sqlite").read_bytes()


@pytest.mark.thorough
def test_servers_of_different_writers_do_not_break_each_other(project: Path) -> None:
    address = "/releases/1.0.0/small.sqlite"
    with running(project, SERVE) as first:
        before = get(first, address)
        with running(project, OTHER_WRITERS) as second:
            assert {health(each)["status"] for each in (first, second)} == {"ok"}
            assert get(first, address).content == before.content
            listed = [get(each, "/releases/1.0.0/derived-sha256.txt").text
                      for each in (first, second)]  # fmt: skip
            assert ["# another 9.9" in each for each in listed] == [False, True]
            publish(project, "1.1.0", "new")
            for each in (first, second):
                until(lambda: "1.1.0" in health(each)["releases"], "the release")  # noqa: B023
                assert health(each)["status"] == "ok"
            for version in ("1.0.0", "1.1.0"):
                for each in (first, second):
                    found = get(each, f"/releases/{version}/small.sqlite")
                    assert found.status_code == 200
                    digest = hashlib.sha256(found.content).hexdigest()
                    assert found.headers["etag"] == f'"{digest}"'
                    assert get(each, f"/small-{version.replace('.', '-')}/things").is_success
    build = project / "build/releases"
    assert {"1.0.0", "1.0.0.2"} <= {each.name for each in build.iterdir()}
    with running(project, OTHER_WRITERS) as third:
        assert health(third)["status"] == "ok"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_that_ends_while_it_prepares_leaves_what_the_next_can_take_up(
    project: Path, number: signal.Signals
) -> None:
    with running(project, SLOW) as server:
        bring(project, "1.1.0", "new")
        until((project / "preparing").exists, "the preparing")
        assert health(server)["releases"] == ["1.0.0"]
        os.kill(server.process.pid, number)
        assert server.process.wait(timeout=LONG) == (0 if number == signal.SIGTERM else -number)
        assert "Traceback" not in server.complaints
    with running(project, SERVE) as server:
        assert health(server) == {"status": "ok", "releases": ["1.1.0", "1.0.0"]}
    names = {each.name for each in (project / "build/releases").iterdir()}
    assert names == {"1.0.0", "1.1.0"}
    files = project / "build/releases/1.1.0"
    assert not (files / "half.csv").exists() and hash_file(files / "small.sqlite")


@pytest.mark.thorough
def test_many_reloads_leave_nothing_behind(project: Path) -> None:
    """No process, no thread, no open file."""
    with running(project, SERVE) as server:
        held = []
        for number in range(1, 7):
            annotate(releases_of(project), "1.0.0", doi=None, reason=f"No. {number}.", date=DAY)
            told = f"No. {number}."
            until(lambda: told in get(server, "/feed.atom").text, told)  # noqa: B023
            sql = "/small-1-0-0.json?sql=select+key+from+things"
            assert get(server, sql).json()["rows"] == [["a"]]
            until(lambda: len(children(server)) <= 2, "the end of the old processes")
            held.append(open_files(server))
        until(lambda: open_files(server) <= held[1] + 2, "the closing of old files")
        assert server.complaints.count("is annotated") == 6


def open_files(server: Server) -> int:
    """Count the open files of a server and its threads."""
    process = Path(f"/proc/{server.process.pid}")
    return len(list((process / "fd").iterdir())) + len(list((process / "task").iterdir()))


def children(server: Server) -> list[str]:
    """List the processes that a server started."""
    command = ["ps", "--no-headers", "-o", "pid", "--ppid", str(server.process.pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
