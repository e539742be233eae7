"""What the words of `validate` mean: a project, files, or neither."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from pressmark.errors import ProjectError
from pressmark.undescribed.meaning import names_files
from pressmark.undescribed.named_files import choose_ending, find_named_files

DESCRIPTOR = json.dumps({"resources": [{"name": "t", "path": "t.csv"}]})


@pytest.mark.parametrize(
    ("name", "text", "files"),
    [
        ("datapackage.json", "broken", False),
        ("other.json", DESCRIPTOR, False),
        ("other.json", '{"resources": [', False),
        ("other.json", '{"resources": [{"id": 1}]}', True),
        ("other.json", '[{"a": 1}]', True),
        ("other.json", '[{"a": 1', True),
        ("other.json", '{"people": [{"a": 1}]}', True),
        ("other.json", "nothing", False),
        ("other.yaml", "name: x", False),
        ("t.csv", "a,b\n", True),
        ("t", "a,b\n", True),
        ("t.xlsx", "no workbook", True),
        ("t.zip", "no zip", False),
        ("t.csv.zip", "no zip", True),
    ],
)
def test_a_word_means_a_project_or_a_file(
    tmp_path: Path, name: str, text: str, *, files: bool
) -> None:
    (tmp_path / name).write_text(text)
    assert names_files([tmp_path / name], {}) is files


@pytest.mark.parametrize(
    ("word", "files"),
    [("none", False), ("none.csv", True), ("*.x", True), ("-", True), ("datapackage.json", False)],
)
def test_a_word_that_names_nothing_is_what_it_looks_like(word: str, *, files: bool) -> None:
    assert names_files([Path(word)], {}) is files


@pytest.mark.parametrize(("inner", "files"), [("p/datapackage.json", False), ("t.csv", True)])
def test_a_zip_is_a_package_where_a_descriptor_is_in_it(
    tmp_path: Path, inner: str, *, files: bool
) -> None:
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr(inner, DESCRIPTOR)
    assert names_files([tmp_path / "t.zip"], {}) is files


@pytest.mark.parametrize(("name", "text"), [
    ("s.yaml", "fields:\n  - name: a\n"),
    ("s.json", '{"fields": [{"name": "a"}]}'),
])  # fmt: skip
def test_a_schema_is_no_file_of_records(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ProjectError, match=rf"is a schema(.|\n)*--schema .*{name}"):
        names_files([tmp_path / name], {})


def test_a_project_does_not_stand_among_files(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\n1\n")
    with pytest.raises(ProjectError, match="judge it alone: pressmark validate"):
        names_files([tmp_path / "t.csv", tmp_path], {})


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("", {"--schema": Path("s.yaml")}, "is for files"),
        ("t.csv", {"--schemas": Path("s")}, "is for projects and packages(.|\n)*--schema: "),
        ("t.csv", {"--trust-rules": True}, "is for projects and packages"),
        ("t.csv", {"--schema": Path("s.yaml"), "--trust-rules": False, "--sources": None}, ""),
    ],
)
def test_options_suit_what_is_judged(
    tmp_path: Path, name: str, options: Mapping[str, object], said: str
) -> None:
    (tmp_path / "t.csv").write_text("a\n1\n")
    if not said:
        assert names_files([tmp_path / name], options)
        return
    with pytest.raises(ProjectError, match=said):
        names_files([tmp_path / name], options)


def test_patterns_name_files_in_order_and_folders_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "deep/er/c.csv", "[x].csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a\n1\n")
    (tmp_path / "folder.csv").mkdir()
    with find_named_files([tmp_path / "**/*.csv"]) as found:
        names = [path.relative_to(tmp_path).as_posix() for path in found.paths]
    assert names == ["[x].csv", "a.csv", "b.csv", "deep/er/c.csv"]
    with find_named_files([tmp_path / "[x].csv"]) as literal:
        assert literal.paths == (tmp_path / "[x].csv",)
    with (
        pytest.raises(ProjectError, match="no file matches"),
        find_named_files([tmp_path / "*.no"]),
    ):
        pass
    twice = [tmp_path / "a.csv", tmp_path / "a*.csv"]
    with pytest.raises(ProjectError, match="is named twice"), find_named_files(twice):
        pass


def test_stdin_is_kept_for_the_block_and_named_as_people_know_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a,b\n1,2\n")))
    with find_named_files([Path("-")]) as found:
        (path,) = found.paths
        assert path.read_bytes() == b"a,b\n1,2\n" and path.name == "stdin.csv"
        assert found.places == {path: "standard input"}
    assert not path.exists()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"%PDF-")))
    with (
        pytest.raises(ProjectError, match=r"^standard input: is wrong"),
        find_named_files([Path("-")]) as found,
    ):
        raise ProjectError(str(found.paths[0]), "is wrong")


def zip_of(*names: str) -> bytes:
    """Make a zip with files of those names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("first", "ending"),
    [
        (b"a,b\n1,2\n", ".csv"),
        (b"", ".csv"),
        (b"PAR1\x00", ".parquet"),
        (b"\xd0\xcf\x11\xe0", ".xls"),
        (b"\x1f\x8b\x08", ".csv.gz"),
        (b"PK\x03\x04 broken", ".csv.zip"),
        (zip_of("xl/workbook.xml"), ".xlsx"),
        (zip_of("content.xml"), ".ods"),
        (zip_of("t.csv"), ".csv.zip"),
        (b'\xef\xbb\xbf[{"a": 1}]', ".json"),
        (b'{"people":\n[{"a": 1}]}', ".json"),
        (b'{"a": 1}\n{"a": 2}\n', ".jsonl"),
    ],
)
def test_what_has_no_name_is_named_by_how_it_begins(
    tmp_path: Path, first: bytes, ending: str
) -> None:
    (tmp_path / "x").write_bytes(first)
    assert choose_ending(tmp_path / "x", first) == ending
