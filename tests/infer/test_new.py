"""`describe` and `new`: from files that nobody described to a project that is released."""

import errno
import io
import json
import os
from pathlib import Path

import pytest
import yaml

from pressmark.cli import app
from pressmark.errors import MachineError, ProjectError
from pressmark.infer.describing import describe
from pressmark.infer.new import make_project, refuse_taken
from pressmark.infer.project import PublisherWords
from tests.infer.described import write
from tests.intake.test_sheets import row, xlsx

PEOPLE = "sep=;\nid;Name;Since;Amount\n1;Anna;13.05.2016;1.234,50\n2;Bob;01.02.2017;3,00\n"
SAID = ("--title", "My visits", "--publisher", "Ada", "--license", "CC-BY-4.0", "--yes")


def run(*words: object) -> int:
    """Run a command; give its exit code."""
    return int(app([str(word) for word in words], standalone_mode=False) or 0)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Write a file as a program of Germany writes it."""
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, "utf-8")
    return path


def test_a_schema_is_printed_and_doubts_are_told(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("describe", people) == 0
    said = capsys.readouterr()
    schema = yaml.safe_load(said.out)
    assert [each["type"] for each in schema["fields"]] == ["integer", "string", "date", "number"]
    assert schema["primaryKey"] == ["id"]
    assert 'The first line, "sep=;", is Excel\'s' in said.err
    assert run("describe", people, "--json") == 0
    assert json.loads(capsys.readouterr().out) == schema


@pytest.mark.command
def test_several_files_are_described_as_resources(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = xlsx(people.with_name("book.xlsx"), row(1, "a") + row(2, 1), row(1, "b") + row(2, "x"))
    assert run("describe", people, book) == 0
    described = yaml.safe_load(capsys.readouterr().out)["resources"]
    assert [each["name"] for each in described] == ["people", "book_a", "book_b"]
    assert described[0]["dialect"] == {"delimiter": ";", "headerRows": [2]}
    assert described[2]["dialect"] == {"sheetNumber": 2}


@pytest.mark.command
def test_a_project_is_made_and_can_be_released(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "visits"
    assert run("new", place, people, *SAID) == 0
    described = yaml.safe_load((place / "datapackage/datapackage.yaml").read_text("utf-8"))
    assert (described["name"], described["title"]) == ("my-visits", "My visits")
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert described["contributors"] == [{"title": "Ada", "roles": ["creator", "publisher"]}]
    records = (place / "datapackage/records/people.csv").read_text("utf-8")
    assert records.splitlines()[:2] == ["id,Name,Since,Amount", '1,Anna,13.05.2016,"1.234,50"']
    assert (place / ".gitignore").read_text("utf-8") == "build/\n"
    assert "pressmark release" in (place / "README.md").read_text("utf-8")
    capsys.readouterr()
    assert run("release", place) == 0
    assert "my-visits 1.0.0 published" in capsys.readouterr().out
    released = place / "datapackage/releases/1.0.0/data/people.csv"
    assert released.read_text("utf-8").splitlines()[1] == "1,Anna,2016-05-13,1234.5"


def test_a_folder_is_named_after_the_file(
    people: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(people.parent)
    assert run("new", "people.csv", "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["folder"] == "people" and made["tables"] == [{"name": "people", "records": 2}]
    assert Path("people/schemas/people.yaml").exists()


def test_nothing_is_written_over_what_is_there(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "visits"
    place.mkdir()
    (place / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(Exception, match="holds something already"):
        run("new", place, people, "--yes")
    assert [path.name for path in place.iterdir()] == ["mine.txt"]
    (place / "datapackage.json").write_text("{}", "utf-8")
    with pytest.raises(ProjectError, match="is a project already\\n  to add a table"):
        run("new", place, people, "--yes")
    people.rename("people")
    with pytest.raises(ProjectError, match="is a file"):
        run("new", "people", "--yes")


def test_a_folder_in_which_nobody_may_look_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(tmp_path))

    monkeypatch.setattr(Path, "iterdir", closed)
    with pytest.raises(MachineError, match="ermission denied"):
        refuse_taken(tmp_path)


def test_a_file_that_nobody_may_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx(tmp_path / "book.xlsx", row(1, "a"))

    def closed(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(MachineError, match="ermission denied"):
        run("new", tmp_path / "made", path, "--yes")


def test_no_folder_is_left_where_a_project_is_not_made(people: Path, tmp_path: Path) -> None:
    def refused(_: Path) -> None:
        raise ProjectError("it", "is wrong")

    place = tmp_path / "one/two/three"
    with pytest.raises(ProjectError, match="is wrong"):
        make_project(place, "name", describe([people]), PublisherWords(), refused)
    assert [each.name for each in tmp_path.iterdir()] == ["people.csv"]


def test_a_folder_behind_its_files_is_put_first(people: Path, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"name it first: pressmark new .*visits "):
        run("new", people, tmp_path / "visits", "--yes")


def test_without_a_terminal_it_is_said_what_to_do(people: Path, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"say --title, --license, --contact, or --yes"):
        run("new", tmp_path / "made", people, "--publisher", "Ada")
    assert not (tmp_path / "made").exists()


def test_what_the_first_release_lacks_is_said(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "my data"
    assert run("new", place, people, "--yes") == 0
    said = capsys.readouterr().err
    assert f"write the license and publisher into {place}/datapackage/datapackage.yaml" in said
    assert f"pressmark release '{place}' && pressmark serve '{place}'" in said


def test_a_package_without_a_name_of_its_own_is_told_of(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = people.rename(tmp_path / "люди.csv")
    assert run("new", tmp_path / "Мой пакет", named, "--title", "Данные 🏠", "--yes") == 0
    assert "write a name of its own into" in capsys.readouterr().err
    assert run("new", tmp_path / "mine", named, "--yes") == 0
    assert "name of its own" not in capsys.readouterr().err


def test_what_is_doubtful_of_many_columns_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "t.csv", {name: ["1.234", "2.345"] for name in "abcdef"})
    assert run("describe", tmp_path / "t.csv") == 0
    doubted = [
        line for line in capsys.readouterr().err.splitlines() if "marks of thousands" in line
    ]
    assert len(doubted) == 1 and doubted[0].startswith("  ? a, b, c and 3 more: Its points")


def test_records_that_cannot_be_read_stop_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\n1,2,3\n1,2\n4,5,6\n1,2,3,4\n", "utf-8")
    assert run("new", tmp_path / "made", path, "--yes") == 1
    said = capsys.readouterr().err
    assert said.startswith("pressmark: nothing was written. Correct these records in their files:")
    for line, cells in ((3, 2), (5, 4)):
        assert f"{path}:{line}, record {line - 1}\n    The record has {cells} cells" in said
    assert not (tmp_path / "made").exists()


def test_a_record_that_no_schema_allows_is_found_in_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("A title\n\nname,n\na,1\nb\u200b,2\n", "utf-8")
    assert run("new", tmp_path / "made", path, "--yes") == 1
    said = capsys.readouterr().err
    assert f"{path}:5, record 2, field name" in said and "datapackage/records" not in said
    assert not (tmp_path / "made").exists()


def test_what_no_file_shows_is_asked_at_a_terminal(
    people: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    terminal = io.StringIO("My visits\nAda\ncc by\n\nAda\nada@example.org\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    assert run("new", tmp_path / "made", people) == 0
    described = yaml.safe_load((tmp_path / "made/datapackage/datapackage.yaml").read_text("utf-8"))
    assert described["title"] == "My visits" and "licenses" not in described
    assert described["pressmark:contact"] == "ada@example.org"
    said = capsys.readouterr().err
    assert "did you mean CC-BY-4.0?" in said and "'Ada' is no address" in said


@pytest.mark.parametrize("text", ["", "\n\n", "{}"])
def test_what_holds_no_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / ("t.json" if text == "{}" else "t.csv")
    path.write_text(text, "utf-8")
    with pytest.raises(Exception, match=r"no table|no list|holds no"):
        run("describe", path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="there is no such file"):
        run("describe", tmp_path / "none.csv")
