"""A plain server of files, and a window in which whatever is not of it is noted."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, Request, Response

from tests.browser import note_failures


class Quiet(SimpleHTTPRequestHandler):
    """Python's server of files, which says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serve_files(folder: Path) -> Iterator[str]:
    """Serve the files of a folder for a block, and give the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def note_faults(page: Page, site: str) -> list[str]:
    """Note what a page asks of others than this site, what fails, and what its console says."""
    said: list[str] = []

    def note_request(request: Request) -> None:
        if not request.url.startswith(f"{site}/"):
            said.append(request.url)

    def note_refusal(response: Response) -> None:
        if response.status >= HTTPStatus.BAD_REQUEST:
            said.append(response.url)

    page.on("request", note_request)
    note_failures(page, said)
    page.on("response", note_refusal)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said
