"""Which fields name a record, and which of them lead to other tables."""

from pathlib import Path
from typing import Any

import pytest

from pressmark.infer import key_columns
from pressmark.infer.key_columns import Kept
from tests.infer.described import tables

CITIES = {"city_id": ("b", "r", "o"), "name": ("Berlin", "Rome", "Oslo")}
VISITS = {
    "visit": ("1", "2", "3", "4"),
    "city_id": ("b", "b", "r", ""),
    "day": ("2016-01-01", "2016-01-01", "2016-01-02", "2016-01-03"),
}


def words(doubts: object) -> list[str]:
    """List what is said."""
    return [each.words for each in doubts]  # type: ignore[attr-defined]


def test_the_first_column_that_names_records_is_the_key(tmp_path: Path) -> None:
    found = tables(tmp_path, cities=CITIES)["cities"]
    assert found.primary_key == ("city_id",)
    assert words(found.doubts) == ["Also there once in each record: name."]


def test_an_identifier_is_a_key_wherever_it_stands(tmp_path: Path) -> None:
    found = tables(tmp_path, t={"kind": "xxyy", "n": "1111", "uuid": "abcd"})["t"]
    assert found.primary_key == ("uuid",)


def test_numbers_with_decimals_and_missing_values_are_no_keys(tmp_path: Path) -> None:
    found = tables(tmp_path, t={"a": ("1.5", "2.5"), "id": ("1", "")})["t"]
    assert found.primary_key == () and "No column names each" in words(found.doubts)[0]


def test_two_columns_may_name_records_together(tmp_path: Path) -> None:
    found = tables(tmp_path, t={"place": "aabb", "year": ("2015", "2016") * 2, "n": "1111"})["t"]
    assert found.primary_key == ("place", "year")
    assert words(found.doubts)[0].startswith("place and year together name each record")


def test_a_column_that_holds_only_keys_of_another_table_refers_to_it(tmp_path: Path) -> None:
    found = tables(tmp_path, cities=CITIES, visits=VISITS)["visits"]
    reference = {"resource": "cities", "fields": ["city_id"]}
    assert found.foreign_keys == ({"fields": ["city_id"], "reference": reference},)


def test_a_column_named_after_a_table_refers_to_it(tmp_path: Path) -> None:
    cities = {"id": ("1", "2", "3"), "name": ("Berlin", "Rome", "Oslo")}
    visits = {"id": ("1", "2"), "city_id": ("3", "3"), "n": ("1", "1")}
    found = tables(tmp_path, cities=cities, visits=visits)
    reference = {"resource": "cities", "fields": ["id"]}
    assert found["visits"].foreign_keys == ({"fields": ["city_id"], "reference": reference},)
    # Numbers that happen to be keys elsewhere refer to nothing.
    assert found["cities"].foreign_keys == ()


def test_a_table_may_refer_to_itself(tmp_path: Path) -> None:
    found = tables(tmp_path, parts={"part_id": "abc", "parent_part_id": ("", "a", "a")})["parts"]
    assert found.foreign_keys == (
        {"fields": ["parent_part_id"], "reference": {"fields": ["part_id"]}},
    )


def test_what_is_nearly_a_reference_says_what_it_lacks(tmp_path: Path) -> None:
    keys = [f"k{number}" for number in range(40)]
    found = tables(
        tmp_path,
        parts={"part_id": keys},
        uses={"n": ["x", *keys, "y"], "part_id": ["k0", *keys, "lost"]},
    )
    assert found["uses"].foreign_keys == ()
    assert "Would be a foreign key to parts.part_id but for 1 of 41 distinct values." in words(
        found["uses"].doubts
    )


def test_tables_of_one_name_are_told_apart(tmp_path: Path) -> None:
    found = tables(tmp_path, **{"a b": {"x": "12"}, "a-b": {"y": "12"}})
    assert list(found) == ["a_b", "a_b_2"]


def test_counts_that_differ_by_chance_are_no_key(tmp_path: Path) -> None:
    days = {"museum": ["a", "b", "a"], "day": ["2026-03-01", "2026-03-01", "2026-03-02"]}
    found = tables(tmp_path, t={**days, "visitors": ["120", "45", "98"]})["t"]
    assert found.primary_key == ("museum", "day")
    alone = tables(tmp_path, u={"region": ["n", "n", "s"], "count": ["1", "2", "3"]})["u"]
    assert alone.primary_key == () and "No column names" in alone.every_doubt[0].words


def test_a_column_with_a_word_for_no_value_is_no_key(tmp_path: Path) -> None:
    found = tables(tmp_path, t={"id": ["1", "2", "NA", "4"], "n": ["a", "b", "c", "d"]})["t"]
    assert found.primary_key == () and found.fields[0].missing == 1


def test_a_column_of_more_texts_than_a_table_has_records_does_not_refer_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    compared = key_columns.compare

    def compare(child: Kept, name: str, *others: Any) -> tuple[int, int]:
        asked.append(f"{child.draft.name}.{name}")
        return compared(child, name, *others)

    monkeypatch.setattr(key_columns, "compare", compare)
    many = {"id": "abcde", "city_id": "vwxyz"}
    few = {"n": ("1", "1", "1", "2", "2"), "city_id": ("b", "r", "o", "b", "r")}
    tables(tmp_path, cities=CITIES, many=many, few=few)
    assert asked == ["few.city_id"]
