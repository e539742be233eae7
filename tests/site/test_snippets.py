"""The lines that a release's page gives to be copied do what it says, against the real server."""

import html
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import httpx
import pytest
import uvicorn

from pressmark.package.project import read_package
from pressmark.site import build_app
from pressmark.site.served import read_served_releases

NAMES = "code,name\n01,Zoë\n02,\n03,Bo\n"
SNIPPET = re.compile(r'<pre class="copied"[^>]* aria-label="([^"]+)">(.*?)</pre>', re.DOTALL)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve somebody's package, with all its derived files, on a free port."""
    folder = tmp_path_factory.mktemp("snippets")
    fields = [{"name": "code", "type": "string"}, {"name": "name", "type": "string"}]
    table = {"name": "names", "path": "names.csv"}
    document = {
        "name": "some-names",
        "title": "Some names </script><script>alert(1)</script>",
        "contributors": [{"title": "Ada"}],
        "resources": [{**table, "schema": {"fields": fields, "primaryKey": ["code"]}}],
    }
    (folder / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "names.csv").write_text(NAMES, encoding="utf-8")
    package = read_package(folder / "datapackage.json", trusted=False)
    _, releases = read_served_releases(package, folder / "built")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(build_app(releases), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def page(address: str) -> str:
    """Get the release's page as a reader does."""
    answer = httpx.get(f"{address}/releases/0.0.0/", timeout=30)
    assert answer.status_code == 200
    return answer.text


@pytest.fixture(scope="module")
def snippets(page: str) -> dict[str, str]:
    """Copy every snippet from the page."""
    return {name: html.unescape(text) for name, text in SNIPPET.findall(page)}


def run(words: list[str], folder: Path) -> str:
    """Run a program in a folder, where it must succeed."""
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def shell(text: str, folder: Path) -> str:
    """Run lines in a shell; where it lacks what they need, the test skips but never in CI."""
    for program in ("curl", "sha256sum"):
        if program in text and not shutil.which(program):
            reason = f"there is no {program}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
    return run(["sh", "-e", "-c", text.replace("python3 ", f"{sys.executable} ")], folder)


def test_curl_downloads_and_checks(snippets: dict[str, str], tmp_path: Path) -> None:
    assert shell(snippets["curl"], tmp_path) == "names.csv: OK\n"
    assert (tmp_path / "names.csv").read_text("utf-8") == NAMES


def test_python_reads_every_record(snippets: dict[str, str], tmp_path: Path) -> None:
    assert run([sys.executable, "-c", snippets["Python"]], tmp_path) == "3\n"


def test_duckdb_reads_the_file(
    snippets: dict[str, str], address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = httpx.get(f"{address}/releases/0.0.0/some-names.duckdb", timeout=30).content
    (tmp_path / "some-names.duckdb").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as connection:
        assert connection.execute(snippets["DuckDB"]).fetchone() == (3,)


def test_pandas_reads_every_record(snippets: dict[str, str], tmp_path: Path) -> None:
    assert run([sys.executable, "-c", snippets["pandas"]], tmp_path) == "3\n"
    assert '"code": "string"' in snippets["pandas"]


def test_r_reads_every_record(snippets: dict[str, str], tmp_path: Path) -> None:
    """With R itself, where there is one; else only its address and its brackets are looked at."""
    text = snippets["R"]
    program = shutil.which("Rscript")
    if program:
        assert run([program, "-e", text], tmp_path).strip() == "[1] 3"
        return
    assert not os.environ.get("CI"), "there is no R on the build machine"
    address = re.search(r'"(http://[^"]+)"', text)
    assert address is not None
    assert httpx.get(address[1], timeout=30).text == NAMES
    assert text.count("(") == text.count(")") and text.count('"') % 2 == 0


def test_the_archive_proves_itself(snippets: dict[str, str], tmp_path: Path) -> None:
    """And a changed file is found."""
    lines = shell(snippets["sha256sum"], tmp_path).splitlines()
    assert "data/names.csv: OK" in lines
    assert all(line.endswith(": OK") for line in lines)
    (tmp_path / "release/data/names.csv").write_text("code,name\n", encoding="utf-8")
    last = snippets["sha256sum"].splitlines()[-1]
    done = subprocess.run(["sh", "-c", last], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1


def test_one_key_leads_to_the_lines(page: str) -> None:
    """From the head of the page, so that nobody walks through every table before them."""
    band = page[page.index('class="band"') : page.index('id="cite"')]
    assert 'href="#use">Load it</a>' in band
    assert page.count('id="use"') == 1


def test_linked_data_stands_in_the_page_and_cannot_break_out(page: str) -> None:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    assert json.loads(found[0])["name"] == "Some names </script><script>alert(1)</script>"
    assert "<script>alert" not in page


def test_a_package_that_was_not_published_has_no_line_to_verify_it(
    snippets: dict[str, str],
) -> None:
    assert "pressmark" not in snippets
    assert {"curl", "Python", "R", "DuckDB", "sha256sum"} <= set(snippets)
