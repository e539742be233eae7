"""The register answers the question that was asked, or says what of it is not understood."""

import asyncio

import pytest

from pressmark import sql
from pressmark.sandbox import Refused, Sandbox
from pressmark.site import ServedRelease
from tests.site.visitor import Visitor

HERE = "/face-recognition-governance-2-0-0"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("instruments?effect__eq=moratorium", "effect__exact=moratorium"),
        ("instruments?effct=moratorium", "did you mean effect?"),
        ("instruments?effect=adopted", "It is one of prohibition"),
        ("instruments?effect=Moratorium", "did you mean moratorium?"),
        ("instruments?title__contians=ban", "title__contains=ban"),
        ("instruments?jurisdiction_place_id=Virginia", "did you mean us-va (Virginia)?"),
        ("places?place_id=portland", "did you mean us-or-portland"),
        ("sources?retrieved_on=06/01/2023", "Write 2023-06-01"),
        ("sources?retrieved_on__gte=2023-13-45", "2023-13-45 is not"),
        ("sources?redistributable=true", "Write 1."),
        ("events?date_edtf__gte=06/01/2023", "Write 2023-06-01"),
        ("events?date_edtf=yesterday", "is none"),
        ("events?votes_for__gt=many", "a whole number"),
        ("events?_sort=dat_edtf", "did you mean date_edtf?"),
        ("measures?regulated_actor=police", "did you mean"),
        ("measures?place_id=Virginia", "did you mean us-va (Virginia)?"),
        ("measures?effect=adopted", "It is one of prohibition"),
        ("uses_by_period?nosuch=1", "no column nosuch"),
        ("prohibitions?state=Vermont", "the question prohibitions takes none"),
        ("in_force_on?dat=2023-06-01", "did you mean date?"),
        ("?sql=select+%22efect%22+from+instruments", "Did you mean effect?"),
    ],
)
def test_what_is_not_understood_is_refused(visitor: Visitor, asked: str, said: str) -> None:
    path, _, query = asked.partition("?")
    place = f"{HERE}/{path}" if path else HERE
    for form in ("", ".json", ".csv"):
        answer = visitor.get(f"{place}{form}?{query}")
        assert answer.status_code == 400, (form, answer.text[:300])
        assert said in (answer.json()["error"] if form == ".json" else answer.text)


@pytest.mark.parametrize(
    ("asked", "records"),
    [
        ("instruments.json?effect__exact=moratorium", 8),
        ("instruments.json?title__contains=ban", 9),
        ("instruments.json?_search=%22", 0),
    ],
)
def test_what_is_understood_is_answered(visitor: Visitor, asked: str, records: int) -> None:
    assert visitor.get(f"{HERE}/{asked}").json()["filtered_table_rows_count"] == records


def test_every_view_and_question_holds_without_names_that_are_texts(
    published: tuple[ServedRelease, ...],
) -> None:
    """Of every release: none of them has a name in double quotes that there is not."""
    refused: list[str] = []

    async def ask_all() -> None:
        sandbox = Sandbox(seconds=30)
        for release in published:
            for view in release.package.views:
                statement = f"select count(*) from {sql.quote(view.name)}"
                await sandbox.ask(release.database, statement, rows=1)
            for query in release.package.queries:
                try:
                    await sandbox.ask(release.database, query.select, query.example)
                except Refused as error:
                    refused.append(str(error))
        await sandbox.close()

    assert {release.version for release in published} >= {"1.0.0", "2.0.0"}
    asyncio.run(ask_all())
    # The site asks such a one of its own in another way.
    assert all("nested too deep" in each for each in refused)
