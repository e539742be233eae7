"""Queries that can be cited: one spelling, one result, one document, and the proof of it later."""

from pressmark.cited.asking import result_of
from pressmark.cited.check import Check, Difference, compared
from pressmark.cited.document import (
    FORMAT,
    FORMAT_VERSION,
    Citation,
    CitedRelease,
    cited_query,
    cited_result,
)
from pressmark.cited.errors import NotCitable
from pressmark.cited.query import normalised, with_values, without_limit
from pressmark.cited.question import Question, question
from pressmark.cited.result import Result

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "Check",
    "Citation",
    "CitedRelease",
    "Difference",
    "NotCitable",
    "Question",
    "Result",
    "cited_query",
    "cited_result",
    "compared",
    "normalised",
    "question",
    "result_of",
    "with_values",
    "without_limit",
]
