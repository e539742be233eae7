"""The page on method and limits: where the data comes from, how it is judged, what it lacks."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pressmark.site.content.answered_section import limit_parts, number_notes
from pressmark.site.content.citation import find_contact
from pressmark.site.content.judged import find_title, phrase_findings, phrase_rule, read_report
from pressmark.site.site import Site
from pressmark.site.writing import PARTS, PICTURES


async def lead_to_newest_method(site: Site, _request: Request) -> Response:
    """Lead to the method of the newest release."""
    return RedirectResponse(site.latest.method, 307, headers={"Cache-Control": "no-cache"})


async def show_method(site: Site, request: Request) -> Response:
    """Tell of a release's sources, checks, proofs, gaps and corrections."""
    release = site.release(request)
    report = read_report(release)
    shown = limit_parts(site.parts.get(release.database_name, {}).get("method", ()))
    return await site.render(
        "method.html",
        **PARTS,
        **PICTURES,
        find_contact=find_contact,
        release=release,
        parts_of_page=shown,
        footnotes=number_notes(release, site.sections.get(release.database_name, ()), shown),
        report=report,
        found=phrase_findings(release, report),
        phrase_rule=phrase_rule,
        find_title=find_title,
    )
