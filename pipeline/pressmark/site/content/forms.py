"""In which forms beside a page a release and a record are there, by their media types."""

from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from starlette.types import Scope

from pressmark.public_address import RECORD, RELEASES
from pressmark.site.address import find_public_address, link_here, with_query
from pressmark.site.content.signposts import (
    DESCRIPTOR,
    LINKED,
    LINKED_TYPE,
    LINKSET_TYPE,
    link_linkset,
)
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.middleware.negotiation import OtherForm
from pressmark.site.request import read_raw_path

JSON = "application/json"
LINKED_DATA = (LINKED_TYPE, "application/vnd.schemaorg.ld+json")
OF_RELEASE = (
    ("schema-org.jsonld", LINKED_DATA),
    (DESCRIPTOR, ("application/vnd.datapackage+json", JSON)),
    ("datacite.json", ("application/vnd.datacite.datacite+json",)),
    ("citation.bib", ("application/x-bibtex", "text/x-bibtex")),
    ("citation.ris", ("application/x-research-info-systems",)),
    ("citation.json", ("application/vnd.citationstyles.csl+json",)),
    ("citation.txt", ("text/x-bibliography", "text/plain")),
)
"""Files of a release, and what they are asked for as: as DataCite and Crossref name them."""


def list_forms(scope: Scope, releases: Mapping[str, ServedRelease]) -> Sequence[OtherForm]:
    """List the forms of the page that a request asks for; none of a page that has only that."""
    path, query = read_raw_path(scope), scope["query_string"].decode("latin-1")
    _, first, *rest = path.split("/")
    release = releases.get(unquote(rest[0])) if rest else None
    if release is None:
        return ()
    if first == RELEASES.removeprefix("/") and rest[1:] == [""] and not query:
        return list_release_forms(release)
    is_page = not path.endswith((".json", LINKED))
    if first == RECORD.removeprefix("/") and len(rest) == 3 and is_page:  # noqa: PLR2004
        return [
            OtherForm((JSON,), with_query(f"{link_here(path)}.json", query)),
            OtherForm(LINKED_DATA, f"{link_here(path)}{LINKED}"),
        ]
    return ()


def list_release_forms(release: ServedRelease) -> list[OtherForm]:
    """List the forms of the page of a release, by the files that it has."""
    files = ((release.file(name), kinds) for name, kinds in OF_RELEASE)
    found = [OtherForm(kinds, release.file_address(file)) for file, kinds in files if file]
    linkset = [OtherForm((LINKSET_TYPE,), link_linkset(release.version))]
    return [*found, *(linkset if find_public_address() else [])]
