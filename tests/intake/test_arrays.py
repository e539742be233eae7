"""Arrow arrays made of bytes are those that pyarrow would make."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.intake import hold_flags, hold_numbers, hold_texts, see_flags


@given(texts=st.lists(st.none() | st.text(max_size=3)))
def test_texts_are_held(texts: list[str | None]) -> None:
    held = hold_texts(texts)
    held.validate(full=True)
    assert held.equals(pa.array(texts, pa.string()))


@given(flags=st.lists(st.booleans(), max_size=30), first=st.integers(0, 9))
def test_flags_are_held_and_seen(flags: list[bool], first: int) -> None:
    held = hold_flags(np.array(flags, np.bool_))
    held.validate(full=True)
    assert held.equals(pa.array(flags, pa.bool_()))
    assert see_flags(held[first:]).tolist() == flags[first:]


@pytest.mark.parametrize(
    "numbers", [np.arange(5), np.arange(10)[::2], np.arange(3, dtype=np.int32), np.arange(0)]
)
def test_numbers_are_held(numbers: np.ndarray) -> None:
    assert hold_numbers(numbers).equals(pa.array(numbers.tolist(), pa.int64()))
