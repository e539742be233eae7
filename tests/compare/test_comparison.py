"""What changed between two packages, record by record and cell by cell."""

import csv
import io
import itertools
import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark import sql
from pressmark.compare import (
    Change,
    Comparison,
    TableChanges,
    compare,
    list_demands,
    matching,
    write_changes_csv,
)
from pressmark.compare.comparison import KINDS
from pressmark.compare.sides import MEMORY, gather_cells
from pressmark.engine import wide
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError, ReleaseError
from pressmark.package import Package
from tests.packages import field, fields, read, write_package

HEADING = r"^[^,\n]*,,[^,\n]*,(?:release|header|missing|[a-z]+[.][a-z]+),"
"""How the lines begin that tell of the whole, and of a table's file."""

Tables = dict[str, tuple[dict[str, Any], str]]
KEYED = fields(field("id", "integer"), field("a"), field("b"), primaryKey="id")
FREE = fields(field("a"), field("b"))


def sides(folder: Path, old: Tables | None, new: Tables) -> tuple[Package | None, Package]:
    packages: list[Package | None] = []
    for name, tables in (("old", old), ("new", new)):
        if tables is None:
            packages.append(None)
            continue
        (folder / name).mkdir()
        packages.append(read(write_package(folder / name, tables)))
    before, after = packages
    assert after is not None
    return before, after


def compared(folder: Path, old: Tables | None, new: Tables) -> Comparison:
    with Engine() as engine:
        return compare(*sides(folder, old, new), engine)


def lines(folder: Path, old: Tables | None, new: Tables) -> list[str]:
    with Engine() as engine:
        text = "".join(write_changes_csv(compare(*sides(folder, old, new), engine), engine))
    heading = len(re.findall(HEADING, text, re.MULTILINE))
    return text.splitlines()[1 + heading :]


def changes(folder: Path, old: Tables | None, new: Tables) -> list[tuple[Any, ...]]:
    return [
        (each.key, each.change, each.field, each.before, each.after)
        for each in compared(folder, old, new).listed
        if each.change in KINDS
    ]


def told_of(comparison: Comparison, name: str) -> TableChanges:
    """Give what is told of one table's records."""
    return next(each for each in comparison.tables if each.name == name)


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
         [("1", "changed", "a", "x", None), ("1", "changed", "b", "y", "z")]),
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
    for kind in ("added", "removed", "changed"):
        keys = [each[0] for each in found if each[1] == kind]
        assert keys == sorted(keys)


def test_keys_that_are_numbers_stand_in_their_order(tmp_path: Path) -> None:
    old, new = "id,a,b\n2,x,y\n", "id,a,b\n2,x,z\n10,x,y\n9,x,y\n"
    assert lines(tmp_path, {"t": (KEYED, old)}, {"t": (KEYED, new)}) == [
        "t,2,b,changed,y,z,1",
        "t,9,id,added,,9,3",
        "t,9,a,added,,x,3",
        "t,9,b,added,,y,3",
        "t,10,id,added,,10,2",
        "t,10,a,added,,x,2",
        "t,10,b,added,,y,2",
    ]


def test_a_first_release_is_compared_with_nothing(tmp_path: Path) -> None:
    keyed, free = (KEYED, "id,a,b\n2,x,y\n1,x,y\n"), (FREE, "a,b\nx,y\n")
    _, new = sides(tmp_path, None, {"k": keyed, "f": free})
    with Engine() as engine:
        comparison = compare(None, new, engine)
        text = "".join(write_changes_csv(comparison, engine))
        read_into_the_engine = engine.rows("select * from duckdb_tables()")
    assert (comparison.tables, comparison.schema, comparison.listed) == ((), (), ())
    assert (text, list_demands(comparison)) == ("table,key,field,change,before,after,record\n", ())
    assert read_into_the_engine == []


def test_records_without_a_key_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    schema = fields(field("n", "integer"), field("x", "number"), field("a"))
    old, new = "n,x,a\n2,1,x\n", "n,x,a\n10,1,x\n9,10,x\n9,2,b\n9,2,a\n,2,a\n"
    found = lines(tmp_path, {"t": (schema, old)}, {"t": (schema, new)})
    assert found[:3] == ["t,,n,removed,2,,1", "t,,x,removed,1,,1", "t,,a,removed,x,,1"]
    assert [line.split(",")[-1] for line in found[3::3]] == ["4", "3", "2", "1", "5"]
    assert found[-3:] == ["t,,n,added,,,5", "t,,x,added,,2,5", "t,,a,added,,a,5"]


@pytest.mark.parametrize("columns", [1, 2])
def test_cells_without_a_key_are_told_apart_however_they_are_written(
    columns: int, tmp_path: Path
) -> None:
    names = "ab"[:columns]
    schema = fields(*(field(name) for name in names), missingValues=["-"])
    values = ["-", "", '"', '""', ",", '","', " ", "x", "x\n", "x\r\n", "null", "\u00e9", "e\u0301"]
    records = list(itertools.product(values, repeat=columns))
    written = io.StringIO()
    csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([names, *records])
    header = ",".join(names) + "\n"
    found = compared(tmp_path, {"t": (schema, header)}, {"t": (schema, written.getvalue())})
    assert told_of(found, "t").added == len(records)
    (tmp_path / "again").mkdir()
    same = {"t": (schema, written.getvalue())}
    last = {"t": (schema, written.getvalue() + '"x"' + ',"x"' * (columns - 1) + "\n")}
    assert changes(tmp_path / "again", same, last) == [added(",".join("x" * columns))]


WIDE = 500


@pytest.mark.search
def test_a_wide_table_without_a_key_is_compared(tmp_path: Path) -> None:
    schema = fields(*(field(f"c{n}", "integer") for n in range(WIDE)))
    header = ",".join(f"c{n}" for n in range(WIDE)) + "\n"
    one, other = (",".join([first, *map(str, range(1, WIDE))]) for first in ("2", "10"))
    old, new = {"t": (schema, f"{header}{one}\n")}, {"t": (schema, f"{header}{other}\n{one}\n")}
    assert changes(tmp_path, old, new) == [added(other)]


NUMBERS = fields(field("n", "number"), field("b"), field("y", "year"), primaryKey=["n", "y"])
GROWN = fields(field("new"), field("b"), field("id", "integer"), field("more"), primaryKey="id")
FORMERLY = fields(
    field("id", "integer"), field("A", **{"pressmark:formerly": "a"}), primaryKey="id"
)


@pytest.mark.search
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((KEYED, 'id,a,b\n10,x,\n2,"a,b",y\n1,x,"""q"\n'), (KEYED, "id,a,b\n1,x,\n10,,y\n3,z,z\n")),
        ((KEYED, "id,a,b\n10,x,y\n2,x,y\n"),
         (GROWN, 'new,b,id,more\n,y,10,\n"k,""",z,2,m\nn,,3,\n')),
        ((KEYED, "id,a,b\n1,x,y\n2,x,y\n"), (FORMERLY, "id,A\n2,x\n1,\n")),
        ((NUMBERS, "n,b,y\n1.5,x,2000\n10,x,1999\n9,x,1\n"),
         (NUMBERS, "n,b,y\n9,y,1\n1.5,x,2000\n10,x,2000\n-1,,5\n")),
        ((FREE, 'a,b\nx,y\n,\n"q""",v\nx,y\n'), (FREE, 'a,b\nx,z\nx,y\n,\n"a,b",v\n')),
        ((fields(field("a", "integer"), field("b")), "a,b\n10,y\n9,\n"),
         (GROWN, "new,b,id,more\n,y,1,z\n")),
        ((KEYED, "id,a,b\n1,x,y\n"), (FREE, "a,b\nx,y\nx,z\n")),
        ((fields(field("a"), primaryKey="a"), "a\nx\n"), (fields(field("b")), "b\nx\ny\n")),
    ],
)  # fmt: skip
def test_a_wide_table_is_compared_as_a_narrow_one(
    old: tuple[dict[str, Any], str],
    new: tuple[dict[str, Any], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = sides(tmp_path, {"t": old}, {"t": new})
    found = []
    for width, parts in ((256, 64), (0, 64), (0, 0)):
        monkeypatch.setattr(wide, "WIDE", width)
        monkeypatch.setattr(matching, "MANY_PARTS", parts)
        with Engine() as engine:
            comparison = compare(one, other, engine)
            told = "".join(write_changes_csv(comparison, engine))
        found.append((told, comparison.tables, comparison.listed))
    assert found[0][1] != (TableChanges("t"),)
    assert found[1:] == found[:1] * 2


@pytest.mark.parametrize(
    ("columns", "records"),
    [
        pytest.param(2_000, 20, marks=pytest.mark.search),
        pytest.param(10_000, 1, marks=pytest.mark.thorough),
    ],
)
def test_a_wide_table_with_a_key_is_compared(columns: int, records: int, tmp_path: Path) -> None:
    schema = fields(*(field(f"c{n}", "integer") for n in range(columns)), primaryKey="c0")
    cells = {
        key: [str(key), *(str(key + n) for n in range(1, columns))] for key in range(records + 1)
    }
    header = [f"c{n}" for n in range(columns)]
    old = [header, *(cells[key] for key in range(records))]
    cells[0] = [*cells[0][:-1], ""]
    new = [header, *(cells[key] for key in (0, *range(2, records + 1)))]
    texts = ("".join(f"{','.join(record)}\n" for record in side) for side in (old, new))
    one, other = sides(tmp_path, *({"t": (schema, text)} for text in texts))
    with Engine(memory=MEMORY) as engine:
        comparison = compare(one, other, engine)
        told = sum(piece.count("\n") for piece in write_changes_csv(comparison, engine))
    others = int(records > 1)
    assert comparison.tables == (
        TableChanges("t", others, others, 1, cells=((f"c{columns - 1}", 1),)),
    )
    (changed,) = (each for each in comparison.listed if each.change == "changed")
    assert (changed.key, changed.field) == ("0", f"c{columns - 1}")
    assert (changed.before, changed.after) == (str(columns - 1), None)
    assert told == 1 + 3 + 1 + 1 + 2 * others * columns


@pytest.mark.search
def test_a_long_table_without_a_key_is_compared_in_little_memory(tmp_path: Path) -> None:
    schema = fields(*(field(name) for name in "abcdef"))
    old, new = (
        "a,b,c,d,e,f\n" + "".join(f"{','.join([f'{n}{end}' * 4] * 6)}\n" for n in range(40_000))
        for end in ("x", "y")
    )
    before, after = sides(tmp_path, {"t": (schema, old)}, {"t": (schema, new)})
    with Engine(memory="60MB") as engine:
        comparison = compare(before, after, engine, limit=1)
        told = sum(piece.count("\n") for piece in write_changes_csv(comparison, engine))
    assert (told_of(comparison, "t").added, told_of(comparison, "t").removed) == (40_000, 40_000)
    heading = 1 + 3 + 1
    assert told == heading + 80_000 * len("abcdef")


def test_tables_come_and_go(tmp_path: Path) -> None:
    comparison = compared(
        tmp_path,
        {"gone": (KEYED, "id,a,b\n1,x,y\n"), "stays": (KEYED, "id,a,b\n1,x,y\n")},
        {"stays": (KEYED, "id,a,b\n1,x,y\n"), "comes": (FREE, "a,b\nx,y\nx,y\n")},
    )
    assert [(each.rule, each.table) for each in comparison.schema] == [
        ("table.removed", "gone"),
        ("table.added", "comes"),
    ]
    assert comparison.listed == (
        Change("gone", "1", "removed", record=1, values=(("id", "1"), ("a", "x"), ("b", "y"))),
        Change("comes", "x,y", "added", record=1, values=(("a", "x"), ("b", "y"))),
        Change("comes", "x,y", "added", record=2, values=(("a", "x"), ("b", "y"))),
    )
    assert told_of(comparison, "comes").added == 2
    assert told_of(comparison, "gone").removed == 1
    assert told_of(comparison, "stays").changed == 0


def test_counts_are_complete_where_few_are_listed(tmp_path: Path) -> None:
    old = "id,a,b\n" + "".join(f"{n},x,y\n" for n in range(9))
    new = "id,a,b\n" + "".join(f"{n},u,v\n" for n in range(9))
    with Engine() as engine:
        found = compare(*sides(tmp_path, {"t": (KEYED, old)}, {"t": (KEYED, new)}), engine, limit=3)
        assert len(list(write_changes_csv(found, engine))) > 1
    assert [(each.key, each.field) for each in found.listed] == [("0", "a"), ("0", "b"), ("1", "a")]
    assert (told_of(found, "t").changed, told_of(found, "t").cells) == (9, (("a", 9), ("b", 9)))


def test_a_table_without_a_key_is_compared_as_a_multiset_and_says_so(tmp_path: Path) -> None:
    free, keyed = (FREE, "a,b\nx,y\n"), (KEYED, "id,a,b\n1,x,y\n")
    comparison = compared(
        tmp_path,
        {"f": free, "k": keyed},
        {"f": (FREE, "a,b\nx,z\n"), "k": (fields(*KEYED["fields"], primaryKey="a"), keyed[1])},
    )
    assert told_of(comparison, "f").note == "there is no primary key"
    assert (told_of(comparison, "f").added, told_of(comparison, "f").removed) == (1, 1)
    assert told_of(comparison, "k").note == "the primary key is another"
    assert told_of(comparison, "k").added == 0


def test_a_missing_value_is_told_from_an_empty_text(tmp_path: Path) -> None:
    schema = fields(field("id"), field("a"), primaryKey="id", missingValues=["-"])
    free = fields(field("a"), field("b"), missingValues=["-"])
    found = lines(
        tmp_path,
        {"t": (schema, "id,a\n1,-\n2,\n3,-\n"), "f": (free, "a,b\n,x\n")},
        {"t": (schema, "id,a\n1,\n2,-\n3,-\n"), "f": (free, "a,b\n-,x\n")},
    )
    assert found[:2] == ['t,1,a,changed,,"",1', 't,2,a,changed,"",,2']
    assert found[2:] == ["f,,a,added,,,1", "f,,b,added,,x,1",
                         'f,,a,removed,"",,1', "f,,b,removed,x,,1"]  # fmt: skip


def test_how_missing_values_are_written_is_no_difference_of_records(tmp_path: Path) -> None:
    old = fields(field("id"), field("a"), primaryKey="id", missingValues=["-"])
    new = fields(field("id"), field("a"), primaryKey="id", missingValues=["none"])
    comparison = compared(tmp_path, {"t": (old, "id,a\n1,-\n")}, {"t": (new, "id,a\n1,none\n")})
    assert comparison.listed == ()
    assert [each.rule for each in comparison.schema] == ["storage.changed"]


@pytest.mark.parametrize("formerly", ["size", ["length", "size"]])
def test_a_renamed_field_keeps_its_values(formerly: object, tmp_path: Path) -> None:
    old = fields(field("id"), field("size"), primaryKey="id")
    extra: dict[str, Any] = {"pressmark:formerly": formerly}
    new = fields(field("id"), field("height", **extra), primaryKey="id")
    comparison = compared(tmp_path, {"t": (old, "id,size\n1,x\n2,y\n")},
                          {"t": (new, "id,height\n1,x\n2,z\n")})  # fmt: skip
    assert [(each.rule, each.field) for each in comparison.schema] == [("field.renamed", "height")]
    assert comparison.listed == (Change("t", "2", "changed", "height", "y", "z", 2),)


def renamed(folder: Path, new: str, *formerly: str) -> Path:
    """Write a package of tables with the names that they say they had."""
    folder.mkdir()
    text = "id,a,b\n1,x,y\n"
    names = new.split()
    path = write_package(folder, dict.fromkeys(names, (KEYED, text)))
    document = json.loads(path.read_text("utf-8"))
    for resource, former in zip(document["resources"], formerly, strict=False):
        if former:
            resource["pressmark:formerly"] = former
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_a_renamed_table_keeps_its_records(tmp_path: Path) -> None:
    old, new = renamed(tmp_path / "old", "t"), renamed(tmp_path / "new", "u", "t")
    with Engine() as engine:
        comparison = compare(read(old), read(new), engine)
    assert [each.rule for each in comparison.schema] == ["table.renamed"]
    assert comparison.listed == ()


@pytest.mark.parametrize(
    ("tables", "formerly", "said"),
    [
        ("u t", ("t",), "'u' says that it was formerly 't', which is still there"),
        ("u v", ("t", "t"), "'v' and 'u' both say that they were formerly 't'"),
    ],
)
def test_a_name_is_claimed_by_one_table_at_most(
    tables: str, formerly: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    old, new = renamed(tmp_path / "old", "t"), renamed(tmp_path / "new", tables, *formerly)
    with Engine() as engine, pytest.raises(ProjectError, match=said):
        compare(read(old), read(new), engine)


def test_a_former_name_is_a_name(tmp_path: Path) -> None:
    extra: dict[str, Any] = {"pressmark:formerly": 3}
    new = fields(field("id"), field("a", **extra), primaryKey="id")
    text = "id,a\n1,x\n"
    with pytest.raises(ProjectError, match="pressmark:formerly 3: should be a list"):
        compared(tmp_path, {"t": (new, text)}, {"t": (new, text)})


def test_fields_are_compared_by_name(tmp_path: Path) -> None:
    old = fields(field("id"), field("a"), field("gone"), primaryKey="id")
    new = fields(field("new"), field("a"), field("id"), primaryKey="id")
    assert changes(
        tmp_path,
        {"t": (old, "id,a,gone\n1,x,y\n2,x,y\n")},
        {"t": (new, "new,a,id\nn,x,1\nn,z,2\n")},
    ) == [("2", "changed", "a", "x", "z")]


def test_tables_that_share_no_field_are_compared_by_number(tmp_path: Path) -> None:
    old, new = fields(field("a"), primaryKey="a"), fields(field("b"), primaryKey="b")
    assert changes(tmp_path, {"t": (old, "a\nx\n")}, {"t": (new, "b\nx\n")}) == []


def test_a_damaged_release_is_not_compared(tmp_path: Path) -> None:
    tables: Tables = {"t": (FREE, "a,b\nx,y\n")}
    package = read(write_package(tmp_path, tables))
    (tmp_path / "t.csv").write_text("a\nx\n", encoding="utf-8")
    with Engine() as engine, pytest.raises(ReleaseError) as caught:
        compare(package, package, engine)
    assert caught.value.wrong.startswith("is damaged: ")


CELL = st.sampled_from(["", "x", "y", "a,b", 'q"', "1"])
RECORDS = st.dictionaries(st.integers(-3, 12), st.tuples(CELL, CELL), max_size=8)


def csv_of(records: dict[int, tuple[str, str]]) -> str:
    """Write keyed records."""
    written = io.StringIO()
    rows = [("id", "a", "b"), *((key, *cells) for key, cells in records.items())]
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


@settings(max_examples=15)
@given(RECORDS, RECORDS)
def test_the_changes_lead_from_the_old_records_to_the_new(
    old: dict[int, tuple[str, str]], new: dict[int, tuple[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = lines(Path(folder), {"t": (KEYED, csv_of(old))}, {"t": (KEYED, csv_of(new))})
    now = {key: {"id": str(key), "a": a, "b": b} for key, (a, b) in old.items()}
    for _, key, name, change, before, after, record in csv.reader(told):
        if change == "moved":
            assert list(old)[int(before) - 1] == list(new)[int(after) - 1] == int(key)
            continue
        assert list(new if change == "added" else old)[int(record) - 1] == int(key)
        cells = now.setdefault(int(key), {})
        assert cells.pop(name, "") == before
        if change != "removed":
            cells[name] = after
    assert {key: (cells["a"], cells["b"]) for key, cells in now.items() if cells} == new
    if old == new and list(old) == list(new):
        assert told == []


@settings(max_examples=12)
@given(st.lists(st.tuples(CELL, CELL), max_size=8), st.lists(st.tuples(CELL, CELL), max_size=8))
def test_a_multiset_loses_and_wins_just_what_differs(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    texts = [
        "a,b\n" + csv_of(dict(enumerate(side))).replace("id,a,b\n", "", 1) for side in (old, new)
    ]
    texts = ["\n".join(line.partition(",")[2] if n else line for n, line in
                       enumerate(text.splitlines())) + "\n" for text in texts]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        told = changes(Path(folder), {"t": (FREE, texts[0])}, {"t": (FREE, texts[1])})
    counts = {
        kind: sorted(key for key, change, *_ in told if change == kind)
        for kind in ("added", "removed")
    }
    before, after = Counter(old), Counter(new)
    assert counts["added"] == sorted(map(as_key, (after - before).elements()))
    assert counts["removed"] == sorted(map(as_key, (before - after).elements()))


def as_key(cells: tuple[str, str]) -> str:
    """Write two cells as a key: in quotes what holds a comma or a quote."""
    return ",".join(
        '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"') else cell for cell in cells
    )


def test_many_cells_are_one_text_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = ("", None, "a", 'b"', "c,d", "e\nf", "é", '""')
    row = ", ".join("null" if cell is None else sql.quote_text(cell) for cell in cells)
    names = tuple(f"c{number}" for number in range(len(cells)))
    texts = []
    for most in (len(cells), len(cells) - 1):
        monkeypatch.setattr(matching, "MANY_PARTS", most)
        with Engine() as engine:
            text, columns = matching.express_cells_text(gather_cells(names)), ", ".join(names)
            texts.append(engine.rows(f"select {text} from (values ({row})) t({columns})"))
    assert texts == [[('"",,a,"b""","c,d",e\nf,é,""""""',)]] * 2
