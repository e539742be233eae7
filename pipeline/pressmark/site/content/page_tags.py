"""Tags by which reference managers and indexes know what a page is of.

`citation_*` as Google Scholar asks for them and Dublin Core as DCMI writes it in HTML; a tag of
which nothing is known is not there, and none names an address that the site was not told.
"""

from collections.abc import Iterator
from dataclasses import replace

from pressmark.metadata import Values
from pressmark.metadata.doi import make_doi_address
from pressmark.site.address import make_absolute
from pressmark.site.content.citation import collect_cited_values
from pressmark.site.content.markdown import render_plain_line
from pressmark.site.content.record import Record
from pressmark.site.downloads.served_release import ServedRelease

Tag = tuple[str, str]
"""Name and content of a `<meta>`."""
ZOTERO_TYPE = "z:itemType"
"""Without it Zotero takes every page with `og:type` for a web page, whatever Dublin Core says."""


def list_release_tags(release: ServedRelease) -> list[Tag]:
    """List the tags of the page of a release."""
    values = replace(
        collect_cited_values(release),
        title=release.full_title,
        description=render_plain_line(release.package.descriptor.description),
    )
    return [
        (ZOTERO_TYPE, "dataset"),
        *list_citation_tags(values),
        *list_dublin_core_tags(values, "Dataset"),
    ]


def list_record_tags(record: Record) -> list[Tag]:
    """List the tags of the page of a record: a part of its release, with the same makers."""
    release = record.release
    values = collect_cited_values(release)
    table = record.table.resource.title or record.table.name
    known = replace(
        values,
        title=f"{record.label}, {table}, {release.full_title}",
        description="",
        doi=None,
        address=make_absolute(record.address),
        digest=None,
    )
    return [
        (ZOTERO_TYPE, "webpage"),
        *list_citation_tags(known),
        *list_dublin_core_tags(known, "Text"),
    ]


def list_citation_tags(values: Values) -> Iterator[Tag]:
    """List the tags that Google Scholar and Zotero read."""
    yield "citation_title", values.title
    for each in values.creators:
        yield "citation_author", each.inverted
        if each.orcid:
            yield "citation_author_orcid", each.orcid
    if values.date:
        yield "citation_publication_date", values.date.strftime("%Y/%m/%d")
    if values.house:
        yield "citation_publisher", values.house
    if values.doi:
        yield "citation_doi", values.doi
    if values.address:
        yield "citation_public_url", values.address
    yield from (("citation_keywords", word) for word in values.keywords)


def list_dublin_core_tags(values: Values, kind: str) -> Iterator[Tag]:
    """List the elements of Dublin Core; `kind` is of the DCMI Type Vocabulary."""
    yield "DC.title", values.title
    yield "DC.type", kind
    yield from (("DC.creator", each.inverted) for each in values.creators)
    if values.house:
        yield "DC.publisher", values.house
    if values.day:
        yield "DC.date", values.day
    yield from (("DC.rights", each.address or each.label) for each in values.licences)
    known = (make_doi_address(values.doi) if values.doi else None, values.address, values.digest)
    yield from (("DC.identifier", each) for each in known if each)
    if values.description:
        yield "DC.description", values.description
    yield from (("DC.subject", word) for word in values.keywords)
