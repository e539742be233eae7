"""Every table and view of the register, by each of its columns both ways: nothing is lost.

`tests/site/test_paging.py` walks the tables of small packages so.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pytest

from pressmark.site import ServedRelease, build_app
from pressmark.site.tables.datasette_app import SETTINGS
from tests.register.conftest import ROOT
from tests.site.visitor import Visitor
from tests.site.walk import by_address, by_page, in_the_file, orders

VERSIONS = sorted(each.name for each in (ROOT / "datapackage" / "releases").glob("*.*.*"))

OLDER = [pytest.param(each, marks=pytest.mark.thorough) for each in VERSIONS[:-1]]


@pytest.fixture(scope="module")
def reader(published: tuple[ServedRelease, ...]) -> Iterator[Visitor]:
    """Read the site of all releases, which may take its time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(SETTINGS, "sql_time_limit_ms", 60_000)
        yield Visitor(build_app(published, proven=True))


@pytest.mark.thorough
@pytest.mark.parametrize("version", VERSIONS)
async def test_every_order_reaches_every_record_once(
    published: tuple[ServedRelease, ...], reader: Visitor, version: str
) -> None:
    """On three pages each, in the order of the file."""
    release = next(each for each in published if each.version == version)
    walks = 0
    for name, columns in columns_of(release, "table").items():
        assert columns, name
        for order in orders(columns):
            expected = in_the_file(release, name, order)
            size = max(1, -(-len(expected) // 3))
            asked = {**order, "_size": str(size), "_nofacet": "1"}
            walk = await by_address(reader, f"/{release.database_name}/{name}", asked)
            assert walk.records == expected, (name, order)
            assert walk.counts == {len(expected)}
            assert len(walk.pages) == max(1, -(-len(expected) // size))
            walks += 1
    assert walks > 2 * len(release.records)


@pytest.mark.thorough
@pytest.mark.parametrize("version", VERSIONS)
async def test_every_view_is_reached_whole(
    published: tuple[ServedRelease, ...], reader: Visitor, version: str
) -> None:
    """In its own order and by each column, up or down by turns: each page computes a view."""
    release = next(each for each in published if each.version == version)
    with closing(sqlite3.connect(release.database)) as connection:
        for name, columns in columns_of(release, "view").items():
            expected = Counter(connection.execute(f"select * from {name}").fetchall())
            size = {"_size": str(max(1, -(-expected.total() // 2)))}
            own, *both = orders(columns)
            # Of every four orders, two of one column, the first and the last.
            for order in (own, *both[::4], *both[3::4]):
                walk = await by_address(
                    reader, f"/{release.database_name}/{name}", {**order, **size, "_nofacet": "1"}
                )
                assert Counter(walk.records) == expected, (name, order)


def columns_of(release: ServedRelease, kind: str) -> dict[str, list[str]]:
    """Name the columns of each table or view that the site shows, by its name."""
    with closing(sqlite3.connect(release.database)) as connection:
        shown = connection.execute("select name from sqlite_master where type = ?", (kind,))
        names = [name for (name,) in shown if kind == "view" or name in release.records]
        return {
            name: [row[0] for row in connection.execute(
                "select name from pragma_table_info(?)", (name,)
            )]
            for name in names
        }  # fmt: skip


@pytest.mark.parametrize("version", [*OLDER, VERSIONS[-1]])
def test_csv_that_leaves_nothing_out_is_the_released_file(
    published: tuple[ServedRelease, ...], reader: Visitor, version: str
) -> None:
    """Byte for byte, of every table."""
    release = next(each for each in published if each.version == version)
    for name in release.records:
        file = release.table_file(name)
        assert file is not None
        text = reader.text(f"/{release.database_name}/{name}.csv?_where=1")
        assert text == file.text(), name


@pytest.mark.parametrize(
    ("table", "column"), [("evidence", "incident_id"), ("earlier_values", "version")]
)
async def test_who_clicks_from_page_to_page_meets_every_record(
    published: tuple[ServedRelease, ...], reader: Visitor, table: str, column: str
) -> None:
    """In pages as long as they come, sorted downwards by a column that is mostly empty."""
    release = next(each for each in published if each.version == "2.0.0")
    walk = await by_page(reader, f"/{release.database_name}/{table}", {"_sort_desc": column})
    assert len(set(walk.records)) == len(walk.records) == release.records[table]
    assert len(walk.pages) > 2 and walk.counts == {release.records[table]}
