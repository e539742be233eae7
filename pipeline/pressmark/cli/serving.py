"""The command that shows releases: `serve`."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from pressmark.cli.options import (
    AsJson,
    Host,
    Log,
    LogClients,
    MetricsPort,
    Port,
    ProjectOrRelease,
    PublicAt,
    Releases,
    Schemas,
    ServedFrom,
    Sources,
    TrustedProxies,
    TrustRules,
)
from pressmark.cli.talk import (
    LONGEST_MESSAGE,
    complain,
    leave,
    render_readable,
    say,
    say_what_is_not_run,
    show_progress,
)
from pressmark.errors import PressmarkError, ProjectError
from pressmark.extras import require
from pressmark.public_address import PublicAddress
from pressmark.words import cut

if TYPE_CHECKING:
    from pressmark.package import Package
    from pressmark.site import Following, Operation
    from pressmark.site.proxies import Proxies

TEXTS_KEPT = 32
"""Texts of sources that the server keeps in memory, those last looked at."""

MODULES = ("datasette", "markdown_it", "starlette", "uvicorn")
"""What the site is made of: the extra [site]."""


class Reading(TypedDict):
    """How a package is read: whether its SQL is trusted, and where copies of schemas are."""

    trust_rules: bool
    schemas: Path | None


UNTOLD = (
    "This site has not been told its public address, so citations name the data by their digest:"
    " pressmark serve --public-address ADDRESS"
)
NO_PROXY = (
    "no proxy is named: the connections of visitors who come from this machine (127.0.0.1, ::1) are"
    " not bounded one by one"
)


def serve(  # noqa: PLR0913 - one parameter an option
    project: ProjectOrRelease = ".",
    *,
    releases: Releases = None,
    host: Host = "127.0.0.1",
    port: Port = 8001,
    public_address: PublicAt = None,
    trusted_proxy: TrustedProxies = None,
    log: Log = None,
    log_clients: LogClients = False,
    metrics_port: MetricsPort = None,
    output: ServedFrom = None,
    sources: Sources = None,
    schemas: Schemas = None,
    trust_rules: TrustRules = False,
    as_json: AsJson = False,
) -> None:
    """Serve the published releases, or one of them, read-only.

    A package that has none is built first.
    """
    require_extras()
    from pressmark import site
    from pressmark.releases.find import find_all
    from pressmark.site.proxies import read_proxies

    proxies = read_proxies(trusted_proxy or ())
    operation = make_operation(log, metrics_port, names_clients=log_clients)
    site.refuse_unavailable(host, port, operation)
    how = Reading(trust_rules=trust_rules, schemas=schemas)
    with site.outlive_hang_ups(), find_all(project, releases, **how) as (package, only):
        say_what_is_not_run(package)
        public = public_address or find_public_address(package)
        again = partial(read_again, project, releases, how)
        following = prepare_site(package, only, output, sources, read=again, as_json=as_json)
        say_who_is_not_bounded(proxies, as_json=as_json)
        site.serve(
            following.shown, host, port, choose_announcer(public, as_json=as_json),
            public=public, proxies=proxies, following=following, operation=operation,
        )  # fmt: skip


def find_public_address(package: "Package") -> PublicAddress | None:
    """Give the address of the site that a package says; None where it says none."""
    from pressmark.site.served import find_site

    return find_site(package)


def say_who_is_not_bounded(proxies: "Proxies", *, as_json: bool) -> None:
    """Say that visitors from this machine are not told apart, where no proxy is named."""
    if not proxies.networks and not as_json:
        say(NO_PROXY)


def make_operation(
    log: str | None, metrics_port: int | None, *, names_clients: bool
) -> "Operation":
    """Say how the server is operated; what is told of that is said on stderr."""
    from pressmark.site import Operation

    return Operation(
        log,
        names_clients=names_clients,
        metrics_port=metrics_port,
        tell=say,
        complain=lambda error: complain(render_readable(error)),
    )


def open_texts(sources: Path | None) -> Callable[[str, str | None], str | None] | None:
    """Give what reads the texts of sources, the last of which are kept; None without a folder."""
    from pressmark.validate import Texts

    return lru_cache(maxsize=TEXTS_KEPT)(Texts(sources).of) if sources else None


def choose_announcer(public: PublicAddress | None, *, as_json: bool) -> Callable[[str], None]:
    """Give what tells of the address once the site answers, and how to tell the site its own."""

    def announce(address: str) -> None:
        if as_json:
            announce_json(address)
            return
        announce_address(address)
        if public is None:
            say(UNTOLD)

    return announce


def prepare_site(  # noqa: PLR0913 - all are passed on
    package: "Package",
    only: str | None,
    output: Path | None,
    sources: Path | None,
    *,
    read: Callable[[], "Package"],
    as_json: bool,
) -> "Following":
    """Prepare what is to be served, and how its ledger is followed; exit 1 where data is wrong."""
    from pressmark.site import Following
    from pressmark.site.served import read_served_releases

    with show_progress() as told:
        report, shown = read_served_releases(package, output, only=only, progress=told)
    if report:
        leave(report, explain=True, as_json=as_json)
    finish = partial(replace, texts=open_texts(sources))
    return Following(
        package, output, only, [finish(each) for each in shown],
        read=read, tell=say_cut, complain=complain_of, finish=finish,
    )  # fmt: skip


def read_again(project: str, releases: Path | None, how: Reading) -> "Package":
    """Read what is served as it is now."""
    from pressmark.releases.find import find_all

    with find_all(project, releases, **how) as (package, _):
        return package


def say_cut(news: str) -> None:
    """Tell what is served now, on one line whatever a reason holds."""
    say(cut(news, LONGEST_MESSAGE))


def complain_of(error: PressmarkError, consequence: str) -> None:
    """Tell what cannot be served, and what follows from it."""
    complain(f"{render_readable(error)}\n  {consequence}")


def require_extras(command: str = "serve") -> None:
    """Refuse to begin without what the site is made of; of what only draws PNG it says so."""
    for module in MODULES:
        require(module, "site", command)
    try:
        require("vl_convert", "charts", "drawing a PNG")
    except ProjectError as missing:
        say(f"pictures are SVG alone: {missing.place} {missing.wrong}; {missing.right}")


def announce_address(address: str) -> None:
    """Print the address of the site, at once even into a pipe."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def announce_json(address: str) -> None:
    """Print the address of the site as JSON on a line, at once even into a pipe."""
    sys.stdout.write(json.dumps({"address": address}) + "\n")
    sys.stdout.flush()
