"""The site on a port: bound before anything else, announced once it answers, ended quietly."""

import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import uvicorn

from pressmark.errors import MachineError, ProjectError, explain_failure
from pressmark.public_address import PublicAddress
from pressmark.site.app import App, build_app
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.following import Following
from pressmark.site.middleware.protocol import LARGEST_HEAD, make_protocol
from pressmark.site.proxies import NOBODY, Proxies
from pressmark.site.switch import Switch

HIGHEST_PORT = 65535
SECONDS_TO_FINISH = 3
# `create_server` gives the numbers of a failed look-up as if they were errno.
UNKNOWN_HOST = (socket.EAI_NONAME, socket.EAI_AGAIN)
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def serve(  # noqa: PLR0913 - what a server is told
    releases: Sequence[ServedRelease],
    host: str,
    port: int,
    announce: Callable[[str], None],
    *,
    public: PublicAddress | None = None,
    proxies: Proxies = NOBODY,
    following: Following | None = None,
) -> None:
    """Serve the releases until Ctrl-C or SIGTERM, which end it without an error.

    `public` is where readers find the site, `proxies` are those whose word on who asks counts.
    `announce` is called with the address once requests are answered; port 0 takes any free port.
    With `following` what is published, withdrawn or annotated meanwhile is served without a new
    start. MachineError: the port is taken, or not permitted, or the host is not this machine's.
    """
    with bind(host, port) as listening:
        app = make_app(releases, following, partial(build_app, public=public, proxies=proxies))
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}"
        server = AnnouncingServer(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                # Who asks is read by the app itself, of the proxies that were named.
                proxy_headers=False,
                lifespan="on",
                http=make_protocol(proxies),
                ws="none",
                h11_max_incomplete_event_size=LARGEST_HEAD,
                timeout_graceful_shutdown=SECONDS_TO_FINISH,
            ),
            lambda: announce(address),
            app.end,
        )
        with end_quietly(server):
            server.run(sockets=[listening])


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
    """uvicorn's server, which tells when it answers, and when it begins to end."""

    def __init__(
        self, config: uvicorn.Config, started: Callable[[], None], ending: Callable[[], None]
    ) -> None:
        """Call `started` once, when requests are answered, and `ending` when no more are taken."""
        super().__init__(config)
        self.tell_started = started
        self.tell_ending = ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as uvicorn does, then tell."""
        await super().startup(sockets=sockets)
        if self.started:
            self.tell_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell, then end as uvicorn does."""
        self.tell_ending()
        await super().shutdown(sockets=sockets)


@contextmanager
def end_quietly(server: uvicorn.Server) -> Iterator[None]:
    """Let the signals that end a server end this one as if it had returned.

    uvicorn stops at them and then raises them once more, for whoever handled them before: here
    that is a handler that has nothing left to do.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        server.should_exit = True

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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
