"""Which pages of the site become files, and under which names.

A page `/a/b` is the file `a/b/index.html`, so that both its address and the name of its file lead
to it on every host; data is a file of its own name. No address has a query: a page that is asked
with one stands at an address of its own.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote

from pressmark.public_address import RECORD
from pressmark.site.address import (
    CATALOG,
    DICTIONARY,
    EMBED,
    FAVICON,
    FEED,
    FRONT,
    LATEST,
    LINKSET,
    METHOD,
    PICTURE,
    ROBOTS,
    SEARCH,
    SHARE,
    SITEMAP,
    STATIC,
    find_public_address,
    link_by_name,
    link_database,
    link_dictionary,
    link_here,
    link_page,
    link_query,
    link_record,
    link_releases,
    with_arguments,
    without_prefix,
)
from pressmark.site.as_files import SQLITE_FILES
from pressmark.site.content.record_key import name_numbering_column
from pressmark.site.content.signposts import LINKED
from pressmark.site.downloads.served_release import (
    ServedFile,
    ServedRelease,
    find_latest,
    list_questions,
)

INDEX = "index.html"
ROWS = "100"
"""Records on a page of a table."""
LONGEST_STEP = 200
"""Bytes of a name in a folder, so that no file system refuses it."""
UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%]|^\.{1,2}$|[. ]$')
"""What is no part of a file's name on some system; a percent sign begins what stands for it."""
FOUND = re.compile(rf"(?:{PICTURE}|{EMBED})/.+|{SHARE}/[^/]+\.png|/sitemap-\d+\.xml")
"""Addresses of files to which pages lead, and which nobody can list before."""


@dataclass(frozen=True)
class FilePlace:
    """The address at which a page is asked of the site, and the file that it becomes.

    A download is not asked as pages are: `asked` is empty.
    """

    asked: str
    file: str


@dataclass
class FilePlaces:
    """What becomes a file, by its address as links name it; no two have one file.

    `copies` are downloads: each file with what is copied, or where the site makes it. `read` gives,
    by what stands before their keys in the addresses of records that have no page, the file of the
    page that reads them.
    """

    known: dict[str, FilePlace] = field(default_factory=dict)
    copies: list[tuple[str, ServedFile | str]] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def add(self, asked: str, file: str, *names: str) -> FilePlace:
        """Give a page its file; `names` are the addresses that lead to it, else it is its own."""
        place = FilePlace(asked, self.take(file))
        for name in names or (asked,):
            self.known[normalize(name)] = place
        return place

    def copy(self, source: ServedFile | str, address: str) -> None:
        """Give a download its file at an address."""
        place = self.add("", name_file(normalize(address)), address)
        self.copies.append((place.file, source))

    def take(self, file: str) -> str:
        """Give a file's name, or one beside it where it is another's already."""
        folder, slash, name = file.rpartition("/")
        stem, point, ending = name.rpartition(".")
        number, free = 1, file
        while free in self.taken:
            number += 1
            free = f"{folder}{slash}{stem or ending}-{number}{point}{ending if stem else ''}"
        self.taken.add(free)
        return free

    def find(self, address: str) -> FilePlace | None:
        """Give the place of an address; what pages alone know of has one when it is first met."""
        written = normalize(address)
        path, _, query = written.partition("?")
        if written in self.known:
            return self.known[written]
        if path.startswith(f"{STATIC}/"):
            return self.add(path, name_file(path))
        if FOUND.fullmatch(path) and not query:
            is_page = path.startswith(f"{EMBED}/")
            return self.add(address, name_page(path) if is_page else name_file(path))
        columns = [value for name, value in parse_qsl(query) if name == "column"]
        if path.startswith(f"{DICTIONARY}/") and len(columns) == 1 and path in self.known:
            return self.add(address, name_page(f"{path}/column-{quote(columns[0], safe='')}"))
        return None


def make_local(address: str) -> str:
    """Write an address of this site without its host, as other links are written."""
    told = find_public_address()
    is_here = told is not None and address.startswith((f"{told}/", f"{told}?"))
    return address.removeprefix(told.origin) if told and is_here else address


def normalize(address: str) -> str:
    """Write an address as links to one page are all written, without the prefix of the site."""
    path, mark, query = without_prefix(address.partition("#")[0]).partition("?")
    if path == SEARCH or path.startswith(f"{STATIC}/"):  # the same file, whatever is asked
        return path
    return f"{path.rstrip('/') or FRONT}{mark}{query}"


def name_page(path: str) -> str:
    """Name the file of a page."""
    steps = name_file(path)
    return f"{steps}/{INDEX}" if steps else INDEX


def name_file(path: str) -> str:
    """Name the file that is found at a path of the site."""
    return "/".join(write_step(unquote(step)) for step in path.strip("/").split("/") if step)


def write_step(step: str) -> str:
    """Write one step of a path as every file system takes it."""
    text = UNFIT.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), step)
    if len(text.encode()) <= LONGEST_STEP:
        return text
    digest = hashlib.sha256(step.encode()).hexdigest()[:16]
    return f"{text.encode()[: LONGEST_STEP - 17].decode(errors='ignore')}-{digest}"


def list_places(
    releases: Sequence[ServedRelease], records: Iterable[str], paged: Collection[str] = ()
) -> FilePlaces:
    """List what becomes a file of releases that come newest first, with these `records`' pages.

    Those of `paged` tables are all among them; of the others one page reads each record.
    """
    places, newest = FilePlaces(), find_latest(releases)
    for path in (FRONT, SEARCH, DICTIONARY, METHOD, LATEST[0]):
        places.add(link_here(path), name_page(path))
    places.add(link_releases(), name_page(normalize(link_releases())))
    for name in (*SQLITE_FILES, "sqlite/LICENSE.txt"):
        places.add(link_here(f"{STATIC}/{name}"), name_file(f"{STATIC}/{name}"))
    for path in (CATALOG, FEED, ROBOTS, FAVICON, SITEMAP):
        places.add(link_here(path), name_file(path))
    for release in releases:
        for address in (release.landing, release.dictionary, release.method):
            places.add(address, name_page(normalize(address)))
        linkset = LINKSET.format(version=quote(release.version, safe=""))
        places.add(link_here(linkset), name_file(linkset))
        for table in release.package.tables:
            add_data(places, link_dictionary(release.version, table.name))
        add_downloads(places, release, is_newest=release is newest)
    add_tables(places, newest)
    add_readings(places, newest, paged)
    for address in records:
        add_data(places, address)
        if normalize(address).startswith(f"{RECORD}/"):  # Datasette's rows have no linked data
            places.add(f"{address}{LINKED}", name_file(normalize(f"{address}{LINKED}")))
    return places


def add_data(places: FilePlaces, address: str) -> None:
    """Add a page, and the same as JSON."""
    places.add(address, name_page(normalize(address)))
    places.add(f"{address}.json", name_file(normalize(f"{address}.json")))


def add_downloads(places: FilePlaces, release: ServedRelease, *, is_newest: bool) -> None:
    """Add every file of a release; those of the newest are found below `latest/`, too."""
    for file in release.files:
        places.copy(file, release.file_address(file))
        spreadsheet = release.spreadsheet_address(file)
        if spreadsheet:
            places.copy(spreadsheet, spreadsheet)
        if is_newest:
            places.copy(file, f"{LATEST[0]}/{quote(file.name)}")


def add_readings(places: FilePlaces, release: ServedRelease, paged: Collection[str]) -> None:
    """Add a page for each table of which not every record has one, that reads its records."""
    for table in release.package.tables:
        number = name_numbering_column(release.package, table)
        if table.name in paged or not (table.schema.primary_key or number):
            continue
        address = link_by_name(release.version, table.name)
        page = places.add(address, name_page(normalize(address)))
        rows = link_page(release.database_name, table.name)
        for before in (link_record(release.version, table.name, ()), rows):
            places.read[normalize(before)] = page.file


def add_tables(places: FilePlaces, release: ServedRelease) -> None:
    """Add the tables, views and questions of the newest release, and what leads to them."""
    database = release.database_name
    there = link_database(database)
    places.add(there, name_page(normalize(there)))
    names = [each.name for each in release.package.tables]
    names += [each.name for each in release.package.views if release.package.trusted]
    for name in names:
        page = link_page(database, name)
        places.add(with_arguments(page, {"_size": ROWS}), name_page(normalize(page)), page)
    for query in list_questions(release):
        names.append(query.name)
        page, asked = link_page(database, query.name), link_query(database, query)
        places.add(asked, name_page(normalize(page)), page, asked)
        for ending in (".csv", ".json"):
            data = link_query(database, query, ending)
            whole = f"{data}{'&' if query.example else '?'}_size=max"
            places.add(data, name_file(normalize(page) + ending), data, whole)
    for name in names:
        address = normalize(link_page(database, name)).replace(f"/{database}", LATEST[0], 1)
        if address not in places.known:
            places.add(address, name_page(address))
