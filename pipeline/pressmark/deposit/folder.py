"""A release → a folder below another one, whole or not there; what stands there is compared."""

import os
import shutil
from pathlib import Path

from pressmark.deposit.outcome import Deposited, Sending
from pressmark.deposit.parcel import Parcel, ParcelFile
from pressmark.errors import MachineError, ReleaseError, explain_failure
from pressmark.files import disk
from pressmark.files.holding import clear_interrupted, make_beside
from pressmark.files.manifest import hash_file
from pressmark.files.staging import make_durable


def deposit_in_folder(parcel: Parcel, output: Path, *, rehearse: bool) -> Deposited:
    """Copy a release into a folder of its version below `output`.

    Every copy is proven before the folder has its name. ReleaseError where a folder stands there
    that does not hold the same, or it would stand among the releases themselves; MachineError where
    the disk refuses.
    """
    place = output / parcel.version
    refuse_releases(parcel, place)
    steps = tuple(Sending("WRITE", str(place / each.name), file=each) for each in parcel.everything)
    if place.exists() or place.is_symlink():
        refuse_difference(parcel, place)
        return Deposited(str(place), parcel.version, "rehearsed" if rehearse else "unchanged", ())
    if rehearse:
        return Deposited(str(place), parcel.version, "rehearsed", steps)
    with make_beside(place) as fresh:
        try:
            for each in parcel.everything:
                copy_exactly(each, fresh / each.name)
            make_durable(fresh)
            if place.exists():
                raise ReleaseError(str(place), "was made meanwhile", "call again to compare it")
            disk.move(fresh, place)
        except OSError as error:
            raise explain_failure(error, str(place)) from None
    clear_interrupted(output)
    return Deposited(str(place), parcel.version, "deposited", steps)


def refuse_releases(parcel: Parcel, place: Path) -> None:
    """Refuse a place among the releases themselves, which never change: ReleaseError."""
    # Unlike `Path.resolve` it follows a circle of links no further than once.
    real = Path(os.path.realpath(place))
    if real.is_relative_to(parcel.ledger.folder.resolve()):
        right = "name a folder outside of them with --output"
        raise ReleaseError(str(place), "stands among the releases, which never change", right)


def copy_exactly(file: ParcelFile, place: Path) -> None:
    """Copy a file; MachineError where the copy has not its digest."""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file.path, place)
    if hash_file(place) != file.sha256:
        raise MachineError(str(file.path), "changed while it was copied", "try again")


def refuse_difference(parcel: Parcel, place: Path) -> None:
    """Refuse a place that does not hold every file of the release as it is: ReleaseError."""
    wrong = []
    for each in parcel.everything:
        there = place / each.name
        if not there.is_file():
            wrong.append(f"{each.name}: is not there")
        elif there.stat().st_size != each.size or hash_file(there) != each.sha256:
            wrong.append(f"{each.name}: is another file")
    if wrong:
        right = "name another folder with --output; nothing that stands there is overwritten"
        raise ReleaseError(str(place), "holds other files", right, lines=wrong[:10])
