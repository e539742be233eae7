"""JSON and YAML read narrowly, each mistake with its place."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressmark.errors import MachineError, ProjectError
from pressmark.package.documents import read_document, read_text

ONE_FOLDER = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def written(folder: Path, text: str | bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, text: str | bytes, name: str = "a.yaml") -> dict[str, Any]:
    return read_document(written(folder, text, name), name)


def refusal(folder: Path, text: str | bytes, name: str = "a.yaml") -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        read(folder, text, name)
    return caught.value


def read_or_place(folder: Path, text: str | bytes, name: str) -> str:
    """Give the place at which a document is refused, or its name where it is read."""
    try:
        read(folder, text, name)
    except ProjectError as error:
        return error.place
    return name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021-01-01", "2021-01-01"),
        ("2021-01-01T10:00:00Z", "2021-01-01T10:00:00Z"),
        ("10:30:00", "10:30:00"),
        ("yes", "yes"),
        ("NO", "NO"),
        ("on", "on"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("010", "010"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ('"1"', "1"),
        ("<<", "<<"),
        ("[a, 1]", ["a", 1]),
        ("&unused a", "a"),
    ],
)
def test_yaml_reads_only_what_json_could_write_as_more_than_text(
    text: str, value: object, tmp_path: Path
) -> None:
    found = read(tmp_path, f"a: {text}")
    assert found == {"a": value}
    assert type(found["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "place", "wrong"),
    [
        ("a: 1\na: 2\n", "a.yaml, line 2, column 1",
         "is not plain YAML: the key 'a' is given twice"),
        ("a: {b: 1, b: 2}", "a.yaml, line 1, column 11",
         "is not plain YAML: the key 'b' is given twice"),
        ("a: &x [1]\nb: *x", "a.yaml, line 2, column 4",
         "is not plain YAML: aliases (*name) are not read"),
        ("a: !!binary aGk=", "a.yaml, line 1, column 4",
         "is not plain YAML: tags (!name) are not read"),
        ("a: !!int x", "a.yaml, line 1, column 4", "is not plain YAML: tags (!name) are not read"),
        ("a: !!python/object:os.system x", "a.yaml, line 1, column 4",
         "is not plain YAML: tags (!name) are not read"),
        ("a: [1", "a.yaml, line 2, column 1",
         "is not plain YAML: did not find expected ',' or ']'"),
        ("a: b: c", "a.yaml, line 1, column 5",
         "is not plain YAML: mapping values are not allowed in this context"),
        ("? [a]\n: b", "a.yaml, line 1, column 3", "is not plain YAML: found unhashable key"),
        ("---\na: 1\n---\nb: 1", "a.yaml, line 3, column 1",
         "is not plain YAML: but found another document"),
        ("a: \a", "a.yaml", "unacceptable character #x0007: control characters are not allowed"),
        ("a: " + "9" * 1001, "a.yaml", "holds a number of more than 1,000 digits"),
        ("- a", "a.yaml", "does not hold an object"),
        ("", "a.yaml", "does not hold an object"),
        ("a", "a.yaml", "does not hold an object"),
        ("[" * 5000, "a.yaml", "is nested too deeply"),
        ("ä".encode("latin-1"), "a.yaml", "byte 0 is not UTF-8"),
        ("a: 1".encode("utf-16"), "a.yaml", "byte 0 is not UTF-8"),
    ],
)  # fmt: skip
def test_yaml_that_is_not_plain_is_refused_with_its_place(
    text: str | bytes, place: str, wrong: str, tmp_path: Path
) -> None:
    refused = refusal(tmp_path, text)
    assert (refused.place, refused.wrong) == (place, wrong)


@pytest.mark.parametrize(
    ("text", "place", "wrong"),
    [
        ('{"a":', "a.json, line 1, column 6", "is not JSON: expecting value"),
        ('{"a": 1,\n "a": 2}', "a.json", "gives the key 'a' twice"),
        ('{"a": {"b": 1, "c": 2, "c": 1}}', "a.json", "gives the key 'c' twice"),
        ("[]", "a.json", "does not hold an object"),
        ("null", "a.json", "does not hold an object"),
        ("", "a.json, line 1, column 1", "is not JSON: expecting value"),
        ("a: 1", "a.json, line 1, column 1", "is not JSON: expecting value"),
        ('{"a": ' + "9" * 5000 + "}", "a.json", "holds a number of more than 1,000 digits"),
        ('{"a":' * 10_000, "a.json", "is nested too deeply"),
    ],
)
def test_broken_json_is_refused_with_its_place(
    text: str, place: str, wrong: str, tmp_path: Path
) -> None:
    refused = refusal(tmp_path, text, "a.json")
    assert (refused.place, refused.wrong) == (place, wrong)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert read(tmp_path, b'\xef\xbb\xbf{"a": 1}', "a.json") == {"a": 1}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        read_text(tmp_path / "none.sql", "none.sql")
    assert str(caught.value) == "none.sql: there is no such file\n  check its name and folder"


def test_a_file_used_as_a_folder_is_missing(tmp_path: Path) -> None:
    path = written(tmp_path, "", "a.csv")
    with pytest.raises(ProjectError, match="there is no such file"):
        read_text(path / "b.sql", "b.sql")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"is no file\n  name a file, not a folder or a device"):
        read_text(tmp_path, "here")


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(ProjectError, match="is no file"):
        read_document(tmp_path / "pipe.json", "pipe.json")


def test_a_device_is_no_file() -> None:
    with pytest.raises(ProjectError, match="is no file"):
        read_text(Path("/dev/zero"), "zero")


def test_what_the_machine_refuses_is_its_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "a: 1", "a.yaml")

    def refuse(path: Path, _mode: str) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(MachineError) as caught:
        read_document(path, "a.yaml")
    assert caught.value.exit_code == 3
    assert str(caught.value) == f"{path}: permission denied"


@given(st.dictionaries(st.text(max_size=5), PLAIN, max_size=4))
@ONE_FOLDER
def test_json_comes_back_as_it_was_written(tmp_path: Path, document: dict[str, Any]) -> None:
    assert read(tmp_path, json.dumps(document), "a.json") == document


@given(st.binary(max_size=60))
@ONE_FOLDER
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    for name in ("a.json", "a.yaml"):
        assert read_or_place(tmp_path, content, name).startswith(name)


@given(st.text("ab:-?[]{}&*!#|>'\"%@` \n\t,<~", max_size=30))
@ONE_FOLDER
def test_any_yaml_is_read_or_refused(tmp_path: Path, content: str) -> None:
    assert read_or_place(tmp_path, content, "a.yaml").startswith("a.yaml")


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_what_stands_for_a_descriptor_that_was_not_fetched_is_named(
    tmp_path: Path, name: str
) -> None:
    """A checkout without Git LFS; the line is YAML, and would be read as such."""
    text = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
    assert str(refusal(tmp_path, text, name)) == (
        f"{name}: is what Git LFS puts in place of a file that it did not fetch\n"
        "  fetch it with `git lfs pull`"
    )
