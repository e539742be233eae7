"""Tables in several files, in compressed ones, and files that are not to be read."""

import gzip
import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pressmark.intake import Limits, TableFile
from pressmark.intake.refusal import Refusal
from pressmark.intake.unpacking import gunzip
from pressmark.package import Field, Resource, Schema, Table
from pressmark.report.finding import Finding, Findings

Rows = list[tuple[int, int | None, list[str | None]]]


def read_files(
    folder: Path, files: dict[str, bytes], limits: Limits | None = None, **resource: Any
) -> tuple[Rows, list[Finding], TableFile]:
    """Write files and read them as one table of the fields a and b."""
    for name, written in files.items():
        (folder / name).write_bytes(written)
    described = Resource.model_validate(
        {"name": "t", "path": list(files), **resource}, strict=False
    )
    schema = Schema(fields=(Field(name="a"), Field(name="b")))
    table = Table(described, schema, tuple(folder / name for name in files), next(iter(files)))
    findings = Findings(10)
    file = TableFile(table, findings, limits or Limits())
    rows: Rows = []
    for block in file.blocks():
        cells = zip(*(column.to_pylist() for column in block.cells.columns), strict=True)
        lines = [None] * len(block.records) if block.lines is None else block.lines.tolist()
        rows += zip(block.records.tolist(), lines, map(list, cells), strict=True)
    return rows, findings.kept, file


def places(found: list[Finding]) -> list[tuple[str, str | None, int | None, int | None]]:
    """Give rule, file, record and line of each finding."""
    return [(each.rule, each.path, each.record, each.line) for each in found]


SMALL = Limits(block_bytes=1)


@pytest.mark.parametrize("limits", [Limits(), SMALL])
def test_several_files_are_one_table(tmp_path: Path, limits: Limits) -> None:
    """The header stands in the first only; lines are those of each file."""
    files = {"1.csv": b"a,b\n1,2\n", "2.csv": b"", "3.csv": b'3,"x\ny"\n4\n', "4.csv": b'5,6"\n'}
    rows, found, file = read_files(tmp_path, files, limits)
    assert rows == [(1, 2, ["1", "2"]), (2, 1, ["3", "x\ny"]), (4, 1, ["5", '6"'])]
    assert sorted(places(found)) == [
        ("record.short", "3.csv", 3, 3),
        ("record.stray_quote", "4.csv", 4, 1),
    ]
    whole = b"".join(files.values())
    assert (file.bytes, file.sha256) == (len(whole), hashlib.sha256(whole).hexdigest())
    assert [(each.place, each.bytes, each.sha256) for each in file.files] == [
        (name, len(raw), hashlib.sha256(raw).hexdigest()) for name, raw in files.items()
    ]
    assert [file.place_of(record) for record in (1, 2, 4)] == ["1.csv", "3.csv", "4.csv"]


@pytest.mark.parametrize("limits", [Limits(), SMALL])
def test_a_record_may_run_over_into_the_next_file(tmp_path: Path, limits: Limits) -> None:
    """It is of the file in which it begins, and so is its line."""
    files = {"1.csv": b"a,b\n1,2\n3", "2.csv": b",4\n5,6\n7,", "3.csv": b"8\n9\n"}
    rows, found, _ = read_files(tmp_path, files, limits)
    assert rows == [(1, 2, ["1", "2"]), (2, 3, ["3", "4"]), (3, 2, ["5", "6"]), (4, 3, ["7", "8"])]
    assert places(found) == [("record.short", "3.csv", 5, 2)]


def test_of_several_files_the_missing_one_is_named(tmp_path: Path) -> None:
    """What stands before it is read."""
    files = {"1.csv": b"a,b\n1,2\n", "2.csv": b"3,4\n"}
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
    described = Resource(name="t", path=("1.csv", "gone.csv", "2.csv"))
    paths = tuple(tmp_path / name for name in described.path or ())
    schema = Schema(fields=(Field(name="a"), Field(name="b")))
    findings = Findings(10)
    file = TableFile(Table(described, schema, paths, "1.csv and 2 more"), findings)
    list(file.blocks())
    assert [each.message for each in findings.kept] == ["There is no file gone.csv."]


def zipped(**entries: bytes) -> bytes:
    """Write an archive."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return raw.getvalue()


PLAIN = b"a,b\n1,2\n3,4\n"
TWO = [(1, 2, ["1", "2"]), (2, 3, ["3", "4"])]


@pytest.mark.parametrize("limits", [Limits(), SMALL])
@pytest.mark.parametrize(
    ("name", "written", "resource"),
    [
        ("t.csv.gz", gzip.compress(PLAIN, mtime=0), {}),
        (
            "t.csv.gz",
            gzip.compress(PLAIN[:7], mtime=0) + gzip.compress(PLAIN[7:], mtime=0) + b"\0\0",
            {},
        ),
        ("t.csv", gzip.compress(PLAIN, mtime=0), {"compression": "gz"}),
        ("t.csv.zip", zipped(**{"t.csv": PLAIN, "__MACOSX/t.csv": b""}), {}),
        ("t.dat", zipped(x=PLAIN), {"compression": "zip"}),
        ("t.zip", zipped(x=b"", **{"d/y.csv": PLAIN}), {"innerpath": "d/y.csv"}),
        ("t.gz", PLAIN, {"compression": "no"}),
    ],
)
def test_a_compressed_file_is_read_as_the_plain_one(
    tmp_path: Path, name: str, written: bytes, resource: dict[str, Any], limits: Limits
) -> None:
    """Size and digest are those of the file as it stands on disk."""
    rows, found, file = read_files(tmp_path, {name: written}, limits, **resource)
    assert (rows, found) == (TWO, [])
    assert (file.bytes, file.sha256) == (len(written), hashlib.sha256(written).hexdigest())


def test_several_files_may_each_be_compressed(tmp_path: Path) -> None:
    """Each begins where the one before it ends."""
    files = {
        "1.csv.gz": gzip.compress(PLAIN, mtime=0),
        "2.csv.gz": gzip.compress(b"5,6\n", mtime=0),
    }
    rows, _, file = read_files(tmp_path, files)
    assert rows == [*TWO, (3, 1, ["5", "6"])]
    assert file.sha256 == hashlib.sha256(b"".join(files.values())).hexdigest()


@pytest.mark.search
def test_bombs_are_refused(tmp_path: Path) -> None:
    """What is found before is passed on; the message names the option that raises the limit."""
    plain = PLAIN + b"5,6\n" * 1_000_000
    limits = Limits(free_bytes=100_000, block_bytes=10_000, compression_ratio=100)
    for name, written in (("t.csv.gz", gzip.compress(plain, mtime=0)), ("t.zip", zipped(t=plain))):
        rows, found, file = read_files(tmp_path, {name: written}, limits)
        assert rows[:2] == TWO
        assert len(rows) < 100_000
        assert [each.rule for each in found] == ["file.compressed_bomb"]
        assert '"compressionRatio" in "pressmark:limits"' in (found[0].hint or "")
        assert file.sha256 == hashlib.sha256(written).hexdigest()
        more = Limits(compression_ratio=10_000)
        assert len(read_files(tmp_path, {name: written}, more)[0]) == 1_000_002


@pytest.mark.search
def test_a_log_to_which_each_day_adds_a_member_is_read_like_one_member(tmp_path: Path) -> None:
    """Each member cost a copy of all that followed it, and a piece of its own."""
    lines = [b"%d,x\n" % number for number in range(50_000)]
    members = b"".join(gzip.compress(each, mtime=0) for each in (b"a,b\n", *lines))
    padded = members + bytes(3 * 1024 * 1024)
    rows, found, _ = read_files(tmp_path, {"t.csv.gz": padded})
    assert not found and len(rows) == len(lines)
    with pytest.raises(Refusal):
        list(gunzip(iter([padded[:-1], b"x"]), Limits()))
    pieces = list(gunzip(iter([members]), Limits()))
    assert len(pieces) == 1 and pieces[0].count(b"\n") == len(lines) + 1


def test_a_table_of_too_much_text_is_refused(tmp_path: Path) -> None:
    """However it is stored."""
    limits = Limits(file_bytes=10, block_bytes=4)
    for name, written in (("t.csv", PLAIN), ("t.csv.gz", gzip.compress(PLAIN, mtime=0))):
        _, found, _ = read_files(tmp_path, {name: written}, limits)
        assert [each.rule for each in found] == ["file.too_large"]
        assert '"fileBytes"' in (found[0].hint or "")


def encrypted() -> bytes:
    """Write an archive whose entry claims to be encrypted."""
    raw = bytearray(zipped(t=PLAIN))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


def large_directory(*, said_elsewhere: bool) -> bytes:
    """Write an archive that claims a list of entries of many gigabytes."""
    raw = bytearray(zipped(t=PLAIN))
    end = raw.index(b"PK\x05\x06")
    raw[end + 12 : end + 16] = b"\xff\xff\xff\xff"
    far = b"PK\x06\x06" + bytes(36) + (2**40).to_bytes(8, "little") + bytes(28)
    return bytes(raw[:end] + far * said_elsewhere + raw[end:])


DAMAGED_GZIP = [
    PLAIN,
    b"",
    gzip.compress(PLAIN, mtime=0)[:-9],
    gzip.compress(PLAIN, mtime=0) + b"x",
    b"\x1f\x8b",
]
DAMAGED_ZIP = [
    PLAIN,
    b"",
    zipped(t=PLAIN)[:-9],
    zipped(t=PLAIN * 99)[:33] + b"\xff" * 9 + zipped(t=PLAIN * 99)[42:],
]


@pytest.mark.parametrize(
    ("name", "written", "rule"),
    [
        *(("t.csv.gz", written, "file.format") for written in DAMAGED_GZIP),
        *(("t.csv.zip", written, "file.format") for written in DAMAGED_ZIP),
        ("t.csv.zip", zipped(**{"../t.csv": PLAIN}), "file.unsafe"),
        ("t.csv.zip", zipped(**{"/etc/t.csv": PLAIN}), "file.unsafe"),
        ("t.csv.zip", zipped(**{"x/../../t.csv": PLAIN}), "file.unsafe"),
        ("t.csv.zip", zipped(**{"C:\\t.csv": PLAIN}), "file.unsafe"),
        ("t.csv.zip", zipped(t=PLAIN, u=PLAIN), "file.format"),
        ("t.csv.zip", zipped(), "file.format"),
        ("t.csv.zip", encrypted(), "file.format"),
        ("t.csv.zip", large_directory(said_elsewhere=True), "file.too_large"),
        ("t.csv.zip", large_directory(said_elsewhere=False), "file.too_large"),
    ],
)
def test_a_file_that_cannot_be_unpacked_is_a_finding(
    tmp_path: Path, name: str, written: bytes, rule: str
) -> None:
    """One finding, with a hint."""
    _, found, file = read_files(tmp_path, {name: written})
    assert [each.rule for each in found if each.rule != "file.empty"] == [rule]
    assert all(each.hint for each in found)
    assert file.sha256 == hashlib.sha256(written).hexdigest()


def test_an_entry_that_is_not_there_is_named(tmp_path: Path) -> None:
    """By the name that the descriptor gives."""
    _, found, _ = read_files(tmp_path, {"t.zip": zipped(x=PLAIN)}, innerpath="y")
    assert found[0].message == "The archive has no entry 'y' where one is read."


@pytest.mark.parametrize(
    ("names", "resource", "wrong"),
    [
        (["t.csv"], {"compression": "bz2"}, "The compression 'bz2' is not known"),
        (["t.csv"], {"compression": 1}, "The compression 1 is not known"),
        (["t.zip"], {"innerpath": 1}, "Its innerpath is no text"),
        (["t.yaml"], {}, "Tables of the format yaml are not read"),
        (["t.geojson"], {}, "Tables of the format geojson are not read"),
        (["t.csv"], {"format": "fixed"}, "The format 'fixed' is not known"),
        (["t"], {"format": "comma separated"}, "The format 'comma separated' is not known"),
        (["t"], {"format": "sqlite"}, "Tables of the format sqlite are not read"),
        (["t.xlsx.gz"], {}, "It is a spreadsheet or Parquet table in a compressed file"),
        (["t.parquet.gz"], {}, "It is a spreadsheet or Parquet table in a compressed file"),
        (["1.xlsx", "2.xlsx"], {}, "It is a spreadsheet in several files"),
    ],
)
def test_what_nothing_reads_is_one_finding(
    tmp_path: Path, names: list[str], resource: dict[str, Any], wrong: str
) -> None:
    """The other tables of the package are judged all the same."""
    records, found, _ = read_files(tmp_path, dict.fromkeys(names, b""), **resource)
    assert ([each.rule for each in found], list(records)) == (["file.format"], [])
    assert found[0].message.startswith(wrong)
    assert found[0].message.endswith("so the table was not read.")


@pytest.mark.parametrize("form", ["arrow", "fixed", "csv", "xlsx", "parquet"])
def test_a_file_that_is_not_there_is_no_fault_of_its_format(tmp_path: Path, form: str) -> None:
    schema, places = Schema(fields=(Field(name="a"),)), ("1.x", "2.x")
    paths = tuple(tmp_path / each for each in places)
    table = Table(Resource(name="t", path=places, format=form), schema, paths, "1.x and 1 more")
    findings = Findings(9)
    assert list(TableFile(table, findings).blocks()) == []
    assert [each.rule for each in findings.kept] == ["file.missing"] * 2
    assert [each.message for each in findings.kept] == [f"There is no file {x}." for x in places]


@pytest.mark.parametrize("form", ["csv", ".CSV", "text/csv", "csv.gz", "gz", "no"])
def test_a_format_may_be_said_in_other_words(tmp_path: Path, form: str) -> None:
    cells, found, _ = read_files(tmp_path, {"t.csv.gz": gzip.compress(PLAIN)}, format=form)
    assert cells and not found


def test_a_pipe_or_device_is_never_opened(tmp_path: Path) -> None:
    """It would not end."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "x.parquet").mkdir()
    schema = Schema(fields=(Field(name="a"),))
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path, tmp_path / "x.parquet"):
        table, findings = Table(Resource(name="t"), schema, (path,), "t.csv"), Findings(1)
        assert list(TableFile(table, findings).blocks()) == []
        (found,) = findings.kept
        assert (found.rule, found.message) == (
            "file.missing",
            '"t.csv" is a folder or a device, and no file.',
        )


def test_a_cell_over_the_limit_is_reported_in_its_place(tmp_path: Path) -> None:
    """It is passed on all the same."""
    limits = Limits(cell_bytes=4)
    rows, found, _ = read_files(
        tmp_path, {"t.csv": "a,b\n1,2\n3\n12345,2\n1,éé!\n".encode()}, limits
    )
    assert len(rows) == 3
    assert [(each.record, each.line, each.field) for each in found[1:]] == [
        (3, 4, "a"),
        (4, 5, "b"),
    ]
    assert {each.rule for each in found[1:]} == {"cell.too_large"}
    assert '"cellBytes"' in (found[1].hint or "")
