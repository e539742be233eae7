"""Queries that can be cited: one spelling, one result, one document, and the proof of it later."""

from pressmark.citation.asking import result_of
from pressmark.citation.check import CitationCheck, Difference, compared
from pressmark.citation.document import (
    FORMAT,
    FORMAT_VERSION,
    Citation,
    CitedRelease,
    cited_query,
    cited_result,
)
from pressmark.citation.errors import NotCitable
from pressmark.citation.query import normalised, with_values, without_limit
from pressmark.citation.question import Question, question
from pressmark.citation.result import Result

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "Citation",
    "CitationCheck",
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
