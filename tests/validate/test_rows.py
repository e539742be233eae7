"""The records that findings are about are read once more, and nothing behind them."""

from pathlib import Path

import pytest

from pressmark.intake.files import Files
from tests.packages import field, fields, report_of, write_package


def test_what_stands_behind_a_fault_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the digest of the file, which the records that are shown do not need."""
    finished: list[Files] = []
    original = Files.finish

    def finish(files: Files) -> None:
        finished.append(files)
        original(files)

    monkeypatch.setattr(Files, "finish", finish)
    text = f"a\nx\n1\n{'2' * 5_000}\n" + "3\n" * 1_000
    path = write_package(
        tmp_path, {"t": (fields(field("a", "integer")), text)},
        **{"pressmark:limits": {"recordBytes": 1_000}},
    )  # fmt: skip
    report = report_of(path)
    assert {each.rule for each in report.findings} == {"cell.type", "record.too_large"}
    assert report.rows["t", 1].cells == {0: "x"}
    assert len(finished) == 1
    assert report.tables[0].bytes == len(text)
