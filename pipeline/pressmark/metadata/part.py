"""One table, record or query as what is cited, from the values of the release that holds it."""

from dataclasses import replace

from pressmark.metadata.texts import join_lines
from pressmark.metadata.values import SHA256, CitedTable, Values
from pressmark.public_address import make_file_path, make_record_path
from pressmark.words import phrase_count


def cite_table(values: Values, table: CitedTable) -> Values:
    """Cite one table: its title, its file on the release's site, the digest of its canonical CSV.

    That of one in parts has no file of its own, and is cited by the release's page. A DOI names
    the whole release, so it is told as what the table is part of.
    """
    whole = values.link
    file = values.below(make_file_path(values.version, table.path))
    return replace(
        values,
        key=join_lines(f"{values.key}-{table.name}"),
        title=f"{table.title} (table). In: {values.title}",
        description=table.description,
        licences=table.licences,
        address=values.address if table.parts else file,
        doi=None,
        concept_doi=None,
        digest=f"{SHA256}{table.sha256}" if table.sha256 else None,
        tables=(table,),
        remarks=(*([f"Part of: {whole}"] if whole else []), *values.remarks),
    )


def cite_record(
    values: Values, table: CitedTable, key: tuple[str, ...], title: str | None
) -> Values:
    """Cite one record by its primary key, with its title where it has one, and its page."""
    written = ",".join(key)
    named = f"{join_lines(title)} (record {written}" if title else f"Record {written} ("
    ended = f"{named} of {table.title})" if title else f"{named}{table.title})"
    return replace(
        cite_table(values, table),
        key=join_lines(f"{values.key}-{table.name}-{written}"),
        title=f"{join_lines(ended)}. In: {values.title}",
        description="",
        address=values.below(make_record_path(values.version, table.name, key)),
    )


def cite_query(
    values: Values, *, rows: int, digest: str, asked: str, address: str | None
) -> Values:
    """Cite a query by the `address` at which it is asked again, if any, and its result's digest.

    `asked` is the moment at which it had so many `rows`, as it is written. A DOI names the whole
    release, so it is told as what the result is part of.
    """
    whole = values.link
    counted = phrase_count(rows, "row")
    return replace(
        values,
        key=f"{values.key}-query-{digest.removeprefix(SHA256)[:12]}",
        title=f"Query result ({counted}). In: {values.title}",
        description="",
        address=address,
        doi=None,
        concept_doi=None,
        digest=digest,
        tables=(),
        remarks=(
            *([f"Part of: {whole}"] if whole else []),
            f"Query asked: {asked}",
            *values.remarks,
        ),
    )
