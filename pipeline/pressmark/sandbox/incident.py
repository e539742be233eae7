"""What an operator wants to hear of a question: that it was slow, that its process had to end."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

SLOW = 1.0
"""Seconds by the clock from which a question is slow."""
ANSWERED, IDLE, LEFT = "answered", "idle", "left"
"""How a question ended well, that its process had none when somebody ended it, and that who asked
went away."""


@dataclass(frozen=True)
class Incident:
    """A question that took so many seconds, and how it ended: `ANSWERED`, or why not, in a word.

    `is_killed` tells whether its process ended with it.
    """

    end: str
    seconds: float
    is_killed: bool

    @property
    def is_slow(self) -> bool:
        """Whether it took long, however it ended."""
        return self.seconds >= SLOW


def tell_nobody(_incident: Incident) -> None:
    """Keep it to oneself."""


WITNESS: ContextVar[Callable[[Incident], None]] = ContextVar("WITNESS", default=tell_nobody)
"""Who is told, from whatever thread, of what becomes of the questions that a context asks."""
