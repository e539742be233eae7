"""The files that words of a command name: paths, patterns such as `data/**/*.csv`, `-`."""

import glob
import gzip
import io
import shutil
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pressmark.errors import ProjectError, rename_in_errors
from pressmark.files.staging import make_scratch
from pressmark.infer.no_table import JSON
from pressmark.infer.table_files import refuse_repeated
from pressmark.intake import Limits

STDIN = Path("-")
SAID_OF_STDIN = "standard input"
LOOKED_AT = 65_536
MOST_FILES = Limits().tables
ENDINGS: tuple[tuple[bytes, str], ...] = ((b"PAR1", ".parquet"), (b"\xd0\xcf\x11\xe0", ".xls"))
"""How files that are no text begin, and how their names end."""
IN_A_ZIP: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", ".xlsx"),
    ("xl/workbook.bin", ".xlsb"),
    ("content.xml", ".ods"),
)
"""What a zip holds that is a workbook, and how the name of that ends."""


@dataclass(frozen=True)
class NamedFiles:
    """Files that somebody named; `places` says what those are called that they named otherwise."""

    paths: tuple[Path, ...]
    places: Mapping[Path, str] = field(default_factory=dict)


@contextmanager
def find_named_files(words: Sequence[Path]) -> Iterator[NamedFiles]:
    """Give the files that words name, in their order, those of a pattern by name, for a block.

    What stdin holds is kept in a file that is gone afterwards. ProjectError where a pattern or a
    word names nothing that there is, or a file is named twice.
    """
    paths = tuple(chain.from_iterable(map(find_matching, words)))
    if len(paths) > MOST_FILES:
        wrong = f"{len(paths):,} files are named; at most {MOST_FILES:,} are read at once"
        raise ProjectError(str(words[0]), wrong, "name fewer")
    refuse_repeated(paths)
    if STDIN not in paths:
        yield NamedFiles(paths)
        return
    with make_scratch() as folder:
        kept = keep_stdin(folder)
        with rename_in_errors(kept, SAID_OF_STDIN):
            named = tuple(kept if path == STDIN else path for path in paths)
            yield NamedFiles(named, {kept: SAID_OF_STDIN})


def find_matching(word: Path) -> Iterator[Path]:
    """Give the files that a word names: itself, or those that match it as a pattern."""
    if word.exists() or not glob.has_magic(str(word)):
        yield word
        return
    found = False
    for path in sorted(glob.iglob(str(word), recursive=True)):  # noqa: PTH207 - it may be absolute
        if Path(path).is_file():
            found = True
            yield Path(path)
    if not found:
        raise ProjectError(str(word), "no file matches this pattern", "check its folder and ending")


def keep_stdin(folder: Path) -> Path:
    """Keep what stdin holds in a file of a folder, named after what it is."""
    source = sys.stdin.buffer
    first = source.read(LOOKED_AT)
    path = folder / "stdin"
    with path.open("wb") as file:
        file.write(first)
        shutil.copyfileobj(source, file)
    return path.rename(path.with_name(f"stdin{choose_ending(path, first)}"))


def choose_ending(path: Path, first: bytes) -> str:
    """Give the ending that a file's name should have, by how it begins."""
    for begins, ending in ENDINGS:
        if first.startswith(begins):
            return ending
    if first.startswith(b"PK\x03\x04"):
        return choose_zip_ending(path)
    if first.startswith(b"\x1f\x8b"):
        return f"{choose_text_ending(unpack_beginning(first))}.gz"
    return choose_text_ending(first)


def choose_zip_ending(path: Path) -> str:
    """Tell the workbooks from other archives."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return ".csv.zip"
    return next((ending for name, ending in IN_A_ZIP if name in names), ".csv.zip")


def unpack_beginning(first: bytes) -> bytes:
    """Unpack how a gzip begins, as far as it can be."""
    try:
        return gzip.GzipFile(fileobj=io.BytesIO(first)).read1(LOOKED_AT)
    except (OSError, EOFError, zlib.error):
        return b""


def choose_text_ending(first: bytes) -> str:
    """Tell JSON, and JSON in lines, from delimited text."""
    text = first.removeprefix(b"\xef\xbb\xbf").strip()
    if not JSON.match(text):
        return ".csv"
    lines = text.splitlines()
    in_lines = len(lines) > 1 and all(
        line.startswith((b"{", b"[")) and line.endswith((b"}", b"]")) for line in lines[:2]
    )
    return ".jsonl" if in_lines else ".json"
