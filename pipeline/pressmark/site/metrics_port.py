"""A port of this machine alone at which a monitor reads what the site counts of itself.

It is answered by a thread, so that it also tells of a site that has too much to do.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pressmark.site.address import METRICS
from pressmark.site.measures import MEDIA_TYPE

LOOPBACK = "127.0.0.1"
HOSTS = (LOOPBACK, "localhost")
"""By which names it is asked: a page in a browser on this machine asks by its own."""
SECONDS_TO_ASK = 5.0


def make_handler(write: Callable[[], str]) -> type[BaseHTTPRequestHandler]:
    """Give what answers one connection with what `write` gives."""

    class Handler(BaseHTTPRequestHandler):
        """Answers `/metrics`, and nothing else."""

        timeout = SECONDS_TO_ASK
        server_version, sys_version = "pressmark", ""

        def do_GET(self) -> None:
            """Answer."""
            if self.headers.get("Host", "").rpartition(":")[0] not in HOSTS:
                self.send_error(HTTPStatus.FORBIDDEN)
                return
            if self.path != METRICS:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            body = write().encode("ascii")
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", MEDIA_TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    return Handler


class MetricsServer(ThreadingHTTPServer):
    """Answers a monitor; one that goes away in the middle is no fault of ours."""

    daemon_threads = True

    def handle_error(self, *_told: object) -> None:
        """Say nothing."""


def open_monitor(port: int, write: Callable[[], str]) -> MetricsServer:
    """Listen to monitors at a port of this machine, 0 a free one; OSError: it cannot be had."""
    return MetricsServer((LOOPBACK, port), make_handler(write))


@contextmanager
def answer_monitor(server: MetricsServer | None) -> Iterator[str | None]:
    """Answer a monitor for the length of a block; give the address, None where nobody listens."""
    if server is None:
        yield None
        return
    with server:
        thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.server_port}{METRICS}"
        finally:
            server.shutdown()
            thread.join()
