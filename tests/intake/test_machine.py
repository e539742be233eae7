"""The machine's cells: what is clean as everyone reads it, what is wrong as it is written."""

import csv
import io

import numpy as np
import pytest
from hypothesis import example, given, strategies

from pressmark.intake import unopened
from pressmark.intake.cells import Cells, parse
from pressmark.intake.machine import Machine
from pressmark.intake.marks import Marks
from pressmark.intake.reading import read
from pressmark.intake.scan import scan
from pressmark.intake.unopened import parse_unopened, scan_unopened

MARKS = Marks()
NO_LIMIT = 10**9


def cells_of(text: bytes) -> list[list[bytes]]:
    """Read the cells of the whole records."""
    return [record.cells for record in Machine(MARKS).records(text) if record.open is None]


@pytest.mark.parametrize(
    ("written", "cells", "strays"),
    [
        (b'ab"c,d', [b'ab"c', b"d"], [0]),
        (b'"B"x,d', [b'"B"x', b"d"], [0]),
        (b'a,"B" ', [b"a", b'"B" '], [1]),
        (b'"say "hello" to all",d', [b'"say "hello" to all"', b"d"], [0]),
        (b'"a,b"c,"d""e"f', [b'"a,b"c', b'"d""e"f'], [0, 1]),
        (b'"a\nb"c,d', [b'"a\nb"c', b"d"], [0]),
        (b' "a",b', [b' "a"', b"b"], [0]),
        (b'a"', [b'a"'], [0]),
        (b'"a""b","",""""', [b'a"b', b"", b'"'], []),
        (b"\x00,\x1b,", [b"\x00", b"\x1b", b""], []),
    ],
)
def test_a_cell_with_a_stray_quote_is_kept_as_written(
    written: bytes, cells: list[bytes], strays: list[int]
) -> None:
    """It ends where its record goes on, so that no other record is lost."""
    first, second = Machine(MARKS).records(written + b"\nnext\n")
    assert first.cells == cells
    assert first.strays == strays
    assert second.cells == [b"next"]
    assert second.start == first.end == len(written) + 1


@pytest.mark.parametrize(
    ("text", "opens"),
    [(b'a,"b\nc,d\n', 2), (b'a,"b""\n', 2), (b"a,b,c", 4), (b'"a"', 0), (b'a"b,c', 4), (b"a", 0)],
)
def test_a_record_that_the_text_does_not_end_is_open(text: bytes, opens: int) -> None:
    """It says with which byte its last cell begins."""
    records = list(Machine(MARKS).records(b"1,2\n" + text))
    assert [record.open for record in records] == [None, 4 + opens]


def test_only_a_line_with_nothing_is_blank() -> None:
    """Two quotes are an empty cell, and a delimiter makes two."""
    records = list(Machine(MARKS).records(b'\n\r\n\r""\n,\n \n'))
    assert [record.blank for record in records] == [True, True, True, False, False, False]
    assert [record.returned for record in records] == [False, False, True, False, False, False]


def test_marks_with_a_meaning_in_patterns_are_plain() -> None:
    """A delimiter such as `^` or `]` is itself."""
    for delimiter in "^]\\|.*-\t":
        machine = Machine(Marks(delimiter.encode(), b"'"))
        text = f"a{delimiter}'b{delimiter}'{delimiter}c\n".encode()
        (record,) = machine.records(text)
        assert record.cells == [b"a", f"b{delimiter}".encode(), b"c"]


def test_reading_stops_before_a_record_that_is_too_large() -> None:
    """The records before it are read."""
    records, cells = read(b'a"\n123456\nb\n', MARKS, 1, 4, 10)
    assert records.end == 3
    assert cells.columns[0].to_pylist() == ['a"']


def test_strays_beyond_those_kept_are_counted() -> None:
    """A file of nothing but stray quotes costs no memory for each."""
    _, cells = read(b'a"\n' * 100, MARKS, 1, NO_LIMIT, 3)
    assert [stray.record for stray in cells.strays] == [0, 1, 2]
    assert cells.stray_count == 100


def in_plain_values(cells: Cells) -> dict[str, object]:
    """Give cells in plain values."""
    return {
        "columns": [column.to_pylist() for column in cells.columns],
        "ragged": cells.ragged.tolist(),
        "counts": cells.counts.tolist(),
    }


written_cells = strategies.text('aé\x00\ufeff,"\n\r', max_size=5).map(
    lambda text: '"' + text.replace('"', '""') + '"'
) | strategies.text("aé\x00\ufeff ", max_size=3)
written_records = strategies.lists(written_cells, max_size=4).map(",".join)
line_ends = strategies.sampled_from(["\n", "\r\n", "\r"])
clean_texts = strategies.lists(strategies.tuples(written_records, line_ends), max_size=8).map(
    lambda pairs: "".join(record + end for record, end in pairs) + "\n"
)


@given(clean_texts, strategies.integers(1, 3))
@example("\ufeffa,b\n1,2\n", 2)
@example("\n\n", 1)
@example("1,2,3\n1\n\n1,2\n", 2)
def test_both_ways_give_the_same_cells(text: str, columns: int) -> None:
    """Of a clean text pyarrow and the machine read the same, ragged and blank records too."""
    written = text.encode()
    fast_records = scan(written, MARKS, NO_LIMIT)
    slow_records, slow = read(written, MARKS, columns, NO_LIMIT, 0)
    fast = parse(written, fast_records, MARKS, columns)
    assert fast_records.sound
    assert fast_records.end == slow_records.end == len(written)
    assert in_plain_values(fast) == in_plain_values(slow)


@given(clean_texts)
def test_the_machine_reads_as_python_does(text: str) -> None:
    """Python's reader gives the same cells, and no cell at all for a blank line."""
    expected = [
        [cell.encode() for cell in row] for row in csv.reader(io.StringIO(text, newline=""))
    ]
    assert cells_of(text.encode()) == [row or [b""] for row in expected]


def test_a_count_that_differs_is_a_bug() -> None:
    """Records that scan and parse do not agree on are never passed on."""
    records = scan(b"1\n2\n", MARKS, NO_LIMIT)
    with pytest.raises(AssertionError, match="scan found 2 records, parse 1"):
        parse(b'"\n"\n', records, MARKS, 1)


UNOPENED = strategies.text('aé\x00\ufeff"" ,\n\r', max_size=30)


@given(UNOPENED, strategies.integers(1, 3), strategies.integers(0, 4))
@example('x"y\na",b\n,"q"\n', 1, 2)
@example('a\r"\n', 1, 1)
@example('a"\r\n\r\n1,2",3"\nb"\r', 2, 1)
@example('\n\n"a"', 2, 1)
@example('\ufeff"a\n', 1, 1)
def test_records_in_which_no_quote_begins_a_cell_are_read_alike(
    text: str, columns: int, kept: int
) -> None:
    """At once and one by one: the same records, cells and stray quotes."""
    written = text.encode() + b"\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unopened, "MANY", 0)
        records = scan_unopened(written, MARKS, NO_LIMIT)
        fast = parse_unopened(written, records, MARKS, columns, kept) if len(records) else None
    slow_records, slow = read(written[: records.end], MARKS, columns, NO_LIMIT, kept)
    for name in ("starts", "lines", "blank", "returns", "end", "line_ends"):
        assert np.array_equal(getattr(records, name), getattr(slow_records, name)), name
    behind = written[records.end :]
    first = next(Machine(MARKS).records(behind), None)
    # What is left begins with a record of which a cell begins with a quote.
    assert first is None or b'"' in behind
    if fast:
        assert in_plain_values(fast) == in_plain_values(slow)
        assert (fast.strays, fast.stray_count) == (slow.strays, slow.stray_count)


def test_no_more_is_looked_at_than_is_worthwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cut in the middle of a line end, or a record, is left to the next part."""
    monkeypatch.setattr(unopened, "MANY", 2)
    text = b'a"\r\nb"\r\nc"\r\n'
    ends = []
    for size in range(len(text) + 2):
        monkeypatch.setattr(unopened, "LOOKED_AT", size)
        ends.append(scan_unopened(text, MARKS, NO_LIMIT).end)
    assert ends == [0] * 8 + [8] * 4 + [12] * 2
    monkeypatch.setattr(unopened, "MANY", 4)
    assert scan_unopened(text, MARKS, NO_LIMIT).end == 0
    monkeypatch.setattr(unopened, "MUCH", 12)
    assert scan_unopened(text, MARKS, NO_LIMIT).end == 12
