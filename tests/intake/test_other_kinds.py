"""Files of other kinds under the name of a table of text: one finding says what they are."""

import gzip
import json
from pathlib import Path

import pytest

from pressmark.errors import MachineError
from pressmark.intake.other_kinds import OTHER_KINDS, explain_other_kind, find_other_kind
from tests.packages import field, fields, report_of


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n "])
def test_every_kind_is_known_by_how_it_begins(before: bytes) -> None:
    for each in OTHER_KINDS:
        assert find_other_kind(before + each.begins + b"more") is each
    assert find_other_kind(before + b"<!DOCTYPE HTML><p>") == find_other_kind(b"<!doctype html")


@pytest.mark.parametrize(
    "text",
    [b"", b"a,b\n1,2\n", b"PAR1,PAR2\n1,2\n", b"PK,b\n", b"html\n<html>\n", b'"<html>",b\n',
     b"GIF,b\n", b"[1]", b"pdf\n"],
)  # fmt: skip
def test_text_is_of_no_other_kind(text: bytes) -> None:
    assert find_other_kind(text) is None


def test_tags_may_be_the_first_record_where_there_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"<html>\n<svg>\n")
    assert explain_other_kind(path, "t.csv", headed=True)
    assert explain_other_kind(path, "t.csv", headed=False) is None
    path.write_bytes(gzip.compress(b"a\n"))
    refused = explain_other_kind(path, "t.csv", headed=False)
    assert refused and refused.message == (
        '"t.csv" is compressed with gzip, and no text of a table.'
    )
    assert refused.hint == "Give it its ending back: .csv.gz."
    with pytest.raises(MachineError):
        explain_other_kind(tmp_path, "t.csv", headed=True)


def test_a_file_of_another_kind_is_one_finding_with_or_without_schema(tmp_path: Path) -> None:
    """Its bytes and hash are checked all the same."""
    html = b"<!DOCTYPE html><title>404 Not Found</title>\n<p>No such file</p>\n"
    (tmp_path / "a.csv").write_bytes(b"a\n1\n")
    for name in ("b", "c"):
        (tmp_path / f"{name}.csv").write_bytes(html)
    schema = fields(field("a", "integer"))
    resources = [
        {"name": "a", "path": ["a.csv", "b.csv"], "schema": schema},
        {"name": "c", "path": "c.csv", "bytes": 5},
        {"name": "j", "path": "c.csv", "format": "json", "schema": schema},
        {"name": "x", "path": "a.csv", "schema": schema},
    ]
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({"name": "p", "resources": resources}), "utf-8")
    report = report_of(path)
    assert report.counts == {"file.format": 3, "file.bytes": 1}
    found = [each for each in report.findings if each.rule == "file.format"]
    assert [each.table for each in found] == ["a", "c", "j"]
    assert found[0].message == '"b.csv" is a page of the web (HTML), and no text of a table.'
    assert report.tables[-1].records == 1
