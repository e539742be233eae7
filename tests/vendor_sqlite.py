"""SQLite's own WebAssembly build, as the repository keeps it: `python -m tests.vendor_sqlite`.

It is fetched by the name of its package with npm, compared with the digests in `sha256.txt`, and
put in place only if every file is the same.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from pressmark.site.own_files import STATIC_FILES

PLACE = STATIC_FILES / "sqlite"


def read_table() -> tuple[str, list[tuple[str, str, str]]]:
    """Give the package with its version, and of each file its digest, its name and its origin."""
    head, *lines = (PLACE / "sha256.txt").read_text("utf-8").splitlines()
    _, name, version, *_ = head.replace(",", "").split()
    rows = [line.split() for line in lines]
    return f"{name}@{version}", [(digest, file, origin) for digest, file, origin in rows]


def find_other(contents: dict[str, bytes]) -> list[str]:
    """Name the files whose content is not the one whose digest the table holds."""
    return [
        file for digest, file, _ in read_table()[1]
        if hashlib.sha256(contents.get(file, b"")).hexdigest() != digest
    ]  # fmt: skip


def fetch(folder: Path) -> dict[str, bytes]:
    """Fetch the package and give the files of the table, as they are in it."""
    package, rows = read_table()
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as opened:
        members = {file: opened.extractfile(f"package/{origin}") for _, file, origin in rows}
        return {file: each.read() for file, each in members.items() if each}


def main() -> int:
    """Fetch, compare, and put in place; 1 where a file is another."""
    with tempfile.TemporaryDirectory() as folder:
        contents = fetch(Path(folder))
    other = find_other(contents)
    if other:
        sys.stderr.write(f"not the same as in {PLACE / 'sha256.txt'}: {', '.join(other)}\n")
        return 1
    for file, content in contents.items():
        (PLACE / file).write_bytes(content)
    sys.stdout.write(f"{read_table()[0]}: {len(contents)} files are the same\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
