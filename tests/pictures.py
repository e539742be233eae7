"""Takes the pictures of the README again: `python -m tests.pictures`, where there is Chromium."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pressmark import read_project, validate
from pressmark.report import RENDERINGS
from pressmark.site import build_app
from pressmark.site.served import read_served_releases
from tests.browser import chromium, served
from tests.docs import DOCS
from tests.test_architecture import ROOT
from tests.test_tutorial import moved, run
from tests.walk import blocks

WIDTH, SCALE = 1000, 0.75
TUTORIAL = DOCS / "tutorial/first-dataset.md"


@contextmanager
def pages() -> Iterator[tuple[tuple[str, str, int], ...]]:
    """Give each picture's name, the address of its page, and its height in pixels."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as name:
        folder = Path(name)
        report = folder / "report.html"
        report.write_text(wrong_report(folder), encoding="utf-8")
        _, releases = read_served_releases(read_project(ROOT), None)
        with served(build_app(releases)) as site:
            yield ("site", f"{site}/", 1080), ("report", report.as_uri(), 860)


def wrong_report(folder: Path) -> str:
    """Judge the tutorial's records where its reader does, with three mistakes."""
    for block in blocks(TUTORIAL):
        if block.words.startswith("exits with"):
            break
        if block.is_file:
            block.write(folder)
        elif moved(block, folder) != folder:
            folder = moved(block, folder)
        elif block.commands:
            run(block, folder)
    return dict(RENDERINGS)["html"](validate(folder))


def main() -> None:
    """Take every picture."""
    (DOCS / "pictures").mkdir(exist_ok=True)
    with pages() as shown, chromium() as browser:
        for name, address, height in shown:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": height}, device_scale_factor=SCALE
            )
            page.goto(address)
            page.screenshot(path=DOCS / "pictures" / f"{name}.png")


if __name__ == "__main__":
    main()
