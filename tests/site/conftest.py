"""One small package, published three times, and a visitor of its site."""

from collections.abc import Iterator

import pytest

from pressmark.package.project import read_package
from pressmark.releases.build import build
from pressmark.site import ServedRelease, build_app
from pressmark.site.served import read_served_releases
from pressmark.site.tables.self_test import prove_lanes
from tests.first_format import first_format
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor
from tests.site.walked import write_package


@pytest.fixture(scope="package", autouse=True)
def proven_once() -> Iterator[None]:
    """Let the first site of this process attack itself; those after it are proven with it."""
    proven: set[str] = set()

    def prove(release: ServedRelease) -> None:
        if not proven:
            prove_lanes(release)
            proven.add(release.version)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pressmark.site.app.prove_lanes", prove)
        yield


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


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> ServedRelease:
    """A package with everything that paging and exports stumble over, built."""
    folder = tmp_path_factory.mktemp("walked")
    package = read_package(write_package(folder / "package"), trusted=True)
    report, (release,) = read_served_releases(package, folder / "output")
    assert report is not None and report.valid, report
    return release


@pytest.fixture(scope="session")
def walked_first(tmp_path_factory: pytest.TempPathFactory) -> ServedRelease:
    """The same package as a release of the first format."""
    folder = tmp_path_factory.mktemp("walked_first")
    package = read_package(write_package(folder / "package"), trusted=True)
    assert build(package, folder / "newest").valid
    path = first_format(folder / "newest", folder / "first") / "datapackage.json"
    report, (release,) = read_served_releases(read_package(path, trusted=True), folder / "output")
    assert report is not None and report.valid, report
    return release


@pytest.fixture(scope="session")
def first_reader(walked_first: ServedRelease) -> Visitor:
    """Read its site."""
    return Visitor(build_app([walked_first]))


@pytest.fixture(scope="session")
def reader(walked: ServedRelease) -> Visitor:
    """Read its site."""
    return Visitor(build_app([walked]))
