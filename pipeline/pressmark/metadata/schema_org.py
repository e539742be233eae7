"""`schema-org.jsonld`: a schema.org Dataset, as search engines read it."""

from typing import Any

from pressmark.metadata.creator import Creator
from pressmark.metadata.doi import make_doi_address
from pressmark.metadata.texts import keep_said, render_json
from pressmark.metadata.values import CitedFile, CitedTable, Values


def write(values: Values) -> str:
    """Write the dataset with one download a table; paths are relative to the release."""
    document = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": values.link if values.doi else None,
        **describe_dataset(values),
        "identifier": list_identifiers(values),
        "distribution": [
            *map(make_download, values.whole_tables),
            *map(make_download, values.files),
        ],
    }
    return render_json(keep_said(document))


def describe_dataset(values: Values) -> dict[str, Any]:
    """Write what schema.org and Croissant call alike; nothing is said of what is not known."""
    return keep_said({
        "name": values.title,
        "description": values.description,
        "url": values.address or values.link or values.homepage,
        "version": values.version,
        "datePublished": values.day,
        "creator": [make_creator(each) for each in values.creators],
        "publisher": make_creator(values.publisher) if values.publisher else None,
        "license": [each.address or each.label for each in values.licences],
        "keywords": list(values.keywords),
        "sameAs": make_doi_address(values.concept_doi) if values.concept_doi else None,
    })  # fmt: skip


def make_creator(each: Creator) -> dict[str, Any]:
    """Write who made or publishes it.

    Readers ask for one of two types: a name of which it is not said that it is a person's stands
    for a body, as in CITATION.cff.
    """
    return keep_said({
        "@type": "Person" if each.kind == "person" else "Organization",
        "@id": each.orcid,
        "name": each.name,
        "givenName": each.given,
        "familyName": each.family,
        "affiliation": {"@type": "Organization", "name": each.affiliation}
        if each.affiliation
        else None,
    })  # fmt: skip


def list_identifiers(values: Values) -> list[Any]:
    """List what the release is known by: its DOI, its content digest."""
    return [
        {"@type": "PropertyValue", "propertyID": kind, "value": text}
        for kind, text in (("DOI", values.doi), ("content digest", values.digest))
        if text
    ]


def make_download(each: CitedTable | CitedFile) -> dict[str, Any]:
    """Write one file, of a table or of another resource."""
    return keep_said({
        "@type": "DataDownload",
        "name": each.title,
        "description": each.description,
        "contentUrl": each.path,
        "encodingFormat": each.media_type,
        "contentSize": f"{each.size} B" if each.size is not None else None,
        "sha256": each.sha256,
    })  # fmt: skip
