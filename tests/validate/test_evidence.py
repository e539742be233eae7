"""Recorded passages are held against the texts that the publisher has."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError
from pressmark.passages import list_passages
from pressmark.report import Passages, Report, text
from pressmark.validate import judge
from tests.cli.test_command import run
from tests.packages import field, fields, read, write_package

MINUTES = "The council met. It adopted the rule.\n\nNobody was against.\n"
DIGEST = hashlib.sha256(MINUTES.encode()).hexdigest()
SOURCES = fields(
    field("key"), field("digest"), primaryKey="key", **{"pressmark:textDigest": "digest"}
)
ROLES = {"source": "source", "start": "start", "end": "end", "sha256": "hash"}
EVIDENCE: dict[str, Any] = fields(
    field("source"),
    field("start", "integer"),
    field("end", "integer"),
    field("hash"),
    foreignKeys=[{"fields": "source", "reference": {"resource": "sources", "fields": "key"}}],
    **{"pressmark:passages": ROLES},
)


def written(folder: Path, schema: dict[str, Any] = EVIDENCE, digest: str = DIGEST) -> Path:
    """Write a package whose evidence names every passage of the minutes, and none once."""
    rows = [f"minutes,{each.start},{each.end},{each.sha256}\n" for each in list_passages(MINUTES)]
    return write_package(
        folder,
        {
            "sources": (SOURCES, f"key,digest\nminutes,{digest}\nother,\n"),
            "evidence": (schema, "source,start,end,hash\n" + "".join(rows) + "other,,,\n"),
        },
    )


def judged(path: Path, sources: Path | None) -> Report:
    """Judge a package with a folder of texts."""
    with Engine() as engine:
        return judge(read(path), engine, sources=sources).report


def folder_with(folder: Path, name: str, content: str) -> Path:
    """Make a folder of texts."""
    (folder / "texts").mkdir()
    (folder / "texts" / name).write_text(content, encoding="utf-8", newline="")
    return folder / "texts"


def test_without_the_texts_the_passages_are_counted(tmp_path: Path) -> None:
    report = judged(written(tmp_path), None)
    assert (report.valid, report.passages) == (True, Passages(3, 0))
    assert "3 of 3 passages of sources, without their texts" in text.render(report)


def test_a_text_is_known_by_its_digest_whatever_its_name(tmp_path: Path) -> None:
    report = judged(written(tmp_path), folder_with(tmp_path, "scan-17.txt", MINUTES))
    assert (report.valid, report.passages) == (True, Passages(3, 3))
    assert "3 passages of sources" in text.render(report)
    assert report.written()["passages"] == {"recorded": 3, "checked": 3}


def test_a_changed_text_is_found_by_name_and_its_passage_named(tmp_path: Path) -> None:
    changed = MINUTES.replace("adopted", "refused")
    report = judged(written(tmp_path), folder_with(tmp_path, "minutes.txt", changed))
    (found,) = report.findings
    assert (found.rule, found.table, found.record, found.line, found.field) == (
        "evidence.passage_changed", "evidence", 2, 3, "hash",
    )  # fmt: skip
    assert report.passages == Passages(3, 3)


def test_white_space_may_change(tmp_path: Path) -> None:
    wider = MINUTES.replace("council met", "council\tmet")
    assert judged(written(tmp_path), folder_with(tmp_path, "minutes.txt", wider)).valid


def test_a_passage_behind_the_end_is_out_of_range(tmp_path: Path) -> None:
    report = judged(written(tmp_path), folder_with(tmp_path, "minutes.txt", MINUTES[:45]))
    (found,) = report.findings
    assert (found.rule, found.record, found.field, found.value) == (
        "evidence.out_of_range", 3, "end", str(len(MINUTES) - 1),
    )  # fmt: skip


def test_a_missing_text_is_said_once(tmp_path: Path) -> None:
    report = judged(written(tmp_path), folder_with(tmp_path, "other.txt", "x"))
    (found,) = report.findings
    assert (found.rule, found.record, found.value) == ("evidence.source_missing", 1, "minutes")
    assert report.passages == Passages(3, 0)


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ({**ROLES, "end": "nowhere"}, EVIDENCE["foreignKeys"]),
        ({"source": "source"}, EVIDENCE["foreignKeys"]),
        (["source"], EVIDENCE["foreignKeys"]),
        (ROLES, []),
    ],
)
def test_a_schema_that_names_its_passages_wrongly_is_refused(
    given: object, keys: object, tmp_path: Path
) -> None:
    schema = {**EVIDENCE, "pressmark:passages": given, "foreignKeys": keys}
    with pytest.raises(ProjectError, match="pressmark:passages"):
        judged(written(tmp_path, schema), None)


def test_a_package_without_passages_has_none(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a")), "a\nx\n")})
    assert judged(path, None).passages is None


def test_the_command_takes_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path)
    code, _, err = run("validate", path, "--sources", tmp_path / "none", capsys=capsys)
    assert (code, "is no folder" in err) == (2, True)
    code, out, _ = run(
        "validate", path, "--sources", folder_with(tmp_path, "a.txt", MINUTES), capsys=capsys
    )
    assert (code, "3 passages of sources" in out) == (0, True)
