"""Judges the measured table with programs of others, each as its documentation recommends.

`python judges.py PROGRAM FOLDER` is run by a Python that has the program, and prints one line of
JSON: how many cells or records each kind of rule found wrong. Nothing of ours is imported here, and
each program where it is used, so that none pays for another.
"""

import datetime
import importlib
import json
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from csv import DictReader
from pathlib import Path
from typing import Any, Literal, get_args

Kind = Literal["alpha", "beta", "gamma", "delta", "epsilon"]
KINDS = list(get_args(Kind))
CODE = r"^[A-Z]{3}-[0-9]{4}$"
UUID = r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
URI = r"^https?://\S+$"
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
FIRST_DAY = datetime.date(1990, 1, 1)
LARGEST, LONGEST = 100_000, 200
UNIQUE = ("id", "uuid")

Found = dict[str, int]
"""How many each kind of rule found; a cell may break several."""


def by_polars(folder: Path) -> Found:
    """Read text lazily, cast, and count in one query what each predicate finds."""
    pl: Any = importlib.import_module("polars")
    types = (("id", pl.Int64), ("amount", pl.Float64), ("weight", pl.Float64))
    cast = {name: pl.col(name).cast(type_, strict=False) for name, type_ in types}
    cast |= {each.meta.output_name(): each for each in read_leniently(pl)}
    known = pl.read_csv(folder / "parents.csv", infer_schema=False)["id"]
    wrong = {
        "type": [pl.col(name).is_not_null() & each.is_null() for name, each in cast.items()],
        "required": [pl.col("id").is_null(), pl.col("kind").is_null()],
        "bounds": [
            cast["id"] < 1, cast["amount"] < 0, cast["amount"] > LARGEST, cast["day"] < FIRST_DAY,
        ],
        "enum": [~pl.col("kind").is_in(KINDS)],
        "pattern": [~pl.col("code").str.contains(CODE)],
        "format": [~pl.col("uuid").str.contains(UUID), ~pl.col("page").str.contains(URI)],
        "length": [pl.col("note").str.len_chars() > LONGEST],
        "unique": [pl.col(name).is_not_null() & pl.col(name).is_duplicated() for name in UNIQUE],
        "reference": [~pl.col("parent").is_in(known.implode())],
    }  # fmt: skip
    texts = pl.scan_csv(folder / "records.csv", infer_schema=False, truncate_ragged_lines=True)
    counts = [pl.sum_horizontal(*(each.sum() for each in of)).alias(kind)
              for kind, of in wrong.items()]  # fmt: skip
    found: Found = texts.select(counts).collect().row(0, named=True)
    return found


def read_leniently(pl: Any) -> list[Any]:
    """Read text of polars as what it casts no text to: what cannot be read becomes missing."""
    return [
        pl.col("day").str.to_date("%Y-%m-%d", strict=False),
        pl.col("moment").str.to_datetime(MOMENT, strict=False, time_zone="UTC"),
        pl.col("open").replace_strict({"true": True, "false": False}, default=None),
    ]


def read_frame(pl: Any, folder: Path) -> tuple[Any, Any]:
    """Read the records as text, but for days, moments and truth; and the keys of the parents."""
    texts = pl.scan_csv(folder / "records.csv", infer_schema=False, truncate_ragged_lines=True)
    known = pl.read_csv(folder / "parents.csv", infer_schema=False)["id"]
    return texts.with_columns(read_leniently(pl)).collect(), known


def by_dataframely(folder: Path) -> Found:
    """Filter by a schema that casts, and say by which rule records fell out."""
    dy: Any = importlib.import_module("dataframely")
    pl: Any = importlib.import_module("polars")
    frame, known = read_frame(pl, folder)
    columns = {
        "id": dy.Int64(primary_key=True, min=1),
        "uuid": dy.String(nullable=True, unique=True, regex=UUID),
        "code": dy.String(nullable=True, regex=CODE),
        "kind": dy.Enum(KINDS),
        "day": dy.Date(nullable=True, min=FIRST_DAY),
        "moment": dy.Datetime(nullable=True, time_zone="UTC"),
        "amount": dy.Float64(nullable=True, min=0, max=LARGEST),
        "open": dy.Bool(nullable=True),
        "note": dy.String(nullable=True, max_length=LONGEST),
        "parent": dy.String(nullable=True, check=lambda each: each.is_in(known.implode())),
        "weight": dy.Float64(nullable=True),
        "page": dy.String(nullable=True, regex=URI),
    }
    schema = type(dy.Schema)("Records", (dy.Schema,), columns)
    failed = schema.filter(frame, cast=True).failure
    return gather(rule.split("|") if "|" in rule else ("", rule)
                  for rule, count in failed.counts().items() for _ in range(count))  # fmt: skip


def by_pandera(folder: Path) -> Found:
    """Validate by a schema that coerces, to the end; what fails comes with its index."""
    pa: Any = importlib.import_module("pandera.polars")
    pl: Any = importlib.import_module("polars")
    frame, known = read_frame(pl, folder)
    check, column = pa.Check, pa.Column
    schema = pa.DataFrameSchema(
        {
            "id": column(pl.Int64, check.ge(1), unique=True, coerce=True),
            "uuid": column(pl.String, check.str_matches(UUID), nullable=True, unique=True),
            "code": column(pl.String, check.str_matches(CODE), nullable=True),
            "kind": column(pl.String, check.isin(KINDS)),
            "day": column(pl.Date, check.ge(FIRST_DAY), nullable=True),
            "moment": column(pl.Datetime("us", "UTC"), nullable=True),
            "amount": column(pl.Float64, check.in_range(0, LARGEST), nullable=True, coerce=True),
            "open": column(pl.Boolean, nullable=True),
            "note": column(pl.String, check.str_length(max_value=LONGEST), nullable=True),
            "parent": column(pl.String, check.isin(known.to_list()), nullable=True),
            "weight": column(pl.Float64, nullable=True, coerce=True),
            "page": column(pl.String, check.str_matches(URI), nullable=True),
        }
    )
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        failed = error.failure_cases.select("column", "check").iter_rows()
        return gather((name or "", check.partition("(")[0]) for name, check in failed)
    return {}


def by_pointblank(folder: Path) -> Found:
    """Interrogate a frame by steps; those that fail have extracts with the rows' numbers."""
    pb: Any = importlib.import_module("pointblank")
    pl: Any = importlib.import_module("polars")
    frame, known = read_frame(pl, folder)
    types = (("id", pl.Int64), ("amount", pl.Float64), ("weight", pl.Float64))
    frame = frame.with_columns(pl.col(name).cast(type_, strict=False) for name, type_ in types)
    missing = {"na_pass": True}
    steps = (
        pb.Validate(frame)
        .col_vals_not_null(["id", "kind"])
        .col_vals_ge("id", 1, **missing)
        .col_vals_between("amount", 0, LARGEST, **missing)
        .col_vals_ge("day", FIRST_DAY, **missing)
        .col_vals_in_set("kind", KINDS)
        .col_vals_regex("code", CODE, **missing)
        .col_vals_regex("uuid", UUID, **missing)
        .col_vals_regex("page", URI, **missing)
        .col_vals_expr(pl.col("note").str.len_chars().fill_null(0) <= LONGEST)
        .rows_distinct(["id"])
        .rows_distinct(["uuid"])
        .col_vals_expr(pl.col("parent").is_in(known.implode()).fill_null(value=True))
        .interrogate()
    )
    words = ("required", "required", "bounds", "bounds", "bounds", "enum", "pattern", "format",
             "format", "length", "unique", "unique", "reference")  # fmt: skip
    found: Counter[str] = Counter()
    for word, count in zip(words, steps.n_failed().values(), strict=True):
        found[word] += int(count)
    return dict(found)


def by_pydantic(folder: Path) -> Found:
    """Validate record after record by one model; keys are compared in sets of Python."""
    pydantic: Any = importlib.import_module("pydantic")
    field = pydantic.Field
    model = pydantic.create_model(
        "Record",
        id=(int, field(ge=1)),
        uuid=(uuid.UUID | None, ...),
        code=(str | None, field(pattern=CODE)),
        kind=(Kind, ...),
        day=(datetime.date | None, field(ge=FIRST_DAY)),
        moment=(datetime.datetime | None, ...),
        amount=(float | None, field(ge=0, le=LARGEST)),
        open=(bool | None, ...),
        note=(str | None, field(max_length=LONGEST)),
        parent=(str | None, ...),
        weight=(float | None, ...),
        page=(pydantic.AnyHttpUrl | None, ...),
    )
    validate = model.model_validate
    with (folder / "parents.csv").open(encoding="utf-8", newline="") as file:
        known = {each["id"] for each in DictReader(file)}
    seen: tuple[set[Any], set[Any]] = set(), set()
    found: Counter[str] = Counter()
    with (folder / "records.csv").open(encoding="utf-8", newline="") as file:
        for row in DictReader(file):
            found[""] += 1
            cells = {name: text or None for name, text in row.items()}
            try:
                record = validate(cells)
            except pydantic.ValidationError as error:
                found.update(tell_error(each) for each in error.errors(include_url=False))
                continue
            for keys, key in zip(seen, (record.id, record.uuid), strict=True):
                found["unique"] += key in keys
                keys.add(key)
            found["reference"] += record.parent is not None and record.parent not in known
    del found[""]
    return dict(found)


def tell_error(error: Any) -> str:
    """Give the kind of rule behind an error of pydantic."""
    name, kind = error["loc"][0], error["type"]
    if name in ("uuid", "page"):
        return "format"
    return "required" if error["input"] is None else WORDS.get(kind, "type")


def by_duckdb(folder: Path) -> Found:
    """Read text and count in one query what each predicate finds."""
    duckdb: Any = importlib.import_module("duckdb")
    types = {"id": "bigint", "day": "date", "moment": "timestamptz", "amount": "double",
             "open": "boolean", "weight": "double"}  # fmt: skip
    wrong = {
        "type": [f"{name} is not null and try_cast({name} as {type_}) is null"
                 for name, type_ in types.items()],
        "required": ["id is null", "kind is null"],
        "bounds": ["try_cast(id as bigint) < 1", "try_cast(amount as double) < 0",
                   f"try_cast(amount as double) > {LARGEST}",
                   f"try_cast(day as date) < '{FIRST_DAY}'"],
        "enum": [f"kind not in ({', '.join(map(repr, KINDS))})"],
        "pattern": [f"not regexp_matches(code, '{CODE}')"],
        "format": [f"not regexp_matches(uuid, '{UUID}')", f"not regexp_matches(page, '{URI}')"],
        "length": [f"length(note) > {LONGEST}"],
        "reference": ["parent is not null and parent not in (select id from parents)"],
    }  # fmt: skip
    counts = [f"{' + '.join(f'count(*) filter ({each})' for each in of)} as {kind}"
              for kind, of in wrong.items()]  # fmt: skip
    counts += [
        f"{' + '.join(f'count({name}) - count(distinct {name})' for name in UNIQUE)} as uniq"
    ]
    connection = duckdb.connect()
    for name in ("records", "parents"):
        reading = f"read_csv('{folder / name}.csv', all_varchar=true, ignore_errors=true)"
        kept = "table" if name == "parents" else "view"
        connection.execute(f"create {kept} {name} as from {reading}")
    counted = connection.execute(f"select {', '.join(counts)} from records").fetchone()
    return dict(zip((*wrong, "unique"), counted, strict=True))


def by_frictionless(folder: Path) -> Found:
    """Validate the package whole, without its usual limit of a thousand errors."""
    frictionless: Any = importlib.import_module("frictionless")
    report = frictionless.validate(folder / "datapackage.json", limit_errors=1_000_000)
    found: Counter[str] = Counter()
    for kind, name, note in report.flatten(["type", "fieldName", "note"]):
        word = note.split('"')[1] if kind == "constraint-error" else kind
        broken = WORDS[word]
        found[SPECIAL.get((name, broken), broken)] += 1
    return dict(found)


WORDS = {
    "regex": "pattern", "str_matches": "pattern", "string_pattern_mismatch": "pattern",
    "min": "bounds", "max": "bounds", "greater_than_or_equal_to": "bounds", "in_range": "bounds",
    "greater_than_equal": "bounds", "less_than_equal": "bounds",
    "max_length": "length", "str_length": "length", "string_too_long": "length",
    "coerce_dtype": "type", "dtype": "type",
    "nullability": "required", "not_nullable": "required",
    "primary_key": "unique", "unique": "unique", "field_uniqueness": "unique",
    "blank-row": "record", "extra-cell": "record", "missing-cell": "record",
    "type-error": "type", "enum": "enum", "minimum": "bounds", "maximum": "bounds",
    "pattern": "pattern", "maxLength": "length", "required": "required",
    "primary-key": "unique", "unique-error": "unique", "foreign-key": "reference",
    "isin": "enum", "literal_error": "enum", "check": "reference",
}  # fmt: skip
"""The kinds of rules by the words of the programs."""
SPECIAL = {
    ("uuid", "pattern"): "format", ("page", "pattern"): "format", ("parent", "enum"): "reference",
    ("kind", "type"): "enum", ("uuid", "type"): "format", ("page", "type"): "format",
}  # fmt: skip
"""Where the field says what a rule of it is for."""
PROGRAMS: dict[str, Callable[[Path], Found]] = {
    "polars": by_polars, "dataframely": by_dataframely, "pandera": by_pandera,
    "pointblank": by_pointblank, "pydantic": by_pydantic, "duckdb": by_duckdb,
    "frictionless": by_frictionless,
}  # fmt: skip


def gather(failed: Iterable[tuple[str, str]]) -> Found:
    """Count failures, each a field and the program's word for the rule, by the kind of rule."""
    counted: Counter[str] = Counter()
    for name, word in failed:
        kind = WORDS[word]
        counted[SPECIAL.get((name, kind), kind)] += 1
    return dict(counted)


def main() -> None:
    """Judge, and print how many were found."""
    program, folder = sys.argv[1:]
    sys.stdout.write(json.dumps(PROGRAMS[program](Path(folder))) + "\n")


if __name__ == "__main__":
    main()
