"""What the parameters of questions may be: as headings say, and by one rule where they say none."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError
from pressmark.package import Table
from pressmark.package.parameter import BESIDE, OF, PLAIN, ParameterType, is_integer, list_types
from pressmark.package.statement import Parameter, Statement, read_statement
from pressmark.validate import judge
from tests.packages import field, fields, read, write_package

TOWNS = fields(field("code"), field("name"), primaryKey="code")
PEOPLE = fields(
    field("id", "integer"),
    field("town"),
    field("home_kind", constraints={"enum": ["flat", "house"]}),
    field("mood", constraints={"enum": ["good", "bad"]}),
    primaryKey="id",
)
VISITS = fields(field("town"), field("id", "integer"), field("mood"), primaryKey=["town", "id"])
TABLES: dict[str, tuple[dict[str, Any], str]] = {
    "towns": (TOWNS, "code,name\nber,Berlin\nnew york,New York\n"),
    "people": (PEOPLE, "id,town,home_kind,mood\n1,ber,flat,good\n"),
    "visits": (VISITS, "town,id,mood\nber,1,x\n"),
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "towns": ("ber", "new york"),
    "people": ("1",),
    "visits": ("ber,1",),
}
KINDS = "-- title: Kinds\nselect distinct home_kind from people order by 1"
MOODS = "-- title: Moods\nselect distinct mood, mood as words from people"


def holds(table: Table, text: str) -> bool:
    return text in KEYS[table.name]


def typed(folder: Path, *headings: str) -> dict[str, ParameterType]:
    """Write a question with these headings of parameters; give the types of all of them."""
    names = [line.partition("=")[0].partition(":")[0].strip() for line in headings]
    lines = [f"-- parameter: {line}" for line in headings]
    text = "\n".join([*lines, f"select {', '.join(f':{name}' for name in names)}"])
    for name, written in (("kinds", KINDS), ("moods", MOODS), ("q", text)):
        (folder / f"{name}.sql").write_text(written, "utf-8")
    extra = {"pressmark:queries": ["kinds.sql", "q.sql"], "pressmark:views": ["moods.sql"]}
    package = read(write_package(folder, TABLES, **extra))
    with Engine() as engine:
        judge(package, engine)
    return list_types(package.queries[1], package, holds)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("day: date = 2021-05-18 (a day)", ParameterType("date")),
        ("day:date=2021-05-18", ParameterType("date")),
        ("day: date =", ParameterType("date", may_be_empty=True)),
        ("day: date or empty = 2021-05-18", ParameterType("date", may_be_empty=True)),
        ("n: integer = -12", ParameterType("integer")),
        ("w: text = some words (said)", ParameterType("text")),
        ("k: choice of kinds = flat", ParameterType("choice", ("kinds",))),
        ("m: choice of moods = good", ParameterType("choice", ("moods",))),
        ("t: table = visits", ParameterType("table")),
        ("t: key of towns = new york (a town)", ParameterType("key", ("towns",))),
        ("t: key of towns,  people = 1", ParameterType("key", ("towns", "people"))),
        ("t:  key  of towns or empty = ber", ParameterType("key", ("towns",), may_be_empty=True)),
    ],
)
def test_a_heading_says_the_type(heading: str, kind: ParameterType, tmp_path: Path) -> None:
    assert list(typed(tmp_path, heading).values()) == [kind]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("when = 2021-05-18 (a day)", ParameterType("date")),
        ("when = 2021-05-32", ParameterType("text")),
        ("when = 2021", ParameterType("text")),
        ("t = towns (a table)", ParameterType("table")),
        ("town = ber (a town)", ParameterType("key", ("towns",))),
        ("town = ber (a town, or empty)", ParameterType("key", ("towns",), may_be_empty=True)),
        ("town =  (a town)", ParameterType("key", ("towns",), may_be_empty=True)),
        ("town = xyz", ParameterType("text")),
        ("code_key = ber", ParameterType("any key", ("towns",))),
        ("who = 1 (a person)", ParameterType("any key", ("people",))),
        ("what = ber,1", ParameterType("any key", ("visits",))),
        ("kind = flat", ParameterType("code")),
        ("kind =", ParameterType("code", may_be_empty=True)),
        ("kind = tent", ParameterType("text")),
        ("mood = good", ParameterType("text")),
        ("word =", ParameterType("text", may_be_empty=True)),
        ("word = hello", ParameterType("text")),
    ],
)
def test_a_heading_that_says_none_gets_one_by_rule(
    heading: str, kind: ParameterType, tmp_path: Path
) -> None:
    assert list(typed(tmp_path, heading).values()) == [kind]


def test_a_key_beside_the_name_of_a_table_is_of_that_table(tmp_path: Path) -> None:
    assert typed(tmp_path, "key = ber", "about = towns") == {
        "key": ParameterType("key beside", ("about",)),
        "about": ParameterType("table"),
    }


def test_a_heading_says_beside_which_table_a_key_stands(tmp_path: Path) -> None:
    assert typed(tmp_path, "key: key beside about = ber,1", "about: table = visits") == {
        "key": ParameterType("key beside", ("about",)),
        "about": ParameterType("table"),
    }


@pytest.mark.parametrize(
    ("heading", "wrong", "right"),
    [
        ("d: dat = 2021-05-18", "its type 'dat' is none", "did you mean date?"),
        ("d: = 2021-05-18", "its type '' is none",
         "write date, integer, text, table, choice of <query or view>"),
        ("d: number = 1", "its type 'number' is none", "write date, integer"),
        ("d: choise of kinds = flat", "its type 'choise of kinds' is none",
         "did you mean choice of kinds?"),
        ("d: key = ber", "its type 'key' is none", "did you mean key of <table>?"),
        ("d: choice of kind = flat", "the query or view 'kind', which is none",
         "did you mean 'kinds'?"),
        ("d: choice of mods = good", "the query or view 'mods', which is none",
         "did you mean 'moods'?"),
        ("d: table = town", "its example 'town' is no table", "did you mean 'towns'?"),
        ("d: table = xyz", "its example 'xyz' is no table", "name one of towns, people, visits"),
        ("d: key beside frist = 1", "the parameter 'frist', which is none",
         "did you mean 'first'?"),
        ("d: key beside d = 1", "the parameter 'd', which is none", "name one of first"),
        ("d: key beside first = 1", "beside the parameter 'first', which is no table",
         "write `first: table = ...`"),
        ("d: choice of q = flat", "the query 'q', which takes parameters itself", "takes none"),
        ("d: key of towns, towns = ber", "its type names 'towns' twice", "name each table once"),
        ("d: key of towns,, people = ber", "its type has an empty name", "name each table once"),
        ("d: key of town = ber", "the table 'town', which is none", "did you mean 'towns'?"),
        ("d: key of xyz = ber", "the table 'xyz', which is none", "name one of towns, people"),
        ("d: key of towns, visits = ber", "'visits' has no primary key of one field", "text"),
        ("d: date = 06/01/2023", "its example '06/01/2023' is no day", "write 2023-06-01"),
        ("d: integer = 1.0", "its example '1.0' is no whole number", "write digits alone"),
        ("_now: date = 2021-05-18", "names that begin with _", "call it now"),
    ],
)  # fmt: skip
def test_a_heading_that_nobody_could_follow_is_refused(
    heading: str, wrong: str, right: str, tmp_path: Path
) -> None:
    with pytest.raises(ProjectError) as raised:
        typed(tmp_path, "first = 1", heading)
    assert raised.value.place.endswith("q.sql, line 2")
    assert wrong in raised.value.wrong
    assert right in raised.value.right


def statement(text: str) -> Statement:
    return read_statement("q", "q.sql", text)


def test_the_old_headings_are_read_as_before() -> None:
    read_one = statement(
        "-- parameter: a =  (one, or empty)\n-- parameter: b = x\n-- parameter: c=(x)\n"
        "-- parameter: d = us-va (a key (of a place))\nselect :a, :b, :c, :d"
    )
    assert read_one.parameters == (
        Parameter("a", None, "", "one, or empty"),
        Parameter("b", None, "x", ""),
        Parameter("c", None, "(x)", ""),
        Parameter("d", None, "us-va", "a key (of a place)"),
    )


def test_questions_stand_by_the_numbers_of_their_headings() -> None:
    orders = ("10", "2", "", "0", "b", "²")
    read_all = [
        read_statement(f"q{n}", "q.sql", f"-- order: {each}\nselect 1")
        for n, each in enumerate(orders)
    ]
    found = [orders[int(each.name[1:])] for each in sorted(read_all, key=lambda each: each.order)]
    assert found == ["0", "2", "10", "b", "²", ""]


def test_an_integer_is_a_number_when_it_is_asked() -> None:
    asked = statement(
        "-- parameter: n: integer = 1\n-- parameter: w: text = 1\nselect :n, :w, ':n'"
    )
    assert asked.select == "select cast(nullif(:n, '') as bigint), :w, ':n'"
    assert asked.text.endswith("select :n, :w, ':n'")


@pytest.mark.parametrize("text", ["0", "-1", "9223372036854775807"])
def test_whole_numbers(text: str) -> None:
    assert is_integer(text)


@pytest.mark.parametrize(
    "text", ["", "-0", "01", "+1", "1.0", "1e3", "1,000", " 1", "1\n", "9223372036854775808"]
)
def test_what_is_no_whole_number(text: str) -> None:
    assert not is_integer(text)


def test_the_reference_tells_of_every_type() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reference" / "questions.md").read_text("utf-8")
    table = text[text.index("| type | a value is |") : text.index("Behind a type")]
    told = re.findall(r"^\| `([a-z <>]+)` \|", table, re.MULTILINE)
    assert told == [*PLAIN, *(f"{kind} of {of}" for kind, of in OF.items()), f"{BESIDE}<parameter>"]
