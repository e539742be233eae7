"""A query of the site as a citation: where it is cited, and what is pinned of its release."""

import re
from collections.abc import Mapping
from contextlib import suppress

from pressmark.citation import (
    FORMAT,
    FORMAT_VERSION,
    Citation,
    CitedRelease,
    NotCitable,
    Question,
    Result,
    normalize_select,
    with_values,
    without_limit,
    write_cited_query,
    write_cited_result,
)
from pressmark.files.manifest import MANIFEST
from pressmark.metadata import cite_query, write_bibtex, write_citation
from pressmark.sandbox import escape_words, name_engine
from pressmark.site.address import link_citation, link_database, make_absolute, with_arguments
from pressmark.site.content.citation import collect_cited_values, mark_withdrawn
from pressmark.site.downloads.served_release import ServedRelease, list_questions

SHA256 = "sha256:"
BY_NAME = "query"
"""What stands in an address before the name of a question, in place of its SQL."""
ESCAPED = re.compile(r"\bescape_fts\(:(\w+)\)")
"""How Datasette protects words that are searched for, by a function that no other SQLite has."""


def link_query_citation(
    release: ServedRelease, statement: str, parameters: Mapping[str, object], *, ending: str = ""
) -> str:
    """Give the address at which a query is cited; `ending` is that of a form (`.json`, `.csv`).

    Spellings of one query have one address, and a question of the release has its name in it; a
    query that cannot be cited has an address that says why.
    """
    try:
        written = normalize_select(statement)
    except NotCitable:
        written = statement
    name = None if BY_NAME in parameters else name_question(release, written)
    asked = {BY_NAME: name} if name else {"sql": written}
    given = {name: str(parameters[name]) for name in sorted(parameters)}
    return link_citation({"db": release.database_name, **asked, **given}, ending=ending)


def name_question(release: ServedRelease, written: str) -> str | None:
    """Name the release's question whose normalised SQL this is, if one is."""
    for each in list_questions(release):
        with suppress(NotCitable):
            if normalize_select(each.select) == written:
                return each.name
    return None


def find_statement(release: ServedRelease, given: Mapping[str, str]) -> str | None:
    """Give the SQL that an address asks for, itself or by the name of a question."""
    if "sql" in given:
        return given["sql"] if given["sql"].strip() else None
    asked = (each for each in list_questions(release) if each.name == given.get(BY_NAME))
    return next((each.select for each in asked), None)


def link_table_citation(
    release: ServedRelease, statement: str, parameters: Mapping[str, object]
) -> str:
    """Give the address at which all rows of a table's page are cited, not just those it shows.

    Words searched for are protected here.
    """
    searched = set(ESCAPED.findall(statement))
    written, texts = with_numbers(ESCAPED.sub(r":\1", statement), parameters)
    words = {
        name: escape_words(value) if name in searched else value for name, value in texts.items()
    }
    return link_query_citation(release, without_limit(written), words)


def link_change(release: ServedRelease, statement: str, parameters: Mapping[str, object]) -> str:
    """Give the address at which the SQL of a table's page can be changed, and asks the same."""
    written, texts = with_numbers(statement, parameters)
    given = {name: str(value) for name, value in texts.items()}
    return with_arguments(link_database(release.database_name), {"sql": written, **given})


def with_numbers(statement: str, parameters: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """Write the numbers of a statement into it, where they stay numbers; give the other values."""
    numbers = {n: value for n, value in parameters.items() if isinstance(value, int | float)}
    texts = {name: value for name, value in parameters.items() if name not in numbers}
    return with_values(statement, numbers), texts


def pin_release(release: ServedRelease) -> CitedRelease:
    """Give what pins a release; NotCitable where it has no manifest."""
    manifest = release.file(MANIFEST)
    if manifest is None:
        raise NotCitable("The release has no manifest by which it could be found again.")
    values = collect_cited_values(release)
    hashes = {table.published.name: table.resource.hash or "" for table in release.package.tables}
    return CitedRelease(
        name=release.package.name,
        version=release.version,
        title=values.title,
        published=release.days[0] if release.days else None,
        doi=values.doi,
        withdrawn=release.withdrawn,
        manifest=f"{SHA256}{manifest.sha256}",
        tables={name: digest for name, digest in hashes.items() if digest.startswith(SHA256)},
    )


def cite_answer(
    release: ServedRelease, asked: Question, result: Result, *, moment: str
) -> Citation:
    """Cite what a question was answered at a `moment`, by its address where the site has one."""
    address = make_absolute(link_query_citation(release, asked.sql, asked.parameters))
    values = cite_query(
        mark_withdrawn(release, collect_cited_values(release)),
        rows=len(result.rows),
        digest=result.sha256,
        asked=moment,
        address=address,
    )
    return Citation(
        format=FORMAT,
        formatVersion=FORMAT_VERSION,
        cited=moment,
        release=pin_release(release),
        query=write_cited_query(asked),
        result=write_cited_result(result, name_engine()),
        address=address,
        text=write_citation(values),
        bibtex=write_bibtex(values),
    )
