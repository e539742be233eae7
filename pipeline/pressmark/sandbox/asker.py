"""Who asks a question, and whether they are still there to hear the answer."""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass

from pressmark.sandbox.worker import Worker

GONE: ContextVar[asyncio.Future[None] | None] = ContextVar("GONE", default=None)
"""What is done when whoever a context asks for has gone away; None where others wait, too."""


def is_gone() -> bool:
    """Whether whoever a context asks for has gone away."""
    gone = GONE.get()
    return gone is not None and gone.done()


@dataclass(eq=False)
class Asker:
    """One who asked a question, and the worker that has it now."""

    worker: Worker | None = None
    has_left: bool = False

    def leave(self) -> None:
        """Want no answer any more: the worker ends, and no other is asked."""
        self.has_left = True
        worker = self.worker
        if worker is not None:
            worker.process.kill()
