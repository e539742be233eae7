"""The files of a release against its lists: missing, changed, extra, and what is no plain file."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pressmark.files.manifest import MANIFEST, hash_file, read_manifest
from pressmark.releases.derived import DERIVED_LIST, is_sealed
from pressmark.releases.ledger import Entry
from pressmark.releases.place import Place
from pressmark.releases.sidecars import ACT_NAMES, SIGNATURE
from pressmark.verify.check import Check, judge_check

LINE = re.compile(r"[0-9a-f]{64}  [^\x00-\x1f\x7f\\]+")
ACT = frozenset({*ACT_NAMES, SIGNATURE})


@dataclass(frozen=True)
class FolderContents:
    """What stands below a folder: plain files, folders that hold nothing, and anything else."""

    files: frozenset[str]
    empty: tuple[str, ...]
    other: tuple[str, ...]


def list_below(folder: Path) -> FolderContents:
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


def check_manifest(place: Place) -> Check:
    """Compare a release's folder with its manifest, both ways."""
    path = place.folder / MANIFEST
    if not path.is_file():
        return Check("manifest", "failed", f"there is no {MANIFEST}: is this a release?")
    listed, wrong = read_list(path)
    beside = {MANIFEST} if place.archive else {MANIFEST, *ACT}
    if place.derived == place.folder:
        derived, _ = read_list(place.folder / DERIVED_LIST)
        beside |= {DERIVED_LIST, *derived}
    wrong += list_differences(place.folder, listed, beside)
    wrong += list_beside_package(place)
    wrong += find_twins(listed)
    good = f"{len(listed)} files of the package are there as listed, and no other"
    return judge_check("manifest", good, "the files are not what the manifest lists", wrong)


def list_beside_package(place: Place) -> Iterator[str]:
    """Name what a zip holds beside the folder of its package."""
    if place.archive:
        root = place.archive.unpacked
        for name in sorted(list_below(root).files):
            if not (root / name).is_relative_to(place.folder):
                yield f"extra: {name} stands beside the package"


def check_derived(place: Place) -> Check:
    """Compare the derived files with their list, both ways."""
    if place.derived is None:
        return Check("derived", "note", "no derived files stand here, so none were compared")
    path = place.derived / DERIVED_LIST
    listed, wrong = read_list(path)
    if not is_sealed(path.read_bytes().decode(errors="replace")):
        wrong.append(f"changed: {DERIVED_LIST}")
    beside = {DERIVED_LIST}
    if place.derived == place.folder:
        beside |= list_below(place.folder).files - set(listed)
    wrong += list_differences(place.derived, listed, beside)
    good = f"{len(listed)} derived files are there as listed"
    return judge_check(
        "derived", good, f"the derived files are not what {DERIVED_LIST} lists", wrong
    )


def check_act(place: Place, entry: Entry | None) -> Check:
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
    wrong = list(list_differences(place.folder, listed, list_below(place.folder).files - ACT))
    later = [name for name in wrong if name == f"extra: {SIGNATURE}"]
    wrong = [each for each in wrong if each not in later]
    good = f"{len(listed)} files of the act are those that the ledger names"
    if later:
        good += "; the signature was added later"
    return judge_check("act", good, "files of the act are not those that the ledger names", wrong)


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


def list_differences(folder: Path, listed: dict[str, str], beside: set[str] | frozenset[str]
) -> Iterator[str]:  # fmt: skip
    """Say which files are missing, changed or extra, and what has no place in a release."""
    found = list_below(folder)
    yield from (f"missing: {name}" for name in sorted(set(listed) - found.files))
    for name in sorted(set(listed) & found.files):
        if hash_file(folder / name) != listed[name]:
            yield f"changed: {name}"
    yield from (f"extra: {name}" for name in sorted(found.files - set(listed) - beside))
    yield from (f"extra: {name} is an empty folder" for name in found.empty)
    yield from (f"extra: {name} is no plain file" for name in found.other)


def find_twins(listed: dict[str, str]) -> Iterator[str]:
    """Name files that are one on machines that do not tell upper from lower case."""
    seen: dict[str, str] = {}
    for name in listed:
        other = seen.setdefault(PurePosixPath(name).as_posix().casefold(), name)
        if other != name:
            yield f"two names for one file where case does not count: {other}, {name}"
