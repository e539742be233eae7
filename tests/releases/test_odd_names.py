"""What is called valid is built: a package of odd names, from its folder to pages and proofs."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pyarrow.parquet
import pytest

from pressmark.apply import Applied, apply
from pressmark.citation.proof import prove_record
from pressmark.formats.sqlite import SQLITE, count_records
from pressmark.package.own import SQL_NAME
from pressmark.package.project import read_package, read_project
from pressmark.publish.release import release
from pressmark.releases.build import build
from pressmark.releases.derived import hold_derived
from pressmark.releases.differ import DIFFERENCES, Outcome, compare_packages
from pressmark.verify import verify
from pressmark.verify.one_record import verify_record
from tests.citation.conftest import visited
from tests.packages import field, fields, read, report_of, write_package
from tests.site.visitor import Visitor

ODD = ("data", "Data", "популяция", "My Table (2024)", "../up", "con", "sqlite_t", "t", "t_fts",
       "t_id", "arriving", 'q"\'', "x" * 250)  # fmt: skip
PARENT = fields(
    field("ID", "integer"),
    field("id", "integer"),
    field("text"),
    primaryKey="id",
    uniqueKeys=[["ID"]],
)
CHILD = fields(
    field("id", "integer"),
    field("text"),
    foreignKeys=[{"fields": "id", "reference": {"resource": "Data", "fields": "id"}}],
)
TEXTS = {"Data": (PARENT, "ID,id,text\n7,1,first\n8,2,second\n")}
OTHERS = (CHILD, "id,text\n1,words to be found\n2,more\n")


def write_odd(folder: Path, **properties: Any) -> Path:
    """Write a project of tables with odd names, whose files have plain ones."""
    (folder / "datapackage").mkdir(parents=True)
    resources = []
    for number, name in enumerate(ODD):
        schema, text = TEXTS.get(name, OTHERS)
        (folder / f"datapackage/t{number}.csv").write_text(text, "utf-8")
        file = f"datapackage/t{number}.csv"
        resources.append({"name": name, "path": file, "schema": schema})
    document = {"name": "Мой пакет", "version": "1.0.0", **properties, "resources": resources}
    path = folder / "datapackage/datapackage.yaml"
    path.write_text(json.dumps(document), "utf-8")
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_odd(tmp_path_factory.mktemp("odd") / "project")
    assert release(read_project(folder), date="2026-11-22").version == "1.0.0"
    published = folder / "datapackage/releases/1.0.0/datapackage.json"
    hold_derived(read_package(published, trusted=True), folder / "build/releases/1.0.0")
    return folder


@pytest.fixture(scope="module")
def published(project: Path) -> Path:
    return project / "datapackage/releases/1.0.0"


@pytest.fixture(scope="module")
def visitor(project: Path) -> Iterator[Visitor]:
    with visited(project) as visitor:
        yield visitor


def test_files_have_safe_names_and_the_descriptor_the_names_as_they_are(published: Path) -> None:
    document = json.loads((published / "datapackage.json").read_text("utf-8"))
    assert document["name"] == "Мой пакет"
    assert tuple(each["name"] for each in document["resources"]) == ODD
    paths = [each["path"] for each in document["resources"]]
    assert all(re.fullmatch(r"data/[A-Za-z0-9_][A-Za-z0-9._-]*\.csv", each) for each in paths)
    assert len({each.lower() for each in paths}) == len(ODD)
    assert paths[:3] == ["data/data.csv", "data/Data-cec3a9b8.csv", "data/table-008449d3.csv"]
    named = {each["name"]: each.get(SQL_NAME.name) for each in document["resources"]}
    assert {name: known for name, known in named.items() if known} == {
        "Data": "Data_2", "sqlite_t": "_sqlite_t",
    }  # fmt: skip
    (second,) = (each for each in document["resources"] if each["name"] == "Data")
    assert [each.get(SQL_NAME.name) for each in second["schema"]["fields"]] == [None, "id_2", None]


def test_a_release_of_odd_names_is_proven_and_made_again(project: Path) -> None:
    found = verify("1.0.0", project)
    assert found.valid, found
    assert {each.state for each in found.checks} <= {"ok", "note"}
    assert [each.name for each in found.checks].count("rebuilt") == 1


def test_frictionless_accepts_it(published: Path) -> None:
    assert frictionless.validate(str(published / "datapackage.json")).valid


def test_databases_name_tables_and_fields_apart(project: Path, published: Path) -> None:
    package = read_package(published / "datapackage.json", trusted=False)
    folder = project / "build/releases/1.0.0"
    counts = count_records(package, folder)
    assert list(counts)[:2] == ["data", "Data_2"]
    assert set(counts.values()) == {2}
    name = SQLITE.path(package)
    assert name == "package-ebe59ff2.sqlite"
    with duckdb.connect(folder / name.replace("sqlite", "duckdb"), read_only=True) as opened:
        assert opened.sql('select "ID", id_2 from "Data_2" order by 1').fetchall() == [
            (7, 1), (8, 2),
        ]  # fmt: skip
        assert opened.sql("select id from arriving").fetchall() == [(1,), (2,)]
    columns = pyarrow.parquet.read_schema(folder / "parquet/Data-cec3a9b8.parquet").names
    assert columns == ["ID", "id", "text"]


def test_the_codebook_and_the_dictionary_say_what_databases_call_it(published: Path) -> None:
    page = (published / "codebook.md").read_text("utf-8")
    assert "`id` (in SQL `id_2`)" in page
    assert "Databases call it `Data_2`, as SQL takes its name for another." in page
    lines = (published / "codebook.csv").read_text("utf-8").splitlines()
    assert lines[0].endswith(",sql_table,sql_field")
    (line,) = (each for each in lines if each.startswith("field,Data,id,"))
    assert line.endswith("Data_2,id_2")


def test_a_record_is_cited_and_proven_by_the_names_as_they_are(project: Path) -> None:
    proof = prove_record("1.0.0", project, table="Data", key="2")
    assert (proof["table"], proof["key"]) == ("Data", {"id": "2"})
    assert verify_record(json.dumps(proof), "a").valid


def test_pages_answer_for_odd_names(visitor: Visitor) -> None:
    told = visitor.get("/record/1.0.0/Data_2/2.json").json()
    assert (told["table"], told["key"], told["values"]["id"]) == ("Data", {"id": "2"}, 2)
    assert verify_record(json.dumps(told), "a").valid
    assert visitor.get("/record/1.0.0/Data_2/2").status_code == 200
    page = visitor.get("/dictionary/1.0.0/Data_2").text
    assert "<dt>In the files</dt><dd><code>id</code>" in page
    assert "In the files it is called <code>Data</code>" in page
    for name in ("..%2Fup", "My%20Table%20(2024)"):
        assert visitor.get(f"/dictionary/1.0.0/{name}").status_code == 200


def test_changes_name_tables_as_they_are_and_lead_to_the_same_files(
    project: Path, tmp_path: Path
) -> None:
    newer = write_odd(tmp_path / "project", version="1.0.1")
    text = "ID,id,text\n7,1,first\n8,2,changed\n"
    (newer / "datapackage/t1.csv").write_text(text, "utf-8")
    old, new = read_project(project), read_project(newer)
    with compare_packages(old, new, None) as outcome:
        assert isinstance(outcome, Outcome)
        changes = tmp_path / "changes.csv"
        changes.write_text("".join(dict(DIFFERENCES)["csv"](outcome)), "utf-8")
    assert "\nData,2,text,changed," in changes.read_text("utf-8")
    made = apply(old, changes, tmp_path / "made")
    assert isinstance(made, Applied)
    assert made.valid
    assert (tmp_path / "made/data/Data-cec3a9b8.csv").read_text("utf-8") == (
        "ID,id,text\n7,1,first\n8,2,changed\n"
    )


def test_a_name_with_a_line_end_is_found_before_anything_is_built(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a")), "a\nx\n")}, name="two\nlines")
    (found,) = report_of(path).findings
    assert (found.rule, found.value) == ("schema.name", "two\nlines")
    assert found.message == "The name of the package holds the control character U+000A."
    assert not build(read(path), tmp_path / "built").valid
    assert not (tmp_path / "built").exists()
