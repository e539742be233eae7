"""The files of a release against its lists: missing, changed, extra, and what is no plain file."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pressmark.files.manifest import MANIFEST, read_manifest, sha256_of
from pressmark.releases.derived import DERIVED_LIST, is_sealed
from pressmark.releases.ledger import Entry
from pressmark.releases.place import Place
from pressmark.releases.sidecars import ACT_NAMES, SIGNATURE
from pressmark.verify.check import Check, judged

LINE = re.compile(r"[0-9a-f]{64}  [^\x00-\x1f\x7f\\]+")
ACT = frozenset({*ACT_NAMES, SIGNATURE})


@dataclass(frozen=True)
class FolderContents:
    """What stands below a folder: plain files, folders that hold nothing, and anything else."""

    files: frozenset[str]
    empty: tuple[str, ...]
    other: tuple[str, ...]


def found_below(folder: Path) -> FolderContents:
    """List what stands below a folder, following no link."""
    files, empty, other = [], [], []
    for where, folders, names in os.walk(folder):
        here = Path(where).relative_to(folder)
        for name in (*folders, *names):
            mode = (folder / here / name).lstat().st_mode
            if stat.S_ISREG(mode):
                files.append((here / name).as_posix())
            elif not stat.S_ISDIR(mode):
                other.append((here / name).as_posix())
        if not folders and not names and here.parts:
            empty.append(here.as_posix())
    return FolderContents(frozenset(files), tuple(sorted(empty)), tuple(sorted(other)))


def manifest_check(place: Place) -> Check:
    """Compare a release's folder with its manifest, both ways."""
    path = place.folder / MANIFEST
    if not path.is_file():
        return Check("manifest", "failed", f"there is no {MANIFEST}: is this a release?")
    listed, wrong = read_list(path)
    beside = {MANIFEST} if place.archive else {MANIFEST, *ACT}
    if place.derived == place.folder:
        derived, _ = read_list(place.folder / DERIVED_LIST)
        beside |= {DERIVED_LIST, *derived}
    wrong += differences(place.folder, listed, beside)
    wrong += beside_package(place)
    wrong += twins(listed)
    good = f"{len(listed)} files of the package are there as listed, and no other"
    return judged("manifest", good, "the files are not what the manifest lists", wrong)


def beside_package(place: Place) -> Iterator[str]:
    """Name what a zip holds beside the folder of its package."""
    if place.archive:
        root = place.archive.unpacked
        for name in sorted(found_below(root).files):
            if not (root / name).is_relative_to(place.folder):
                yield f"extra: {name} stands beside the package"


def derived_check(place: Place) -> Check:
    """Compare the derived files with their list, both ways."""
    if place.derived is None:
        return Check("derived", "note", "no derived files stand here, so none were compared")
    path = place.derived / DERIVED_LIST
    listed, wrong = read_list(path)
    if not is_sealed(path.read_bytes().decode(errors="replace")):
        wrong.append(f"changed: {DERIVED_LIST}")
    beside = {DERIVED_LIST}
    if place.derived == place.folder:
        beside |= found_below(place.folder).files - set(listed)
    wrong += differences(place.derived, listed, beside)
    good = f"{len(listed)} derived files are there as listed"
    return judged("derived", good, f"the derived files are not what {DERIVED_LIST} lists", wrong)


def act_check(place: Place, entry: Entry | None) -> Check:
    """Compare the files of the act with what the ledger says of them."""
    there = sorted(name for name in ACT if (place.folder / name).is_file())
    if place.archive:
        return Check("act", "note", "a zip holds the package alone: no report, no provenance")
    if entry is None:
        sentence = (
            "without a ledger nothing protects the files of the act "
            f"({', '.join(there)}): get index.json from the publisher, or check a signature"
        )
        return Check("act", "note", sentence)
    listed = {name: digest.removeprefix("sha256:") for name, digest in entry.files.items()}
    wrong = list(differences(place.folder, listed, found_below(place.folder).files - ACT))
    later = [name for name in wrong if name == f"extra: {SIGNATURE}"]
    wrong = [each for each in wrong if each not in later]
    good = f"{len(listed)} files of the act are those that the ledger names"
    if later:
        good += "; the signature was added later"
    return judged("act", good, "files of the act are not those that the ledger names", wrong)


def read_list(path: Path) -> tuple[dict[str, str], list[str]]:
    """Read a list strictly: each file's digest by its name, and what is wrong with the list."""
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        return {}, [f"changed: {path.name} is not UTF-8"]
    listed = read_manifest(text)
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    sound = text.endswith("\n") and all(LINE.fullmatch(line) for line in lines)
    sound = sound and list(listed) == sorted(listed) and len(listed) == len(lines)
    return listed, [] if sound else [f"changed: {path.name} is not written as a list is"]


def differences(folder: Path, listed: dict[str, str], beside: set[str] | frozenset[str]
) -> Iterator[str]:  # fmt: skip
    """Say which files are missing, changed or extra, and what has no place in a release."""
    found = found_below(folder)
    yield from (f"missing: {name}" for name in sorted(set(listed) - found.files))
    for name in sorted(set(listed) & found.files):
        if sha256_of(folder / name) != listed[name]:
            yield f"changed: {name}"
    yield from (f"extra: {name}" for name in sorted(found.files - set(listed) - beside))
    yield from (f"extra: {name} is an empty folder" for name in found.empty)
    yield from (f"extra: {name} is no plain file" for name in found.other)


def twins(listed: dict[str, str]) -> Iterator[str]:
    """Name files that are one on machines that do not tell upper from lower case."""
    seen: dict[str, str] = {}
    for name in listed:
        other = seen.setdefault(PurePosixPath(name).as_posix().casefold(), name)
        if other != name:
            yield f"two names for one file where case does not count: {other}, {name}"
