"""Strangers' SQL over one release, in a small process of its own that may be killed at any time."""

from pipeline.sandbox.answer import Answer, Busy, Refused, Stopped
from pipeline.sandbox.child import engine
from pipeline.sandbox.pool import Sandbox, ask_once

__all__ = ["Answer", "Busy", "Refused", "Sandbox", "Stopped", "ask_once", "engine"]
