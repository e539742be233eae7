"""The proof of one record: made of a release, and refused where anything of it is changed."""

import ast
import copy
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pressmark.citation import provable as reading
from pressmark.citation.proof import list_entries_since, make_record_proof, prove_record
from pressmark.citation.provable import read_provable
from pressmark.errors import ProjectError, ReleaseError
from pressmark.files.manifest import MANIFEST, list_files_below, render_manifest
from pressmark.package.project import read_package, read_project
from pressmark.package.tree import GrowingTree
from pressmark.publish.release import release
from pressmark.releases.build import build
from pressmark.releases.later_entries import annotate, withdraw
from pressmark.releases.ledger import read_ledger
from pressmark.releases.merge import merge
from pressmark.releases.sidecars import join_modules
from pressmark.releases.sidecars.proof import (
    build_tree,
    check_proof,
    find_flaws,
    hash_leaf,
    hash_node,
    reaches,
    read_values,
)
from pressmark.releases.sidecars.proof_shape import PROOF, NoProofError, read_proof
from pressmark.verify import verify
from pressmark.verify.one_record import verify_record
from tests.packages import field, fields, read, write_package, write_project
from tests.verify.releases import failures, set_version

Proof = dict[str, Any]
SEED = 14
THINGS = """
fields:
  - {name: id, type: integer}
  - {name: "a,b", type: string}
  - {name: c, type: string}
  - {name: open, type: boolean}
  - {name: share, type: number}
primaryKey: [id]
missingValues: ["-"]
"""
PAIRS = "fields:\n  - {name: left}\n  - {name: right}\n  - {name: n}\nprimaryKey: [left, right]\n"
LOOSE = "fields:\n  - {name: note}\n"
ODD = ("", "x", '"', "a\nb", "a\r\nb", ",", "é", '"\n"', "-", " ", "\u2028")
COUNT = 700


def cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def things() -> str:
    rows = (
        f"{n},{cell(ODD[n % len(ODD)])},{cell(ODD[n // 3 % len(ODD)])},"
        f"{('true', 'false', '-')[n % 3]},{n / 8 if n % 5 else '-'}\n"
        for n in reversed(range(COUNT))
    )
    return 'id,"a,b",c,open,share\n' + "".join(rows)


PAIRS_TEXT = "left,right,n\n" + "".join(
    f"{cell(a)},{cell(b)},{n}\n" for n, (a, b) in enumerate((a, b) for a in "bac" for b in 'x,"y')
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish three tables, and say more of the release in the ledger."""
    tables = {
        "things": (THINGS, things()),
        "pairs": (PAIRS, PAIRS_TEXT),
        "loose": (LOOSE, "note\nb\na\n"),
    }
    folder = write_project(tmp_path_factory.mktemp("proofs") / "project", tables)
    release(read_project(folder), date="2026-11-22")
    annotate(
        folder / "datapackage/releases", "1.0.0", doi="10.5555/é", reason=None, date="2026-11-23"
    )
    set_version(folder, "1.0.1")
    release(read_project(folder), date="2026-11-24")
    return folder


@pytest.fixture(scope="module")
def proofs(project: Path) -> list[Proof]:
    """Prove one record of seven of a table, and all of another, in both releases."""
    return prove_records(project, 7)


def prove_records(project: Path, step: int) -> list[Proof]:
    """Prove one record of so many of a table, and all of another, in both releases."""
    ledger = read_ledger(project / "datapackage/releases")
    found = []
    for entry in ledger.published:
        package = read_package(ledger.folder / entry.version / "datapackage.json", trusted=False)
        entries = list_entries_since(ledger, entry)
        tables = {name: read_provable(package.table(name)) for name in ("things", "pairs")}
        keys: list[tuple[str, tuple[str, ...]]] = [
            ("things", (str(n),)) for n in range(0, COUNT, step)
        ]
        keys += [("pairs", (a, b)) for a in "abc" for b in 'x,"y']
        for table, key in keys:
            proof = make_record_proof(tables[table], key, package.descriptor, entries)
            assert proof is not None, key
            found.append(proof)
    return found


def is_proven(proof: Any, head: str | None = None) -> bool:
    """Whether a proof holds after its way through a file."""
    try:
        told, around = read_proof(json.dumps(proof))
    except NoProofError:
        return False
    return not [*find_flaws(told, around)] and (head is None or reaches(head, told["entries"]))


@pytest.mark.thorough
def test_a_thousand_proofs_hold(project: Path) -> None:
    proofs = prove_records(project, 1)
    assert len(proofs) > 1000
    assert all(is_proven(each, each["head"]) for each in proofs)
    assert len({json.dumps(each) for each in proofs}) == len(proofs)


# Forged


def other_text(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return chance.choice(
        (text[:at] + "0" + text[at:], text[:at] + text[at + 1 :] + "~", text + "\n")
    )


def changed(value: Any, chance: random.Random) -> Any:
    """Change one thing somewhere in a value."""
    if isinstance(value, str):
        return other_text(value, chance)
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 2, value, 2**53, -value))
    if isinstance(value, list) and value:
        at = chance.randrange(len(value))
        return chance.choice((
            [*value[:at], *value[at + 1 :]],
            [*value[:at], value[at], *value[at:]],
            [*value[:at], changed(value[at], chance), *value[at + 1 :]],
        ))  # fmt: skip
    if isinstance(value, dict) and value:
        name = chance.choice(sorted(value))
        rest = {each: value[each] for each in value if each != name}
        return chance.choice((rest, {**value, name: changed(value[name], chance)},
                              {**rest, f"{name}x": value[name]}))  # fmt: skip
    return "x"


def of_another(name: str) -> Callable[[Proof, Proof], Proof]:
    return lambda proof, other: {**proof, name: other[name]}


def swapped(proof: Proof, name: str) -> Proof:
    return {**proof, name: [*reversed(proof[name])]}


FORGERIES: tuple[Callable[[Proof, Proof], Proof], ...] = (
    *(of_another(name) for name in ("record", "position", "path")),
    lambda proof, other: {**proof, "record": other["record"], "key": other["key"]},
    lambda proof, _: {**proof, "table": "loose"},
    lambda proof, _: {**proof, "table": "pairs" if proof["table"] == "things" else "things"},
    lambda proof, _: {**proof, "header": proof["header"].replace("id,", "open,")
                      .replace(",open,", ",id,").replace("left,right", "right,left")},
    lambda proof, _: {**proof, "record": ",".join(proof["record"][:-1].split(",")[::-1]) + "\n"},
    lambda proof, _: {**proof, "header": proof["header"].removesuffix("-\n") + "~\n"},
    lambda proof, _: {**proof, "size": proof["size"] - 1, "position": proof["position"] - 1},
    lambda proof, _: {**proof, "path": [*proof["path"], "00" * 32]},
    lambda proof, _: {**proof, "path": ["00" * 32, *proof["path"]]},
    lambda proof, _: {**proof, "headerPath": proof["headerPath"][:-1]},
    lambda proof, _: {**proof, "tables": [*proof["tables"], proof["tables"][-1]]},
    lambda proof, _: swapped(proof, "tables"),
    lambda proof, _: {**proof, "size": 2**53, "position": 2**53 - 1},
    lambda proof, _: {**proof, "size": 10**400},
    lambda proof, _: {**proof, "position": True},
    lambda proof, _: {**proof, "position": float(proof["position"])},
    lambda proof, _: {**proof, "path": [each.upper() + "" for each in proof["path"]] + ["AA" * 32]},
    lambda proof, _: {**proof, "entries": proof["entries"][:-1] or [{}]},
    lambda proof, _: {**proof, "entries": [], "release": None, "head": "sha256:" + "0" * 64},
    lambda proof, _: {**proof, "record": "\ud800"},
    lambda proof, _: {**proof, "key": {}},
    lambda proof, _: {**proof, "more": 1},
)  # fmt: skip


def says_less(forged: Proof, proof: Proof) -> bool:
    """Whether nothing is another but that part of the key is not told: what is left is true."""
    told = forged.get("key")
    return isinstance(told, dict) and forged == {**proof, "key": told} and (
        bool(told) and told.items() < proof["key"].items()
    )  # fmt: skip


def test_a_thousand_forged_proofs_do_not_hold(proofs: list[Proof]) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same forgeries every time
    for number in range(1000):
        proof = chance.choice(proofs)
        other = proof
        while other["table"] != proof["table"] or other["record"] == proof["record"]:
            other = chance.choice(proofs)
        forge = FORGERIES[number // 2 % len(FORGERIES)]
        forged = forge(copy.deepcopy(proof), other) if number % 2 else changed(proof, chance)
        if repr(forged) != repr(proof) and not says_less(forged, proof):
            assert not is_proven(forged), (number, forged)


def test_every_forgery_forges(proofs: list[Proof]) -> None:
    for forge in FORGERIES:
        assert repr(forge(copy.deepcopy(proofs[5]), proofs[6])) != repr(proofs[5])


def test_a_node_is_no_leaf(proofs: list[Proof]) -> None:
    proof = next(each for each in proofs if each["position"] % 2 and len(each["path"]) > 8)
    below = hash_leaf(proof["record"].encode())
    both = hash_node(bytes.fromhex(proof["path"][0]), below)
    for record in (both.hex(), both.decode("latin-1"), (proof["path"][0] + below.hex())):
        higher = {**proof, "record": record, "position": proof["position"] // 2,
                  "size": proof["size"] // 2, "path": proof["path"][1:]}  # fmt: skip
        assert not is_proven(higher)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", '"x"', "{", "[" * 100_000, '{"proof": 1}', '{"proof": {}}',
     '{"format": "pressmark-record-proof-2"}'],
)  # fmt: skip
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(NoProofError):
        read_proof(text)
    with pytest.raises(ProjectError, match="is no proof of a record"):
        verify_record(text, "a.json")


def test_a_record_of_the_first_format_says_what_can_be_proven() -> None:
    with pytest.raises(NoProofError, match="of the first format, which has none: verify the whole"):
        read_proof('{"version": "2.0.0", "proof": null}')


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"position": ', '"position": 1, "position": '),
        ('"act": ', '"act": "withdrawn", "act": '),
        ('"size": ', '"size": NaN, "sizes": '),
        ('"previous": null', '"previous": Infinity'),
        ('"size": ', '"size": ' + "1" * 5000),
    ],
)
def test_json_that_may_be_read_in_two_ways_is_refused(
    right: str, wrong: str, proofs: list[Proof]
) -> None:
    text = json.dumps(proofs[0])
    assert right in text
    with pytest.raises(NoProofError):
        read_proof(text.replace(right, wrong, 1))


# Keys


@pytest.mark.parametrize(
    ("type_", "keys"),
    [
        ("integer", ["-10", "-9", "0", "2", "9", "10", "100", "9007199254740993"]),
        ("number", ["-1.5", "-1", "0", "0.25", "2", "10", "1000000000000000000000.5"]),
        ("date", ["0001-01-01", "1999-12-31", "2021-05-18", "9999-12-31"]),
        ("datetime", ["2021-01-01T00:00:00", "2021-01-01T00:00:00.5", "2021-01-01T00:00:01"]),
        ("boolean", ["false", "true"]),
        ("string", ["", '"', ",", "Z", "a", "a\nb", "a,b", "é", "\U0001f600", "\uffee"]),
    ],
)
def test_every_kind_of_key_is_found(
    type_: str, keys: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "RUN", 2)
    schema = fields(field("k", type_), field("n"), primaryKey="k", missingValues=["-"])
    text = "k,n\n" + "".join(f"{cell(key)},{key!r:.0}n\n" for key in keys)
    built = write_package(tmp_path, {"t": (schema, text)})
    assert build(read(built), tmp_path / "b").valid
    package = read_package(tmp_path / "b/datapackage.json", trusted=False)
    table = read_provable(package.tables[0])
    found = {key: make_record_proof(table, (key,), package.descriptor, ()) for key in keys}
    positions = sorted(each["position"] for each in found.values() if each)
    assert positions == list(range(1, len(keys) + 1))
    assert all(is_proven(each) for each in found.values())
    for key in ("no such key", "NaN", "-sNaN", "Infinity", "-INF", "1e9999", "", "\0", "٣"):
        if key not in keys:
            assert make_record_proof(table, (key,), package.descriptor, ()) is None, key


def test_a_proof_reads_a_run_of_records_and_no_more(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "RUN", 8)
    place = project / "datapackage/releases/1.0.0/datapackage.json"
    table = read_provable(read_package(place, trusted=False).table("things"))
    assert len(table.runs) == (COUNT + 1 + 7) // 8
    asked: list[int] = []
    leaves = reading.ProvableTable.leaves

    def counted(table: reading.ProvableTable, number: int) -> Iterator[bytes | None]:
        asked.append(number)
        return leaves(table, number)

    monkeypatch.setattr(reading.ProvableTable, "leaves", counted)
    found = table.find(("555",))
    assert found is not None and asked == [found.position // 8]
    assert len([*leaves(table, asked[0])]) == 8


def test_a_table_without_records_has_no_record(tmp_path: Path) -> None:
    schema = fields(field("k"), primaryKey="k")
    assert build(read(write_package(tmp_path, {"t": (schema, "k\n")})), tmp_path / "b").valid
    package = read_package(tmp_path / "b/datapackage.json", trusted=False)
    assert read_provable(package.tables[0]).find(("k",)) is None


def test_a_file_that_is_another_proves_nothing(tmp_path: Path) -> None:
    schema = fields(field("k"), primaryKey="k")
    assert build(read(write_package(tmp_path, {"t": (schema, "k\na\nb\n")})), tmp_path / "b").valid
    package = read_package(tmp_path / "b/datapackage.json", trusted=False)
    table = read_provable(package.tables[0])
    (tmp_path / "b/data/t.csv").write_text("k\na\nc\n", "utf-8")
    for act in (lambda: table.find(("a",)), lambda: read_provable(package.tables[0])):
        with pytest.raises(ReleaseError, match="is not what was published"):
            act()


# What is proven, and by what


def test_null_and_empty_text_are_told_apart(proofs: list[Proof]) -> None:
    first = next(each for each in proofs if each["key"] == {"id": "0"})
    assert read_values(first) == {"id": "0", "a,b": "", "c": "", "open": "true", "share": None}


def test_the_first_format_has_no_proofs() -> None:
    for version in ("1.0.0", "2.0.0"):
        with pytest.raises(
            ProjectError, match="is of the first format, which has no trees"
        ) as error:
            prove_record(version, table="places", key="us")
        assert error.value.right == f"prove all of it: pressmark verify {version}"


def test_what_is_not_published_is_proven_as_far_as_its_content(
    project: Path, tmp_path: Path
) -> None:
    with pytest.raises(ProjectError, match="is no release, so it has no trees"):
        prove_record(str(write_project(tmp_path / "p", {"pairs": (PAIRS, PAIRS_TEXT)})), key="a,x")
    assert build(read_project(project), tmp_path / "b").valid
    proof = prove_record(str(tmp_path / "b"), table="pairs", key="a,x")
    assert proof["entries"] == [] and proof["head"] is proof["release"] is None
    found = verify_record(json.dumps(proof), "a")
    assert found.valid and [each.state for each in found.checks] == ["ok", "note"]
    assert not verify_record(json.dumps(proof), "a", head=f"sha256:{'0' * 64}").valid


def test_a_head_that_was_kept_decides(project: Path, proofs: list[Proof]) -> None:
    ledger = read_ledger(project / "datapackage/releases")
    digests = [entry.digest() for entry in ledger.entries]
    first, last = proofs[0], proofs[-1]
    assert len(first["entries"]) == 3 and len(last["entries"]) == 1
    assert [is_proven(first, each) for each in digests] == [True, True, True]
    assert [is_proven(last, each) for each in digests] == [False, False, True]
    assert verify_record(json.dumps(first), "a", head=digests[1][7:], ledger=ledger).valid
    assert not verify_record(json.dumps(last), "a", head=digests[1]).valid
    for word in ("sha256:0", "", digests[0][:-1], digests[0].upper()):
        with pytest.raises(ProjectError, match="is no digest"):
            verify_record(json.dumps(first), "a", head=word)
        with pytest.raises(ProjectError, match="is no digest"):
            verify(str(project / "datapackage/releases/1.0.0"), head=word)


def test_a_proof_holds_in_a_merged_ledger_and_under_both_heads(
    project: Path, tmp_path: Path
) -> None:
    ours, theirs = (
        shutil.copytree(project, tmp_path / name) / "datapackage/releases"
        for name in ("ours", "theirs")
    )
    withdraw(ours, "1.0.0", reason="Wrong.", date="2026-11-25")
    set_version(theirs.parent.parent, "1.1.0")
    release(read_project(theirs.parent.parent), date="2026-11-25")
    own, head = read_ledger(ours).head, read_ledger(theirs).head
    before = prove_record("1.1.0", theirs.parent.parent, table="pairs", key="a,x")
    assert own and head and is_proven(before, head)
    shutil.copytree(theirs / "1.1.0", ours / "1.1.0")
    assert merge(ours, theirs).ledger.entry("1.1.0") is not None
    merged = read_ledger(ours)
    assert [each.content for each in merged.published if each.version == "1.1.0"] == [
        before["content"]
    ]
    after = prove_record("1.1.0", ours.parent.parent, table="pairs", key="a,x")
    assert is_proven(after, merged.head) and is_proven(after, head) and not is_proven(after, own)
    assert verify_record(json.dumps(before), "a", ledger=merged).valid
    assert not verify_record(json.dumps(after), "a", ledger=read_ledger(theirs)).valid
    told = verify_record(json.dumps(prove_record("1.0.0", ours.parent.parent, table="pairs",
                                             key="a,x")), "a", ledger=merged)  # fmt: skip
    assert told.valid and "withdrawn on 2026-11-25: Wrong." in told.text()
    after["entries"][0]["mergedFrom"]["digest"] = f"sha256:{'0' * 64}"
    assert not is_proven(after)


def test_ledgers_of_which_one_names_another_content_do_not_merge(
    project: Path, tmp_path: Path
) -> None:
    theirs = shutil.copytree(project, tmp_path / "theirs") / "datapackage/releases"
    ledger = read_ledger(theirs)
    first = ledger.entries[0].model_copy(update={"content": f"sha256:{'0' * 64}"})
    (theirs / "index.json").write_text(type(ledger)(theirs, (first,)).text(), "utf-8")
    with pytest.raises(ReleaseError, match=r"version 1\.0\.0 has another content digest"):
        merge(project / "datapackage/releases", theirs)
    assert failures(verify(str(theirs / "1.0.0")))[0].startswith("published: the entry says sha256")


def test_a_proof_tells_of_a_withdrawal_by_itself(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(project, tmp_path / "project")
    withdraw(folder / "datapackage/releases", "1.0.0", reason="Wrong\x1b é.", date="2026-11-25")
    for version, said in (("1.0.0", True), ("1.0.1", False)):
        text = json.dumps(prove_record(version, folder, table="pairs", key="a,x"))
        found = verify_record(text, "a")
        assert found.valid and ("withdrawn on 2026-11-25: Wrong" in found.text()) is said
        (tmp_path / "record.json").write_text(text, "utf-8")
        assert check_proof(str(tmp_path / "record.json")) == 0
        note = "note: the version was withdrawn on 2026-11-25: Wrong\\x1b \\xe9.\n"
        assert (note in capsys.readouterr().out) is said


# The shipped script


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8, 9, 100])
def test_the_script_computes_the_tree_that_a_release_says(size: int) -> None:
    leaves = [f"{number}\n".encode() for number in range(size)]
    tree = GrowingTree(4)
    tree.add(leaves)
    assert build_tree(iter(leaves)) == (tree.head.size, tree.head.root.removeprefix("sha256:"))


def test_the_script_says_how_a_proof_came_out(
    proofs: list[Proof], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "record.json"
    for text, head, code, said in (
        (json.dumps(proofs[0]), proofs[0]["head"], 0, "proven by the digests above"),
        (json.dumps(proofs[0]), "0" * 64, 1, "it does not lead to the head that was asked for"),
        (json.dumps(proofs[0]), proofs[0]["head"][7:] + "\n", 0, "proven by the digests above"),
        (json.dumps(proofs[0]), "sha256:0", 2, '"sha256:0" is no digest: sha256: and 64 digits'),
        (json.dumps(proofs[0]), "", 2, '"" is no digest'),
        (json.dumps({**proofs[0], "\x1b[0mé": 1}), None, 2, '"\\u001b[0m\\u00e9" is unknown'),
        (json.dumps({"format": PROOF}), None, 2, 'members are others: "content" is lacking'),
        (json.dumps({**proofs[0], "size": 5000}), None, 1, "NOT proven"),
        ("", None, 2, "no proof of a record: it is no JSON"),
    ):
        path.write_text(text, "utf-8")
        assert check_proof(str(path), head) == code
        assert said in capsys.readouterr().out


def shipped(folder: Path, *words: object) -> tuple[int, str]:
    """Run the `verify.py` of a release with nothing but Python."""
    command = [sys.executable, "-I", str(folder / "verify.py"), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_shipped_script_is_understood_by_the_pythons_that_systems_bring() -> None:
    text = join_modules("verify")
    ast.parse(text, feature_version=(3, 9))
    # Without this line `str | None` asks for 3.10, as does the `strict` of `zip`.
    assert "\nfrom __future__ import annotations\n" in text and "strict=" not in text
    assert "pressmark.releases" not in text


@pytest.mark.command
def test_the_shipped_script_checks_a_proof(
    project: Path, proofs: list[Proof], tmp_path: Path
) -> None:
    place, path = project / "datapackage/releases/1.0.0", tmp_path / "record.json"
    path.write_text(json.dumps(proofs[7]), "utf-8")
    code, out = shipped(place, path)
    assert code == 0 and out.endswith("proven by the digests above\n")
    assert f"ledger {proofs[7]['head']}\n" in out
    assert shipped(place, path, proofs[7]["head"])[0] == 0
    assert shipped(place, path, f"sha256:{'0' * 64}")[0] == 1
    path.write_text(json.dumps({**proofs[7], "record": proofs[8]["record"]}), "utf-8")
    code, out = shipped(place, path)
    assert code == 1 and "wrong: the record does not lead" in out and "NOT proven" in out
    for text in ("{}", "\ufeff[]"):
        path.write_text(text, "utf-8")
        assert shipped(place, path)[0] == 2
    assert shipped(place, tmp_path / "nothing.json")[0] == 2
    for words in (("--help",), (path, proofs[7]["head"], "more")):
        code, out = shipped(place, *words)
        assert code == 2 and "python3 verify.py record.json" in out
    path.write_bytes(b"\xff")
    assert shipped(place, path)[0] == 2


@pytest.mark.command
def test_the_shipped_script_computes_every_tree_again(project: Path, tmp_path: Path) -> None:
    releases = shutil.copytree(project / "datapackage/releases", tmp_path / "releases")
    code, out = shipped(releases / "1.0.0")
    assert code == 0 and f"content {read_ledger(releases).entries[0].content}\n" in out
    descriptor = releases / "1.0.0/datapackage.json"
    document = json.loads(descriptor.read_text("utf-8"))
    document["resources"][1]["pressmark:tree"]["size"] += 1
    descriptor.write_text(json.dumps(document), "utf-8")
    names = [
        line.split("  ")[1] for line in (releases / "1.0.0" / MANIFEST).read_text().splitlines()
    ]
    text = render_manifest(releases / "1.0.0", tuple(names))
    (releases / "1.0.0" / MANIFEST).write_text(text, "utf-8")
    assert len(names) < len(list_files_below(releases / "1.0.0"))
    shutil.move(releases / "index.json", tmp_path / "index.json")
    code, out = shipped(releases / "1.0.0")
    assert code == 1 and "another tree: data/pairs.csv\n" in out
    found = verify(str(releases / "1.0.0"))
    assert "content: pairs: its records have another tree" in failures(found)
    descriptor.write_text('{"pressmark:format": 2}', "utf-8")
    (releases / "1.0.0" / MANIFEST).write_text(render_manifest(releases / "1.0.0", tuple(names)))
    code, out = shipped(releases / "1.0.0")
    assert code == 1 and "not as a release is written: datapackage.json (KeyError" in out


@pytest.mark.command
def test_the_shipped_script_speaks_to_any_terminal(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    releases = shutil.copytree(project / "datapackage/releases", tmp_path / "releases")
    (releases / "1.0.0/é.txt").write_text("", "utf-8")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    script = str(releases / "1.0.0/verify.py")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "") and "extra: \\xe9.txt\n" in done.stdout


@pytest.mark.command
def test_the_shipped_script_asks_the_ledger_for_the_content(project: Path, tmp_path: Path) -> None:
    releases = shutil.copytree(project / "datapackage/releases", tmp_path / "releases")
    ledger = read_ledger(releases)
    first = ledger.entries[0].model_copy(update={"content": None})
    (releases / "index.json").write_text(type(ledger)(releases, (first,)).text(), "utf-8")
    code, out = shipped(releases / "1.0.0")
    assert code == 1 and "another content digest: index.json\n" in out
