"""A repository that speaks InvenioRDM's REST API: asked and told over HTTP, with bounded patience.

The token goes to the address that was named and nowhere else: a redirect to another host is
refused, and without TLS only this machine itself is spoken to.
"""

import ipaddress
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from pressmark import __version__
from pressmark.deposit.outcome import Sending
from pressmark.deposit.patience import MOST_TRIES, choose_pause, may_ask_again
from pressmark.deposit.refusal import explain_refusal
from pressmark.deposit.token import Token
from pressmark.errors import MachineError, ProjectError
from pressmark.public_address import PublicAddress

if TYPE_CHECKING:
    import httpx

ACCEPT = "application/vnd.inveniordm.v1+json, application/json;q=0.9"
"""Zenodo answers its older form of records to who asks for plain JSON."""
LARGEST_ANSWER = 16 << 20
SECONDS = 60.0
"""How long is waited for a connection, and for each piece that is sent or comes."""
LONGEST_SECONDS = 300.0
"""How long an answer may come, however small its pieces are."""
MOST_REDIRECTS = 3
DONE, REDIRECTS = 2, 3
"""The hundreds of statuses."""
NOT_FOUND, GONE = 404, 410
OF_NETWORK = "HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE or SSL_CERT_DIR"


def refuse_open_line(address: PublicAddress, option: str) -> None:
    """Refuse an address over which others could read a token: ProjectError."""
    if address.scheme != "https" and not is_this_machine(address):
        wrong = f"{address} is not encrypted, and a token would be sent over it"
        raise ProjectError(option, wrong, f"write https://{address.authority}{address.prefix}")


def is_this_machine(address: PublicAddress) -> bool:
    """Whether an address leads to this machine and over no wire."""
    host = urlsplit(address.origin).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True)
class HttpAnswer:
    """What a repository answered: its status, its headers, its text, and to which address."""

    status: int
    headers: Mapping[str, str]
    text: str
    address: "httpx.URL"

    @property
    def leads_to(self) -> str | None:
        """Where it says that something else stands; None where it is no redirect."""
        return self.headers.get("location") if self.status // 100 == REDIRECTS else None


@contextmanager
def open_client(address: PublicAddress) -> Iterator["httpx.Client"]:
    """Give a client that follows no redirect, and waits no longer than is sensible.

    ProjectError where the environment names a proxy or certificates that are none.
    """
    import httpx

    here = is_this_machine(address)
    try:
        client = httpx.Client(
            headers={"Accept": ACCEPT, "User-Agent": f"pressmark/{__version__}"},
            follow_redirects=False,
            timeout=SECONDS,
            # A proxy is for other machines: to this one it would carry the token over a wire.
            trust_env=not here,
        )
    except (httpx.InvalidURL, ImportError, OSError, ValueError) as error:
        # What it says may hold the password of a proxy.
        wrong = f"name a proxy or certificates that cannot be used ({type(error).__name__})"
        raise ProjectError(OF_NETWORK, wrong, "correct them, or unset them") from None
    with client:
        yield client


@dataclass(frozen=True)
class Repository:
    """A repository at an address, spoken to with a token; without one nothing is asked."""

    address: PublicAddress
    token: Token
    client: "httpx.Client" = field(repr=False)
    wait: Callable[[float], None] = time.sleep

    def ask(self, path: str, query: Mapping[str, str] | None = None) -> dict[str, Any] | None:
        """Ask for what stands at a path of the API; None where nothing does, or no longer.

        ProjectError where the server refuses to say, or is no such repository; MachineError where
        it cannot be reached.
        """
        address = self.address.below(f"/api{path}") + (f"?{urlencode(query)}" if query else "")
        for _ in range(MOST_REDIRECTS + 1):
            answer = self.exchange(Sending("GET", address))
            if answer.status in (NOT_FOUND, GONE):
                return None
            if answer.leads_to is None:
                return self.read(answer, Sending("GET", address))
            address = self.follow(answer.address.join(answer.leads_to))
        raise ProjectError(str(self.address), "redirects again and again", "check the address")

    def send(self, step: Sending) -> dict[str, Any]:
        """Send a step and give the answer; nothing is sent twice that might be done twice.

        ProjectError where the server refuses it, MachineError where it cannot be reached.
        """
        answer = self.exchange(step)
        if answer.leads_to is not None:
            wrong = f"redirects to {self.token.hide(answer.leads_to)}, where nothing was sent"
            raise ProjectError(step.place, wrong, "name the address of the repository itself")
        if step.method == "DELETE" and answer.status in (NOT_FOUND, GONE):
            return {}  # It may have been done before the line broke.
        return self.read(answer, step)

    def follow(self, target: "httpx.URL") -> str:
        """Give the address of a redirect on the same host; ProjectError where it leaves it."""
        ours = self.client.build_request("GET", str(self.address)).url
        same = (target.scheme, target.host, target.port) == (ours.scheme, ours.host, ours.port)
        # A user in an address would be sent in place of the token.
        if not same or target.userinfo:
            wrong = f"redirects to {self.token.hide(str(target))}, where the token does not go"
            raise ProjectError(str(self.address), wrong, "name the address of the repository")
        return str(target)

    def exchange(self, step: Sending) -> HttpAnswer:
        """Send a request, again where that does no harm and the server may be better soon."""
        import httpx

        for tried in range(1, MOST_TRIES + 1):
            try:
                answer = self.send_once(step)
            except (httpx.RequestError, httpx.InvalidURL) as error:
                reached = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
                if tried == MOST_TRIES or not may_ask_again(step.method, reached=reached):
                    raise self.explain_failure(step, error) from None
                self.wait(choose_pause(tried))
                continue
            if tried == MOST_TRIES or not may_ask_again(step.method, status=answer.status):
                return answer
            self.wait(choose_pause(tried, answer.headers, str(self.address)))
        raise AssertionError  # pragma: no cover - the last try returns or raises

    def send_once(self, step: Sending) -> HttpAnswer:
        """Send a request, a file from its beginning, and read the answer up to a bound."""
        headers = {**dict(step.headers), "Authorization": self.token.header}
        body = None if step.body is None else json.dumps(step.body, ensure_ascii=False).encode()
        if step.file is None:
            request = self.client.build_request(
                step.method, step.address, content=body, headers=headers
            )
            return self.read_bounded(request)
        with step.file.path.open("rb") as file:
            sent = {**headers, "Content-Length": str(step.file.size)}
            return self.read_bounded(
                self.client.build_request(step.method, step.address, content=file, headers=sent)
            )

    def read_bounded(self, request: "httpx.Request") -> HttpAnswer:
        """Send a request and read its answer; MachineError where it is too large or too slow."""
        answer = self.client.send(request, stream=True)
        began = time.monotonic()
        try:
            text = bytearray()
            for piece in answer.iter_bytes():
                text += piece
                if len(text) > LARGEST_ANSWER:
                    wrong = f"answers with more than {LARGEST_ANSWER >> 20} MB"
                    raise MachineError(str(self.address), wrong, "check the address")
                if time.monotonic() - began > LONGEST_SECONDS:
                    wrong = f"answers for longer than {LONGEST_SECONDS:.0f} seconds"
                    raise MachineError(str(self.address), wrong, "try again later")
        finally:
            answer.close()
        written = text.decode("utf-8", "replace")
        return HttpAnswer(answer.status_code, answer.headers, written, answer.url)

    def read(self, answer: HttpAnswer, step: Sending) -> dict[str, Any]:
        """Give what an answer says, without the token; ProjectError or MachineError if it fails."""
        said = self.understand(answer.text)
        if answer.status // 100 != DONE:
            raise explain_refusal(step, answer.status, said, self.token.variable)
        if said == "":
            return {}
        if not isinstance(said, dict):
            wrong = "answers with something else than JSON of InvenioRDM"
            raise ProjectError(step.place, wrong, "check the address of the repository")
        return said

    def understand(self, text: str) -> Any:
        """Read JSON, or give the text where it is none; the token is in neither."""
        try:
            return self.token.hide(json.loads(text))
        except (ValueError, RecursionError):
            return self.token.hide(text.strip())

    def explain_failure(self, step: Sending, error: Exception) -> MachineError:
        """Say that the network failed, and that calling again goes on where this stopped."""
        said = self.token.hide(str(error)) or type(error).__name__
        right = "try again: what was sent is kept, and nothing is doubled"
        return MachineError(step.place, f"cannot be reached: {said}", right)


def name_in_path(text: str) -> str:
    """Write an identifier or a file's name as one step of a path."""
    return quote(text, safe="")
