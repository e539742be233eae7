"""Which record a release has at each repository, kept in `build/deposits/`: a help to go on.

The repository is asked, too; but what was made a moment ago its search does not find yet.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pressmark.deposit.parcel import Parcel
from pressmark.errors import PressmarkError, explain_failure
from pressmark.files.staging import lock_folder, write_whole
from pressmark.package.documents import read_document

Notes = dict[str, dict[str, str]]
"""By the address of a repository: `record`, its identifier there, and the release's `manifest`."""


def note_place(parcel: Parcel) -> Path:
    """Give the file that holds the notes on a release; it is no part of the release."""
    return parcel.build / "deposits" / f"{parcel.version}.json"


@contextmanager
def lock_notes(parcel: Parcel) -> Iterator[None]:
    """Let one deposit at a time go on: two at once would make two drafts. MachineError."""
    folder = note_place(parcel).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with lock_folder(folder, "another deposit is being made"):
            yield
    except OSError as error:
        raise explain_failure(error, str(folder)) from None


def read_notes(parcel: Parcel) -> Notes:
    """Read the notes; none where there are none, or where they are not what was written."""
    place = note_place(parcel)
    if not place.is_file():
        return {}
    try:
        found = read_document(place, str(place))
    except PressmarkError:
        return {}
    return {
        address: each
        for address, each in found.items()
        if isinstance(each, dict) and all(isinstance(text, str) for text in each.values())
    }


def find_noted(parcel: Parcel, address: str) -> str | None:
    """Give the record that was made of this very release at a repository, as it is noted."""
    noted = read_notes(parcel).get(address, {})
    return noted.get("record") if noted.get("manifest") == parcel.manifest else None


def note_record(parcel: Parcel, address: str, record: str) -> None:
    """Note the record that was made of a release at a repository. MachineError."""
    noted = {"record": record, "manifest": parcel.manifest}
    text = json.dumps({**read_notes(parcel), address: noted}, indent=2) + "\n"
    write_whole(note_place(parcel), text)
