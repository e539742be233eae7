"""The walk through the site: every page that becomes a file is asked once, and written as it is."""

import html
import posixpath
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pressmark.errors import MachineError
from pressmark.export.in_process import OK, SiteAnswer, SiteApp, ask_site
from pressmark.export.links import list_links
from pressmark.export.places import INDEX, FilePlace, FilePlaces, make_local, normalize
from pressmark.export.placing import make_place
from pressmark.site.as_files import PAGER
from pressmark.site.content.removed import GONE, UNAVAILABLE_BY_LAW

NEXT_PAGE = re.compile(r'<a class="button second" href="([^"]+)" rel="next">')
TOLD = frozenset({OK, GONE, UNAVAILABLE_BY_LAW})
"""What is worth a file: also that a record was there, and why it is no longer."""
NO_ANSWER = frozenset({400, 404, 413, 422})
"""What says that there is no such page, and not that the site failed."""
EVERY = 25
"""After so many pages it is told how far the walk is."""


@dataclass
class SiteWalk:
    """Asks an app for pages, and writes each below a folder with its links as they are.

    `files` are those that were written, by the address of each; `asked` gives the address by file;
    `redirects` are addresses that lead to another; `refused` gives the status of each of which the
    site says that it is none, or too much to ask; `paged` gives the files of a table's pages, in
    their order, by each of them; `named` are the addresses that all other pages name, `found` what
    is to be asked first. `told` hears how many pages are written, and how many are known.
    """

    app: SiteApp
    folder: Path
    places: FilePlaces
    told: Callable[[int, int], None]
    files: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    paged: dict[str, list[str]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    found: list[str] = field(default_factory=list)
    written: int = 0
    seconds: float = 0.0

    async def walk(self, starts: Iterable[str]) -> None:
        """Ask for these addresses, and for every one to which they lead and that has a place."""
        waiting, met = deque([*self.found, *starts]), set(self.asked.values())
        while waiting:
            address = waiting.popleft()
            place = self.places.find(address)
            if place is None or not place.asked or place.asked in met:
                continue
            met.add(place.asked)
            waiting += await self.take(place, address)
            if not len(met) % EVERY:
                self.told(len(self.asked), len(self.asked) + len(waiting))

    async def take(self, place: FilePlace, address: str) -> Sequence[str]:
        """Ask for a page, write it, and give the addresses to which it leads."""
        began = time.monotonic()
        answer = await ask_site(self.app, place.asked)
        if answer.location:
            self.redirects[normalize(address)] = answer.location
            return [answer.location]
        if answer.status in NO_ANSWER:
            self.refused[place.asked] = answer.status
            return []
        if answer.status not in TOLD:
            wrong = f"the site could not make this page (status {answer.status})"
            raise MachineError(place.asked, wrong, "try again; what was written is removed")
        self.keep(place, answer)
        links = self.read_links(place, answer.body.decode()) if answer.is_page else []
        self.seconds += time.monotonic() - began
        return links

    def read_links(self, place: FilePlace, page: str) -> list[str]:
        """Give the addresses to which a page leads, and know what follows on it."""
        self.turn_pages(place, page)
        links = list_links(page, place.asked)
        if PAGER not in page:
            self.named.update(links)
        return links

    def keep(self, place: FilePlace, answer: SiteAnswer) -> None:
        """Write an answer under the name of its file."""
        make_place(self.folder, place.file).write_bytes(answer.body)
        self.asked[place.file] = place.asked
        self.written += len(answer.body)

    def turn_pages(self, place: FilePlace, page: str) -> None:
        """Give the page of a table that follows on another its place."""
        following = NEXT_PAGE.search(page)
        if following is None and place.file not in self.paged:
            return
        those = self.paged.setdefault(place.file, [place.file])
        if following:
            address = make_local(html.unescape(following[1]))
            first = posixpath.dirname(those[0])
            there = self.places.add(address, f"{first}/page-{len(those) + 1}/{INDEX}")
            those.append(there.file)
            self.paged[there.file] = those

    def settle(self) -> None:
        """Know the file of every address that leads to one, if only through others."""
        for address, place in self.places.known.items():
            if not place.asked or place.file in self.asked:
                self.files[address] = place.file
        for address in self.redirects:
            file = self.follow(address)
            if file:
                self.files.setdefault(address, file)

    def follow(self, address: str) -> str | None:
        """Give the file to which an address leads in the end."""
        for _ in range(5):
            if normalize(address) in self.files:
                return self.files[normalize(address)]
            if normalize(address) not in self.redirects:
                return None
            address = self.redirects[normalize(address)]
        return None
