"""The page on method and limits: where the data comes from, how it is judged, what it lacks."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pressmark.site.content.answered_section import bounded, notes_of
from pressmark.site.content.citation import contact_of
from pressmark.site.content.judged import found_by, report_of, rule_in_words, title_of
from pressmark.site.site import Site
from pressmark.site.writing import PARTS, PICTURES


async def newest_method(site: Site, _request: Request) -> Response:
    """Lead to the method of the newest release."""
    return RedirectResponse(site.latest.method, 307, headers={"Cache-Control": "no-cache"})


async def method(site: Site, request: Request) -> Response:
    """Tell of a release's sources, checks, proofs, gaps and corrections."""
    release = site.release(request)
    report = report_of(release)
    shown = bounded(site.parts.get(release.database_name, {}).get("method", ()))
    return await site.render(
        "method.html",
        **PARTS,
        **PICTURES,
        contact_of=contact_of,
        release=release,
        parts_of_page=shown,
        footnotes=notes_of(release, site.sections.get(release.database_name, ()), shown),
        report=report,
        found=found_by(release, report),
        rule_in_words=rule_in_words,
        title_of=title_of,
    )
