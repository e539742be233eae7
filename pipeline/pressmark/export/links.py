"""The addresses in pages and data → the files beside them; what leads to no file is no link."""

import html
import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urljoin

from pressmark.export.places import INDEX, make_local, normalize
from pressmark.public_address import PublicAddress
from pressmark.site.address import SEARCH

TAG = re.compile(r'<(?P<name>[A-Za-z][\w:-]*)(?P<rest>(?:\s+[^\s=<>"/]+(?:="[^"]*")?)*)\s*/?>|</a>')
ADDRESS = re.compile(r'(?P<name>\s(?:href|src|action|xlink:href))="(?P<address>[^"]*)"')
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
HEAD = frozenset({"link", "meta"})
"""Elements that say nothing without the address that they name."""
LINKS = re.compile(r'<(?:a|link|img|script|image|use|form)\b[^<>]*?\s(?:href|src|action)="([^"]*)"')
PICTURE = re.compile(r'<meta property="og:image" content="([^"]*)">\n?')
CARD = re.compile(r'<meta name="twitter:card"[^>]*>')
LOC = re.compile(r"<url><loc>([^<]*)</loc>.*?</url>\n?", re.DOTALL)
KEY = re.compile(r"[A-Za-z0-9_~+,-]*")
"""A key in the address of a record; what has a point behind it is no page."""
FEED_LINK = re.compile(r'href="([^"]*)"')


def list_links(page: str, asked: str) -> list[str]:
    """List the addresses of this site to which a page leads, as it is asked for at an address."""
    found = (make_local(html.unescape(each)) for each in LINKS.findall(page))
    return sorted({resolve(asked, each) for each in set(found) if not is_elsewhere(each)})


@dataclass
class LinkedFiles:
    """Which file each address leads to, and where the site is found, if it was told.

    `files` are by addresses as `normalize` writes them; `read` are files of pages that read a
    record, by what stands before its key; `unlinked` counts what was no link any more, by address.
    """

    files: Mapping[str, str]
    public: PublicAddress | None = None
    read: Mapping[str, str] = field(default_factory=dict)
    unlinked: dict[str, int] = field(default_factory=dict)

    def find(self, address: str, asked: str) -> str | None:
        """Give the link to a file as an address relative to the site's root; None: there is none.

        The address is as a page wrote it that is asked for at `asked`.
        """
        there, mark, anchor = resolve(asked, address).partition("#")
        file = self.files.get(normalize(there))
        if file is None:
            return self.find_reading(normalize(there))
        path, question, words = there.partition("?")
        # A script in the page reads what is searched for; no server has to.
        asked_for = f"{question}{words}" if normalize(path) == SEARCH else ""
        return f"{quote(file)}{asked_for}{mark}{anchor}"

    def find_reading(self, path: str) -> str | None:
        """Give the link to the page that reads the record at an address; None: it is of none."""
        before, _, key = (path, "", "") if path in self.read else path.rpartition("/")
        if before not in self.read or not KEY.fullmatch(key):
            return None
        return f"{quote(self.read[before])}?key={quote(key, safe='~')}"

    def rewrite_page(self, page: str, asked: str, file: str) -> str:
        """Let every link of a page lead to a file; the words of other links stay as they are."""
        dropped = False

        def write(found: re.Match[str]) -> str:
            nonlocal dropped
            if found["name"] is None:
                closing, dropped = "" if dropped else found[0], False
                return closing
            name = found["name"].lower()
            target = ADDRESS.search(found[0])
            if target is None:
                return found[0]
            address = html.unescape(target["address"])
            address = address if name in HEAD else make_local(address)
            if is_elsewhere(address):
                return found[0]
            link = self.find(address, asked)
            if link is not None:
                written = html.escape(lead_from(file, link))
                new = f'{target["name"]}="{written}"'
                return found[0].replace(target[0], new, 1)
            self.unlinked[address] = self.unlinked.get(address, 0) + 1
            dropped = name == "a"
            return "" if dropped or name in HEAD else found[0].replace(target[0], "", 1)

        return self.name_pages(TAG.sub(write, self.leave_pictures_out(page)))

    def leave_pictures_out(self, page: str) -> str:
        """Leave out the picture with which a page is shared, where that is no file."""
        picture = PICTURE.search(page)
        here = str(self.public) if self.public else ""
        if picture is None or normalize(picture[1].removeprefix(here)) in self.files:
            return page
        return CARD.sub("", page.replace(picture[0], "", 1), count=1)

    def name_pages(self, text: str) -> str:
        """Write the whole addresses of pages in a text with the slash at which they are found."""
        if self.public is None:
            return text
        whole = re.compile(re.escape(str(self.public)) + r"(?P<path>/[^\s\"'<>\\&;()\[\]]*)")
        return whole.sub(self.write_whole, text)

    def write_whole(self, found: re.Match[str]) -> str:
        """Write one whole address that a text names."""
        path = found["path"].rstrip(".,:")
        bare, mark, anchor = path.partition("#")
        file = self.files.get(normalize(bare))
        reading = None if file else self.find_reading(normalize(bare))
        if reading:
            there = reading.replace(f"/{INDEX}", "/", 1)
            return f"{self.public}/{there}{found['path'][len(path) :]}"
        is_page = file is not None and (file == INDEX or file.endswith(f"/{INDEX}"))
        if not is_page or bare.endswith("/"):
            return found[0]
        return f"{self.public}{bare}/{mark}{anchor}{found['path'][len(path) :]}"

    def rewrite_json(self, text: str, asked: str, file: str) -> str:
        """Let every address that a JSON document holds lead to a file, where there is one."""

        def write(value: Any) -> Any:
            if isinstance(value, dict):
                return {name: write(each) for name, each in value.items()}
            if isinstance(value, list):
                return [write(each) for each in value]
            link = self.find(value, asked) if is_path(value) else None
            return value if link is None else lead_from(file, link)

        written = text if self.public else json.dumps(write(json.loads(text)), ensure_ascii=False)
        return self.name_pages(written)

    def rewrite_feed(self, text: str, asked: str, file: str) -> str:
        """Let the links of a feed lead to files."""

        def write(found: re.Match[str]) -> str:
            address = html.unescape(found[1])
            link = None if is_elsewhere(address) else self.find(address, asked)
            return found[0] if link is None else f'href="{html.escape(lead_from(file, link))}"'

        return self.name_pages(FEED_LINK.sub(write, text))

    def rewrite_sitemap(self, text: str, _asked: str, _file: str) -> str:
        """Leave out of a sitemap what is no file."""
        here = str(self.public)

        def write(found: re.Match[str]) -> str:
            path = html.unescape(found[1]).removeprefix(here)
            return found[0] if normalize(path) in self.files else ""

        return self.name_pages(LOC.sub(write, text))

    def rewrite(self, text: str, asked: str, file: str) -> str:
        """Let the addresses in a page, or in data that the site writes, lead to files."""
        kinds = {
            ".html": self.rewrite_page, ".json": self.rewrite_json, ".jsonld": self.rewrite_json,
            ".atom": self.rewrite_feed, ".xml": self.rewrite_sitemap, ".svg": self.rewrite_page,
        }  # fmt: skip
        return kinds[posixpath.splitext(file)[1]](text, asked, file)


REWRITTEN = frozenset({".html", ".json", ".jsonld", ".atom", ".xml", ".svg"})
"""The endings of files that hold addresses of the site."""


def is_elsewhere(address: str) -> bool:
    """Whether an address that a page names is of another site, or a place on the page itself."""
    return address.startswith("#") or ELSEWHERE.match(address) is not None


def is_path(value: object) -> bool:
    """Whether a value of a document is an address of this site."""
    return isinstance(value, str) and value.startswith("/") and not ELSEWHERE.match(value)


def resolve(asked: str, address: str) -> str:
    """Give the address of the site to which a link leads on the page that is asked for at one."""
    # Nearly every link begins at the root, and pages have a hundred: joining is dear.
    is_plain = address.startswith("/") and "/." not in address
    return address if is_plain else urljoin(asked, address)


def lead_from(file: str, link: str) -> str:
    """Write a link to a file, of the site's root, as it stands in another file."""
    here, steps = quote(file).split("/")[:-1], link.split("/")
    shared = 0
    while shared < min(len(here), len(steps) - 1) and here[shared] == steps[shared]:
        shared += 1
    return "/".join([*[".."] * (len(here) - shared), *steps[shared:]])
