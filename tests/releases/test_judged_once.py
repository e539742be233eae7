"""A build judges once whose cells it would read again, and twice whatever differs."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import pressmark
from pressmark import formats
from pressmark.formats import DUCKDB
from pressmark.releases import build as building
from pressmark.releases import derived
from tests.packages import field, fields, read, write_package

KEYED = fields(
    field("id", "integer"),
    field("kind", categories=["a", "b"]),
    field("at", "date"),
    field("of", "integer"),
    primaryKey=["id"],
    foreignKeys=[{"fields": ["of"], "reference": {"fields": ["id"]}}],
)
KEYED_TEXT = "id,kind,at,of\n1,a,2020-01-01,\n2,b,,1\n"
LOOSE = fields(field("a", "number"), field("b", "boolean"), missingValues=["", "x"])
WIDE = fields(*(field(f"f{number}", "integer") for number in range(300)))
WIDE_TEXT = "".join(f"{','.join(f'{name}{number}' for number in range(300))}\n"
                    for name in ("f", "", "1"))  # fmt: skip

SAME: dict[str, dict[str, tuple[dict[str, Any], str]]] = {
    "with keys": {"t": (KEYED, KEYED_TEXT)},
    "without keys": {"t": (fields(field("a"), field("b", "number")), 'a,b\n"x, y",1\nc,\n')},
    "no records": {"t": (fields(field("a", "integer")), "a\n")},
    "wide": {"t": (WIDE, WIDE_TEXT), "u": (KEYED, KEYED_TEXT)},
    "not sorted": {"t": (KEYED, "id,kind,at,of\n2,b,,1\n1,a,2020-01-01,\n")},
    "CRLF": {"t": (fields(field("a")), "a\r\nx\r\n")},
    "a byte order mark": {"t": (fields(field("a")), "\ufeffa\nx\n")},
    "quotes that nothing needs": {"t": (fields(field("a")), 'a\n"x"\n')},
    "no line end": {"t": (fields(field("a")), "a\nx")},
    "canonical numbers and moments": {
        "t": (
            fields(field("a", "number"), field("b", "datetime"), field("c", "boolean")),
            'a,b,c\n-0.5,2020-01-01T00:00:00Z,true\n100,"2020-01-01T00:00:00.5+01:00",\n',
        )
    },
    "other forms of values": {
        "t": (
            fields(
                field("i", "integer", constraints={"minimum": 1, "enum": ["1", "2"]}),
                field("n", "number", constraints={"maximum": 1000}),
                field("b", "boolean"),
                field("d", "datetime"),
                field("t", "time"),
                primaryKey=["i"],
            ),
            "i,n,b,d,t\n+2,1.50,1,2020-01-01T00:00:00.50Z,10:00:00.0\n01,1000.0,FALSE,,\n",
        )
    },
}
OTHER: dict[str, dict[str, tuple[dict[str, Any], str]]] = {
    "a wide one with quotes": {"t": (WIDE, WIDE_TEXT.replace("f0,", '"f0",', 1))},
    "other JSON": {"t": (fields(field("a", "object")), 'a\n"{""b"": 1}"\n')},
    "a longer form": {"t": (fields(field("a", "number")), "a\n1e9\n")},
    "another duration": {"t": (fields(field("a", "duration")), "a\nPT60M\n")},
    "a length of another form": {
        "t": (fields(field("a", "list", constraints={"minLength": 1})), 'a\n"1,2"\n'),
        "u": (fields(field("b", "array", constraints={"minLength": 1})), 'b\n"[1, 2]"\n'),
    },
    "other missing values": {"t": (LOOSE, "a,b\n1,true\n,false\n")},
    "another format": {"t": (fields(field("a", "date", format="any")), "a\n2020-01-01\n")},
    "group marks that are not there": {
        "t": (fields(field("a", "integer", groupChar=",")), "a\n1\n")
    },
    "one of two": {"t": (KEYED, KEYED_TEXT), "u": (fields(field("a", "object")), 'a\n"{ }"\n')},
}


def count_judgings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep the place of every package that is judged."""
    judged: list[str] = []
    for module in (building, derived):
        judge = module.judge

        def told(package: Any, *rest: Any, judge: Any = judge, **named: Any) -> Any:
            judged.append(package.place)
            return judge(package, *rest, **named)

        monkeypatch.setattr(module, "judge", told)
    return judged


def build_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, dict[str, bytes]]:
    """Count the judgings of a build; its files that differ if it judges twice, DuckDB's aside."""
    first, second = folder / "first", folder / "second"
    judged = count_judgings(monkeypatch)
    assert pressmark.build(folder / "datapackage.json", first).valid
    count = len(judged)
    monkeypatch.setattr(building, "make_ready_of_judged", lambda *_: None)
    assert pressmark.build(folder / "datapackage.json", second).valid
    assert len(judged) == count + 2
    names = {path.relative_to(each).as_posix() for each in (first, second)
             for path in each.rglob("*") if path.is_file()}  # fmt: skip
    skipped = {DUCKDB.path(read(folder / "datapackage.json")), "derived-sha256.txt"}
    return count, {name: (first / name).read_bytes() for name in names - skipped
                   if (first / name).read_bytes() != (second / name).read_bytes()}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_what_is_the_same_is_judged_once(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_package(tmp_path, SAME[name])
    assert build_twice(tmp_path, monkeypatch) == (1, {})
    monkeypatch.undo()
    # A release is the same as itself, whatever it was made of.
    judged = count_judgings(monkeypatch)
    assert pressmark.build(tmp_path / "first/datapackage.json", tmp_path / "again").valid
    assert len(judged) == 1


@pytest.mark.parametrize("name", OTHER)
def test_what_differs_is_judged_twice(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_package(tmp_path, OTHER[name])
    judged = count_judgings(monkeypatch)
    assert pressmark.build(tmp_path / "datapackage.json", tmp_path / "built").valid
    assert len(judged) == 2


def test_a_file_that_changes_once_it_is_read_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_package(tmp_path, SAME["with keys"])
    judged = count_judgings(monkeypatch)

    def changed(*given: Any) -> None:
        formats.write_package(*given)
        (tmp_path / "t.csv").write_text(KEYED_TEXT.replace("2020", "2021"), "utf-8")

    monkeypatch.setattr(building, "write_package", changed)
    assert pressmark.build(path, tmp_path / "built").valid
    assert len(judged) == 1 and "2020" in (tmp_path / "built/data/t.csv").read_text("utf-8")
    with closing(sqlite3.connect(tmp_path / "built/small.sqlite")) as connection:
        assert connection.execute("select min(at) from t").fetchall() == [("2020-01-01",)]
