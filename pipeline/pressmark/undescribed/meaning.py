"""What a word of `validate` means: a project or package, which describes itself, or a bare file."""

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from pressmark.errors import ProjectError, explain_failure
from pressmark.infer.no_table import JSON
from pressmark.intake.kind import FORMATS
from pressmark.package.documents import MOST_BYTES
from pressmark.package.project import BARE

DESCRIPTORS = ("yaml", "yml")
WORKBOOKS = tuple(name for name, kind in FORMATS.items() if kind in ("sheet", "parquet"))
RESOURCES = re.compile(rb'"resources"\s*:\s*\[')
ITS_DATA = ("path", "data", "url")


def names_files(words: Sequence[Path], options: Mapping[str, object]) -> bool:
    """Whether words name bare files, one or several, rather than one project, or nothing.

    `options` are those that were given, by their names: a schema is for files, all others are for
    projects. ProjectError where they do not suit, a project stands among files, or a schema stands
    in place of a file.
    """
    if len(words) > 1:
        for word in words:
            if word.exists() and is_project(word):
                right = f"judge it alone: pressmark validate {word}"
                raise ProjectError(str(word), "is a project or package, and no file", right)
    files = len(words) > 1 or (bool(words) and not is_project(words[0]))
    for name, value in options.items():
        if value not in (None, False) and files != (name.endswith("schema")):
            raise explain_option(name, str(words[0]) if words else "what was read")
    return files


def explain_option(name: str, place: str) -> ProjectError:
    """Say that an option does not suit what is to be judged."""
    if name.endswith("schema"):
        wrong = f"is for files, and {place} is a project or package with schemas of its own"
        return ProjectError(name, wrong, f"leave it out, or say {name}s: a folder of copies")
    wrong = f"is for projects and packages, and {place} is a file"
    near = ", or say --schema: the schema of a file" if name.endswith("schemas") else ""
    return ProjectError(name, wrong, f"leave it out{near}")


def is_project(path: Path) -> bool:
    """Whether a path is that of a project, a descriptor or a package in a zip, or of nothing.

    ProjectError where it is a schema.
    """
    if not path.is_file():
        # What is there and is no file, such as a pipe, is refused as a file of records.
        return path.is_dir() or not (path.exists() or looks_like_a_file(path))
    suffix = path.suffix.lower().removeprefix(".")
    if path.name in BARE:
        return True
    if suffix in DESCRIPTORS:
        refuse_schema(path, read_beginning(path), re.compile(rb"^fields\s*:", re.MULTILINE))
        return True
    if suffix in WORKBOOKS:
        return False
    if suffix == "json":
        return is_descriptor(path)
    return is_zipped_package(path)


def looks_like_a_file(path: Path) -> bool:
    """Whether a word that names nothing is meant for files: stdin, a pattern, a table's name."""
    if path.name in BARE:
        return False
    suffix = path.suffix.lower().removeprefix(".")
    return str(path) == "-" or bool(set("*?[") & set(str(path))) or suffix in {*FORMATS, "gz"}


def is_zipped_package(path: Path) -> bool:
    """Whether a file is a zip with a descriptor in it, or one that cannot be opened."""
    if path.suffix.lower() != ".zip" and not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # The reader of packages says what is wrong with it, unless its name is that of a table.
        return PurePosixPath(path.stem).suffix.lower().removeprefix(".") not in FORMATS
    return any(PurePosixPath(name).name in BARE for name in names)


def read_beginning(path: Path) -> bytes:
    """Read as much of a file as a descriptor may have, and a byte more."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise explain_failure(error, str(path)) from None


def is_descriptor(path: Path) -> bool:
    """Whether a JSON file is a descriptor, rather than a table; ProjectError where it is a schema.

    One that is broken is taken for what its text looks like, and the reader of that says so.
    """
    raw = read_beginning(path)
    if raw.lstrip()[:1] == b"[" or len(raw) > MOST_BYTES:
        return False
    try:
        document: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return bool(RESOURCES.search(raw)) or not JSON.match(raw)
    if not isinstance(document, dict):
        return False
    if "resources" not in document:
        refuse_schema(path, raw, re.compile(rb'"fields"\s*:\s*\[\s*\{\s*"(?:name|type)"'))
        return False
    listed = document["resources"]
    entries = listed if isinstance(listed, list) else []
    return not entries or any(
        isinstance(each, dict) and any(name in each for name in ITS_DATA) for each in entries
    )


def refuse_schema(path: Path, raw: bytes, fields: re.Pattern[bytes]) -> None:
    """Refuse a schema where a file of records is expected, and say how to judge by it."""
    if fields.search(raw) and not re.search(rb"\bresources\b", raw):
        right = f"name the file that it describes: pressmark validate FILE --schema {path}"
        raise ProjectError(str(path), "is a schema, and holds no records", right)
