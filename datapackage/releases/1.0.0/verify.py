"""Check the files of a release against its manifest, with nothing but Python 3.

Run it in the folder of the release: `python3 verify.py`. It says which files are missing, changed
or extra, and exits 1 if any is. The digest it prints last is the one that citations give.
"""

import hashlib
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
MANIFEST = "manifest-sha256.txt"
DERIVED = "derived-sha256.txt"
BESIDE = {
    MANIFEST,
    DERIVED,
    MANIFEST + ".sig",
    "verify.py",
    "report.json",
    "report.html",
    "CHANGES.md",
    "changes.csv",
    "provenance.json",
}


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


def main() -> int:
    """Compare both ways: what the manifest lists, and what is there."""
    listed = read(MANIFEST) | read(DERIVED)
    found = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    wrong = [f"missing: {name}" for name in sorted(set(listed) - found)]
    wrong += [f"extra: {name}" for name in sorted(found - set(listed) - BESIDE)]
    wrong += [
        f"changed: {name}"
        for name in sorted(set(listed) & found)
        if sha256(FOLDER / name) != listed[name]
    ]
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(f"{len(listed)} files, {len(wrong)} wrong\n")
    sys.stdout.write(f"manifest sha256:{sha256(FOLDER / MANIFEST)}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
