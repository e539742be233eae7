"""Citing a release, a table or a record: from what was published, with what was learnt since."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pressmark.citation.release import add_later_entries, find_cited_values
from pressmark.cli import app
from pressmark.cli.comparing import CITATIONS
from pressmark.errors import ProjectError, ReleaseError
from pressmark.files.manifest import hash_file
from pressmark.metadata import CATALOGUE, cite_record, cite_table
from pressmark.metadata import plain_citation as line
from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.releases.build import build
from pressmark.releases.ledger import Entry, read_ledger
from tests.packages import write_project

SCHEMA = """
fields:
  - name: key
    type: string
  - name: name
    type: string
primaryKey: [key]
"""
PAIRS = """
fields:
  - name: left
    type: string
  - name: right
    type: string
primaryKey: [left, right]
"""
LOOSE = """
fields:
  - name: note
    type: string
"""
DESCRIPTOR = """
name: small
title: Small things
version: "{version}"
homepage: https://forge.example/somebody/small
pressmark:site: https://example.org/data/
contributors:
  - title: Ada
    roles: [creator, publisher]
licenses:
  - name: MIT
resources:
  - name: things
    title: All things
    description: What there is.
  - name: pairs
  - name: loose
"""
TABLES = {
    "things": (SCHEMA, 'key,name\na,"The ""first"""\nb,\n'),
    "pairs": (PAIRS, 'left,right\n"x,y",z/1\n'),
    "loose": (LOOSE, "note\nn\n"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of which nothing is published."""
    extra = {"datapackage/datapackage.yaml": DESCRIPTOR.format(version="1.0.0")}
    return write_project(tmp_path / "project", TABLES, extra)


@pytest.fixture(scope="module")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish two releases, once for all tests."""
    extra = {"datapackage/datapackage.yaml": DESCRIPTOR.format(version="1.0.0")}
    project = write_project(tmp_path_factory.mktemp("two") / "project", TABLES, extra)
    release(read_project(project), date="2026-11-22")
    path = project / "datapackage/datapackage.yaml"
    path.write_text(DESCRIPTOR.format(version="1.1.0"), "utf-8")
    records = project / "datapackage/records/things.csv"
    records.write_text(records.read_text("utf-8") + "c,Third\n", "utf-8")
    release(read_project(project), date="2026-12-01")
    return project


@pytest.fixture
def published(two_releases: Path, tmp_path: Path) -> Path:
    """A project with two releases."""
    return shutil.copytree(two_releases, tmp_path / "project")


def lines(project: Path, version: str | None = None, **part: Any) -> list[str]:
    """Cite as text."""
    return line.write(find_cited_values(version, project, **part)).splitlines()


def resource(project: Path, version: str, table: str) -> dict[str, Any]:
    """Give a table's entry in a release."""
    path = project / "datapackage/releases" / version / "datapackage.json"
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["resources"]
    return next(each for each in found if each["name"] == table)


@pytest.mark.parametrize(
    ("table", "key", "said"),
    [
        ("things", "z", "the record 'z' was withdrawn in version 1.0.0: Twice.\n  cite 'a', or an"),
        ("pairs", '"x,y",q', "was withdrawn in version 1.0.0: Never was.\n  cite an earlier"),
        ("things", "never", "there is no record 'never'"),
    ],
)
def test_a_record_that_was_withdrawn_is_told_of(
    table: str, key: str, said: str, project: Path
) -> None:
    lines = ("things,z,Twice.,a,1.0.0", 'pairs,"""x,y"",q",Never was.,,1.0.0')
    text = "\n".join(["table,key,reason,replaced_by,version", *lines, ""])
    (project / "datapackage/withdrawn.csv").write_text(text, "utf-8")
    with pytest.raises(ProjectError) as refused:
        find_cited_values(str(project), table=table, key=key)
    assert said in str(refused.value)


def test_the_release_published_last_is_cited(published: Path) -> None:
    ledger = read_ledger(published / "datapackage/releases")
    first, *rest = lines(published)
    assert first == (
        "Ada (2026): Small things. Version 1.1.0. Ada. (Dataset). "
        "https://example.org/data/releases/1.1.0/"
    )
    written = (published / "datapackage/releases/1.1.0/citation.txt").read_text("utf-8")
    head = f"Ledger: {ledger.entries[-1].digest()}"
    assert [first, *rest] == [*written.splitlines(), head]


def test_source_records_are_no_release_and_name_the_newest(published: Path) -> None:
    newest = max(published.joinpath("datapackage/releases").glob("*.*.*")).name
    told = lines(published, str(published))[-1]
    assert (
        told == f"Not published: these are source records, of which version {newest} is published"
    )


def test_a_version_is_cited_as_it_was_published(published: Path) -> None:
    first = lines(published, "1.0.0")
    assert "Version 1.0.0." in first[0] and first[1] == "Released: 2026-11-22"
    assert first[2] != lines(published)[2]


def test_a_table_is_cited_with_its_own_digest_and_file(published: Path) -> None:
    first, *rest = lines(published, "1.0.0", table="things")
    assert first == (
        "Ada (2026): All things (table). In: Small things. Version 1.0.0. Ada. (Dataset). "
        "https://example.org/data/releases/1.0.0/data/things.csv"
    )
    digest = hash_file(published / "datapackage/releases/1.0.0/data/things.csv")
    assert f"Content digest: sha256:{digest}" in rest
    assert resource(published, "1.0.0", "things")["hash"] == f"sha256:{digest}"
    assert "Part of: https://example.org/data/releases/1.0.0/" in rest


@pytest.mark.parametrize(
    ("table", "key", "begins", "address"),
    [
        ("things", "a", 'The "first" (record a of All things). In: Small things.', "things/a"),
        ("things", "b", "Record b (All things). In: Small things.", "things/b"),
        ("pairs", '"x,y",z/1', "Record x,y,z/1 (pairs). In: Small things.", "pairs/x~2Cy,z~2F1"),
    ],
)
def test_a_record_is_cited_by_its_key(
    published: Path, table: str, key: str, begins: str, address: str
) -> None:
    first = lines(published, "1.0.0", table=table, key=key)[0]
    assert first.startswith(f"Ada (2026): {begins}")
    assert first.endswith(f" https://example.org/data/record/1.0.0/{address}")


@pytest.mark.parametrize(
    ("version", "part", "message"),
    [
        ("1.0.1", {}, r"no published version.*\n  did you mean 1.0.0\? published are 1.0.0, 1.1.0"),
        (None, {"table": "x"}, r"there is no table 'x'\n  there is things, pairs, loose"),
        (None, {"key": "a"}, r"none is named\n  add --table with one of things, pairs, loose"),
        (None, {"table": "things", "key": "z"}, r"no record 'z'\n  keys there are a, b, c …"),
        ("1.0.0", {"table": "things", "key": "c"}, r"no record 'c'\n  keys there are a, b …"),
        (None, {"table": "pairs", "key": "x"}, r"has 1 parts\n  write left,right"),
        (None, {"table": "pairs", "key": ""}, r"has 0 parts\n  write left,right"),
        (
            None,
            {"table": "loose", "key": "n"},
            r"no primary key.*\n  cite the table: --table loose",
        ),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(
    published: Path, version: str | None, part: dict[str, str], message: str
) -> None:
    with pytest.raises(ProjectError, match=message):
        lines(published, version, **part)


def test_a_key_of_the_only_table_needs_no_table(tmp_path: Path) -> None:
    project = write_project(tmp_path, {"things": TABLES["things"]})
    assert lines(project, key="a")[0].startswith('The "first" (record a of things). In: small.')


def test_a_project_without_releases_says_so(project: Path) -> None:
    told = lines(project)
    assert told[-1] == "Not published" and not any("digest" in each for each in told)
    assert lines(project, str(project)) == told
    with pytest.raises(ProjectError, match=r"no published version(.|\n)*nothing is published here"):
        lines(project, "1.0.0")


def test_a_built_package_has_its_digest(project: Path, tmp_path: Path) -> None:
    assert build(read_project(project), tmp_path / "built").valid
    told = line.write(find_cited_values(str(tmp_path / "built")))
    assert told == (tmp_path / "built/citation.txt").read_text("utf-8")
    descriptor = tmp_path / "built/datapackage.json"
    descriptor.write_text(descriptor.read_text("utf-8").replace("Small", "Large"), "utf-8")
    assert "Not published" in line.write(find_cited_values(str(tmp_path / "built")))


@pytest.mark.parametrize("name", ["datapackage.json", "manifest-sha256.txt"])
def test_a_release_that_is_not_what_was_published_is_not_cited(published: Path, name: str) -> None:
    path = published / "datapackage/releases/1.1.0" / name
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(ReleaseError, match="is not what was published"):
        lines(published)


class LaterEntry(Entry):
    """An entry as a ledger may hold it: a DOI that came later, or the reason of a withdrawal."""

    doi: str | None = None
    reason: str | None = None


def test_what_the_ledger_learnt_later_is_said(published: Path) -> None:
    ledger = read_ledger(published / "datapackage/releases")
    common: dict[str, Any] = {"manifest": "", "files": {}, "date": "2027-01-01", "previous": None}
    later = (
        LaterEntry(act="annotated", version="1.0.0", doi="https://doi.org/10.5555/x", **common),
        LaterEntry(act="withdrawn", version="1.0.0", reason="Wrong place", **common),
    )
    ledger = replace(ledger, entries=(*ledger.entries, *later))
    values = find_cited_values("1.0.0", published)
    values = add_later_entries(replace(values, remarks=()), ledger, "1.0.0")
    assert values.doi == "10.5555/x"
    assert values.remarks == ("Withdrawn: Wrong place", f"Ledger: {later[-1].digest()}")
    other = add_later_entries(replace(values, doi=None, remarks=()), ledger, "1.1.0")
    assert other.doi is None and other.remarks == values.remarks[1:]
    assert "Address: https://example.org/data/releases/1.0.0/" in line.write(values)


def test_without_a_site_the_digest_stands_alone(published: Path) -> None:
    """The homepage is the project's page and no address of a release."""
    values = find_cited_values("1.0.0", published)
    assert values.homepage == "https://forge.example/somebody/small"
    values = replace(values, site=None, address=None)
    for mapper in CATALOGUE:
        if mapper.format in {"text", "bibtex", "ris", "csl", "cff", "datacite"}:
            assert "forge.example" not in mapper.write(values)
            assert str(values.digest) in mapper.write(values)
    described = values.tables[0]
    assert cite_table(values, described).address is None
    assert cite_record(values, described, ("a",), None).link is None


def run(*words: str) -> tuple[int, str]:
    """Run the command; give its exit code and what it printed."""
    result = CliRunner().invoke(app, ["cite", *words])
    error = result.exception
    code = error.exit_code if isinstance(error, ProjectError) else result.exit_code
    return code, result.output


@pytest.mark.parametrize("mapper", CATALOGUE, ids=lambda mapper: mapper.format)
def test_every_format_is_printed(published: Path, mapper: Any) -> None:
    code, printed = run("1.0.0", "--project", str(published), "--format", mapper.format)
    assert code == 0 and "Small things" in printed
    assert printed.endswith("\n")


def test_the_command_names_the_formats_there_are() -> None:
    assert CITATIONS.split("|") == [mapper.format for mapper in CATALOGUE]
    result = CliRunner().invoke(app, ["cite", "--format", "bibtx"])
    assert isinstance(result.exception, ProjectError)
    assert "'bibtx' is not one of text, bibtex" in result.exception.wrong
    assert result.exception.right == "did you mean 'bibtex'?"


def test_json_has_every_format_or_the_one_that_is_asked_for(published: Path) -> None:
    project = str(published)
    code, printed = run("1.0.0", "--project", project, "--json")
    document = json.loads(printed)
    assert code == 0 and set(document) == {
        "key", "title", "version", "date", "doi", "address", "digest", "remarks", "citations",
        "missing",
    }  # fmt: skip
    assert set(document["citations"]) == {mapper.format for mapper in CATALOGUE}
    assert document["missing"] == {} and document["citations"]["csl"][0]["type"] == "dataset"
    code, printed = run("1.0.0", "--project", project, "--json", "--format", "csl")
    assert set(json.loads(printed)["citations"]) == {"csl"}
    code, whole = run("1.0.0", "--project", project, "--format", "csl")
    assert json.loads(whole) == document["citations"]["csl"]


def test_json_names_what_keeps_a_format_from_being_written(tmp_path: Path) -> None:
    project = write_project(tmp_path, {"things": TABLES["things"]})
    code, printed = run("--project", str(project), "--json")
    document = json.loads(printed)
    assert code == 0 and document["missing"]["cff"] == ["creators"]
    assert "cff" not in document["citations"] and "text" in document["citations"]
    assert run("--project", str(project), "--json", "--format", "cff") == (2, "")


def test_a_format_that_needs_more_is_refused(tmp_path: Path) -> None:
    project = write_project(tmp_path, {"things": TABLES["things"]})
    code, printed = run("--project", str(project), "--format", "cff")
    assert (code, printed) == (2, "")
