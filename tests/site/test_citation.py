"""How a release is cited."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pressmark.public_address import PublicAddress
from pressmark.site.address import serve_at
from pressmark.site.content.citation import render_citation
from tests.site.packages import descriptor, publish

SITE = PublicAddress("https://data.example.org", "/faces")
WHERE = "https://data.example.org/faces/releases/1.0.0/"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({}, f"Ada Lovelace (2026): Odd & things. Version 1.0.0. (Dataset). {WHERE}"),
        ({"created": None}, f"Ada Lovelace: Odd & things. Version 1.0.0. (Dataset). {WHERE}"),
        (
            {"created": "2026-13-99T00:00:00Z"},
            f"Ada Lovelace: Odd & things. Version 1.0.0. (Dataset). {WHERE}",
        ),
        ({"contributors": None}, f"Odd & things (2026). Version 1.0.0. (Dataset). {WHERE}"),
        (
            {"pressmark:doi": "10.5555/a"},
            "Ada Lovelace (2026): Odd & things. Version 1.0.0. (Dataset). https://doi.org/10.5555/a",
        ),
    ],
)
def test_citation(tmp_path: Path, change: dict[str, Any], line: str) -> None:
    """Who, when, what, which version, where; what is not known is left out."""
    document = {**descriptor("1.0.0"), **change}
    release = publish(tmp_path, {name: each for name, each in document.items() if each})
    with serve_at(SITE):
        assert render_citation(release) == line


def test_a_withdrawn_version_says_so(tmp_path: Path) -> None:
    release = replace(publish(tmp_path, descriptor("1.0.0")), withdrawn="Wrong.")
    assert "Version 1.0.0 (withdrawn). " in render_citation(release)
