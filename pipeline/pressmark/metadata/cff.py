"""`CITATION.cff`: the Citation File Format 1.2.0, which forges show beside the data."""

import re
from collections.abc import Iterable
from typing import Any

import yaml

from pressmark.metadata.creator import Creator
from pressmark.metadata.texts import keep_said
from pressmark.metadata.values import Values

MESSAGE = "If you use these data, please cite them as below."
WORDS = re.compile(r"[a-z]+(?:-[a-z]+)*")
FITTING_DOI = re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+", re.ASCII)
"""DOIs as the format's schema has them; others are given by their address."""


class Quoting(yaml.SafeDumper):
    """YAML whose texts stand in quotes, so that every version of YAML reads them as texts."""


def quote_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Write a text in double quotes, but for words in small letters, such as the keys."""
    style = None if WORDS.fullmatch(text) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Quoting.add_representer(str, quote_text)


def write(values: Values) -> str:
    """Write the citation of a dataset; the format needs an author at least."""
    all_named = all(each.spdx for each in values.licences)
    names = drop_repeated(each.spdx for each in values.licences)
    doi = values.doi if values.doi and FITTING_DOI.fullmatch(values.doi) else None
    document = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "type": "dataset",
        "title": values.title,
        "authors": drop_repeated(make_author(each) for each in values.creators),
        "version": values.version,
        "date-released": values.day,
        "doi": doi,
        "identifiers": list_identifiers(values, doi),
        "url": values.address,
        "license": (names[0] if len(names) == 1 else names) if all_named else None,
        "license-url": None if all_named else find_only_license(values),
        "keywords": list(values.keywords),
        "abstract": values.description,
    }
    text: str = yaml.dump(
        keep_said(document), Dumper=Quoting, allow_unicode=True, sort_keys=False, width=float("inf")
    )
    return text


def drop_repeated(items: Iterable[Any]) -> list[Any]:
    """Take out what is there already: the schema wants lists without repetition."""
    found: list[Any] = []
    found.extend(item for item in items if item not in found)
    return found


def find_only_license(values: Values) -> str | None:
    """Give the address of the licence where there is just one."""
    return values.licences[0].address if len(values.licences) == 1 else None


def list_identifiers(values: Values, doi: str | None) -> list[dict[str, str]]:
    """List what else the release is known by, its content digest first."""
    found = []
    if values.digest:
        found.append({"type": "other", "value": values.digest, "description": "Content digest"})
    if values.doi and not doi:
        found.append({"type": "url", "value": values.link or "", "description": "DOI"})
    if values.concept_doi:
        about = "DOI of all versions"
        if FITTING_DOI.fullmatch(values.concept_doi):
            found.append({"type": "doi", "value": values.concept_doi, "description": about})
        else:
            found.append({"type": "other", "value": values.concept_doi, "description": about})
    return found


def make_author(creator: Creator) -> dict[str, Any]:
    """Write a person with names apart, or an entity with one name."""
    if creator.kind == "person" and (creator.family or creator.given):
        names = {"family-names": creator.family, "given-names": creator.given}
        return keep_said({**names, "affiliation": creator.affiliation, "orcid": creator.orcid})
    return keep_said({"name": creator.name, "orcid": creator.orcid})
