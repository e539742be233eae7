"""How a server is operated: its log, the port at which it is measured, and what it tells there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass

import uvicorn

from pressmark import __version__
from pressmark.errors import MachineError, PressmarkError, explain_failure
from pressmark.site.log_file import LogFile
from pressmark.site.log_line import write_missing
from pressmark.site.measures import COUNTER, GAUGE, Metric, count_one
from pressmark.site.metrics_port import MetricsServer, answer_monitor, open_monitor

METRICS_PORT = "--metrics-port"


@dataclass(frozen=True)
class Operation:
    """How a server is operated: the file of its `log`, and the port at which it is measured.

    The log names clients only if it is told to. `tell` is told where the measures are, `complain`
    of a log that cannot be written.
    """

    log: str | None = None
    names_clients: bool = False
    metrics_port: int | None = None
    tell: Callable[[str], None] = lambda _: None
    complain: Callable[[PressmarkError], None] = lambda _: None

    def open_log(self) -> AbstractContextManager[LogFile | None]:
        """Open the log, where there is to be one, for a block; MachineError where it cannot be."""
        if self.log is None:
            return nullcontext()
        return closing(LogFile(self.log, write_missing, self.complain))

    def open_monitor(self, write: Callable[[], str]) -> MetricsServer | None:
        """Listen to monitors, where anybody is to; MachineError where there is no such port."""
        if self.metrics_port is None:
            return None
        place = f"{METRICS_PORT} {self.metrics_port}"
        try:
            return open_monitor(self.metrics_port, write)
        except OSError as error:
            wrong = explain_failure(error, place).wrong
            raise MachineError(place, wrong, "name another port") from None

    @contextmanager
    def measured(self, write: Callable[[], str]) -> Iterator[None]:
        """Answer a monitor with what `write` gives, for a block; MachineError: no such port."""
        with answer_monitor(self.open_monitor(write)) as address:
            if address:
                self.tell(f"metrics are at {address}")
            yield

    def try_out(self) -> None:
        """Open all that it needs, and close it again; MachineError where it cannot be opened."""
        with self.open_log():
            pass
        if server := self.open_monitor(str):
            server.server_close()


UNWATCHED = Operation()


def tell_server(
    server: uvicorn.Server, shown: Sequence[object], behind: Sequence[str]
) -> Iterator[Metric]:
    """Give what a server tells of itself: what it serves, what of the ledger it does not."""
    version = {"version": __version__}
    yield Metric("pressmark_info", GAUGE, "The version of Pressmark.", [("", version, 1)])
    yield count_one("pressmark_releases", GAUGE, "Releases that are served.", len(shown))
    yield count_one(
        "pressmark_stale", GAUGE, "Whether the ledger has more than is served.", int(bool(behind))
    )
    yield count_one("pressmark_connections", GAUGE, "Connections of visitors.",
              len(server.server_state.connections))  # fmt: skip


def tell_log(log: LogFile | None) -> Iterator[Metric]:
    """Give how many lines of a log could not be written; none where there is none."""
    lost = log.lost if log else 0
    yield count_one(
        "pressmark_log_lines_lost_total", COUNTER, "Lines that could not be logged.", lost
    )
