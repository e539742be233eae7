"""One small package, published three times, and a visitor of its site."""

import pytest

from pressmark.site import ServedRelease, build_app
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[ServedRelease, ...]:
    """Three releases, not in order: 1.10.0 is newer than 1.9.0."""
    return tuple(
        publish(tmp_path_factory.mktemp("release"), descriptor(version))
        for version in ("1.9.0", "1.0.0", "1.10.0")
    )


@pytest.fixture(scope="session")
def visitor(releases: tuple[ServedRelease, ...]) -> Visitor:
    """Visit the site of the three releases."""
    return Visitor(build_app(releases))
