"""Queries that can be cited: one spelling, one result, one document, and the proof of it later."""

from pipeline.cited.check import Check, Difference, compared
from pipeline.cited.document import (
    FORMAT_VERSION,
    Citation,
    CitedRelease,
    cited_query,
    cited_result,
)
from pipeline.cited.errors import NotCitable
from pipeline.cited.query import normalised, with_values, without_limit
from pipeline.cited.question import (
    MOST_ROWS,
    Question,
    Run,
    first_run,
    further_runs,
    question,
    settled,
)
from pipeline.cited.result import Result

__all__ = [
    "FORMAT_VERSION",
    "MOST_ROWS",
    "Check",
    "Citation",
    "CitedRelease",
    "Difference",
    "NotCitable",
    "Question",
    "Result",
    "Run",
    "cited_query",
    "cited_result",
    "compared",
    "first_run",
    "further_runs",
    "normalised",
    "question",
    "settled",
    "with_values",
    "without_limit",
]
