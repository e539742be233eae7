"""The example of a typed parameter is one of its keys or choices, and numbers are numbers."""

from pathlib import Path

import pytest

from pressmark.errors import ProjectError
from pressmark.formats.agreement import refuse_disagreement
from pressmark.releases.build import build
from tests.packages import field, fields, read, write_package

ITEMS = fields(field("id", "integer"), field("word"), primaryKey="id")
RECORDS = "id,word\n1,a\n2,b\n3,b\n10,c\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the package without a question, once."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "source").mkdir()
    assert build(
        read(write_package(folder / "source", {"items": (ITEMS, RECORDS)})), folder / "files"
    ).valid
    return folder / "files"


def asked(folder: Path, built: Path, text: str) -> None:
    """Ask one more question, beside one for its choices, of both databases."""
    (folder / "words.sql").write_text("select distinct word from items order by 1", "utf-8")
    (folder / "many.sql").write_text(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1001)"
        " select i from n order by 1",
        "utf-8",
    )
    (folder / "q.sql").write_text(text, "utf-8")
    extra = {"pressmark:queries": ["words.sql", "many.sql", "q.sql"]}
    package = read(write_package(folder, {"items": (ITEMS, RECORDS)}, **extra))
    refuse_disagreement(package, built / "small.sqlite", built / "small.duckdb")


@pytest.mark.parametrize(
    "text",
    [
        "-- parameter: w: choice of words = b\nselect id from items where word = :w order by id",
        "-- parameter: w: choice of words =\nselect id from items where word = :w order by id",
        "-- parameter: i: key of items = 10\nselect word from items where id = :i",
        (
            "-- parameter: t: table = items\n-- parameter: k: key beside t = 10\n"
            "select :t as t, word from items where cast(id as varchar) = :k"
        ),
        # As a text the number would be larger than every count, or none of the two would answer.
        (
            "-- parameter: n: integer = 2\n"
            "select word from items group by word having count(*) >= :n order by word"
        ),
        "-- parameter: n: integer = 2\nselect id from items order by id limit :n",
        "-- parameter: n: integer =\nselect id from items where :n is null order by id",
    ],
)
def test_a_typed_question_is_answered_alike(text: str, built: Path, tmp_path: Path) -> None:
    asked(tmp_path, built, text)


@pytest.mark.parametrize(
    ("heading", "wrong", "right"),
    [
        ("w: choice of words = B", "its example 'B' does not fit 'choice of words'", "mean 'b'?"),
        ("w: choice of words = xyz", "its example 'xyz' does not fit", "or leave it empty"),
        (
            "w: key of items = 11",
            "its example '11' does not fit 'key of items'",
            "or leave it empty",
        ),
        ("w: choice of many = 1", "there are 1,001 choices", "write key of <table>, or text"),
    ],
)
def test_an_example_of_none_of_them_is_named(
    heading: str, wrong: str, right: str, built: Path, tmp_path: Path
) -> None:
    with pytest.raises(ProjectError) as raised:
        asked(
            tmp_path,
            built,
            f"-- parameter: {heading}\nselect id from items where word = :w order by id",
        )
    assert raised.value.place.endswith("q.sql, line 1")
    assert wrong in raised.value.wrong
    assert right in raised.value.right


def test_an_example_that_is_no_key_of_the_table_beside_it_is_named(
    built: Path, tmp_path: Path
) -> None:
    with pytest.raises(ProjectError) as raised:
        asked(
            tmp_path,
            built,
            "-- parameter: t: table = items\n-- parameter: k: key beside t = 11\n"
            "select :t as t, word from items where cast(id as varchar) = :k",
        )
    assert raised.value.place.endswith("q.sql, line 2")
    assert "its example '11' does not fit 'key beside t'" in raised.value.wrong


def test_columns_that_an_answer_does_not_have_are_named_at_the_latest_now(
    built: Path, tmp_path: Path
) -> None:
    with pytest.raises(ProjectError, match="no column 'wrd'") as raised:
        asked(tmp_path, built, "-- columns: id, wrd\nselect id, word from items order by id")
    assert raised.value.right == "did you mean 'word'?"
