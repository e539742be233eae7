"""Proofs held against texts: which of them they do not show to be right."""

import datetime
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from pressmark.field_types.evident import (
    ASCII,
    DIGITS,
    Begun,
    Bytes,
    Either,
    Kind,
    Listed,
    Matches,
    Moderate,
    Operator,
    Places,
    Present,
    Proof,
    Read,
)
from pressmark.intake import hold_texts, see_flags
from pressmark.validate.held_texts import NONE, HeldTexts, ReadValues, Rows, count_rows, unite

TOGETHER = 128
"""Texts of one length that are compared as one row: short rows take longer than their bytes."""
SEPARATELY, PIECES = 128, 8
"""Where some texts cannot be read, so many pieces of them are tried, down to so few texts."""
EXACT = 15
"""Decimals of at most so many digits differ where their doubles do (IEEE 754)."""
DAY = (DIGITS,) * 4 + (b"-", DIGITS, DIGITS) * 2
CLOCK = (b"T", DIGITS, DIGITS, b":", DIGITS, DIGITS, b":", DIGITS, DIGITS)
OFFSET = (b"+-", b"0", DIGITS, b":", b"012345", DIGITS)
"""The zones within ten hours: of farther ones not all are zones."""
SECONDS, MILLIS, MICROS = (
    (*DAY, *CLOCK, *after) for after in ((), (b".", *(DIGITS,) * 3), (b".", *(DIGITS,) * 6))
)
ZONED, LOCAL = pa.timestamp("us", "UTC"), pa.timestamp("us")
FORMS: dict[Kind, tuple[tuple[Bytes | Places, pa.DataType], ...]] = {
    "integer": ((Bytes(DIGITS + b"-", 1, 18), pa.int64()),),
    "number": ((Bytes(DIGITS + b".-+eE", 1, 300), pa.float64()),),
    "date": ((Places(DAY), pa.date32()),),
    "datetime": (
        *((Places((*clock, b"Z")), ZONED) for clock in (SECONDS, MILLIS, MICROS)),
        (Places((*SECONDS, *OFFSET)), ZONED),
        *((Places(clock), LOCAL) for clock in (SECONDS, MILLIS, MICROS)),
    ),
}  # fmt: skip
"""The forms in which values of each type are read, and as what; Arrow reads more in others."""
FIRST_DAY = (datetime.date(1, 1, 1) - datetime.date(1970, 1, 1)).days
"""The first day that a pattern reads, which knows no year 0, as Arrow counts days."""
AS_NUMBERS = {pa.float64(): np.float64, pa.date32(): np.int32}
"""The numbers as which Arrow holds values; others are whole ones of 64 bits."""


def find_unproven(texts: HeldTexts, proof: Proof) -> Rows:
    """Find the texts that a proof does not show to be right."""
    if not len(texts) or isinstance(proof, Present):
        return NONE
    return FINDERS[type(proof)](texts, proof)


def find_unlisted(texts: HeldTexts, proof: Listed) -> Rows:
    """Find the texts that are none of those."""
    wrong = find_false(pa.compute.is_in(texts.texts, hold_texts(proof.texts)))
    texts.know("".join(proof.texts).encode(), but=wrong)
    return wrong


def find_false(answers: pa.BooleanArray) -> Rows:
    """Find where answers are false."""
    if answers.true_count == len(answers):
        return NONE
    return np.flatnonzero(~see_flags(answers))


def find_other_bytes(texts: HeldTexts, proof: Bytes) -> Rows:
    """Find the texts that have other bytes, or too few or many."""
    found = [texts.outside(proof.of)]
    if texts.shortest < proof.shortest:
        found.append(np.flatnonzero(texts.sizes < proof.shortest))
    if proof.longest is not None and texts.longest > proof.longest:
        found.append(np.flatnonzero(texts.sizes > proof.longest))
    return unite(*found)


def find_misplaced(texts: HeldTexts, proof: Places) -> Rows:
    """Find the texts of another length, or with a byte where it may not be."""
    length = len(proof.sets)
    if not texts.shortest == texts.longest == length:
        right = texts.sizes == length
        if not right.any():
            return texts.all_rows
        kept = texts.take(right)
        wrong = unite(np.flatnonzero(~right), kept.rows_of(find_misplaced(kept, proof)))
        texts.know(b"".join(set(proof.sets)), but=wrong)
        return wrong
    table, wanted = compile_places(proof)
    codes = np.frombuffer(texts.text.translate(table), np.uint8)
    whole = len(texts) // TOGETHER * TOGETHER * length
    rows = np.bitwise_and.reduce(codes[:whole].reshape(-1, TOGETHER * length), axis=0)
    if (rows & np.tile(wanted, TOGETHER)).all() and (
        codes[whole:].reshape(-1, length) & wanted
    ).all():
        texts.know(b"".join(set(proof.sets)))
        return NONE
    return np.flatnonzero(~(codes.reshape(-1, length) & wanted).all(axis=1))


@lru_cache
def compile_places(proof: Places) -> tuple[bytes, NDArray[np.uint8]]:
    """Give each set of bytes a bit: a table of the bits of each byte, and the bit of each place."""
    bits = {of: 1 << turn for turn, of in enumerate(dict.fromkeys(proof.sets))}
    table = bytes(sum(bit for of, bit in bits.items() if byte in of) for byte in range(256))
    return table, np.array([bits[of] for of in proof.sets], np.uint8)


def find_begun_otherwise(texts: HeldTexts, proof: Begun) -> Rows:
    """Find the texts that begin otherwise, or hold what they may not."""
    left = texts.all_rows
    for beginning in proof.by:
        if not len(left):
            break
        held = take_rows(texts, left)
        left = left[find_false(pa.compute.starts_with(held.texts, beginning))]
    without = bytes(byte for byte in range(256) if byte not in proof.without)
    return unite(left, texts.outside(without))


def take_rows(texts: HeldTexts, rows: Rows) -> HeldTexts:
    """Give some of the texts, or all."""
    if len(rows) == len(texts):
        return texts
    kept = np.zeros(len(texts), np.bool_)
    kept[rows] = True
    return texts.take(kept)


def find_unmatched(texts: HeldTexts, proof: Matches) -> Rows:
    """Find the texts that do not match; all where Arrow cannot read the pattern."""
    try:
        matched = pa.compute.match_substring_regex(texts.texts, proof.pattern)
    except pa.ArrowInvalid:
        return texts.all_rows
    wrong = find_false(matched)
    return unite(wrong, texts.outside(ASCII)) if proof.asks_unicode else wrong


def find_shown_by_none(texts: HeldTexts, proof: Either) -> Rows:
    """Find the texts that none of several proofs shows to be right."""
    left = texts.all_rows
    for each in proof.of:
        if not len(left):
            break
        left = left[find_unproven(take_rows(texts, left), each)]
    return left


def find_beyond(texts: HeldTexts, proof: Read) -> Rows:
    """Find the texts that are not plainly a value of a type, or on the wrong side of a bound."""
    read = read_once(texts, proof.kind, proof.written)
    if proof.side is None:
        return read.unread
    bound = read_bound(proof.kind, proof.bound)
    if bound is None:
        return texts.all_rows
    right = compare(read.values, proof.side, bound)
    if proof.kind == "number" and proof.side in ("<", ">"):
        # A double stands for many decimals: that it equals the bound's says little of a long text,
        # and of one with an exponent, which may say less than the least double.
        exact = len(proof.bound) <= EXACT and not any(
            each in texts.text or each in proof.bound.encode() for each in (b"e", b"E")
        )
        if not exact or texts.longest > EXACT:
            right &= (read.values != bound) | (exact & (texts.sizes[read.rows] <= EXACT))
    return unite(read.unread, read.rows[~right]) if not right.all() else read.unread


def read_once(texts: HeldTexts, kind: Kind, written: str = "") -> ReadValues:
    """Read texts as values of a type, once."""
    read = texts.read_as.get(kind)
    if read is None:
        read = read_written(texts, written) if written else read_values(texts, kind)
        texts.read_as[kind] = read
    return read


def find_immoderate(texts: HeldTexts, proof: Moderate) -> Rows:
    """Find the texts that are long, or not plainly a number of a moderate size."""
    read = read_once(texts, "number")
    size = np.abs(read.values)
    right = (size >= proof.least) & (size < proof.most)
    right &= texts.sizes[read.rows] <= proof.longest
    return unite(read.unread, read.rows[~right])


def read_written(texts: HeldTexts, written: str) -> ReadValues:
    """Read texts as days that are written in another order, by writing them in the usual one."""
    digits = "ymd"
    form = Places(tuple(DIGITS if each in digits else each.encode() for each in written))
    unread = find_unproven(texts, form)
    kept = np.ones(len(texts), np.bool_)
    kept[unread] = False
    held = texts.take(kept) if len(unread) else texts
    given = np.frombuffer(held.text, np.uint8).reshape(len(held), len(written))
    usual = np.full((len(held), len(DAY)), ord("-"), np.uint8)
    places = [written.index(part) + at for part in digits for at in range(written.count(part))]
    usual[:, [at for at, of in enumerate(DAY) if of == DIGITS]] = given[:, places]
    ends = np.arange(len(held) + 1, dtype=np.int32) * len(DAY)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(usual)]
    values, rows = cast(pa.Array.from_buffers(pa.string(), len(held), buffers), pa.date32())
    there = values >= FIRST_DAY
    values, rows = values[there], held.rows_of(rows[there])
    return ReadValues(values, rows, np.setdiff1d(texts.all_rows, rows, assume_unique=True))


def compare(
    values: NDArray[np.int64] | NDArray[np.float64], side: Operator, bound: float
) -> NDArray[np.bool_]:
    """Say of each value whether it is not on a side of a bound."""
    if side == "<":
        return values >= bound
    if side == ">":
        return values <= bound
    return values > bound if side == "<=" else values < bound


@lru_cache
def read_bound(kind: Kind, bound: str) -> float | None:
    """Read a bound as its values are read; None where it is written otherwise."""
    read = read_values(HeldTexts(hold_texts([bound])), kind)
    return None if len(read.unread) else read.values[0].item()


def read_values(texts: HeldTexts, kind: Kind) -> ReadValues:
    """Read texts as values of a type, in the form in which the first of them stands."""
    forms = FORMS[kind]
    form, type_ = next(
        (each for each in forms if isinstance(each[0], Places)
         and len(each[0].sets) == texts.sizes[0]), forms[0],
    )  # fmt: skip
    unread = find_unproven(texts, form)
    held = texts
    if len(unread):
        kept = np.ones(len(texts), np.bool_)
        kept[unread] = False
        held = texts.take(kept)
    values, rows = cast(held.texts, type_)
    if len(rows) < len(held):
        failed = np.setdiff1d(held.all_rows, rows, assume_unique=True)
        unread = unite(unread, held.rows_of(failed) if len(unread) else failed)
    return ReadValues(values, held.rows_of(rows) if held is not texts else rows, unread)


def cast(
    texts: pa.StringArray, type_: pa.DataType
) -> tuple[NDArray[np.int64] | NDArray[np.float64], Rows]:
    """Cast texts, and give the rows of those that could be, by pieces where not all can."""
    values = try_cast(texts, type_)
    if values is not None:
        return values, count_rows(len(texts))
    if len(texts) <= SEPARATELY:
        return np.empty(0, np.int64), NONE
    size = max(-(-len(texts) // PIECES), SEPARATELY)
    pieces = [(cast(texts.slice(first, size), type_), first)
              for first in range(0, len(texts), size)]  # fmt: skip
    read = [(values, first + rows) for (values, rows), first in pieces if len(rows)]
    if not read:
        return np.empty(0, np.int64), NONE
    return np.concatenate([each for each, _ in read]), np.concatenate([rows for _, rows in read])


def try_cast(
    texts: pa.StringArray, type_: pa.DataType
) -> NDArray[np.int64] | NDArray[np.float64] | None:
    """Cast texts to whole numbers or doubles; None where one of them cannot be."""
    try:
        values = texts.cast(type_)
    except pa.ArrowInvalid:
        return None
    held = np.frombuffer(values.buffers()[1] or b"", AS_NUMBERS.get(type_, np.int64))
    return held[values.offset :][: len(values)]


FINDERS: dict[type[Proof], Callable[..., Rows]] = {
    Bytes: find_other_bytes, Places: find_misplaced, Begun: find_begun_otherwise,
    Listed: find_unlisted, Read: find_beyond, Moderate: find_immoderate,
    Matches: find_unmatched, Either: find_shown_by_none,
}  # fmt: skip
"""What finds the texts that are not shown to be right by each kind of proof."""
