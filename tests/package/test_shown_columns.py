"""The heading that says which columns of an answer a page shows: read, and refused by name."""

from pathlib import Path

import pytest

from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError
from pressmark.package import Package
from pressmark.package.project import read_project
from pressmark.package.shown_columns import MOST_COLUMNS, ShownColumn, read_shown_columns
from pressmark.package.statement import read_statement
from pressmark.validate import judge
from tests.packages import field, fields, read, write_package

TOWNS = (fields(field("code"), field("a town"), primaryKey="code"), "code,a town\nzur,Zug\n")
SELECT = 'select code, "a town", 1 as one, 2 as two, 3 as three, 4 as four, 5 as five from some'
VIEWS = {"some": "select * from towns", "odd": "select nothing from towns"}


def package_with(folder: Path, *lines: str, select: str = SELECT) -> Package:
    """Write a package with one question over a view, and with these headings."""
    text = "\n".join(["-- title: Which?", *(f"-- {each}" for each in lines), select])
    (folder / "q.sql").write_text(text, "utf-8")
    (folder / "some.sql").write_text(VIEWS["some"], "utf-8")
    extra = {"pressmark:queries": ["q.sql"], "pressmark:views": ["some.sql"]}
    return read(write_package(folder, {"towns": TOWNS}, **extra))


def judged(package: Package) -> None:
    """Open a project as every command does."""
    with Engine() as engine:
        judge(package, engine)


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("columns: code, a town", ("code", "a town")),
        ("columns:five,one ,  code", ("five", "one", "code")),
        ("columns: code, a town, one, two, three, four",
         ("code", "a town", "one", "two", "three", "four")),
        ("column: code = a code", ()),
    ],
)  # fmt: skip
def test_a_heading_names_columns_in_their_order(
    heading: str, columns: tuple[str, ...], tmp_path: Path
) -> None:
    package = package_with(tmp_path, heading)
    judged(package)
    assert tuple(each.name for each in read_shown_columns(package.queries[0])) == columns


def test_a_column_may_lead_by_another(tmp_path: Path) -> None:
    package = package_with(tmp_path, "columns: a town -> code, one->two, three")
    judged(package)
    assert read_shown_columns(package.queries[0]) == (
        ShownColumn("a town", "code"),
        ShownColumn("one", "two"),
        ShownColumn("three"),
    )


@pytest.mark.parametrize(
    ("lines", "line", "wrong", "right"),
    [
        (["columns: code, xyz"], 2, "its answer has no column 'xyz'", "name one of code, a town"),
        (["columns: cod"], 2, "its answer has no column 'cod'", "did you mean 'code'?"),
        (["columns: code, Code"], 2, "its answer has no column 'Code'", "did you mean 'code'?"),
        (["columns: a town -> cod"], 2, "has no column 'cod'", "did you mean 'code'?"),
        (["columns: code ->, one"], 2, "a column without a name", "write `-- columns: first"),
        (["columns: -> code"], 2, "it names none", "write `-- columns: first"),
        (["columns:"], 2, "it names none", "write `-- columns: first, second`"),
        (["columns: ,"], 2, "it names none", "write `-- columns: first, second`"),
        (["columns: code,,one"], 2, "a column without a name", "write `-- columns: first"),
        (["order: 1", "columns: code, one, code"], 3, "it names 'code' twice", "each column once"),
        (["columns: code", "columns: one"], 3, "it stands twice", "one line with all of them"),
        (["columns: code, a town, one, two, three, four, five"], 2,
         "it names 7 columns, and 6 are the most", "take out those that a reader needs least"),
    ],
)  # fmt: skip
def test_a_heading_that_no_page_could_follow_is_refused(
    lines: list[str], line: int, wrong: str, right: str, tmp_path: Path
) -> None:
    with pytest.raises(ProjectError) as raised:
        judged(package_with(tmp_path, *lines))
    assert raised.value.place.endswith(f"q.sql, line {line}")
    assert raised.value.wrong.startswith("columns: ")
    assert wrong in raised.value.wrong
    assert right in raised.value.right


def test_parameters_and_numbers_play_no_part(tmp_path: Path) -> None:
    parameter = "parameter: n: integer = 1"
    judged(package_with(tmp_path, parameter, "columns: n", select="select :n + 1 as n"))


def test_what_sqlite_cannot_ask_is_left_to_the_build(tmp_path: Path) -> None:
    """Which says what is wrong with the SQL; the columns are checked there again."""
    judged(package_with(tmp_path, "columns: a", select="select a from nowhere"))


def test_nothing_is_asked_of_a_package_that_is_not_trusted(tmp_path: Path) -> None:
    package_with(tmp_path, "columns: nothing, nothing")
    judged(read_project(tmp_path / "datapackage.json", trust_rules=False))


def test_the_reference_tells_how_many_there_may_be() -> None:
    words = {6: "six"}
    reference = Path(__file__).parents[2] / "docs" / "reference" / "questions.md"
    assert f"At most {words[MOST_COLUMNS]}" in reference.read_text("utf-8")


def test_a_statement_without_the_heading_names_none() -> None:
    assert read_shown_columns(read_statement("q", "q.sql", "select 1 as one")) == ()
