"""Characters that nobody can see: what texts need is allowed, what hides something is found."""

from pathlib import Path

import pyarrow as pa
import pytest

from pressmark.infer.unseen import add_unseen, find_unseen
from tests.infer.described import fields, write
from tests.infer.test_new import run

SCIENTIST, PERSIAN = (
    "\U0001f469\u200d\U0001f52c",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
)


def test_every_such_character_is_found() -> None:
    """Each stands for itself; empty cells and cells that are not there hold none."""
    texts = pa.array(["plain", "", None, "caf\u00e9", SCIENTIST, f"{PERSIAN}\u202e"])
    assert find_unseen(texts) == {"\u200c", "\u200d", "\u202e"}
    assert find_unseen(pa.array(["plain", None])) == find_unseen(pa.nulls(2, pa.string())) == set()


@pytest.mark.parametrize(
    ("unseen", "allowed"),
    [("", False), ("\u200d", True), ("\u200c\u200f", True), ("\u200d\u202e", False),
     ("\u200b", False), ("\ufeff", False)],
)  # fmt: skip
def test_what_a_script_needs_is_allowed_with_a_doubt(unseen: str, allowed: bool) -> None:
    """One that hides or turns text around keeps its field as it is."""
    properties: dict[str, object] = {}
    doubts = list(add_unseen(properties, set(unseen)))
    assert properties == ({"pressmark:allow": ["bidi"]} if allowed else {})
    assert [each.weight for each in doubts] == [2] * allowed


def test_a_project_is_made_of_emojis(tmp_path: Path) -> None:
    """In later records alone too; where texts cannot be seen whole, they are no categories."""
    roles = [SCIENTIST, "\U0001f469"] * 20
    notes = [f"note {number}" for number in range(39)]
    path = write(tmp_path / "t.csv", {"role": roles, "note": [*notes, PERSIAN]})
    assert run("new", tmp_path / "made", path, "--yes") == 0
    schema = (tmp_path / "made/schemas/t.yaml").read_text("utf-8")
    assert schema.count("pressmark:allow: [bidi]") == 2 and "categories" not in schema


def test_a_field_without_them_says_nothing(tmp_path: Path) -> None:
    """Text, numbers and links."""
    found = fields(
        tmp_path, {"a": ("caf\u00e9", "b"), "n": "12", "url": ("http://a/", "http://b/")}
    )
    assert not any("pressmark:allow" in each.properties for each in found.values())
