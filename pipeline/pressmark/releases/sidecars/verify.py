"""Check the files of a release against its manifest, with nothing but Python 3.

Run it in the folder of the release: `python3 verify.py`. It says which files are missing, changed
or extra, and exits 1 if any is. Where the ledger (`index.json`) stands in the folder above, its
chain and the files that it names are checked too, and the chain of a ledger that was merged into
it. The digests that it prints last are those that citations give.
"""

import hashlib
import json
import os
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

FOLDER = pathlib.Path(__file__).resolve().parent
LEDGER = FOLDER.parent / "index.json"
MANIFEST = "manifest-sha256.txt"
DERIVED = "derived-sha256.txt"
BESIDE = {MANIFEST, DERIVED, MANIFEST + ".sig", "verify.py", "report.json", "report.html",
          "CHANGES.md", "changes.csv", "changes.parquet", "provenance.json"}  # fmt: skip


def sha256(path: pathlib.Path) -> str:
    """Give the sha256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read(name: str) -> dict[str, str]:
    """Read a list of files and their sha256; a list that is not there lists nothing."""
    if name == DERIVED and not (FOLDER / name).exists():
        return {}
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("  ", 1) for line in lines if not line.startswith("#"))
    return {path: digest for digest, path in pairs}


def there() -> set[str]:
    """Name every file below the folder, and what has no place there: links, empty folders."""
    found = set()
    for where, folders, names in os.walk(FOLDER):
        paths = [pathlib.Path(where, name) for name in names]
        paths += [path for name in folders if (path := pathlib.Path(where, name)).is_symlink()]
        paths += [] if folders or names else [pathlib.Path(where)]
        found |= {path.relative_to(FOLDER).as_posix() for path in paths}
    return found


def digest_of(entry: dict[str, Any]) -> str:
    """Give the digest by which an entry of the ledger is named."""
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def formerly(entry: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Give an entry as it stood in each ledger it was merged from, with the digest it had there."""
    while "mergedFrom" in entry:
        told = dict(entry["mergedFrom"])
        digest = told.pop("digest")
        entry = {name: each for name, each in entry.items() if name != "mergedFrom"} | told
        yield entry, digest


def by_ledger() -> tuple[dict[str, str], list[str]]:
    """Give the files that the ledger names for this manifest, and what is wrong with its chain."""
    if not LEDGER.exists():
        return {}, []
    manifest = "sha256:" + sha256(FOLDER / MANIFEST)
    known: set[str | None] = {None}
    previous, files, wrong, merged = None, None, [], {}
    for entry in json.loads(LEDGER.read_text(encoding="utf-8"))["entries"]:
        if entry["previous"] != previous:
            wrong.append("changed: index.json, whose entries do not follow from each other")
        previous = digest_of(entry)
        for former, digest in formerly(entry):
            if digest_of(former) != digest or former["previous"] not in known:
                wrong.append("changed: index.json, whose merged entries do not follow")
            merged[digest] = former["previous"]
        known |= {previous, *merged}
        if entry["act"] == "published" and entry["manifest"] == manifest:
            files = {name: each.split(":")[1] for name, each in entry["files"].items()}
    sys.stdout.write(f"ledger {previous}\n")
    for head in sorted(set(merged) - set(merged.values())):
        sys.stdout.write(f"ledger {head}, merged into it\n")
    return files or {}, wrong + ([] if files is not None else ["not in the ledger: this manifest"])


def main() -> int:
    """Compare both ways: what is listed, and what is there."""
    act, wrong = by_ledger()
    listed = read(MANIFEST) | read(DERIVED) | act
    found = there()
    wrong += [f"missing: {name}" for name in sorted(set(listed) - found)]
    wrong += [f"extra: {name}" for name in sorted(found - set(listed) - BESIDE)]
    wrong += [
        f"changed: {name}"
        for name in sorted(set(listed) & found)
        if (FOLDER / name).is_symlink() or sha256(FOLDER / name) != listed[name]
    ]
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(f"{len(listed)} files, {len(wrong)} wrong\n")
    sys.stdout.write(f"manifest sha256:{sha256(FOLDER / MANIFEST)}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
