"""The site as files: every link leads to one, and nothing is offered that needs a server."""

import asyncio
import dataclasses
import hashlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from pressmark.errors import MachineError, ProjectError
from pressmark.export import Exported, export
from pressmark.export.copies import copy_exactly, write_answer
from pressmark.export.estimate import Estimate
from pressmark.export.places import write_step
from pressmark.export.standing import write_missing_page
from pressmark.export.write import FIRST_LINE, LISTED
from pressmark.public_address import parse_public_address
from pressmark.site import ServedFile, ServedRelease
from pressmark.site.as_files import POLICY
from tests.site.visitor import Visitor

pytestmark = pytest.mark.site
PUBLIC = "https://data.example.org/walked"
LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
ELSEWHERE = re.compile(r"[a-z]+:|//|#")
WITHDRAWN = "table,key,reason,replaced_by,version\nplaces,g/o,It never was.,,1.0.0\n"
GONE = "record/1.0.0/places/g~2Fo"
SCRIPTED = re.compile(r"(?:^|/)(?:search|find/[^/]+/[^/]+)/index\.html$")
SCRIPTS = {"search.js", "sql.js", "reading.js"}
SCRIPTED_FORMS = {'<form id="ask-here" hidden>', '<form id="which-record">'}
"""Scripts answer these, and the search; without them they are hidden."""
DATA = re.compile('type="application/(?:ld[+])?json"')
OFFERED = (
    "Edit as SQL", "Cite this query", "Change the SQL", "Filter",
    "Answer for another day", "See the answer", "Count by", "Go to it", "look for records",
)  # fmt: skip
"""What only a server can answer."""


@pytest.fixture(scope="module")
def told() -> list[Estimate]:
    """What was said before the export."""
    return []


@pytest.fixture(scope="module")
def walked_files(
    walked: ServedRelease, told: list[Estimate], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Exported]:
    """Export a package with everything that paging stumbles over, at an address with a path."""
    folder = tmp_path_factory.mktemp("exported") / "site"
    package = dataclasses.replace(walked.package, withdrawn=WITHDRAWN)
    dated = dataclasses.replace(walked, package=package, days=("2026-01-02",))
    public = parse_public_address(PUBLIC)
    return folder, export([dated], folder, public=public, announce=told.append)


@pytest.fixture(scope="module")
def odd_files(
    releases: tuple[ServedRelease, ...], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Exported]:
    """Export three releases of a stranger's package without an address."""
    folder = tmp_path_factory.mktemp("odd") / "site"
    listed = WITHDRAWN.replace("places", "towns")
    told = [dataclasses.replace(each, package=dataclasses.replace(each.package, withdrawn=listed))
            for each in releases]  # fmt: skip
    return folder, export(told, folder, records="cited")


def pages_of(folder: Path) -> Iterator[Path]:
    """Give every page that the site made; a release's own files are not ours to link."""
    for path in folder.rglob("*.html"):
        steps = path.relative_to(folder).parts
        if steps[0] not in {"releases", "latest"} or path.name == "index.html":
            yield path


def links_of(path: Path) -> list[str]:
    """Give the links of a page, as they are understood."""
    return [html.unescape(each) for each in LINK.findall(path.read_text("utf-8"))]


def broken_links(folder: Path, public: str | None) -> list[str]:
    """List each link of a page that leads to no file of the folder."""
    wrong, root = [], folder.resolve()
    for path in pages_of(folder):
        for link in links_of(path):
            target = folder / link.removeprefix(public) if public else path
            if public and link.startswith(f"{public}/"):
                there = folder / unquote(urlsplit(link.removeprefix(f"{public}/")).path)
                target = there / "index.html" if link.endswith("/") else there
            elif ELSEWHERE.match(link):
                continue
            else:
                target = path.parent / unquote(urlsplit(link).path)
                # Scripts read what is searched for, and which record is to be read.
                if urlsplit(link).query and not SCRIPTED.search(urlsplit(link).path):
                    wrong.append(f"{path}: {link} has a query")
            if path.name == "404.html":  # shown at any address, so its links begin at the host
                front = f"{urlsplit(public or '').path}/"
                target = folder / (link.removeprefix(front) or "index.html")
            if not target.resolve().is_file() or not target.resolve().is_relative_to(root):
                wrong.append(f"{path.relative_to(folder)}: {link}")
    return wrong


def reached(folder: Path) -> set[str]:
    """Follow the links of pages from the front page, and name every file that is reached."""
    waiting, met = [folder / "index.html"], {"index.html"}
    while waiting:
        path = waiting.pop()
        if path.suffix != ".html":
            continue
        for link in links_of(path):
            if not ELSEWHERE.match(link):
                target = (path.parent / unquote(urlsplit(link).path)).resolve()
                name = target.relative_to(folder.resolve()).as_posix()
                if name not in met:
                    met.add(name)
                    waiting.append(target)
    return met


def test_every_link_leads_to_a_file(
    walked_files: tuple[Path, Exported], odd_files: tuple[Path, Exported]
) -> None:
    assert broken_links(walked_files[0], PUBLIC) == []
    assert broken_links(odd_files[0], None) == []


def test_every_record_and_every_page_of_a_table_is_reached_from_the_front_page(
    walked: ServedRelease, walked_files: tuple[Path, Exported], odd_files: tuple[Path, Exported]
) -> None:
    folder, done = walked_files
    there, met = {each.relative_to(folder).as_posix() for each in pages_of(folder)}, reached(folder)
    assert done.records == "all" and sum(walked.records.values()) < 200
    assert {each for each in there - met if not each.startswith("latest/")} == {"404.html"} | {
        f"{each}/index.html" for each in ("dictionary", "method", GONE)
    }
    assert "It never was." in (folder / GONE / "index.html").read_text("utf-8")
    assert json.loads((folder / f"{GONE}.json").read_text("utf-8"))["withdrawn_in"] == "1.0.0"
    odd, _ = odd_files
    numbers = odd / "odd-things-1-10-0/numbers"
    assert len(list(numbers.glob("page-*/index.html"))) == 52
    assert "odd-things-1-10-0/numbers/page-53/index.html" in reached(odd)
    last = (numbers / "page-53/index.html").read_text("utf-8")
    assert "5300" in last and "Page 53 of 53" in last


def test_downloads_are_those_of_the_releases(
    releases: tuple[ServedRelease, ...], odd_files: tuple[Path, Exported]
) -> None:
    folder, _ = odd_files
    for release in releases:
        for file in release.files:
            name = "/".join(map(write_step, file.name.split("/")))
            content = (folder / "releases" / release.version / name).read_bytes()
            assert hashlib.sha256(content).hexdigest() == file.sha256
            if release.version == "1.10.0":
                assert (folder / "latest" / name).read_bytes() == content


def test_nothing_is_offered_that_needs_a_server(
    walked_files: tuple[Path, Exported], odd_files: tuple[Path, Exported]
) -> None:
    for folder in (walked_files[0], odd_files[0]):
        for path in pages_of(folder):
            text = path.read_text("utf-8")
            assert not [each for each in OFFERED if each in text], path
            forms = re.findall('<form (?!class="find")[^>]*>', text)
            assert set(forms) <= SCRIPTED_FORMS and len(forms) <= 1, path
            assert f'content="{html.escape(POLICY)}"' in text or POLICY in html.unescape(text)
            if 'id="content"' in text:
                assert text.count("behind which no server stands") == 1, path


def test_no_page_has_a_script_or_style_of_its_own(odd_files: tuple[Path, Exported]) -> None:
    for path in pages_of(odd_files[0]):
        text = path.read_text("utf-8")
        kinds = re.findall(r"<script([^>]*)>", text)
        scripts = [html.unescape(each) for each in re.findall('src="([^"]*[.]js)"', text)]
        assert {each.rpartition("/")[2] for each in scripts} <= SCRIPTS, path
        assert all(DATA.search(each) or " src=" in each for each in kinds), path
        assert "<style" not in text and not re.search(r"<[^>]+\s(?:style|on\w+)=", text), path
        assert "<script>alert" not in text


def test_what_leads_to_no_file_is_what_needs_a_server(
    walked_files: tuple[Path, Exported], odd_files: tuple[Path, Exported]
) -> None:
    assert walked_files[1].unlinked == {}
    paths = {urlsplit(html.unescape(each)).path for each in odd_files[1].unlinked}
    assert {each for each in paths if not each.startswith(("/record/", "/odd-things-1-"))} == set()


def test_addresses_are_whole_where_the_site_was_told_its_own(
    walked_files: tuple[Path, Exported],
) -> None:
    folder, _ = walked_files
    records = folder.glob("record/1.0.0/places/*/index.html")
    record = min(each for each in records if not each.match(f"{GONE}/*"))
    name = record.parent.relative_to(folder).as_posix()
    assert f'<link rel="canonical" href="{PUBLIC}/{name}/">' in record.read_text("utf-8")
    data = json.loads((record.parent.parent / f"{record.parent.name}.json").read_text("utf-8"))
    assert f"{PUBLIC}/{name}/" in json.dumps(data)
    places = re.findall("<loc>([^<]*)</loc>", (folder / "sitemap.xml").read_text("utf-8"))
    for place in places:
        assert (folder / place.removeprefix(f"{PUBLIC}/") / "index.html").is_file(), place
    assert len(places) > 50
    feed = (folder / "feed.atom").read_text("utf-8")
    assert f'href="{PUBLIC}/releases/1.0.0/"' in feed
    assert f'<a href="{urlsplit(PUBLIC).path}/">' in (folder / "404.html").read_text("utf-8")


def test_where_there_is_no_file_it_is_said_that_records_were_taken_out() -> None:
    page = write_missing_page("/", ["/releases/1.0.0/"])
    assert 'taken out by law: <a href="/releases/1.0.0/">/releases/1.0.0/</a> says when' in page
    assert "taken out" not in write_missing_page("/", [])


def test_a_page_that_reads_records_says_that_some_are_gone(
    odd_files: tuple[Path, Exported],
) -> None:
    for table, is_told in (("towns", True), ("people", False)):
        page = (odd_files[0] / f"find/1.10.0/{table}/index.html").read_text("utf-8")
        assert ("were withdrawn or taken out by law" in page) is is_told


def test_without_an_address_nothing_names_a_host(odd_files: tuple[Path, Exported]) -> None:
    folder, _ = odd_files
    for path in (*pages_of(folder), folder / "releases.json"):
        text = path.read_text("utf-8")
        assert "http://site" not in text and "127.0.0.1" not in text, path
    listed = json.loads((folder / "releases.json").read_text("utf-8"))
    for release in listed["releases"]:
        assert (folder / release["address"]).is_file()
        assert all((folder / unquote(each["address"])).is_file() for each in release["files"])
    assert "<a " not in (folder / "404.html").read_text("utf-8")


def test_what_was_led_on_is_a_page_that_leads(odd_files: tuple[Path, Exported]) -> None:
    folder, _ = odd_files
    for name, target in (
        ("latest", "../odd-things-1-10-0/index.html"),
        ("latest/people", "../../odd-things-1-10-0/people/index.html"),
        ("latest/everyone", "../../odd-things-1-10-0/everyone/index.html"),
        ("dictionary", "1.10.0/index.html"),
        ("method", "1.10.0/index.html"),
    ):
        text = (folder / name / "index.html").read_text("utf-8")
        assert f'content="0; url={target}"' in text
        assert f'<link rel="canonical" href="{target}">' in text


def test_a_question_is_answered_with_its_example(odd_files: tuple[Path, Exported]) -> None:
    folder, _ = odd_files
    page = (folder / "odd-things-1-10-0/living_in/index.html").read_text("utf-8")
    assert "was written with the answer for town: ber;" in page and "Lovelace" in page
    rows = (folder / "odd-things-1-10-0/living_in.csv").read_text("utf-8")
    assert rows.splitlines()[1].startswith('"Ada ""the first"" Lovelace"')
    # More rows than an answer has: no page, and no link to one.
    assert not (folder / "odd-things-1-10-0/all+numbers.csv").exists()
    assert set(odd_files[1].refused) == {
        f"/odd-things-1-10-0/all+numbers{ending}" for ending in (".csv", ".json")
    }


def test_cited_records_are_those_that_pages_name_which_are_no_tables(
    odd_files: tuple[Path, Exported],
) -> None:
    folder, done = odd_files
    assert done.records == "cited"
    assert not (folder / "record/1.10.0/numbers").exists()


def test_a_record_without_a_page_is_read_by_that_of_its_table(
    walked_files: tuple[Path, Exported], odd_files: tuple[Path, Exported]
) -> None:
    folder, done = odd_files
    assert walked_files[1].read == () and not (walked_files[0] / "find").exists()
    assert done.read == ("numbers", "people", "straße und platz", "towns")
    links = links_of(folder / "odd-things-1-10-0/numbers/page-53/index.html")
    assert "../../../find/1.10.0/numbers/index.html?key=5300" in links
    page = folder / "find/1.10.0/towns/index.html"
    assert "needs JavaScript" in page.read_text("utf-8")
    assert "../../../releases/1.10.0/data/0.csv" in links_of(page)


def test_what_it_takes_is_said_beforehand(
    told: list[Estimate], walked_files: tuple[Path, Exported]
) -> None:
    (said,), (_, done) = told, walked_files
    assert 0.8 < said.pages / done.pages < 1.3 and 0.5 < said.size / done.size < 2


def test_the_list_of_files_is_whole(walked_files: tuple[Path, Exported]) -> None:
    folder, done = walked_files
    lines = (folder / LISTED).read_text("utf-8").splitlines()[1:]
    there = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    assert set(lines) == there and done.files == len(there)


@pytest.mark.parametrize("own", [(), ("index.html", LISTED)])
@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_is_no_export_is_refused_by_name_and_stays(
    walked: ServedRelease, tmp_path: Path, own: tuple[str, ...], kind: str
) -> None:
    for name in own:
        (tmp_path / name).write_text(f"{FIRST_LINE}\nindex.html\n{LISTED}\n", "utf-8")
    mine = tmp_path / "mine"
    if kind == "file":
        mine.write_text("mine", "utf-8")
    elif kind == "folder":
        mine.mkdir()
    else:
        mine.symlink_to("nowhere")
    there = sorted(each.name for each in tmp_path.iterdir())
    with pytest.raises(ProjectError, match=r"holds 'mine' (?:beside an|and no) export"):
        export([walked], tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == there


def test_a_list_that_is_none_of_ours_is_no_leave(walked: ServedRelease, tmp_path: Path) -> None:
    (tmp_path / LISTED).write_text("Something else\nnotes.txt\n", "utf-8")
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(ProjectError, match=r"holds 'notes\.txt' and 1 other file and no export"):
        export([walked], tmp_path)
    with pytest.raises(ProjectError, match="is a file"):
        export([walked], tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


def test_an_export_is_replaced_but_not_what_stands_beside_it(
    walked: ServedRelease, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    (tmp_path / "link").symlink_to("site")
    export([walked], tmp_path / "link", records="none")
    assert not (folder / "record").exists() and (tmp_path / "link").is_symlink()
    (folder / "CNAME").write_text("data.example.org", "utf-8")
    with pytest.raises(ProjectError, match="holds 'CNAME' beside an export"):
        export([walked], folder)
    (folder / "CNAME").unlink()
    before = sorted(each for each in folder.rglob("*"))
    export([walked], folder, records="none")
    assert sorted(each for each in folder.rglob("*")) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link", "site"]


def test_where_a_page_cannot_be_made_nothing_is_written(
    walked: ServedRelease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr("pressmark.site.pages.releases.write_release_data", fail)
    with pytest.raises(MachineError, match="could not make this page"):
        export([walked], tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_what_it_was_is_not_exported(
    walked: ServedRelease, tmp_path: Path
) -> None:
    wrong = dataclasses.replace(walked.files[0], sha256="0" * 64)
    with pytest.raises(MachineError, match="has not the digest"):
        export(
            [dataclasses.replace(walked, files=(wrong, *walked.files[1:]))],
            tmp_path / "site", records="none",
        )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_changes_meanwhile_is_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("one", "utf-8")
    file = ServedFile("a.csv", path, hashlib.sha256(b"one").hexdigest())
    copy_exactly(file, tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_text("utf-8") == "one"
    with pytest.raises(MachineError, match="no such file"):
        copy_exactly(file, tmp_path / "nowhere/b.csv")
    path.write_text("another", "utf-8")
    with pytest.raises(MachineError, match="changed while it was exported"):
        copy_exactly(file, tmp_path / "c.csv")


def test_a_copy_that_the_site_cannot_make_stops_the_export(
    visitor: Visitor, tmp_path: Path
) -> None:
    with pytest.raises(MachineError, match="status 404"):
        asyncio.run(write_answer(visitor.app, "/releases/1.10.0/none.csv", tmp_path / "none.csv"))
