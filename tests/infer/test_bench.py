"""What counts when descriptions are held against what publishers wrote."""

import json
from pathlib import Path

import pytest

from tests.bench.describe import attempted, by_pressmark, counted, elsewhere, show
from tests.bench.described_tables import Written, repositories, tables_in, written

CASES: tuple[tuple[dict[str, object], list[str], bool], ...] = (
    ({"type": "integer"}, ["1", "2"], False),
    ({"type": "integer"}, ["1", "x"], True),
    ({"type": "integer", "missingValues": ["", "x"]}, ["1", "x"], False),
    # A number keeps no zero in front.
    ({"type": "number"}, ["004", "12"], True),
    ({"type": "string"}, ["004", "12"], False),
    ({"type": "number", "decimalChar": ","}, ["1,5"], False),
    ({"type": "date", "format": "%d/%m/%Y"}, ["31/12/2016"], False),
    ({"type": "date"}, ["2016"], True),
    ({"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]}, ["ja"], False),
)


@pytest.mark.parametrize(("field", "values", "contradicted"), CASES)
def test_a_type_that_does_not_read_or_keep_all_values_is_contradicted(
    field: dict[str, object], values: list[str], *, contradicted: bool
) -> None:
    found = written({"name": "v", "missingValues": [""], **field}, values)
    assert found.contradicted is contradicted


def test_formats_that_say_nothing_are_the_default() -> None:
    year = written({"missingValues": [""], "type": "year", "format": "any"}, ["2016"])
    assert year == Written(("year", "default"), contradicted=False, changes=False)


def package(folder: Path) -> Path:
    """Write a package of a table with types and one that is all text."""
    owner = folder / "owner" / "name"
    owner.mkdir(parents=True)
    (owner / "typed.csv").write_text("n,code,empty\n1,004,\n2,012,\n", "utf-8")
    (owner / "text.csv").write_text("n\n1\n2\n", "utf-8")
    fields = [{"name": "n", "type": "integer"}, {"name": "code", "type": "integer"}]
    resources = [
        {"path": "typed.csv", "schema": {"fields": [*fields, {"name": "empty", "type": "year"}]}},
        {"path": ["text.csv"], "schema": {"fields": [{"name": "n"}]}},
        {"path": "https://example.org/a.csv", "schema": {"fields": fields}},
        {"path": "typed.csv", "schema": "absent.json"},
    ]
    (owner / "datapackage.json").write_text(json.dumps({"resources": resources}), "utf-8")
    (owner / "datapackage.yaml").write_text("a: [", "utf-8")
    return owner


def test_columns_are_counted_by_group(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = [("owner/name", each) for each in tables_in(package(tmp_path))]
    assert [(list(each.columns), each.typed) for _, each in tables] == [
        (["n", "code"], True),
        (["n"], False),
    ]
    counts = counted(tables, attempted(by_pressmark, tables))
    assert counts.equal == {"all": 1, "typed": 1, "sound": 1}
    assert (counts.lossy, counts.unread) == (0, 0)
    wrong = counted(tables, [{"code": ("integer", "default")}, {}])
    assert (wrong.lossy, wrong.unread) == (1, 2)
    show(tables, {"pressmark describe": counts})
    printed = capsys.readouterr().out
    assert "3 columns; 2 of tables that were given types\n1 of these are contradicted" in printed
    assert "33.3 %   50.0 %  100.0 %   50.0 %" in printed


def test_describers_that_are_not_installed_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert elsewhere(tmp_path, []) == {}
    assert "left out: csv-detective is not installed" in capsys.readouterr().out


def test_repositories_are_named_with_whole_commits() -> None:
    found = repositories()
    assert len(found) >= 30 and len({each.repository for each in found}) == len(found)
    assert all(len(each.commit) == 40 and "/" in each.repository for each in found)
