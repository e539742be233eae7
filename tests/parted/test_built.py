"""Many machines build what one builds: the same text, trees and digests, however it is cut."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from pressmark.api import build as build_alone
from pressmark.apply.applying import apply
from pressmark.engines.work import Batches
from pressmark.errors import MachineError, ProjectError, ReleaseError
from pressmark.files.holding import make_beside
from pressmark.files.staging import PREFIX
from pressmark.formats import with_formats
from pressmark.package.project import read_project
from pressmark.parted.build_on import refuse_what_is_built_here
from pressmark.publish.release import release
from tests.cli.test_command import run
from tests.engines.partitions import Partitions
from tests.first_format import first_format
from tests.packages import field, fields, write_package, write_project
from tests.verify.releases import set_version

from .built import build_by_many, count_parts, find_differences
from .drawn import KEYED, draw_keyed, draw_tables

ROOT = Path(__file__).parents[2]


def test_tables_with_and_without_keys(tmp_path: Path) -> None:
    number = 6
    path = write_package(tmp_path, draw_tables(number))
    assert find_differences(path, tmp_path, number) == []
    parts = count_parts(tmp_path / "many")
    assert parts["empty"] == parts["one"] == 1
    assert parts["keyed"] >= number
    assert parts["loose"] > number // 4 > 0


def test_what_is_not_cut_is_just_what_one_machine_writes(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (KEYED, draw_keyed(random.Random(5)))})  # noqa: S311
    assert find_differences(path, tmp_path, 1) == []
    assert count_parts(tmp_path / "many") == {"t": 1}
    assert build_alone(path, tmp_path / "alone").valid
    for name in ("manifest-sha256.txt", "parquet/t.parquet"):
        one, many = (tmp_path / each / name for each in ("alone", "many"))
        assert one.read_bytes() == many.read_bytes()


KEYS = (
    ("integer", [str(number) for number in range(-60, 60)]),
    ("integer", [str(10**20 + number) for number in range(90)]),
    ("number", [f"{number}.{number % 7}" for number in range(-50, 50)]),
    ("number", [f"0.{number:020}" for number in range(90)]),
    ("date", [f"20{number:02}-01-0{number % 9 + 1}" for number in range(90)]),
    ("datetime", [f"2021-01-01T{number % 24:02}:{number % 60:02}:00Z" for number in range(90)]),
    ("string", [f"{chr(97 + number % 26)}{chr(900 + number)}" for number in range(90)]),
    ("duration", [f"P{number}D" for number in range(90)]),
)


@pytest.mark.parametrize(
    "keys", [KEYS[::2], pytest.param(KEYS[1::2], marks=pytest.mark.thorough)], ids=("one", "other")
)
def test_keys_are_sorted_as_they_are_stored(
    keys: tuple[tuple[str, list[str]], ...], tmp_path: Path
) -> None:
    tables = {}
    for at, (type_, values) in enumerate(keys):
        random.Random(1).shuffle(values)  # noqa: S311 - an order
        text = "\n".join(["k", *dict.fromkeys(values), ""])
        tables[f"t{at}"] = (fields(field("k", type_), primaryKey=["k"]), text)
    assert find_differences(write_package(tmp_path, tables), tmp_path, 5) == []
    assert min(count_parts(tmp_path / "many").values()) >= 2


def test_what_looks_like_a_header_begins_no_part(tmp_path: Path) -> None:
    records = ["a,b"] * 40 + [",b", "a,"] * 3 + ["c,d"]
    path = write_package(tmp_path, {"t": (fields(field("a"), field("b")),
                                          "\n".join(["a,b", *records, ""]))})  # fmt: skip
    assert find_differences(path, tmp_path, 13) == []
    assert count_parts(tmp_path / "many")["t"] < 4


OTHERS = ("<HTML>", "  <?xml?>", "%PDF-1.7", "GIF8", "version https://git-lfs.github.com/spec/v1")


@pytest.mark.parametrize(
    "begins", [OTHERS, *(pytest.param((each,), marks=pytest.mark.thorough) for each in OTHERS[::4])]
)
def test_what_looks_like_another_file_begins_no_part(
    begins: tuple[str, ...], tmp_path: Path
) -> None:
    schema = fields(field("a"), field("k", "integer"), primaryKey=["k"])
    lines = [f"{begins[each % len(begins)] if each % 10 else 'text'} {each},{each}"
             for each in range(90)]  # fmt: skip
    path = write_package(tmp_path, {"t": (schema, "\n".join(["a,k", *lines, ""]))})
    assert find_differences(path, tmp_path, 13) == []
    assert 3 < count_parts(tmp_path / "many")["t"] < 10


def test_an_empty_text_is_told_from_none(tmp_path: Path) -> None:
    given = (
        (["NA"], ["", "x", "NA"], "NA"),
        (["-", "NA"], ["NA", "", "x", "-"], "-"),
        (["", "NA"], ["NA", "", "x"], ""),
    )
    tables = {}
    for at, (missing, cells, _) in enumerate(given):
        draw = random.Random(2)  # noqa: S311 - a sample
        lines = [f"{number},{draw.choice(cells)},{draw.choice(cells)}" for number in range(100)]
        schema = fields(field("k", "integer"), field("a"), field("b"), primaryKey=["k"],
                        missingValues=missing)  # fmt: skip
        tables[f"t{at}"] = (schema, "\n".join(["k,a,b", *lines, ""]))
    path = write_package(tmp_path, tables)
    assert find_differences(path, tmp_path, 2) == []
    written = json.loads((tmp_path / "many/datapackage.json").read_text())
    assert [each["schema"]["missingValues"] for each in written["resources"]] == [
        [null_text] for *_, null_text in given
    ]


def test_a_text_that_is_a_value_stands_for_no_missing_one(tmp_path: Path) -> None:
    schema = fields(field("a"), field("b"), missingValues=[])
    lines = [",NA", "NA_,x"] * 20
    path = write_package(tmp_path, {"t": (schema, "\n".join(["a,b", *lines, ""]))})
    assert find_differences(path, tmp_path, 2) == []
    written = json.loads((tmp_path / "many/datapackage.json").read_text())
    assert written["resources"][0]["schema"]["missingValues"] == ["NA__"]


def test_what_is_described_otherwise_is_judged_again(tmp_path: Path) -> None:
    said = field("b", "boolean", trueValues=["yes"], falseValues=["no"])
    lines = "k,b\n" + "".join(f"{each},yes\n{each},no\n" for each in range(50))
    alike = lines.replace("yes", "true").replace("no", "false")
    # Keys are brought together once a judging, and records once.
    for field_, text, rounds in ((said, lines, 3), (field("b", "boolean"), alike, 2)):
        cluster = Partitions(random.Random(1))  # noqa: S311 - an order
        path = write_package(tmp_path, {"t": (fields(field("k", "integer"), field_), text)})
        assert find_differences(path, tmp_path, 2, cluster) == []
        assert len(cluster.rounds) == rounds


def test_what_is_wrong_in_canonical_form_is_not_built(tmp_path: Path) -> None:
    written = field("k", "integer", constraints={"pattern": "0[0-9]"})
    path = write_package(tmp_path, {"t": (fields(written), "k\n07\n08\n")})
    package, before = read_project(path), list_names(tmp_path)
    said = []
    for build in (build_alone, partial(build_by_many, number=1)):
        with pytest.raises(ReleaseError) as caught:
            build(package, tmp_path / "out")
        said.append(str(caught.value))
        assert list_names(tmp_path) == before
    assert said[0] == said[1]


@pytest.mark.thorough
def test_a_table_of_many_columns(tmp_path: Path) -> None:
    names = ["k", *(f"f{number}" for number in range(120))]
    schema = fields(field("k", "integer"), *(field(name, "number") for name in names[1:]),
                    primaryKey=["k"])  # fmt: skip
    lines = [",".join([str(30 - number), *["1.50", ""] * 60]) for number in range(30)]
    path = write_package(tmp_path, {"t": (schema, "\n".join([",".join(names), *lines, ""]))})
    assert find_differences(path, tmp_path, 4) == []


def test_row_groups_and_several_files(tmp_path: Path) -> None:
    keyed, loose = fields(field("a", "integer"), primaryKey=["a"]), fields(field("a"), field("b"))
    path = write_package(tmp_path, {"p": (keyed, ""), "s": (loose, "a,b\n1,2\n")})
    document = json.loads(path.read_text())
    columns = {"a": [number * 7 % 101 for number in range(101)]}
    parquet.write_table(pa.table(columns), tmp_path / "p.parquet", row_group_size=9)
    (tmp_path / "more.csv").write_text("a,b\n" + "".join(f"{each},x\n" for each in range(200)))
    document["resources"][0]["path"] = "p.parquet"
    document["resources"][1]["path"] = ["s.csv", "more.csv"]
    path.write_text(json.dumps(document))
    assert find_differences(path, tmp_path, 4) == []


def test_what_was_cut_is_built_again_by_one(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (KEYED, draw_keyed(random.Random(7)))})  # noqa: S311
    assert find_differences(path, tmp_path, 4) == []
    package = read_project(tmp_path / "many/datapackage.json")
    assert build_alone(package, tmp_path / "again").valid
    for name in ("manifest-sha256.txt", "parquet/t.parquet/part-00002.parquet"):
        again, many = (tmp_path / each / name for each in ("again", "many"))
        assert again.read_bytes() == many.read_bytes()
    assert find_differences(package.root / "datapackage.json", tmp_path / "cut", 2) == []
    assert count_parts(tmp_path / "cut/many")["t"] > count_parts(tmp_path / "many")["t"]


def test_databases_are_there_where_they_are_asked_for(tmp_path: Path) -> None:
    tables = {"t": (KEYED, draw_keyed(random.Random(7)))}  # noqa: S311 - a sample
    path = write_package(tmp_path, tables)
    assert build_by_many(read_project(path), tmp_path / "many", 2).valid
    assert not list((tmp_path / "many").glob("*.sqlite"))
    asked = with_formats(read_project(path), ["sqlite"])
    assert build_by_many(asked, tmp_path / "asked", 2).valid
    names = [each.name for each in (tmp_path / "asked").iterdir()]
    assert "small.sqlite" in names and "parquet" not in names
    wanted = {"pressmark:formats": ["SQLite", "Parquet"]}
    path = write_package(tmp_path, tables, **wanted)
    assert build_by_many(read_project(path), tmp_path / "many", 2).valid
    assert build_alone(path, tmp_path / "alone").valid
    one, many = ((tmp_path / each / "small.sqlite").read_bytes() for each in ("alone", "many"))
    assert one == many
    with pytest.raises(ProjectError, match="no format"):
        build_by_many(
            read_project(write_package(tmp_path, tables, **{"pressmark:formats": ["Parkett"]})),
            tmp_path / "other", 2,
        )  # fmt: skip


TOLD = ("CHANGES.md", "changes.csv", "statistics.json")


@pytest.mark.usefixtures("unproven")
def test_what_changed_and_what_is_counted_is_told_as_by_one(tmp_path: Path) -> None:
    said = json.dumps(KEYED)
    loose = json.dumps(fields(field("a"), field("b", "integer"), field("c", "boolean")))
    rows = [f"{number % 7}{'é' * (number % 3)},{number},{'true' if number % 2 else ''}\n"
            for number in range(400)]  # fmt: skip
    lines = draw_keyed(random.Random(7)).splitlines(keepends=True)  # noqa: S311 - a sample
    tables = {"keyed": (said, "".join(lines)), "loose": (loose, "a,b,c\n" + "".join(rows)),
              "same": (said, "".join(lines[:300]))}  # fmt: skip
    folder = write_project(tmp_path / "project", tables)
    compare_told(folder, tmp_path / "first")
    release(read_project(folder), date="2026-11-20")
    records = folder / "datapackage/records"
    (records / "keyed.csv").write_text("".join(lines[:1] + lines[3:]).replace("2021", "2022"))
    (records / "loose.csv").write_text("a,b,c\nnew,1,true\n" + "".join(rows[5:]))
    set_version(folder, "2.0.0")
    compare_told(folder, tmp_path / "second")
    changes = tmp_path / "second/many/changes.csv"
    assert "removed" in changes.read_text()
    # They lead on from a release in parts to the next, too.
    assert apply(str(tmp_path / "first/many"), changes, tmp_path / "applied").valid
    whole = tmp_path / "applied/data/keyed.csv"
    assert whole.read_bytes() == (tmp_path / "second/one/data/keyed.csv").read_bytes()


def compare_told(project: Path, folder: Path) -> None:
    """Build a project in both ways, and hold the files of the act against each other."""
    package = read_project(project)
    assert build_alone(package, folder / "one").valid
    assert build_by_many(package, folder / "many", 3).valid
    assert count_parts(folder / "many")["keyed"] >= 3
    for name in TOLD:
        one, many = (folder / each / name for each in ("one", "many"))
        assert one.read_bytes() == many.read_bytes(), name


class Elsewhere(Partitions):
    """Machines that work in another folder than the command."""

    def spread(self, count: int, work: Callable[[int], Batches]) -> pa.Table:
        """Run work there."""
        with chdir("/"):
            return super().spread(count, work)


def test_a_folder_is_named_from_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_package(tmp_path, {"t": (KEYED, draw_keyed(random.Random(7)))})  # noqa: S311
    monkeypatch.chdir(tmp_path)
    cluster = Elsewhere(random.Random(1))  # noqa: S311 - an order
    package = read_project(Path("datapackage.json"))
    assert build_by_many(package, Path("many"), 2, cluster).valid
    assert count_parts(tmp_path / "many")["t"] >= 2


class Lost(Partitions):
    """Machines that are lost when the keys of a job are brought together for the second time."""

    def shuffle(
        self,
        count: int,
        work: Callable[[int], Batches],
        partitions: int,
        gather: Callable[[Batches], Batches],
    ) -> pa.Table:
        """Run work, and end in the middle of it."""
        found = super().shuffle(count, work, partitions, gather)
        if len(self.rounds) > 1:
            raise MachineError("--engine sail", "the engine ended before it had answered")
        return found


def list_names(folder: Path) -> list[str]:
    """List what stands in a folder."""
    return sorted(each.name for each in folder.iterdir())


def test_nothing_is_written_where_the_engine_is_lost(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (KEYED, draw_keyed(random.Random(7)))})  # noqa: S311
    package, before = read_project(path), list_names(tmp_path)
    cluster = Lost(random.Random(1))  # noqa: S311 - an order
    with pytest.raises(MachineError, match="ended before"):
        build_by_many(package, tmp_path / "many", 2, cluster)
    assert len(cluster.rounds) == 2
    assert list_names(tmp_path) == before


class Killed(Partitions):
    """Machines whose command is killed once it has begun to write."""

    def shuffle(
        self,
        count: int,
        work: Callable[[int], Batches],
        partitions: int,
        gather: Callable[[Batches], Batches],
    ) -> pa.Table:
        """Run work, and end as nobody can hinder."""
        found = super().shuffle(count, work, partitions, gather)
        if len(self.rounds) > 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return found


def build_and_be_killed(path: str, output: str) -> None:
    """Build a package until it is killed: what another process calls."""
    build_by_many(read_project(Path(path)), Path(output), 2, Killed(random.Random(1)))  # noqa: S311


def list_staged(folder: Path) -> set[str]:
    """List what was begun beside what stands in a folder."""
    return {each.name for each in folder.glob(f"{PREFIX}*")}


def test_the_next_build_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (KEYED, draw_keyed(random.Random(7)))})  # noqa: S311
    output = tmp_path / "out/many"
    text = f"from {__name__} import build_and_be_killed as b; b({str(path)!r}, {str(output)!r})"
    killed = subprocess.run([sys.executable, "-c", text], cwd=ROOT, check=False)
    again = shutil.copytree(output.parent, tmp_path / "again") / "many"
    assert killed.returncode == -signal.SIGKILL and len(list_staged(output.parent)) == 2
    for build, place in ((partial(build_by_many, number=2), output), (build_alone, again)):
        with make_beside(place) as others:  # somebody else is at work there, and goes on
            assert build(read_project(path), place).valid
            assert list_staged(place.parent) == {others.name}
        assert list_staged(place.parent) == set()


def test_nothing_is_written_where_the_data_is_wrong(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (KEYED, "n,w,day,size,is\n1,a,x,,\n")})
    before = list_names(tmp_path)
    report = build_by_many(read_project(path), tmp_path / "many", 2)
    assert report.counts == {"cell.type": 1}
    assert list_names(tmp_path) == before


class Written(Partitions):
    """Machines whose files somebody writes while they read."""

    path: Path

    def spread(self, count: int, work: Callable[[int], Batches]) -> pa.Table:
        """Run work, and add a record to a file."""
        found = super().spread(count, work)
        with self.path.open("a") as file:
            file.write("9999,z,,,\n")
        return found


def test_files_that_change_meanwhile_are_not_built(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (KEYED, draw_keyed(random.Random(7)))})  # noqa: S311
    cluster = Written(random.Random(1))  # noqa: S311 - an order
    cluster.path = tmp_path / "t.csv"
    before = list_names(tmp_path)
    with pytest.raises(MachineError, match="changed while it was read"):
        build_by_many(read_project(path), tmp_path / "many", 1, cluster)
    assert list_names(tmp_path) == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"engine": "spork"}, "'spork' is no engine"),
        ({"engine": "sail"}, "needs the extra [sail]"),
        ({"engine": "sail", "spark_master": "local"}, "Sail has no master"),
        ({"spark_master": "local"}, "no engine is named"),
    ],
)
def test_what_an_engine_does_not_take_is_refused(
    given: dict[str, Any], said: str, tmp_path: Path
) -> None:
    path = write_package(tmp_path, {"t": (KEYED, "n,w,day,size,is\n")})
    with pytest.raises(ProjectError) as caught:
        build_alone(path, tmp_path / "many", **given)
    assert said in str(caught.value)
    assert not (tmp_path / "many").exists()


def test_a_folder_of_other_files_is_refused_before_anything_starts(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (KEYED, "n,w,day,size,is\n")})
    with pytest.raises(ProjectError, match="holds other files"):
        build_alone(path, tmp_path, engine="sail")


def test_what_one_machine_alone_builds_is_refused(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (KEYED, "n,w,day,size,is\n1,a,,,\n")})
    assert build_alone(path, tmp_path / "one").valid
    first = first_format(tmp_path / "one", tmp_path / "first")
    with pytest.raises(ProjectError, match="is a release of the first format"):
        refuse_what_is_built_here(read_project(first / "datapackage.json"))
    document = json.loads((tmp_path / "one/datapackage.json").read_text())
    gone = {"leaf": 1, "digest": f"sha256:{'0' * 64}", "date": "2026-01-01", "reason": "asked"}
    document["resources"][0]["pressmark:redacted"] = {
        "path": "data/t.csv", "hash": f"sha256:{'0' * 64}", "records": [gone],
    }  # fmt: skip
    (tmp_path / "one/datapackage.json").write_text(json.dumps(document))
    with pytest.raises(ProjectError, match="lacks records that were redacted"):
        refuse_what_is_built_here(read_project(tmp_path / "one/datapackage.json"))


def test_the_command_names_an_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_package(tmp_path, {"t": (KEYED, "n,w,day,size,is\n")})
    words = ("build", path, "--output", tmp_path / "many", "--spark-master", "local")
    code, _, said = run(*words, "--engine", "spork", capsys=capsys)
    assert (code, "'spork' is no engine" in said) == (2, True)
    code, _, said = run(*words, capsys=capsys)
    assert (code, "no engine is named" in said) == (2, True)
