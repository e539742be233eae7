"""A query of the site as a citation: where it is cited, and what is pinned of its release."""

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from datasette.utils import escape_fts

from pipeline.catalogue import bibtex_entry, citation_text, query_values
from pipeline.cited import (
    FORMAT,
    FORMAT_VERSION,
    Citation,
    CitedRelease,
    NotCitable,
    Question,
    Result,
    cited_query,
    cited_result,
    normalised,
    with_values,
    without_limit,
)
from pipeline.manifest import MANIFEST
from pipeline.sandbox import engine
from pipeline.site.citation import cited_values
from pipeline.site.release import ServedRelease

SHA256 = "sha256:"
ESCAPED = re.compile(r"\bescape_fts\(:(\w+)\)")
"""How Datasette protects words that are searched for, by a function that no other SQLite has."""


def cite_address(
    database: str, statement: str, parameters: Mapping[str, object], *, ending: str = ""
) -> str:
    """Give the address at which a query is cited; `ending` is that of a form (`.json`, `.csv`).

    Spellings of one query have one address; a query that cannot be cited has one that says why.
    """
    try:
        written = normalised(statement)
    except NotCitable:
        written = statement
    given = {name: str(parameters[name]) for name in sorted(parameters)}
    return f"/cite{ending}?{urlencode({'db': database, 'sql': written, **given})}"


def cite_table_address(database: str, statement: str, parameters: Mapping[str, object]) -> str:
    """Give the address at which all rows of a table's page are cited, not just those it shows.

    Numbers come into the SQL, where they stay numbers; words searched for are protected here.
    """
    searched = set(ESCAPED.findall(statement))
    numbers: dict[str, int | float] = {}
    words: dict[str, object] = {}
    for name, value in parameters.items():
        if isinstance(value, int | float):
            numbers[name] = value
        else:
            words[name] = escape_fts(value) if name in searched else value
    whole = without_limit(with_values(ESCAPED.sub(r":\1", statement), numbers))
    return cite_address(database, whole, words)


def pinned(release: ServedRelease) -> CitedRelease:
    """Give what pins a release; NotCitable where it has no manifest."""
    manifest = release.file(MANIFEST)
    if manifest is None:
        raise NotCitable("The release has no manifest by which it could be found again.")
    values = cited_values(release)
    hashes = {table.name: table.resource.hash or "" for table in release.package.tables}
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


def query_citation(
    release: ServedRelease, asked: Question, result: Result, *, moment: str, site: str
) -> Citation:
    """Cite what a question was answered at a `moment` by the site at that address."""
    address = site + cite_address(release.database_name, asked.sql, asked.parameters)
    withdrawn = (f"Withdrawn: {release.withdrawn}",) if release.withdrawn else ()
    unpublished = () if release.days else ("Not published",)
    values = query_values(
        replace(
            cited_values(release),
            address=site + release.landing,
            remarks=(*withdrawn, *unpublished),
        ),
        rows=len(result.rows),
        digest=result.sha256,
        asked=moment,
        address=address,
    )
    return Citation(
        format=FORMAT,
        formatVersion=FORMAT_VERSION,
        cited=moment,
        release=pinned(release),
        query=cited_query(asked),
        result=cited_result(result, engine()),
        address=address,
        text=citation_text(values),
        bibtex=bibtex_entry(values),
    )
