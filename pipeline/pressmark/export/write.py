"""The site, written as files: whole in its folder, or not there."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pressmark.errors import ProjectError
from pressmark.export.choice import Choice, choose_tables, list_records, list_withdrawn
from pressmark.export.copies import copy_downloads
from pressmark.export.crawl import SiteWalk
from pressmark.export.estimate import Estimate, estimate
from pressmark.export.lake import Lake, copy_files
from pressmark.export.links import REWRITTEN, LinkedFiles, lead_from
from pressmark.export.pager import write_pager
from pressmark.export.places import add_data, list_places, normalize
from pressmark.export.placing import make_place
from pressmark.export.search_file import SEARCH_FILE, write_search_file
from pressmark.export.standing import write_leading_page, write_missing_page
from pressmark.files.holding import make_beside
from pressmark.files.manifest import list_files_below
from pressmark.files.staging import replace_folder
from pressmark.public_address import RECORD, PublicAddress
from pressmark.site.address import serve_at
from pressmark.site.app import App, build_app
from pressmark.site.as_files import PAGER, show_lake, write_as_files
from pressmark.site.content.removed import list_removed
from pressmark.site.downloads.served_release import ServedRelease, find_latest
from pressmark.site.downloads.served_release import order_newest_first as order
from pressmark.validate import Progress, hide_progress
from pressmark.words import phrase_count

LISTED, NO_JEKYLL, MISSING = "pressmark-export.txt", ".nojekyll", "404.html"
FIRST_LINE = "Written by pressmark export, which replaces these files and no others:"
WALKING, LINKING = "Asking for pages", "Linking pages"


@dataclass(frozen=True)
class Exported:
    """What was written: how many pages, files and bytes, and which records have pages.

    The records of `read` tables are read in the reader's browser, where they have no page.
    `unlinked` counts the links that lead to no file, by the address that they named; `refused` are
    tables and questions of which the site has no page, because they are too much to ask.
    """

    pages: int
    files: int
    size: int
    records: Choice
    read: tuple[str, ...]
    unlinked: dict[str, int]
    refused: tuple[str, ...] = ()


def export(  # noqa: PLR0913 - what an export is told
    releases: Sequence[ServedRelease],
    folder: Path,
    *,
    public: PublicAddress | None = None,
    records: Choice | None = None,
    progress: Progress = hide_progress,
    announce: Callable[[Estimate], None] = lambda _estimate: None,
    lake: Lake | None = None,
    pages: bool = True,
) -> Exported:
    """Write the site of these releases into a folder, in whose place an earlier export may stand.

    With a `lake` its catalogue is written, too, and without `pages` the lake alone.

    `public` is where readers find it, which whole addresses name; links are relative, and lead to
    files wherever the folder stands. `records` says which records have pages; unasked all of them,
    but for those of large tables, of which one page reads each. `announce` hears beforehand what it
    will take. ProjectError where the folder holds other files, MachineError where the disk refuses
    or a page cannot be made; then nothing is written.
    """
    folder = folder.resolve() if folder.is_symlink() else folder  # the link stays
    refuse_other_files(folder)
    if lake and not pages:
        return export_lake(lake, folder, progress)
    paged = choose_tables(find_latest(order(releases)), records)
    with serve_at(public), write_as_files(paged), make_beside(folder) as staged:
        app = build_app(releases, public=public)
        writing = Writing(app, order(releases), staged / "site", paged, public, progress, lake)
        done = asyncio.run(writing.write(records or "all", announce))
        replace_folder(staged / "site", folder)
    return done


def export_lake(lake: Lake, folder: Path, progress: Progress) -> Exported:
    """Write a lake and no page into a folder, in whose place an earlier export may stand.

    MachineError where the disk refuses; then nothing is written.
    """
    with make_beside(folder) as staged:
        fresh = staged / "lake"
        copy_files(lake, fresh, progress)
        lake.write(fresh)
        names, size = list_written(fresh)
        replace_folder(fresh, folder)
    return Exported(0, len(names), size, "none", (), {})


def list_written(folder: Path) -> tuple[list[str], int]:
    """Write the list of all files of an export into its folder; give it, and their bytes."""
    names = sorted([*list_files_below(folder), LISTED])
    (folder / LISTED).write_text("\n".join([FIRST_LINE, *names, ""]), "utf-8")
    return names, sum((folder / each).stat().st_size for each in names)


def refuse_other_files(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier export: ProjectError."""
    if not folder.exists():
        return
    right = "name another folder with --output"
    if not folder.is_dir():
        raise ProjectError(str(folder), "is a file, and an export is a folder", right)
    listed = folder / LISTED
    lines = listed.read_text("utf-8", "replace").splitlines() if listed.is_file() else []
    own = lines if lines[:1] == [FIRST_LINE] else []
    others = sorted(set(list_held(folder)) - set(own))
    if others:
        more = f" and {phrase_count(len(others) - 1, 'other file')}" if others[1:] else ""
        place = "beside an export" if own else "and no export"
        wrong = f"holds {others[0]!r}{more} {place}, which exporting would remove"
        raise ProjectError(str(folder), wrong, f"take out what is yours, or {right}")


def list_held(folder: Path) -> Iterator[str]:
    """Name everything below a folder but folders that hold something."""
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_dir() or not any(path.iterdir()):
            yield path.relative_to(folder).as_posix()


@dataclass(frozen=True)
class Writing:
    """Writes the site of releases, newest first, into a new folder."""

    app: App
    releases: Sequence[ServedRelease]
    folder: Path
    paged: frozenset[str]
    public: PublicAddress | None
    progress: Progress
    lake: Lake | None = None

    @property
    def newest(self) -> ServedRelease:
        """The release whose tables and records have pages."""
        return find_latest(self.releases)

    async def write(self, choice: Choice, announce: Callable[[Estimate], None]) -> Exported:
        """Write everything."""
        keys = list(list_records(self.newest, self.paged))
        places = list_places(self.releases, keys, self.paged)
        for address in list_withdrawn(self.newest, self.paged):
            add_data(places, address)
        walk = SiteWalk(self.app, self.folder, places, self.tell_walk)
        show_lake(self.lake.write_statement(self.public) if self.lake else None)
        async with self.app.router.lifespan_context(self.app):
            cited = choice == "cited"
            announce(await estimate(walk, self.newest, keys, at_least=cited))
            await walk.walk([each.asked for each in list(places.known.values())])
            if cited:
                await self.walk_to_cited(walk)
            await copy_downloads(self.app, places, self.folder, self.progress)
        walk.settle()
        found = write_search_file(self.newest, walk.files, places.read)
        make_place(self.folder, SEARCH_FILE).write_text(found, "utf-8")
        linked = LinkedFiles(walk.files, self.public, places.read)
        self.link_pages(walk, linked)
        self.write_leading_pages(walk)
        if self.lake:
            self.lake.write(self.folder)
        return self.finish(choice, linked, self.name_refused(walk))

    def tell_walk(self, done: int, known: int) -> None:
        """Tell how far the walk is."""
        self.progress(WALKING, done, done, known)

    async def walk_to_cited(self, walk: SiteWalk) -> None:
        """Walk to the records that pages name which are not tables' own, and to no other."""
        before = f"{RECORD}/{self.newest.version}/"
        named = {normalize(each) for each in walk.named}
        for address in list_records(self.newest, self.newest.records):
            path = normalize(address)
            if path in named and path.startswith(before):
                add_data(walk.places, address)
        await walk.walk(sorted(each for each in named if each.startswith(before)))

    def link_pages(self, walk: SiteWalk, linked: LinkedFiles) -> None:
        """Let the addresses in everything that was written lead to files."""
        for number, (file, asked) in enumerate(walk.asked.items()):
            path = self.folder / file
            if path.suffix not in REWRITTEN:
                continue
            self.progress(LINKING, number, number, len(walk.asked))
            text = linked.rewrite(path.read_text("utf-8"), asked, file)
            if PAGER in text:
                text = text.replace(PAGER, write_pager(walk.paged.get(file, []), file))
            path.write_text(text, "utf-8")

    def write_leading_pages(self, walk: SiteWalk) -> None:
        """Write a page for each address that leads to another."""
        for address in walk.redirects:
            place, target = walk.places.known.get(address), walk.follow(address)
            if place is None or target is None or place.file in walk.asked:
                continue
            path, link = make_place(self.folder, place.file), lead_from(place.file, quote(target))
            look = lead_from(place.file, "static")
            whole = self.public and f"{self.public}/{quote(target.removesuffix('index.html'))}"
            path.write_text(write_leading_page(link, whole or link, look), "utf-8")

    def name_refused(self, walk: SiteWalk) -> tuple[str, ...]:
        """Name the tables and questions that have no page, where they should have one."""
        database = f"/{self.newest.database_name}/"
        paths = [normalize(each).partition("?")[0] for each in walk.refused]
        return tuple(sorted(each for each in paths if each.startswith(database)))

    def finish(self, choice: Choice, linked: LinkedFiles, refused: tuple[str, ...]) -> Exported:
        """Write what hosts look for, and the list of all files."""
        front = f"{self.public.prefix}/" if self.public else None
        lacking = [each.landing for each in self.releases if any(list_removed(each))]
        (self.folder / MISSING).write_text(write_missing_page(front, lacking), "utf-8")
        (self.folder / NO_JEKYLL).write_text("", "utf-8")
        names, size = list_written(self.folder)
        pages = sum(each.endswith("/index.html") for each in names) + 2
        read = tuple(sorted(set(self.newest.records) - self.paged))
        return Exported(pages, len(names), size, choice, read, linked.unlinked, refused)
