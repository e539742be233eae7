"""Strangers' SQL over one release, in a small process of its own that may be killed at any time."""

from pressmark.sandbox.answer import Answer, Busy, Refused, Stopped
from pressmark.sandbox.child import authorizer, escaped_words
from pressmark.sandbox.deadline import BY_THE_CLOCK
from pressmark.sandbox.names import origins_in
from pressmark.sandbox.pool import TOO_MANY, Sandbox, ask_once, engine
from pressmark.sandbox.rules import ANSWER, CELLS, FUNCTIONS, HIDDEN_TABLES, LIMITS, TABLE_FUNCTIONS
from pressmark.sandbox.trials import answered, trials
from pressmark.sandbox.worker import TOO_BUSY

__all__ = [
    "ANSWER",
    "BY_THE_CLOCK",
    "CELLS",
    "FUNCTIONS",
    "HIDDEN_TABLES",
    "LIMITS",
    "TABLE_FUNCTIONS",
    "TOO_BUSY",
    "TOO_MANY",
    "Answer",
    "Busy",
    "Refused",
    "Sandbox",
    "Stopped",
    "answered",
    "ask_once",
    "authorizer",
    "engine",
    "escaped_words",
    "origins_in",
    "trials",
]
