"""Which change asks for which version: every line of the recipe, each property of a schema."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark.compare import RECIPE, Demand, compare, find_highest, list_demands
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError
from pressmark.version import Version, parse
from tests.packages import read

Document = dict[str, Any]
Change = Callable[[Document], object]

PLACES = {
    "name": "places",
    "path": "places.csv",
    "title": "Places",
    "schema": {
        "fields": [
            {"name": "id", "type": "string"},
            {"name": "size", "type": "integer", "constraints": {"minimum": 0, "maximum": 99}},
        ],
        "primaryKey": ["id"],
    },
    "text": "id,size\na,1\nb,2\nc,3\n",
}
RULES = {
    "name": "rules",
    "path": "rules.csv",
    "schema": {
        "fields": [
            {"name": "id", "type": "string"},
            {"name": "kind", "type": "string", "categories": ["x", "y", "z"],
             "constraints": {"enum": ["x", "y"]}},
            {"name": "place", "type": "string", "constraints": {"pattern": "[a-z]"}},
            {"name": "since", "type": "date"},
        ],
        "primaryKey": ["id"],
        "uniqueKeys": [["place", "kind"]],
        "foreignKeys": [
            {"fields": ["place"], "reference": {"resource": "places", "fields": ["id"]}}
        ],
    },
    "text": "id,kind,place,since\nr,x,a,2020-01-01\ns,y,b,\n",
}  # fmt: skip
NOTES = {
    "name": "notes",
    "path": "notes.csv",
    "schema": {"fields": [{"name": "said", "type": "string"}]},
    "text": "said\nx\ny\nx\n",
}
TREE = "pressmark:tree"
README = {
    "name": "readme",
    "path": "readme.md",
    TREE: {"size": 2, "root": f"sha256:{'0' * 64}"},
    "text": "read me",
}
PACKAGE = {
    "name": "small",
    "version": "1.0.0",
    "resources": [PLACES, RULES, NOTES, README],
    "pressmark:views": ["views/all.sql"],
    "pressmark:rules": ["rules/none.sql"],
    "files": {
        "views/all.sql": "-- title: All\nselect id from places",
        "rules/none.sql": "select id from places where size < 0",
    },
}


def written(document: Document, folder: Path) -> Path:
    """Write a package with the texts of its tables and its SQL."""
    document = copy.deepcopy(document)
    files = document.pop("files")
    files |= {each["path"]: each.pop("text") for each in document["resources"]}
    files["datapackage.json"] = json.dumps(document)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return folder / "datapackage.json"


def asked(change: Change, folder: Path, first: Change | None = None) -> tuple[Demand, ...]:
    """Give what a change of the package asks for; `first` changes what it starts from."""
    old: Document = copy.deepcopy(PACKAGE)
    if first:
        first(old)
    new = copy.deepcopy(old)
    change(new)
    with Engine() as engine:
        before, after = (
            read(written(each, folder / name)) for each, name in ((old, "old"), (new, "new"))
        )
        return list_demands(compare(before, after, engine))


def table(number: int, **properties: Any) -> Change:
    """Change properties of a table."""
    return lambda document: document["resources"][number].update(properties)


def schema(number: int, **properties: Any) -> Change:
    """Change properties of a table's schema."""
    return lambda document: document["resources"][number]["schema"].update(properties)


def field(number: int, at: int, **properties: Any) -> Change:
    """Change properties of a field."""
    return lambda document: document["resources"][number]["schema"]["fields"][at].update(properties)


def constraints(number: int, at: int, **properties: Any) -> Change:
    """Give a field other constraints; None takes one away."""

    def change(document: Document) -> None:
        part = document["resources"][number]["schema"]["fields"][at]
        found = part.get("constraints", {}) | properties
        part["constraints"] = {name: each for name, each in found.items() if each is not None}

    return change


def text(number: int, old: str, new: str) -> Change:
    """Change the text of a table."""

    def change(document: Document) -> None:
        part = document["resources"][number]
        assert old in part["text"]
        part["text"] = part["text"].replace(old, new)

    return change


def package(**properties: Any) -> Change:
    """Change properties of the package."""
    return lambda document: document.update(properties)


def file(name: str, text_: str) -> Change:
    """Change an SQL file."""
    return lambda document: document["files"].update({name: text_})


def all_of(*changes: Change) -> Change:
    """Make several changes."""
    return lambda document: [change(document) for change in changes]


def without(number: int, at: int, column: int) -> Change:
    """Take a field away, with its column."""

    def change(document: Document) -> None:
        part = document["resources"][number]
        del part["schema"]["fields"][at]
        rows = [line.split(",") for line in part["text"].splitlines()]
        part["text"] = "".join(
            ",".join(cell for n, cell in enumerate(row) if n != column) + "\n" for row in rows
        )

    return change


FORMERLY = "pressmark:formerly"
MEANING = "pressmark:meaningChanged"

CASES: tuple[tuple[str, Change], ...] = (
    ("package.renamed", package(name="other")),
    ("table.removed", lambda document: document["resources"].pop(2)),
    ("table.renamed", table(1, name="laws", **{FORMERLY: "rules"})),
    ("resource.removed", lambda document: document["resources"].pop()),
    ("field.added", all_of(lambda d: d["resources"][0]["schema"]["fields"].append({"name": "x"}),
                           table(0, text="id,size,x\na,1,\nb,2,\nc,3,\n"))),
    ("field.removed", without(0, 1, 1)),
    ("field.renamed", all_of(field(0, 1, name="area", **{FORMERLY: "size"}),
                             text(0, "size", "area"))),
    ("field.reordered", all_of(lambda d: d["resources"][0]["schema"]["fields"].reverse(),
                               table(0, text="size,id\n1,a\n2,b\n3,c\n"))),
    ("field.type", field(0, 1, type="number")),
    ("field.format", field(1, 3, format="any")),
    ("primary_key.changed", schema(1, primaryKey=["place", "id"])),
    ("constraint.stricter", constraints(0, 1, maximum=50)),
    ("meaning.changed", package(**{MEANING: "Sizes are areas now."})),
    ("records.withdrawn_referred", all_of(text(0, "b,2\n", ""), text(1, "s,y,b,", "s,y,a,"))),
    ("question.removed", lambda document: document.pop("pressmark:views")),
    ("table.added", lambda d: d["resources"].append({
        "name": "new", "path": "new.csv", "schema": {"fields": [{"name": "a"}]}, "text": "a\n"})),
    ("resource.added", lambda d: d["resources"].append({
        "name": "new", "path": "new.md", "text": "new"})),
    ("records.added", text(0, "c,3\n", "c,3\nd,4\n")),
    ("records.withdrawn", text(0, "c,3\n", "")),
    ("reference.updated", text(1, "s,y,b,", "s,y,c,")),
    ("constraint.looser", constraints(0, 1, maximum=100)),
    ("question.changed", file("views/all.sql", "-- title: All\nselect size from places")),
    ("storage.changed", field(0, 1, **{"pressmark:storage": "text"})),
    ("records.moved", text(2, "x\ny\n", "y\nx\n")),
    ("values.corrected", text(0, "c,3\n", "c,4\n")),
    ("resource.changed", table(3, **{TREE: {"size": 2, "root": f"sha256:{'1' * 64}"}})),
    ("description.changed", table(0, title="Cities")),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "change"), CASES, ids=[rule for rule, _ in CASES])
def test_each_line_of_the_recipe_is_asked_for_by_its_change(
    rule: str, change: Change, tmp_path: Path
) -> None:
    found = asked(change, tmp_path)
    assert rule in {each.rule for each in found}
    level = next(each.level for each in RECIPE if each.name == rule)
    assert find_highest(found) == level


def test_the_cases_are_the_recipe() -> None:
    assert [rule for rule, _ in CASES] == [rule.name for rule in RECIPE]


STRICTER, LOOSER, SAME = "constraint.stricter", "constraint.looser", "description.changed"
PLACE = {"resource": "places", "fields": ["id"]}


@pytest.mark.parametrize(
    ("first", "change", "rules"),
    [
        (None, constraints(0, 0, required=True), [STRICTER]),
        (constraints(0, 0, required=True), constraints(0, 0, required=None), [LOOSER]),
        (constraints(0, 0, required=False), constraints(0, 0, required=None), []),
        (None, constraints(0, 1, unique=True), [STRICTER]),
        (constraints(0, 1, unique=True), constraints(0, 1, unique=False), [LOOSER]),
        (None, constraints(0, 0, minLength=1), [STRICTER]),
        (constraints(0, 0, minLength=1), constraints(0, 0, minLength=0), [LOOSER]),
        (constraints(0, 0, minLength=0), constraints(0, 0, minLength=1), [STRICTER]),
        (constraints(0, 0, minLength=0), constraints(0, 0, minLength=None), [LOOSER]),
        (constraints(0, 0, maxLength=5), constraints(0, 0, maxLength=4), [STRICTER]),
        (constraints(0, 0, maxLength=5), constraints(0, 0, maxLength=6), [LOOSER]),
        (None, constraints(0, 1, minimum=1), [STRICTER]),
        (None, constraints(0, 1, minimum=-10), [LOOSER]),
        (None, constraints(0, 1, minimum=None), [LOOSER]),
        (None, constraints(0, 1, minimum="0"), [SAME]),
        (None, constraints(0, 1, maximum=100), [LOOSER]),
        (None, constraints(0, 1, maximum=9), [STRICTER]),
        (None, constraints(0, 1, exclusiveMinimum=-5), [STRICTER]),
        (constraints(0, 1, exclusiveMinimum=-5), constraints(0, 1, exclusiveMinimum=-10), [LOOSER]),
        (constraints(0, 1, exclusiveMaximum=200), constraints(0, 1, exclusiveMaximum=1000),
         [LOOSER]),
        (constraints(1, 3, minimum="2019-12-31"), constraints(1, 3, minimum="2019-02-01"),
         [LOOSER]),
        (constraints(1, 3, minimum="2019-02-01"), constraints(1, 3, minimum="2019-12-31"),
         [STRICTER]),
        (None, constraints(1, 2, pattern="[a-c]"), [STRICTER]),
        (None, constraints(1, 2, pattern=None), [LOOSER]),
        (None, constraints(0, 0, pattern="[a-c]"), [STRICTER]),
        (None, constraints(1, 1, enum=["x", "y", "z"]), [LOOSER]),
        (None, constraints(1, 1, enum=["y", "x"]), [SAME]),
        (None, constraints(1, 1, enum=["x", "z"]), [STRICTER]),
        (None, constraints(1, 1, enum=None), [LOOSER]),
        (None, constraints(0, 0, enum=["a", "b", "c"]), [STRICTER]),
        (None, schema(1, uniqueKeys=[]), [LOOSER]),
        (None, schema(1, uniqueKeys=[["kind", "place"]]), []),
        (None, schema(0, uniqueKeys=[["size"]]), [STRICTER]),
        (None, schema(1, foreignKeys=[]), [LOOSER]),
        (schema(1, foreignKeys=[]), schema(1, foreignKeys=[{"fields": "place",
                                                            "reference": PLACE}]), [STRICTER]),
        (None, schema(1, foreignKeys=[{"fields": "place", "reference": PLACE}]), []),
        (None, field(1, 1, categories=[{"value": "x", "label": "X"}, "y", "z"]), [SAME]),
        (None, field(1, 1, categories=["y", "x", "z"]), [SAME]),
        (field(1, 1, categoriesOrdered=True), field(1, 1, categories=["y", "x", "z"]),
         ["meaning.changed"]),
        (None, field(1, 1, categoriesOrdered=True), ["meaning.changed"]),
        (None, field(1, 0, description="The key."), [SAME]),
        (None, field(1, 0, **{MEANING: "Another key."}), ["meaning.changed"]),
        (None, schema(1, **{MEANING: "Other rules."}), ["meaning.changed"]),
        (None, table(1, **{MEANING: "Other rules."}), ["meaning.changed"]),
        (table(1, **{MEANING: "Other rules."}), table(1, **{MEANING: "Still others."}),
         ["meaning.changed"]),
        (table(1, **{MEANING: "Other rules."}), lambda d: d["resources"][1].pop(MEANING), []),
        (None, package(version="1.0.1", created="2026-01-01T00:00:00Z"), []),
        (None, package(licenses=[{"name": "CC0-1.0"}]), [SAME]),
        (None, file("views/all.sql", "-- title: Every place\nselect id from places"), [SAME]),
        (file("views/all.sql", "-- parameter: a = 1\nselect id from places"),
         file("views/all.sql", "-- parameter: a: key of places = 1\nselect id from places"),
         [SAME]),
        (file("views/all.sql", "-- parameter: a: text = 1\nselect id from places"),
         file("views/all.sql", "-- parameter: a: key of places = 1\nselect id from places"),
         ["question.changed"]),
        (None, file("rules/none.sql", "select id from places where size < 1"),
         ["question.changed"]),
        (None, lambda d: d.pop("pressmark:rules"), ["question.changed"]),
        (lambda d: d.pop("pressmark:views"), package(**{"pressmark:views": ["views/all.sql"]}),
         ["question.changed"]),
        (None, table(1, text="id,kind,place,since\ns,y,b,\nr,x,a,2020-01-01\n"), []),
    ],
)  # fmt: skip
def test_schemas_are_compared_property_by_property(
    first: Change | None, change: Change, rules: list[str], tmp_path: Path
) -> None:
    assert [each.rule for each in asked(change, tmp_path, first)] == rules


def test_renaming_both_sides_of_a_reference_leaves_it_the_same(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        places, rules, *_ = document["resources"]
        places.update({"name": "towns", FORMERLY: "places"})
        places["schema"]["fields"][0].update({"name": "town", FORMERLY: "id"})
        places["schema"]["primaryKey"] = "town"
        places["text"] = places["text"].replace("id", "town")
        rules["schema"]["foreignKeys"][0]["reference"] = {"resource": "towns", "fields": ["town"]}

    assert [(each.rule, each.what) for each in asked(change, tmp_path)] == [
        ("table.renamed", '`towns`: the table was formerly named "places"'),
        ("field.renamed", '`towns`, field `town`: the field was formerly named "id"'),
    ]


@pytest.mark.parametrize("reason", [True, "", " ", ["a"]])
def test_a_declared_change_of_meaning_has_a_reason(reason: object, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"fields\[1\].pressmark:meaningChanged"):
        asked(field(0, 1, **{MEANING: reason}), tmp_path)


def test_a_record_counts_as_referred_to_by_another_table_only(tmp_path: Path) -> None:
    def own(document: Document) -> None:
        document["resources"][0]["schema"]["fields"].append({"name": "part_of"})
        document["resources"][0]["schema"]["foreignKeys"] = [
            {"fields": ["part_of"], "reference": {"fields": ["id"]}}
        ]
        document["resources"][0]["text"] = "id,size,part_of\na,1,\nb,2,\nc,3,\nd,4,c\n"

    change = text(0, "c,3,\nd,4,c\n", "d,4,\n")
    assert [each.rule for each in asked(change, tmp_path, own)] == [
        "records.withdrawn",
        "values.corrected",
    ]


@pytest.mark.parametrize(
    ("last", "level", "least"),
    [
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "major", "2.0.0"),
        ("0.2.3", "major", "0.3.0"),
        ("0.2.3", "minor", "0.3.0"),
        ("0.2.3", "patch", "0.2.4"),
    ],
)
def test_the_least_version_raises_one_part(last: str, level: Any, least: str) -> None:
    before, asked = version(last), version(least)
    assert before.after(level) == asked and asked > before
    assert asked.raises_enough(before, level) and not before.raises_enough(before, level)
    assert version(f"{least}-rc.1").raises_enough(before, level)


def version(text: str) -> Version:
    read = parse(text)
    assert read is not None
    return read
