"""The list of words for one thing that a dataset keeps for its search."""

from pathlib import Path

import pytest

from pressmark.api import validate
from pressmark.package.synonyms import MOST, read_synonyms

HEADER = "word,synonym\n"


def test_words_that_lines_link_are_one_set() -> None:
    """Through others too, in whatever case; without a list there are none."""
    read = read_synonyms(
        HEADER + "ban,prohibit\npolice,cops\nPROHIBIT,bar\n\n police , law enforcement\n", "here"
    )
    assert [set(map(str.casefold, each)) for each in read.sets] == [
        {"ban", "prohibit", "bar"},
        {"police", "cops", "law enforcement"},
    ]
    assert read.faults == ()
    assert read_synonyms(None, "here").sets == ()


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("", 1, "has another header"),
        ("synonym,word\n", 1, "has another header"),
        ("word,synonym,note\n", 1, "unknown column 'note'"),
        (HEADER + "ban\n", 2, "has 1 cells instead of 2"),
        (HEADER + "ban,\n", 2, "has no synonym"),
        (HEADER + " ,ban\n", 2, "has no word"),
        (HEADER + "ban,!?\n", 2, "has no synonym"),
        (HEADER + "ban,Ban\n", 2, "its own synonym"),
        (HEADER + "ban,bar\nbar,ban\n", 3, "what another line says"),
        (HEADER + f"ban,{'x' * 101}\n", 2, "has a synonym of 101 characters"),
        (HEADER + 'ban,"bar\n', 2, "is not CSV"),
        (HEADER + "".join(f"a{n},b{n}\n" for n in range(MOST + 1)), MOST + 2, "one line more"),
    ],
)
def test_what_is_wrong_is_told_by_its_line(text: str, line: int, wrong: str) -> None:
    read = read_synonyms(text, "datapackage/synonyms.csv")
    assert [(each.place, each.path) for each in read.faults] == [
        ("datapackage/synonyms.csv", f"line {line}")
    ]
    assert wrong in read.faults[0].wrong


def test_a_wrong_list_is_a_finding(tmp_path: Path) -> None:
    """And no other line is lost by it."""
    for name, text in {
        "datapackage/datapackage.yaml": "name: t\nresources:\n  - name: a\n    path: a.csv\n"
        "    schema:\n      fields:\n        - name: x\n          type: string\n",
        "a.csv": "x\n1\n",
        "datapackage/a.csv": "x\n1\n",
        "datapackage/synonyms.csv": HEADER + "ban,\nban,bar\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    report = validate(tmp_path)
    found = [each for each in report.findings if each.rule == "descriptor.value"]
    assert [each.message for each in found] == ['"line 2" has no synonym.']
    assert (found[0].path or "").endswith("datapackage/synonyms.csv")
