"""The front page: what this is, how it stands, and the ways to everything else."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from pressmark.formats import ZIP
from pressmark.site.content.answered_section import examples_in
from pressmark.site.content.changes import changes_of
from pressmark.site.content.citation import citation
from pressmark.site.downloads.download import single_tables
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.site import Site
from pressmark.site.writing import PARTS, PICTURES


async def front(site: Site, _request: Request) -> Response:
    """Say what this is and how it stands, and lead to questions, tables, search and downloads."""
    release = site.latest
    return await site.render(
        "front.html",
        **PARTS,
        **PICTURES,
        citation=citation(release),
        parts_of_page=site.parts.get(release.database_name, {}).get("front", ()),
        changes=changes_of(release),
        examples=examples_of(site, release),
        single_tables=single_tables(release),
        has_archive=release.file(ZIP.path(release.package)) is not None,
    )


def examples_of(site: Site, release: ServedRelease) -> Sequence[str]:
    """Give words to search for: the project's own, else the names of the first records."""
    parts = site.parts.get(release.database_name, {}).get("front", ())
    own = [
        str(row["words"]) for part in parts if part.section.shape == "examples" for row in part.rows
    ]
    return own or examples_in(release, frozenset(site.indexes.get(release.database_name, ())))
