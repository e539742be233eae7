"""Arrow arrays of what Python and numpy hold, made of their bytes.

`pyarrow.array` looks whether pandas is there, and so imports it, which takes as long as to judge a
million cells.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def hold_numbers(numbers: NDArray[np.int64]) -> pa.Int64Array:
    """Give whole numbers as an array; they are not copied."""
    held = pa.py_buffer(np.ascontiguousarray(numbers, np.int64))
    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, held])


def hold_flags(flags: NDArray[np.bool_]) -> pa.BooleanArray:
    """Give truths as an array."""
    held = pa.py_buffer(np.packbits(flags, bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(flags), [None, held])


def hold_texts(texts: Sequence[str | None]) -> pa.StringArray:
    """Give texts as an array, and None as null; together they have less than 2 GiB."""
    written = hold_encoded([(each or "").encode() for each in texts])
    there = np.array([each is not None for each in texts], np.bool_)
    if there.all():
        return written
    held = pa.py_buffer(np.packbits(there, bitorder="little"))
    return pa.Array.from_buffers(pa.string(), len(texts), [held, *written.buffers()[1:]])


def hold_encoded(texts: Sequence[bytes]) -> pa.StringArray:
    """Give texts that are written in UTF-8 as an array; together they have less than 2 GiB."""
    ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(texts))]
    return pa.Array.from_buffers(pa.string(), len(texts), buffers)


def see_flags(flags: pa.BooleanArray) -> NDArray[np.bool_]:
    """Give the truths of an array, none of which is null, as numpy has them."""
    bits = np.frombuffer(flags.buffers()[1] or b"", np.uint8)
    count = flags.offset + len(flags)
    return np.unpackbits(bits, count=count, bitorder="little")[flags.offset :].view(np.bool_)
