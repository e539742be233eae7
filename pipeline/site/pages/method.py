"""The page on method and limits: where the data comes from, how it is judged, what it lacks."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pipeline.site.release import ServedRelease
from pipeline.site.site import Site


async def newest_method(site: Site, _request: Request) -> Response:
    """Lead to the method of the newest release."""
    return RedirectResponse(site.latest.method, 307, headers={"Cache-Control": "no-cache"})


async def method(site: Site, request: Request) -> Response:
    """Tell of a release's sources, checks, proofs, gaps and corrections."""
    release = site.release(request)
    return await site.render(
        "method.html",
        release=release,
        parts_of_page=site.parts.get(release.database_name, {}).get("method", ()),
        report=report_of(release),
    )


def report_of(release: ServedRelease) -> Mapping[str, Any]:
    """Read the report of judging a release; empty where it has none that can be read."""
    file = release.file("report.json")
    if file is None:
        return {}
    try:
        report = json.loads(file.path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}
