"""`pressmark apply`: the register's steps, the page's example, and what is refused."""

import csv
import io
import json
import re
import runpy
import shutil
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from pressmark.apply import Applied, apply
from pressmark.compare import (
    CHANGES_PARQUET,
    COLUMNS,
    are_many,
    change_file,
    compare,
    write_changes_csv,
    write_parquet,
)
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError, ReleaseError
from pressmark.files.staging import write_text
from pressmark.package import Package
from pressmark.releases.differ import Outcome, compare_packages
from pressmark.releases.find import find
from tests.apply.example import releases
from tests.apply.made import released_from
from tests.cli.test_command import run
from tests.packages import field, fields, write_package
from tests.walk import blocks

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "datapackage/releases"
HOW_TO = ROOT / "docs/how-to/apply-changes.md"


def files_of(package: Package) -> dict[str, bytes]:
    """Give the bytes of every table's file by its name."""
    return {path.name: path.read_bytes() for table in package.tables for path in table.paths}


def files_in(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file that was made."""
    return {path.name: path.read_bytes() for path in (folder / "data").iterdir()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, Package, str]:
    """The two releases of the page, which nobody changes, and what changed between them."""
    old, new = releases(tmp_path_factory.mktemp("example"))
    with Engine() as engine:
        return old, new, "".join(write_changes_csv(compare(old, new, engine), engine))


@pytest.fixture
def example(made: tuple[Package, Package, str], tmp_path: Path) -> tuple[Package, Package, Path]:
    """The same, with the changes in a file of the test's own."""
    old, new, text = made
    path = tmp_path / "changes.csv"
    write_text(path, text)
    return old, new, path


@pytest.fixture(scope="module")
def of_the_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What changed between two releases of the register."""
    path = tmp_path_factory.mktemp("register") / "changes.csv"
    with compare_packages("1.0.0", "2.0.0", ROOT) as found:
        assert isinstance(found, Outcome)
        write_text(path, write_changes_csv(found.comparison, found.engine))
    return path


@pytest.mark.register
def test_the_next_release_of_the_register_is_made(of_the_register: Path, tmp_path: Path) -> None:
    """That of the release in the making is in tests/register/test_third_release.py."""
    applied = apply("1.0.0", of_the_register, tmp_path / "made", ROOT)
    assert isinstance(applied, Applied) and applied.wrong == ()
    assert files_in(tmp_path / "made") == files_in(PUBLISHED / "2.0.0")
    assert not list(tmp_path.glob(".staging*"))


def test_every_kind_of_change_is_in_the_example(example: tuple[Package, Package, Path]) -> None:
    _, _, path = example
    with path.open(encoding="utf-8", newline="") as file:
        kinds = {row["change"] for row in csv.DictReader(file)}
    assert kinds == {
        "release", "table.file", "field.added", "field.renamed", "header", "changed", "filled",
        "removed", "added", "moved",
    }  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
def test_the_example_is_applied_however_it_is_written(
    packed: bool, example: tuple[Package, Package, Path], tmp_path: Path
) -> None:
    old, new, path = example
    if packed:
        write_parquet(path, tmp_path / CHANGES_PARQUET)
        path = tmp_path / CHANGES_PARQUET
        assert pa.parquet.read_schema(path).names == list(COLUMNS)
    applied = apply(old, path, tmp_path / "made")
    assert isinstance(applied, Applied) and applied.valid
    assert files_in(tmp_path / "made") == files_of(new)


@pytest.mark.register
def test_the_recipe_of_the_page_makes_the_same_files(
    example: tuple[Package, Package, Path],
    of_the_register: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (program,) = (each.text for each in blocks(HOW_TO) if each.language == "python")
    (tmp_path / "newer.py").write_text(program, "utf-8")
    with find("1.0.0", ROOT) as first, find("2.0.0", ROOT) as second:
        old, new = first.package, second.package
    for before, after, changes in ((old, new, of_the_register), example):
        known = files_of(before)
        for name, expected in files_of(after).items():
            (tmp_path / "old.csv").write_bytes(known.get(name, b"\n"))
            words = [tmp_path / "old.csv", changes, name.removesuffix(".csv"), tmp_path / "new.csv"]
            monkeypatch.setattr(sys, "argv", ["newer.py", *map(str, words)])
            runpy.run_path(str(tmp_path / "newer.py"))
            assert (tmp_path / "new.csv").read_bytes() == expected, name


def test_a_published_release_is_named_as_everywhere(
    of_the_register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "made"
    words = ("apply", PUBLISHED / "1.0.0", of_the_register, "--output", output)
    code, out, err = run(*words, capsys=capsys)
    assert (code, out.startswith("17 tables of version 2.0.0, content sha256:")) == (0, True)
    assert err == f"data files written to {tmp_path / 'made'}\n"
    assert files_in(output) == files_in(PUBLISHED / "2.0.0")


def test_another_release_is_refused_by_its_content(
    example: tuple[Package, Package, Path], tmp_path: Path
) -> None:
    _, new, path = example
    with pytest.raises(ReleaseError, match=r"begin from sha256:[0-9a-f]{64} of version 1\.0\.0"):
        apply(new, path, tmp_path / "made")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("was", "instead"),
    [
        ("things,d,note,added,,,3", "things,d,note,added,,more,3"),
        ("things,b,height,changed,2,20,2\n", ""),
        ("visits,,,moved,3,2,3\n", ""),
        ("visits,,,moved,3,2,3", "visits,,,moved,3,1,3"),
        ("visits,,,moved,3,2,3", "visits,,,moved,3,99,3"),
        (",changed,2,20,2\n", ',changed,2,"20"x,2\n'),
        ("things,d,key,added,,d,3\n", "things,d,key,added,,d,9\n"),
        ("things,b,height,changed,2,20,2", "things,b,height,changed,2,20,77"),
        ('"key,size,note","key,height,colour,note"', '"key,size,note","key,height,note,colour"'),
    ],
)
def test_what_was_made_is_written_only_if_it_is_right(
    was: str,
    instead: str,
    example: tuple[Package, Package, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old, _, path = example
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, instead, 1), "utf-8")
    words = ("apply", old.root, path, "--output", tmp_path / "made")
    code, out, err = run(*words, capsys=capsys)
    assert (code, out) == (1, "")
    assert "what was made is not version 2.0.0, and nothing was written\n  data/" in err
    assert not (tmp_path / "made").exists() and not list(tmp_path.glob(".staging*"))
    code, out, err = run(*words, "--json", capsys=capsys)
    assert (code, err, json.loads(out)["valid"]) == (1, "", False)


def test_the_content_digest_is_proven_too(
    example: tuple[Package, Package, Path], tmp_path: Path
) -> None:
    old, _, path = example
    text = path.read_text("utf-8")
    (digest,) = re.findall(r"content,release,[^,]+,sha256:([0-9a-f]{64}),", text)
    path.write_text(text.replace(digest, "0" * 64), "utf-8")
    applied = apply(old, path, tmp_path / "made")
    assert isinstance(applied, Applied)
    assert applied.wrong == (
        f"the content is sha256:{digest}, and the changes name sha256:{'0' * 64}",
    )
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("was", "instead", "said"),
    [
        ("things,a,note,changed", "things,a,note,chnged",
         r'line 11: "chnged" is no kind of change\n  probably "changed" was meant'),
        ("things,a,note,changed,", "things,a,note,,", r"line 11: nothing is no kind of change"),
        (",20,2\n", ",20,second\n", r'line 13: "second" is no number of a record'),
        (",20,2\n", ",20,0\n", r'line 13: "0" is no number of a record'),
        (",20,2\n", ",20,\n", r"line 13: nothing is no number of a record"),
        (",moved,3,2,3", ",moved,3,x,3", r'line 21: "x" is no number of a record'),
        (",20,2\n", ",20,2,4\n", r"line 13: 'things,b,height,changed,2,20,2,4' has 8 cells"),
        (",20,2\n", ',"20,2\n', r"line 13: is no line of CSV|line 13: '.*' has 6 cells"),
        ("height,changed", "hight,changed",
         r'line 13: "hight" is no field of the newer table\n  the fields of things are key, h'),
        ("things,", "th\aings,", r'line 5: "th\\x07ings" cannot be the name of a table'),
        (",,format,release,2,2,", ",,format,release,2,3,", r'of a release of format "3"'),
        (",,content,release,", ",,contents,release,", r"no line tells the content digests"),
        ("table,key,", "table,id,", r"line 1: is no file of changes: its columns are 'table,id,"),
        (",record\n", "\n", r"line 1: is of the older form, without the values of added records"),
        ("table.file,sha256:e", "table.file,sha256:f", r"names other files of the older release"),
        (',"key,height,colour,note"', ',"key,""height"', r"tells no header of the table things"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_understood_is_refused_with_its_line(  # noqa: PLR0913, PLR0917 - fixtures
    was: str,
    instead: str,
    said: str,
    example: tuple[Package, Package, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old, _, path = example
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, instead, 1), "utf-8")
    words = ("apply", old.root, path, "--output", tmp_path / "made")
    code, out, err = run(*words, capsys=capsys)
    assert (code, out) == (2, "")
    assert re.search(said, err), err
    assert not (tmp_path / "made").exists()


def test_lines_are_counted_as_an_editor_does(
    example: tuple[Package, Package, Path], tmp_path: Path
) -> None:
    old, _, path = example
    text = path.read_text("utf-8").replace("changed,2,20", 'changed,"2\n\n",20')
    path.write_text(text.replace("things,c,key,removed", "things,c,key,gone"), "utf-8")
    with pytest.raises(ProjectError, match=r'line 16: "gone" is no kind of change'):
        apply(old, path, tmp_path / "made")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"PAR1", b"PAR1 and more", b"a\n", b'"'])
def test_what_is_no_file_of_changes_is_refused(
    content: bytes, example: tuple[Package, Package, Path], tmp_path: Path
) -> None:
    old, _, path = example
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=r"is no (Parquet )?file of changes"):
        apply(old, path, tmp_path / "made")


def test_what_is_not_there_or_no_file_is_a_wrong_command(tmp_path: Path) -> None:
    for path, wrong in ((tmp_path, "is no file"), (tmp_path / "x", "there is no such file"),
                        (Path(__file__) / "x", "there is no such file")):  # fmt: skip
        with pytest.raises(ProjectError, match=wrong):
            apply("1.0.0", path, tmp_path / "made", ROOT)


def test_a_mark_at_the_beginning_and_other_line_ends_change_nothing(
    example: tuple[Package, Package, Path], tmp_path: Path
) -> None:
    old, new, path = example
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    found = apply(old, path, tmp_path / "made")
    assert isinstance(found, Applied) and found.valid
    assert files_in(tmp_path / "made") == files_of(new)


def test_text_that_is_no_utf_8_is_refused(
    example: tuple[Package, Package, Path], tmp_path: Path
) -> None:
    old, _, path = example
    path.write_bytes(path.read_bytes().replace(b"blue", b"bl\xffe"))
    with pytest.raises(ProjectError, match=r"is no UTF-8"):
        apply(old, path, tmp_path / "made")


def test_the_published_changes_of_the_older_form_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="without the values of added records"):
        apply("1.0.0", PUBLISHED / "2.0.0/changes.csv", tmp_path / "made", ROOT)


def test_nothing_is_replaced(example: tuple[Package, Package, Path], tmp_path: Path) -> None:
    old, _, path = example
    (tmp_path / "made").mkdir()
    (tmp_path / "made/mine.txt").write_text("mine")
    with pytest.raises(ProjectError, match="is not empty"):
        apply(old, path, tmp_path / "made")
    assert [each.name for each in (tmp_path / "made").iterdir()] == ["mine.txt"]


def test_tables_come_go_and_are_renamed(tmp_path: Path) -> None:
    schema = fields(field("id"), field("a"), primaryKey="id", missingValues=["-"])
    sides = []
    for name, tables in (
        ("old", {"gone": (schema, "id,a\n1,-\n"), "was": (schema, 'id,a\n1,-\n2,""\n')}),
        ("new", {"is": (schema, 'id,a\n1,-\n2,""\n'), "come": (schema, 'id,a\n1,""\n2,-\n')}),
    ):
        (tmp_path / f"{name}-authored").mkdir()
        path = write_package(tmp_path / f"{name}-authored", tables)
        renamed = '"name": "is", "pressmark:formerly": "was",'
        path.write_text(path.read_text().replace('"name": "is",', renamed))
        sides.append(released_from(path, tmp_path / name))
    old, new = sides
    with Engine() as engine:
        text = "".join(write_changes_csv(compare(old, new, engine), engine))
    write_text(tmp_path / "changes.csv", text)
    changes = [(row[0], row[3], row[5]) for row in csv.reader(io.StringIO(text))]
    assert ("is", "table.renamed", "is") in changes and ("come", "missing", "-") in changes
    assert 'come,1,a,added,,"",1\n' in text and "come,2,a,added,,,2\n" in text
    applied = apply(old, tmp_path / "changes.csv", tmp_path / "made")
    assert isinstance(applied, Applied) and applied.valid
    assert files_in(tmp_path / "made") == files_of(new)
    assert set(files_of(new)) == {"is.csv", "come.csv"}


@pytest.mark.search
def test_a_table_of_which_everything_changed_is_made_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = fields(field("id", "integer"), *(field(name) for name in "abcdef"), primaryKey="id")
    sides = []
    for name, end in (("old", "x"), ("new", "y")):
        (tmp_path / f"{name}-authored").mkdir()
        text = "id,a,b,c,d,e,f\n" + "".join(
            f"{n},{','.join([f'{n}{end}' * 4] * 6)}\n" for n in range(20_000)
        )
        path = write_package(tmp_path / f"{name}-authored", {"t": (schema, text)})
        sides.append(released_from(path, tmp_path / name))
        shutil.rmtree(tmp_path / f"{name}-authored")
    with Engine() as engine:
        write_text(
            tmp_path / "changes.csv", write_changes_csv(compare(sides[0], sides[1], engine), engine)
        )
    assert are_many(tmp_path / "changes.csv")
    monkeypatch.setattr("pressmark.apply.applying.MEMORY", "80MB")
    applied = apply(sides[0], tmp_path / "changes.csv", tmp_path / "made")
    assert isinstance(applied, Applied) and applied.valid
    assert files_in(tmp_path / "made") == files_of(sides[1])


def test_few_changes_are_no_file_of_their_own(
    example: tuple[Package, Package, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, path = example
    assert not are_many(path)
    lines = path.read_text("utf-8").count("\n") - 1
    monkeypatch.setattr(change_file, "MANY", lines)
    assert not are_many(path)
    monkeypatch.setattr(change_file, "MANY", lines - 1)
    assert are_many(path)
