"""Who a client is, so that one client is not many: an address, of IPv6 the network of one site.

Behind a proxy every visitor has the proxy's address. While no proxy is named, visitors from this
machine may be anybody, and their connections are not bounded.
"""

from ipaddress import IPv6Address, ip_address, ip_network

from starlette.types import Scope

from pressmark.site.proxies import NOBODY, Proxies, read_address

SITE_BITS = 64
"""The part of an IPv6 address that names a site; whoever has one has 2^64 addresses below it."""


def name_client(scope: Scope) -> str:
    """Name the client of a request."""
    peer = scope.get("client")
    return name_network(peer[0]) if peer else ""


def name_network(host: str) -> str:
    """Name the client at an address; what is no address is one by its name."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(ip_network((address, SITE_BITS), strict=False))
        address = address.ipv4_mapped
    return str(address)


def is_bounded(host: str, proxies: Proxies = NOBODY) -> bool:
    """Whether connections from an address are all of one client: not those of a proxy."""
    if proxies.networks:
        return not proxies.trusts(host)
    address = read_address(host)
    return address is not None and not address.is_loopback
