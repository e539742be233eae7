"""A package of somebody else's: the pages say what it has, and nothing that it has not."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.served import served_releases
from pipeline.site import build_app
from tests.packages import field, fields, read, write_package
from tests.site.visitor import Visitor

CLASSES = fields(
    field("school"),
    field("year", "integer"),
    field("class"),
    field("follows_year", "integer"),
    field("follows_class"),
    primaryKey=["school", "year", "class"],
    foreignKeys=[
        {
            "fields": ["school", "follows_year", "follows_class"],
            "reference": {"fields": ["school", "year", "class"]},
        }
    ],
)
PUPILS = fields(
    field("name"),
    field("school"),
    field("year", "integer"),
    field("class"),
    foreignKeys=[
        {
            "fields": ["school", "year", "class"],
            "reference": {"resource": "classes", "fields": ["school", "year", "class"]},
        }
    ],
)
TABLES: dict[str, tuple[dict[str, Any], str]] = {
    "classes": (
        CLASSES,
        "school,year,class,follows_year,follows_class\n"
        's1,2019,"1,a",,\ns1,2020,a/b,2019,"1,a"\n../x,2020,?#,,\n',
    ),
    "pupils": (PUPILS, "name,school,year,class\nAda,s1,2020,a/b\nBo,s1,2020,a/b\n"),
}


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """Visit a package of a name, two tables and no word about itself."""
    folder = tmp_path_factory.mktemp("stranger")
    return visit(write_package(folder, TABLES, version=None))


def visit(descriptor: Path) -> Visitor:
    """Build a package as `pressmark serve` does, and visit its site."""
    report, releases = served_releases(read(descriptor), descriptor.parent / "out")
    assert report
    assert report.valid
    return Visitor(build_app(releases))


def test_rows_lead_to_records_whatever_signs_their_keys_have(stranger: Visitor) -> None:
    """A slash, a comma, dots, a question mark."""
    page = stranger.text("/small-0-0-0/classes")
    for key in ("s1,2019,1~2Ca", "s1,2020,a~2Fb", "~2E~2E~2Fx,2020,~3F~23"):
        address = f"/record/0.0.0/classes/{key}"
        assert f'<a href="{address}">' in page
        assert stranger.get(address).status_code == 200
