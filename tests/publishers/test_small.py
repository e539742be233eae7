"""Tiny packages written after what others published: judged, built and visited, one process."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.publishers.judges import between, ours, theirs
from tests.publishers.published import Ending
from tests.publishers.visits import visit

SMALL = Path(__file__).with_name("small")
DECIDED = {
    "categories-and-labels": ("categories",),
    "hints-of-version-1": ("a year before the first", "a record of empty cells"),
    "key-with-empty-cells": ("a key with empty cells",),
    "moments-of-other-programs": ("moments with a space",),
    "pattern-of-alternatives": ("a pattern holds for the whole cell",),
    "required-beside-constraints": ("properties of nobody",),
    "rows-of-delimiters": ("a record of empty cells",),
    "semicolons-that-nobody-said": ("a delimiter that nobody said",),
    "zero-width-space": ("characters that nobody sees",),
}
"""The lines of docs/explanation/standard.md that decide where frictionless finds something else."""
EXPECTED: tuple[tuple[str, Ending, Mapping[str, int], tuple[str, ...]], ...] = (
    (
        "categories-and-labels",
        "findings",
        {"cell.category": 2, "key.foreign": 1},
        ("cell.category 2 | 0",),
    ),
    (
        "hints-of-version-1",
        "valid",
        {"schema.property": 1},
        ("cell.type 0 | 1", "record.blank 0 | 1"),
    ),
    ("key-that-stands-twice", "findings", {"key.primary": 1}, ()),
    ("key-with-empty-cells", "findings", {"cell.required": 3}, ("cell.required 3 | 0",)),
    ("moments-of-other-programs", "findings", {"cell.type": 4}, ("cell.type 4 | 2",)),
    ("names-of-many-scripts", "valid", {}, ()),
    (
        "numbers-that-are-none",
        "findings",
        {"cell.enum": 1, "cell.maximum": 2, "cell.minimum": 2, "cell.type": 2},
        (),
    ),
    ("pattern-of-alternatives", "findings", {"cell.pattern": 1}, ("cell.pattern 1 | 0",)),
    ("points-of-the-earth", "valid", {}, ()),
    (
        "required-beside-constraints",
        "valid",
        {"cell.formula": 1, "schema.property": 2},
        ("valid | refused",),
    ),
    ("rows-of-delimiters", "valid", {}, ("record.blank 0 | 1",)),
    (
        "semicolons-that-nobody-said",
        "findings",
        {"header.extra": 1, "header.missing": 3},
        ("header.extra 1 | 0", "header.missing 3 | 0"),
    ),
    ("zero-width-space", "findings", {"cell.bidi": 1}, ("cell.bidi 1 | 0",)),
)
"""How each ends, what is found, and where frictionless (behind the line) finds something else."""


@pytest.mark.parametrize(("name", "ending", "counts", "differences"), EXPECTED)
def test_a_small_package_ends_as_the_standard_says(
    name: str,
    ending: Ending,
    counts: Mapping[str, int],
    differences: tuple[str, ...],
    tmp_path: Path,
) -> None:
    (descriptor,) = (SMALL / name).glob("datapackage.*")
    mine, releases = ours(descriptor, tmp_path)
    assert (mine.ending, dict(mine.counts)) == (ending, counts), mine.said
    assert between(mine, theirs(descriptor)) == differences
    assert bool(releases) == (ending == "valid")
    if releases:
        assert visit(releases) == ()


def test_every_small_package_is_expected_and_explained() -> None:
    """None lies about unjudged, and each says in the README whose form it has."""
    there = {path.name for path in SMALL.iterdir() if path.is_dir()}
    assert there == {name for name, *_ in EXPECTED}
    assert {name for name, *_, differences in EXPECTED if differences} == set(DECIDED)
    said = (SMALL / "README.md").read_text("utf-8")
    assert [name for name in sorted(there) if f"`{name}`" not in said] == []
