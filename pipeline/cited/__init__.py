"""Queries that can be cited: one spelling, one result, one document, and the proof of it later."""

from pipeline.cited.asking import result_of
from pipeline.cited.check import Check, Difference, compared
from pipeline.cited.document import (
    FORMAT,
    FORMAT_VERSION,
    Citation,
    CitedRelease,
    cited_query,
    cited_result,
)
from pipeline.cited.errors import NotCitable
from pipeline.cited.query import normalised, with_values, without_limit
from pipeline.cited.question import Question, question
from pipeline.cited.result import Result

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
