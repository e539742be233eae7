"""`datacite.json`: the DataCite Metadata Schema 4.5 in JSON, ready for registering a DOI."""

import re
from typing import Any

from pressmark.metadata.creator import Creator
from pressmark.metadata.licence import Licence
from pressmark.metadata.texts import keep_said, render_json
from pressmark.metadata.values import CSV_TYPE, Values

FITTING_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
"""DOIs as the schema has them; one with a longer prefix is an alternate identifier."""
NAME_TYPES = {"person": "Personal", "organization": "Organizational"}


def write(values: Values) -> str:
    """Write the record; the schema needs creators, a publisher and a year."""
    fits = FITTING_DOI.fullmatch(values.doi or "")
    document = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "doi": values.doi if fits else None,
        "url": values.address,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
        "creators": [make_creator(each) for each in values.creators],
        "titles": [{"title": values.title}],
        "publisher": {"name": values.house},
        "publicationYear": values.year,
        "dates": [{"date": values.day, "dateType": "Issued"}],
        "version": values.version,
        "rightsList": [make_rights(each) for each in values.licences],
        "subjects": [{"subject": word} for word in values.keywords],
        "descriptions": [
            {"description": text, "descriptionType": kind}
            for text, kind in (
                (values.description, "Abstract"),
                (". ".join(values.remarks), "Other"),
            )
            if text
        ],
        "alternateIdentifiers": list_alternates(values, None if fits else values.doi),
        "relatedIdentifiers": list_related(values.concept_doi),
        "formats": [CSV_TYPE],
    }
    return render_json(keep_said(document))


def list_alternates(values: Values, doi: str | None) -> list[dict[str, str]]:
    """List what else the release is known by; a DOI that DataCite's form does not fit is here."""
    named = (("Content digest", values.digest), ("DOI", doi), ("URL", values.address))
    return [
        {"alternateIdentifier": text, "alternateIdentifierType": kind}
        for kind, text in named
        if text
    ]


def list_related(concept_doi: str | None) -> list[dict[str, str]]:
    """Name the DOI of all versions together."""
    if concept_doi is None:
        return []
    return [
        {
            "relatedIdentifier": concept_doi,
            "relatedIdentifierType": "DOI",
            "relationType": "IsVersionOf",
        }
    ]


def make_creator(each: Creator) -> dict[str, Any]:
    """Write a creator; where it is not known whether it is a person, it is not said."""
    return keep_said({
        "name": each.inverted,
        "nameType": NAME_TYPES.get(each.kind or ""),
        "givenName": each.given,
        "familyName": each.family,
        "affiliation": [{"name": each.affiliation}] if each.affiliation else [],
        "nameIdentifiers": [{"nameIdentifier": each.orcid, "nameIdentifierScheme": "ORCID"}]
        if each.orcid
        else [],
    })  # fmt: skip


def make_rights(licence: Licence) -> dict[str, Any]:
    """Write the terms of use, with their SPDX name where they have one."""
    return keep_said({
        "rights": licence.label,
        "rightsUri": licence.address,
        "rightsIdentifier": licence.spdx,
        "rightsIdentifierScheme": "SPDX" if licence.spdx else None,
    })  # fmt: skip
