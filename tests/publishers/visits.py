"""A visit to the site of a package: its front page, every table, a record of each, its files."""

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

import httpx

from pressmark.site import ServedRelease, build_app
from tests.site.visitor import Visitor

ADDRESS = re.compile(r'href="(/[^"#?]*)')
SHOWN_FAULTS = ("Traceback", "Internal Server Error", "{{ ", "{% ")
"""What no page should show, unless it is a cell of somebody's data."""


def visit(releases: Sequence[ServedRelease]) -> tuple[str, ...]:
    """Visit a site as a reader does, and say which answers are not as they should be."""
    visitor, (release,) = Visitor(build_app(releases)), releases
    return tuple(wrong_answers(visitor, release))


def wrong_answers(visitor: Visitor, release: ServedRelease) -> Iterator[str]:
    """Go from the front page to each table, from there to its first record; then take each file."""
    front = visitor.get("/")
    yield from wrong("/", front)
    tables = f"/{release.database_name}/"
    led, met = led_to(front), set[str]()
    for address in (*led, *led_to(visitor.get(f"/dictionary/{release.version}"))):
        if address in met or address.startswith(("/static/", "/releases/")):
            continue
        met.add(address)
        page = visitor.get(address)
        yield from wrong(address, page)
        if address.startswith(tables):
            record = first_record(address, page)
            if record:
                yield from wrong(record, visitor.get(record))
            elif any(release.records.values()) and "0 records" not in page.text:
                yield f"{address} leads to no record"
    missing = [each for each in release.records if table_page(release, each) not in met]
    yield from (f"nothing leads to the table {each}" for each in missing)
    for file in release.files:
        address = f"/releases/{release.version}/{quote(file.name)}"
        yield from wrong(address, visitor.get(address), whole=False)


def table_page(release: ServedRelease, table: str) -> str:
    """Give the address of a table."""
    from pressmark.site.address import link_page

    return link_page(release.database_name, table)


def led_to(page: httpx.Response) -> tuple[str, ...]:
    """List the pages of the site to which one leads, each once."""
    return tuple(dict.fromkeys(map(html.unescape, ADDRESS.findall(page.text))))


def first_record(table: str, page: httpx.Response) -> str | None:
    """Give the first record to which a table's page leads."""
    leads = (each for each in led_to(page) if each.startswith(("/record/", f"{table}/")))
    return next(leads, None)


def wrong(address: str, answer: httpx.Response, *, whole: bool = True) -> Iterator[str]:
    """Say what is wrong with an answer."""
    if answer.status_code != httpx.codes.OK:
        yield f"{address} answers {answer.status_code}"
    elif whole:
        yield from (f"{address} shows {each}" for each in SHOWN_FAULTS if each in answer.text)
