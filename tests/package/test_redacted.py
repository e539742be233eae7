"""Tombstones: what they must hold, and trees in which hashes stand for leaves."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pressmark.citation import provable as reading
from pressmark.citation.provable import read_provable
from pressmark.package.own import REDACTED, TREE
from pressmark.package.project import read_package
from pressmark.package.redacted import Redacted, Tombstone, hash_key
from pressmark.package.tree import GrowingTree, hash_leaf
from pressmark.releases.build import build
from pressmark.releases.sidecars.proof import build_tree, find_root
from tests.packages import field, fields, read, write_package

DIGEST = f"sha256:{'a' * 64}"
STONE = {"leaf": 2, "digest": DIGEST, "date": "2026-11-29", "reason": "A court."}


@pytest.mark.parametrize(
    "wrong",
    [
        {"leaf": 0}, {"leaf": True}, {"digest": "sha256:1"}, {"digest": DIGEST.upper()},
        {"date": "2026-13-01"}, {"date": "today"}, {"reason": " "}, {"key": "k"}, {"more": 1},
    ],
)  # fmt: skip
def test_a_tombstone_holds_just_what_it_must(wrong: dict[str, object]) -> None:
    assert Tombstone.model_validate_json(json.dumps(STONE)).hash == b"\xaa" * 32
    with pytest.raises(ValidationError):
        Tombstone.model_validate_json(json.dumps(STONE | wrong))


@pytest.mark.parametrize("leaves", [(), (2, 1), (1, 1)])
def test_tombstones_stand_in_the_order_of_their_leaves(leaves: tuple[int, ...]) -> None:
    told = {"path": "data/a.csv", "hash": DIGEST, "records": [STONE | {"leaf": n} for n in leaves]}
    with pytest.raises(ValidationError):
        Redacted.model_validate_json(json.dumps(told))


def test_a_record_is_found_by_the_digest_of_its_key() -> None:
    stones = [STONE | {"leaf": 1, "key": hash_key("t", ("a,b", "c"))}, STONE]
    told = {"path": "data/a.csv", "hash": DIGEST, "records": stones}
    redacted = Redacted.model_validate_json(json.dumps(told))
    found = redacted.find("t", ("a,b", "c"))
    assert found and found.leaf == 1
    for table, key in (("u", ("a,b", "c")), ("t", ("a", "b,c")), ("t", ("a,b",))):
        assert redacted.find(table, key) is None


@given(st.integers(1, 40), st.sets(st.integers(1, 39)), st.sampled_from((1, 2, 4, 64)))
def test_the_tree_is_the_same_with_hashes_in_place_of_leaves(
    size: int, gone: set[int], run: int
) -> None:
    leaves = [f"{number}\n".encode() for number in range(size)]
    whole = GrowingTree(run)
    whole.add(leaves)
    hashes = {number: hash_leaf(leaves[number]) for number in gone if number < size}
    left = [leaf for number, leaf in enumerate(leaves) if number not in hashes]
    tree = GrowingTree(run, hashes)
    for leaf in left:
        tree.add([leaf])
    assert tree.head == whole.head
    assert build_tree(iter(left), hashes) == (size, whole.head.root.removeprefix("sha256:"))


@pytest.mark.parametrize(
    "gone", [{1}, {4, 5, 6, 7}, {1, 2, 3}, {8, 9, 10, 11, 12}, set(range(3, 20))]
)
def test_every_record_that_is_left_is_proven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: set[int]
) -> None:
    monkeypatch.setattr(reading, "RUN", 4)
    text = "id,n\n" + "".join(f"{number},x{number}\n" for number in range(1, 21))
    schema = fields(field("id", "integer"), field("n"), primaryKey=["id"])
    (tmp_path / "in").mkdir()
    assert build(read(write_package(tmp_path / "in", {"t": (schema, text)})), tmp_path / "b").valid
    path = tmp_path / "b/data/t.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for at, line in enumerate(lines) if at not in gone))
    document = json.loads((tmp_path / "b/datapackage.json").read_text("utf-8"))
    document["resources"][0][REDACTED.name] = {
        "path": "data/t.csv", "hash": DIGEST,
        "records": [STONE | {"leaf": at, "digest": f"sha256:{hash_leaf(lines[at]).hex()}"}
                    for at in sorted(gone)],
    }  # fmt: skip
    (tmp_path / "b/datapackage.json").write_text(json.dumps(document), "utf-8")
    (table,) = read_package(tmp_path / "b/datapackage.json", trusted=False).tables
    provable, told = read_provable(table), TREE.of(table.resource)
    assert told
    for number in range(1, 21):
        found = provable.find((str(number),))
        assert (found is None) is (number in gone)
        if found:
            assert found.position == number
            leaf = hash_leaf(found.record.encode())
            assert f"sha256:{find_root(list(found.path), number, 21, leaf)}" == told.root
