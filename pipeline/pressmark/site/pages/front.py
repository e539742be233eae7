"""The front page: what this is, how it stands, and the ways to everything else."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from pressmark.formats import ZIP
from pressmark.site.address import share_address
from pressmark.site.charts import can_draw
from pressmark.site.content.answered_section import bounded, examples_in, notes_of
from pressmark.site.content.asked_day import day_of
from pressmark.site.content.changes import changes_of
from pressmark.site.content.citation import authors, citation, contact_of
from pressmark.site.downloads.download import single_tables
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.pages.find import can_be_found
from pressmark.site.site import Site
from pressmark.site.writing import PARTS, PICTURES

MOST_EXAMPLES = 12


async def front(site: Site, _request: Request) -> Response:
    """Say what this is and how it stands, and lead to questions, tables, search and downloads."""
    release = site.latest
    shown = bounded(site.parts.get(release.database_name, {}).get("front", ()))
    return await site.render(
        "front.html",
        **PARTS,
        **PICTURES,
        authors=authors,
        can_be_found=can_be_found,
        citation=citation(release),
        contact_of=contact_of,
        default_day=day_of(release),
        footnotes=notes_of(release, site.sections.get(release.database_name, ()), shown),
        page={"picture": share_address(release.version) if can_draw() else None},
        parts_of_page=shown,
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
    return own[:MOST_EXAMPLES] or examples_in(
        release, frozenset(site.indexes.get(release.database_name, ()))
    )
