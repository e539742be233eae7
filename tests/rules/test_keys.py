"""What records must satisfy together: primary, unique and foreign keys."""

from pathlib import Path
from typing import Any

import pytest

from pressmark import sql
from pressmark.field_types import Column
from pressmark.package import Field
from pressmark.rules.keys import express_published
from tests.packages import (
    field,
    fields,
    judged_cells,
    learned_engine,
    places_of,
    report_of,
    write_package,
)

Tables = dict[str, tuple[dict[str, Any], str]]


def refers(child: str | list[str], table: str | None, parent: str | list[str]) -> dict[str, Any]:
    reference = {"fields": parent} if table is None else {"resource": table, "fields": parent}
    return {"fields": child, "reference": reference}


def found(folder: Path, tables: Tables) -> list[tuple[str, str | None, int | None, str | None]]:
    report = report_of(write_package(folder, tables))
    return [(each.rule, each.table, each.record, each.value) for each in report.findings]


@pytest.mark.parametrize(
    ("schema", "text", "wrong"),
    [
        (fields(field("a"), primaryKey="a"), "a\nx\ny\nX\n", []),
        (
            fields(field("a"), primaryKey="a"),
            "a\nx\ny\nx\nx\n",
            [("key.primary", 3, "a", "x"), ("key.primary", 4, "a", "x")],
        ),
        (
            fields(field("a", "integer"), primaryKey="a"),
            "a\n1\n01\n+1\n2\n",
            [("key.primary", 2, "a", "01"), ("key.primary", 3, "a", "+1")],
        ),
        (fields(field("a"), primaryKey="a"), "a\n1\n01\n", []),
        (
            fields(field("a", "number"), primaryKey="a"),
            "a\n1.0\n1\n",
            [("key.primary", 2, "a", "1")],
        ),
        (
            fields(field("a", "boolean"), primaryKey="a"),
            "a\ntrue\n1\nfalse\n",
            [("key.primary", 2, "a", "1")],
        ),
        (
            fields(field("a"), field("b"), primaryKey=["a", "b"]),
            "a,b\nx,y\nx,z\ny,x\nx,y\n",
            [("key.primary", 4, "a, b", "x, y")],
        ),
        (
            fields(field("a"), field("b"), primaryKey=["b", "a"]),
            "a,b\nx,y\nx,y\n",
            [("key.primary", 2, "b, a", "y, x")],
        ),
        (fields(field("a"), field("b"), primaryKey=["a", "b"]), 'a,b\n"x,y",z\nx,"y,z"\n', []),
        (
            fields(field("a"), field("b"), primaryKey=["a", "b"]),
            "a,b\nx,\nx,\n",
            [("cell.required", 1, "b", ""), ("cell.required", 2, "b", "")],
        ),
        (
            fields(field("a"), field("A"), primaryKey=["a", "A"]),
            "a,A\nx,y\ny,x\nx,y\n",
            [("key.primary", 3, "a, A", "x, y")],
        ),
        (
            fields(field("a", constraints={"unique": True}), field("b")),
            "a,b\nx,\n,\n,\nx,\n",
            [("key.unique", 4, "a", "x")],
        ),
        (
            fields(field("a"), field("b"), uniqueKeys=[["a", "b"]]),
            "a,b\nx,y\nx,\nx,\n,y\nx,y\n",
            [("key.unique", 5, "a, b", "x, y")],
        ),
        (
            fields(field("a"), field("b"), uniqueKeys=["a", "b"]),
            "a,b\nx,y\nx,z\nw,y\n",
            [("key.unique", 2, "a", "x"), ("key.unique", 3, "b", "y")],
        ),
        (
            fields(field("a", constraints={"unique": True}), uniqueKeys=["a"], primaryKey="a"),
            "a\nx\nx\n",
            [("key.primary", 2, "a", "x")],
        ),
        (
            fields(field("a", constraints={"unique": True}), uniqueKeys=["a", ["a"]]),
            "a\nx\nx\n",
            [("key.unique", 2, "a", "x")],
        ),
        (
            fields(field("a"), field("b"), primaryKey=["a", "b"], uniqueKeys=[["b", "a"]]),
            "a,b\nx,y\nx,y\n",
            [("key.primary", 2, "a, b", "x, y")],
        ),
        (fields(field("a"), field("b")), "a,b\nx,y\nx,y\n", []),
        (fields(field("a"), primaryKey="a"), "a\n", []),
    ],
)
def test_keys_are_not_repeated(
    schema: dict[str, Any], text: str, wrong: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    assert judged_cells(tmp_path, schema, text) == wrong


def test_a_repetition_names_the_first_record(tmp_path: Path) -> None:
    schema = fields(field("k"), field("t"), primaryKey="k")
    path = write_package(tmp_path, {"t": (schema, 'k,t\nx,\ny,"a\nb"\ny,\ny,\n')})
    found = report_of(path).findings
    assert [(each.record, each.line, each.message, each.hint) for each in found] == [
        (
            3,
            5,
            '"y" in k is the primary key of record 2 (line 3) already.',
            "Give every record its own, or delete the record that is there twice.",
        ),
        (
            4,
            6,
            '"y" in k is the primary key of record 2 (line 3) already.',
            "Give every record its own, or delete the record that is there twice.",
        ),
    ]


def test_a_unique_value_is_called_so(tmp_path: Path) -> None:
    schema = fields(field("k", constraints={"unique": True}))
    (finding,) = report_of(write_package(tmp_path, {"t": (schema, "k\nx\nx\n")})).findings
    assert finding.message == '"x" in k must be unique, and stands in record 1 (line 2) already.'


PARENT = (fields(field("id", "integer"), field("name"), primaryKey="id"), "id,name\n1,x\n02,y\n")


@pytest.mark.parametrize(
    ("tables", "wrong"),
    [
        (
            {
                "p": PARENT,
                "c": (
                    fields(field("p", "integer"), field("b"), foreignKeys=[refers("p", "p", "id")]),
                    "p,b\n1,\n2,\n,\n3,\n",
                ),
            },
            [("key.foreign", "c", 4, "3")],
        ),
        (
            {
                "c": (
                    fields(field("p", "integer"), foreignKeys=[refers("p", "p", "id")]),
                    "p\n01\n3\n",
                ),
                "p": PARENT,
            },
            [("key.foreign", "c", 2, "3")],
        ),
        (
            {
                "t": (
                    fields(
                        field("id"),
                        field("up"),
                        primaryKey="id",
                        foreignKeys=[refers("up", None, "id")],
                    ),
                    "id,up\na,\nb,a\nc,c\nd,e\n",
                )
            },
            [("key.foreign", "t", 4, "e")],
        ),
        (
            {
                "t": (
                    fields(
                        field("id"),
                        field("up"),
                        primaryKey="id",
                        foreignKeys=[refers("up", "", "id")],
                    ),
                    "id,up\na,b\n",
                )
            },
            [("key.foreign", "t", 1, "b")],
        ),
        (
            {
                "p": (fields(field("a"), field("b"), primaryKey=["a", "b"]), "a,b\nx,y\n"),
                "c": (
                    fields(
                        field("a"), field("b"), foreignKeys=[refers(["a", "b"], "p", ["a", "b"])]
                    ),
                    "a,b\nx,y\nx,\n,y\n,\ny,x\nx,z\n",
                ),
            },
            [("key.foreign", "c", 5, "y, x"), ("key.foreign", "c", 6, "x, z")],
        ),
        (
            {
                "p": (fields(field("a"), field("b"), primaryKey=["a", "b"]), "a,b\nx,y\n"),
                "c": (
                    fields(
                        field("a"), field("b"), foreignKeys=[refers(["b", "a"], "p", ["a", "b"])]
                    ),
                    "a,b\nx,y\ny,x\n",
                ),
            },
            [("key.foreign", "c", 1, "y, x")],
        ),
        (
            {
                "p": (fields(field("a"), field("n")), "a,n\n,1\nx,2\n"),
                "c": (fields(field("a"), foreignKeys=[refers("a", "p", "a")]), "a\nx\ny\n"),
            },
            [("key.foreign", "c", 2, "y")],
        ),
        (
            {
                "p": (fields(field("a"), field("n")), "a,n\nx,1\nz,2\nx,3\nx,4\n,5\n,6\n"),
                "c": (fields(field("a"), foreignKeys=[refers("a", "p", "a")]), "a\nx\n"),
            },
            [("key.parent_not_unique", "p", 1, "x")],
        ),
        (
            {
                "p": (fields(field("a", "integer")), "a\n01\n1\n"),
                "c": (fields(field("a", "integer"), foreignKeys=[refers("a", "p", "a")]), "a\n1\n"),
            },
            [("key.parent_not_unique", "p", 1, "01")],
        ),
        (
            {
                "p": (fields(field("a")), "a\nx\nx\n"),
                "c": (
                    fields(
                        field("a"),
                        field("b"),
                        foreignKeys=[refers("a", "p", "a"), refers("b", "p", "a")],
                    ),
                    "a,b\nx,x\n",
                ),
            },
            [("key.parent_not_unique", "p", 1, "x")],
        ),
        (
            {
                "p": (fields(field("a", constraints={"unique": True})), "a\nx\nx\n"),
                "c": (fields(field("a"), foreignKeys=[refers("a", "p", "a")]), "a\nx\n"),
            },
            [("key.unique", "p", 2, "x")],
        ),
        (
            {
                "p": (fields(field("a"), field("b"), uniqueKeys=[["a", "b"]]), "a,b\nx,y\n"),
                "c": (
                    fields(
                        field("a"), field("b"), foreignKeys=[refers(["b", "a"], "p", ["b", "a"])]
                    ),
                    "a,b\nx,y\n",
                ),
            },
            [],
        ),
        (
            {
                "p": (fields(field("a", "boolean")), "a\ntrue\nmaybe\n"),
                "c": (
                    fields(field("a", "boolean"), foreignKeys=[refers("a", "p", "a")]),
                    "a\n1\n0\n",
                ),
            },
            [("cell.type", "p", 2, "maybe"), ("key.foreign", "c", 2, "0")],
        ),
        (
            {
                "p": (fields(field("a")), "a\n"),
                "c": (
                    fields(field("a"), field("b"), foreignKeys=[refers("a", "p", "a")]),
                    "a,b\nx,\n,\n",
                ),
            },
            [("key.foreign", "c", 1, "x")],
        ),
        (
            {
                "p": (fields(field("{x}")), "{x}\n1\n"),
                "c": (fields(field("{0}"), foreignKeys=[refers("{0}", "p", "{x}")]), "{0}\n10\n"),
            },
            [("key.foreign", "c", 1, "10")],
        ),
        (
            {
                'p "q"': (fields(field("a b")), "a b\n1\n"),
                "it's": (
                    fields(field('c"d'), foreignKeys=[refers('c"d', 'p "q"', "a b")]),
                    '"c""d"\n1\n9\n',
                ),
            },
            [("key.foreign", "it's", 2, "9")],
        ),
        (
            {
                "p": (fields(field("a"), field("A")), "a,A\nx,y\n"),
                "c": (fields(field("a"), foreignKeys=[refers("a", "p", "A")]), "a\ny\nx\n"),
            },
            [("key.foreign", "c", 2, "x")],
        ),
    ],
)
def test_references_resolve(tables: Tables, wrong: list[tuple[Any, ...]], tmp_path: Path) -> None:
    # Of a table with quotes in its name the file has them, too.
    assert [each for each in found(tmp_path, tables) if each[0] != "file.name"] == wrong


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("US-MA", 'Did you mean "us-ma"? Otherwise '),
        ("us-or-portlnad", 'Did you mean "us-or-portland"? Otherwise '),
        ("nowhere-at-all", ""),
        ("x", ""),
    ],
)
def test_a_dangling_reference_suggests_what_is_spelled_alike(
    written: str, hint: str, tmp_path: Path
) -> None:
    tables: Tables = {
        "places": (fields(field("id"), primaryKey="id"), "id\nus-or-portland\ny\nus-ma\n"),
        "c": (
            fields(field("place"), foreignKeys=[refers("place", "places", "id")]),
            f"place\n{written}\n",
        ),
    }
    (finding,) = report_of(write_package(tmp_path, tables)).findings
    assert finding.message == f'"{written}" in place stands in no record of the table places (id).'
    right = "rite a value that places holds, or add its record there first."
    assert finding.hint == hint + ("w" if hint else "W") + right


def test_a_key_that_is_not_unique_is_the_parents_mistake(tmp_path: Path) -> None:
    tables: Tables = {
        "p": (fields(field("a"), field("b")), "a,b\n,\nx,1\nx,2\n"),
        "c": (fields(field("a"), foreignKeys=[refers("a", "p", "a")]), "a\nx\n"),
    }
    (finding,) = report_of(write_package(tmp_path, tables)).findings
    assert (finding.table, finding.path, finding.record, finding.line, finding.field) == (
        "p",
        "p.csv",
        2,
        3,
        "a",
    )
    assert finding.message == (
        '"x" in a stands in 2 records, but c refers to it as if it were one.'
    )
    assert finding.hint == "Make it unique there, or refer to fields that are unique."


WANTS = fields(field("id"), field("up"), foreignKeys=[refers("up", "p", "a")])


@pytest.mark.parametrize(
    ("parent", "rules"),
    [
        (None, {"file.missing": 1}),
        ("", {"file.empty": 1}),
        ("b\nx\n", {"header.missing": 1}),
        ('a,b\nx,y\n"z,\n', {"record.unclosed_quote": 1}),
        ("a,b\nx,y\nz\n", {"record.short": 1, "key.foreign": 2}),
    ],
)
def test_what_was_not_read_of_a_parent_is_said_once(
    parent: str | None, rules: dict[str, int], tmp_path: Path
) -> None:
    tables: Tables = {
        "c": (WANTS, "id,up\n1,z\n2,z\n"),
        "p": (fields(field("a"), field("b")), parent or ""),
    }
    path = write_package(tmp_path, tables)
    if parent is None:
        (tmp_path / "p.csv").unlink()
    assert report_of(path).counts == rules


def test_a_child_is_checked_against_the_columns_that_a_parent_has(tmp_path: Path) -> None:
    schema = fields(field("up"), field("b"), foreignKeys=[refers("up", "p", "a")])
    tables: Tables = {
        "c": (schema, "up,b\nz,z\n"),
        "p": (fields(field("a"), field("b"), field("d")), "a,b\nx,y\n"),
    }
    report = report_of(write_package(tmp_path, tables))
    assert report.counts == {"header.missing": 1, "key.foreign": 1}


@pytest.mark.parametrize("match", ["superset", "partial"])
def test_nothing_refers_to_a_column_that_is_left_out(match: str, tmp_path: Path) -> None:
    tables: Tables = {
        "c": (fields(field("up"), foreignKeys=[refers("up", "p", "a")]), "up\nz\n"),
        "p": (fields(field("a"), field("b"), fieldsMatch=[match]), "b\ny\n"),
    }
    report = report_of(write_package(tmp_path, tables))
    assert places_of(report) == [("key.foreign", 1, "up", "z")]


@pytest.mark.parametrize("kind", ["integer", "number"])
@pytest.mark.parametrize(
    "text", ["0", "7", "-7", "123456789012345", "1234567890123456", "007", "+7", "-0", "7.0", "1e2"]
)
def test_keys_are_compared_as_they_are_published(kind: str, text: str) -> None:
    column = Column(Field.model_validate(field("a", kind)), sql.quote_text(text))
    with learned_engine() as engine:
        ((same,),) = engine.rows(f"select {express_published(column)} = {column.canonical}")
    assert same


def test_counts_are_complete_and_the_list_is_cut(tmp_path: Path) -> None:
    schema = fields(field("a"), primaryKey="a")
    path = write_package(tmp_path, {"t": (schema, "a\n" + "x\n" * 50)})
    report = report_of(path, limit=3)
    assert report.counts == {"key.primary": 49}
    assert [place[1] for place in places_of(report)] == [2, 3, 4]
    assert (report_of(path, limit=0).findings, report_of(path, limit=0).errors) == ((), 49)
