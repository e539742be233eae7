"""Identifiers of a release: the DOI of this version, and that of all versions together.

`pressmark:doi` is the version's, `pressmark:conceptDoi` that of the concept, which always leads to
the newest version. An `id` that is a DOI is read as the version's where `pressmark:doi` is not
written; the standard says no more of it than that it is unique ("Data Package", `id`).
"""

import re

from pressmark.package import Descriptor
from pressmark.package.doi import strip_doi
from pressmark.package.own import CONCEPT_DOI, DOI

RESOLVER = "https://doi.org/"


def make_doi_address(doi: str) -> str:
    """Give the address under which a DOI is resolved, with its characters encoded as they must."""
    return RESOLVER + re.sub(r'[<>"{}|\\^`%#?]', lambda found: f"%{ord(found[0]):02X}", doi)


def read_version_doi(descriptor: Descriptor) -> str | None:
    """Give the DOI of this version, where the descriptor has one."""
    return DOI.of(descriptor) or strip_doi(descriptor.id or "")


def read_concept_doi(descriptor: Descriptor) -> str | None:
    """Give the DOI of all versions together, where the descriptor has one."""
    return CONCEPT_DOI.of(descriptor)
