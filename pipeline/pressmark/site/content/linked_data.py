"""schema.org metadata of pages, with whole addresses where the site was told its own."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from pressmark.metadata import list_mappers
from pressmark.metadata.schema_org import describe_dataset
from pressmark.metadata.texts import keep_said
from pressmark.site.address import find_public_address, link_front, make_absolute
from pressmark.site.content.acts import describe_acts_as_linked_data
from pressmark.site.content.catalog import make_whole
from pressmark.site.content.citation import collect_cited_values
from pressmark.site.content.record import Record
from pressmark.site.downloads.download import find_kind
from pressmark.site.downloads.served_release import ServedFile, ServedRelease
from pressmark.words import phrase_count

SCHEMA_ORG = "schema-org"
SHORTEST, LONGEST = 50, 5000
"""Characters of a description, as Google Dataset Search asks for them."""
MOST_NAMES = 20
"""Tables that are named in a description."""


def write_release_data(release: ServedRelease) -> Markup:
    """Give the schema.org metadata of a release to stand inside its page, whose files it names."""
    mapper = next(each for each in list_mappers() if each.format == SCHEMA_ORG)
    written = json.loads(mapper.write(collect_cited_values(release)))
    document = written | describe_acts_as_linked_data(release)
    document["description"] = describe_long_enough(document.get("description", ""), release)
    document["distribution"] = list(describe_downloads(document.get("distribution", ()), release))
    if find_public_address() is not None:
        document |= describe_place(document, release)
    return write_script(keep_said(document))


def describe_long_enough(described: str, release: ServedRelease) -> str:
    """Give a description that is neither too short nor too long: a short one with what it holds."""
    if len(described) >= SHORTEST:
        return described[:LONGEST]
    tables = release.package.tables
    names = ", ".join(each.resource.title or each.name for each in tables[:MOST_NAMES])
    counted = phrase_count(sum(release.records.values()), "record")
    held = f"{counted} in {phrase_count(len(tables), 'table')} ({names}), as published data files."
    return " ".join(filter(None, (described, f"{release.full_title}: {held}")))[:LONGEST]


def describe_downloads(
    told: Iterable[dict[str, Any]], release: ServedRelease
) -> Iterator[dict[str, Any]]:
    """Give the files with all tables, and those that are told of and there, by their addresses."""
    for file in release.files:
        if find_kind(file).whole and not file.resource:
            yield describe_whole_file(release, file)
    for each in told:
        there = release.file(each["contentUrl"]) or release.file(unquote(each["contentUrl"]))
        if there:
            yield {**each, "contentUrl": make_whole(release.file_address(there))}


def describe_place(document: dict[str, Any], release: ServedRelease) -> dict[str, Any]:
    """Say where a release is, and in which catalog."""
    landing = make_whole(release.landing)
    return {
        "@id": document.get("@id", landing),
        "url": landing,
        "isAccessibleForFree": bool(release.days),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": release.title,
            "url": make_whole(link_front()),
        },
    }


def describe_whole_file(release: ServedRelease, file: ServedFile) -> dict[str, Any]:
    """Write one file that holds all tables."""
    kind = find_kind(file)
    return {
        "@type": "DataDownload",
        "name": kind.words,
        "contentUrl": make_whole(release.file_address(file)),
        "encodingFormat": kind.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def write_record_data(record: Record) -> Markup:
    """Give the schema.org metadata of a record to stand inside its page."""
    return write_script(describe_record(record))


def describe_record(record: Record) -> dict[str, Any]:
    """Give the schema.org metadata of a record: a work of its own, a part of the release."""
    release = record.release
    values = collect_cited_values(release)
    dataset = describe_dataset(values)
    address, landing = make_absolute(record.address), values.link
    whole = {"@type": "Dataset", "@id": landing}
    kept = ("name", "url", "version", "license")
    shared = ("version", "datePublished", "creator", "publisher", "license")
    return keep_said({
        "@context": "https://schema.org/",
        "@type": "CreativeWork",
        "@id": address,
        "url": address,
        "name": record.label,
        "identifier": record.written_key,
        **{name: dataset[name] for name in shared if name in dataset},
        "creativeWorkStatus": "Withdrawn" if release.withdrawn else None,
        "isAccessibleForFree": True if release.days else None,
        "isPartOf": keep_said(
            {**whole, **{name: dataset[name] for name in kept if name in dataset}}
        ),
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": f"{address}.json",
            "encodingFormat": "application/json",
        } if address else None,
    })  # fmt: skip


def write_script(document: dict[str, Any]) -> Markup:
    """Write linked data so that no character in it can end the element that holds it."""
    written = json.dumps(document, ensure_ascii=False, indent=1)
    return Markup(written.replace("&", "\\u0026").replace("<", "\\u003c"))  # noqa: S704
