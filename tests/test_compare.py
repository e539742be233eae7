"""What changed between two packages, record by record and cell by cell."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.compare import Change, Comparison, compare
from pipeline.descriptor import Package
from pipeline.errors import ReleaseError
from tests.packages import field, fields, read, write_package

Tables = dict[str, tuple[dict[str, Any], str]]
KEYED = fields(field("id", "integer"), field("a"), field("b"), primaryKey="id")
FREE = fields(field("a"), field("b"))


def compared(folder: Path, old: Tables | None, new: Tables) -> Comparison:
    packages: list[Package | None] = []
    for name, tables in (("old", old), ("new", new)):
        if tables is None:
            packages.append(None)
            continue
        (folder / name).mkdir()
        packages.append(read(write_package(folder / name, tables)))
    before, after = packages
    assert after is not None
    return compare(before, after)


def changes(folder: Path, old: Tables | None, new: Tables) -> list[tuple[Any, ...]]:
    return [
        (each.key, each.change, each.field, each.before, each.after)
        for each in compared(folder, old, new).changes
    ]


def added(key: str) -> tuple[Any, ...]:
    return (key, "added", None, None, None)


def removed(key: str) -> tuple[Any, ...]:
    return (key, "removed", None, None, None)


@pytest.mark.parametrize(
    ("schema", "old", "new", "expected"),
    [
        (KEYED, "id,a,b\n1,x,y\n", "id,a,b\n1,x,y\n", []),
        (KEYED, "id,a,b\n1,x,y\n2,x,y\n", "id,a,b\n2,x,z\n3,,\n",
         [removed("1"), ("2", "changed", "b", "y", "z"), added("3")]),
        (KEYED, "id,a,b\n1,x,y\n", "id,a,b\n1,,z\n",
         [("1", "changed", "a", "x", ""), ("1", "changed", "b", "y", "z")]),
        (KEYED, "id,a,b\n2,x,y\n1,x,y\n", "id,a,b\n1,x,y\n2,x,y\n", []),
        (FREE, "a,b\nx,y\nx,y\n", "a,b\nx,y\nx,y\n", []),
        (FREE, "a,b\nx,y\n", "a,b\nx,y\nx,y\nx,y\n", [added("x,y"), added("x,y")]),
        (FREE, "a,b\nx,y\nx,y\nu,v\n", "a,b\nx,y\nx,z\n",
         [removed("u,v"), removed("x,y"), added("x,z")]),
        (FREE, 'a,b\n"x,y",z\n', 'a,b\nx,"y,z"\n', [removed('"x,y",z'), added('x,"y,z"')]),
        (FREE, 'a,b\n"""x""",z\n', "a,b\nx,z\n", [removed('"""x""",z'), added("x,z")]),
        (fields(field("a"), field("b"), field("c"), primaryKey=["a", "b"]),
         'a,b,c\n"x,y",z,1\nx,"y,z",2\n', 'a,b,c\n"x,y",z,1\nx,"y,z",3\n',
         [('x,"y,z"', "changed", "c", "2", "3")]),
        (fields(field("a"), field("A"), primaryKey="a"), "a,A\nx,1\n", "a,A\nx,2\n",
         [("x", "changed", "A", "1", "2")]),
        (fields(field("a")), "a\nx,\n".replace(",", ""), 'a\n"x,y"\n',
         [removed("x"), added("x,y")]),
        (KEYED, "id,a,b\n", "id,a,b\n", []),
    ],
)  # fmt: skip
def test_records_are_matched_by_their_key(
    schema: dict[str, Any], old: str, new: str, expected: list[Any], tmp_path: Path
) -> None:
    found = changes(tmp_path, {"t": (schema, old)}, {"t": (schema, new)})
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert [each[0] for each in found] == sorted(each[0] for each in found)


def test_without_an_old_package_every_record_is_new(tmp_path: Path) -> None:
    comparison = compared(tmp_path, None, {"t": (KEYED, "id,a,b\n2,x,y\n1,x,y\n")})
    assert comparison == Comparison(
        ("t",), (), (), (Change("t", "1", "added"), Change("t", "2", "added"))
    )
    assert comparison.count("t", "added") == 2


def test_tables_come_and_go(tmp_path: Path) -> None:
    comparison = compared(
        tmp_path,
        {"gone": (KEYED, "id,a,b\n1,x,y\n"), "stays": (KEYED, "id,a,b\n1,x,y\n")},
        {"stays": (KEYED, "id,a,b\n1,x,y\n"), "comes": (FREE, "a,b\nx,y\nx,y\n")},
    )
    assert (comparison.tables_added, comparison.tables_removed) == (("comes",), ("gone",))
    assert comparison.schemas_changed == ()
    assert comparison.changes == (
        Change("gone", "1", "removed"),
        Change("comes", "x,y", "added"),
        Change("comes", "x,y", "added"),
    )
    assert comparison.count("comes", "added") == 2
    assert comparison.count("gone", "removed") == 1
    assert comparison.count("stays", "changed") == 0


def test_a_record_with_two_changed_cells_has_changed_once(tmp_path: Path) -> None:
    comparison = compared(
        tmp_path,
        {"t": (KEYED, "id,a,b\n1,x,y\n2,x,y\n")},
        {"t": (KEYED, "id,a,b\n1,u,v\n2,x,z\n")},
    )
    assert len(comparison.changes) == 3
    assert comparison.count("t", "changed") == 2


@pytest.mark.parametrize(
    ("new", "changed"),
    [
        (fields(field("id", "integer"), field("a"), field("b"), primaryKey="id"), ()),
        (
            fields(field("id", "integer"), field("a", title="A"), field("b"), primaryKey="id"),
            ("t",),
        ),
        (fields(field("id"), field("a"), field("b"), primaryKey="id"), ("t",)),
        (fields(field("id", "integer"), field("a"), field("b")), ("t",)),
    ],
)
def test_a_schema_that_says_something_else_has_changed(
    new: dict[str, Any], changed: tuple[str, ...], tmp_path: Path
) -> None:
    text = "id,a,b\n"
    comparison = compared(tmp_path, {"t": (KEYED, text)}, {"t": (new, text)})
    assert (comparison.schemas_changed, comparison.changes) == (changed, ())


def test_fields_are_compared_by_name(tmp_path: Path) -> None:
    old = fields(field("id"), field("a"), field("gone"), primaryKey="id")
    new = fields(field("new"), field("a"), field("id"), primaryKey="id")
    assert changes(
        tmp_path,
        {"t": (old, "id,a,gone\n1,x,y\n2,x,y\n")},
        {"t": (new, "new,a,id\nn,x,1\nn,z,2\n")},
    ) == [("2", "changed", "a", "x", "z")]


def test_tables_that_share_only_their_key_have_no_changed_cells(tmp_path: Path) -> None:
    old = fields(field("a"), primaryKey="a")
    new = fields(field("b"), primaryKey="b")
    assert changes(tmp_path, {"t": (old, "a\nx\n")}, {"t": (new, "b\nx\n")}) == []


def test_a_damaged_release_is_not_compared(tmp_path: Path) -> None:
    tables: Tables = {"t": (FREE, "a,b\nx,y\n")}
    package = read(write_package(tmp_path, tables))
    (tmp_path / "t.csv").write_text("a\nx\n", encoding="utf-8")
    with pytest.raises(ReleaseError) as caught:
        compare(package, package)
    assert caught.value.place == str(tmp_path / "t.csv")
    assert caught.value.wrong.startswith("is damaged: ")
