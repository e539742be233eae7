"""What our templates of Datasette's pages need beside what Datasette gives them, by template."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.plugins import pm

from pressmark.package.shown_columns import read_shown_columns
from pressmark.site.address import link_page, with_arguments
from pressmark.site.arguments.named import ALL
from pressmark.site.content.asked_day import warn_of_later_values
from pressmark.site.content.markdown import render_line
from pressmark.site.content.query_citation import (
    link_change,
    link_query_citation,
    link_table_citation,
)
from pressmark.site.content.section import Section
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.tables.answer_cells import make_answer_writer
from pressmark.site.tables.chosen_columns import choose_columns
from pressmark.site.tables.filter import choose_filters
from pressmark.site.tables.question_sentence import phrase_answer
from pressmark.site.tables.rows_at_once import count_rows_at_once
from pressmark.site.tables.rows_together import join_rows
from pressmark.site.tables.written_cells import (
    link_reference,
    make_cell_writer,
    without_codes,
    write_rows,
)
from pressmark.words import split_first_sentence

PLACE = "pressmark_words"
"""The attribute of a Datasette that holds them."""


def give_words(
    datasette: Any,
    parts: Mapping[str, Any],
    answers: Mapping[str, Any],
    form_fields: Callable[..., Any],
    sections: Mapping[str, Sequence[Section]],
) -> None:
    """Give the templates of a Datasette their words.

    `parts` and `answers` are those of pieces of our pages, `form_fields` makes the boxes of a
    question's form, `sections` are the project's own, by release.
    """
    table = {
        "make_cell_writer": make_cell_writer,
        "link_change": link_change,
        "choose_columns": choose_columns,
        "link_table_citation": link_table_citation,
        "csv_address": link_csv,
        "link_data": link_data,
        "markdown_line": render_line,
        "table_filters": partial(choose_filters, datasette),
        "without_codes": without_codes,
        "write_rows": write_rows,
    }
    query = {**answers, **collect_query_words(datasette, form_fields, sections)}
    row = {"link_reference": link_reference}
    words = {"database": parts, "query": query, "row": row, "table": table}
    setattr(datasette, PLACE, words)
    if not pm.is_registered(sys.modules[__name__]):
        pm.register(sys.modules[__name__])


def collect_query_words(
    datasette: Any, form_fields: Callable[..., Any], sections: Mapping[str, Sequence[Section]]
) -> dict[str, Any]:
    """Give what the page of a question or of somebody's SQL is written with."""
    return {
        "answer_writer": partial(make_answer_writer, datasette),
        "link_query_citation": link_query_citation,
        "warn_of_later_values": warn_of_later_values,
        "link_all": link_all,
        "choose_columns_on_page": choose_columns_on_page,
        "split_first_sentence": split_first_sentence,
        "form_fields": form_fields,
        "is_too_deep": partial(is_too_deep, datasette),
        "join_rows": join_rows,
        "count_rows_at_once": count_rows_at_once,
        "sentence_of": partial(phrase_answer, datasette, sections),
        "without_codes": without_codes,
    }


def is_too_deep(datasette: Any, release: ServedRelease, statement: str) -> bool:
    """Whether a question was not answered in the sandbox, where it would be asked to be cited."""
    return statement.strip() in datasette.databases[release.database_name].too_deep


def choose_columns_on_page(
    release: ServedRelease, question: str | None, columns: Sequence[str], *, everything: bool
) -> tuple[int, ...]:
    """Give the places of the columns that a page shows: those of a question's heading, or all.

    The SQL of a visitor may answer two columns of one name, so they are told apart by place.
    """
    named = {each.name: read_shown_columns(each) for each in release.package.queries}
    wanted = () if everything else named.get(question or "", ())
    return tuple(columns.index(each.name) for each in wanted) or tuple(range(len(columns)))


def link_all(
    release: ServedRelease, question: str, values: Mapping[str, str], *, everything: bool
) -> str:
    """Give the address of an answer with all of its columns, or with those of the heading."""
    given = {name: value for name, value in values.items() if value}
    address = link_page(release.database_name, question)
    return with_arguments(address, {**given, ALL: "on"} if everything else given)


def link_csv(address: str) -> str:
    """Give the address of the CSV of a page, which is whole whatever size the page has.

    Datasette writes a second `_size` behind the one of the page.
    """
    path, arguments = without_size(address)
    return with_arguments(path, [*arguments, ("_size", "max")])


def link_data(address: str) -> str:
    """Give the address of a page in another form, which has a size of its own."""
    return with_arguments(*without_size(address))


def without_size(address: str) -> tuple[str, list[tuple[str, str]]]:
    """Give the path and the arguments of an address but for the size of its pages."""
    path, _, query = address.partition("?")
    return path, [each for each in parse_qsl(query, keep_blank_values=True) if each[0] != "_size"]


@hookimpl  # type: ignore[untyped-decorator]  # datasette has no types
def extra_template_vars(template: str, datasette: Any) -> dict[str, Any]:
    """Give the words of a page's template."""
    words: Mapping[str, Mapping[str, Any]] = getattr(datasette, PLACE, {})
    return dict(words.get(template.removesuffix(".html"), {}))
