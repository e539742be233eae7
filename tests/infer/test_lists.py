"""Lists of items in a cell: taken where they are sure, doubted or left alone elsewhere."""

from itertools import combinations, product
from pathlib import Path

import pytest

from pressmark.engine.connection import Engine
from pressmark.infer.list_items import find_list_mark, make_list_candidate
from tests.infer.described import fields

WORDS = ("air", "birds", "noise", "soil", "water")
TAGS = [list(some) for size in (1, 2, 3) for some in combinations(WORDS, size)]
NAMES = [f"{last}, {first}" for last, first in product(("Ash", "Bell", "Cole"), ("Ann", "Bob"))]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([";".join(each) for each in TAGS], {"delimiter": ";"}),
        (["; ".join(each) for each in TAGS], {"delimiter": "; "}),
        ([" | ".join(each) for each in TAGS], {"delimiter": " | "}),
        ([", ".join(each) for each in TAGS], {"delimiter": ", "}),
        (["1;2", "3", "5;-6;7", "1;8", "2;9", "4;4"], {"delimiter": ";", "itemType": "integer"}),
        (["1|2.5", "3", "5|6|7", "1|8", "2|9", "4|4"], {"delimiter": "|", "itemType": "number"}),
        (
            ["2026-01-03", *(f"2026-02-0{day};2026-03-01" for day in range(1, 7))],
            {"delimiter": ";", "itemType": "date"},
        ),
    ],
)  # fmt: skip
def test_sure_lists_are_found(texts: list[str], found: dict[str, str]) -> None:
    candidate = make_list_candidate(texts)
    assert candidate and candidate.properties == {"type": "list", **found}
    with Engine() as engine:
        for text in texts:
            assert engine.rows(f"select {candidate.right('v')} from (select '{text}' as v)") == [
                (True,)
            ]


@pytest.mark.parametrize(
    "texts",
    [
        # Names, places and pairs have parts in a fixed order, and their number is the same.
        NAMES,
        [f"Town {number}, {state}" for number, state in enumerate("ABCDEFGH")],
        ["10;20", "20;30", "30;40", "40;50", "50;60", "60;70"],
        # One number, or a place, rather than two items.
        ["1,234", "5", "12,345", "1,234,567", "7,001", "8,002"],
        ["52.5, 13.4", "48.1, 11.5", "50.1, 8.6", "53.5, 10.0", "51.2, 6.7", "9"],
        # Sentences.
        ["It rained; we left", "Dry", "Sun; wind; dust", "Calm; mild", "Fog; ice", "Hail; rain"],
        # An item that is empty, or a delimiter that is written in two ways.
        [*(";".join(each) for each in TAGS), "air;;soil"],
        [*(";".join(each) for each in TAGS), "air; soil"],
        # Zeros in front would be lost.
        ["01;2", "3", "5;6;7", "1;8", "2;9", "4;4"],
        # Too few to tell.
        ["a;b", "b;a", "a"],
    ],
)
def test_what_is_no_sure_list_is_none(texts: list[str]) -> None:
    assert make_list_candidate(texts) is None


def test_lists_are_fields_and_others_are_doubted(tmp_path: Path) -> None:
    tags = [";".join(each) for each in TAGS]
    unsure = [f"{text};;" for text in tags]
    found = fields(
        tmp_path, {"tags": tags, "unsure": unsure, "key": [f"k{at}" for at in range(25)]}
    )
    assert found["tags"].properties == {"name": "tags", "type": "list", "delimiter": ";"}
    assert found["tags"].reason == "all 25 values read as a list of texts with ';' between them"
    assert found["unsure"].type == "string"
    assert any("May be lists" in each.words for each in found["unsure"].doubts)
    assert find_list_mark(NAMES) is None


def test_a_cell_that_is_no_list_makes_the_column_text(tmp_path: Path) -> None:
    tags = [*(";".join(each) for each in TAGS * 4), " air;"]
    keys = [f"k{number}" for number in range(len(tags))]
    found = fields(tmp_path, {"tags": tags, "key": keys})["tags"]
    assert found.type == "string" and "May be lists" in found.doubts[0].words
