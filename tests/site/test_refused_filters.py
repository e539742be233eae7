"""A filter that is not understood is refused, for every operator, type and form of a table."""

import json
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from datasette.filters import Filters

from pressmark.field_types import FORMS
from pressmark.site import build_app
from pressmark.site.arguments.comparisons import DAYS, UNORDERED
from pressmark.site.arguments.operators import ELSEWHERE, OPERATORS, Operator
from pressmark.site.served import read_served_releases
from tests.packages import field, fields, read, write_package
from tests.site.visitor import Visitor

HERE = "/small-1-0-0"
FORMS_OF_ANSWERS = ("", ".json", ".csv")
RIGHT = {
    "any": "x",
    "array": "[1,2]",
    "boolean": "1",
    "date": "2023-06-01",
    "datetime": "2023-06-01T10:00:00",
    "duration": "P1Y",
    "geojson": '{"coordinates":[1,2],"type":"Point"}',
    "geopoint": "12.5, 48.1",
    "integer": "42",
    "list": "a,b",
    "number": "3.5",
    "object": '{"a":1}',
    "string": "some text",
    "time": "10:00:00",
    "year": "2023",
    "yearmonth": "2023-06",
}
"""Of each type the value that the table holds, as the database holds it."""
WRONG = {
    "array": ("1", "[1, 2]", "{}"),
    "boolean": ("true", "yes", "2", "x"),
    "date": ("06/01/2023", "2023-13-45", "2023", "yesterday", "2023-02-29", "2023-06-01T00:00:00"),
    "datetime": ("2023-06-01", "2023-06-01 10:00:00", "2023-02-30T10:00:00", "now"),
    "duration": ("a year", "P12M", "1"),
    "geojson": ("[1,2]", "x", '{"type": "Point", "coordinates": [1, 2]}'),
    "geopoint": ("x", "200, 1", "12.50, 48.10"),
    "integer": ("many", "1.5", "1,204", "0x10", "²"),
    "number": ("many", "NaN", "INF", "1,5", "²"),
    "object": ("[1]", "x", '{"a": 1}'),
    "time": ("25:00:00", "10:00", "10:00:00.500"),
    "year": ("2023-06-01", "twenty", "23"),
    "yearmonth": ("2023", "2023-13", "June 2023"),
}
"""Of each type what is none of its values; any text is one of the types that are not here."""
KINDS = {"a": "first", "b": "second"}
ALL = fields(
    field("key"),
    *(field(f"{each}_held", each) for each in FORMS),
    field("kind", categories=[{"value": each, "label": word} for each, word in KINDS.items()]),
    field("level", "integer", constraints={"enum": [1, 2]}),
    field("town"),
    field("code", constraints={"pattern": "[A-Z]{2}"}),
    field("day_edtf", rdfType="http://id.loc.gov/datatypes/edtf/EDTF"),
    field("long", "integer"),
    field("value__gt", "integer"),
    field("_low"),
    primaryKey=["key"],
    foreignKeys=[{"fields": ["town"], "reference": {"resource": "towns", "fields": ["id"]}}],
)
TOWNS = fields(field("id"), field("name"), primaryKey=["id"], **{"pressmark:label": "name"})


def quoted(cell: str) -> str:
    """Write a cell of CSV."""
    return '"' + cell.replace('"', '""') + '"'


def all_rows() -> str:
    """Write one record that has everything, and one that has nothing."""
    header = [each["name"] for each in ALL["fields"]]
    held = ["true" if each == "boolean" else RIGHT[each] for each in FORMS]
    rest = ["a", "1", "ber", "DE", "2023-06", "9" * 20, "7", "deep"]
    rows = (header, ["one", *held, *rest], ["two", *("" for _ in header[1:])])
    return "".join(",".join(map(quoted, row)) + "\n" for row in rows)


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """Visit a package with a field of each type, built as `pressmark serve` builds it."""
    tables = {
        "all": (ALL, all_rows()),
        "towns": (TOWNS, "id,name\nber,Berlin\nkre,Kreuzberg\n"),
        "keyless": (fields(field("n", "integer")), "n\n1\n2\n"),
    }
    path = write_package(tmp_path_factory.mktemp("all"), tables)
    report, releases = read_served_releases(read(path), path.parent / "out")
    assert report and report.valid, report and report.findings
    return Visitor(build_app(releases))


def asked(name: str, value: str, form: str = ".json", table: str = "all") -> str:
    """Write an address with one argument."""
    return f"{HERE}/{table}{form}?{urlencode({name: value})}"


def refused(visitor: Visitor, address: str) -> str:
    """Give what is said of an address that is refused; it is no page of another kind."""
    answer = visitor.get(address)
    assert answer.status_code == 400, (address, answer.status_code, answer.text[:200])
    kinds = {".json": "application/json", ".csv": "text/plain"}
    ending = next((each for each in kinds if each in address.partition("?")[0]), "")
    assert answer.headers["content-type"].startswith(kinds.get(ending, "text/html"))
    if ending == ".json":
        return str(answer.json()["error"])
    assert ending or '<div class="notice" role="alert">' in answer.text
    return answer.text


def rows(visitor: Visitor, address: str) -> list[Any]:
    """Give the rows of an answer in JSON."""
    answer = visitor.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    return list(answer.json()["rows"])


def test_the_tables_here_are_whole() -> None:
    """Every type has its value, and every operator that Datasette answers is known."""
    assert set(RIGHT) == set(FORMS)
    assert {each.name for each in OPERATORS} == {each for each, *_ in Filters(()).lookups()}
    assert {right for _, right in ELSEWHERE} <= {each.name for each in OPERATORS}


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda each: each.name)
@pytest.mark.parametrize("type_", FORMS)
def test_a_value_of_the_type_is_answered(visitor: Visitor, type_: str, operator: Operator) -> None:
    """Where the operator says anything of the type; what is written is what is compared."""
    name, right = f"{type_}_held__{operator.name}", RIGHT[type_]
    value = {
        "nothing": "1",
        "day": "2023-06-01",
        "values": '["' + right.replace('"', '\\"') + '"]',
    }.get(operator.takes, right)
    suits = {
        "bound": type_ not in UNORDERED,
        "part": type_ != "boolean",
        "item": type_ == "array",
        "day": type_ in DAYS,
    }.get(operator.takes, True)
    if not suits:
        said = refused(visitor, asked(name, value))
        assert f"{type_}_held" in said
        return
    found = rows(visitor, asked(name, value))
    if operator.name in {"exact", "in", "gte", "lte", "notnull", "notblank"}:
        assert [row[0] for row in found] == ["one"]
    if operator.name in {"gt", "lt", "not", "notin"}:
        assert found == []
    if operator.name in {"isnull", "isblank"}:
        assert [row[0] for row in found] == ["two"]


@pytest.mark.parametrize("form", FORMS_OF_ANSWERS)
@pytest.mark.parametrize(
    "operator", [each for each in OPERATORS if each.takes in {"value", "values", "bound"}],
    ids=lambda each: each.name,
)  # fmt: skip
@pytest.mark.parametrize("type_", WRONG)
def test_what_is_no_value_of_the_type_is_refused(
    visitor: Visitor, type_: str, operator: Operator, form: str
) -> None:
    """By name, on the page, in JSON and for CSV."""
    name = f"{type_}_held__{operator.name}"
    for wrong in WRONG[type_]:
        value = json.dumps([RIGHT[type_], wrong]) if operator.takes == "values" else wrong
        said = refused(visitor, asked(name, value, form))
        assert f"{type_}_held" in said


@pytest.mark.parametrize("form", FORMS_OF_ANSWERS)
@pytest.mark.parametrize("type_", FORMS)
def test_an_unknown_operator_or_column_is_refused(visitor: Visitor, type_: str, form: str) -> None:
    """With the one that was meant."""
    right = RIGHT[type_]
    for written, meant in (("eq", "exact"), ("contians", "contains"), ("GTE", "gte")):
        said = refused(visitor, asked(f"{type_}_held__{written}", right, form))
        assert f"{type_}_held__{meant}=" in said
    assert f"{type_}_held" in refused(visitor, asked(f"{type_}_hled", right, form))
    assert f"{type_}_held__gte" in refused(visitor, asked(f"{type_}_hled__gte", right, form))
    assert "no comparison zzzzzz" in refused(visitor, asked(f"{type_}_held__zzzzzz", right, form))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("date_held", "06/01/2023", "Write 2023-06-01 or 2023-01-06"),
        ("date_held", "31/12/2023", "Write 2023-12-31."),
        ("date_held", "June 1, 2023", "Write 2023-06-01."),
        ("date_held", "2023", "Write 2023-01-01."),
        ("date_held", "yesterday", "Write 2023-06-01, for example"),
        ("date_held__date", "2023-13-45", "2023-13-45 is not"),
        ("datetime_held", "2023-06-01", "Write 2023-06-01T00:00:00."),
        ("datetime_held", "2023-06-01 10:00:00", "Write 2023-06-01T10:00:00."),
        ("boolean_held", "yes", "Write 1."),
        ("boolean_held", "FALSE", "Write 0."),
        ("integer_held", "1,204", "Write 1204."),
        ("year_held", "2023-06-01", "Write 2023."),
        ("yearmonth_held", "2023-06-01", "Write 2023-06."),
        ("array_held", "[1, 2]", "Write [1,2]."),
        ("integer_held__isnull", "0", "takes 1"),
        ("integer_held__isnull", "", "takes 1"),
        ("integer_held__in", "[]", "it takes a list of values"),
        ("integer_held__in", "1,,2", "none of them empty"),
        ("integer_held__in", "[[1]]", "a list of values"),
        ("integer_held__in", "[1", "a list of values"),
        ("string_held__in", "[true]", "a list of values"),
        ("kind", "first", "did you mean a?"),
        ("kind", "c", "one of a, b"),
        ("kind__in", "a,c", "never c"),
        ("level", "3", "one of 1, 2"),
        ("town", "Berlin", "did you mean ber (Berlin)?"),
        ("town", "berl", "did you mean ber"),
        ("town__not", "nowhere", "no nowhere in towns"),
        ("town__in", "ber,nowhere", "no nowhere in towns"),
        ("key", "three", "no three in all"),
        ("code", "de", "write text that matches"),
        ("day_edtf", "06/01/2023", "Write 2023-06-01 or 2023-01-06"),
        ("day_edtf__gte", "yesterday", "2023, 2023-06 or 2023-06-01"),
        ("day_edtf__lt", "2023-02-30", "is none"),
        ("day_edtf", "2023-13", "is none"),
        ("day_edtf__gte", "2023-00", "is none"),
        ("day_edtf", "2023-06/2023-42", "is none"),
        ("day_edtf", "2023-06-4X", "is none"),
        ("day_edtf", "June 2023", "Write 2023-06."),
        ("day_edtf", "06/2023", "Write 2023-06."),
        ("day_edtf", "2023/6", "Write 2023-06."),
        ("day_edtf", "20230601", "Write 2023-06-01."),
        ("long__gt", "9", "Take the file"),
        ("long", "0" + "9" * 20, f"Write {'9' * 20}."),
        ("value__gt", "3", "Write value__gt__exact=3."),
        ("_low", "x", "Write _low__exact="),
        ("rowid", "1", "no column rowid"),
        ("", "x", "no column"),
        ("string_held__gt", "²", "digits 0 to 9"),
    ],
)
def test_what_would_be_right_is_said(visitor: Visitor, name: str, value: str, said: str) -> None:
    """In the words of the type, the code list, the other table or the pattern."""
    assert said in refused(visitor, asked(name, value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "a"),
        ("level__in", "1,2"),
        ("town", "ber"),
        ("town__contains", "e"),
        ("key", "one"),
        ("code", "DE"),
        ("code__startswith", "d"),
        ("day_edtf", "2023-06"),
        ("day_edtf__gte", "2021-05-18"),
        ("day_edtf__lte", "2023~/.."),
        ("day_edtf__lte", "2023-0X"),
        ("day_edtf__lte", "2023-21"),
        ("long", "9" * 20),
        ("value__gt__exact", "7"),
        ("value__gt__gt", "3"),
        ("_low__exact", "deep"),
        ("integer_held__in", "[41, 42]"),
        ("number_held", "3.50"),
        ("integer_held", "+042"),
        ("_where", "integer_held > 41"),
    ],
)
def test_what_is_understood_is_answered(visitor: Visitor, name: str, value: str) -> None:
    """With the one record that it fits."""
    assert [row[0] for row in rows(visitor, asked(name, value))] == ["one"]
    page = visitor.text(asked(name, value, ""))
    assert 'aria-label="Remove the filter: ' in page


def test_two_values_at_once_are_refused(visitor: Visitor) -> None:
    """No record has both; `in` is meant. The same twice is no contradiction."""
    said = refused(visitor, f"{HERE}/all.json?kind=a&kind__exact=b")
    assert "kind__in=a,b" in said
    assert len(rows(visitor, f"{HERE}/all.json?kind=a&kind=a")) == 1
    assert len(rows(visitor, f"{HERE}/all.json?integer_held__gt=1&integer_held__gt=2")) == 1


def test_a_table_without_a_key_is_filtered_by_its_numbers(visitor: Visitor) -> None:
    """As its pages lead to them."""
    assert rows(visitor, asked("pressmark_order__gt", "1", table="keyless")) == [[2, 2]]
    assert "whole number" in refused(visitor, asked("pressmark_order", "x", table="keyless"))


def test_what_is_left_empty_in_a_form_is_no_filter(visitor: Visitor) -> None:
    """The page leads to the address without it, the others in their order; programs are told."""
    query = "kind=&integer_held__gte=1&_search=&town__contains=&_sort=kind"
    answer = visitor.get(f"{HERE}/all?{query}")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"{HERE}/all?integer_held__gte=1&_sort=kind"
    assert visitor.get(f"{HERE}/all?kind=").headers["location"] == f"{HERE}/all"
    for form in (".json", ".csv"):
        assert "kind__isblank=1" in refused(visitor, asked("kind", "", form))
    assert "nosuch" in refused(visitor, asked("nosuch", "", ""))


@pytest.mark.parametrize(
    ("query", "clean"),
    [
        ("_filter_column=kind&_filter_op=exact&_filter_value=a", "kind__exact=a"),
        ("_filter_column_1=kind&_filter_op_1=isnull__1&_filter_value_1=", "kind__isnull=1"),
        ("_filter_column=&_filter_op=exact&_filter_value=&_size=5", "_size=5"),
        ("_filter_column=kind&_filter_op=exact&_filter_value=", ""),
        ("_filter_column_1=value__gt&_filter_op_1=gt&_filter_value_1=3", "value__gt__gt=3"),
        (
            (
                "_filter_column_1=kind&_filter_value_1=a&_sort=key&_filter_column_2=town"
                "&_filter_op_2=contains&_filter_value_2=b+r"
            ),
            "_sort=key&kind__exact=a&town__contains=b+r",
        ),
    ],
)
def test_the_form_of_all_filters_leads_to_their_address(
    visitor: Visitor, query: str, clean: str
) -> None:
    """What was chosen in it, and nothing of how it was asked."""
    answer = visitor.get(f"{HERE}/all?{query}")
    assert answer.status_code == 307
    assert answer.headers["location"].removeprefix(f"{HERE}/all").removeprefix("?") == clean
    assert visitor.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("_filter_column=kin&_filter_op=exact&_filter_value=a", "did you mean kind"),
        ("_filter_column=kind&_filter_op=eq&_filter_value=a", "kind__exact"),
        ("_filter_column=&_filter_op=exact&_filter_value=a", "names no column"),
        ("_filter_value_3=a", "names no column"),
        ("_filter_column=kind&_filter_op=exact&_filter_value=c", "one of a, b"),
    ],
)
def test_a_wrong_filter_of_the_form_is_refused(visitor: Visitor, query: str, said: str) -> None:
    """Before it is led anywhere."""
    assert said in refused(visitor, f"{HERE}/all?{query}")


def test_what_was_written_comes_back_escaped(visitor: Visitor) -> None:
    """Within the frame of the site."""
    for name in ("<script>alert(1)</script>", "kind", "kind__<b>"):
        page = visitor.get(f"{HERE}/all?{quote_plus(name)}={quote_plus('<img src=x>')}")
        assert page.status_code == 400
        assert "<script>alert" not in page.text and "<img" not in page.text
        assert "&lt;" in page.text and "</footer>" in page.text


def test_the_links_of_counts_lead_to_their_values(visitor: Visitor) -> None:
    """Of columns whose names look like comparisons or arguments too."""
    for column, argument in (("value__gt", "value__gt__exact"), ("_low", "_low__exact"),
                             ("kind", "kind"), ("number_held", "number_held")):  # fmt: skip
        answer = visitor.get(f"{HERE}/all.json?_facet={column}").json()
        (value,) = answer["facet_results"][column]["results"]
        link = value["toggle_url"].removeprefix("http://site")
        assert f"{argument}=" in link and not value["selected"]
        assert visitor.get(link).status_code == 200
        chosen = visitor.get(link).json()["facet_results"][column]["results"][0]
        assert chosen["selected"]
        assert f"{argument}=" not in chosen["toggle_url"]
