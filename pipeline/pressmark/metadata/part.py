"""One table, record or query as what is cited, from the values of the release that holds it."""

from dataclasses import replace

from pressmark.metadata.texts import one_line
from pressmark.metadata.values import SHA256, CitedTable, Values
from pressmark.public_address import file_path, record_path
from pressmark.words import plural


def table_values(values: Values, table: CitedTable) -> Values:
    """Cite one table: its title, its file on the release's site, the digest of its canonical CSV.

    A DOI names the whole release, so it is told as what the table is part of.
    """
    whole = values.link
    return replace(
        values,
        key=one_line(f"{values.key}-{table.name}"),
        title=f"{table.title} (table). In: {values.title}",
        description=table.description,
        licences=table.licences,
        address=values.below(file_path(values.version, table.path)),
        doi=None,
        concept_doi=None,
        digest=f"{SHA256}{table.sha256}" if table.sha256 else None,
        tables=(table,),
        remarks=(*([f"Part of: {whole}"] if whole else []), *values.remarks),
    )


def record_values(
    values: Values, table: CitedTable, key: tuple[str, ...], title: str | None
) -> Values:
    """Cite one record by its primary key, with its title where it has one, and its page."""
    written = ",".join(key)
    named = f"{one_line(title)} (record {written}" if title else f"Record {written} ("
    ended = f"{named} of {table.title})" if title else f"{named}{table.title})"
    return replace(
        table_values(values, table),
        key=one_line(f"{values.key}-{table.name}-{written}"),
        title=f"{one_line(ended)}. In: {values.title}",
        description="",
        address=values.below(record_path(values.version, table.name, key)),
    )


def query_values(
    values: Values, *, rows: int, digest: str, asked: str, address: str | None
) -> Values:
    """Cite a query by the `address` at which it is asked again, if any, and its result's digest.

    `asked` is the moment at which it had so many `rows`, as it is written. A DOI names the whole
    release, so it is told as what the result is part of.
    """
    whole = values.link
    counted = plural(rows, "row")
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
