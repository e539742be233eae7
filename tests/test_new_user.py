"""What a new user does: a copy of the project in an empty folder, make, the docs' commands.

The environment of this run is used in place of a fresh one, which continuous integration makes.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.site import build_app
from pressmark.site.served import read_served_releases
from tests import browser
from tests.docs import pages
from tests.made_once import make_once
from tests.register.conftest import publish_register
from tests.verify.releases import write_small_project
from tests.walk import blocks, run_here

ROOT = Path(__file__).parent.parent
ENVIRONMENT = Path(sys.executable).parent.parent
SECONDS_TO_START = 120
pytestmark = pytest.mark.command
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
"""Is followed by tests/register/test_walk.py, as the tutorial is by tests/test_tutorial.py."""
OF_ANY_PROJECT = ("ci.md", "move.md", "publish.md")
"""Pages that speak of their reader's own project."""
MAKERS = ("test_new_user.py", "test_targets.py")
"""The tests that run make."""
A_FEW_TESTS = "PYTEST_ARGS=-q -n0 -p no:cacheprovider tests/test_pins.py"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what git would keep into an empty folder, and what sites serve of the register."""
    folder = tmp_path_factory.mktemp("new") / "pressmark"
    copy_files(folder)
    # Deriving it takes long, and `small` begins without.
    register = make_once(tmp_path_factory, "register", publish_register)
    shutil.copytree(register / "build", folder / "build")
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what git would keep into an empty folder, with another's small project as its data."""
    folder = tmp_path_factory.mktemp("small") / "pressmark"
    copy_files(folder)
    for name in ("datapackage", "schemas"):
        shutil.rmtree(folder / name)
    write_small_project(folder)
    with (folder / "datapackage/datapackage.yaml").open("a", encoding="utf-8") as file:
        file.write("licenses: [{name: CC0-1.0}]\ncontributors: [{title: Ann}]\n")
    return folder


def copy_files(folder: Path) -> None:
    """Copy what git would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    # The environment is newer than the pins, so make has nothing to install.
    for stamp in (".run", ".development"):
        (ENVIRONMENT / stamp).touch()


def make(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run make in the copy."""
    return subprocess.run(
        ["make", f"VENV={ENVIRONMENT}", *words],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(),
    )


def clean_environment() -> dict[str, str]:
    """Give the variables of this run without those that make and pytest leave behind."""
    dropped = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "COVERAGE", "PYTEST_CURRENT_TEST")
    path = f"{ENVIRONMENT / 'bin'}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    kept = {name: value for name, value in kept.items() if not name.startswith("PYTEST_XDIST_")}
    # What mypy learned of files that are the same is learned: `make lint` has looked at them all.
    return kept | {"PATH": path, "MYPY_CACHE_DIR": str(ROOT / ".mypy_cache")}


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(copy: Path) -> Iterator[str]:
    """Run `make serve` in the copy and give the address that it prints."""
    process = subprocess.Popen(
        ["make", f"VENV={ENVIRONMENT}", "serve", f"PORT={free_port()}"],
        cwd=copy,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=clean_environment(),
        start_new_session=True,
    )
    assert process.stdout is not None
    said = []
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        address = None
        while address is None and time.monotonic() < deadline and process.poll() is None:
            said.append(process.stdout.readline())
            address = re.search(r"http://[\d.]+:\d+", said[-1])
        assert address, "".join(said)
        yield address[0]
    finally:
        os.killpg(process.pid, signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert "Traceback" not in "".join(said) + rest


def test_make_alone_says_what_there_is(copy: Path) -> None:
    for words in ((), ("help",)):
        answer = make(copy, *words)
        assert answer.returncode == 0
        for target in (
            "install",
            "serve",
            "test",
            "quick",
            "validate",
            "build",
            "release",
            "check",
            "bench",
            "fuzz",
        ):
            assert f"make {target}" in answer.stdout


def test_make_install_validate_build_release(small: Path) -> None:
    assert make(small, "install").returncode == 0
    assert "is valid" in make(small, "validate").stdout
    answer = make(small, "build")
    assert answer.returncode == 0, answer.stderr
    assert (small / "build/next/datapackage.json").exists()
    answer = make(small, "release")
    assert answer.returncode == 0, answer.stderr
    answer = make(small, "release")
    assert "is already published, unchanged" in answer.stdout, answer.stderr
    answer = make(small, "verify")
    assert "is what its ledger says was published" in answer.stdout, answer.stderr


def test_make_quick_and_check(copy: Path) -> None:
    answer = make(copy, "quick", A_FEW_TESTS)
    assert answer.returncode == 0 and " passed" in answer.stdout, answer.stdout
    # So few tests reach some branches, and not all of these.
    answer = make(copy, "quick-coverage", A_FEW_TESTS, "COVERAGE=99")
    assert answer.returncode == 2 and " passed" in answer.stdout, answer.stdout
    assert "pipeline/pressmark/errors.py" in answer.stdout, answer.stdout
    # What `make check` does beyond `make test`, continuous integration does before it.
    told = make(copy, "--dry-run", "check", A_FEW_TESTS).stdout
    for words in (
        "ruff check\n",
        "ruff format --check\n",
        "mypy\n",
        "-m slipcover ",
        "--fail-under 95",
    ):
        assert words in told, told


def test_make_bench_distance_counts_bytes_and_requests(copy: Path) -> None:
    answer = make(copy, "bench-distance", "RECORDS=1000")
    assert answer.returncode == 0, answer.stderr
    assert "one record by id: " in answer.stdout and " requests" in answer.stdout


def test_make_flips_turns_bits(copy: Path) -> None:
    answer = make(copy, "flips", "FLIPS=3")
    assert answer.returncode == 0 and "3 bits turned, 0 not found" in answer.stdout, answer.stderr


def test_every_make_target_is_run_by_a_test_or_before_landing() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))
    tests = "".join((ROOT / "tests" / name).read_text("utf-8") for name in MAKERS)
    landing = (ROOT / ".ci/run").read_text("utf-8").split()
    # What others published is fetched first: other tests try what is made of it.
    targets -= {"check-publishers", "bench-describe", "vendor-sqlite"}
    assert {each for each in targets if f'"{each}"' not in tests and each not in landing} == set()


@pytest.mark.skipif(
    not (ROOT / ".venv-catalogue/.judges").exists(),
    reason="the judges of citations are not installed: run make check-catalogue first",
)
def test_make_check_catalogue(copy: Path) -> None:
    judges = ROOT / ".venv-catalogue"
    (judges / ".judges").touch()
    answer = make(copy, "check-catalogue", f"CATALOGUE_VENV={judges}")
    assert answer.returncode == 0 and ", 0 wrong" in answer.stdout, answer.stdout + answer.stderr


def test_make_stops_where_something_is_wrong(small: Path, tmp_path: Path) -> None:
    wrong = shutil.copytree(small, tmp_path / "wrong")
    things = wrong / "datapackage/records/things.csv"
    things.write_text(things.read_text("utf-8").replace("2021-05-18", "18 May 2021"), "utf-8")
    for target in ("validate", "serve", "release"):
        answer = make(wrong, target)
        assert answer.returncode != 0
        assert "18 May 2021" in answer.stdout + answer.stderr


def test_make_clean_removes_what_was_derived(small: Path, tmp_path: Path) -> None:
    used = shutil.copytree(small, tmp_path / "used")
    published = used / "datapackage/releases/1.0.0/datapackage.json"
    published.parent.mkdir(parents=True, exist_ok=True)
    published.touch()
    there = (
        "build/next",
        ".venv/bin",
        ".venv-catalogue",
        ".mypy_cache",
        "pipeline/__pycache__",
    )
    for name in there:
        (used / name).mkdir(parents=True, exist_ok=True)
    # Without VENV=…, which would remove the environment that these tests run in.
    subprocess.run(["make", "clean"], cwd=used, check=True, env=clean_environment())
    for name in (
        "build",
        ".venv",
        ".venv-catalogue",
        ".mypy_cache",
        "pipeline/__pycache__",
    ):
        assert not (used / name).exists()
    assert published.exists()


def test_the_commands_of_the_docs_run(copy: Path, tmp_path: Path) -> None:
    """In the register, or where a page speaks of the reader's own project, in a small one."""
    folder = shutil.copytree(copy, tmp_path / "readme")
    own = write_small_project(tmp_path / "own")
    release(read_project(own), date="2026-11-28")
    told = [path for path in pages() if path.parent.name != "tutorial" and path != CONTRIBUTING]
    asked = [path for path in told if "curl" in path.read_text("utf-8")]
    done: set[str] = set()
    for path in told:
        if path not in asked:
            run_page(path, own if path.name in OF_ANY_PROJECT else folder, "", done)
    _, releases = read_served_releases(read_project(copy), None)
    # What visitors must not do other tests try.
    with browser.served(build_app(releases, proven=True)) as address:
        for path in asked:
            run_page(path, folder, address, done)
    downloaded = folder / "instruments.csv"
    if downloaded.exists():
        published = folder / "datapackage/releases/1.0.0/data/instruments.csv"
        assert downloaded.read_bytes() == published.read_bytes()


def run_page(path: Path, folder: Path, address: str, done: set[str]) -> None:
    """Write the files of a page into a folder, and run its commands that are not yet done."""
    for block in blocks(path):
        is_table = block.language in ("csv", "json") or block.words.startswith("tables/")
        if block.is_file and "/" in block.words and is_table:
            block.write(folder)
        for command in block.commands:
            if command not in done:
                run_as_told(command, folder, address)
            done.add(command)


def run_as_told(command: str, folder: Path, address: str) -> None:
    """Run a command of a page; the site that it speaks of is the one at that address."""
    if command.startswith(("make serve", "pressmark serve")):
        return  # it is what serves
    if command.startswith("make"):
        # The tests above run each target.
        answer = make(ROOT, "--dry-run", *command.split()[1:])
    elif command.startswith("pressmark "):
        answer = run_here(command, folder)
    elif command.startswith("curl") and shutil.which("curl") is None:
        return
    else:
        answer = subprocess.run(  # noqa: S602 - the commands are the pages' own
            command.replace("http://127.0.0.1:8001", address)
            .replace("curl", "curl -f")
            .replace(".venv/bin/", f"{Path(sys.executable).parent}/"),
            shell=True,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env=clean_environment(),
        )
    assert answer.returncode == 0, f"{command}\n{answer.stdout}{answer.stderr}"


def test_a_second_start_uses_what_the_first_one_built(small: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(small, tmp_path / "small")
    if not (folder / "datapackage/releases").exists():
        release(read_project(folder), date="2026-11-28")
    shutil.rmtree(folder / "build", ignore_errors=True)
    with served(folder) as address, urllib.request.urlopen(f"{address}/-/health") as answer:
        assert answer.status == 200
    built = folder / "build/releases/1.0.0/small.duckdb"
    first = built.stat().st_mtime_ns
    with served(folder) as address, urllib.request.urlopen(f"{address}/") as answer:
        assert answer.status == 200
    assert built.stat().st_mtime_ns == first
