"""Files beside the tables as downloads: whatever a publisher put there, no browser runs it."""

import json
from dataclasses import replace

import pytest

from pressmark.package.project import read_package
from pressmark.site import ServedFile, ServedRelease, build_app
from pressmark.site.downloads.download import BESIDE, group_by_kind, order_for_reading
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor

SCRIPT = b"<script>alert(1)</script>"
FILES = (
    ("icon.svg", "image/svg+xml"),
    ("docs/\xfcber.html", "text/html; charset=utf-8"),
    ("a.xhtml", "application/octet-stream"),
    ("notes.txt", "text/plain; charset=windows-1252"),
    ("shape.geojson", "application/geo+json"),
    ("old-1.0.0.zip", "application/zip"),
    ("raw.csv", "text/csv; charset=utf-8"),
    ("none", "application/octet-stream"),
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> ServedRelease:
    """Serve a release with files beside its tables."""
    folder = tmp_path_factory.mktemp("attached")
    served = publish(folder, descriptor("1.0.0"))
    document = json.loads((folder / "datapackage.json").read_text("utf-8"))
    names = [name for name, _ in FILES]
    more = [{"name": f"r{at}", "title": f"<b>{at}</b>", "path": name}
            for at, name in enumerate(names)]  # fmt: skip
    more[3]["encoding"] = "windows-1252"
    document["resources"] += more
    (folder / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    package = read_package(folder / "datapackage.json", trusted=True)
    files = []
    for each, name in zip(package.attachments, names, strict=True):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(SCRIPT)
        files.append(ServedFile(name, folder / name, "0" * 64, each.resource))
    return replace(served, package=package, files=(*served.files, *files))


@pytest.mark.parametrize(("name", "media_type"), FILES)
def test_a_file_is_saved_and_never_run(name: str, media_type: str, release: ServedRelease) -> None:
    answer = Visitor(build_app([release])).get(f"/releases/1.0.0/{name}")
    assert (answer.status_code, answer.content) == (200, SCRIPT)
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"].startswith("attachment; filename")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


def test_the_page_of_the_release_lists_them_together(release: ServedRelease) -> None:
    page = Visitor(build_app([release])).text("/releases/1.0.0/")
    assert f"{BESIDE}: 8 files" in page
    assert 'href="/releases/1.0.0/docs/%C3%BCber.html"' in page
    assert "&lt;b&gt;0&lt;/b&gt;" in page and "<b>0</b>" not in page
    groups = dict(group_by_kind(release.files))
    assert [each.name for each in groups[BESIDE]] == [name for name, _ in FILES]
    assert order_for_reading(release.files)[-1].resource is not None


def test_the_other_pages_speak_of_tables_alone(release: ServedRelease) -> None:
    visitor = Visitor(build_app([release]))
    for address in ("/", "/releases", "/dictionary/1.0.0", "/odd-things-1-0-0", "/method/1.0.0"):
        assert visitor.get(address).status_code == 200, address
