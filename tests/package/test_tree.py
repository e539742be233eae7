"""The Merkle tree of RFC 6962: grown in runs as the recursion of its section 2.1 has it."""

import hashlib

import pytest

from pressmark.package.tree import GrowingTree, find_path, find_root, hash_leaf, make_first_leaf

SIZES = (1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100)


def tree_hash(leaves: list[bytes]) -> bytes:
    """Hash leaves as the specification defines it."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:half]) + tree_hash(leaves[half:])).digest()


def audit_path(position: int, leaves: list[bytes]) -> list[bytes]:
    """Give the path of a leaf as the specification defines it, in section 2.1.1."""
    if len(leaves) == 1:
        return []
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    if position < half:
        return [*audit_path(position, leaves[:half]), tree_hash(leaves[half:])]
    return [*audit_path(position - half, leaves[half:]), tree_hash(leaves[:half])]


def leaves_of(size: int) -> list[bytes]:
    return [f"{number}\n".encode() for number in range(size)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("run", [1, 4, 16, 65_536])
def test_a_tree_that_grows_has_the_root_of_the_specification(size: int, run: int) -> None:
    leaves = leaves_of(size)
    tree = GrowingTree(run)
    for at in range(0, size, 5):
        tree.add(leaves[at : at + 5])
        assert len(tree.hashes) < run
    assert tree.head.size == size
    assert tree.head.root == f"sha256:{tree_hash(leaves).hex()}"


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_has_the_path_of_the_specification(size: int) -> None:
    leaves = leaves_of(size)
    hashes = [hash_leaf(each) for each in leaves]
    assert find_root(hashes) == tree_hash(leaves)
    for position in range(size):
        assert list(find_path(hashes, position)) == audit_path(position, leaves)


def test_a_tree_of_many_runs_holds_the_hashes_of_one() -> None:
    tree = GrowingTree(1024)
    for _ in range(100):
        tree.add([b"x\n"] * 1000)
    assert len(tree.hashes) == 100_000 % 1024 and len(tree.roots) == 100_000 // 1024


def test_the_first_leaf_tells_another_text_for_missing_values_alone() -> None:
    assert make_first_leaf("t", b"a,b\n", "") == b"t\na,b\n"
    assert make_first_leaf("t", b"a,b\n", "NA") == b"t\na,b\nNA\n"
