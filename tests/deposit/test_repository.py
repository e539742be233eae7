"""A repository is spoken to with patience, and never with the token where it does not belong."""

import datetime
import gzip
import itertools
import json
from dataclasses import replace
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from pressmark.deposit.outcome import Sending
from pressmark.deposit.patience import LONGEST_PAUSE, MOST_TRIES, read_retry_after
from pressmark.deposit.repository import (
    LARGEST_ANSWER,
    Repository,
    open_client,
    refuse_open_line,
)
from pressmark.deposit.token import Token, read_token
from pressmark.errors import MachineError, PressmarkError, ProjectError
from pressmark.public_address import parse_public_address
from tests.deposit.parcels import make_parcel, speak_to
from tests.deposit.rdm import TOKEN, Rdm

ADDRESS = "https://rdm.test/api/records"
Said = tuple[int, dict[str, str], Any]


class Server:
    """Answers one after the other, and what was asked and waited for meanwhile."""

    def __init__(self, *answers: Any) -> None:
        """Keep what is answered; the last is answered again and again."""
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.pauses: list[float] = []

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, or fail."""
        request.read()
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        status, headers, body = answer
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.Response(status, headers=headers, content=content)

    def speak(self) -> Repository:
        """Give the repository to speak with."""
        return speak_to(Rdm(), self.handle, wait=self.pauses.append)


def ok(body: Any) -> Said:
    return 200, {}, body


FAILED: Said = (503, {}, {"message": "The server is overloaded."})
BUSY: Said = (429, {}, {"message": "Too many."})
LOST = httpx.ReadError("the connection was lost")
UNREACHED = httpx.ConnectError("refused")


# Patience


@pytest.mark.parametrize("fault", [FAILED, BUSY, LOST, UNREACHED])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_what_may_be_done_twice_is_sent_again(method: str, fault: Any) -> None:
    server = Server(fault, fault, ok({"a": 1}))
    assert server.speak().send(Sending(method, ADDRESS)) == {"a": 1}
    assert len(server.requests) == 3 and server.pauses == [1.0, 2.0]


@pytest.mark.parametrize(("fault", "tries"), [(FAILED, 1), (LOST, 1), (BUSY, 3), (UNREACHED, 3)])
def test_what_might_be_done_twice_is_sent_again_only_where_it_was_not_done(
    fault: Any, tries: int
) -> None:
    server = Server(*[fault] * 2, ok({}))
    repository = server.speak()
    if tries == 1:
        with pytest.raises(MachineError, match="nothing is doubled"):
            repository.send(Sending("POST", ADDRESS))
    else:
        repository.send(Sending("POST", ADDRESS))
    assert len(server.requests) == tries


@pytest.mark.parametrize("fault", [FAILED, BUSY, LOST, UNREACHED])
def test_patience_ends(fault: Any) -> None:
    server = Server(fault)
    with pytest.raises(MachineError) as failed:
        server.speak().ask("/records", {"q": "a"})
    assert len(server.requests) == MOST_TRIES and failed.value.exit_code == 3
    assert failed.value.place == ADDRESS
    assert sum(server.pauses) == 15


def test_a_file_that_is_sent_again_is_sent_from_its_beginning(tmp_path: Path) -> None:
    file = make_parcel(tmp_path).files[0]
    server = Server(FAILED, ok({}))
    server.speak().send(Sending("PUT", ADDRESS, file=file))
    assert [each.content for each in server.requests] == [file.path.read_bytes()] * 2
    assert [each.headers["Content-Length"] for each in server.requests] == [str(file.size)] * 2
    assert all("Transfer-Encoding" not in each.headers for each in server.requests)


def test_the_pause_is_the_one_that_is_asked_for() -> None:
    server = Server((429, {"Retry-After": "7"}, {}), ok({}))
    server.speak().ask("/records")
    assert server.pauses == [7.0]


def test_who_asks_for_more_patience_than_a_command_has_is_not_waited_for() -> None:
    server = Server((503, {"Retry-After": f"{LONGEST_PAUSE + 1:.0f}"}, {}))
    with pytest.raises(MachineError, match="asks to wait 301 seconds"):
        server.speak().ask("/records")
    assert not server.pauses


def test_a_moment_is_waited_for() -> None:
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=100)
    assert 0 < (read_retry_after(format_datetime(moment, usegmt=True)) or 0) <= 100
    assert 0 < (read_retry_after(format_datetime(moment.replace(tzinfo=None))) or 0) <= 100


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("0", 0), ("120", 120), ("Fri, 31 Dec 1999 23:59:59 GMT", 0), ("", None), ("soon", None),
     ("-1", None), ("1.5", None), ("²", None),
     ("Fri, 1 Jan 99999999999999999999 00:00:00 GMT", None),
     ("Fri, 1 Jan 2020 00:00:00 +99999999999999999999", None), ("9" * 400, 999_999_999)],
)  # fmt: skip
def test_retry_after_is_read(written: str, seconds: float | None) -> None:
    assert read_retry_after(written) == seconds


# The token


def test_every_request_has_the_token_and_asks_for_invenio_s_own_form() -> None:
    server = Server(ok({}))
    with open_client(parse_public_address("https://rdm.test")) as client:
        assert client.headers["Accept"].startswith("application/vnd.inveniordm.v1+json")
        assert not client.follow_redirects and client.timeout.read
    server.speak().ask("/records", {"q": 'a "b"&c'})
    request = server.requests[0]
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.url.params["q"] == 'a "b"&c' and TOKEN not in str(request.url)


@pytest.mark.parametrize(
    "target",
    ["https://other.test/api/records", "http://rdm.test/api/records", "//other.test/x",
     "https://rdm.test:8443/api/records", "https://rdm.test.other.test/",
     "https://user:word@rdm.test/api/records"],
)  # fmt: skip
def test_a_redirect_to_another_host_is_not_followed(target: str) -> None:
    server = Server((302, {"Location": target}, {}), ok({}))
    with pytest.raises(ProjectError, match="where the token does not go"):
        server.speak().ask("/records")
    assert len(server.requests) == 1


def test_a_redirect_on_the_same_host_is_followed_when_asking_alone() -> None:
    moved: Said = (301, {"Location": "/api/records/2"}, {})
    server = Server(moved, ok({"id": "2"}))
    assert server.speak().ask("/records/1") == {"id": "2"}
    with pytest.raises(ProjectError, match="again and again"):
        Server(moved).speak().ask("/records/1")
    server = Server(moved)
    with pytest.raises(ProjectError, match="where nothing was sent"):
        server.speak().send(Sending("POST", ADDRESS, {"a": 1}))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("address", "fits"),
    [("https://rdm.test", True), ("http://127.0.0.1:5000", True), ("http://[::1]:5000", True),
     ("http://localhost:5000/x", True), ("http://127.9.9.9", True), ("http://rdm.test", False),
     ("http://10.0.0.1", False), ("http://localhost.rdm.test", False),
     ("http://127.0.0.1.rdm.test", False)],
)  # fmt: skip
def test_without_tls_only_this_machine_is_spoken_to(address: str, fits: bool) -> None:
    if fits:
        refuse_open_line(parse_public_address(address), "--address")
        return
    with pytest.raises(ProjectError, match="is not encrypted") as refused:
        refuse_open_line(parse_public_address(address), "--address")
    assert "https://" in refused.value.right


def test_to_this_machine_no_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.test:3128")
    with open_client(parse_public_address("http://127.0.0.1:5000")) as client:
        assert not client.trust_env
    with open_client(parse_public_address("https://rdm.test")) as client:
        assert client.trust_env


@pytest.mark.parametrize(
    ("variable", "value"),
    [("HTTPS_PROXY", "ftp://me:hunter2@proxy.test"), ("ALL_PROXY", "socks5://me:hunter2@proxy.test"),
     ("SSL_CERT_FILE", "/hunter2"), ("SSL_CERT_FILE", __file__)],
)  # fmt: skip
def test_a_proxy_or_certificates_that_are_none_are_named_without_their_password(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with (
        pytest.raises(ProjectError, match=variable) as refused,
        open_client(parse_public_address("https://rdm.test")),
    ):
        pass
    assert "hunter2" not in str(refused.value)
    with open_client(parse_public_address("http://127.0.0.1:5000")):
        pass


def test_a_token_comes_from_the_environment_and_is_never_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("INVENIO_TOKEN", raising=False)
    assert read_token("INVENIO_TOKEN") is None
    monkeypatch.setenv("INVENIO_TOKEN", f" {TOKEN}\n")
    token = read_token("INVENIO_TOKEN")
    assert token == Token("INVENIO_TOKEN", TOKEN)
    assert TOKEN not in f"{token!r} {token} {speak_to(Rdm())!r}"
    for wrong in (f"{TOKEN} b", f"{TOKEN}\nX: y", f"{TOKEN}é"):
        monkeypatch.setenv("INVENIO_TOKEN", wrong)
        with pytest.raises(ProjectError, match="INVENIO_TOKEN") as refused:
            read_token("INVENIO_TOKEN")
        assert TOKEN not in str(refused.value)


@pytest.mark.parametrize(
    "answer",
    [
        (400, {}, {"message": f"You sent Bearer {TOKEN}", "errors": [{"field": TOKEN}]}),
        (403, {}, f"no: {TOKEN}".encode()),
        (302, {"Location": f"https://other.test/?t={TOKEN}"}, {}),
        (500, {}, {"message": TOKEN}),
        httpx.ReadError(f"lost with {TOKEN}"),
        ok([TOKEN]),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_a_server_repeats_of_the_token_is_not_told(method: str, answer: Any) -> None:
    repository = Server(answer).speak()
    with pytest.raises(PressmarkError) as refused:
        repository.ask("/records") if method == "GET" else repository.send(Sending(method, ADDRESS))
    assert TOKEN not in "".join(refused.value.told)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_the_token_is_hidden_however_it_is_written() -> None:
    token = Token("INVENIO_TOKEN", 'a/b"c\\d')
    said = json.loads(json.dumps([token.secret, {token.secret: f"x{token.secret}y"}, 7, None]))
    assert token.hide(said) == ["…", {"…": "x…y"}, 7, None]
    assert token.hide("?t=a%2Fb%22c%5Cd&u") == "?t=…&u"
    for said in ("a%2fb%22c%5cd", "%61/b%22c%5Cd", "a/b&quot;c\\d", r'{"t": "a\/b\"c\\d"'):
        assert token.hide(f"no: {said}") == "…"
    repository = Server((400, {}, {"message": f"You sent {token.secret}"})).speak()
    with pytest.raises(ProjectError, match="You sent …"):
        replace(repository, token=token).send(Sending("POST", ADDRESS))


# What a server says


@pytest.mark.parametrize(
    ("status", "body", "kind", "lines", "right"),
    [
        (401, {"message": "no"}, ProjectError, ("401: no",), "set INVENIO_TOKEN to a token"),
        (403, {"message": "no"}, ProjectError, ("403: no",), "may write and publish"),
        (404, {"message": "gone"}, ProjectError, ("404: gone",), "check the address"),
        (413, b"", ProjectError, ("with 413",), "larger quota"),
        (500, b"<html>", MachineError, ("with 500",), "try again later"),
        (400, b"plain words", ProjectError, ("400: plain words",), "next version"),
        (400, b"[1]", ProjectError, ("400: [1]",), "next version"),
        (400, {"message": 7, "errors": 7}, ProjectError, ("with 400",), "next version"),
        (
            400,
            {"message": "Wrong.", "errors": [{"field": "a", "messages": ["b", "c"]},
             {"field": "d", "message": "e"}, "f"]},
            ProjectError, ("400: Wrong.", "a: b c", "d: e", "f"), "next version",
        ),
    ],
)  # fmt: skip
def test_a_refusal_is_told_in_the_words_of_the_server(
    status: int, body: Any, kind: type[PressmarkError], lines: tuple[str, ...], right: str
) -> None:
    with pytest.raises(kind) as refused:
        Server((status, {}, body)).speak().send(Sending("POST", ADDRESS))
    told = (refused.value.wrong, *refused.value.lines)
    assert all(line in each for line, each in zip(lines, told, strict=True))
    assert right in refused.value.right


@pytest.mark.parametrize(
    "body", [b"<!doctype html>", b'"a"', b"[]", b"null", b"\xff\xfe", b"[" * 100_000]
)
def test_an_answer_that_is_no_repository_s_is_refused(body: bytes) -> None:
    with pytest.raises(ProjectError, match="something else than JSON of InvenioRDM"):
        Server(ok(body)).speak().ask("/records")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_that_cannot_be_unpacked_is_the_server_s_failure(method: str) -> None:
    server = Server((200, {"Content-Encoding": "gzip"}, b"no gzip"))
    with pytest.raises(MachineError, match="cannot be reached"):
        server.speak().send(Sending(method, ADDRESS))


def test_what_an_answer_unpacks_to_is_bounded() -> None:
    packed = gzip.compress(b" " * (LARGEST_ANSWER + 1))
    with pytest.raises(MachineError, match="more than 16 MB"):
        Server((200, {"Content-Encoding": "gzip"}, packed)).speak().ask("/records")


def test_what_was_deleted_before_the_line_broke_is_deleted() -> None:
    server = Server(LOST, (404, {}, {"message": "no such file"}))
    assert server.speak().send(Sending("DELETE", ADDRESS)) == {}


def test_of_a_long_list_of_faults_the_first_are_told() -> None:
    errors = [{"field": "a", "messages": ["b"]}] * 1_000
    with pytest.raises(ProjectError) as refused:
        Server((400, {}, {"message": "Wrong.", "errors": errors})).speak().ask("/records")
    assert refused.value.lines == (*["a: b"] * 10, "and 990 more")


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(MachineError, match="more than 16 MB"):
        Server(ok(b" " * (LARGEST_ANSWER + 1))).speak().ask("/records")


def test_an_answer_that_drips_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count(step=100)
    monkeypatch.setattr("pressmark.deposit.repository.time.monotonic", lambda: next(clock))

    def handle(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=iter([b"{", b'"a"', b":", b"1", b"}"]))

    with pytest.raises(MachineError, match="answers for longer than 300 seconds"):
        speak_to(Rdm(), handle).ask("/records")


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_is_none(status: int) -> None:
    assert Server((status, {}, {})).speak().ask("/records/1") is None


def test_an_answer_without_a_body_is_empty() -> None:
    assert Server((204, {}, b"")).speak().send(Sending("DELETE", ADDRESS)) == {}
