"""The SQL files of a package, and the files of areas that parts of its pages name."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from pressmark.errors import ProjectError
from pressmark.package.documents import read_text
from pressmark.package.paths import LONGEST_QUOTE, display, resolve_inside
from pressmark.package.statement import Statement, read_statement
from pressmark.words import find_nearest, shorten

SHAPES = "shapes"
"""The heading by which a part of a page names the file of the areas that its map shows."""
LARGEST_SHAPES = 8_000_000


def list_sql_files(root: Path, folder: str) -> list[str]:
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
        path = resolve_inside(root, written, display(root))
        text = read_text(path, display(path), any_line_ends=authored)
        yield read_statement(path.stem, display(path), text)


def read_shapes(root: Path, pages: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    """Read the files of areas that pages name, each once, as they are written."""
    seen = set()
    for page in pages:
        written = page.heading(SHAPES)
        if written and written not in seen:
            seen.add(written)
            path = resolve_inside(root, written, page.place_of(SHAPES))
            refuse_missing(path, written, page.place_of(SHAPES))
            yield written, read_text(path, display(path), most=LARGEST_SHAPES)


def refuse_missing(path: Path, written: str, place: str) -> None:
    """Refuse a file that is not there, with the nearest beside it."""
    if path.exists():
        return
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    near = find_nearest(path.name, sorted(each.name for each in beside))
    right = f"did you mean {near}?" if near else "check its name and folder"
    wrong = f"names the file {shorten(written, LONGEST_QUOTE)!r}, and there is no such file"
    raise ProjectError(place, wrong, right)
