"""A small proxy as publishers put one before the site, in both ways."""

import http.client
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def proxied(
    behind: int, prefix: str, *, strips: bool, added: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Serve what answers at the port `behind` below a prefix, which is taken off or not.

    As nginx does by itself, it names the machine behind it in `Host`. Gives its own port.
    """

    class Handler(BaseHTTPRequestHandler):
        """Passes a request on."""

        def do_GET(self) -> None:
            """Answer as the site does; 404 for what is not below the prefix."""
            path = self.path
            if not f"{path}/".startswith(f"{prefix}/"):
                self.send_error(404)
                return
            if strips:
                path = path.removeprefix(prefix) or "/"
            onward = http.client.HTTPConnection("127.0.0.1", behind, timeout=60)
            onward.putrequest("GET", path, skip_accept_encoding=True)
            for name, value in (added or {}).items():
                onward.putheader(name, value)
            onward.endheaders()
            answer = onward.getresponse()
            body = answer.read()
            onward.close()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"transfer-encoding", "content-length", "connection"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(60)
        server.server_close()
