"""Strangers' SQL over one release, in a small process of its own that may be killed at any time."""

from pressmark.sandbox.answer import Answer, Busy, Refused, Stopped
from pressmark.sandbox.asker import GONE
from pressmark.sandbox.child import escape_words, make_authorizer
from pressmark.sandbox.deadline import BY_THE_CLOCK
from pressmark.sandbox.incident import WITNESS, Incident
from pressmark.sandbox.names import find_origins
from pressmark.sandbox.pool import TOO_MANY, Sandbox, ask_once, name_engine
from pressmark.sandbox.rules import ANSWER, CELLS, FUNCTIONS, HIDDEN_TABLES, LIMITS, TABLE_FUNCTIONS
from pressmark.sandbox.trials import find_answered, list_trials
from pressmark.sandbox.worker import TOO_BUSY

__all__ = [
    "ANSWER",
    "BY_THE_CLOCK",
    "CELLS",
    "FUNCTIONS",
    "GONE",
    "HIDDEN_TABLES",
    "LIMITS",
    "TABLE_FUNCTIONS",
    "TOO_BUSY",
    "TOO_MANY",
    "WITNESS",
    "Answer",
    "Busy",
    "Incident",
    "Refused",
    "Sandbox",
    "Stopped",
    "ask_once",
    "escape_words",
    "find_answered",
    "find_origins",
    "list_trials",
    "make_authorizer",
    "name_engine",
]
