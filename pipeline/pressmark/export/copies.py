"""Downloads: each with the digest that its release gives, and what the site makes of tables."""

import shutil
from pathlib import Path

from pressmark.errors import MachineError, explain_failure
from pressmark.export.in_process import OK, SiteApp, ask_site
from pressmark.export.places import FilePlaces
from pressmark.export.placing import make_place
from pressmark.files.manifest import hash_file
from pressmark.site.downloads.served_release import ServedFile
from pressmark.site.downloads.watched import ChangedError
from pressmark.validate import Progress

COPYING = "Copying downloads"


async def copy_downloads(
    app: SiteApp, places: FilePlaces, folder: Path, progress: Progress
) -> None:
    """Copy every download into a folder. MachineError where a file is not what it was."""
    for number, (file, source) in enumerate(places.copies):
        progress(COPYING, number, number, len(places.copies))
        place = make_place(folder, file)
        if isinstance(source, ServedFile):
            copy_exactly(source, place)
        else:
            await write_answer(app, source, place)


def copy_exactly(file: ServedFile, place: Path) -> None:
    """Copy a file; what arrives has the digest that stands on the page of its release."""
    try:
        shutil.copyfile(file.unchanged(), place)
    except ChangedError:
        raise MachineError(str(file.path), "changed while it was exported", "try again") from None
    except OSError as error:
        raise explain_failure(error, str(place)) from None
    if hash_file(place) != file.sha256:
        wrong = f"has not the digest {file.sha256} any more"
        raise MachineError(str(file.path), wrong, "build the release again")


async def write_answer(app: SiteApp, address: str, place: Path) -> None:
    """Write what the site answers at an address, piece by piece."""
    with place.open("wb") as written:
        answer = await ask_site(app, address, written.write)
    if answer.status != OK:
        wrong = f"the site could not make this file (status {answer.status})"
        raise MachineError(address, wrong, "try again; what was written is removed")
