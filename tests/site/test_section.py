"""A project's own sections: read from their headings, and refused where they say nothing known."""

from dataclasses import replace

import pytest

from pressmark.errors import ProjectError
from pressmark.package.statement import read_statement
from pressmark.site import ServedRelease
from pressmark.site.content.answer_rows import cut_at_headings, name_columns
from pressmark.site.content.section import read_section
from pressmark.site.content.tried_sections import list_sections

GOOD = "-- title: Status\n-- page: record people, towns\n-- shape: status\n"
SELECT = "select full_name as label, 'is here' as words, :day as as_of from people where id = :key"


def test_a_section_is_read_from_its_headings() -> None:
    section = read_section(read_statement("status", "status.sql", GOOD + SELECT))
    assert (section.title, section.page, section.shape) == ("Status", "record", "status")
    assert section.tables == {"people", "towns"}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (GOOD.replace("record people, towns", "frnt") + SELECT, "the heading `page` says 'frnt'"),
        (GOOD.replace(": status", ": sttus") + SELECT, "did you mean status?"),
        (GOOD.replace("-- title: Status\n", "") + SELECT, "has no title"),
        (GOOD + SELECT.replace(":day", ":today"), "asks for the parameter :today"),
    ],
)
def test_a_heading_that_says_nothing_known_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(ProjectError) as error:
        read_section(read_statement("status", "pages/status.sql", text))
    assert "pages/status.sql" in str(error.value)
    assert wrong in str(error.value)


def test_old_releases_leave_out_what_they_cannot_answer(
    releases: tuple[ServedRelease, ...],
) -> None:
    lost = read_statement("lost", "lost.sql", GOOD + SELECT.replace("from people", "from nowhere"))
    found = read_statement("found", "found.sql", GOOD + SELECT)
    release = replace(releases[0], pages=(lost, found))
    assert [each.statement.name for each in list_sections(release, newest=False)] == ["found"]
    with pytest.raises(ProjectError, match="no such table: nowhere"):
        list_sections(release, newest=True)


def test_a_section_answers_the_columns_of_its_shape(releases: tuple[ServedRelease, ...]) -> None:
    short = read_statement("short", "short.sql", GOOD + "select 1 as label")
    with pytest.raises(ProjectError, match="answers no column 'words'"):
        list_sections(replace(releases[0], pages=(short,)), newest=False)


def test_rows_stand_beneath_the_heading_that_they_name() -> None:
    rows = [{"under": "A", "who": "x"}, {"under": "A", "who": "y"}, {"under": "B", "who": "x"}]
    assert cut_at_headings(rows) == [("A", rows[:2]), ("B", rows[2:])]
    assert name_columns(rows) == ["who"]
    assert cut_at_headings([{"who": "x"}]) == [(None, [{"who": "x"}])]
