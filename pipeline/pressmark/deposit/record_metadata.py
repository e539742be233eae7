"""A release's `datacite.json` → the metadata of a record as InvenioRDM's REST API takes it.

Both follow DataCite; names and places of the values differ. The form is that of the metadata
reference of InvenioRDM, where a description is HTML.
"""

import html
import re
from collections.abc import Iterable
from typing import Any

DIGEST_SCHEME = "other"
"""InvenioRDM has no scheme for digests."""
ORCID = re.compile(r"(?:https?://orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])")
PARAGRAPHS = re.compile(r"\n\s*\n")
SCHEMES = {"DOI": "doi", "URL": "url"}
"""The kinds of identifiers in `datacite.json` that have a scheme of their own."""


def make_body(datacite: dict[str, Any], manifest: str) -> dict[str, Any]:
    """Give the body of a draft: everything public, with files, described as the release is.

    `manifest` is the digest by which the draft is found again. A DOI that the release has already
    is the record's own.
    """
    doi = datacite.get("doi")
    external = {"doi": {"identifier": doi, "provider": "external"}} if doi else None
    return {
        "access": {"record": "public", "files": "public"},
        "files": {"enabled": True},
        "metadata": make_metadata(datacite, manifest),
        **({"pids": external} if external else {}),
    }


def make_metadata(datacite: dict[str, Any], manifest: str) -> dict[str, Any]:
    """Give what describes the record; what the release does not say is left out."""
    kinds = {
        each["descriptionType"]: each["description"] for each in list_of(datacite, "descriptions")
    }
    days = (each["date"] for each in list_of(datacite, "dates") if each["dateType"] == "Issued")
    found = {
        "resource_type": {"id": "dataset"},
        "creators": [make_creator(each) for each in datacite["creators"]],
        "title": datacite["titles"][0]["title"],
        "publication_date": next(days, datacite["publicationYear"]),
        "description": as_html(kinds.get("Abstract", "")),
        "additional_descriptions": [
            {"description": as_html(text), "type": {"id": "other"}}
            for kind, text in kinds.items()
            if kind == "Other"
        ],
        "version": datacite.get("version"),
        "publisher": datacite["publisher"]["name"],
        "rights": [make_rights(each) for each in list_of(datacite, "rightsList")],
        "subjects": [{"subject": each["subject"]} for each in list_of(datacite, "subjects")],
        "identifiers": list_identifiers(list_of(datacite, "alternateIdentifiers"), manifest),
        "related_identifiers": [
            make_related(each) for each in list_of(datacite, "relatedIdentifiers")
        ],
        "formats": list(datacite.get("formats", ())),
    }
    return {name: each for name, each in found.items() if each}


def list_of(datacite: dict[str, Any], name: str) -> tuple[dict[str, Any], ...]:
    """Give a list of the document, which may lack it."""
    return tuple(datacite.get(name, ()))


def make_creator(each: dict[str, Any]) -> dict[str, Any]:
    """Write a creator: a person where a name of one is known, else a body, as the form asks."""
    family, given = each.get("familyName"), each.get("givenName")
    orcid = next(map(read_orcid, each.get("nameIdentifiers", ())), None)
    one = {"identifiers": [{"scheme": "orcid", "identifier": orcid}]} if orcid else {}
    if each.get("nameType") == "Personal" or family or given:
        who = {"type": "personal", "family_name": family or given or each["name"]}
        if family and given:
            who["given_name"] = given
    else:
        who = {"type": "organizational", "name": each["name"]}
    places = [{"name": place["name"]} for place in each.get("affiliation", ())]
    return {"person_or_org": {**who, **one}, **({"affiliations": places} if places else {})}


def read_orcid(named: dict[str, Any]) -> str | None:
    """Give an ORCID without the address before it."""
    match = ORCID.fullmatch(named.get("nameIdentifier", ""))
    return match[1] if match else None


def make_rights(each: dict[str, Any]) -> dict[str, Any]:
    """Write the terms of use: by their SPDX name, as the vocabulary spells it, or in words."""
    if "rightsIdentifier" in each:
        return {"id": each["rightsIdentifier"].lower()}
    link = {"link": each["rightsUri"]} if "rightsUri" in each else {}
    return {"title": {"en": each.get("rights") or each["rightsUri"]}, **link}


def list_identifiers(alternates: Iterable[dict[str, Any]], manifest: str) -> list[dict[str, str]]:
    """List what else the release is known by; the digest of its manifest is always there."""
    named = {
        each["alternateIdentifier"]: SCHEMES.get(each["alternateIdentifierType"], DIGEST_SCHEME)
        for each in alternates
    }
    named.setdefault(manifest, DIGEST_SCHEME)
    return [{"identifier": text, "scheme": scheme} for text, scheme in named.items()]


def make_related(each: dict[str, Any]) -> dict[str, Any]:
    """Write how another thing is related to the release."""
    return {
        "identifier": each["relatedIdentifier"],
        "scheme": each["relatedIdentifierType"].lower(),
        "relation_type": {"id": each["relationType"].lower()},
    }


def as_html(text: str) -> str:
    """Write plain text as HTML that shows it as it is, a paragraph for each."""
    parts = (html.escape(each.strip(), quote=False) for each in PARAGRAPHS.split(text))
    return "".join(f"<p>{each.replace(chr(10), '<br>')}</p>" for each in parts if each)
