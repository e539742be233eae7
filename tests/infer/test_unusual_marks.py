"""Files whose cells stand in `'`, and files whose lines end as on old Macs: read, and said."""

from pathlib import Path

import pytest

import pressmark
from pressmark.infer.new import write_records
from pressmark.infer.rows_layout import lay_out_delimited
from pressmark.infer.unusual_marks import is_quoted_singly

SINGLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("'id','name'\n'1','Anna'\n'2','O''Hara, Bob'\n", ",", ("id", "name")),
    ("id,name\n1,'Anna'\n2,'Bob, Eve'\n3,'Cem'\n", ",", ("id", "name")),
    ("id;note\n1;plain\n2;'a; b'\n3;x\n", ";", ("id", "note")),
    ("id,note\n1,'two\nlines'\n2,'x'\n", ",", ("id", "note")),
)


@pytest.mark.parametrize(("text", "delimiter", "columns"), SINGLE)
def test_single_quotes_are_found(text: str, delimiter: str, columns: tuple[str, ...]) -> None:
    found = lay_out_delimited(text, whole=True)
    assert found.columns == columns and found.dialect["quoteChar"] == "'"
    assert found.dialect.get("delimiter", ",") == delimiter
    assert any("in place of quotes" in doubt.words for doubt in found.doubts)


@pytest.mark.parametrize(
    "text",
    [
        "id,name\n1,O'Hara\n2,'tis\n3,D'Arcy\n",
        "id,code\n1,'0123\n2,'0456\n",
        'id,name\n1,"it\'s"\n2,"\'x\'"\n',
        "id,note\n1,'quoted'\n2,plain\n3,more\n4,some\n5,none\n",
        "id,name\n1,Anna\n",
    ],
)
def test_apostrophes_are_no_quotes(text: str) -> None:
    assert not is_quoted_singly(text.splitlines(keepends=True), ",")
    assert "quoteChar" not in lay_out_delimited(text, whole=True).dialect


def test_they_are_judged_and_drafted_without_their_marks(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"'id','name'\r'1','Anna'\r'2','O''Hara, Bob'\r")
    (draft,) = pressmark.describe(path)
    assert draft.layout.dialect == {"quoteChar": "'", "lineTerminator": "\r"}
    assert [each.type for each in draft.fields] == ["integer", "string"]
    write_records(draft, tmp_path / "new.csv")
    assert (tmp_path / "new.csv").read_text() == 'id,name\n1,Anna\n2,"O\'Hara, Bob"\n'
    report = pressmark.validate(path)
    assert report.valid and report.counts == {"schema.doubt": 2}
    assert [each.records for each in report.tables] == [2]
