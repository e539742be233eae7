"""Bytes as UTF-8: the same text however they come in, and the same first wrong byte."""

import pytest
from hypothesis import example, given, strategies

from pressmark.intake.decoding import Decoding

pieces = strategies.binary(max_size=6) | strategies.text("aé€😀", max_size=4).map(str.encode)


def first_wrong(raw: bytes, encoding: str) -> tuple[int, int] | None:
    """Find the first wrong byte as Python does: its value, and the UTF-8 bytes before it."""
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return raw[error.start], len(raw[: error.start].decode(encoding).encode())
    return None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "ascii", "cp1252"])
@given(raw=strategies.lists(pieces, max_size=6))
@example(raw=["é".encode()[:1], "é".encode()[1:] + b"a\xff"])
@example(raw=["€".encode()[:2], b"x", "€".encode()[:2]])
def test_it_does_not_matter_how_bytes_come_in(encoding: str, raw: list[bytes]) -> None:
    """Python's decoder says what the text is and which byte is the first wrong one."""
    whole = b"x\0\0x" + b"".join(raw)
    decoding = Decoding(encoding, whole[:4])
    text = b"".join(decoding.decode(piece) for piece in (b"x\0\0x", *raw))
    text += decoding.decode(b"", final=True)
    assert text.decode() == whole.decode(encoding, "replace")
    fault = decoding.fault
    assert (fault and (fault.byte, fault.at)) == first_wrong(whole, encoding)


def test_a_half_of_a_pair_has_no_place_in_utf_8() -> None:
    """UTF-7 can write one; it becomes a question mark."""
    assert Decoding("utf-7", b"").decode(b"+2AA-x", final=True) == b"?x"
