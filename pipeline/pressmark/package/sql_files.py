"""The SQL files of a package, and the files of areas that parts of its pages name."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from pressmark.errors import ProjectError
from pressmark.package.documents import read_text
from pressmark.package.paths import display, inside
from pressmark.package.statement import Statement, read_statement

SHAPES = "shapes"
"""The heading by which a part of a page names the file of the areas that its map shows."""
LARGEST_SHAPES = 8_000_000


def sql_files(root: Path, folder: str) -> list[str]:
    """List the SQL files of a folder, sorted by name; editors keep hidden ones of their own."""
    found = (root / folder).glob("*.sql")
    return sorted(f"{folder}/{path.name}" for path in found if not path.name.startswith("."))


def read_statements(
    root: Path, paths: Sequence[str], *, authored: bool = False
) -> Iterator[Statement]:
    """Read SQL files, named by their file names; what is `authored` may have any line ends."""
    names = [PurePosixPath(written).stem for written in paths]
    for name, written in zip(names, paths, strict=True):
        if names.count(name) > 1:
            raise ProjectError(display(root), f"two SQL files are named {name!r}", "rename one")
        path = inside(root, written, display(root))
        text = read_text(path, display(path), any_line_ends=authored)
        yield read_statement(path.stem, display(path), text)


def read_shapes(root: Path, pages: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    """Read the files of areas that pages name, each once, as they are written."""
    for written in dict.fromkeys(each.heading(SHAPES) for each in pages):
        if written:
            place = next(each.place for each in pages if each.heading(SHAPES) == written)
            path = inside(root, written, place)
            yield written, read_text(path, display(path), most=LARGEST_SHAPES)
