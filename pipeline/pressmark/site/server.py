"""The site on a port: bound before anything else, announced once it answers, ended quietly."""

import asyncio
import errno
import socket
from collections.abc import Callable, Sequence
from functools import partial

import uvicorn
from starlette.types import ASGIApp

from pressmark.errors import MachineError, ProjectError, explain_failure
from pressmark.public_address import PublicAddress
from pressmark.site.app import App, build_app
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.following import Following
from pressmark.site.log_file import LogFile
from pressmark.site.measures import SiteCounts, render, tell_process
from pressmark.site.middleware.protocol import LARGEST_HEAD, make_protocol
from pressmark.site.middleware.witness import Witness
from pressmark.site.operation import UNWATCHED, Operation, tell_log, tell_server
from pressmark.site.proxies import NOBODY, Proxies
from pressmark.site.signals import HANG_UP, end_quietly, has_terminal, is_main, may_be_left
from pressmark.site.switch import Switch

HIGHEST_PORT = 65535
SECONDS_TO_FINISH = 10
"""Within which answers that are under way at the end may be finished."""
SECONDS_TO_ANSWER = 8
"""After which questions are given up then, so that who waits for one is still told so."""
# `create_server` gives the numbers of a failed look-up as if they were errno.
UNKNOWN_HOST = (socket.EAI_NONAME, socket.EAI_AGAIN)


def serve(  # noqa: PLR0913 - what a server is told
    releases: Sequence[ServedRelease],
    host: str,
    port: int,
    announce: Callable[[str], None],
    *,
    public: PublicAddress | None = None,
    proxies: Proxies = NOBODY,
    following: Following | None = None,
    operation: Operation = UNWATCHED,
) -> None:
    """Serve the releases until Ctrl-C or SIGTERM, which end it without an error.

    Answers under way may take ten seconds then. SIGHUP looks at the ledger, and reopens the log.
    `public` is where readers find the site, `proxies` are those whose word on who asks counts.
    `announce` is called with the address once requests are answered; port 0 takes any free port.
    With `following` what is published, withdrawn or annotated meanwhile is served without a new
    start. MachineError: a port is taken, or not permitted, the host is not this machine's, or the
    log cannot be opened.
    """
    counts = SiteCounts()
    with bind(host, port) as listening, operation.open_log() as log:
        write = log.write if log else None
        names = operation.names_clients
        witness = Witness(counts, write=write, proxies=proxies, names_clients=names)
        app = make_app(releases, following, partial(build_app, public=public, proxies=proxies))
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}"
        server = AnnouncingServer(
            configure(witness.watch(app), witness), lambda: announce(address), app.end
        )
        if following:
            server.heed.append(following.look_again)
        if log:
            server.heed.append(log.reopen)
        measure = partial(write_metrics, counts, server, following or releases, log)
        with operation.measured(measure), end_quietly(server):
            server.run(sockets=[listening])


def refuse_unavailable(host: str, port: int, operation: Operation) -> None:
    """Open all that a server needs, and close it again, so that a long start is not for nothing.

    MachineError or ProjectError, as `serve` raises them.
    """
    bind(host, port).close()
    operation.try_out()


def write_metrics(
    counts: SiteCounts,
    server: uvicorn.Server,
    served: Following | Sequence[ServedRelease],
    log: LogFile | None,
) -> str:
    """Write what a monitor is told."""
    if isinstance(served, Following):
        now, behind = served.shown, served.stale()
    else:
        now, behind = served, []
    own = (*tell_server(server, now, behind), *tell_log(log))
    return render((*counts.tell(), *own, *tell_process()))


def configure(app: ASGIApp, witness: Witness) -> uvicorn.Config:
    """Say how a server of an app works."""
    return uvicorn.Config(
        app,
        interface="asgi3",
        log_level="warning",
        access_log=False,
        server_header=False,
        # Who asks is read by the app itself, of the proxies that were named.
        proxy_headers=False,
        lifespan="on",
        http=make_protocol(witness),
        ws="none",
        h11_max_incomplete_event_size=LARGEST_HEAD,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


def make_app(
    releases: Sequence[ServedRelease], following: Following | None, build: Callable[..., App]
) -> App | Switch:
    """Give the app of releases; with `following` one that others can take the place of."""
    if following is None:
        return build(releases)
    build = partial(build, stale=following.stale)
    again = partial(build, proven=True)
    return Switch(build(releases), partial(following.follow, build=again))


class AnnouncingServer(uvicorn.Server):
    """uvicorn's server, which tells when it answers, and gives up what lasts too long at its end.

    Whoever is to `heed` SIGHUP is called then.
    """

    def __init__(
        self, config: uvicorn.Config, started: Callable[[], None], give_up: Callable[[], None]
    ) -> None:
        """Call `started` once, when requests are answered, and `give_up` soon before the end."""
        super().__init__(config)
        self.tell_started = started
        self.give_up = give_up
        self.heed: list[Callable[[], None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as uvicorn does, then tell."""
        await super().startup(sockets=sockets)
        if self.started:
            self.mind_hang_ups()
            self.tell_started()

    def mind_hang_ups(self) -> None:
        """Tell of SIGHUP from now on; one that is sent as a terminal is closed ends the server."""
        if not is_main():
            return
        ends_with_terminal = may_be_left()

        def hang_up() -> None:
            if ends_with_terminal and not has_terminal():
                self.should_exit = True
                return
            for each in self.heed:
                each()

        asyncio.get_running_loop().add_signal_handler(HANG_UP, hang_up)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nothing more, finish what is under way, then end as uvicorn does."""
        later = asyncio.get_running_loop().call_later(SECONDS_TO_ANSWER, self.give_up)
        await super().shutdown(sockets=sockets)
        later.cancel()


def bind(host: str, port: int) -> socket.socket:
    """Listen on a port; MachineError or ProjectError says why not."""
    place = f"{host}:{port}"
    if not 0 <= port <= HIGHEST_PORT:
        raise ProjectError(place, f"{port} is no port", f"choose one from 1 to {HIGHEST_PORT}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2048)
        # An answer comes in two pieces: the second would wait 40 ms for the first to be confirmed.
        # asyncio sees to that only for sockets that name their protocol, which these do not.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            wrong, right = f"port {port} is taken", f"try PORT={choose_other_port(port)}"
        elif error.errno in (errno.EACCES, errno.EPERM):
            wrong, right = f"port {port} is not permitted", "try PORT=8001"
        elif error.errno in UNKNOWN_HOST:
            wrong, right = f"there is no host {host!r}", "try 127.0.0.1"
        elif error.errno == errno.EADDRNOTAVAIL:
            wrong, right = f"{host} is no address of this machine", "try 127.0.0.1"
        else:
            raise explain_failure(error, place) from None
        raise MachineError(place, wrong, right) from None
    return listening


def choose_other_port(port: int) -> int:
    """Give the next port to try."""
    return port + 1 if port < HIGHEST_PORT else port - 1
