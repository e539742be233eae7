"""`dcat.jsonld`: a DCAT 3 Dataset, within DCAT-AP 3 where the package has a description.

Addresses are relative to the release, where the file stands.
"""

from typing import Any

from pressmark.metadata.creator import Creator
from pressmark.metadata.doi import make_doi_address
from pressmark.metadata.licence import Licence
from pressmark.metadata.texts import keep_said, render_json
from pressmark.metadata.values import CitedFile, CitedTable, Values

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"


def write(values: Values) -> str:
    """Write the dataset with one distribution a table."""
    document = {
        "@context": CONTEXT,
        "@id": values.link if values.doi else "#release",
        "@type": "dcat:Dataset",
        "dct:title": values.title,
        "dct:description": values.description,
        "dcat:version": values.version,
        "dct:issued": {"@type": "xsd:date", "@value": values.day} if values.day else None,
        "dct:creator": [make_agent(each) for each in values.creators],
        "dct:publisher": make_agent(values.publisher) if values.publisher else None,
        "dct:license": [make_terms(each) for each in values.licences],
        "dct:identifier": [text for text in (values.link, values.digest) if text],
        "dcat:keyword": list(values.keywords),
        "dcat:landingPage": [
            {"@id": each, "@type": "foaf:Document"}
            for each in (values.address, values.homepage)
            if each
        ],
        "dcat:isVersionOf": {"@id": make_doi_address(values.concept_doi)}
        if values.concept_doi
        else None,
        "dcat:distribution": [
            *(make_distribution(table, f"#{table.name}") for table in values.whole_tables),
            *(make_distribution(file, f"#{file.path}") for file in values.files),
        ],
    }
    return render_json(keep_said(document))


def make_agent(creator: Creator) -> dict[str, Any]:
    """Write who made or publishes it; FOAF's agent is a person or a body."""
    kinds = {"person": "foaf:Person", "organization": "foaf:Organization"}
    kind = kinds.get(creator.kind or "")
    return keep_said({
        "@id": creator.orcid,
        "@type": ["foaf:Agent", kind] if kind else "foaf:Agent",
        "foaf:name": creator.name,
        "foaf:givenName": creator.given,
        "foaf:familyName": creator.family,
    })  # fmt: skip


def make_terms(licence: Licence) -> dict[str, Any]:
    """Write the terms of use by the address of their text, and their name."""
    return keep_said(
        {"@id": licence.address, "@type": "dct:LicenseDocument", "dct:title": licence.label}
    )


def make_distribution(each: CitedTable | CitedFile, name: str) -> dict[str, Any]:
    """Write one file, of a table or of another resource; it has one licence or says none."""
    licence = each.licences[0] if len(each.licences) == 1 else None
    return keep_said({
        "@id": name,
        "@type": "dcat:Distribution",
        "dct:title": each.title,
        "dct:description": each.description,
        "dcat:accessURL": {"@id": each.path},
        "dcat:downloadURL": {"@id": each.path},
        "dcat:mediaType": {"@id": f"{MEDIA_TYPE}{each.media_type}", "@type": "dct:MediaType"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(each.size)}
        if each.size is not None
        else None,
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": each.sha256},
        }
        if each.sha256
        else None,
        "dct:license": make_terms(licence) if licence else None,
    })  # fmt: skip
