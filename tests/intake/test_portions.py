"""A table read in portions gives the records, numbers, lines and faults of one reader."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressmark.intake import Block, Limits, TableFile
from pressmark.intake.marks import Marks
from pressmark.intake.parting import TextPortion, begin_text
from pressmark.intake.portions import Portion, cut_evenly, divide_table, make_seams, survey_stretch
from pressmark.intake.survey import join, survey
from pressmark.package import Table
from pressmark.package.project import read_project
from pressmark.report.finding import Findings

Row = tuple[int, int, str, str]


def write(folder: Path, texts: list[bytes], limits: dict[str, int], **dialect: Any) -> Table:
    """Write a table of two fields in files, and read its package."""
    names = [f"t{number}.csv" for number in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        (folder / name).write_bytes(text)
    schema = {"fields": [{"name": "a"}, {"name": "b"}]}
    resource = {"name": "t", "path": names, "schema": schema, "dialect": dialect}
    path = folder / "datapackage.json"
    document = {"name": "p", "resources": [resource], "pressmark:limits": limits}
    path.write_text(json.dumps(document))
    return read_project(path).tables[0]


def rows(blocks: list[Block]) -> list[Row]:
    """List records: number, line and cells."""
    found: list[Row] = []
    for block in blocks:
        assert block.lines is not None
        columns = (block.records.tolist(), block.lines.tolist(), *block.cells.to_pydict().values())
        found += zip(*columns, strict=True)
    return found


def divide(
    table: Table, findings: Findings, size: int, limits: Limits
) -> tuple[Any, tuple[Portion, ...]] | None:
    """Divide a table in stretches of so many bytes; None where one reader must read it."""
    begun = begin_text(table, findings, limits)
    if begun is None:
        return None
    stretches = cut_evenly(begun, size)
    surveys = [survey_stretch(begun, each, limits) for each in stretches]
    portions = divide_table(begun, stretches, surveys, limits)
    return None if portions is None else (begun, portions)


def hold_equal(table: Table, size: int, limits: Limits) -> bool:
    """Hold what portions give to what one reader gives; give whether there were portions."""
    alone, found = Findings(1_000), Findings(1_000)
    file = TableFile(table, alone, limits)
    expected = rows(list(file.blocks()))
    divided = divide(table, found, size, limits)
    if divided is None:
        return False
    begun, portions = divided
    given: list[Row] = []
    for each in portions:
        seams = make_seams(begun, portions)
        reader = TextPortion(table, begun, each, seams, found, limits)
        given += rows(list(reader.blocks()))
        assert reader.records == each.count
    assert given == expected
    assert sum(each.count for each in portions) == file.records
    assert found.counts == alone.counts
    assert sorted(map(str, found.kept)) == sorted(map(str, alone.kept))
    seams = make_seams(begun, portions)
    for number, *_ in expected:
        assert seams.place_of(number) == file.place_of(number)
    return True


CELLS = st.sampled_from(
    ["x", "yé", '"q,1"', '"li\nne"', '"d""q"', '""', '"\r\n\r\nz"', "", 'st"ray', '"open']
)
RECORDS = st.lists(CELLS, min_size=1, max_size=3).map(",".join)
ENDS = st.sampled_from(["\n", "\r\n", "\n", "\r"])
LINES = st.lists(st.tuples(RECORDS, ENDS).map("".join), max_size=8).map("".join)
FILES = st.tuples(st.sampled_from(["a,b\n", "\ufeffa,b\r\n", ""]), LINES).map("".join)


@given(
    texts=st.lists(FILES.map(str.encode), min_size=1, max_size=3), size=st.sampled_from([1, 7, 40])
)
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_portions_are_read_as_one_reader_would(
    texts: list[bytes], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    table = write(tmp_path_factory.mktemp("portions"), texts, {})
    hold_equal(table, size, Limits(block_bytes=16))


@pytest.mark.parametrize(
    ("texts", "dialect"),
    [
        ([b'a,b\n1,"x\ny"\n2,"z ""q"""\n\n3\n4,5'], {}),
        ([b"a;b\r\n1;2\r\n3;4\r\n"], {"delimiter": ";"}),
        ([b"1,2\n3,4\n"], {"header": False}),
        ([b"note\na,b\n1,2\n3,4\n"], {"headerRows": [2]}),
        ([b"a,b\n1,2\n", b"a,b\n3,4\n", b"5,6"], {}),
        ([b"\xef\xbb\xbfa,b\n\xef\xbb\xbf1,2\n\xef\xbb\xbf3,4\n"], {}),
        ([b"b,a\n1,2\n"], {}),
        ([b"a,b\n1,'2\n3'\n"], {"quoteChar": "'"}),
        ([b'a,b\n1,"2\n'], {"quoteChar": None}),
        ([b"sep=,\n\na,b\n1,2\n3,4\n"], {}),
        ([b"a,b\n"], {}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 5, 1_000])
def test_a_sound_table_is_divided(
    texts: list[bytes], dialect: dict[str, Any], size: int, tmp_path: Path
) -> None:
    assert hold_equal(write(tmp_path, texts, {}, **dialect), size, Limits())


@pytest.mark.parametrize(
    ("texts", "dialect"),
    [
        ([b"\n", b"a,b\n1,2\n"], {}),
        ([b"\n\n", b"1,2\n"], {}),
        ([b"\n", b"\n", b"a,b\n1,2\n"], {}),
        ([b'a,"b\n', b'"\n1,2\n'], {}),
        ([b'a,b\n1,2\n3,"4\n'], {}),
        ([b'a,b\n1,2\n3,4"\n'], {}),
        ([b"a,b\n1,2\r3,4\n"], {}),
        ([b"a,b\n1,2\n3,4\r"], {}),
        ([b"a,b\r1,2\n"], {}),
        ([b"a,b\n1,2\n3,\xff\n"], {}),
        ([b"\xff\xfea\0,\0b\0\n\0"], {}),
        ([b"a,b\n1,2\n" + b"3," + b"4" * 40 + b"\n"], {}),
        ([b"a,b\n1,2\n" + b"3," + b"4\n" * 40 + b'"\n'], {}),
        ([b"a,b\n#1,2\n3,4\n"], {"commentChar": "#"}),
        ([b"a,b\n1,2\n3,4\n"], {"commentRows": [2]}),
        ([b"a||b\n1||2\n"], {"delimiter": "||"}),
        ([b"a,b\n1,\\\n2\n"], {"escapeChar": "\\"}),
        ([b"a,b\n1,2", b"3,4\n"], {}),
        ([b'a,b\n1,"2\n', b'3",4\n'], {}),
        ([b"a,b\n1,2\n", b""], {}),
        ([b"a,b\n1,2\n", b"a,b\n"], {}),
        ([b"%PDF-1\n1,2\n"], {}),
        ([b""], {}),
    ],
)  # fmt: skip
def test_a_table_that_is_not_sound_is_left_to_one_reader(
    texts: list[bytes], dialect: dict[str, Any], tmp_path: Path
) -> None:
    table = write(tmp_path, texts, {}, **dialect)
    assert divide(table, Findings(9), 5, Limits(record_bytes=30)) is None


def test_the_survey_of_two_pieces_is_that_of_both() -> None:
    marks = Marks()
    lines = [b'1,"x\n', b'y",2\n', b"\n", b'""\n', b'a"b\n', b'"\n', b"z\r\n", b"last\n"]
    for at in range(len(lines) + 1):
        parts = survey(b"".join(lines[:at]), marks), survey(b"".join(lines[at:]), marks)
        assert join(*parts) == survey(b"".join(lines), marks)


def test_a_file_that_became_shorter_gives_fewer_records(tmp_path: Path) -> None:
    table = write(tmp_path, [b"a,b\n1,2\n3,4\n"], {})
    divided = divide(table, Findings(9), 1_000, Limits())
    assert divided
    (tmp_path / "t0.csv").write_bytes(b"a,b\n1,2\n")
    begun, (portion,) = divided
    seams = make_seams(begun, (portion,))
    reader = TextPortion(table, begun, portion, seams, Findings(9), Limits())
    assert len(list(reader.blocks())) == 1
    assert (reader.records, portion.count) == (1, 2)
