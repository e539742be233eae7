"""A repository for tests that follows InvenioRDM's published REST API, as far as deposits use it.

Statuses, bodies and refusals are those of its reference of drafts and records: a file is begun,
sent and completed; a draft is taken without what is wrong in it, and the answer says what that is;
a file that is begun twice, a DOI that is reserved twice and a draft that is
published with a file which is not complete are refused; a record has one draft of a next version,
which is given again; what is published has other addresses than a draft. The search may lag.
"""

import copy
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "token-of-a-test-0123456789"  # noqa: S105 - it opens nothing
LOOKS_EVERY = 0.02
"""Seconds after which the server looks whether it is to end: half a second by itself."""
LICENSES = ("cc-by-4.0", "cc0-1.0")
"""Those in the vocabulary."""
Answer = tuple[int, dict[str, str], Any]
Errors = list[dict[str, Any]]


class Refused(Exception):  # noqa: N818 - it is an answer, no fault of the test
    """What is answered with a status of its own."""

    def __init__(self, status: int, message: str, errors: Errors | None = None) -> None:
        """Keep what is answered."""
        self.status = status
        self.body = {"status": status, "message": message}
        if errors:
            self.body["errors"] = errors


@dataclass
class Received:
    """A request that came: as it was, without its token."""

    method: str
    address: str
    content_type: str | None
    body: bytes


@dataclass
class Rdm:
    """A repository with one account; `received` lists every request that would change it."""

    address: str = "https://rdm.test"
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lags: bool = False
    made: int = 0

    def answer(self, method: str, address: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer a request."""
        told = {name.lower(): value for name, value in headers.items()}
        if method == "GET":
            self.asked.append(address)
        else:
            self.received.append(Received(method, address, told.get("content-type"), body))
        try:
            status, answer = self.handle(method, address, told.get("authorization"), body)
        except Refused as refused:
            status, answer = refused.status, refused.body
        return status, {"Content-Type": "application/json"}, answer

    def handle(
        self, method: str, address: str, account: str | None, body: bytes
    ) -> tuple[int, Any]:
        """Find what answers a request, and let it; Refused where nothing does."""
        if account != f"Bearer {TOKEN}":
            raise Refused(401, f"Not signed in: {account}")
        for pattern, wanted, handle in self.routes():
            match = re.fullmatch(f"/api{pattern}", urlsplit(address).path)
            if match and method == wanted:
                return handle(*map(unquote, match.groups()), body, address)
        raise Refused(404, "The requested URL was not found on the server.")

    def routes(self) -> tuple[tuple[str, str, Callable[..., tuple[int, Any]]], ...]:
        """List what is answered, by path and method."""
        draft, name = "/records/([^/]+)/draft", "/files/([^/]+)"
        return (
            ("/user/records", "GET", self.search_own),
            ("/records", "GET", self.search),
            ("/records", "POST", self.create),
            ("/records/([^/]+)", "GET", self.get_record),
            ("/records/([^/]+)/files", "GET", self.get_files),
            ("/records/([^/]+)/versions", "POST", self.new_version),
            (draft, "GET", self.get_draft),
            (draft, "PUT", self.update),
            (f"{draft}/files", "GET", self.get_files),
            (f"{draft}/files", "POST", self.begin),
            (f"{draft}{name}", "DELETE", self.delete),
            (f"{draft}{name}/content", "PUT", self.take),
            (f"{draft}{name}/commit", "POST", self.commit),
            (f"{draft}/pids/doi", "POST", self.reserve),
            (f"{draft}/actions/publish", "POST", self.publish),
        )

    # Drafts and records

    def create(self, body: bytes, _: str) -> tuple[int, Any]:
        """Make a draft."""
        document = json.loads(body)
        wrong = drop_wrong(document["metadata"])
        return 201, {**self.make(document, f"parent-{self.made + 1}"), **wrong}

    def make(self, document: dict[str, Any], parent: str) -> dict[str, Any]:
        """Make a draft of a document, in the family of a parent."""
        self.made += 1
        name = f"id-{self.made}"
        self.files[name] = {}
        self.drafts[name] = {
            "id": name,
            "is_published": False,
            "links": {"self_html": f"{self.address}/uploads/{name}"},
            "metadata": document.get("metadata", {}),
            "parent": {"id": parent},
            "pids": document.get("pids", {}),
        }
        return self.drafts[name]

    def draft(self, name: str) -> dict[str, Any]:
        """Give a draft; 404 where there is none."""
        if name not in self.drafts:
            raise Refused(404, "The persistent identifier does not exist.")
        return self.drafts[name]

    def get_draft(self, name: str, *_: Any) -> tuple[int, Any]:
        """Answer with a draft."""
        return 200, self.draft(name)

    def get_record(self, name: str, *_: Any) -> tuple[int, Any]:
        """Answer with a published record."""
        if name not in self.records:
            raise Refused(404, "The persistent identifier is not registered.")
        return 200, self.records[name]

    def update(self, name: str, body: bytes, _: str) -> tuple[int, Any]:
        """Describe a draft anew; a DOI that is not spoken of stays."""
        told = json.loads(body)
        draft = self.draft(name)
        draft["metadata"] = told.get("metadata", {})
        wrong = drop_wrong(draft["metadata"])
        draft["pids"] = told.get("pids", draft["pids"])
        return 200, {**draft, **wrong}

    def new_version(self, name: str, *_: Any) -> tuple[int, Any]:
        """Give the draft of the next version, made unless there is one."""
        record = self.get_record(name)[1]
        parent = record["parent"]["id"]
        same = (each for each in self.drafts.values() if each["parent"]["id"] == parent)
        begun = next(same, None)
        if begun:
            return 201, begun
        dropped = ("version", "publication_date")
        kept = {key: each for key, each in record["metadata"].items() if key not in dropped}
        return 201, self.make({"metadata": copy.deepcopy(kept)}, parent)

    def reserve(self, name: str, *_: Any) -> tuple[int, Any]:
        """Reserve a DOI."""
        draft = self.draft(name)
        if "doi" in draft["pids"]:
            said = ["A PID already exists for type doi"]
            raise Refused(
                400, "A validation error occurred.", [{"field": "pids.doi", "messages": said}]
            )
        draft["pids"]["doi"] = {"identifier": f"10.1234/{name}", "provider": "datacite"}
        return 201, draft

    def publish(self, name: str, *_: Any) -> tuple[int, Any]:
        """Publish a draft that is complete."""
        draft = self.draft(name)
        held = self.files[name].values()
        if not held or any(each["status"] != "completed" for each in held):
            wrong = [{"field": "files", "messages": ["One or more files have not been completed."]}]
            raise Refused(400, "A validation error occurred.", wrong)
        for wanted in ("title", "creators", "publication_date", "resource_type"):
            if wanted not in draft["metadata"]:
                wrong = [{"field": f"metadata.{wanted}", "messages": ["Missing data."]}]
                raise Refused(400, "A validation error occurred.", wrong)
        if "doi" not in draft["pids"]:
            self.reserve(name)
        record = self.drafts.pop(name)
        record["is_published"] = True
        record["links"]["self_html"] = f"{self.address}/records/{name}"
        record["parent"]["pids"] = {"doi": {"identifier": f"10.1234/{record['parent']['id']}"}}
        self.records[name] = record
        return 202, record

    # Search

    def search_own(self, _: bytes, address: str) -> tuple[int, Any]:
        """Search the account's drafts and records."""
        return self.found((*self.drafts.values(), *self.records.values()), address)

    def search(self, _: bytes, address: str) -> tuple[int, Any]:
        """Search what is published."""
        return self.found(tuple(self.records.values()), address)

    def found(self, among: tuple[dict[str, Any], ...], address: str) -> tuple[int, Any]:
        """Find what holds any of the quoted texts as identifier, or has it as its DOI."""
        asked = re.findall(r'"([^"]+)"', parse_qs(urlsplit(address).query)["q"][0])
        hits = [each for each in among if set(asked) & self.known(each)]
        return 200, {"hits": {"hits": [] if self.lags else hits, "total": len(hits)}}

    def known(self, record: dict[str, Any]) -> set[str]:
        """Give what a record is found by."""
        named = {each["identifier"] for each in record["metadata"].get("identifiers", ())}
        dois = (record["pids"].get("doi"), record["parent"].get("pids", {}).get("doi"))
        return named | {each["identifier"] for each in dois if each}

    # Files

    def get_files(self, name: str, *_: Any) -> tuple[int, Any]:
        """List files."""
        if name not in self.files:
            raise Refused(404, "The persistent identifier does not exist.")
        return 200, {"enabled": True, "entries": list(self.files[name].values()), "order": []}

    def begin(self, name: str, body: bytes, _: str) -> tuple[int, Any]:
        """Begin files."""
        self.draft(name)
        held = self.files[name]
        for each in json.loads(body):
            if each["key"] in held:
                raise Refused(400, f"File with key {each['key']} already exists.")
            held[each["key"]] = {"key": each["key"], "status": "pending"}
        return 201, {"entries": list(held.values())}

    def held(self, name: str, key: str) -> dict[str, Any]:
        """Give a file of a draft; 404 where there is none."""
        self.draft(name)
        if key not in self.files[name]:
            raise Refused(404, f"Record '{name}' has no file '{key}'.")
        return self.files[name][key]

    def take(self, name: str, key: str, body: bytes, _: str) -> tuple[int, Any]:
        """Take a file's bytes."""
        file = self.held(name, key)
        if file["status"] == "completed":
            raise Refused(400, "File is complete.")
        file["content"] = body.hex()
        return 200, file

    def commit(self, name: str, key: str, *_: Any) -> tuple[int, Any]:
        """Complete a file."""
        file = self.held(name, key)
        if "content" not in file:
            raise Refused(400, "File has no content.")
        body = bytes.fromhex(file["content"])
        digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
        file |= {"status": "completed", "size": float(len(body)), "checksum": f"md5:{digest}"}
        return 200, file

    def delete(self, name: str, key: str, *_: Any) -> tuple[int, Any]:
        """Take a file out of a draft."""
        self.held(name, key)
        del self.files[name][key]
        return 204, None

    def contents(self, name: str) -> dict[str, bytes]:
        """Give the bytes of every file of a record."""
        return {key: bytes.fromhex(each["content"]) for key, each in self.files[name].items()}


def drop_wrong(metadata: dict[str, Any]) -> dict[str, Any]:
    """Take out what the repository does not take, and give what the answer says of it."""
    wrong = []
    if len(metadata.get("title", "")) < 3:
        wrong.append({"field": "metadata.title", "messages": ["Shorter than minimum length 3."]})
        metadata.pop("title", None)
    if any(each.get("id") not in {None, *LICENSES} for each in metadata.get("rights", ())):
        wrong.append({"field": "metadata.rights", "messages": ["Invalid value."]})
        del metadata["rights"]
    return {"errors": wrong} if wrong else {}


def written(rdm: Rdm) -> list[tuple[Any, ...]]:
    """Give what came: method, address, kind, and the body as JSON or the digest of a file."""
    return [
        (each.method, each.address, each.content_type, read_body(each.content_type, each.body))
        for each in rdm.received
    ]


def read_body(kind: str | None, body: bytes) -> Any:
    """Read what was sent."""
    if kind == "application/octet-stream":
        return f"sha256:{hashlib.sha256(body).hexdigest()}"
    return json.loads(body) if body else None


def told(steps: list[dict[str, Any]], record: str) -> list[tuple[Any, ...]]:
    """Give the same of what a rehearsal told, with the record's identifier filled in."""
    return [
        (
            each["method"],
            each["address"].replace("{id}", record),
            each["headers"].get("Content-Type"),
            each["file"]["sha256"] if each["file"] else each["body"],
        )
        for each in steps
    ]


@contextmanager
def served(rdm: Rdm) -> Iterator[str]:
    """Let a repository answer over HTTP on this machine; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            address = f"{rdm.address}{self.path}"
            status, headers, answer = rdm.answer(self.command, address, dict(self.headers), body)
            sent = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_DELETE = handle_one  # noqa: N815 - the server's names

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    rdm.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(LOOKS_EVERY,))
    thread.start()
    try:
        yield rdm.address
    finally:
        server.shutdown()
        thread.join(60)
        server.server_close()
