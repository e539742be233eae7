"""Which of two versions is the newer one."""

from itertools import pairwise

import pytest

from pressmark.version import precedence

IN_ORDER = (
    "draft",
    "2021-05",
    "2021-10",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.0+build",
    "1.9.0",
    "1.10.0",
    "2.0.0",
)


@pytest.mark.parametrize(("older", "newer"), list(pairwise(IN_ORDER)))
def test_versions_sort_as_semver_says(older: str, newer: str) -> None:
    """The list of semver.org, with what is no semantic version before all."""
    assert precedence(older) < precedence(newer)
