"""Parcels for tests: a few files and a ledger, with no release behind them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from pressmark.deposit.parcel import Parcel, read_file
from pressmark.deposit.repository import Repository
from pressmark.deposit.token import Token
from pressmark.public_address import parse_public_address
from pressmark.releases.ledger import Ledger
from tests.deposit.rdm import TOKEN, Rdm

DATACITE: dict[str, Any] = {
    "creators": [{"name": "Brown, Troy", "familyName": "Brown", "givenName": "Troy"}],
    "titles": [{"title": "Small"}],
    "publisher": {"name": "Town of Small"},
    "publicationYear": "2026",
    "version": "1.0.0",
}
FILES = {
    "data/things.csv": "key\na\n",
    "datapackage.json": "{}\n",
    "manifest-sha256.txt": "…\n",
    "rules/one.sql": "select 1\n",
}
DAY = "2026-11-29"


def digest(version: str) -> str:
    """Make up the digest of a version's manifest."""
    return f"sha256:{version.replace('.', '').ljust(64, '0')}"


def make_ledger(folder: Path, *versions: str) -> Ledger:
    """Write a ledger that published some versions."""
    folder.mkdir(exist_ok=True)
    ledger = Ledger(folder, ())
    for each in versions:
        ledger = ledger.append(
            act="published", version=each, date=DAY, manifest=digest(each), files={}
        )
    return ledger


def make_parcel(folder: Path, version: str = "1.0.0", **others: Any) -> Parcel:
    """Write the files of a release and give its parcel; the ledger knows the versions up to it."""
    files = []
    for name, text in FILES.items():
        path = folder / version / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + version, encoding="utf-8")
        files.append(read_file(name, path))
    archive = folder / f"small-{version}.zip"
    archive.write_bytes(version.encode())
    versions = ("1.0.0", "1.1.0", "2.0.0")
    ledger = make_ledger(folder / "releases", *versions[: versions.index(version) + 1])
    parcel = Parcel(
        "small", version, digest(version), tuple(files), read_file(archive.name, archive),
        {**DATACITE, "version": version}, None, ledger, folder / "build",
    )  # fmt: skip
    return replace(parcel, **others)


def speak_to(rdm: Rdm, handle: Any = None, **others: Any) -> Repository:
    """Give a repository in this process to speak with; nothing waits."""

    def answer(request: httpx.Request) -> httpx.Response:
        status, headers, body = rdm.answer(
            request.method, str(request.url), request.headers, request.read()
        )
        content = None if body is None else body
        return httpx.Response(status, headers=headers, json=content)

    client = httpx.Client(transport=httpx.MockTransport(handle or answer))
    address = parse_public_address(rdm.address)
    told = {"wait": lambda _seconds: None, **others}
    return Repository(address, Token("INVENIO_TOKEN", TOKEN), client, **told)
