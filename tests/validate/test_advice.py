"""Advice that does not mislead: what is near and what is not, and what other programs leave."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pressmark.intake.misplaced import count_rows_above
from pressmark.package import Schema
from pressmark.rules.spreadsheet import ERRORS
from pressmark.validate.hashes import guess_hash
from pressmark.words import find_nearest, find_nearest_version
from tests.packages import field, fields, read, report_of, write_package

# What is near


@pytest.mark.parametrize(
    ("text", "words", "near"),
    [
        ("prohibitoin", ["prohibition", "limit"], "prohibition"),
        ("event-901", ["event-902", "event-903"], None),
        ("2021-05-18", ["2021-05-19"], None),
        ("1234", ["1235", "12345"], None),
        ("evnet-902", ["event-901", "event-902"], "event-902"),
        ("Event_902", ["event-902"], "event-902"),
        ("٣-record", ["٤-record"], None),
        ("utf8", ["utf-8", "utf-16"], "utf-8"),
    ],
)
def test_words_with_other_digits_are_not_near(
    text: str, words: list[str], near: str | None
) -> None:
    assert find_nearest(text, words) == near


def test_versions_are_near_though_their_digits_differ() -> None:
    assert find_nearest("2.0.1", ["1.0.0", "2.0.0"], numbered=True) == "2.0.0"


@pytest.mark.parametrize(
    ("text", "near"),
    [("1.0", "1.0.0"), ("1", "1.10.0"), ("v1.1", "1.1.0"), ("2.0.1", "2.0.0"), ("a", None)],
)
def test_a_version_that_is_cut_short_means_the_newest_that_begins_so(
    text: str, near: str | None
) -> None:
    assert find_nearest_version(text, ["2.0.0", "1.10.0", "1.1.0", "1.0.0"]) == near


def hint_of(folder: Path, kind: str, parents: list[str], value: str) -> str | None:
    """Give the hint on a reference that leads nowhere."""
    child = fields(
        field("ref", kind), foreignKeys=[{"fields": "ref", "reference": {"resource": "p",
                                                                        "fields": "key"}}]
    )  # fmt: skip
    parent = fields(field("key", kind), primaryKey="key")
    tables = {"c": (child, f"ref\n{value}\n"), "p": (parent, "\n".join(["key", *parents]) + "\n")}
    (found,) = report_of(write_package(folder, tables)).findings
    assert found.rule == "key.foreign"
    return found.hint


@pytest.mark.parametrize(
    ("kind", "parents", "value", "near"),
    [
        ("integer", ["12345", "12346"], "12347", None),
        ("integer", ["-12345"], "12345", None),
        ("number", ["1.5", "125"], "12.5", None),
        ("date", ["2021-05-18"], "2021-05-19", None),
        ("string", ["event-901"], "event-902", None),
        ("string", ["us-ma", "DE"], "DK", None),
        ("string", ["us-ma"], "US-MA", "us-ma"),
        ("string", ["us-or-portland"], "us-or-portlnad", "us-or-portland"),
        ("string", ["a7f3-lamp"], "a7f3-lmap", "a7f3-lamp"),
    ],
)
def test_a_reference_is_near_to_words_alone(
    kind: str, parents: list[str], value: str, near: str | None, tmp_path: Path
) -> None:
    hint = hint_of(tmp_path, kind, parents, value) or ""
    assert hint.startswith(f'Did you mean "{near}"?') if near else "Did you mean" not in hint


def test_no_number_is_meant_by_another(tmp_path: Path) -> None:
    schema = fields(field("n", "integer", constraints={"enum": [100, 200]}))
    (found,) = report_of(write_package(tmp_path, {"t": (schema, "n\n101\n")})).findings
    assert found.hint == 'Write one of "100", "200".'


# A header below other rows

NAMES = fields(field("id", "integer"), field("name"), field("n", "integer"))


@pytest.mark.parametrize(
    ("columns", "ahead", "above"),
    [
        (["Towns, 2024"], [["id", "name", "n"]], 0),
        (["Towns"], [[""], ["from: here"], ["id", "name", "n"], ["1", "a", "2"]], 2),
        (["Towns"], [["id", "Name", "n"]], 0),
        (["id", "name", "n"], [["id", "name", "n"]], None),
        (["id", "label", "number"], [["1", "name", "3"]], None),
        (["Towns"], [["1", "a", "2"]], None),
        (["Towns"], [], None),
    ],
)
def test_the_header_that_stands_below(
    columns: list[str], ahead: list[list[str]], above: int | None
) -> None:
    assert count_rows_above(columns, ahead, Schema.model_validate_json(json.dumps(NAMES))) == above


def test_a_title_above_the_header_is_one_finding_and_the_records_are_judged(
    tmp_path: Path,
) -> None:
    text = 'Towns of the county\n"Source: a\nlong one",x\n\nid,name,n\n1,A,3\n2,B,x\n'
    path = write_package(tmp_path, {"t": (NAMES, text)})
    report = report_of(path)
    assert report.counts == {"header.row": 1, "cell.type": 1}
    (header,) = (each for each in report.findings if each.rule == "header.row")
    assert header.line == 5
    assert header.message == "The header stands in row 4 of the table, below 3 other rows."
    assert header.hint == (
        'Delete what stands above it, or write "headerRows": [4] in the dialect.'
    )
    document = json.loads(path.read_text("utf-8"))
    document["resources"][0]["dialect"] = {"headerRows": [4]}
    path.write_text(json.dumps(document), "utf-8")
    assert report_of(path).counts == {"cell.type": 1}


# What spreadsheets leave


def judged(folder: Path, text: str, **properties: Any) -> tuple[str, str, str | None]:
    """Judge one cell; give the rule that it breaks, the sentence and the hint."""
    schema = fields({"name": "a", "type": "string", **properties}, field("b"))
    quoted = '"' + text.replace('"', '""') + '"'
    report = report_of(write_package(folder, {"t": (schema, f"a,b\n{quoted},x\n")}))
    (found,) = report.findings
    return found.rule, found.message, found.hint


@pytest.mark.parametrize("error", ERRORS)
def test_the_error_of_a_spreadsheet_is_named(error: str, tmp_path: Path) -> None:
    rule, message, hint = judged(tmp_path, error)
    assert (rule, message) == (
        "cell.sheet_error", f'"{error}" in a is an error of a spreadsheet: {ERRORS[error]}.',
    )  # fmt: skip
    assert hint and hint.startswith("Mend it in the spreadsheet")
    rule, message, _ = judged(tmp_path, error, type="integer")
    assert rule == "cell.type" and ERRORS[error] in message


@pytest.mark.parametrize("text", ["#ref", "# REF!", "see #REF! there", "#hashtag"])
def test_other_texts_are_no_errors(text: str, tmp_path: Path) -> None:
    schema = fields(field("a"), field("b"))
    assert not report_of(write_package(tmp_path, {"t": (schema, f"a,b\n{text},x\n")})).counts


@pytest.mark.parametrize(
    ("properties", "rule", "meant"),
    [
        ({"type": "integer"}, "cell.type", "001"),
        ({"constraints": {"pattern": "[0-9]{3}"}}, "cell.pattern", "001"),
        ({"constraints": {"enum": ["001", "002"]}}, "cell.enum", "001"),
    ],
)
def test_a_text_that_excel_keeps_is_named(
    properties: dict[str, Any], rule: str, meant: str, tmp_path: Path
) -> None:
    allowed = {"pressmark:allow": ["formula"]}
    found, message, hint = judged(tmp_path, '="001"', **properties, **allowed)
    assert (found, message) == (
        rule, '"="001"" in a is a text as Excel keeps it from becoming a number.',
    )  # fmt: skip
    assert hint and hint.startswith(f'Did you mean "{meant}"?')


def test_a_text_that_excel_keeps_is_named_where_any_text_may_stand(tmp_path: Path) -> None:
    rule, message, hint = judged(tmp_path, '="001"')
    assert rule == "cell.formula" and "as Excel keeps it" in message
    assert hint and hint.startswith('Did you mean "001"?')


def test_a_byte_order_mark_in_mid_file_is_named(tmp_path: Path) -> None:
    rule, message, _ = judged(tmp_path, "\ufeffx")
    assert rule == "cell.bidi"
    assert message.endswith("byte order mark (U+FEFF), as where two files were joined.")
    schema = fields(field("n", "integer"), field("b"))
    path = write_package(tmp_path, {"t": (schema, "n,b\n1,x\n\ufeff12,x\n")})
    marked, found = report_of(path).findings
    assert (found.rule, marked.rule) == ("cell.type", "cell.bidi")
    assert "where two files were joined" in found.message
    assert found.hint and found.hint.startswith('Did you mean "12"?')


# What git leaves

DATA = b"a,b\n1,2\n"


def git_id(algorithm: str) -> str:
    return hashlib.new(algorithm, b"blob %d\0" % len(DATA) + DATA).hexdigest()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (git_id("sha1"), "the id that git gives to the file"),
        (f"sha1:{git_id('sha1')}", "the id that git gives to the file"),
        (f"sha256:{git_id('sha256')}", "the id that git gives to the file"),
        (
            hashlib.new("sha1", DATA, usedforsecurity=False).hexdigest(),
            "that is a sha1, and does not say so",
        ),
        (hashlib.sha256(DATA).hexdigest().upper(), "that is a sha256, and does not say so"),
    ],
)
def test_a_hash_that_is_another_kind_of_hash_is_named(
    written: str, said: str, tmp_path: Path
) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a"), field("b")), DATA.decode())})
    document = json.loads(path.read_text("utf-8"))
    document["resources"][0]["hash"] = written
    path.write_text(json.dumps(document), "utf-8")
    (found,) = report_of(path).findings
    assert found.rule == "file.hash" and said in found.message
    right = (found.hint or "").removeprefix('Write "').removesuffix('".')
    document["resources"][0]["hash"] = right
    path.write_text(json.dumps(document), "utf-8")
    assert report_of(path).valid


def test_a_hash_of_other_bytes_is_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(DATA)
    for digest in ("0" * 32, "0" * 40, "0" * 64, "0" * 128, "x", ""):
        assert guess_hash((tmp_path / "t.csv",), "", digest) is None


@pytest.mark.parametrize("name", ["t.csv", "t.parquet", "t.xlsx", "t.json", "t.csv.gz"])
def test_a_pointer_of_git_lfs_is_named_whatever_should_stand_there(
    name: str, tmp_path: Path
) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a")), "a\n")})
    document = json.loads(path.read_text("utf-8"))
    document["resources"][0]["path"] = name
    path.write_text(json.dumps(document), "utf-8")
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12\n"
    (tmp_path / name).write_text(pointer, "utf-8")
    (found,) = report_of(path).findings
    assert found.rule == "file.format"
    assert (
        found.message
        == f"The file {name} is a pointer of Git LFS: the data themselves were not fetched."
    )
    assert found.hint == "Fetch them: git lfs pull."
    assert read(path).tables
