"""Whatever is wrong in a section's file is told by file and line, as written, with the nearest."""

from dataclasses import replace
from pathlib import Path

import pytest

from pressmark.errors import ProjectError
from pressmark.package import Statement
from pressmark.package.project import read_project
from pressmark.package.statement import read_statement
from pressmark.site import ServedRelease
from pressmark.site.content.answered_section import read_declared
from pressmark.site.content.section import read_section
from pressmark.site.content.statuses import read_statuses
from pressmark.site.content.tried_sections import list_sections
from pressmark.site.content.wrong_rows import refuse_wrong_rows

GOOD = "-- title: T\n-- page: record people\n-- shape: records\nselect 'a' as label, 'b' as words"


def told(text: str, release: ServedRelease) -> str:
    """Give what is said of a section of a release."""
    with pytest.raises(ProjectError) as refused:
        read_declared([show_alone(release, read_statement("s", "pages/s.sql", text))])
    return str(refused.value)


def show_alone(release: ServedRelease, *pages: Statement) -> ServedRelease:
    """Give a release as the only one that was published, with sections."""
    return replace(release, pages=pages, published=frozenset({release.version}))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (GOOD.replace("shape", "shap"), 3, ["there is a heading 'shap'", "did you mean shape?"]),
        (GOOD.replace("-- shape", "-- Shape"), 3, ["written '-- Shape:'", "write `-- shape: …`"]),
        (GOOD.replace("records\n", "recrds\n"), 3, ["says 'recrds'", "did you mean records?"]),
        (GOOD.replace("record people", "recrd people"), 2, ["'recrd people'", "mean record?"]),
        (GOOD.replace("record people", "fornt"), 2, ["says 'fornt'", "did you mean front?"]),
        (GOOD.replace("people", "peple"), 2, ["of a table 'peple'", "did you mean people?"]),
        (f"-- title: T\n{GOOD}", 2, ["the heading `title` stands twice"]),
        (f"-- order: first\n{GOOD}", 1, ["`order` says 'first'", "write a number"]),
        (f"-- place: sied\n{GOOD}", 1, ["says 'sied'", "did you mean side?"]),
        (f"-- replaces: t\n{GOOD}", 1, ["replaces a section 't'"]),
        (f"-- replaces: t,,u\n{GOOD}", 1, ["`replaces` has an empty name: 't,,u'"]),
        (GOOD.replace("people", "people, people"), 2, ["`page` names 'people' twice"]),
        (f"-- releases: 3\n{GOOD}", 1, ["`releases` says '3'", "write from 2.0.0"]),
        (
            f"-- area: x\n{GOOD}",
            1,
            ["`area` is of the shape map and locator, and this one is records"],
        ),
        (f"{GOOD},\n :kye as note", 5, ["the parameter :kye", "did you mean :key?"]),
        (f"{GOOD},\n full_nam as note from people", 5, ["column: full_nam", "mean full_name?"]),
        (f"{GOOD}\nfrom\npeeple", 6, ["no such table: peeple", "did you mean people?"]),
        (f"{GOOD}\nfrom people\nwher 1 > 0", 6, ['near "1"', "mend the SELECT"]),
        (GOOD.replace("words", "word"), 4, ["no column 'words', but label, word", "by word?"]),
        (f"{GOOD},\n 1 as label", 5, ["two columns of the name 'label'"]),
    ],
)
def test_a_fault_is_told_by_line(
    releases: tuple[ServedRelease, ...], text: str, line: int, said: list[str]
) -> None:
    message = told(text, releases[2])
    assert message.startswith(f"pages/s.sql, line {line}: ")
    for each in said:
        assert each in message


@pytest.mark.parametrize(
    "text",
    [GOOD.replace("people", "people, peple"), f"{GOOD}\nfrom peple"],
    ids=["table", "select"],
)
def test_what_another_release_may_have_is_no_fault_of_one_that_is_shown_alone(
    releases: tuple[ServedRelease, ...], text: str
) -> None:
    section = read_statement("s", "pages/s.sql", text)
    shown = show_alone(releases[2], section)
    newer = f"9{shown.version}"
    assert read_declared([replace(shown, published=shown.published | {newer})])
    with pytest.raises(ProjectError, match="peple"):
        read_declared([shown])


@pytest.mark.parametrize("name", ["title", "page", "shape"])
def test_a_heading_that_is_missing_is_named(releases: tuple[ServedRelease, ...], name: str) -> None:
    lines = [each for each in GOOD.splitlines() if not each.startswith(f"-- {name}")]
    assert told("\n".join(lines), releases[2]).startswith("pages/s.sql: has no ")


def test_a_comment_is_no_heading(releases: tuple[ServedRelease, ...]) -> None:
    text = f"-- Note: what is meant.\n-- see-also: nothing\n{GOOD}\n-- Shape: no\n"
    section = read_statement("s", "pages/s.sql", text)
    assert list_sections(replace(releases[2], pages=(section,)), newest=True)


VOCABULARY = "-- title: T\n-- page: site\n-- shape: statuses\nselect 1"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"status": None}, "row 1 of its answer declares a status of no name: it is null"),
        ({"status": ""}, "a status of no name: it is an empty text"),
        ({"words": " "}, "the status '0' has no words"),
        ({"mark": None}, "the status '0' has the mark ''"),
        ({"outlined": "yes"}, "of the status '0' `outlined` is 'yes'"),
    ],
)
def test_a_wrong_status_is_told_by_its_cause(row: dict[str, object], said: str) -> None:
    section = read_section(read_statement("s", "pages/s.sql", VOCABULARY))
    good = {"status": "0", "words": "Shut", "mark": "barred", "outlined": 0}
    with pytest.raises(ProjectError) as refused:
        read_statuses(section, [{**good, **row}])
    assert said in str(refused.value)
    assert read_statuses(section, [good])["0"].words == "Shut"


def test_a_status_that_is_a_number_is_one_by_its_figures(
    releases: tuple[ServedRelease, ...],
) -> None:
    """0 and 1 are names that codes have."""
    vocabulary = VOCABULARY.replace(
        "select 1",
        "select 0 as status, 'Shut' as words, 'barred' as mark union all select 1, 'Open', 'cond'",
    )
    listed = "-- title: L\n-- page: front\n-- shape: list\nselect 'a' as label, 0 as status"
    pages = (
        read_statement("v", "pages/v.sql", vocabulary),
        read_statement("l", "pages/l.sql", listed),
    )
    found = read_declared([show_alone(releases[2], *pages)])
    name = releases[2].database_name
    assert set(found["statuses"][name]) == {"0", "1"}
    assert [row["status"] for row in found["parts"][name]["front"][0].rows] == ["0"]


@pytest.mark.parametrize("number", [None, -1, 1.5, "many"])
def test_a_count_that_is_none_is_refused(number: object) -> None:
    text = "-- title: T\n-- page: front\n-- shape: strip\nselect 1"
    section = read_section(read_statement("s", "pages/s.sql", text))
    refuse_wrong_rows(section, [{"number": 0}])
    with pytest.raises(ProjectError, match="row 2 of its answer counts"):
        refuse_wrong_rows(section, [{"number": 3}, {"number": number}])


def test_a_status_without_a_vocabulary_says_where_to_declare_it(
    releases: tuple[ServedRelease, ...],
) -> None:
    text = "-- title: L\n-- page: front\n-- shape: list\nselect 'a' as label,\n 'opn' as status"
    message = told(text, releases[2])
    assert message.startswith("pages/s.sql, line 5: answers a status that is not declared, 'opn'")
    assert "declare it in a section of the shape statuses" in message


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("datapackage/shapes/lnad.json", "did you mean land.json?"),
        ("datapackage/shapes/away.json", "leaves the package"),
        ("datapackage/../../land.json", "leaves the package"),
        ("/etc/passwd", "leaves the package"),
        ("datapackage/shapes", "is no file"),
        ("datapackage/shapes/pipe", "is no file"),
        ("datapackage/shapes/turn", "circle"),
        ("datapackage/nowhere/land.json", "there is no such file"),
    ],
)
def test_a_file_of_areas_that_is_none_of_the_project_is_refused(
    tmp_path: Path, written: str, said: str
) -> None:
    """Nothing is read of what lies elsewhere, or would never end."""
    import os

    pages, shapes = tmp_path / "datapackage/pages", tmp_path / "datapackage/shapes"
    for folder in (pages, shapes, tmp_path / "datapackage/records", tmp_path / "schemas"):
        folder.mkdir(parents=True)
    (tmp_path / "datapackage/records/t.csv").write_text("a\n1\n")
    (tmp_path / "schemas/t.yaml").write_text("fields:\n  - name: a\n    type: integer\n")
    (tmp_path / "datapackage/datapackage.yaml").write_text("name: x\nresources:\n  - name: t\n")
    (shapes / "land.json").write_text("{}")
    (shapes / "away.json").symlink_to("/etc/passwd")
    (shapes / "turn").symlink_to(shapes / "turn")
    os.mkfifo(shapes / "pipe")
    page = f"-- title: M\n-- page: front\n-- shape: map\n-- shapes: {written}\nselect 1\n"
    (pages / "map.sql").write_text(page)
    with pytest.raises(ProjectError, match=said) as refused:
        read_project(tmp_path)
    assert "root:" not in str(refused.value)
