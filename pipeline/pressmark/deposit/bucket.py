"""A release → objects of a bucket, each made once and never overwritten."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pressmark.deposit.outcome import Deposited, Sending
from pressmark.deposit.parcel import Parcel, ParcelFile
from pressmark.errors import ProjectError, ReleaseError, list_first

LARGEST = 5_000_000_000
"""Bytes that S3 takes in one request; of what comes in parts it keeps no sha256 of the whole."""
CREATE_ONLY = (("If-None-Match", "*"),)


@dataclass(frozen=True)
class ObjectThere:
    """An object that stands in a bucket: its bytes, and its sha256 in hex where that is kept."""

    size: int
    sha256: str | None = None


class Objects(Protocol):
    """The objects of one bucket, by their names; ProjectError or MachineError where they fail."""

    def look(self, key: str) -> ObjectThere | None:
        """Give what is told of an object; None where there is none."""

    def read(self, key: str) -> Iterator[bytes]:
        """Give the bytes of an object, in pieces."""

    def make(self, key: str, file: ParcelFile) -> bool:
        """Make an object of a file; False where one stands there, which stays."""


@dataclass(frozen=True)
class Bucket:
    """A bucket by its name, what stands before each object's name, and its objects."""

    name: str
    prefix: str
    objects: Objects

    def place(self, parcel: Parcel) -> str:
        """Give the address below which a release stands."""
        return self.address("/".join(filter(None, (self.prefix, parcel.version))))

    def key(self, parcel: Parcel, file: ParcelFile) -> str:
        """Give the name of an object: as in the release, below the version."""
        return "/".join(filter(None, (self.prefix, parcel.version, file.name)))

    def address(self, key: str) -> str:
        """Give the address of an object."""
        return f"s3://{self.name}/{key}"


def deposit_in_bucket(
    parcel: Parcel, bucket: Bucket, *, rehearse: bool, tell: Callable[[str], None]
) -> Deposited:
    """Put every file of a release into a bucket that does not stand there yet.

    What stands there is compared before anything is sent. ReleaseError where it is another file;
    ProjectError where the bucket refuses, MachineError where it cannot be reached.
    """
    place = bucket.place(parcel)
    refuse_large(parcel, place)
    lacking = list_lacking(parcel, bucket)
    steps = tuple(
        Sending("PUT", bucket.address(bucket.key(parcel, each)), file=each, headers=CREATE_ONLY)
        for each in lacking
    )
    if rehearse:
        return Deposited(place, parcel.version, "rehearsed", steps)
    for number, each in enumerate(lacking, start=1):
        tell(f"{number} of {len(lacking)}: PUT {each.name}")
        make(bucket, bucket.key(parcel, each), each)
    return Deposited(place, parcel.version, "deposited" if steps else "unchanged", steps)


def refuse_large(parcel: Parcel, place: str) -> None:
    """Refuse files that S3 does not take at once: ProjectError."""
    large = [each.name for each in parcel.everything if each.size > LARGEST]
    if large:
        wrong = f"{large[0]} has more than {LARGEST:,} bytes, which is more than S3 takes at once"
        raise ProjectError(place, wrong, "deposit in a folder, and copy that")


def list_lacking(parcel: Parcel, bucket: Bucket) -> list[ParcelFile]:
    """Give the files that do not stand there; ReleaseError where others stand in their places."""
    lacking, wrong = [], []
    for each in parcel.everything:
        there = bucket.objects.look(key := bucket.key(parcel, each))
        if there is None:
            lacking.append(each)
        elif not is_same(bucket, key, each, there):
            wrong.append(f"{each.name}: is another file")
    if wrong:
        right = "name another --prefix; nothing that stands there is overwritten"
        raise ReleaseError(
            bucket.place(parcel), "holds other files", right, lines=list_first(wrong)
        )
    return lacking


def is_same(bucket: Bucket, key: str, file: ParcelFile, there: ObjectThere) -> bool:
    """Whether an object is a file; where the bucket keeps no sha256 of it, the object is read."""
    if there.size != file.size:
        return False
    if there.sha256 is not None:
        return there.sha256 == file.sha256
    digest = hashlib.sha256()
    for piece in bucket.objects.read(key):
        digest.update(piece)
    return digest.hexdigest() == file.sha256


def make(bucket: Bucket, key: str, file: ParcelFile) -> None:
    """Make an object; ReleaseError where somebody else made another meanwhile."""
    if bucket.objects.make(key, file):
        return
    there = bucket.objects.look(key)
    if there is None or not is_same(bucket, key, file, there):
        right = "call again, or name another --prefix"
        raise ReleaseError(bucket.address(key), "was made meanwhile as another file", right)
