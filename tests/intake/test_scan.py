"""Where records stand: numpy's account of a text, by hand-made texts and against the machine."""

import pytest
from hypothesis import given, strategies

from pressmark.intake.marks import Marks
from pressmark.intake.reading import read
from pressmark.intake.records import Records
from pressmark.intake.scan import scan

MARKS = Marks()
NO_LIMIT = 10**9


def account(records: Records) -> dict[str, object]:
    """Give the account of records in plain values."""
    return {
        "starts": records.starts.tolist(),
        "lines": records.lines.tolist(),
        "blank": records.blank.tolist(),
        "returns": records.returns.tolist(),
        "end": records.end,
        "line_ends": records.line_ends,
    }


def starts(text: bytes) -> list[int]:
    """Give the bytes at which the records start."""
    return [int(start) for start in scan(text, MARKS, NO_LIMIT).starts]


def test_records_start_behind_line_ends_outside_quotes() -> None:
    """A newline in a quoted cell counts as a line but ends no record."""
    found = scan(b'a,b\n"x\ny",2\r\n\n3,4\n5,', MARKS, NO_LIMIT)
    assert account(found) == {
        "starts": [0, 4, 13, 14],
        "lines": [0, 1, 3, 4],
        "blank": [2],
        "returns": [],
        "end": 18,
        "line_ends": 5,
    }
    assert found.sound


def test_a_lone_carriage_return_ends_a_record() -> None:
    """CRLF is one line end, also for a blank line; a lone CR is one of its own."""
    found = scan(b"a\rb\r\n\r\n\r\n\rc\n", MARKS, NO_LIMIT)
    assert account(found) == {
        "starts": [0, 2, 5, 7, 9, 10],
        "lines": [0, 1, 2, 3, 4, 5],
        "blank": [2, 3, 4],
        "returns": [0, 4],
        "end": 12,
        "line_ends": 6,
    }


def test_a_lone_carriage_return_in_quotes_is_a_line_end_only() -> None:
    """It counts for the lines on which later records start."""
    found = scan(b'"a\rb\r\nc"\nd\n', MARKS, NO_LIMIT)
    assert found.starts.tolist() == [0, 9]
    assert found.lines.tolist() == [0, 3]
    assert found.returns.tolist() == []


@pytest.mark.parametrize(
    "cell", [b'""', b'""""', b'"""a"""', b'"a""b"', b'"a,b"', b'"a\nb"', b'"\n"', b'"""\n"""']
)
def test_doubled_quotes_are_no_stray_ones(cell: bytes) -> None:
    """A quoted cell may hold doubled quotes anywhere, at either end of a record."""
    found = scan(cell + b"," + cell + b"\n" + cell + b"\r\n", MARKS, NO_LIMIT)
    assert found.sound
    assert found.starts.tolist() == [0, 2 * len(cell) + 2]


@pytest.mark.parametrize("cell", [b'b"c', b'"b"c', b'b"', b'"b" ', b' "b"', b'"a"b"c"'])
def test_records_end_before_one_with_a_stray_quote(cell: bytes) -> None:
    """What stands before it is sound, what follows is left to the machine."""
    found = scan(b'1,"2"\n3,4\n5,' + cell + b"\n7,8\n", MARKS, NO_LIMIT)
    assert found.starts.tolist() == [0, 6]
    assert found.end == 10
    assert not found.sound


def test_an_unclosed_quote_takes_all_that_follows() -> None:
    """Nothing behind it is known to end a record."""
    assert starts(b'1,2\n3,"4\n5,6\n7,8\n') == [0]


def test_records_end_before_one_that_is_too_large() -> None:
    """The size of a record counts its line end."""
    text = b"12345\n123456\n1\n"
    assert scan(text, MARKS, 6).end == 6
    assert scan(text, MARKS, 7).end == 15


def test_other_marks_separate_cells() -> None:
    """The dialect's marks count, commas and double quotes do not."""
    found = scan(b"1;'2\n,\"3'\n4\n", Marks(b";", b"'"), NO_LIMIT)
    assert found.starts.tolist() == [0, 10]
    assert found.sound


def test_an_empty_text_has_no_records() -> None:
    """Neither does one without a line end."""
    for text in (b"", b"a,b", b'"a\n'):
        assert account(scan(text, MARKS, NO_LIMIT))["starts"] == []


texts = strategies.text('a,"\n\r', max_size=30).map(lambda text: text.encode() + b"\n")


@given(texts)
def test_scan_and_machine_agree_where_no_quote_is_stray(text: bytes) -> None:
    """Of a sound text both give the same account; of others scan gives the machine's beginning."""
    fast = scan(text, MARKS, NO_LIMIT)
    slow, cells = read(text, MARKS, 2, NO_LIMIT, 0)
    if fast.sound:
        assert account(fast) == account(slow)
    else:
        assert fast.starts.tolist() == slow.starts.tolist()[: len(fast)]
        assert fast.lines.tolist() == slow.lines.tolist()[: len(fast)]
    if cells.stray_count:
        assert not fast.sound
