"""What Datasette is told of a package."""

from pathlib import Path
from typing import Any

import pytest

from pressmark.package import Field
from pressmark.site import ServedRelease
from pressmark.site.tables.metadata import describe_database, has_few_values
from tests.site.packages import STREETS, descriptor, publish


@pytest.fixture(scope="module")
def metadata(releases: tuple[ServedRelease, ...]) -> dict[str, Any]:
    """Give the metadata of one release."""
    return describe_database(releases[0])


def test_titles_help_labels_and_facets(metadata: dict[str, Any]) -> None:
    """They come from the schema; facets in its order."""
    people = metadata["tables"]["people"]
    assert people["title"] == "People <em>"
    assert people["label_column"] == "full_name"
    assert people["columns"]["town"] == "Town: Home."
    assert "kind" not in people["columns"]
    assert people["facets"] == ["active", "kind"]
    assert people["references"] == {"town": "towns"}
    assert metadata["tables"]["towns"]["references"] == {"part_of": "towns"}
    assert "facets" not in metadata["tables"][STREETS]
    assert "label_column" not in metadata["tables"][STREETS]


def test_only_safe_links_pass(metadata: dict[str, Any]) -> None:
    """The licence keeps its link, the source loses its script and keeps its title."""
    for part in (metadata, metadata["tables"]["people"]):
        assert part["license"] == "CC-BY-4.0"
        assert part["license_url"] == "https://example.org/terms"
        assert part["source"] == "Hearsay"
        assert "source_url" not in part


def test_views_and_queries_of_a_trusted_package(metadata: dict[str, Any]) -> None:
    """They come from the headings of their files."""
    view = metadata["tables"]["in_towns"]
    assert (view["title"], view["columns"]) == (
        "People in towns",
        {"town_name": "the town as spoken"},
    )
    query = metadata["queries"]["living_in"]
    assert query["sql"] == "select full_name from people where town = :town"
    assert query["params"] == ["town"]


def test_a_package_that_is_not_trusted_brings_no_sql(tmp_path: Path) -> None:
    """Neither queries nor words about views."""
    metadata = describe_database(publish(tmp_path, descriptor("1.0.0"), trusted=False))
    assert "queries" not in metadata
    assert "in_towns" not in metadata["tables"]


def test_a_package_that_says_nothing(tmp_path: Path) -> None:
    """Its folder's name is its title."""
    document = {
        "resources": [{"name": "numbers", "path": "a.csv", "schema": {"fields": [{"name": "n"}]}}]
    }
    release = publish(tmp_path, document)
    metadata = describe_database(release)
    assert metadata["title"] == tmp_path.name.lower()
    assert "license" not in metadata
    assert "source" not in metadata
    assert "title" not in metadata["tables"]["numbers"]


@pytest.mark.parametrize(
    ("field", "few"),
    [
        ({"name": "x", "type": "boolean"}, True),
        ({"name": "x", "type": "string", "categories": ["a", "b"]}, True),
        ({"name": "x", "type": "string"}, False),
        ({"name": "x", "constraints": {"enum": [str(n) for n in range(20)]}}, True),
        ({"name": "x", "constraints": {"enum": [str(n) for n in range(21)]}}, False),
        ({"name": "x", "constraints": {"enum": ["a"], "unique": True}}, False),
    ],
)
def test_facets_are_fields_with_few_values(field: dict[str, Any], *, few: bool) -> None:
    """Up to twenty allowed values, and no unique field."""
    assert has_few_values(Field.model_validate(field, strict=False)) is few
