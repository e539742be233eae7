"""The register as it stands, published in a copy of the project, and a visitor of its site."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.releases.place import list_versions
from pressmark.site import ServedRelease, build_app
from pressmark.site.served import read_served_releases
from tests.browser import served
from tests.made_once import derived_once, make_once
from tests.site.visitor import Visitor

ROOT = Path(__file__).parent.parent.parent
Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[ServedRelease, ...]:
    """Every release of the register, the one that is being made among them.

    They are made once for all processes of a run: nobody may change them.
    """
    folder = make_once(tmp_path_factory, "register", publish_register)
    _, releases = read_served_releases(read_project(folder), None)
    return releases


def publish_register(folder: Path) -> None:
    """Publish a copy of the register in an empty folder, and derive what sites serve."""
    for name in ("datapackage", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    package = read_project(folder)
    versions = list_versions(package.releases) if package.releases else ()
    for version in versions:
        held = derived_once(folder / "datapackage/releases" / version)
        shutil.copytree(held.folder, folder / "build/releases" / version)
    if package.version not in versions:
        assert release(package, date="2026-11-23").version == package.version
    read_served_releases(read_project(folder), None)


@pytest.fixture(scope="session")
def newest(published: tuple[ServedRelease, ...]) -> ServedRelease:
    """The release that is being made."""
    return published[-1]


@pytest.fixture(scope="session")
def database(newest: ServedRelease) -> Iterator[sqlite3.Connection]:
    """The SQLite file of the release that is being made."""
    with closing(sqlite3.connect(newest.database)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@pytest.fixture(scope="session")
def ask(newest: ServedRelease, database: sqlite3.Connection) -> Ask:
    """Answer a named query; parameters that are not given are those of its headings."""
    statements = {each.name: each for each in newest.package.queries}

    def answer(query: str, **values: str) -> list[dict[str, Any]]:
        statement = statements[query]
        rows = database.execute(statement.select, {**statement.example, **values})
        return [dict(row) for row in rows]

    return answer


@pytest.fixture(scope="session")
def visitor(published: tuple[ServedRelease, ...]) -> Visitor:
    """Visit the site of all releases."""
    return Visitor(build_app(published))


@pytest.fixture(scope="package")
def address(published: tuple[ServedRelease, ...]) -> Iterator[str]:
    """Serve every release for browsers, from one server."""
    # What visitors must not do `visitor` tries on the same release.
    with served(build_app(published, proven=True)) as where:
        yield where
