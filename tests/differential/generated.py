"""Hypothesis strategies: schemas with all constraints and keys, tables for them, corruptions."""

from typing import Any

from hypothesis import strategies as st

from .case import Case, GeneratedTable
from .corruptions import corrupt
from .values import KINDS, RIGHT, VARIANTS, kind_of, right

ORDERED = ("integer", "number", "date", "datetime", "time", "year", "yearmonth")
SCALAR = (*ORDERED, "any", "boolean", "string")
"""The types whose values a descriptor can list for both judges: theirs refuses the others."""
HASHED = (*SCALAR, "duration")
"""The types of which keys are made: of the others theirs breaks off."""
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
PATTERNS = (r"[a-z]+", r"[A-Za-z0-9 ]*", r"x.*", r"(?:x|y)", r"\d+", r"[^,]+", r"x|y")
NAMES = ("id", "name", "Name", "größe", "two words", "c")
MISSING: tuple[list[Any] | None, ...] = (
    None, ["", "NA"], ["NA"], [], ["-", "", "x"], [{"value": "NA", "label": "not asked"}],
)  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Make a package of one table, or of two of which one refers to the other, and corrupt it."""
    parent = draw(tables("parent"))
    made = [parent]
    if draw(st.booleans()):
        made.append(draw(child_of(parent)))
    elif draw(st.integers(0, 3)) == 0:
        refer_to_self(draw, parent)
    for table in made:
        for _ in range(draw(st.integers(0, 2))):
            corrupt(draw, table)
    return Case(made)


@st.composite
def tables(draw: st.DrawFn, name: str) -> GeneratedTable:
    """Make a table without foreign keys."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(1, 4))]
    fields = [draw(fields_named(each)) for each in names]
    schema: dict[str, Any] = {"fields": fields}
    add_keys(draw, schema, [each["name"] for each in fields if each["type"] in HASHED])
    return fill(draw, name, schema)


def add_keys(draw: st.DrawFn, schema: dict[str, Any], names: list[str]) -> None:
    """Give a schema missing values, a way of matching fields, and unique keys of some fields."""
    missing = draw(st.sampled_from(MISSING)) if draw(st.booleans()) else None
    if missing is not None:
        schema["missingValues"] = missing
    if draw(st.integers(0, 4)) == 0:
        schema["fieldsMatch"] = draw(
            st.sampled_from(["exact", "equal", "subset", "superset", "partial"])
        )
    if not names:
        return
    if draw(st.booleans()):
        schema["primaryKey"] = names[: draw(st.integers(1, min(2, len(names))))]
    if draw(st.integers(0, 5)) == 0:
        schema["uniqueKeys"] = [names[-draw(st.integers(1, min(2, len(names)))) :]]


@st.composite
def fields_named(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """Make a field, with some of the constraints that suit its type."""
    type_ = draw(st.sampled_from(KINDS))
    made: dict[str, Any] = {"name": name, **VARIANTS.get(type_, {"type": type_})}
    constraints: dict[str, Any] = {}
    if draw(st.integers(0, 3)) == 0:
        constraints["required"] = True
    if type_ in HASHED and draw(st.integers(0, 5)) == 0:
        constraints["unique"] = True
    if type_ in ORDERED and draw(st.integers(0, 2)) == 0:
        constraints[draw(st.sampled_from(BOUNDS))] = in_schema(draw(bounds(type_)), type_)
    if type_ == "string" and draw(st.integers(0, 2)) == 0:
        add_text_constraint(draw, constraints)
    if type_ in SCALAR and draw(st.integers(0, 5)) == 0:
        pool = st.lists(st.sampled_from(RIGHT[type_]), min_size=1, max_size=5, unique=True)
        add_allowed(draw, made, constraints, [in_schema(each, type_) for each in draw(pool)])
    if constraints:
        made["constraints"] = constraints
    if draw(st.integers(0, 7)) == 0:
        made["missingValues"] = draw(
            st.sampled_from([each for each in MISSING if each is not None])
        )
    return made


def bounds(type_: str) -> st.SearchStrategy[str]:
    """Choose a bound of an ordered type."""
    return st.sampled_from(RIGHT[type_])


def add_text_constraint(draw: st.DrawFn, constraints: dict[str, Any]) -> None:
    """Bound a text's length, or ask for a pattern."""
    which = draw(st.sampled_from(["minLength", "maxLength", "pattern"]))
    bound = st.sampled_from(PATTERNS) if which == "pattern" else st.integers(0, 8)
    constraints[which] = draw(bound)


def add_allowed(
    draw: st.DrawFn, made: dict[str, Any], constraints: dict[str, Any], values: list[Any]
) -> None:
    """List the allowed values, as `enum` or as `categories`."""
    if made["type"] == "string" and draw(st.integers(0, 2)) == 0:
        made["categories"] = values
    else:
        constraints["enum"] = values


def in_schema(value: str, type_: str) -> Any:
    """Write a value as descriptors do: whole numbers and truth values are no texts."""
    if type_ == "boolean":
        return value.lower() in ("true", "1")
    if type_ in ("integer", "year") and not value.startswith(("+", "0")):
        return int(value)
    return value


def fill(draw: st.DrawFn, name: str, schema: dict[str, Any]) -> GeneratedTable:
    """Write a few records of the right types; some cells hold no value."""
    names = [field["name"] for field in schema["fields"]]
    table = GeneratedTable(name, schema, list(names), [])
    for _ in range(draw(st.integers(0, 5))):
        table.records.append([draw(cells(table, each)) for each in names])
    return table


def cells(table: GeneratedTable, name: str) -> st.SearchStrategy[str]:
    """Choose a cell of a field: nearly always a value, sometimes one that means none."""
    field = table.field(name)
    bounded = any(each in field.get("constraints", {}) for each in (*BOUNDS, "enum"))
    values = right(kind_of(field), zoned=not bounded)
    missing = table.missing(name)
    if not missing:
        return values
    return st.one_of(values, values, values, values, values, st.sampled_from(missing))


@st.composite
def child_of(draw: st.DrawFn, parent: GeneratedTable) -> GeneratedTable:
    """Make a table that refers to another one, mostly to records that are there."""
    width = draw(st.integers(1, min(2, len(parent.names))))
    hashed = [name for name in parent.names if parent.field(name)["type"] in HASHED]
    key = parent.schema.get("primaryKey", hashed or parent.names)[:width]
    names = [f"{name}_of_parent" for name in key]
    fields = [
        {"name": new, **VARIANTS.get(kind := kind_of(parent.field(old)), {"type": kind})}
        for new, old in zip(names, key, strict=True)
    ]
    schema: dict[str, Any] = {
        "fields": [*fields, draw(fields_named("note"))],
        "foreignKeys": [{"fields": names, "reference": {"resource": parent.name, "fields": key}}],
    }
    table = fill(draw, "child", schema)
    places = [parent.header.index(name) for name in key]
    for record in table.records:
        refers = draw(st.integers(0, 3)) > 0
        if parent.records and refers:
            there = draw(st.sampled_from(parent.records))
            for column, place in enumerate(places):
                record[column] = there[place]
    return table


def refer_to_self(draw: st.DrawFn, table: GeneratedTable) -> None:
    """Let one field refer to another of the same type, if there is one."""
    by_type: dict[str, list[str]] = {}
    for field in table.schema["fields"]:
        if field["type"] in HASHED:
            by_type.setdefault(field["type"], []).append(field["name"])
    pairs = [names for names in by_type.values() if len(names) > 1]
    if pairs:
        child, parent = draw(st.sampled_from(pairs))[:2]
        table.schema["foreignKeys"] = [{"fields": [child], "reference": {"fields": [parent]}}]
