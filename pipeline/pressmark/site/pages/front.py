"""The front page: what this is, how it stands, and the ways to everything else."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from pressmark.formats import ZIP
from pressmark.site.address import link_shared_picture
from pressmark.site.charts import can_draw
from pressmark.site.content.answered_section import limit_parts, name_examples, number_notes
from pressmark.site.content.asked_day import choose_day
from pressmark.site.content.changes import read_changes
from pressmark.site.content.citation import find_contact, list_authors, render_citation
from pressmark.site.downloads.download import phrase_single_tables
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.pages.find import can_be_found
from pressmark.site.site import Site
from pressmark.site.writing import PARTS, PICTURES

MOST_EXAMPLES = 12


async def show_front(site: Site, _request: Request) -> Response:
    """Say what this is and how it stands, and lead to questions, tables, search and downloads."""
    release = site.latest
    shown = limit_parts(site.parts.get(release.database_name, {}).get("front", ()))
    return await site.render(
        "front.html",
        **PARTS,
        **PICTURES,
        list_authors=list_authors,
        can_be_found=can_be_found,
        citation=render_citation(release),
        find_contact=find_contact,
        default_day=choose_day(release),
        footnotes=number_notes(release, site.sections.get(release.database_name, ()), shown),
        page={"picture": link_shared_picture(release.version) if can_draw() else None},
        parts_of_page=shown,
        changes=read_changes(release),
        examples=choose_examples(site, release),
        single_tables=phrase_single_tables(release),
        has_archive=release.file(ZIP.path(release.package)) is not None,
    )


def choose_examples(site: Site, release: ServedRelease) -> Sequence[str]:
    """Give words to search for: the project's own, else the names of the first records."""
    parts = site.parts.get(release.database_name, {}).get("front", ())
    own = [
        str(row["words"]) for part in parts if part.section.shape == "examples" for row in part.rows
    ]
    return own[:MOST_EXAMPLES] or name_examples(
        release, frozenset(site.indexes.get(release.database_name, ()))
    )
