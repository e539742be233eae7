"""Packages made up in pairs, the second of the first by what people do to data between releases."""

import csv
import io
import itertools
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from pressmark.package import Package
from pressmark.package.project import read_package
from pressmark.releases.canonical import write_released
from pressmark.validate import hide_progress
from tests.packages import field, fields, read, write_package

Record = dict[str, str | None]
TEXTS = ("", "x", "y", "x,y", '"', '""', "a\nb", "a\n\nb", ",", " x", "NA", "-", "null", "é",
         "e\u0301", "日本", "0", "10", "9", "-2", "01", "1,2", "\n", "it's", "\\", "None",
         "\u2028")  # fmt: skip
NUMBERS = ("0", "10", "9", "-2", "123456789012345678901", "7")
NAMES = ("a", "b", "c d", "é", 'q"', "n,o")
MISSING = (("",), ("-",), ("", "NA"), ("NA", "-"), ())


@dataclass(frozen=True)
class Made:
    """One table: fields and their types, key, missing values, records, what it was called."""

    fields: tuple[str, ...]
    types: dict[str, str]
    key: tuple[str, ...]
    missing: tuple[str, ...]
    records: tuple[Record, ...]
    formerly: str | None = None
    names_before: tuple[tuple[str, str], ...] = ()

    def sound(self) -> "Made":
        """Leave out the records that have no key, or one that is there."""
        seen: set[tuple[str | None, ...]] = set()
        kept = []
        for record in self.records:
            key = tuple(record[name] for name in self.key)
            if self.key and (None in key or key in seen):
                continue
            seen.add(key)
            kept.append(record)
        return replace(self, records=tuple(kept))

    def described(self) -> tuple[dict[str, Any], str]:
        """Write the schema and the file."""
        before = dict(self.names_before)
        listed = [
            field(
                name,
                self.types[name],
                **({"pressmark:formerly": before[name]} if name in before else {}),
            )
            for name in self.fields
        ]
        key = {"primaryKey": list(self.key)} if self.key else {}
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(self.fields)
        for record in self.records:
            cells = (record[name] for name in self.fields)
            writer.writerow([self.missing[0] if cell is None else cell for cell in cells])
        return fields(*listed, missingValues=list(self.missing), **key), text.getvalue()


def cell(draw: Any, type_: str, missing: tuple[str, ...]) -> str | None:
    """Draw a cell: a value of the type that is not read as missing, or nothing."""
    pool = NUMBERS if type_ == "integer" else TEXTS
    nothing = [None] if missing else []
    return draw(st.sampled_from([*(each for each in pool if each not in missing), *nothing]))  # type: ignore[no-any-return]


@st.composite
def tables(draw: Any) -> Made:
    """Draw a table."""
    names = tuple(draw(st.permutations(NAMES)))[: draw(st.sampled_from([3, 2, 4, 1]))]
    types = {name: draw(st.sampled_from(["string", "string", "integer"])) for name in names}
    missing = draw(st.sampled_from(MISSING))
    key = tuple(draw(st.permutations(names)))[: draw(st.integers(0, 2))]
    count = draw(st.sampled_from([6, 4, 8, 1, 0]))
    records = tuple({n: cell(draw, types[n], missing) for n in names} for _ in range(count))
    return Made(names, types, key, missing, records).sound()


@st.composite
def revised(draw: Any, table: Made) -> Made:
    """Draw what became of a table."""
    for change in draw(st.lists(st.sampled_from(WHAT_HAPPENS), min_size=2, max_size=5)):
        table = change(draw, table)
    return table.sound()


def correct(draw: Any, table: Made) -> Made:
    """Correct cells."""
    records = [dict(each) for each in table.records]
    for record in records:
        if draw(st.booleans()):
            name = draw(st.sampled_from(table.fields))
            record[name] = cell(draw, table.types[name], table.missing)
    return replace(table, records=tuple(records))


def remove_records(draw: Any, table: Made) -> Made:
    """Take records away."""
    return replace(table, records=tuple(each for each in table.records if draw(st.booleans())))


def add_records(draw: Any, table: Made) -> Made:
    """Add records, some of which are there already."""
    new = [
        {name: cell(draw, table.types[name], table.missing) for name in table.fields}
        for _ in range(draw(st.integers(1, 3)))
    ]
    again = [each for each in table.records if draw(st.booleans())]
    return replace(table, records=tuple(draw(st.permutations([*table.records, *new, *again]))))


def shuffle(draw: Any, table: Made) -> Made:
    """Bring the records into another order."""
    return replace(table, records=tuple(draw(st.permutations(table.records))))


def reorder(draw: Any, table: Made) -> Made:
    """Bring the fields into another order."""
    return replace(table, fields=tuple(draw(st.permutations(table.fields))))


def add_field(draw: Any, table: Made) -> Made:
    """Add a field."""
    name = next(f"new{n}" for n in itertools.count() if f"new{n}" not in table.types)
    place = draw(st.integers(0, len(table.fields)))
    records = tuple(each | {name: cell(draw, "string", table.missing)} for each in table.records)
    names = (*table.fields[:place], name, *table.fields[place:])
    return replace(table, fields=names, types=table.types | {name: "string"}, records=records)


def remove_field(draw: Any, table: Made) -> Made:
    """Take a field away."""
    free = [name for name in table.fields if name not in table.key]
    if not free or len(table.fields) == 1:
        return table
    gone = draw(st.sampled_from(free))
    return replace(table, fields=tuple(name for name in table.fields if name != gone))


def rename_field(draw: Any, table: Made) -> Made:
    """Rename a field that has its first name."""
    known = dict(table.names_before)
    free = [name for name in table.fields if name in NAMES]
    if not free:
        return table
    former = draw(st.sampled_from(free))
    name = f"{former}2"

    def named(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name if each == former else each for each in names)

    records = tuple(
        {(name if each == former else each): value for each, value in record.items()}
        for record in table.records
    )
    return replace(
        table, fields=named(table.fields), key=named(table.key), records=records,
        types=table.types | {name: table.types[former]},
        names_before=tuple((known | {name: former}).items()),
    )  # fmt: skip


def change_key(draw: Any, table: Made) -> Made:
    """Choose another primary key, or none."""
    key = tuple(draw(st.permutations(table.fields)))[: draw(st.integers(0, 2))]
    return replace(table, key=key)


def change_type(draw: Any, table: Made) -> Made:
    """Take numbers for texts, which sorts them otherwise."""
    name = draw(st.sampled_from(table.fields))
    return replace(table, types=table.types | {name: "string"})


def change_missing(draw: Any, table: Made) -> Made:
    """Write missing values otherwise; what is now read as missing is."""
    missing = draw(st.sampled_from([each for each in MISSING if each]))
    records = tuple(
        {name: None if value in missing else value for name, value in record.items()}
        for record in table.records
    )
    return replace(table, missing=missing, records=records)


WHAT_HAPPENS = (correct, remove_records, add_records, shuffle, reorder, add_field, remove_field,
                rename_field, change_key, change_type, change_missing)  # fmt: skip


@st.composite
def pairs(draw: Any) -> tuple[dict[str, Made], dict[str, Made]]:
    """Draw two packages, the second made of the first."""
    old = {name: draw(tables()) for name in draw(st.sampled_from([["t"], ["t", "u"]]))}
    new = {}
    for name, table in old.items():
        became = draw(st.sampled_from(["stays", "stays", "stays", "stays", "renamed", "removed"]))
        if became != "removed":
            called = f"{name}2" if became == "renamed" else name
            formerly = name if became == "renamed" else None
            new[called] = replace(draw(revised(table)), formerly=formerly)
    if not new or draw(st.integers(0, 3)) == 0:
        new["w"] = draw(tables())
    return old, new


def write(folder: Path, made: dict[str, Made]) -> Path:
    """Write a package as its author would; give its descriptor."""
    folder.mkdir()
    path = write_package(folder, {name: table.described() for name, table in made.items()})
    if any(table.formerly for table in made.values()):
        document = json.loads(path.read_text("utf-8"))
        for resource in document["resources"]:
            former = made[resource["name"]].formerly
            if former:
                resource["pressmark:formerly"] = former
        path.write_text(json.dumps(document), encoding="utf-8")
    return path


def as_released(folder: Path, made: dict[str, Made]) -> Package:
    """Write a package as releases are written."""
    return released_from(write(folder.with_name(f"{folder.name}-authored"), made), folder)


def released_from(authored: Path, folder: Path) -> Package:
    """Write an authored package as releases are written; AssertionError if it is wrong."""
    package = write_released(read(authored), folder, hide_progress)
    assert isinstance(package, Package), [each.message for each in package.findings]
    return read_package(folder / "datapackage.json", trusted=True)
