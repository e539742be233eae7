"""Identifiers of a release: the DOI of this version, and that of all versions together.

`pressmark:doi` is the version's, `pressmark:conceptDoi` that of the concept, which always leads to
the newest version. An `id` that is a DOI is read as the version's where `pressmark:doi` is not
written; the standard says no more of it than that it is unique ("Data Package", `id`).
"""

import re

from pressmark.errors import ProjectError
from pressmark.package import Descriptor

DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x20\x7f]+)",
    re.IGNORECASE,
)
RESOLVER = "https://doi.org/"


def bare_doi(written: str) -> str | None:
    """Give a DOI without resolver and prefix; None for a text that is no DOI."""
    match = DOI.fullmatch(written.strip())
    return match[1] if match else None


def doi_address(doi: str) -> str:
    """Give the address under which a DOI is resolved; its own signs are encoded where they must."""
    return RESOLVER + re.sub(r'[<>"{}|\\^`%#?]', lambda sign: f"%{ord(sign[0]):02X}", doi)


def version_doi(descriptor: Descriptor) -> str | None:
    """Give the DOI of this version, where the descriptor has one."""
    return own_doi(descriptor, "pressmark:doi") or bare_doi(descriptor.id or "")


def concept_doi(descriptor: Descriptor) -> str | None:
    """Give the DOI of all versions together, where the descriptor has one."""
    return own_doi(descriptor, "pressmark:conceptDoi")


def own_doi(descriptor: Descriptor, name: str) -> str | None:
    """Read one of our own properties; ProjectError where it holds something else than a DOI."""
    written = (descriptor.model_extra or {}).get(name)
    if written is None:
        return None
    doi = bare_doi(written) if isinstance(written, str) else None
    if doi is None:
        right = "write it as registered, such as 10.5281/zenodo.1234567"
        raise ProjectError("the descriptor", f"{name} {written!r} is no DOI", right)
    return doi
