"""`cite --proof` and `verify-record`: what they print, and how they leave."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.releases.ledger import read_ledger
from tests.cli.test_options import Run, run
from tests.packages import write_project

__all__ = ["run"]

SCHEMA = "fields:\n  - {name: key}\n  - {name: text}\nprimaryKey: [key]\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = {"t": (SCHEMA, "key,text\na,b\nc/d,\n"), "u": (SCHEMA, "key,text\na,z\n")}
    folder = write_project(tmp_path_factory.mktemp("p") / "project", tables)
    release(read_project(folder), date="2026-11-22")
    return folder


@pytest.fixture
def proof(project: Path, tmp_path: Path, run: Run) -> Path:
    """Save a proof as people do."""
    code, out, err = run("cite", "--project", project, "--table", "t", "--key", "c/d", "--proof")
    assert (code, err) == (0, "")
    path = tmp_path / "record.json"
    path.write_text(out, "utf-8")
    return path


def forged(path: Path, **values: Any) -> Path:
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **values}), "utf-8")
    return path


def test_a_proof_is_printed_and_verified(project: Path, proof: Path, run: Run) -> None:
    head = read_ledger(project / "datapackage/releases").head
    for words in ((), ("--head", head), ("--project", project),
                  ("--releases", project / "datapackage/releases")):  # fmt: skip
        code, out, err = run("verify-record", proof, *words)
        assert (code, err) == (0, "")
        assert out.endswith(
            'record 2 of 2 in table t of version 1.0.0\n  "key": "c/d"\n  "text": missing\n'
            f"content {json.loads(proof.read_text('utf-8'))['content']}\nledger {head}\n"
        )
    assert json.loads(run("verify-record", proof, "--json")[1])["values"] == {
        "key": "c/d",
        "text": None,
    }


def test_a_forged_proof_exits_with_1(proof: Path, run: Run) -> None:
    code, out, _ = run("verify-record", proof, "--head", f"sha256:{'0' * 64}")
    assert code == 1 and "failed  head" in out and out.endswith("NOT proven\n")
    code, out, _ = run("verify-record", forged(proof, record="c/d,x\n"))
    assert code == 1 and "the record does not lead to the root of its table" in out
    assert json.loads(run("verify-record", proof, "--json")[1])["values"] is None


def test_what_is_no_proof_exits_with_2(
    proof: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run("verify-record", forged(proof, size="3"))
    assert (code, out) == (2, "") and "is no proof of a record: size is of another kind" in err
    assert run("verify-record", tmp_path / "nothing.json")[0] == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
    code, out, err = run("verify-record", "-")
    assert (code, out) == (2, "") and err.startswith("pressmark: stdin: is no proof of a record")


def test_a_head_that_is_cut_accuses_nobody(project: Path, proof: Path, run: Run) -> None:
    for words in (("verify-record", proof), ("verify", "1.0.0", "--project", project)):
        code, out, err = run(*words, "--head", "sha256:0123")
        assert (code, out) == (2, "") and '"sha256:0123" is no digest' in err


@pytest.mark.usefixtures("unproven")
def test_a_proof_of_a_long_record_is_read(tmp_path: Path, run: Run) -> None:
    schema, text = SCHEMA.replace("{name: text}", "{name: b}\n  - {name: c}"), "é" * 2_200_000
    folder = write_project(tmp_path / "long", {"t": (schema, f"key,b,c\na,{text},{text}\n")})
    release(read_project(folder), date="2026-11-22")
    code, out, _ = run("cite", "--project", folder, "--table", "t", "--key", "a", "--proof")
    assert code == 0 and len(out.encode()) > 8 * 1024 * 1024
    (tmp_path / "record.json").write_text(out, "utf-8")
    assert run("verify-record", tmp_path / "record.json")[0] == 0


def test_a_ledger_that_does_not_know_the_release_refuses_its_proof(
    proof: Path, run: Run, tmp_path: Path
) -> None:
    other = write_project(tmp_path / "other", {"t": (SCHEMA, "key,text\na,b\n")})
    assert run("verify-record", proof, "--project", other)[0] == 2
    release(read_project(other), date="2026-11-22")
    code, out, _ = run("verify-record", proof, "--project", other)
    assert code == 1 and "the ledger does not hold that head" in out


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ((), "--proof is of one record; give its --key."),
        (("--table", "t", "--key", "a", "--format", "ris"), "--proof and --format ris ask"),
        (("--key", "a"), "a key is of one table, and none is named"),
        (("--table", "t", "--key", "x"), "there is no record 'x'"),
        (("--table", "v", "--key", "a"), "there is no table 'v'"),
    ],
)
def test_a_proof_of_nothing_is_refused(
    words: tuple[str, ...], wrong: str, project: Path, run: Run
) -> None:
    code, out, err = run("cite", "--project", project, "--proof", *words)
    assert (code, out) == (2, "") and wrong in " ".join(err.split())
