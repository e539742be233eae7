"""A small project with two releases, and a visitor of its site."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pressmark.package.project import read_project
from pressmark.public_address import PublicAddress
from pressmark.publish.release import release
from pressmark.site import build_app
from pressmark.site.served import read_served_releases
from tests.packages import write_project
from tests.site.visitor import Visitor

SCHEMA = """
fields:
  - {name: code, type: string}
  - {name: name, type: string}
  - {name: country, type: string}
  - {name: size, type: integer}
primaryKey: [code]
"""
RECORDS = "code,name,country,size\nayr,Ayr,uk,3\nber,Bern,ch,1\ncor,Cork,ie,2\nyor,York,uk,3\n"
FILES = {
    "datapackage/views/today.sql": "-- title: Today\nselect '2026-11-23' as day",
    "datapackage/queries/in_country.sql": "-- title: Towns of a country\n"
    "-- parameter: country = uk (its letters)\n"
    "select code, name from towns where country = :country order by code",
}


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish 1.0.0, and 1.1.0 with one town more."""
    folder = write_project(
        tmp_path_factory.mktemp("cited") / "project", {"towns": (SCHEMA, RECORDS)}, FILES
    )
    descriptor = folder / "datapackage/datapackage.yaml"
    descriptor.write_text(
        descriptor.read_text("utf-8")
        + "title: Towns <b>\ncontributors:\n  - {title: Ada Lovelace, roles: [creator]}\n",
        encoding="utf-8",
    )
    release(read_project(folder), date="2026-11-20")
    records = folder / "datapackage/records/towns.csv"
    records.write_text(RECORDS + "zur,Zürich,ch,5\n", encoding="utf-8")
    text = descriptor.read_text("utf-8")
    descriptor.write_text(text.replace("1.0.0", "1.1.0"), encoding="utf-8")
    release(read_project(folder), date="2026-11-21")
    return folder


@pytest.fixture(scope="session")
def visitor(project: Path) -> Iterator[Visitor]:
    """Visit the project's site."""
    with visited(project) as visitor:
        yield visitor


@contextmanager
def visited(project: Path) -> Iterator[Visitor]:
    """Visit the site of a project, and end what it started afterwards."""
    _, releases = read_served_releases(read_project(project), None)
    app = build_app(releases, public=PublicAddress("http://site"))
    try:
        yield Visitor(app)
    finally:
        asyncio.run(ended(app))


async def ended(app: Any) -> None:
    """Go through the end of an app."""
    async with app.router.lifespan_context(app):
        pass
