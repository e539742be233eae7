"""What people call a record or a choice leads to its key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.site.content.named import (
    Named,
    escape_like,
    find_named,
    find_nearest_named,
    fold_text,
)

WORDS = st.text(min_size=1, max_size=20)
THOSE = (
    Named("us-me-portland", "Portland, Maine"),
    Named("us-or-portland", "Portland, Oregon"),
    Named("us-wa", "Washington"),
    Named("us-dc", "Washington, D.C."),
    Named("zur", "Zürich"),
    Named("b", "b"),
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("us-wa", ["us-wa"]),
        ("US_WA", ["us-wa"]),
        ("Washington", ["us-wa"]),
        ("washington, d.c.", ["us-dc"]),
        ("zurich", ["zur"]),
        ("ZU\N{COMBINING DIAERESIS}RICH", ["zur"]),
        ("Portland", ["us-me-portland", "us-or-portland"]),
        ("maine", ["us-me-portland"]),
        ("  Portland,\tMaine ", ["us-me-portland"]),
        ("B", ["b"]),
        ("or", []),
        ("us-or", []),
        ("", []),
        ("-", []),
        ("x" * 201, []),
    ],
)
def test_a_key_or_name_comes_before_a_part_of_a_name(text: str, keys: list[str]) -> None:
    assert [each.key for each in find_named(text, THOSE)] == keys


def test_the_nearest_is_told_in_words() -> None:
    near = find_nearest_named("us-me-portlnd", THOSE)
    assert near
    assert near.words == "Portland, Maine (us-me-portland)"
    assert find_nearest_named("Atlantis", THOSE) is None
    assert THOSE[-1].words == "b"


@given(st.lists(st.builds(Named, WORDS, WORDS), min_size=1))
def test_everything_is_found_by_its_key_and_its_name(those: list[Named]) -> None:
    for each in those:
        for word in (each.key, each.label):
            assert each in find_named(word, those) or not fold_text(word)


def test_a_pattern_of_like_is_a_text() -> None:
    assert escape_like("100%_!") == "100!%!_!!"
