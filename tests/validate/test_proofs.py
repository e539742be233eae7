"""What bytes show of a column is true, and judging with it finds what judging without it finds."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressmark.engine.connection import Engine
from pressmark.field_types.evident import (
    DIGITS,
    LOWER,
    UPPER,
    Bytes,
    Places,
    Proof,
    Read,
    spell_out,
)
from pressmark.field_types.numbers import NUMBER
from pressmark.field_types.own_formats import read_pattern
from pressmark.intake import Block
from pressmark.intake.limits import Limits
from pressmark.rules.pattern_proof import prove_pattern
from pressmark.rules.xsd_pattern import translate_pattern
from pressmark.sql import quote_text
from pressmark.validate import cell_judge
from pressmark.validate.cell_judge import CellJudge, take_rows
from pressmark.validate.doubts import Doubts
from pressmark.validate.held_texts import HeldTexts
from pressmark.validate.proving import find_unproven
from tests.bench.made import make_package
from tests.both_ways import find_difference, judged
from tests.hostile.cells import CELLS
from tests.hostile.entry import Entry
from tests.hostile.structures import STRUCTURES
from tests.hostile.texts import TEXTS
from tests.packages import field, fields, learned_engine, read, write_package

FIELDS: tuple[dict[str, Any], ...] = (
    field("a", "integer"),
    field("a", "integer", constraints={"minimum": -2, "maximum": 10}),
    field("a", "integer", constraints={"exclusiveMinimum": 0, "exclusiveMaximum": 12}),
    field("a", "integer", constraints={"enum": [1, 7, -3]}, missingValues=["-", "0"]),
    field("a", "integer", bareNumber=False, constraints={"minimum": 3}),
    field("a", "number"),
    field("a", "number", constraints={"minimum": 0, "maximum": 1.5}),
    field("a", "number", constraints={"exclusiveMinimum": 0.1, "exclusiveMaximum": 100}),
    field("a", "number", constraints={"minimum": "0.30000000000000001"}),
    field("a", "number", constraints={"maximum": "9007199254740993"}),
    field("a", "number", constraints={"minimum": "1e-400", "maximum": "1e5"}),
    field("a", "number", constraints={"exclusiveMinimum": 0, "exclusiveMaximum": "1e400"}),
    field("a", "number", decimalChar=",", groupChar=".", constraints={"enum": [1.5]}),
    field("a", "date"),
    field("a", "date", constraints={"minimum": "1999-12-31", "exclusiveMaximum": "2021-03-01"}),
    field("a", "date", format="%d.%m.%Y"),
    field("a", "date", format="%d.%m.%Y", constraints={"minimum": "2020-02-29"}),
    field("a", "date", format="%Y%m%d", constraints={"enum": ["2021-01-01"]}),
    field("a", "date", format="%m/%d/%Y"),
    field("a", "date", format="any", constraints={"maximum": "2021-03-01"}),
    field("a", "datetime"),
    field("a", "datetime", constraints={"minimum": "2020-01-01T00:00:00"}),
    field("a", "datetime", constraints={"maximum": "2021-01-31T08:00:00.251Z"}),
    field("a", "datetime", constraints={"exclusiveMaximum": "2021-01-31T10:00:00Z"}),
    field("a", "time"),
    field("a", "time", constraints={"minimum": "10:00:00"}),
    field("a", "time", format="%H:%M"),
    field("a", "time", format="any"),
    field("a", "year", constraints={"minimum": 1999}),
    field("a", "yearmonth"),
    field("a", "yearmonth", constraints={"enum": ["2021-01"]}),
    field("a", "boolean"),
    field("a", "boolean", trueValues=["yes", "1"], falseValues=["no", ""]),
    field("a", "boolean", constraints={"enum": [True]}),
    field("a", "any", constraints={"enum": ["x", "1"]}),
    field("a"),
    field("a", constraints={"required": True}),
    field("a", constraints={"required": True}, missingValues=["", "NA", "é"]),
    field("a", constraints={"required": True}, missingValues=[]),
    field("a", constraints={"minLength": 2, "maxLength": 3}),
    field("a", constraints={"pattern": "[A-Z]{3}-[0-9]{4}"}),
    field("a", constraints={"pattern": "[a-z_-]+"}),
    field("a", constraints={"pattern": r"\d{1,3}"}),
    field("a", constraints={"pattern": "^x[0-9]{2}$"}),
    field("a", constraints={"pattern": "(?:x|y)*"}),
    field("a", constraints={"pattern": r"\w|\p{Han}x"}),
    field("a", constraints={"pattern": "(?i)[^0-9]"}),
    field("a", constraints={"pattern": "[A-Z]{1,3}-[0-9]+"}),
    field("a", constraints={"pattern": r"x|\d+.?"}),
    field("a", constraints={"pattern": r"(?i)[^a\s]\w*\n?"}),
    field("a", constraints={"pattern": r"[\p{Lu}-[X]]\D*-?\d{4}$"}),
    field("a", constraints={"enum": ["x", "é"]}),
    field("a", categories=["x", "y"]),
    field("a", format="uuid"),
    field("a", format="uri"),
    field("a", format="email"),
)
SOUND: dict[str, tuple[str, ...]] = {
    "integer": ("1", "7", "5"), "number": ("0.5", "1.25"), "date": ("2020-02-29", "2021-01-01"),
    "datetime": ("2020-02-29T23:59:59Z",), "year": ("2021",), "boolean": ("1",),
    "time": ("10:00:00", "23:59:59Z"), "yearmonth": ("2021-01", "1999-12"),
}  # fmt: skip
HOSTILE = (
    "", "-", "+", ".", "--1", "-1", "+1", "1-", "0", "-0", "00", "007", "1.", ".5", "-.5", "1..2",
    "1e5", "1E-3", "1e400", "-1e400", "1e-400", "-1e-400", "0e5", "1e+5", "1.e5", ".5E1", "e5",
    "1e", "100000", "100001", "1e19", "1e20", "1e38", "1e-15", "1e-16", "1234567890.12345e-9",
    "-1e-20", "99999999999999999e20", "01.03.2021", "29.02.2020", "29.02.2021", "31.04.2021",
    "1.3.2021", "01.01.0000", "01.01.0001", "28.02.2020", "20210229", "20210101", "00000101",
    "02/29/2020", "13/01/2021", "01-03-2021", "2021.03.01", "0000-12-31",
    "2021-01-31T10:00:00.250+02:00", "2021-01-31T08:00:00.25Z", "2021-01-31T08:00:00.250Z",
    "2021-01-31T08:00:00.252Z", "2021-01-31T08:00:00.251001Z", "2021-01-31T08:00:00.251000Z",
    "2021-01-31T10:00:00+02:00", "2021-01-31T10:00:00+09:59", "2021-01-31T10:00:00+14:00",
    "2021-01-31T10:00:00+15:00", "2021-01-31T10:00:00-00:00", "2021-01-31T10:00:00+02:60",
    "2021-01-31T10:00:00.2500000Z", "2021-01-31T10:00:60+02:00", "2021-02-30T10:00:00+02:00",
    "0000-01-01T00:00:00.000Z", "0000-01-01T00:00:00+05:00",
    "0x10", "0xFF", "-0x1", "1_000", "1,5", "1.500,5", "12;5", "٣", "\uff11", "NaN",
    "nan", "INF", "inf", "-INF", "infinity", "9" * 18, "9" * 19, "-" + "9" * 18, "9" * 400, "12",
    "0.30000000000000001", "0.3", "0.29999999999999999", "9007199254740992", "9007199254740993",
    "1.5", "1.50", "1.5000000000000001", "100", "99.99", "0.1", "0.10", "3 kg", " 1", "1 ", "1\n",
    "0000-01-01", "0001-01-01", "2021-02-28", "2021-02-29", "2020-02-29", "2021-02-30",
    "2021-04-31",
    "1900-02-29", "2021-00-10", "2021-13-01", "2021-01-32", "2021-1-1", "1999-12-31", "2021-03-01",
    "20210101", "2021/01/01", "31.01.2021", "2021-01-01T00:00:00", "2021-01-01T24:00:00",
    "2021-01-31T10:00:00Z", "2021-01-31T09:59:59Z", "2021-01-31T10:00:00", "2021-01-01T23:59:60Z",
    "2021-01-01T23:60:00Z", "2021-02-30T10:00:00Z", "2021-01-01 10:00:00", "2021-01-01T10:00:00z",
    "2021-01-01T10:00:00+01:00", "2021-01-01T10:00:00.5", "2019-12-31T23:59:59", "2021-01-01T10:00",
    "0000-01-01T00:00:00", "9999-12-31T23:59:59Z", "10:00:00", "25:00:00", "2021", "1998", "21",
    "-0044", "10000", "2021-01", "2021-13", "true", "false", "yes", "no", "t", "x", "y", "xy",
    "xyx",
    "x1", "x12", "X12", "x123", "ABC-1234", "abc-1234", "ABC-123", "ABC-1234\n", "a_b-c", "a b",
    "é", "éé", "ééé", "éééé", "NA", "#REF!", " #N/A ", "=1+1", "@a", "-x", "\t", "bell\x07",
    "a\u200bb", "\U0002ebf0", "\U0002ebf0x", "\u2ffc", "\u017f", "\u212a",
    "\ufeffx", "a\u202eb", "https://example.org/a", "http://a", "https:// a", "https://", "ftp://a",
    "00:00:00", "19:59:59Z", "23:59:59Z", "24:00:00", "29:00:00", "30:00:00", "10:60:00",
    "10:00:60", "10:00:00z", "10:00:00ZZ", "10:00:00.5", "10:00:00.5Z", "10:00:00+02:00",
    "10:00:00+15:00", "10:00", "10.00.00", "1:00:00", "10:00:00\n", "2021-00",
    "2021-09", "2021-10", "2021-12", "2021-19",
    "2021-20", "2021/01", "0000-01", "12345-01", "-2021-01", "99999999999999999999-01", "2021-1",
    "urn:", "urn:x", "1rn:x", "u+r.n-1:x", "u_n:x", ":x", "urn:x y", "urn:\u2028x", "urn:x\n",
    "é:x", "a@b", "a@@b.c", "a@b@c.d", "é@é.é", "a@b.c.", "@b.c", "a@.c", "a@b.", "a@b.c\n",
    "a\u00a0@b.c", "a\v@b.c", "x\n", "1\n", "1\r", "Äb-1234", "X-1234", "AB-1", "ABCD-1", "A-",
    "HTTPS://A", "https://a\u00a0b", "https://a\vb", "mailto:a@b.c", "a@b.c",
    "6762b34f-4e26-4a8e-8032-35a1e58e1b1c", "6762B34F-4E26-4A8E-8032-35A1E58E1B1C",
    "6762b34f-4e26-4a8e-8032-35a1e58e1b1", "6762b34f-4e26-4a8e-803-235a1e58e1b1c",
    "g762b34f-4e26-4a8e-8032-35a1e58e1b1c", "6762b34f04e26-4a8e-8032-35a1e58e1b1c",
    "6762b34f-4e2604a8e-8032-35a1e58e1b1c", "6762b34f-4e26-4a8e08032-35a1e58e1b1c",
    "6762b34f-4e26-4a8e-8032035a1e58e1b1c", "-762b34f-4e26-4a8e-8032-35a1e58e1b1c",
)  # fmt: skip
ALPHABET = "0129-+.eETZ: :xXaA_é#=@\t\u200b"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Open an engine that knows the functions of the rules, once."""
    with learned_engine() as opened:
        yield opened


@pytest.fixture(scope="module")
def judges(tmp_path_factory: pytest.TempPathFactory) -> list[CellJudge]:
    """Make the judge of each field in `FIELDS`."""
    folder = tmp_path_factory.mktemp("fields")
    made = []
    for each in FIELDS:
        path = write_package(folder, {"t": (fields(each), "a\n")})
        made.append(CellJudge(read(path).tables[0], len(HOSTILE), frozenset()))
    return made


def block_of(texts: list[str], before: int = 0) -> Block:
    """Make a block whose column begins after some texts in its buffers."""
    column = pa.array(["before"] * before + texts, pa.string())[before:]
    cells = pa.RecordBatch.from_arrays([column], ["c1"])
    return Block(np.arange(1, len(texts) + 1), None, cells)


def missed(judging: CellJudge, block: Block, engine: Engine) -> list[tuple[str, list[str]]]:
    """List, by rule, the cells that its predicate calls wrong and bytes left without a doubt."""
    doubts = Doubts(block, judging.missing)
    cells = take_rows(block, (1,), np.arange(len(block.records)))
    found = []
    for check in judging.checks:
        doubted = {int(row) + 1 for row in doubts.about(1, check.check)}
        for _, _, wrong in judging.wrong_of([check], cells, engine):
            silent = [each.value for each in wrong if each.record not in doubted]
            if silent:
                found.append((check.rule.id, silent))
    return found


ONE_OF_SO_MANY = pytest.mark.parametrize(
    "step",
    [pytest.param(3, marks=pytest.mark.search), pytest.param(1, marks=pytest.mark.thorough)],
)
"""Of the hostile values or packages one of so many is tried, and in `make thorough` all are."""


@pytest.mark.search
def test_no_hostile_value_is_taken_for_right(judges: list[CellJudge], engine: Engine) -> None:
    for judging, each in zip(judges, FIELDS, strict=True):
        together = missed(judging, block_of(list(HOSTILE), before=3), engine)
        assert together == [], each


@ONE_OF_SO_MANY
def test_no_hostile_value_alone_or_among_right_ones_is_taken_for_right(
    judges: list[CellJudge], engine: Engine, step: int
) -> None:
    """A column of one kind of text is looked at otherwise than one of many."""
    hostile = HOSTILE[::step]
    for judging, each in zip(judges, FIELDS, strict=True):
        sound = list(SOUND.get(each["type"], ("x",)))
        found: list[list[str]] = []
        for text in hostile:
            doubts = Doubts(block_of([*sound, text]), judging.missing)
            silent = [
                check.rule.id
                for check in judging.checks
                if len(sound) not in doubts.about(1, check.check)
            ]
            found.append(silent)
        cells = take_rows(block_of(list(hostile)), (1,), np.arange(len(hostile)))
        whole = judging.wrong_of(list(judging.checks), cells, engine)
        wrong = {(check.rule.id, record) for check, _, cells in whole for record, *_ in cells}
        told = [(rule, at) for at, silent in enumerate(found, start=1) for rule in silent]
        assert not wrong.intersection(told), each


@given(
    at=st.integers(0, len(FIELDS) - 1),
    texts=st.lists(
        st.sampled_from(HOSTILE) | st.text(ALPHABET, max_size=12) | st.text(max_size=4),
        min_size=1,
        max_size=8,
    ),
    before=st.integers(0, 2),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_bytes_show_to_be_right_is_right(
    judges: list[CellJudge], engine: Engine, at: int, texts: list[str], before: int
) -> None:
    assert missed(judges[at], block_of(texts, before), engine) == []


@pytest.mark.parametrize("at", range(len(FIELDS)))
def test_what_is_doubted_is_little(at: int, judges: list[CellJudge]) -> None:
    """A proof that proves nothing would be of no use: of sound plain values nothing is asked."""
    plain = {
        "integer": ["1", "7"], "number": ["0.5", "1.25"], "date": ["2020-02-29", "2021-02-28"],
        "datetime": ["2020-02-29T10:00:00Z", "2021-01-30T00:00:00Z"], "year": ["1999", "2021"],
        "boolean": ["1", "1"], "any": ["x", "1"], "yearmonth": ["2021-01"],
        "time": ["10:00:00", "09:59:59Z"],
    }  # fmt: skip
    each, judging = FIELDS[at], judges[at]
    constraints = each.get("constraints", {})
    by_pattern = {
        "[A-Z]{3}-[0-9]{4}": "ABC-1234", r"\d{1,3}": "12", "^x[0-9]{2}$": "x12",
        "[A-Z]{1,3}-[0-9]+": "AB-1", r"[\p{Lu}-[X]]\D*-?\d{4}$": "Ab-1234",
    }  # fmt: skip
    texts = plain.get(each["type"], [by_pattern.get(constraints.get("pattern", ""), "x")])
    if "minLength" in constraints:
        texts = ["xyx"]
    if each.get("format") == "uuid":
        texts = ["6762b34f-4e26-4a8e-8032-35A1E58E1B1C"]
    if each.get("format") == "uri":
        texts = ["https://example.org/a", "http://example.org/b?c", "urn:isbn:0"]
    if each.get("format") == "email":
        texts = ["a@example.org", "é.x@é.example.org"]
    texts = {
        "%d.%m.%Y": ["29.02.2020", "01.03.2021"], "%Y%m%d": ["20210101"], "%m/%d/%Y": ["02/29/2020"]
    }.get(each.get("format", ""), texts)  # fmt: skip
    doubts = Doubts(block_of(texts), judging.missing)
    asked = [each.rule.id for each in judging.checks if len(doubts.about(1, each.check))]
    # What has no proof: other ways to write, and what takes a grammar.
    without = {"bareNumber", "decimalChar", "enum"}
    if each["type"] == "time" and (constraints or each.get("format")):
        return
    if not without.intersection({each["type"], *each, *constraints, *map(str, constraints.values())
                                 , each.get("format", "")}):  # fmt: skip
        assert asked == []


def is_proven(text: str, proof: Proof) -> bool:
    """Whether a text alone is shown to be right."""
    return not len(find_unproven(HeldTexts(pa.array([text])), proof))


@pytest.mark.search
def test_every_short_numeral_is_read_as_its_form_says() -> None:
    """Arrow reads more than the standard has: what is left to it is none of that."""
    letters = "01-.+ex"
    every = ["".join(each) for n in range(1, 5) for each in itertools.product(letters, repeat=n)]
    for kind, pattern in (("integer", r"[+-]?[0-9]+"), ("number", NUMBER)):
        form = re.compile(pattern)
        proven = {
            text
            for text in every
            if is_proven(text, Read(kind))  # type: ignore[arg-type]
        }
        assert len(proven) > 10
        assert [text for text in proven if not form.fullmatch(text)] == []


@pytest.mark.search
def test_every_day_is_read_as_the_calendar_has_it(engine: Engine) -> None:
    texts = [
        f"{year:04}-{month:02}-{day:02}"
        for year, month, day in itertools.product((1, 1900, 2000, 2021, 2024), range(14), range(33))
    ]
    wrong = set(find_unproven(HeldTexts(pa.array(texts)), Read("date")))
    alone = {at for at, text in enumerate(texts) if not is_proven(text, Read("date"))}
    listed = ", ".join(f"('{each}')" for each in texts)
    rows = engine.rows(f"select x, try_cast(x as date) is null from (values {listed}) t(x)")
    absent = {texts.index(text) for text, is_absent in rows if is_absent}
    assert alone == absent
    assert absent <= wrong


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("%d.%m.%Y", "dd.mm.yyyy"),
        ("%Y%m%d", "yyyymmdd"),
        ("%m/%d/%Y", "mm/dd/yyyy"),
        ("%d.%m.%y", None),
        ("%d %m %Y", None),
        ("%%d.%m.%Y", None),
        ("d%d.%m.%Y", None),
        ("%d.%m.%Y%d", None),
        ("%d.%m.%Y %H", None),
        ("%d. %B %Y", None),
    ],
)
@pytest.mark.search
def test_patterns_of_days_are_spelled_out(pattern: str, written: str | None) -> None:
    """Every day that the bytes show is one that strptime reads, and leading zeros are asked for."""
    assert spell_out(pattern) == written
    if written is None:
        return
    parts = itertools.product(("0000", "0001", "1900", "2024"), range(14), range(33))
    texts = [
        pattern.replace("%Y", year).replace("%m", f"{month:02}").replace("%d", f"{day:02}")
        for year, month, day in parts
    ]
    alone = {text for text in texts if is_proven(text, Read("date", written=written))}
    read = {text for text in texts if read_pattern(text, pattern)}
    assert alone == read and len(read) > 1000
    unproven = find_unproven(HeldTexts(pa.array(texts)), Read("date", written=written))
    assert {texts[at] for at in unproven} >= set(texts) - read


def test_a_few_unread_values_leave_little_in_doubt() -> None:
    texts = ["2021-01-01"] * 10_000
    texts[5_000] = "2021-02-30"
    assert len(find_unproven(HeldTexts(pa.array(texts)), Read("date"))) <= 128
    texts = ["7"] * 10_000
    texts[5_000] = "12x"
    positive = Read("integer", "<", "1")
    assert list(find_unproven(HeldTexts(pa.array(texts)), positive)) == [5_000]
    texts[7_000] = "0"
    assert list(find_unproven(HeldTexts(pa.array(texts)), positive)) == [5_000, 7_000]


@pytest.mark.parametrize(
    ("pattern", "proof"),
    [
        ("[A-Z]{2}-[0-9]", Places((UPPER, UPPER, b"-", DIGITS))),
        (r"\d{2}", Bytes(DIGITS, 2, 2)),
        ("[a-z]+", Bytes(LOWER, 1, None)),
        ("[ab-]*", Bytes(b"-ab", 0, None)),
        ("x?", Bytes(b"x", 0, 1)),
        ("[0-9]{2,}", Bytes(DIGITS, 2, None)),
        ("^ab$", Places((b"a", b"b"))),
        ("", None),
        ("[a-z]+[0-9]", None),
        ("a|b", None),
        ("(ab)", None),
        ("a.", None),
        (r"\w", None),
        ("[^a]", None),
        ("[a-z-[x]]", None),
        ("[a-c-e]", None),
        ("[z-a]", None),
        ("[é]", None),
        ("a{3}{2}", None),
        ("abcdefghi", None),
        ("[0-9]{9}x{900}", None),
        ("x{1000}", Bytes(b"x", 1000, 1000)),
        ("x{1001}", None),
        ("x{2,1001}", None),
        ("x{3,2}", None),
        ("[xz-a]", None),
    ],
)
def test_simple_patterns_are_proven(pattern: str, proof: Bytes | Places | None) -> None:
    assert prove_pattern(pattern) == proof


@given(pattern=st.text("a-z09[]{},+*?$^\\\\d ", max_size=9))
def test_a_proven_pattern_is_one_that_the_engine_understands(pattern: str, engine: Engine) -> None:
    if prove_pattern(pattern) is not None:
        assert engine.understands(
            f"regexp_full_match('', {quote_text(translate_pattern(pattern))})"
        )


@given(
    pattern=st.lists(
        st.sampled_from(["a", "-", "[a-c]", "[0-9]", r"\d", "[ab-]", "[-a]", "[+.]", " "]).flatmap(
            lambda atom: st.sampled_from([atom + each for each in ("", "{2}", "+", "{1,2}", "?")])
        ),
        min_size=1,
        max_size=3,
    ).map("".join),
    text=st.text("abcd019- +.é\n", max_size=6),
)  # fmt: skip
def test_a_proven_text_matches_its_pattern(pattern: str, text: str) -> None:
    proof = prove_pattern(pattern)
    if proof is not None and is_proven(text, proof):
        assert re.fullmatch(translate_pattern(pattern).replace(r"\p{Nd}", "0-9"), text)


def test_planted_errors_are_found_with_and_without_proofs(tmp_path: Path, engine: Engine) -> None:
    path = make_package(tmp_path, 2_000, planted=True)
    assert judged(path, engine, 7).counts["cell.type"] > 100
    for typed in (True, False):
        assert find_difference(path, engine, 7, typed=typed) == ""


SMALL = tuple(
    each for each in (*CELLS, *STRUCTURES, *TEXTS)
    if all(isinstance(content, bytes) for _, content in each.files)
)  # fmt: skip


@ONE_OF_SO_MANY
def test_hostile_packages_are_found_with_and_without_proofs(
    tmp_path: Path, engine: Engine, step: int
) -> None:
    for number, each in enumerate(SMALL[::step]):
        assert_same(each, tmp_path / str(number), engine)


def assert_same(entry: Entry, folder: Path, engine: Engine) -> None:
    """Assert that a hostile package is answered alike."""
    entry.make(folder, 9)
    assert find_difference(folder / entry.project, engine, 7, typed=False) == "", entry.name


@pytest.mark.parametrize("few", [0, 20, 1 << 16])
@pytest.mark.parametrize("most", [0, 500, 1 << 20])
def test_wrong_cells_are_listed_in_file_order_however_many_wait(
    few: int, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    """Of some blocks a row is in doubt, of some all are: what waits is asked first."""
    monkeypatch.setattr(cell_judge, "FEW_CELLS", few)
    monkeypatch.setattr(cell_judge, "MOST_WAITING", most)
    monkeypatch.setattr(Limits, "of", lambda _: Limits(block_bytes=200))
    texts = [f"x{at}" if at % 37 == 5 or 200 < at < 300 else f"{at}" for at in range(1, 600)]
    schema = fields(field("a", "integer"), field("b", constraints={"maxLength": 2}))
    rows = "".join(
        f"{text},{'long' if at % 90 == 7 else 'b'}\n" for at, text in enumerate(texts, 1)
    )
    report = judged(write_package(tmp_path, {"t": (schema, f"a,b\n{rows}")}), engine, 1_000)
    found = [(each.rule, each.record) for each in report.findings]
    wrong = [at for at, text in enumerate(texts, 1) if text.startswith("x")]
    long = [at for at in range(1, 600) if at % 90 == 7]
    assert [at for rule, at in found if rule == "cell.type"] == wrong
    assert [at for rule, at in found if rule == "cell.max_length"] == long
    assert report.counts == {"cell.type": len(wrong), "cell.max_length": len(long)}
    few_listed = judged(tmp_path / "datapackage.json", engine, 3)
    listed = [each.record for each in few_listed.findings if each.rule == "cell.type"]
    assert listed == wrong[: len(listed)] and few_listed.counts == report.counts
