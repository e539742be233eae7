"""A release of the first format, made by the code that keeps such releases as they are."""

import json
from pathlib import Path

from pressmark.package.project import read_package
from pressmark.package.release_format import FIRST, find_release_format
from pressmark.releases.build import build

LATER = ("pressmark:format", "pressmark:order")
"""What a descriptor of the first format does not say."""


def first_format(built: Path, folder: Path) -> Path:
    """Build in `folder` what is built in another folder, as a release of the first format."""
    document = json.loads((built / "datapackage.json").read_text("utf-8"))
    document = {name: value for name, value in document.items() if name not in LATER}
    document["resources"] = [
        {name: value for name, value in each.items() if name not in (*LATER, "bytes", "hash")}
        for each in document["resources"]
    ]
    path = built / "first.json"
    path.write_text(json.dumps(document), "utf-8")
    package = read_package(path, trusted=True)
    assert find_release_format(package) == FIRST
    assert build(package, folder).valid
    path.unlink()
    return folder
