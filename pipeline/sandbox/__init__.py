"""Strangers' SQL over one release, in a small process of its own that may be killed at any time."""

from pipeline.sandbox.answer import Answer, Busy, Refused, Stopped
from pipeline.sandbox.child import authorizer, engine
from pipeline.sandbox.pool import Sandbox, ask_once
from pipeline.sandbox.rules import FUNCTIONS, LIMITS, TABLE_FUNCTIONS

__all__ = [
    "FUNCTIONS",
    "LIMITS",
    "TABLE_FUNCTIONS",
    "Answer",
    "Busy",
    "Refused",
    "Sandbox",
    "Stopped",
    "ask_once",
    "authorizer",
    "engine",
]
