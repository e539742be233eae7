"""Messages of several lines stay several lines; what a stranger wrote never makes one."""

import ast
from pathlib import Path

import pytest

from pressmark import cli
from pressmark.cli.talk import render_readable
from pressmark.errors import MachineError, PressmarkError, ReleaseError, list_first
from pressmark.releases.derived import make_ready
from pressmark.verify.check import Check, Verification
from tests.packages import field, fields, read, write_package

ROOT = Path(__file__).parent.parent.parent
STRANGE = "a\nb\r\x1b[31m\u2028\u202e\x00\udc80"
SEEN = r"a\nb\r\x1b[31m\u2028\u202e\x00\udc80"
ERRORS = {"PressmarkError", "ProjectError", "ReleaseError", "MachineError", "super"}


def test_every_line_of_a_message_is_shown_on_one_line() -> None:
    error = PressmarkError(STRANGE, STRANGE, STRANGE, lines=(STRANGE, STRANGE))
    assert render_readable(error).split("\n") == [
        f"{SEEN}: {SEEN}",
        f"  {SEEN}",
        f"  {SEEN}",
        f"  {SEEN}",
    ]


def test_every_line_of_a_message_is_cut_by_itself() -> None:
    error = PressmarkError("place", "x" * 9_000, "y" * 9_000, lines=["short", "z" * 9_000])
    first, second, third, fourth = render_readable(error).split("\n")
    assert second == "  short"
    for line in (first, third, fourth):
        assert line.endswith("…") and 1_900 < len(line) < 2_100


def test_a_message_without_lines_is_as_ever() -> None:
    assert render_readable(MachineError("disk", "is full")) == "disk: is full"
    assert (
        render_readable(MachineError("disk", "is full", "make room"))
        == "disk: is full\n  make room"
    )
    assert str(ReleaseError("a", "b", "d", lines=["c"])) == "a: b\n  c\n  d"


@pytest.mark.parametrize(
    ("number", "last"),
    [(0, None), (1, "0"), (10, "9"), (11, "and 1 more"), (2_000, "and 1,990 more")],
)
def test_of_many_lines_the_first_are_told_and_the_others_counted(
    number: int, last: str | None
) -> None:
    told = list_first(str(n) for n in range(number))
    assert told[:10] == [str(n) for n in range(min(number, 10))]
    assert told[-1:] == ([last] if last else [])


def calls() -> list[tuple[str, ast.Call]]:
    """Give every call in the code that makes an error of ours, with its place."""
    return [
        (f"{path.name}:{node.lineno}", node)
        for path in sorted((ROOT / "pipeline").rglob("*.py"))
        if "Error(" in (text := path.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and (name := getattr(node.func, "id", ""))
        and (name in ERRORS or name.endswith("KeysError"))
    ]


def test_no_error_of_ours_joins_its_lines_by_itself() -> None:
    found = calls()
    assert len(found) > 100
    for place, call in found:
        for node in ast.walk(call):
            text = node.value if isinstance(node, ast.Constant) else ""
            assert not (isinstance(text, str) and "\n" in text), place


def test_a_package_that_is_damaged_is_told_of_line_by_line(tmp_path: Path) -> None:
    schema = fields(field("n", "integer"), field("a"))
    path = write_package(tmp_path, {"t": (schema, 'n,a\nx,1\ny,"2\nz"\n')})
    with pytest.raises(ReleaseError) as caught, make_ready(read(path)):
        pass
    lines = render_readable(caught.value).split("\n")
    assert lines[0].endswith(": is damaged")
    assert lines[1] == "  cell.type: 2 findings" and len(lines) > 8
    assert not any("\\n" in line for line in lines if '"2' not in line)
    assert lines[-1] == "  small 1.0.0 is not valid: 2 errors in 1 table, 2 records."


def test_what_a_verification_found_is_shown_line_by_line() -> None:
    check = Check("manifest", "failed", f"extra {STRANGE}", (STRANGE, "other"))
    text = Verification(STRANGE, (check,)).text()
    assert text.split("\n") == [
        f"failed  manifest   extra {SEEN}",
        f"{'':<19}{SEEN}",
        f"{'':<19}other",
        f"{SEEN} is NOT what it should be",
        "",
    ]


def test_a_file_with_a_strange_name_is_named_on_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / "a\nb\x1b[31m"))

    monkeypatch.setattr(cli, "make_command", lambda: fail)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 3
    said = capsys.readouterr().err
    assert said == f"pressmark: {tmp_path}/a\\nb\\x1b[31m: permission denied\n"
