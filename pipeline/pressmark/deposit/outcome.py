"""What a deposit sends, step by step, and what came of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from pressmark.deposit.parcel import ParcelFile
from pressmark.words import make_visible, phrase_count, phrase_size

State = Literal["rehearsed", "draft", "published", "deposited", "unchanged"]


@dataclass(frozen=True)
class Sending:
    """One thing that is sent: where to and how, with a body in JSON or with a file.

    The address of a record that is not there yet holds `{id}`. No token is in any step.
    """

    method: str
    address: str
    body: Any = None
    file: ParcelFile | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        """The address as messages name it: without the question that stands behind it."""
        return self.address.partition("?")[0]

    def document(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {
            "method": self.method,
            "address": self.address,
            "headers": dict(self.headers),
            "body": self.body,
            "file": self.file.document() if self.file else None,
        }

    def lines(self) -> Iterator[str]:
        """Give it for people: method and address, and below them what is sent."""
        yield make_visible(f"{self.method} {self.address}")
        yield from (make_visible(f"  {name}: {value}") for name, value in self.headers)
        if self.body is not None:
            text = json.dumps(self.body, ensure_ascii=False, indent=2)
            yield from (f"  {make_visible(line)}" for line in text.splitlines())
        if self.file:
            size = phrase_size(self.file.size)
            yield f"  {make_visible(self.file.name)} ({size}, sha256:{self.file.sha256})"


@dataclass(frozen=True)
class Deposited:
    """What came of a deposit: where it is, in which state, and what was sent, or would be.

    `record`, `doi` and `concept_doi` are a repository's. `head` is that of the ledger, where the
    DOI was noted in it. `remarks` are sentences for whoever deposits.
    """

    place: str
    version: str
    state: State
    steps: tuple[Sending, ...]
    record: str | None = None
    page: str | None = None
    doi: str | None = None
    concept_doi: str | None = None
    head: str | None = None
    remarks: tuple[str, ...] = field(default=())

    def document(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {
            "place": self.place,
            "version": self.version,
            "state": self.state,
            "record": self.record,
            "page": self.page,
            "doi": self.doi,
            "concept_doi": self.concept_doi,
            "head": self.head,
            "steps": [each.document() for each in self.steps],
            "remarks": list(self.remarks),
        }

    def lines(self) -> Iterator[str]:
        """Give it for people; what would be sent is listed, what was sent is counted."""
        if self.state == "rehearsed":
            for step in self.steps:
                yield from step.lines()
            left = phrase_count(len(self.steps), "step") if self.steps else "no step"
            yield make_visible(f"nothing was sent; {left} would be taken at {self.place}")
            return
        yield make_visible(f"{self.version} {SENTENCES[self.state]} {self.place}")
        told = (("page", self.page), ("DOI", self.doi), ("DOI of all versions", self.concept_doi))
        yield from (make_visible(f"{name} {value}") for name, value in told if value)
        if self.head:
            yield f"the DOI is noted; the ledger's head is {self.head}"


SENTENCES: dict[State, str] = {
    "draft": "is a draft, not published, at",
    "published": "is published at",
    "deposited": "is deposited in",
    "unchanged": "stood there already, with the same files:",
}
"""What is said of each state, before the place."""
