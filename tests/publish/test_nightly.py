"""A job that publishes every night, as `docs/how-to/nightly.md` has it: its endings told apart."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from pressmark.releases.ledger import read_ledger
from tests.docs import DOCS
from tests.packages import write_project
from tests.walk import blocks
from tests.warm_command import WarmCommand

PAGE = DOCS / "how-to/nightly.md"
SCHEMA = "fields:\n  - {name: day, type: date}\n  - {name: visitors, type: integer}\n"
DESCRIPTOR = """
name: visits
version: "1.0.0"
licenses: [{name: CC0-1.0}]
contributors: [{title: Ann}]
resources: [{name: visits}]
"""
HEADER = "day,visitors\n"
RECORDS = HEADER + "".join(f"2026-03-{each:02},{each * 7}\n" for each in range(1, 21))

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmCommand]:
    """Import the command once for all nights."""
    with WarmCommand() as command:
        yield command


@pytest.fixture
def project(warm: WarmCommand, tmp_path: Path) -> Path:
    """A project in git, with the script and the workflow of the page beside it."""
    folder = write_project(
        tmp_path / "project",
        {"visits": (SCHEMA, HEADER)},
        {"datapackage/datapackage.yaml": DESCRIPTOR},
    )
    for block in blocks(PAGE):
        if block.words.endswith((".sh", ".yaml")):
            block.write(folder)
    program = tmp_path / "bin/pressmark"
    program.parent.mkdir()
    warm.write_tool(program)
    return folder


def environment(project: Path, source: str) -> dict[str, str]:
    """Give what the job runs in."""
    people = {f"GIT_{who}_{what}": "ann@example.org" for who in ("AUTHOR", "COMMITTER")
              for what in ("NAME", "EMAIL")}  # fmt: skip
    path = f"{project.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, **people, "PATH": path, "SOURCE": source}


def nightly(project: Path, source: str) -> tuple[int, str, str]:
    """Run the script: exit code, and the first lines of stdout and stderr."""
    done = subprocess.run(
        ["sh", project / "nightly.sh"], env=environment(project, source),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.partition("\n")[0], done.stderr.partition("\n")[0]


@contextmanager
def cut_short(text: str) -> Iterator[str]:
    """Answer once with less than was promised; give the address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\n\r\n"
                connection.sendall((head + text[: len(text) // 2]).encode())

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/visits.csv"
        thread.join()


def test_the_endings_of_a_nightly_job_are_told_apart(project: Path, tmp_path: Path) -> None:
    source = tmp_path / "source.csv"
    address = source.as_uri()
    records = project / "datapackage/records/visits.csv"
    releases = project / "datapackage/releases"
    source.write_text(RECORDS, "utf-8")
    said = f"visits 1.0.0 published in {releases.relative_to(project)}/1.0.0"
    assert nightly(project, address)[:2] == (0, said)
    assert nightly(project, address) == (
        0, "nothing has changed since 1.0.0: there is nothing to publish", "",
    )  # fmt: skip
    source.write_text(RECORDS.replace(",7\n", ",seven\n"), "utf-8")
    assert nightly(project, address) == (
        1,
        "",
        "pressmark: .: the data is wrong, and nothing was published",
    )
    source.write_text(HEADER, "utf-8")
    code, _, wrong = nightly(project, address)
    assert (code, wrong) == (1, "pressmark: .: the data looks wrong, and nobody has signed it off")
    assert 'version: "1.0.0"' in (project / "datapackage/datapackage.yaml").read_text("utf-8")
    # What cannot be fetched whole changes nothing.
    source.write_text(RECORDS + "2026-03-21,9\n", "utf-8")
    records.write_text(RECORDS, "utf-8")
    with cut_short(RECORDS * 2) as cut:
        for there in (cut, (tmp_path / "nowhere.csv").as_uri()):
            code, said, _ = nightly(project, there)
            assert (code, said) == (3, "")
    assert records.read_text("utf-8") == RECORDS and [*records.parent.iterdir()] == [records]
    schema = project / "schemas/visits.yaml"
    schema.write_text(SCHEMA.replace("fields:", "fields: ["), "utf-8")
    code, said, wrong = nightly(project, address)
    assert (code, said) == (2, "") and wrong.startswith("pressmark: schemas/visits.yaml")
    schema.write_text(SCHEMA, "utf-8")
    said = f"visits 1.1.0 published in {releases.relative_to(project)}/1.1.0"
    assert nightly(project, address)[:2] == (0, said)
    assert [each.version for each in read_ledger(releases).published] == ["1.0.0", "1.1.0"]


def test_the_workflow_keeps_what_was_published(project: Path, tmp_path: Path) -> None:
    """Its steps as they stand, but for what comes from elsewhere."""
    source = tmp_path / "source.csv"
    source.write_text(RECORDS, "utf-8")
    around = environment(project, source.as_uri())
    for words in (
        ("init", "--quiet", "--bare", str(tmp_path / "hub")), ("init", "--quiet", "-b", "main"),
        ("remote", "add", "origin", str(tmp_path / "hub")), ("add", "--all"),
        ("commit", "--quiet", "-m", "Begin"), ("push", "--quiet", "-u", "origin", "main"),
    ):  # fmt: skip
        subprocess.run(["git", *words], cwd=project, check=True, env=around)
    workflow = yaml.safe_load((project / ".github/workflows/nightly.yaml").read_text("utf-8"))
    steps = [each["run"] for each in workflow["jobs"]["publish"]["steps"] if "run" in each]
    assert steps[0] == "python3 -m pip install pressmark"
    for step in (*steps[1:], *steps[1:]):
        subprocess.run(["sh", "-e", "-c", step], cwd=project, check=True, env=around)
    told = subprocess.run(
        ["git", "--git-dir", tmp_path / "hub", "log", "--format=%s", "main"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout == "Publish what is new\nBegin\n"
