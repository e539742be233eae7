"""Texts that are seen to be distinct are, and those of common keys are seen."""

import itertools
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.validate.distinct import MOST_LENGTHS, find_alike
from pressmark.validate.held_texts import NONE, count_rows, drop_repeated, unite

MANY = 20_000


def chunked(texts: Sequence[str | None], size: int = 7_000) -> pa.ChunkedArray:
    """Hold texts in pieces, the first of which begins within its buffers."""
    whole = pa.array(["before", *texts], pa.string())
    pieces = [whole[1:][at : at + size] for at in range(0, len(texts), size)]
    return pa.chunked_array(pieces, pa.string())


def alike(*columns: Sequence[str | None], size: int = 7_000) -> list[int]:
    """List the rows whose texts are not seen to be distinct."""
    found = find_alike([chunked(each, size) for each in columns])
    assert found is not None
    return list(found)


def uuid(number: int) -> str:
    """Give a text in the form of a UUID; the first and last digits change most."""
    digits = f"{number * 2_654_435_761 % 2**32:08x}"
    return f"{digits}-4e26-4a8e-8032-{number:012x}"


COMMON = {
    "UUIDs": [uuid(number) for number in range(MANY)],
    "numbers in text": [f"{number:05}" for number in range(MANY)],
    "numbers of several lengths": [f"id-{number}" for number in range(MANY)],
    "addresses": [f"https://example.org/{number}" for number in range(MANY)],
    "all but the last letters alike": ["x" * 40 + f"{number:06}" for number in range(MANY)],
    "two bytes that end words": [
        f"{'a' * 7}{chr(x)}{'b' * 7}{chr(y)}"
        for x, y in itertools.product(range(0x20, 0x7F), repeat=2)
    ],
    "letters of other scripts": [f"Łódź {number}" for number in range(MANY)],
}


@pytest.mark.parametrize("name", COMMON)
def test_common_keys_are_seen_to_be_distinct_and_their_repeats_are_not(name: str) -> None:
    texts = COMMON[name]
    assert len(set(texts)) == len(texts)
    assert alike(texts) == []
    assert alike([*texts, texts[len(texts) // 2]]) == [len(texts) // 2, len(texts)]


def test_what_is_null_is_no_key_and_the_empty_text_is_one() -> None:
    assert alike([None, "a", None, ""]) == []
    assert alike(["", "a", None, ""]) == [0, 3]
    assert alike([]) == [] and alike([None]) == []
    assert alike(["a", "a", "b", "b"], ["x", None, "y", "y"]) == [2, 3]


def test_texts_of_too_many_lengths_are_left_to_the_engine() -> None:
    texts = ["x" * length for length in range(MOST_LENGTHS + 1)]
    assert find_alike([chunked(texts)]) is None and alike(texts[1:]) == []
    assert find_alike([chunked(texts, 1)]) is None


TEXTS = st.text("ab\0é", max_size=10) | st.none()


@given(keys=st.lists(st.tuples(TEXTS, TEXTS), max_size=12), size=st.integers(1, 5))
def test_every_repeat_is_found_and_of_short_texts_nothing_else(
    keys: list[tuple[str | None, str | None]], size: int
) -> None:
    for columns in ([0], [1, 0]):
        asked = [tuple(key[at] for at in columns) for key in keys]
        twice = [at for at, key in enumerate(asked) if None not in key and asked.count(key) > 1]
        assert alike(*([key[at] for key in keys] for at in columns), size=size) == twice


@given(some=st.lists(st.sets(st.integers(0, 9)).map(sorted), max_size=4))
def test_rows_are_united_as_sets_are(some: list[list[int]]) -> None:
    rows = [np.array(each, np.int64) for each in some]
    assert unite(*rows).tolist() == sorted(set().union(*some))


def test_rows_are_counted_once_and_nobody_changes_them() -> None:
    assert count_rows(3).tolist() == [0, 1, 2] and not len(count_rows(0))
    assert len(count_rows(300_000)) == 300_000 and count_rows(300_000)[-1] == 299_999
    with pytest.raises(ValueError, match="read-only"):
        count_rows(3)[0] = 7
    assert drop_repeated(np.array([0, 0, 3, 3, 4])).tolist() == [0, 3, 4]
    assert drop_repeated(NONE).tolist() == []
