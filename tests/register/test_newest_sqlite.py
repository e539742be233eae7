"""The newest SQLite answers all that the register's next release asks, its pages too."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from pressmark import sql
from pressmark.site import ServedRelease

PAGES = Path(__file__).parent.parent.parent / "datapackage/pages"
QUERIES = PAGES.parent / "queries"
OF_A_QUESTION = re.compile("^-- page: question (.+)$", re.MULTILINE)
OF_AN_OLDER_RELEASE = "_as_stated"
"""How a section is called that asks for tables which only release 1.0.0 has."""


@pytest.fixture
def newest_sqlite(published: tuple[ServedRelease, ...]) -> Iterator[apsw.Connection]:
    """Open the newest release, and beside it the one before, as pages of a release do."""
    before, newest = published[-2:]
    with closing(apsw.Connection(str(newest.database), apsw.SQLITE_OPEN_READONLY)) as connection:
        connection.execute("attach ? as earlier", (str(before.database),))
        yield connection


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.sql")), ids=lambda path: path.stem)
def test_the_newest_sqlite_answers_every_section(
    page: Path, newest_sqlite: apsw.Connection
) -> None:
    if page.stem.endswith(OF_AN_OLDER_RELEASE):
        pytest.skip("it asks for tables of release 1.0.0")
    text = page.read_text("utf-8")
    question = OF_A_QUESTION.search(text)
    if question:
        asked = (QUERIES / f"{question[1]}.sql").read_text("utf-8").rstrip().removesuffix(";")
        given = dict.fromkeys(sql.list_parameters(asked), "x")
        newest_sqlite.execute(f"create temp table answer as {asked}", given)
    newest_sqlite.execute(text, dict.fromkeys(sql.list_parameters(text), "x")).fetchall()


def test_a_question_has_room_for_the_periods_of_rules_several_times(
    newest_sqlite: apsw.Connection,
) -> None:
    others = "".join(f" join status_periods as p{n} using (instrument_id)" for n in range(3))
    asked = f"select count(*) from status_periods{others}"
    assert newest_sqlite.execute(asked).get > 0
