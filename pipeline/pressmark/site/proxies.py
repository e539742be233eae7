"""Whose word counts for who asks: the proxies that the publisher named, and nobody else.

`X-Forwarded-For` names the hops of a request, each proxy adding the one that it was asked by; what
stands before the last hop that is no named proxy may have been written by the client itself. The
same holds of `X-Forwarded-Proto` and `X-Forwarded-Host`.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.types import Scope

from pressmark.errors import ProjectError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

FOR, PROTO, HOST = b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host"
SCHEMES = ("http", "https")
HOST_NAME = re.compile(rb"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
WITH_PORT = re.compile(r"\[([^\[\]]{0,45}+)\](?::\d{1,5}+)?|([0-9.]{1,15}+):\d{1,5}+")
OPTION = "--trusted-proxy"


@dataclass(frozen=True)
class Proxies:
    """The proxies that may say for whom they ask, as networks."""

    networks: tuple[Network, ...] = ()

    def trusts(self, address: str) -> bool:
        """Whether an address is that of a named proxy."""
        read = read_address(address)
        return read is not None and any(read in each for each in self.networks)

    def as_sent(self, scope: Scope) -> Scope:
        """Give a request as its client sent it to the first of the named proxies."""
        peer = scope.get("client")
        if not self.networks or not peer or not self.trusts(peer[0]):
            return scope
        client, trusted = self.client_behind(peer[0], list_values(scope, FOR))
        scheme = choose_told(list_values(scope, PROTO), trusted).lower()
        host = choose_told(list_values(scope, HOST), trusted).encode("latin-1")
        changed = {**scope, "client": (client, 0)}
        if scheme in SCHEMES:
            changed["scheme"] = scheme
        if HOST_NAME.fullmatch(host):
            changed["headers"] = with_host(scope, host)
        return changed

    def client_behind(self, peer: str, hops: list[str]) -> tuple[str, int]:
        """Give the last hop that is no named proxy, and how many of them stand behind it."""
        client, trusted = peer, 1
        for written in reversed(hops):
            hop = read_address(written)
            if hop is None:
                break
            client = str(hop)
            if not self.trusts(client):
                break
            trusted += 1
        return client, trusted


NOBODY = Proxies()


def with_host(scope: Scope, host: bytes) -> list[tuple[bytes, bytes]]:
    """Give the headers of a request with this host in place of what it names."""
    others = [each for each in scope["headers"] if each[0] != b"host"]
    return [(b"host", host), *others]


def list_values(scope: Scope, name: bytes) -> list[str]:
    """Give the values of a header that is a list, in the order in which they were added."""
    lines = (value.decode("latin-1") for header, value in scope["headers"] if header == name)
    return [value.strip() for line in lines for value in line.split(",")]


def choose_told(values: list[str], trusted: int) -> str:
    """Give what the first of so many named proxies told, each of which may have added a value."""
    return values[-min(trusted, len(values))] if values else ""


def read_address(written: str) -> Address | None:
    """Read the address of a hop, perhaps with a port; None where it is none (`unknown`)."""
    with_port = WITH_PORT.fullmatch(written)
    bare = (with_port[1] or with_port[2]) if with_port else written
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def read_proxies(written: Iterable[str]) -> Proxies:
    """Read what `--trusted-proxy` was given; ProjectError where one is no address or network."""
    return Proxies(tuple(read_network(each) for each in written))


def read_network(written: str) -> Network:
    """Read one address or network; ProjectError says what would be right."""
    try:
        return ipaddress.ip_network(written)
    except ValueError:
        pass
    try:
        near = ipaddress.ip_network(written, strict=False)
    except ValueError:
        right = "write one such as 127.0.0.1, 10.0.0.0/8 or fd00::/8"
        wrong = f"{written!r} is no address and no network"
        raise ProjectError(OPTION, wrong, right) from None
    wrong = f"{written!r} is an address within a network, and no network"
    raise ProjectError(OPTION, wrong, f"write {near}, or {written.partition('/')[0]} alone")
