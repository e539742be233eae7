"""Records of which a checkout changed more than the ends of lines: cells that hold several lines.

The line ends between records are no part of the data, those inside a quoted cell are. A git with
`core.autocrlf` writes CRLF for both, and a release would publish values that nobody wrote.
"""

from pathlib import Path

from pressmark.errors import ReleaseError
from pressmark.package import Package
from pressmark.releases.sidecars.provenance import ask_git

PIECE = 1 << 20
RIGHT = (
    "write the line `* -text` into .gitattributes beside the records, commit it, delete these "
    "files, and bring them back with `git checkout -- .`"
)


def refuse_converted_cells(package: Package, released: Package) -> None:
    """Stop where cells of a project hold CRLF that git wrote in place of its own line feeds.

    `released` is the package with its canonical CSV, in which only cells have other line ends.
    """
    if package.releases is None:
        return
    paths = tuple(path for table in package.tables for path in table.paths)
    changed = find_converted(package.root, paths)
    written = {table.name: table.paths for table in released.tables}
    for table in package.tables:
        names = {path.relative_to(package.root).as_posix() for path in table.paths} & changed
        if names and any(map(holds_crlf, written[table.name])):
            raise ReleaseError(
                ", ".join(sorted(names)),
                "git holds line feeds where this checkout has CRLF (core.autocrlf), also inside "
                "quoted cells, whose values that changes",
                RIGHT,
            )


def find_converted(root: Path, paths: tuple[Path, ...]) -> set[str]:
    """Name the files that git keeps with line feeds, and that have CRLF here."""
    names = [path.relative_to(root).as_posix() for path in paths]
    found = ask_git(root, "ls-files", "--eol", "-z", "--", *names)
    pairs = (line.split("\t", 1) for line in (found or "").split("\0") if line)
    return {name for state, name in pairs if state.split()[:2] == ["i/lf", "w/crlf"]}


def holds_crlf(path: Path) -> bool:
    """Whether CRLF stands anywhere in a file."""
    with path.open("rb") as file:
        last = b""
        while piece := file.read(PIECE):
            if b"\r\n" in last + piece:
                return True
            last = piece[-1:]
    return False
