"""One text judged without an engine is judged as the engine judges a cell."""

from collections.abc import Iterator

import pytest

from pressmark import sql
from pressmark.engine.connection import Engine
from pressmark.field_types import FORMS, express_validity, find_form, render_canonical
from pressmark.package import Field
from tests.packages import learned_engine

TEXTS = (
    "", " ", "a", "1", "0", "-0", "+5", "007", "-12", "1.50", ".5", "5.", "1e3", "NaN", "INF",
    "-INF", "true", "False", "yes", "2023", "-0000", "0000", "02023", "12023", "2023-06",
    "2023-13", "2023-06-01", "2023-02-29", "2024-02-29", "0000-02-29", "2023-13-45", "06/01/2023",
    "yesterday", "2023-06-01T10:00:00", "2023-06-01T10:00:00.500", "2023-06-01T10:00:00.000Z",
    "2023-06-01 10:00", "2023-02-30T10:00:00", "2023-06-01T10:00:00+02:00", "10:00:00",
    "10:00:00.250", "25:00:00", "P1Y", "P12M", "PT0S", "P", "-P1D", "[1, 2]", "[]", "{}",
    '{"a": 1}', "[1", "1,2", "12.50, 48.10", "200, 48", "[12.5,48]", '{"lon": 1, "lat": 2}',
    '{"type": "Point", "coordinates": [1, 2]}', "ada@example.org", "https://example.org",
    "0a1b2c3d-0000-4000-8000-0123456789ab", "QUJD", "²", "\u0661", "1_000", "0x10",
)  # fmt: skip
FIELDS = (
    *(Field.model_validate({"name": "f", "type": each}) for each in FORMS if each != "list"),
    *(Field(name="f", type="string", format=each) for each in ("email", "uri", "uuid", "binary")),
    *(Field(name="f", type="geopoint", format=each) for each in ("array", "object")),
    Field(name="f", type="boolean", true_values=("yes",), false_values=("no",)),
    Field(name="f", type="date", format="%m/%d/%Y"),
    Field(name="f", type="date", format="%Y"),
    Field(name="f", type="datetime", format="any"),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Open an engine that knows the functions of this room."""
    with learned_engine() as opened:
        yield opened


@pytest.mark.parametrize("field", FIELDS, ids=lambda each: f"{each.type}-{each.format}")
def test_it_agrees_with_the_engine(engine: Engine, field: Field) -> None:
    """Of each type and format, on texts of all of them."""
    kind = find_form(field)
    listed = sql.select_rows(TEXTS, "t")
    statement = (
        f"select t, case when {express_validity(field, 't')} then {kind.canonical(field, 't')} end"
        f" from ({listed})"
    )
    judged = dict(engine.rows(statement))
    assert {text: render_canonical(field, text) for text in TEXTS} == judged


def test_a_list_stays_as_it_is_written() -> None:
    """What its items are is not looked at."""
    assert render_canonical(Field(name="f", type="list"), "b, a") == "b, a"


def test_no_text_takes_long() -> None:
    """One with a form of its own that is too long to have it is none."""
    worst = "a@" + "." * 20_000 + "@"
    assert render_canonical(Field(name="f", type="string", format="email"), worst) is None
    assert render_canonical(Field(name="f", type="number"), "1" * 20_000 + "x") is None
    assert render_canonical(Field(name="f", type="string"), worst) == worst
