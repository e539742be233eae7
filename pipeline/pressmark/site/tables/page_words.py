"""What our templates of Datasette's pages need beside what Datasette gives them, by template."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.plugins import pm

from pressmark.package.shown_columns import shown_columns
from pressmark.site.address import page_address, with_arguments
from pressmark.site.arguments.named import ALL
from pressmark.site.content.asked_day import ahead_in
from pressmark.site.content.markdown import line_of
from pressmark.site.content.query_citation import (
    change_address,
    cite_address,
    cite_table_address,
)
from pressmark.site.content.section import Section
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.tables.answer_cells import answer_writer
from pressmark.site.tables.chosen_columns import chosen_columns
from pressmark.site.tables.filter import table_filters
from pressmark.site.tables.question_sentence import sentence_of
from pressmark.site.tables.rows_at_once import rows_at_once
from pressmark.site.tables.rows_together import lines_of_answer
from pressmark.site.tables.written_cells import (
    cell_writer,
    reference_address,
    without_codes,
    written_rows,
)
from pressmark.words import first_sentence

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
        "cell_writer": cell_writer,
        "change_address": change_address,
        "chosen_columns": chosen_columns,
        "cite_table_address": cite_table_address,
        "csv_address": csv_address,
        "data_address": data_address,
        "markdown_line": line_of,
        "table_filters": partial(table_filters, datasette),
        "without_codes": without_codes,
        "written_rows": written_rows,
    }
    query = {**answers, **query_words(datasette, form_fields, sections)}
    row = {"reference_address": reference_address}
    words = {"database": parts, "query": query, "row": row, "table": table}
    setattr(datasette, PLACE, words)
    if not pm.is_registered(sys.modules[__name__]):
        pm.register(sys.modules[__name__])


def query_words(
    datasette: Any, form_fields: Callable[..., Any], sections: Mapping[str, Sequence[Section]]
) -> dict[str, Any]:
    """Give what the page of a question or of somebody's SQL is written with."""
    return {
        "answer_writer": partial(answer_writer, datasette),
        "cite_address": cite_address,
        "ahead_in": ahead_in,
        "all_address": all_address,
        "columns_on_page": columns_on_page,
        "first_sentence": first_sentence,
        "form_fields": form_fields,
        "is_too_deep": partial(is_too_deep, datasette),
        "lines_of_answer": lines_of_answer,
        "rows_at_once": rows_at_once,
        "sentence_of": partial(sentence_of, datasette, sections),
        "without_codes": without_codes,
    }


def is_too_deep(datasette: Any, release: ServedRelease, statement: str) -> bool:
    """Whether a question was not answered in the sandbox, where it would be asked to be cited."""
    return statement.strip() in datasette.databases[release.database_name].too_deep


def columns_on_page(
    release: ServedRelease, question: str | None, columns: Sequence[str], *, everything: bool
) -> tuple[int, ...]:
    """Give the places of the columns that a page shows: those of a question's heading, or all.

    The SQL of a visitor may answer two columns of one name, so they are told apart by place.
    """
    named = {each.name: shown_columns(each) for each in release.package.queries}
    wanted = () if everything else named.get(question or "", ())
    return tuple(columns.index(each.name) for each in wanted) or tuple(range(len(columns)))


def all_address(
    release: ServedRelease, question: str, values: Mapping[str, str], *, everything: bool
) -> str:
    """Give the address of an answer with all of its columns, or with those of the heading."""
    given = {name: value for name, value in values.items() if value}
    address = page_address(release.database_name, question)
    return with_arguments(address, {**given, ALL: "on"} if everything else given)


def csv_address(address: str) -> str:
    """Give the address of the CSV of a page, which is whole whatever size the page has.

    Datasette writes a second `_size` behind the one of the page.
    """
    path, arguments = without_size(address)
    return with_arguments(path, [*arguments, ("_size", "max")])


def data_address(address: str) -> str:
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
