"""The command about the documentation: `docs` says where its pages stand on this machine."""

import sys
from pathlib import Path

from pressmark.cli.options import AsJson
from pressmark.cli.talk import print_json
from pressmark.errors import MachineError

PACKAGE = Path(__file__).parent.parent
PLACES = (PACKAGE / "docs", PACKAGE.parent.parent / "docs")
"""Where the pages stand: in what a wheel installs, in a checkout."""


def docs(*, as_json: AsJson = False) -> None:
    """List the pages of the documentation, and where they stand; nothing is opened or fetched."""
    folder = find_pages()
    pages = {
        path.relative_to(folder).as_posix(): read_title(path)
        for path in sorted(folder.rglob("*.md"))
    }
    if as_json:
        told = [{"path": path, "title": name} for path, name in pages.items()]
        print_json({"place": str(folder), "pages": told})
        return
    width = max(map(len, pages))
    lines = (f"  {path:{width}}  {name}\n" for path, name in pages.items())
    sys.stdout.write(f"{folder}\n{''.join(lines)}")


def find_pages() -> Path:
    """Find the folder of the pages; MachineError where the install lacks them."""
    for folder in PLACES:
        if (folder / "README.md").is_file():
            return folder
    raise MachineError(str(PLACES[0]), "holds no documentation", "install pressmark again")


def read_title(path: Path) -> str:
    """Give the heading of a page."""
    with path.open(encoding="utf-8") as file:
        return file.readline().removeprefix("# ").strip()
