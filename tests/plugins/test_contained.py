"""What fails in a plug-in while it is used ends the command with its name, and nothing is told."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import pressmark
from pressmark.errors import MachineError, ProjectError
from pressmark.field_types import Column
from pressmark.formats import Format, UnreadableFileError, list_formats
from pressmark.metadata import Mapper
from pressmark.package.project import read_project
from pressmark.plugins import GROUPS, Plugin, plug_in, use_plugins
from pressmark.plugins.contained import contain
from pressmark.releases.build import build
from pressmark.report.rule import Rule
from pressmark.rules import CellRule, ColumnCheck
from pressmark.site.pages import list_pages
from tests.packages import write_project
from tests.plugins.conftest import SCHEMA, write_distribution

RULE = Rule("my.rule", "It is odd", "something odd", "ours")
PLACE = "plug-in made-up, a group: thing"
MODULE = """
from pressmark.formats import Format
from pressmark.metadata import Mapper
def write(*_): return ""
"""


def bringing(group: str, value: object) -> Plugin:
    hint = type(value)
    return Plugin("made-up", "1.0", ((group, contain(value, hint, PLACE, "thing")),))


def raise_it(error: BaseException) -> Callable[..., Any]:
    def raising(*_: object) -> None:
        raise error

    return raising


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("x"), "check raised KeyError: 'x' (test_contained.py:"),
        (SystemExit(0), "check raised SystemExit: 0 (test_contained.py:"),
        (AssertionError(), "check raised AssertionError (test_contained.py:"),
        (ValueError("one\ntwo"), "check raised ValueError: one (test_contained.py:"),
    ],
)
def test_what_a_function_raises_is_told_with_its_place(error: BaseException, said: str) -> None:
    held = contain(CellRule(RULE, raise_it(error)), CellRule, PLACE, "thing")
    with pytest.raises(ProjectError) as caught:
        held.check(None)
    assert (caught.value.place, caught.value.right) == (PLACE, "its author must mend it")
    assert caught.value.wrong.startswith(said)


def test_a_full_disk_stays_a_failing_machine_and_what_we_raise_is_ours() -> None:
    for error, kind in (
        (OSError(28, "No space left on device"), MachineError),
        (ProjectError("here", "is wrong"), ProjectError),
        (UnreadableFileError("it is cut"), UnreadableFileError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ):
        write = raise_it(error)
        held = contain(Format("F", "f", "text/f", "F", write), Format, PLACE, "thing")
        with pytest.raises(kind) as caught:
            held.write(None, None)
        assert kind is MachineError or caught.value is error


@pytest.mark.parametrize(
    ("given", "wrong", "right"),
    [
        ("odd", "what check gives is 'odd'", "it must be a ColumnCheck or None"),
        (ColumnCheck(7, "", ""), "violated is 7", "it must be a text"),  # type: ignore[arg-type]
        (ColumnCheck("", "", "", "a"), "suggest is 'a'", "a function"),  # type: ignore[arg-type]
    ],
)
def test_what_a_function_gives_is_held_to_its_type(given: Any, wrong: str, right: str) -> None:
    held = contain(CellRule(RULE, lambda _: given), CellRule, PLACE, "thing")
    with pytest.raises(ProjectError) as caught:
        held.check(None)
    assert caught.value.wrong == wrong and right in caught.value.right


def test_what_it_gives_later_is_contained_too() -> None:
    check = ColumnCheck("true", "is odd", "mend it", raise_it(KeyError("later")))
    held = contain(CellRule(RULE, lambda _: check), CellRule, PLACE, "thing")
    with pytest.raises(ProjectError, match="suggest raised KeyError"):
        held.check(None).suggest("a")
    items = iter([("table", "batches")])
    given: Any = lambda *_: items  # noqa: E731 - of another type than it must be
    read = contain(Format("F", "f", "t", "F", read=given), Format, PLACE, "thing").read
    with pytest.raises(ProjectError, match="an item of what read gives is"):
        next(read(None, None))


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (replace(RULE, id=7), "id is 7"),  # type: ignore[arg-type]
        (replace(RULE, severity="fatal"), "severity is 'fatal'"),  # type: ignore[arg-type]
        (CellRule("x", raise_it(KeyError())), "rule is 'x'"),  # type: ignore[arg-type]
        (Format("F", "f", "t", "F", "w"), "write is 'w'"),  # type: ignore[arg-type]
        (Format("F", "f", "t", "F", libraries="l"), "libraries is 'l'"),  # type: ignore[arg-type]
    ],
)
def test_a_field_of_another_type_is_refused(value: object, wrong: str) -> None:
    with pytest.raises(ProjectError) as caught:
        contain(value, type(value), PLACE, "thing")
    assert caught.value.wrong == wrong


def test_what_is_right_stays_what_it_is() -> None:
    assert contain(RULE, Rule, PLACE, "thing") is RULE
    for each in list_formats():
        held = contain(each, Format, PLACE, "thing")
        assert held.file == each.file and (held.write is None) == (each.write is None)


@pytest.mark.parametrize(
    "sql", ["select from", "nosuch = 1", "true --", "'text'", "cast(c1 as integer) > 3"]
)
def test_sql_that_cannot_run_is_the_fault_of_the_rule(sql: str, tmp_path: Path) -> None:
    project = write_project(tmp_path, {"t": (SCHEMA, "key,size\na,1\nb,2\n")})

    def check(column: Column) -> ColumnCheck | None:
        is_text = column.field.name == "key"
        return ColumnCheck(sql, "is odd", "mend it") if is_text else None

    with (
        use_plugins((bringing("rules", CellRule(RULE, check)),)),
        pytest.raises(ProjectError) as caught,
    ):
        pressmark.validate(project)
    assert caught.value.place == "plug-in made-up, pressmark.rules"
    assert caught.value.wrong.startswith("the SQL of my.rule cannot run: ")


@pytest.mark.parametrize(
    ("file", "written", "said"),
    [
        ("odd.txt", (), "odd.txt is not written"),
        ("odd.txt", ("odd.txt", "b.txt"), "b.txt is written"),
        ("odd.txt", ("odd.txt", "datapackage.json"), "datapackage.json is written"),
        ("verify.py", ("verify.py",), "take the place of verify.py"),
        ("DATA/t.csv", ("DATA/t.csv",), "take the place of data/t.csv"),
    ],
)
def test_a_format_writes_what_it_says_and_replaces_nothing(
    file: str, written: tuple[str, ...], said: str, project: Path, tmp_path: Path
) -> None:
    def write(_: object, folder: Path) -> None:
        for name in written:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("x", "utf-8")

    odd = Format("Odd", file, "text/odd", "Odd", write)
    with use_plugins((bringing("formats", odd),)), pytest.raises(ProjectError) as caught:
        build(read_project(project), tmp_path / "built")
    assert said in str(caught.value) and "plug-in made-up" in caught.value.place
    assert not (tmp_path / "built").exists()


@pytest.mark.parametrize("name", ["datapackage.json", "Verify.py", "codebook.csv"])
def test_a_citation_takes_no_place_of_another_file(
    name: str, project: Path, tmp_path: Path
) -> None:
    odd = Mapper("odd", name, lambda _: "x")
    with use_plugins((bringing("metadata", odd),)), pytest.raises(ProjectError) as caught:
        build(read_project(project), tmp_path / "built")
    assert "would take the place of" in caught.value.wrong
    assert not (tmp_path / "built").exists()


def test_a_format_that_reads_no_table_is_not_proven(calm: Path) -> None:
    def write(_: object, folder: Path) -> None:
        (folder / "odd.txt").write_text("x", "utf-8")

    odd = Format("Odd", "odd.txt", "text/odd", "Odd", write, lambda *_: iter(()))
    with use_plugins((bringing("formats", odd),)):
        assert build(read_project(calm), calm.parent / "built").valid
        found = pressmark.verify(calm.parent / "built")
    assert not found.valid
    assert "Odd: cannot be read: t cannot be read from it" in found.text()


@pytest.mark.parametrize(
    ("group", "value", "said"),
    [
        ("formats", "Format('F', '../f', 't', 'F')", "'../f' is no path inside a release"),
        ("formats", "Format('F', '/f', 't', 'F')", "'/f' is no path inside a release"),
        ("formats", "Format('F', 'f/', 't', 'F')", "'f/' is no path inside a release"),
        ("formats", "Format('F', '{f}', 't', 'F')", "'{f}' is no path inside a release"),
        ("metadata", "Mapper('m', 'a/b', write)", "'a/b' is no name of a file"),
        ("metadata", "Mapper('m', 'm', write, ('titel',))", "did you mean 'title'?"),
        ("rules", "7\nTHING = !", "SyntaxError"),
    ],
)
def test_what_is_wrong_when_it_is_made(
    group: str, value: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"made_{abs(hash((group, value)))}"
    module = f"{MODULE}THING = {value}\n"
    write_distribution(
        tmp_path, "made-up", f"[pressmark.{group}]\nthing = {name}:THING\n", {name: module}
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ProjectError) as caught, plug_in("made-up"):
        pass
    assert "cannot be loaded: " in caught.value.wrong and said in caught.value.wrong


def test_what_is_installed_and_is_no_plug_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_distribution(tmp_path, "made-up", "[other]\na = b:c\n", {})
    write_distribution(tmp_path, "no-module", "[pressmark.rules]\na = not a module!\n", {})
    write_distribution(tmp_path, "twice", "[pressmark.rules]\na = b:c\n", {})
    second = (tmp_path / "twice-0.1.dist-info").rename(tmp_path / "twice-0.2.dist-info")
    about = second / "METADATA"
    about.write_text(about.read_text("utf-8").replace("0.1", "0.2"), "utf-8")
    write_distribution(tmp_path, "twice", "[pressmark.rules]\na = b:c\n", {})
    monkeypatch.syspath_prepend(tmp_path)
    for name, said in (
        ("made-up", "has no entry point in pressmark.rules or"),
        ("no-module", "'not a module!' names nothing to import"),
        ("twice", "is installed twice, as "),
    ):
        with pytest.raises(ProjectError, match=said), plug_in(name):
            pass


def test_a_library_that_is_not_there_is_named(project: Path, tmp_path: Path) -> None:
    odd = Format("Odd", "odd.txt", "text/odd", "Odd", libraries=("no-such-library",))
    with (
        use_plugins((bringing("formats", odd),)),
        pytest.raises(ProjectError, match=r"made-up: the library 'no-such-library'"),
    ):
        build(read_project(project), tmp_path / "built")


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/{any:path}", "would answer what is asked of the tables"),
        ("/x{any}/y", "would answer what is asked of the tables"),
        ("/t-1-0-0/t", "would answer what is asked of the tables"),
        ("/a b", "the address '/a b' is none"),
        ("/a?b", "the address '/a?b' is none"),
        ("/a/{b:nosuch}", "the address '/a/{b:nosuch}' is none"),
        ("/a/{b}/{b}", "the address '/a/{b}/{b}' is none"),
    ],
)
def test_an_address_that_is_none_or_of_others(path: str, wrong: str) -> None:
    with (
        use_plugins((Plugin("made-up", "1", (("pages", (path, raise_it(KeyError()))),)),)),
        pytest.raises(ProjectError) as caught,
    ):
        list_pages()
    assert wrong in caught.value.wrong


@pytest.mark.parametrize(
    ("answer", "error", "wrong"),
    [
        (None, ProjectError, "is None"),
        ("text", ProjectError, "is 'text'"),
        (SystemExit(3), ProjectError, "raised SystemExit: 3"),
        (KeyError("x"), KeyError, "x"),
    ],
)
def test_a_page_gives_an_answer_or_is_named(
    answer: object, error: type[Exception], wrong: str
) -> None:
    async def page(*_: object) -> object:
        if isinstance(answer, BaseException):
            raise answer
        return answer

    (pages,) = (each for each in GROUPS if each.name == "pages")
    _, held = contain(("/a", page), pages.hint, PLACE, "page")
    with pytest.raises(error, match=wrong):
        asyncio.run(held(None, None))
