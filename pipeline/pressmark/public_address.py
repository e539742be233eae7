"""The public address of a site, and the addresses below it that citations and metadata hold.

A site and the files of a release name the same pages, and only one of them is asked each time: so
what both name is written here, below either room. All else that a site answers is named in
`pressmark.site.address`.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from pressmark.errors import ProjectError

EXAMPLE = "https://data.example.org/faces"
RIGHT = f"write it as readers type it, such as {EXAMPLE}"
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
UNFIT = re.compile(r"[\x00-\x20\x7f\\]")
HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?")
STEP = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._~-]+")
USER = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?\S*@")
PORTS = {"http": 80, "https": 443}
AS_THEY_ARE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
RELEASES = "/releases"
RECORD = "/record"


class NotPublicError(ValueError):
    """A text that is no public address: what is wrong with it, and what would be right."""

    def __init__(self, wrong: str, right: str = RIGHT) -> None:
        """Keep both."""
        super().__init__(wrong)
        self.wrong = wrong
        self.right = right


@dataclass(frozen=True)
class PublicAddress:
    """Where readers find a site: `origin` (`https://data.example.org`), `prefix` (`/faces`, or "").

    Every address of the site is the origin, the prefix and a path of the site.
    """

    origin: str
    prefix: str = ""

    def __str__(self) -> str:
        """Write it without a slash at its end."""
        return self.origin + self.prefix

    @property
    def scheme(self) -> str:
        """`http` or `https`."""
        return self.origin.partition("://")[0]

    @property
    def authority(self) -> str:
        """The host, with its port where it is not the usual one."""
        return self.origin.partition("://")[2]

    def below(self, path: str) -> str:
        """Give the whole address of a path of the site."""
        return f"{self}{path}"


def parse_public_address(text: str) -> PublicAddress:
    """Read a public address; a slash at its end is tolerated. NotPublicError says what is wrong."""
    if not text or UNFIT.search(text):
        raise NotPublicError("has a character that no address has, or none at all")
    scheme = SCHEME.match(text)
    if scheme is None:
        raise NotPublicError("has no scheme", f"write https://{text.lstrip('/')}")
    if scheme[1].lower() not in PORTS:
        wrong = f"has the scheme {scheme[1]}, which is none of a web site"
        raise NotPublicError(wrong, f"write https://{text[scheme.end() :]}")
    if "?" in text or "#" in text:
        wrong = "has a query or a fragment, and pages stand below a path"
        raise NotPublicError(wrong, f"write {re.split('[?#]', text)[0]}")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise NotPublicError("has a host or a port that is none") from None
    if port == 0 or parts.netloc.endswith(":"):
        raise NotPublicError("has a port that is none")
    shown = "" if port in {None, PORTS[parts.scheme]} else f":{port}"
    return PublicAddress(f"{parts.scheme}://{read_host(parts)}{shown}", read_prefix(parts.path))


def read_host(parts: SplitResult) -> str:
    """Give the host in small letters; NotPublicError where it is none, or names a user."""
    if "@" in parts.netloc:
        raise NotPublicError("names a user, and everybody is to read it")
    host = parts.hostname or ""
    if ":" in host and is_ipv6(host):
        return f"[{host}]"
    if not host.isascii():
        raise NotPublicError("has a host that is not of ASCII", as_ascii(host))
    if HOST.fullmatch(host) is None:
        raise NotPublicError("has no host" if not host else f"has the host {host!r}, which is none")
    return host


def is_ipv6(host: str) -> bool:
    """Whether a host is an address of IPv6."""
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True


def as_ascii(host: str) -> str:
    """Say how a host is written in ASCII, where there is a way."""
    try:
        return f"write the host as {host.encode('idna').decode()}"
    except UnicodeError:
        return RIGHT


def read_prefix(path: str) -> str:
    """Give the path before every page, without a slash at its end; NotPublicError if unfit."""
    steps = path.strip("/").split("/") if path.strip("/") else []
    for step in steps:
        if STEP.fullmatch(step) is None:
            right = "write a path of letters, digits, -, _, . and ~, such as /faces"
            raise NotPublicError(f"has the step {step!r} in its path {path!r}", right)
    return "".join(f"/{step}" for step in steps)


def read_public_address(text: str, option: str = "--public-address") -> PublicAddress:
    """Read what an option is given for the public address; ProjectError where it is none."""
    try:
        return parse_public_address(text)
    except NotPublicError as error:
        wrong = f"the address {hide_user(text)!r} {error.wrong}"
        raise ProjectError(option, wrong, hide_user(error.right)) from None


def hide_user(text: str) -> str:
    """Take users and passwords out of the addresses in a text."""
    return USER.sub(r"\1…@", text)


def make_release_path(version: str) -> str:
    """Give the path of a release's page, below which its files stand."""
    return f"{RELEASES}/{quote(version, safe='')}/"


def make_file_path(version: str, name: str) -> str:
    """Give the path of one file of a release; `name` is its path inside the release."""
    return make_release_path(version) + quote(name)


def make_record_path(version: str, table: str, key: Iterable[object]) -> str:
    """Give the path of the record with that primary key; its parts are joined by commas."""
    parts = ",".join(encode_tilde(str(part)) for part in key)
    return f"{RECORD}/{quote(version, safe='')}/{encode_tilde(table)}/{parts}"


def encode_tilde(text: str) -> str:
    """Write a text as one step of a path that no proxy rewrites: Datasette's `tilde_encode`.

    Percent signs are decoded by some proxies on their way, and a point would begin the form of an
    answer (`.json`). Every byte but those of letters, digits, `_` and `-` is `~` and two digits,
    a space is `+`.
    """
    return "".join(
        chr(byte) if byte in AS_THEY_ARE else "+" if byte == ord(" ") else f"~{byte:02X}"
        for byte in text.encode()
    )
