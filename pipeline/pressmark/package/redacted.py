"""What a release keeps of records that were taken out of it: tombstones, and none of their bytes.

`docs/how-to/redact.md` tells what a tombstone is for, and what its digests give away.
"""

import csv
import hashlib
import io
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pressmark.package.own_values import Count, Digest, Text

Day = Annotated[str, Field(pattern=r"^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$")]


class Tombstone(BaseModel):
    """One record that was taken out: its leaf, the digest of that, when it was done, and why.

    `leaf` is its position among the leaves of the table as it was published: the first record is 1.
    `digest` is the hash of the leaf, of which the tree is made; `key` that of the primary key (see
    `hash_key`), None where the table has none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    leaf: Count
    digest: Digest
    key: Digest | None = None
    date: Day
    reason: Text

    @property
    def hash(self) -> bytes:
        """The hash of the leaf."""
        return bytes.fromhex(self.digest.removeprefix("sha256:"))


class Redacted(BaseModel):
    """What was taken out of a table, and the path and the digest of the file that was published.

    Of a table in several files these are their folder and the digest of all, and `parts` says how
    many there were.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    path: Text
    hash: Digest
    parts: Annotated[int, Field(ge=2)] | None = None
    records: Annotated[tuple[Tombstone, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def leaves_in_order(self) -> Self:
        """Refuse tombstones that are not sorted by their leaves, each once."""
        leaves = [each.leaf for each in self.records]
        if leaves != sorted(set(leaves)):
            message = "names leaves that are not in their order, each once"
            raise ValueError(message)
        return self

    @property
    def hashes(self) -> dict[int, bytes]:
        """The hashes of the leaves that are not there any more, by their positions."""
        return {each.leaf: each.hash for each in self.records}

    def find(self, table: str, key: Iterable[str]) -> Tombstone | None:
        """Give the tombstone of the record that had a primary key in the table of that name."""
        digest = hash_key(table, key)
        return next((each for each in self.records if each.key == digest), None)


def hash_key(table: str, key: Iterable[str]) -> str:
    """Give the digest of a primary key: of the table's name and LF, then its line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(key)
    text = f"{table}\n{line.getvalue()}"
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
