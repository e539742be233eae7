"""What a view computes is compared as what it holds, and what it never holds is refused."""

import html
import os
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from pressmark.site import build_app
from pressmark.site.arguments import held
from pressmark.site.arguments.held import find_held
from pressmark.site.served import read_served_releases
from tests.packages import field, fields, read, write_package
from tests.site.visitor import Visitor

HERE = "/small-1-0-0"
ITEMS = fields(
    field("id"),
    field("kind"),
    field("size", "integer"),
    field("day", "date"),
    field("when_edtf", rdfType="http://id.loc.gov/datatypes/edtf/EDTF"),
    primaryKey=["id"],
)
ROWS = """id,kind,size,day,when_edtf
a,red,1,2021-05-18,2021
b,red,2,2022-05-18,2022-06
c,blue,4,2023-05-18,2023-06-01?
d,blue,,,
"""
VIEW = """-- title: Computed
select
  id,
  size + 1 as more,
  size / 2.0 as half,
  coalesce(day, '2020-01-01') as since,
  when_edtf as written,
  coalesce(when_edtf, '2020') as vague,
  upper(kind) as sort,
  case when size is null then 'none' else cast(size as text) end as code,
  'item ' || id || ' is one of those that are long enough to be called a sentence here' as words,
  null as none_of_it
from items
"""


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """Visit a package with a view whose columns are computed."""
    folder = tmp_path_factory.mktemp("view")
    (folder / "computed.sql").write_text(VIEW, encoding="utf-8")
    extra: dict[str, Any] = {"pressmark:views": ["computed.sql"]}
    path = write_package(folder, {"items": (ITEMS, ROWS)}, **extra)
    report, releases = read_served_releases(read(path), folder / "out")
    assert report and report.valid, report and report.findings
    return Visitor(build_app(releases))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("more=5", "c"),
        ("more__exact=5", "c"),
        ("more__not=5", "ab"),
        ("more__gt=2", "bc"),
        ("more__gte=-1", "abc"),
        ("more__lt=3", "a"),
        ("more__in=2,5", "ac"),
        ('more__in=[2,"5"]', "ac"),
        ("more__notin=2,5", "b"),
        ("half=0.5", "a"),
        ("half=2", "c"),
        ("half__gte=0.75", "bc"),
        ("half__lt=1e0", "a"),
        ("more=5&half__gt=1&sort=BLUE", "c"),
        ("more__notnull=1&more__lte=3", "ab"),
        ("since=2021-05-18", "a"),
        ("since__lt=2021-01-01", "d"),
        ("written__gte=2022", "bc"),
        ("vague__gte=2022", "bc"),
        ("vague__lt=2021", "d"),
        ("vague=2020", "d"),
        ("code=4", "c"),
        ("code__in=1,none", "ad"),
        ("code__gte=2", "bcd"),
        ("sort=RED", "ab"),
        ("sort__not=RED", "cd"),
        ("words=what+no+record+holds+but+any+text+may+be+asked+for", ""),
        ("none_of_it__isnull=1", "abcd"),
    ],
)
def test_a_value_is_compared_as_what_the_column_holds(
    visitor: Visitor, query: str, found: str
) -> None:
    """In JSON, in CSV, where it is cited, and in the SQL that the page leads to."""
    answer = visitor.get(f"{HERE}/computed.json?{query}")
    assert answer.status_code == 200, answer.text
    assert "".join(row[0] for row in answer.json()["rows"]) == found
    lines = visitor.text(f"{HERE}/computed.csv?{query}").splitlines()
    assert "".join(line[0] for line in lines[1:]) == found
    page = visitor.text(f"{HERE}/computed?{query}")
    links = [
        html.unescape(each) for each in re.findall(r'href="([^"]*(?:\?|&amp;)sql=[^"]*)"', page)
    ]
    (cite,) = (each.replace("/cite?", "/cite.csv?") for each in links if each.startswith("/cite"))
    (change,) = (each for each in links if not each.startswith("/cite"))
    for address in (cite, change.replace("?", ".csv?", 1)):
        lines = visitor.text(address).splitlines()
        assert "".join(line[0] for line in lines[1:]) == found, address


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("more=x", "more is a whole number"),
        ("more__gte=x", "more is a whole number"),
        ("more__in=1,x", "more is a whole number"),
        ("half=1,5", "half is a number"),
        ("since=06/01/2023", "Write 2023-06-01 or 2023-01-06"),
        ("since__gte=06/01/2023", "Write 2023-06-01"),
        ("since=2023", "Write 2023-01-01"),
        ("written=June 2023", "Write 2023-06."),
        ("vague__lte=06/2023", "Write 2023-06."),
        ("vague=2023-13", "2023-13 is none"),
        ("sort=REED", "did you mean RED?"),
        ("sort__in=RED,GREEN", "sort is never GREEN"),
        ("sort__not=red", "did you mean RED?"),
        ("code=3", "It is one of 1, 2, 4, none"),
    ],
)
@pytest.mark.parametrize("form", ["", ".json", ".csv"])
def test_a_value_that_the_column_never_holds_is_refused(
    visitor: Visitor, query: str, said: str, form: str
) -> None:
    """With what would be right."""
    answer = visitor.get(f"{HERE}/computed{form}?{query}")
    assert answer.status_code == 400, answer.text
    assert said in html.unescape(answer.text)


def test_of_some_views_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of broken ones, of those that take too long or are too large, and of mixed columns."""
    file = tmp_path / "some.sqlite"
    connection = sqlite3.connect(file)
    connection.executescript("""
        create table t(a);
        insert into t values (1), ('x'), (null);
        create view broken as select * from gone;
        create view mixed as select a, 1 as one, null as none, x'00' as octets from t;
        create view empty as select a from t where a = 2;
        create view endless as
          with recursive n(i) as (select 1 union all select i + 1 from n) select i from n;
    """)
    connection.close()
    monkeypatch.setattr(held, "MOST_STEPS", 10_000)
    known = find_held(file)
    assert {name for name, columns in known.items() if columns} == {"mixed"}
    assert set(known["mixed"]) == {"one"}
    monkeypatch.setattr(held, "MOST_VALUES", 2)
    held.read_held.cache_clear()
    assert find_held(file)["mixed"] == {}
    held.read_held.cache_clear()


def test_the_views_of_a_file_are_read_once(tmp_path: Path) -> None:
    """Of another file of that name they are read again."""
    file = tmp_path / "one.sqlite"
    for number in (1, 22):
        file.unlink(missing_ok=True)
        connection = sqlite3.connect(file)
        connection.execute(f"create view v{number} as select {number} as n")
        connection.close()
        os.utime(file, (number, number))
        known = find_held(file)
        assert set(known) == {f"v{number}"}
        assert find_held(file) is known
