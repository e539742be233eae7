"""What was derived of a release before records were taken out of it: it goes, whoever reads it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from pressmark.files.holding import list_standing
from pressmark.files.manifest import MANIFEST, hash_file
from pressmark.releases.derived import DERIVED_LIST, was_derived

CURRENT = "current"
"""What `serve` builds of the records themselves, as they are now."""


def remove_outdated(build: Path, releases: Path, versions: tuple[str, ...]) -> tuple[Path, ...]:
    """Remove every derived folder of some versions that is not of their package as it is now.

    Those that a server holds are removed, too: what it has open it keeps until it has read anew.
    What was built of the records goes as well. Gives what was removed.
    """
    found = [
        place
        for version in versions
        for place in list_standing(build / "releases" / version)
        if was_derived(place) and not is_of(place, releases / version)
    ]
    found += [each for each in list_standing(build / CURRENT) if (each / DERIVED_LIST).is_file()]
    for place in found:
        shutil.rmtree(place)
    return tuple(found)


def is_of(derived: Path, release: Path) -> bool:
    """Whether derived files are those of a release as it stands."""
    path = derived / DERIVED_LIST
    if not path.is_file():
        return False
    first, _, _ = path.read_text("utf-8", "replace").partition("\n")
    return first.endswith(f" sha256:{hash_file(release / MANIFEST)}")


def list_texts(project: Path, releases: Path) -> Iterator[Path]:
    """Give every file that people write in a project: none of its releases, nor what is made."""
    kept = [project / "datapackage", project / "schemas"]
    for path in sorted(each for folder in kept for each in folder.rglob("*")):
        if path.is_file() and not path.resolve().is_relative_to(releases.resolve()):
            yield path
