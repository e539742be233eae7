"""An address that ends in the name of a file never leads to a page of HTML."""

import pytest

from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"
PAGES = (
    "/search", "/releases", "/releases/1.10.0", "/record/1.10.0/people/1", "/record/1.10.0/people",
    "/record/latest/people/1", "/dictionary", "/dictionary/1.10.0", "/dictionary/1.10.0/people",
    "/method", "/method/1.10.0", "/latest", "/latest/people", "/latest/everyone", "/cite", "/feed",
    "/feed.atom", "/-/health", "/index", "/static/site", f"/filter{HERE}/people", HERE,
    f"{HERE}/people", f"{HERE}/people/1", f"{HERE}/everyone", f"{HERE}/in_towns",
    f"{HERE}/stra~C3~9Fe+und+platz/ber,1",
)  # fmt: skip
TYPES = {
    ".csv": "text/csv", ".json": "application/json", ".css": "text/css",
    ".spreadsheet-safe.csv": "text/csv", ".jsonld": "application/ld+json",
}  # fmt: skip
OTHERS = (
    ".xml", ".txt", ".parquet", ".pdf", ".JSON", ".Csv", ".yaml", ".xlsx", ".sqlite", ".db",
    ".duckdb", ".md", ".ttl", ".geojson", ".rss", ".atom", ".tar.gz", ".csv.gz",
    ".json.xml", ".xml.json", ".zip", ".blob",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_name_of_a_file_is_that_file_or_missing(visitor: Visitor, page: str) -> None:
    """Followed where it leads elsewhere; with the media type that it says."""
    for ending in (*TYPES, *OTHERS):
        for rest in ("", "/", "?sql=select+1"):
            answer = visitor.get(f"{page}{ending}{rest}")
            for _ in range(3):
                if answer.is_redirect:
                    answer = visitor.get(answer.headers["location"])
            kind = answer.headers["content-type"]
            assert answer.status_code in {200, 400, 404}, (page, ending)
            assert answer.status_code != 200 or kind.startswith(TYPES.get(ending, "none")), (
                page,
                ending,
                kind,
            )


def test_what_is_missing_is_said_in_the_form_that_was_asked_for(visitor: Visitor) -> None:
    """As JSON where the address ends so."""
    for address in ("/nope.json", f"{HERE}/nope.json", f"{HERE}/people.xml.json"):
        answer = visitor.get(address)
        assert answer.status_code == 404 and answer.json()["ok"] is False
