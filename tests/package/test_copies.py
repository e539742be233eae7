"""Schemas by address: copies that people lay, what is missing of them, and what nobody checks."""

import json
from pathlib import Path
from typing import Any

import frictionless
import pytest

from pressmark.errors import ProjectError
from pressmark.package.copies import Copies, choose_place, hash_address
from pressmark.package.laying import lay_copy
from pressmark.package.project import read_project
from pressmark.releases.build import build
from pressmark.report import text
from pressmark.verify import verify
from tests.cli.test_command import run
from tests.packages import field, fields, read, report_of, write_package

ADDRESS = "https://example.org/a/schema.json"
OTHER = "http://www.example.net/b/schema.json"
SCHEMA = json.dumps(fields(field("a", "integer"), primaryKey="a"))


def by_address(folder: Path, *addresses: str, **properties: Any) -> Path:
    """Write a package of tables `t0`, `t1` … whose schemas stand at addresses."""
    folder.mkdir(exist_ok=True)
    (folder / "t.csv").write_text("a\n1\n", "utf-8")
    resources = [
        {"name": f"t{number}", "path": "t.csv", "schema": address}
        for number, address in enumerate(addresses)
    ]
    document = {"name": "far", **properties, "resources": resources}
    path = folder / "datapackage.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def put(folder: Path, place: str, content: str = SCHEMA) -> None:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")


# Where a copy stands


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (ADDRESS, "example.org/a/schema.json"),
        ("HTTPS://Example.ORG/a/schema.json", "example.org/a/schema.json"),
        ("https://example.org/a/schema.yaml#fields", "example.org/a/schema.yaml"),
        ("https://example.org/a/", "example.org/a/index.json"),
        ("https://example.org", "example.org/index.json"),
    ],
)
def test_a_copy_stands_at_host_and_path(address: str, place: str) -> None:
    assert choose_place(address) == place


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/../../etc/schema.json", "https://example.org/a%20b.json",
        "https://example.org/schema", "https://example.org/schema.json?version=2",
        "https://example.org:8080/schema.json", "https://ann@example.org/schema.json",
        "https://example.org/con/schema.json", "file:///etc/passwd", "https://[::1/s.json",
        "https://example.org/.hidden/schema.json", "s3://", "https://данные.рф/schema.json",
    ],
)  # fmt: skip
def test_an_address_that_names_no_files_has_its_digest_for_a_name(address: str) -> None:
    assert choose_place(address) == f"{hash_address(address)}.json"


@pytest.mark.parametrize(
    "place",
    ["example.org/a/schema.json", "schema.json", f"{hash_address(ADDRESS)}.json",
     f"{hash_address(ADDRESS)}.yaml"],
)  # fmt: skip
def test_a_copy_is_found_by_address_by_its_last_part_and_by_hash(
    place: str, tmp_path: Path
) -> None:
    path = by_address(tmp_path / "package", ADDRESS)
    put(tmp_path / "copies", place)
    (found,) = read_project(path, schemas=tmp_path / "copies").tables
    assert [each.name for each in found.schema.fields] == ["a"]
    assert read_project(path).tables == ()


def test_the_surest_place_comes_first_and_the_named_folder_before_that_of_the_package(
    tmp_path: Path,
) -> None:
    copies = Copies((tmp_path / "one", tmp_path / "two"), frozenset({ADDRESS}))
    put(tmp_path / "two", "example.org/a/schema.json")
    assert copies.of(ADDRESS, "here") == tmp_path / "two/example.org/a/schema.json"
    put(tmp_path / "one", "schema.json")
    assert copies.of(ADDRESS, "here") == tmp_path / "one/schema.json"
    put(tmp_path / "one", "example.org/a/schema.json")
    assert copies.of(ADDRESS, "here") == tmp_path / "one/example.org/a/schema.json"


def test_the_last_part_is_no_name_where_two_addresses_have_it(tmp_path: Path) -> None:
    path = by_address(tmp_path, ADDRESS, OTHER)
    put(tmp_path / "schemas", "schema.json")
    put(tmp_path / "schemas", "www.example.net/b/schema.json")
    package = read_project(path)
    assert [each.name for each in package.tables] == ["t1"]
    assert [each.sha256 is None for each in package.copied] == [True, False]


def test_a_copy_that_leads_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    path = by_address(tmp_path, ADDRESS)
    put(tmp_path.parent, "outside.json")
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/schema.json").symlink_to(tmp_path.parent / "outside.json")
    with pytest.raises(ProjectError, match="leaves the package"):
        read_project(path)


def test_a_copy_that_is_wrong_is_named_with_its_place(tmp_path: Path) -> None:
    path = by_address(tmp_path, ADDRESS)
    put(tmp_path / "schemas", "schema.json", '{"fields": [{"type": "integer"}]}')
    (found,) = report_of(path).findings
    copy = f"{tmp_path}/schemas/schema.json"
    assert (found.rule, found.table, found.path) == ("descriptor.value", "t0", copy)
    wrong = "cannot be used: schemas/schema.json: fields[0].name is missing"
    assert found.message == f'"resources[0].schema" {wrong}.'


# What is missing


def test_what_is_missing_is_a_finding_of_its_table_and_the_rest_is_judged(tmp_path: Path) -> None:
    path = by_address(tmp_path, ADDRESS)
    document = json.loads(path.read_text("utf-8"))
    key = {"fields": "a", "reference": {"resource": "t0", "fields": "a"}}
    near = fields(field("a", "integer", constraints={"maximum": 0}), foreignKeys=[key])
    document["resources"].append({"name": "near", "path": "t.csv", "schema": near})
    path.write_text(json.dumps(document), "utf-8")
    report = report_of(path)
    assert report.counts == {"schema.missing": 1, "cell.maximum": 1}
    (found,) = (each for each in report.findings if each.rule == "schema.missing")
    assert (found.table, found.value) == ("t0", ADDRESS)
    assert found.hint == f"Download it, and lay it there: pressmark schemas add {ADDRESS} FILE."
    assert [each.name for each in report.tables] == ["near"]
    assert report.written()["not_checked"] == [
        "t0: no schema",
        "the key a of near to t0: no schema",
    ]
    assert [(each.name, each.records) for each in report.files] == [("t0", 1)]
    assert not build(read(path), tmp_path / "built").valid
    assert not (tmp_path / "built").exists()


@pytest.mark.parametrize("part", ["schema", "dialect"])
@pytest.mark.parametrize("path", ["gone.json", "gone/s.json"])
def test_a_part_in_a_file_that_is_not_there_is_a_finding_of_its_table(
    part: str, path: str, tmp_path: Path
) -> None:
    schema = fields(field("a", "integer"))
    where = write_package(tmp_path, {"t": (schema, "a\n1\n"), "u": (schema, "a\nx\n")})
    document = json.loads(where.read_text("utf-8"))
    document["resources"][0][part] = path
    where.write_text(json.dumps(document), "utf-8")
    report = report_of(where)
    assert report.counts == {"schema.missing": 1, "cell.type": 1}
    (found,) = (each for each in report.findings if each.rule == "schema.missing")
    assert (found.table, found.value) == ("t", path)
    assert found.message == (
        f'The {part} of the table "t" should stand in {path}, and there is no such file: '
        "it is not judged."
    )
    assert found.hint == "Put the file there, or correct its path in the descriptor."


def test_the_path_of_a_schema_is_no_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = by_address(tmp_path, "gone.json")
    code, out, _ = run("schemas", "list", path, capsys=capsys)
    assert (code, out) == (0, "no schema and no dialect is named by address\n")


def test_a_dialect_may_be_a_copy_too(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a"), field("b")), "a;b\n1;2\n")})
    document = json.loads(path.read_text("utf-8"))
    document["resources"][0]["dialect"] = "https://example.org/semicolons.json"
    path.write_text(json.dumps(document), "utf-8")
    assert report_of(path).counts == {"schema.missing": 1}
    put(tmp_path / "schemas", "semicolons.json", '{"delimiter": ";"}')
    assert report_of(path).valid


# The release


def test_a_release_stands_alone_and_says_what_was_copied(tmp_path: Path) -> None:
    path = by_address(tmp_path / "package", ADDRESS, profile="https://example.org/profile.json")
    put(tmp_path / "copies", "schema.json")
    package = read_project(path, schemas=tmp_path / "copies")
    assert build(package, tmp_path / "built").valid
    document = json.loads((tmp_path / "built/datapackage.json").read_text("utf-8"))
    (resource,) = document["resources"]
    assert [each["name"] for each in resource["schema"]["fields"]] == ["a"]
    digest = package.copied[0].sha256
    assert resource["pressmark:copied"] == {
        "schema": {"address": ADDRESS, "hash": f"sha256:{digest}"}
    }
    assert document["pressmark:profile"] == "https://example.org/profile.json"
    found = verify(str(tmp_path / "built"))
    assert found.valid, found
    assert {each.state for each in found.checks} <= {"ok", "note"}
    assert frictionless.validate(str(tmp_path / "built/datapackage.json")).valid
    released = report_of(tmp_path / "built/datapackage.json")
    assert released.written()["not_checked"] == ["pressmark:profile"]


# What nobody checks


def test_a_reference_to_another_package_is_named_and_never_followed(tmp_path: Path) -> None:
    elsewhere = {"package": "https://example.org/codes/datapackage.json", "resource": "codes",
                 "fields": ["code"]}  # fmt: skip
    here = {"resource": "codes", "fields": ["code"]}
    schema = fields(
        field("code"),
        foreignKeys=[
            {"fields": ["code"], "reference": elsewhere},
            {"fields": ["code"], "reference": {**elsewhere, "resource": "nowhere"}},
            {"fields": ["code"], "predicate": "is one of", "reference": here},
        ],
        weakForeignKeys=[{"fields": ["code"], "reference": here}],
    )
    tables = {"t": (schema, "code\nX\n"), "codes": (fields(field("code")), "code\nX\n")}
    path = write_package(tmp_path, tables)
    report = report_of(path)
    assert report.valid
    where = "resources[0].schema."
    assert report.written()["not_checked"] == [
        f"{where}weakForeignKeys",
        f"{where}foreignKeys[0].reference.package",
        f"{where}foreignKeys[1].reference.package",
        f"{where}foreignKeys[2].predicate",
    ]
    said = text.render(report)
    assert (
        f"Not checked, as no other package is read: {where}foreignKeys[0].reference.package "
        "(https://example.org/codes/datapackage.json), "
    ) in said
    assert f"Not checked, as no record is held against a weak key: {where}weakForeignKeys" in said
    assert build(read(path), tmp_path / "built").valid
    document = json.loads((tmp_path / "built/datapackage.json").read_text("utf-8"))
    released = document["resources"][0]["schema"]
    assert released["foreignKeys"] == json.loads(json.dumps(schema["foreignKeys"]))
    assert released["weakForeignKeys"] == schema["weakForeignKeys"]
    (tmp_path / "codes.csv").write_text("code\nY\n", "utf-8")
    assert report_of(path).counts == {"key.foreign": 1}


@pytest.mark.parametrize(
    ("properties", "named"),
    [
        ({"profile": "fiscal-data-package"}, ["profile"]),
        ({"profile": "tabular-data-package"}, []),
        ({"profile": " "}, ["profile"]),
        ({"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}, []),
        ({"$schema": "https://datapackage.org/profiles/1.0/datapackage.json"}, []),
        ({"profile": "https://specs.frictionlessdata.io/schemas/tabular-data-package.json"}, []),
        ({"$schema": "https://example.org/camtrap-dp-profile.json"}, ["$schema"]),
        ({"profile": "https://specs.frictionlessdata.io/schemas/fiscal-data-package.json"},
         ["profile"]),
    ],
)  # fmt: skip
def test_a_profile_beside_the_standards_own_is_named(
    properties: dict[str, str], named: list[str], tmp_path: Path
) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a")), "a\n1\n")}, **properties)
    assert [each.path for each in read_project(path).unchecked] == named


def test_many_of_one_kind_are_counted_and_the_json_names_all(tmp_path: Path) -> None:
    key = {"fields": "a", "predicate": "is", "reference": {"resource": "", "fields": "a"}}
    schema = fields(field("a"), primaryKey="a", foreignKeys=[key] * 9)
    report = report_of(write_package(tmp_path, {"t": (schema, "a\n1\n")}))
    assert len(report.written()["not_checked"]) == 9
    assert "and 6 others." in text.render(report)


# The command


def test_copies_are_laid_and_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = by_address(tmp_path / "package", ADDRESS)
    (tmp_path / "downloaded.json").write_text(SCHEMA, "utf-8")
    project, file = str(path.parent), str(tmp_path / "downloaded.json")
    code, out, _ = run("schemas", "list", project, capsys=capsys)
    assert (code, out) == (1, f"t0: schema {ADDRESS} (no copy)\n")
    code, out, err = run("schemas", "add", ADDRESS, file, project, capsys=capsys)
    place = path.parent / "schemas/example.org/a/schema.json"
    assert (code, err) == (0, "")
    assert out.startswith(f"{place} is the copy of {ADDRESS} (sha256:")
    code, out, _ = run("schemas", "list", project, "--json", capsys=capsys)
    assert (code, json.loads(out)[0]["sha256"]) == (
        0,
        lay_copy(ADDRESS, Path(file), path, None).sha256,
    )
    code, _, err = run(
        "schemas", "add", OTHER, file, project, "--schemas", str(tmp_path), capsys=capsys
    )
    assert (code, err.startswith(f"no table of the package names {OTHER}")) == (0, True)
    assert (tmp_path / "www.example.net/b/schema.json").read_text("utf-8") == SCHEMA
    code, out, _ = run("validate", project, "--schemas", str(tmp_path / "nowhere"), capsys=capsys)
    assert code == 2


@pytest.mark.parametrize(
    ("address", "content", "wrong"),
    [
        ("schema.json", SCHEMA, "is no address"),
        (ADDRESS, "<html>", "is not JSON"),
        (ADDRESS, "[]", "does not hold an object"),
        (ADDRESS, '{"fields": []}', "is another copy of that address"),
    ],
)
def test_what_cannot_be_a_copy_is_refused_and_nothing_is_written(
    address: str, content: str, wrong: str, tmp_path: Path
) -> None:
    path = by_address(tmp_path / "package", ADDRESS)
    put(path.parent / "schemas", "example.org/a/schema.json")
    (tmp_path / "file").write_text(content, "utf-8")
    with pytest.raises(ProjectError, match=wrong):
        lay_copy(address, tmp_path / "file", path, None)
    kept = path.parent / "schemas/example.org/a/schema.json"
    assert kept.read_text("utf-8") == SCHEMA
