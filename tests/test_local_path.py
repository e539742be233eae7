"""No message names a folder that Pressmark made for itself: people never heard of it."""

import ast
import importlib
import json
import pkgutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

import pressmark
from pressmark.engine.connection import Engine
from pressmark.engine.failures import explain_refusal
from pressmark.errors import MachineError, PressmarkError, ProjectError, rename_in_errors
from pressmark.files.manifest import MANIFEST
from pressmark.files.staging import make_scratch, stage_folder
from pressmark.package.withdrawn import LostKeysError, Withdrawn
from tests.cli.test_command import run

PIPELINE = Path(__file__).parent.parent / "pipeline/pressmark"
FIELDS = [{"name": "a", "type": "integer"}]
TABLE: dict[str, Any] = {"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}}
SOUND = {"name": "p", "resources": [TABLE]}
VIEWS = {"pressmark:views": ["v.sql"]}


def described(**properties: Any) -> str:
    """Write a descriptor of one table that has these properties besides."""
    return json.dumps({"name": "p", "resources": [TABLE | properties]})


FAULTS: dict[str, dict[str, str]] = {
    "no JSON": {"datapackage.json": "{"},
    "no object": {"datapackage.json": "[]"},
    "no tables": {"datapackage.json": "{}"},
    "wrong type": {"datapackage.json": described(schema={"fields": [{"name": "a", "type": "x"}]})},
    "no schema": {"datapackage.json": described(schema="none.json")},
    "broken schema": {"datapackage.json": described(schema="s.json"), "s.json": "{"},
    "path outside": {"datapackage.json": described(path="../t.csv")},
    "a folder": {"datapackage.json": described(path="d"), "d/t.csv": "a\n"},
    "no file": {"datapackage.json": json.dumps(SOUND)},
    "wrong data": {"datapackage.json": json.dumps(SOUND), "t.csv": "a\nx\n"},
    "no view": {"datapackage.json": json.dumps(SOUND | VIEWS), "t.csv": "a\n1\n"},
    "broken view": {
        "datapackage.json": json.dumps(SOUND | VIEWS), "t.csv": "a\n1\n", "v.sql": "select",
    },
    "unknown bound": {
        "datapackage.json": json.dumps(SOUND | {"pressmark:limits": {"nonsense": 1}}),
        "t.csv": "a\n1\n",
    },
    "broken pattern": {
        "datapackage.json": described(schema={"fields": [{"name": "a", "type": "date",
                                                          "constraints": {"minimum": "x"}}]}),
        "t.csv": "a\n1\n",
    },
    "deeper": {"one/two/datapackage.json": "{"},
}  # fmt: skip


@pytest.mark.parametrize("files", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("command", ["diff", "verify"])
def test_what_is_wrong_in_a_zip_is_said_of_the_zip(
    command: str, files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    made = tmp_path / "elsewhere"
    made.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    path = tmp_path / "given.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in ({MANIFEST: ""} | files).items():
            archive.writestr(name, text)
    words = (path, path) if command == "diff" else (path,)
    code, out, err = run(command, *words, capsys=capsys)
    # The view of a stranger is not run, so that it is broken is nobody's concern here.
    assert code in (1, 2) or files is FAULTS["broken view"]
    assert str(made) not in out + err and "pressmark-" not in out + err
    assert not list(made.iterdir())


def test_errors_name_what_a_person_knows(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    with pytest.raises(ProjectError) as caught, rename_in_errors(folder, "x.zip"):
        raise ProjectError(f"{folder}/a.json", f"names {folder}/b", f"write {folder}")
    assert str(caught.value) == "x.zip/a.json: names x.zip/b\n  write x.zip"
    with pytest.raises(MachineError) as failed, rename_in_errors(folder, "x.zip"):
        raise OSError(28, "No space left on device", str(folder / "t.csv"))
    assert str(failed.value) == "x.zip/t.csv: no space left on device"
    with pytest.raises(PermissionError), rename_in_errors(folder, "x.zip"):
        raise PermissionError(13, "Permission denied", "/another")


def every_error() -> Iterator[type[PressmarkError]]:
    """Give every kind of error that the code of today may raise."""
    for module in pkgutil.walk_packages(pressmark.__path__, "pressmark."):
        if module.name.rpartition(".")[2] not in {"__main__", "child"}:
            importlib.import_module(module.name)
    waiting: list[type[PressmarkError]] = [PressmarkError]
    while waiting:
        kind = waiting.pop()
        yield kind
        waiting += kind.__subclasses__()


def test_an_error_that_is_said_again_stays_what_it_is(tmp_path: Path) -> None:
    folder, kinds = tmp_path / "made", set(every_error())
    assert {LostKeysError, MachineError} < kinds
    for kind in kinds:
        # Whatever a kind of error is made from, it is told as every other.
        error = kind.__new__(kind)
        PressmarkError.__init__(error, f"{folder}/a", f"of {folder}", "", lines=[f"in {folder}/b"])
        error.__dict__["more"] = folder
        with pytest.raises(kind) as caught, rename_in_errors(folder, "x.zip"):
            raise error
        assert caught.value is error and error.__dict__["more"] == folder
        assert str(error) == "x.zip/a: of x.zip\n  in x.zip/b"
        assert error.told == ("x.zip/a: of x.zip", "in x.zip/b")


def test_lost_keys_are_told_from_whatever_folder_they_were_found_in(tmp_path: Path) -> None:
    missing = (Withdrawn("t", "a", "", "", "1.1.0"),)
    with pytest.raises(LostKeysError) as caught, make_scratch(), stage_folder(tmp_path / "there"):
        raise LostKeysError("withdrawn.csv", missing)
    assert caught.value.missing == missing and "t,a,,,1.1.0" in caught.value.told


def test_a_folder_that_is_being_made_has_the_name_of_its_place(tmp_path: Path) -> None:
    place = tmp_path / "release"
    with pytest.raises(PressmarkError) as caught, stage_folder(place) as folder:
        raise OSError(28, "No space left on device", str(folder / "data/t.csv"))
    assert str(caught.value) == f"{place}/data/t.csv: no space left on device"
    with pytest.raises(MachineError) as failed, make_scratch() as folder:
        raise OSError(28, "No space left on device", str(folder / "t.csv"))
    assert str(failed.value) == "a temporary folder/t.csv: no space left on device"


def test_a_folder_that_cannot_be_made_is_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(prefix: str, dir: Path) -> str:  # noqa: A002 - as the library calls it
        raise PermissionError(13, "Permission denied", f"{dir}/{prefix}x1y2")

    monkeypatch.setattr(tempfile, "mkdtemp", refused)
    with pytest.raises(MachineError) as caught, stage_folder(tmp_path / "built"):
        pass
    assert str(caught.value) == f"{tmp_path / 'built'}: permission denied"


def test_the_engine_does_not_name_the_file_to_which_it_spills() -> None:
    with Engine() as opened:
        spilled = f"{opened.folder.name}/duckdb_temp_storage_DEFAULT-0.tmp"
        error = duckdb.IOException(f'Could not write file "{spilled}": No space left')
        said = explain_refusal(error)
    assert said.wrong == "Could not write file its temporary file: No space left"


def test_temporary_folders_are_made_in_one_place() -> None:
    named = {"TemporaryDirectory", "NamedTemporaryFile", "mkdtemp", "mkstemp", "gettempdir"}
    texts = {path: path.read_text("utf-8") for path in PIPELINE.rglob("*.py")}
    makers = {
        path.relative_to(PIPELINE).as_posix()
        for path, text in texts.items()
        if any(name in text for name in named)  # to parse all takes a second
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute | ast.alias)
        if getattr(node, "attr", getattr(node, "name", None)) in named
    }
    assert makers == {"engine/connection.py", "files/staging.py", "releases/opened.py"}
