"""Guards by value: which histories they stop, and by what bound."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pytest

from pressmark.compare.alike import AlikeCells
from pressmark.engine.connection import Engine
from pressmark.errors import ReleaseError
from pressmark.package import Resource, Schema, Table
from pressmark.publish.guards import (
    DAY,
    Bounds,
    Past,
    Stop,
    find_alike_stops,
    find_stops,
    read_bounds,
)
from pressmark.releases.statistics import (
    FieldStatistics,
    Statistics,
    TableStatistics,
    count_table,
    read_statistics,
    render_statistics,
)
from tests.publish.histories import (
    FIELDS,
    MISTAKES,
    RIGHT,
    Mistake,
    Records,
    changed,
    drawn,
    times,
    usual,
)

SCHEMA = {"fields": [{"name": name, "type": type_} for name, type_ in FIELDS]}
USUAL_BOUNDS = Bounds(0, 0.5, is_said=False)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One engine for all tables."""
    with Engine() as opened:
        opened.run("create schema inside")
        yield opened


def table_of(**properties: object) -> Table:
    """Describe the table."""
    schema = Schema.model_validate_json(
        json.dumps({**SCHEMA, **properties}), by_alias=True, by_name=False
    )
    return Table(Resource(name="t"), schema, (), "t")


TABLE = table_of()


def counted(records: Records, engine: Engine) -> TableStatistics:
    """Count records."""
    names = [name for name, _ in FIELDS]
    columns = [pa.array([each[name] for each in records], pa.string()) for name in names]
    texts = ", ".join(f"c{number} varchar" for number in range(1, len(names) + 1))
    engine.run(f"create or replace table inside.x ({texts})")
    batch = pa.RecordBatch.from_arrays(columns, [f"c{n}" for n in range(1, len(names) + 1)])
    engine.insert("inside.x", batch)
    return count_table(TABLE, "inside.x", engine)


def stopped(
    counts: list[TableStatistics], bounds: Bounds = USUAL_BOUNDS, *, gone: int = 0
) -> list[Stop]:
    """Give what stops the last of some releases."""
    *before, new = counts
    past = Past(tuple(before), f"1.{len(before) - 1}.0") if before else None
    return list(find_stops(TABLE, past, new, bounds, gone))


@pytest.mark.parametrize(("name", "draw"), RIGHT, ids=[name for name, _ in RIGHT])
def test_what_data_does_by_itself_is_never_stopped(
    name: str, draw: Callable[[], list[Records]], engine: Engine
) -> None:
    history = draw()
    known = {id(each): counted(each, engine) for each in history}
    counts = [known[id(each)] for each in history]
    for end in range(1, len(counts) + 1):
        assert stopped(counts[:end]) == [], name


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: each.name)
def test_what_goes_wrong_on_the_way_is_stopped(
    mistake: Mistake, before: list[TableStatistics], engine: Engine
) -> None:
    wrong = counted(mistake.make(usual()[-1]), engine)
    for number, expected in ((1, mistake.after_one), (5, mistake.after_five)):
        found = stopped([*before[-number:], wrong])
        assert {each.field or "t" for each in found} == ({expected} if expected else set())


@pytest.fixture(scope="module")
def before(engine: Engine) -> list[TableStatistics]:
    """Count the releases before a mistake."""
    return [counted(each, engine) for each in usual()]


def test_a_stop_says_what_was_and_is_and_what_may_be(
    before: list[TableStatistics], engine: Engine
) -> None:
    records = usual()[-1]
    said = {
        "": records[:100],
        "value": [{**each, "value": str(float(each["value"] or 0) * 1000)} for each in records],
        "name": [{**each, "name": None} for each in records],
        "region": [{**each, "region": "North"} for each in records],
    }
    found = {name: stopped([*before, counted(wrong, engine)]) for name, wrong in said.items()}
    assert [each[0].name for each in found.values()] == ["t", "t.value", "t.name", "t.region"]
    assert [each[0].sentence.split("; ") for each in found.values()] == [
        [
            "records: 416 in 1.4.0, 100 now",
            "76 % are lost, at most 50 % may be by default (maxLoss of pressmark:expect)",
        ],
        [
            "values: 1 to 35.13 (median 7.16) in 1.4.0, 1,000 to 35,130 (median 7,160) now",
            "in 5 releases none was larger than 35.13, and the largest may be about 1,760",
        ],
        [
            "cells with a value: 416 of 416 records in 1.4.0, none of 416 now",
            "a field is not emptied without a word",
        ],
        [
            'the value "South": 129 of 416 records in 1.4.0, none now',
            "each of 5 releases had it often",
        ],
    ]


def test_numbers_of_a_key_are_names(engine: Engine) -> None:
    counts = [counted(drawn(each), engine) for each in range(4)]
    far = counted(changed(drawn(1), "id", times(10**6)), engine)
    assert [each.field for each in stopped([*counts, far])] == ["id"]
    keyed = table_of(primaryKey=["id"])
    assert list(find_stops(keyed, Past(tuple(counts), "1"), far, USUAL_BOUNDS, 0)) == []


@pytest.mark.parametrize(
    ("had", "now", "expect", "stops"),
    [
        (10, 4, None, True), (10, 5, None, False), (9, 1, None, False), (1, 0, None, True),
        (0, 0, None, False), (2, 1, None, False), (9, 0, {"maxLoss": "100 %"}, False),
        (9, 8, {"maxLoss": "10 %"}, True), (10, 9, {"maxLoss": "10 %"}, False),
        (10, 9, {"maxLoss": "9.9%"}, True), (10, 9, {"maxLoss": "0 %"}, True),
        (10, 12, {"minRecords": 13}, True), (10, 13, {"minRecords": 13}, False),
        (None, 12, {"minRecords": 13}, True), (10, 4, {"minRecords": 1}, True),
    ],
)  # fmt: skip
def test_how_many_records_a_table_may_lose(
    had: int | None, now: int, expect: dict[str, object] | None, *, stops: bool
) -> None:
    said = {} if expect is None else {"pressmark:expect": expect}
    bounds = read_bounds(Resource.model_validate({"name": "t", **said}), Resource(name="package"))
    counts = [TableStatistics(name="t", records=each, fields=())
              for each in (had, now) if each is not None]  # fmt: skip
    assert bool(stopped(counts, bounds)) is stops


def test_a_table_says_more_than_the_package() -> None:
    of_all = Resource.model_validate(
        {"name": "p", "pressmark:expect": {"minRecords": 5, "maxLoss": "10 %"}}
    )
    own = Resource.model_validate({"name": "t", "pressmark:expect": {"maxLoss": "100 %"}})
    assert read_bounds(own, of_all) == Bounds(5, 1.0, is_said=True)
    assert read_bounds(Resource(name="t"), of_all) == Bounds(5, 0.1, is_said=True)
    assert read_bounds(Resource(name="t"), Resource(name="p")) == USUAL_BOUNDS


def test_keys_that_are_gone_are_lost_though_others_came() -> None:
    counts = [TableStatistics(name="t", records=each, fields=()) for each in (100, 110)]
    (stop,) = stopped(counts, gone=90)
    assert (stop.before, stop.after) == ("100", "110, of which 10 were there")
    assert stop.bound.startswith("90 % are lost")


def test_a_field_of_another_type_or_name_is_a_matter_of_versions(engine: Engine) -> None:
    counts = [counted(drawn(each), engine) for each in range(4)]
    fields = [each.model_copy(update={"type": "string"}) if each.name == "value" else each
              for each in counts[-1].fields if each.name != "day"]  # fmt: skip
    other = counts[-1].model_copy(update={"fields": tuple(fields)})
    assert stopped([*counts[:3], other]) == []
    emptied = counted([{**each, "note": None} for each in drawn(5)], engine)
    renamed = {"fields": [{"name": "remark", "type": "string", "pressmark:formerly": "note"}]}
    fields = [each.model_copy(update={"name": "remark"}) for each in emptied.fields
              if each.name == "note"]  # fmt: skip
    new = emptied.model_copy(update={"fields": tuple(fields)})
    found = list(find_stops(table_of(**renamed), Past(tuple(counts), "1"), new, USUAL_BOUNDS, 0))
    assert [each.name for each in found] == ["t.remark"]


def test_what_was_signed_off_is_usual_from_then_on(
    before: list[TableStatistics], engine: Engine
) -> None:
    grams = counted(changed(usual()[-1], "value", times(1000)), engine)
    assert stopped([*before, grams]) != []
    assert stopped([*before, grams, grams]) == []


def test_statistics_are_read_as_they_were_written(engine: Engine) -> None:
    odd = [
        {**each, "value": value, "day": None, "note": note, "region": "x" * 81}
        for each, value, note in zip(
            drawn(1, 4), ("1e300", "-0.5", "NaN", None), ("a", "", "a\n", None), strict=True
        )
    ]
    for records in (drawn(1, 30), odd, []):
        told = counted(records, engine)
        text = render_statistics(Statistics(tables=(told, told)), ())
        assert read_statistics(text, "here").tables == (told, told)
        assert json.loads(text)["signedOff"] == []
    named = {each.name: each for each in counted(odd, engine).fields}
    assert (named["value"].lowest, named["value"].highest) == (-0.5, 1e300)
    assert (named["day"].missing, named["day"].lowest) == (4, None)
    assert named["note"].values == {"a": 1, "": 1, "a\n": 1}
    assert named["region"].distinct == 1 and named["region"].values is None
    with pytest.raises(ReleaseError, match="does not tell what the release holds"):
        read_statistics("{}", "here")


def test_wide_tables_are_counted_a_block_of_columns_at_a_time(engine: Engine) -> None:
    """As many statements as columns would cost the square of the columns."""
    names = [f"f{number}" for number in range(3_000)]
    schema = {"fields": [{"name": name, "type": "integer"} for name in names]}
    wide = Table(Resource(name="t"), Schema.model_validate_json(json.dumps(schema)), (), "t")
    columns = ", ".join(f"c{number} varchar" for number in range(1, 3_001))
    engine.run(f"create or replace table inside.wide ({columns})")
    engine.run(f"insert into inside.wide values ({', '.join(map(repr, map(str, range(3_000))))})")
    asked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        rows = engine.rows

        def counting(_: Engine, statement: str) -> list[tuple[Any, ...]]:
            asked.append(statement)
            return rows(statement)

        patch.setattr(Engine, "rows", counting)
        told = count_table(wide, "inside.wide", engine)
    assert [each.highest for each in told.fields] == list(range(3_000))
    assert len(asked) == 2


def test_two_columns_that_changed_places_are_told_once(engine: Engine) -> None:
    counts = [counted(drawn(each), engine) for each in range(3)]
    places = {"id": "count", "count": "id"}
    swapped = [each.model_copy(update={"name": places.get(each.name, each.name)})
               for each in counts[-1].fields]  # fmt: skip
    found = stopped([*counts, counts[-1].model_copy(update={"fields": tuple(swapped)})])
    (stop,) = (each for each in found if each.what == "values" and "the other had" in each.bound)
    assert (stop.name, stop.before, stop.after) == ("t.count", "0 to 684", "0 to 399")
    assert stop.bound.startswith("count was 0 to 684, id 0 to 399")
    texts = [each for each in counts[-1].fields if each.name == "name"]
    other = texts[0].model_copy(update={"name": "note", "longest": 99, "small": 7})
    before = counts[-1].model_copy(update={"fields": (*texts, other)})
    after = before.model_copy(update={"fields": (
        texts[0].model_copy(update={"name": "note"}), other.model_copy(update={"name": "name"}),
    )})  # fmt: skip
    (stop,) = (each for each in stopped([before, after]) if "the other had" in each.bound)
    assert (stop.name, stop.before) == ("t.name", "400 texts of up to 12 characters")
    assert not [each for each in stopped([before, before]) if "the other had" in each.bound]
    same = [each.model_copy(update={"lowest": 0.0, "highest": 9.0}) for each in swapped
            if each.type == "integer"]  # fmt: skip
    alike = counts[-1].model_copy(update={"fields": tuple(same)})
    assert not [each for each in stopped([alike, alike]) if "the other had" in each.bound]


@pytest.mark.parametrize(
    ("cells", "distinct", "lowest", "expected"),
    [
        (AlikeCells("t", "day", 50, 50, 0, 0), 30, "a", "dates with day and month swapped"),
        (AlikeCells("t", "day", 50, 45, 0, 0), 30, "b", "dates with day and month swapped"),
        (AlikeCells("t", "day", 50, 44, 0, 0), 30, "a", None),
        (AlikeCells("t", "day", 9, 9, 0, 0), 30, "a", None),
        (AlikeCells("t", "day", 50, 50, 0, 0), 9, "a", None),
        (AlikeCells("t", "day", 100, 0, 90, -DAY), 30, "a", "values that are 24 hours earlier"),
        (AlikeCells("t", "day", 100, 0, 89, -DAY), 30, "a", None),
        (AlikeCells("t", "day", 100, 0, 100, DAY), 30, "a", None),
        (AlikeCells("t", "day", 100, 0, 100, -DAY), 30, "b", None),
        (AlikeCells("t", "at", 100, 0, 100, 19_800), 30, "a", "values that are 5.5 hours later"),
        (AlikeCells("t", "at", 100, 0, 100, -DAY), 30, "a", None),
        (AlikeCells("t", "at", 100, 0, 100, 3_600), 9, "a", None),
        (AlikeCells("t", "at", 100, 0, 100, 3_600), 30, "b", None),
    ],
)
def test_dates_that_all_changed_alike(
    cells: AlikeCells, distinct: int, lowest: str, expected: str | None
) -> None:
    """The first of two releases began with "a": where the second did not, dates move anyway."""
    told = [
        TableStatistics(name="t", records=100, fields=tuple(
            FieldStatistics(name=name, type=kind, missing=0, distinct=distinct, lowest=first)
            for name, kind in (("day", "date"), ("at", "datetime"))))
        for first in ("a", lowest, "c")
    ]  # fmt: skip
    found = list(find_alike_stops("t", Past(tuple(told[:2]), "2"), told[2], (cells,)))
    assert [each.what for each in found] == ([expected] if expected else [])


def test_what_no_release_counted_stops_nothing(engine: Engine) -> None:
    uncounted = {"foreign": None, "capitals": None, "small": None, "absent": None, "long": None,
                 "longest": None, "fractions": None}  # fmt: skip
    first = counted(usual()[-1], engine)
    old = first.model_copy(update={"fields": tuple(
        each.model_copy(update=uncounted) for each in first.fields)})  # fmt: skip
    for each in MISTAKES:
        if "letters" in each.name or each.name.startswith(("ü", "NULL", "texts were cut")):
            wrong = counted(each.make(usual()[-1]), engine)
            assert stopped([old, wrong]) == [], each.name
            assert stopped([first, old, wrong, wrong]) == []
            assert {stop.field for stop in stopped([old, first, wrong])} == {each.after_five}
