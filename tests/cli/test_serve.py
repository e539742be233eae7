"""What `serve` is told of the address and the proxies, and what it tells."""

import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark import cli
from pressmark.cli.serving import UNTOLD, make_operation
from pressmark.errors import MachineError
from pressmark.public_address import PublicAddress
from tests.packages import write_project

SCHEMA = "fields:\n  - {name: key, type: string}\nprimaryKey: [key]\n"
DESCRIPTOR = 'name: small\nversion: "1.0.0"\nresources: [{name: things}]\n'
FACES = PublicAddress("https://data.example.org", "/faces")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Let `serve` announce an address and end, and keep what it was told."""
    kept: dict[str, Any] = {}

    def announce(
        _releases: object, _host: str, _port: int, said: Callable[[str], None], **given: object
    ) -> None:
        kept.update(given)
        said("http://127.0.0.1:8001")

    monkeypatch.setattr("pressmark.site.serve", announce)
    monkeypatch.setattr("pressmark.site.refuse_unavailable", lambda *_: None)
    return kept


def project(folder: Path, more: str = "") -> Path:
    """Write a project."""
    extra = {"datapackage/datapackage.yaml": DESCRIPTOR + more}
    return write_project(folder, {"things": (SCHEMA, "key\na\n")}, extra)


Ran = tuple[int, str, str, dict[str, Any]]
Run = Callable[..., Ran]


@pytest.fixture
def run(
    told: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run the command in this process: exit code, stdout, stderr, what the server was told."""

    def ran(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["pressmark", "serve", *map(str, words)])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as left:
            code = left.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err, told

    return ran


@pytest.mark.parametrize(
    ("site", "words", "public"),
    [
        ("", (), None),
        ("", ("--public-address", "https://data.example.org/faces/"), FACES),
        ("pressmark:site: https://data.example.org/faces/\n", (), FACES),
        (
            "pressmark:site: https://data.example.org/faces/\n",
            ("--public-address", "http://other.example"),
            PublicAddress("http://other.example"),
        ),
    ],
)
def test_the_option_counts_before_the_descriptor(
    site: str,
    words: tuple[str, ...],
    public: PublicAddress | None,
    tmp_path: Path,
    run: Run,
) -> None:
    """Where neither says it, the publisher is told how to say it."""
    code, out, err, told = run(project(tmp_path, site), *words)
    assert (code, out) == (0, "http://127.0.0.1:8001\n")
    assert told["public"] == public and told["proxies"].networks == ()
    assert (UNTOLD in err) == (public is None)


def test_proxies_are_named_one_by_one(
    tmp_path: Path,
    run: Run,
) -> None:
    named = ("--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "::1")
    code, out, err, told = run(project(tmp_path), *named, "--json")
    assert (code, json.loads(out), err) == (0, {"address": "http://127.0.0.1:8001"}, "")
    assert [str(each) for each in told["proxies"].networks] == ["10.0.0.0/8", "::1/128"]


@pytest.mark.parametrize(
    ("more", "words", "said"),
    [
        ("", ("--public-address", "data.example.org"), "write https://data.example.org"),
        ("", ("--public-address", "https://a.example/?b"), "write https://a.example/"),
        ("", ("--trusted-proxy", "nginx"), "is no address and no network"),
        ("pressmark:site: data.example.org\n", (), "has no scheme; write https://data.example.org"),
        ("pressmark:sites: https://a.example\n", (), "pressmark:site"),
    ],
)
def test_what_is_no_address_is_refused(
    more: str,
    words: tuple[str, ...],
    said: str,
    tmp_path: Path,
    run: Run,
) -> None:
    code, out, err, told = run(project(tmp_path, more), *words)
    assert (code, out, told) == (2, "", {})
    assert said in err


def test_log_and_metrics_are_as_they_are_asked_for(run: Run, tmp_path: Path) -> None:
    """Off by default; what is wrong with them later is said on stderr."""
    folder = project(tmp_path / "project")
    _, _, _, told = run(folder)
    plain = told["operation"]
    assert (plain.log, plain.names_clients, plain.metrics_port) == (None, False, None)
    words = ("--log", "a.log", "--log-clients", "--metrics-port", 0)
    _, _, _, told = run(folder, *words)
    asked = told["operation"]
    assert (asked.log, asked.names_clients, asked.metrics_port) == ("a.log", True, 0)


@pytest.mark.parametrize(
    "words", [("--port",), ("--port", 0, "--metrics-port"), ("--port", 0, "--log")]
)
def test_what_a_server_needs_is_tried_before_anything_is_built(
    words: tuple[object, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A build may take minutes: that would be late to say so."""
    folder = project(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        last = taken.getsockname()[1] if "port" in str(words[-1]) else tmp_path / "no/a.log"
        given = [str(word) for word in ("pressmark", "serve", folder, *words, last)]
        monkeypatch.setattr(sys, "argv", given)
        with pytest.raises(SystemExit) as left:
            cli.main()
    assert left.value.code == 3 and str(last) in capsys.readouterr().err
    assert not (folder / "build").exists()


def test_a_log_that_fails_later_is_complained_of(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_operation("a.log", None, names_clients=False).complain(MachineError("a.log", "is full"))
    assert capsys.readouterr().err == "a.log: is full\n"
