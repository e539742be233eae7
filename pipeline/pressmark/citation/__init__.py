"""Queries that can be cited: one spelling, one result, one document, and the proof of it later."""

from pressmark.citation.asking import ask_result
from pressmark.citation.check import CitationCheck, Difference, compare_result
from pressmark.citation.document import (
    FORMAT,
    FORMAT_VERSION,
    Citation,
    CitedRelease,
    write_cited_query,
    write_cited_result,
)
from pressmark.citation.errors import NotCitable
from pressmark.citation.query import normalize_select, with_values, without_limit
from pressmark.citation.question import Question, prepare_question
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
    "ask_result",
    "compare_result",
    "normalize_select",
    "prepare_question",
    "with_values",
    "without_limit",
    "write_cited_query",
    "write_cited_result",
]
