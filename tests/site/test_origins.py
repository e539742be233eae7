"""Pages of other origins read what is published, and nothing else."""

from dataclasses import replace

import pytest

from pressmark.site import ServedRelease, build_app
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"
DATA = (
    f"{HERE}/people.json", f"{HERE}/people.csv?id=1", f"{HERE}/everyone.csv", f"{HERE}/people.csv",
    "/latest/people.json", "/latest/people.csv", "/releases/1.10.0/data/0.csv", "/feed.atom",
    "/record/1.10.0/people/1.json", "/record/latest/people/1.json", "/-/health", "/nope.json",
    f"{HERE}/nope.json", f"{HERE}.json?sql=select+absent", "/releases/1.10.0/datapackage.json",
    "/latest/data/0.csv", "/releases/latest/data/0.csv", "/releases/latest/",
)  # fmt: skip
NAMED = {"*", "ETag", "Content-Range", "Accept-Ranges", "Link", "Repr-Digest"}
PREFLIGHT = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}


@pytest.fixture(scope="module")
def published(releases: tuple[ServedRelease, ...]) -> Visitor:
    """Visit the releases after they were published."""
    return Visitor(build_app([replace(each, days=("2026-03-04",)) for each in releases]))


@pytest.mark.parametrize("address", DATA)
def test_published_data_is_open(published: Visitor, address: str) -> None:
    """Also a redirect to it, an error, "you have it already", and what a browser asks first."""
    answer = published.get(address, Origin="https://other.example")
    for each in (answer, published.get(address, If_None_Match="*")):
        assert each.headers["access-control-allow-origin"] == "*"
        exposed = each.headers["access-control-expose-headers"].split(", ")
        assert set(exposed) >= NAMED
        assert each.headers["cross-origin-resource-policy"] == "cross-origin"
    first = published.ask("OPTIONS", address, headers=PREFLIGHT)
    assert (first.status_code, first.content) == (204, b"")
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["access-control-allow-methods"] == "GET, HEAD"
    allowed = first.headers["access-control-allow-headers"].split(", ")
    assert {"*", "Range", "If-Range", "If-None-Match"} <= set(allowed)
    assert "access-control-allow-credentials" not in {*first.headers, *answer.headers}


def test_a_page_may_be_read_and_not_shown_elsewhere(published: Visitor) -> None:
    """No other page may hold it."""
    answer = published.get(f"{HERE}/people")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["x-frame-options"] == "DENY"


def test_nobody_may_write_from_elsewhere(published: Visitor) -> None:
    """A browser that asks first is told so; a method that is no reading is refused."""
    asked = {**PREFLIGHT, "Access-Control-Request-Method": "DELETE"}
    told = published.ask("OPTIONS", f"{HERE}/people.json", headers=asked)
    assert "DELETE" not in told.headers["access-control-allow-methods"]
    assert published.ask("DELETE", f"{HERE}/people.json").status_code == 405
    assert published.ask("OPTIONS", f"{HERE}/people.json").status_code == 405


@pytest.mark.parametrize("address", DATA)
def test_what_is_not_published_is_closed(visitor: Visitor, address: str) -> None:
    """It may be served on somebody's own machine."""
    answer = visitor.get(address, Origin="https://other.example")
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    first = visitor.ask("OPTIONS", address, headers=PREFLIGHT)
    assert first.status_code in {404, 405}
    assert "access-control-allow-origin" not in first.headers
