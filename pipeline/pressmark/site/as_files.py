"""Whether pages are written as files, for hosts that answer no question: then they offer none.

That belongs to who asks and not to a release, so it is an immutable value in a context variable.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from markupsafe import Markup

POLICY = (
    "default-src 'self'; font-src data:; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; "
    "form-action 'self'; object-src 'none'"
)
"""What a page that is a file allows itself; `frame-ancestors` is obeyed in a header only."""
PAGER = '<div id="pages"></div>'
"""Where a table's page leads to its other pages, whose number is known when all are written."""

_written: ContextVar[bool] = ContextVar("written", default=False)


@contextmanager
def write_as_files() -> Iterator[None]:
    """Make pages that are to be files for a block."""
    token = _written.set(True)
    try:
        yield
    finally:
        _written.reset(token)


def is_served() -> bool:
    """Whether a server stands behind the pages, which answers what visitors ask."""
    return not _written.get()


FRAME: Mapping[str, object] = {
    "is_served": is_served,
    "policy_of_files": POLICY,
    "pager_of_files": Markup(PAGER),  # noqa: S704 - written here
}
"""What every template is given."""
