"""The page on digests is enough: what it shows is computed anew, by what it says and no more."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from pressmark.package.digests import read_content_digest
from pressmark.package.own import TREE
from pressmark.package.project import read_package
from pressmark.releases.build import build
from tests.packages import field, fields, read, write_package

PAGE = Path(__file__).parent.parent.parent / "docs/reference/digests.md"
FOUND = re.search(r"<!-- vectors -->\n```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
assert FOUND is not None
VECTORS: list[dict[str, Any]] = json.loads(FOUND[1])
MADE: dict[str, tuple[dict[str, Any], str]] = {
    "an empty table": (fields(field("a"), field("b")), "a,b\n"),
    "one empty cell, in quotes so that the line is not blank": (fields(field("a")), 'a\n""\n'),
    "cells with line ends, a quote and a comma": (
        fields(field("a", "integer"), field("b"), primaryKey="a"),
        'a,b\n3,","\n2,"""\n"\n1,"x\ny"\n',
    ),
    "null as the empty text": (fields(field("a"), field("b")), "a,b\n1,\n"),
    "an empty text in the same cell, where NA means null": (
        fields(field("a"), field("b"), missingValues=["NA"]),
        "a,b\n1,\n",
    ),
}
"""What publishers write, and which example a release of it is."""


def tree_hash(leaves: list[bytes]) -> bytes:
    """Hash leaves as the page says."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 2 ** ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:k]) + tree_hash(leaves[k:])).digest()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda each: each["case"])
def test_an_example_is_what_the_page_says(vector: dict[str, Any]) -> None:
    leaves = [leaf.encode() for leaf in vector["leaves"]]
    root = tree_hash(leaves).hex()
    assert (vector["size"], vector["root"]) == (len(leaves), f"sha256:{root}")
    line = f"{root} {len(leaves)} {vector['table']}\n"
    assert vector["content"] == f"sha256:{hashlib.sha256(line.encode()).hexdigest()}"


def test_every_example_has_another_root() -> None:
    assert len({each["root"] for each in VECTORS}) == len(VECTORS)
    assert {*MADE} <= {each["case"] for each in VECTORS}


def test_the_paths_of_the_example_lead_to_its_root() -> None:
    (vector,) = (each for each in VECTORS if "paths" in each)
    leaves = [tree_hash([leaf.encode()]) for leaf in vector["leaves"]]

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\x01" + left + right).digest()

    first, last = ([bytes.fromhex(each) for each in vector["paths"][at]] for at in "06")
    assert len(leaves) == 7 and len(first) == 3 and len(last) == 2
    root = bytes.fromhex(vector["root"][7:])
    assert node(node(node(leaves[0], first[0]), first[1]), first[2]) == root
    assert node(last[1], node(last[0], leaves[6])) == root


@pytest.mark.parametrize("case", MADE)
def test_a_release_has_the_tree_of_the_example(case: str, tmp_path: Path) -> None:
    (vector,) = (each for each in VECTORS if each["case"] == case)
    source = write_package(tmp_path, {"t": MADE[case]})
    for name in ("first", "again"):
        assert build(read(source), tmp_path / name).valid
        made = read_package(tmp_path / name / "datapackage.json", trusted=False)
        tree = TREE.of(made.tables[0].resource)
        assert tree is not None
        assert tree.model_dump() == {"size": vector["size"], "root": vector["root"]}
        assert read_content_digest(made.descriptor) == vector["content"]
        source = tmp_path / "first/datapackage.json"
