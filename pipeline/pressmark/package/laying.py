"""A downloaded file laid where the copy of its address is looked for."""

from dataclasses import dataclass
from pathlib import Path

from pressmark.errors import ProjectError
from pressmark.files.manifest import hash_file
from pressmark.files.staging import write_whole
from pressmark.package.copies import FOLDER, choose_place, is_address
from pressmark.package.documents import read_document_text, read_text
from pressmark.package.paths import display, resolve_inside
from pressmark.package.project import read_project


@dataclass(frozen=True)
class LaidCopy:
    """A copy that was laid: where, its sha256 in hexadecimal, whether a table names its address."""

    path: Path
    sha256: str
    named: bool


def lay_copy(address: str, file: Path, project: Path, folder: Path | None) -> LaidCopy:
    """Lay a copy into a folder of copies, that of the project unless another is named.

    ProjectError where the address is none, the file holds no object of JSON or YAML, or another
    copy stands there.
    """
    if not is_address(address):
        right = "write it as the descriptor has it, such as https://example.org/schema.json"
        raise ProjectError(address, "is no address", right)
    place = choose_place(address)
    text = read_text(file, display(file))
    read_document_text(text, display(file), is_json=place.endswith(".json"))
    package = read_project(project)
    home = folder or package.root / FOLDER
    path = resolve_inside(home, place, display(home)) if home.is_dir() else home / place
    if path.exists() and read_text(path, display(path)) != text:
        right = "take it away first, if this one is newer: what was judged by it may change"
        raise ProjectError(display(path), "is another copy of that address", right)
    write_whole(path, text)
    return LaidCopy(path, hash_file(path), any(each.address == address for each in package.copied))
