"""The files of a project that `new` writes, and the words that its publisher says."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from pressmark.errors import ProjectError
from pressmark.infer.decisions import list_decisions
from pressmark.infer.project import PublisherWords, make_files, make_name
from pressmark.infer.table_files import make_table_name
from pressmark.infer.terms import check_contact, find_license
from pressmark.package.documents import read_document_text
from tests.infer.described import tables

NOTHING = PublisherWords()
ALL = PublisherWords("Visits *of* a year", "Ada", "CC0-1.0", "ada@example.org")
MUSEUMS = {"museum": ["harbor", "glass"], "name": ["Harbor Museum", "Museum of Glass"]}
VISITS = {"museum": ["glass", "harbor", "glass"], "day": ["2026-03-01"] * 3, "n": ["1", "2", "3"]}


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (("Museum visits, 2026", "x"), "museum-visits-2026"),
        (("Année d'été", "x"), "annee-d-ete"),
        (("", "my_folder"), "my_folder"),
        (("Буџет", "folder"), "folder"),
        (("東京 2020 年のデータ", "t"), "t"),
        (("Буџет", "папка", "таблица"), "dataset"),
        (("...", ""), "dataset"),
        ((" ".join(["title"] * 100),), "-".join(["title"] * 10)),
        (("t" * 300,), "t" * 60),
    ],
)
def test_a_name_is_made_of_the_first_text_that_has_one(texts: tuple[str, ...], name: str) -> None:
    assert make_name(*texts) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("CC-BY-4.0", "CC-BY-4.0"), ("cc by 4.0", "CC-BY-4.0"), ("odbl 1.0", "ODbL-1.0"),
     ("cc0-1.0", "CC0-1.0"), ("MIT", "MIT")],
)  # fmt: skip
def test_a_license_is_named_as_spdx_does(text: str, name: str) -> None:
    assert find_license(text) == name


@pytest.mark.parametrize(
    ("text", "right"),
    [("cc by 4", "did you mean CC-BY-4.0"), ("CC0", "did you mean CC0-1.0"),
     ("CC-BY-SA", "did you mean CC-BY-SA-4.0"), ("free", "write one such as CC0-1.0"),
     ("-", "write one such as CC0-1.0")],
)  # fmt: skip
def test_what_is_no_license_is_refused_with_the_nearest(text: str, right: str) -> None:
    with pytest.raises(ProjectError, match=right):
        find_license(text)


def test_a_contact_is_an_address() -> None:
    assert check_contact("data@example.org") == "data@example.org"
    with pytest.raises(ProjectError, match="is no address"):
        check_contact("call me")


def test_what_nobody_said_has_its_place_in_the_descriptor(tmp_path: Path) -> None:
    drafts = tuple(tables(tmp_path, museums=MUSEUMS, visits=VISITS).values())
    text = make_files("visits", drafts, NOTHING)["datapackage/datapackage.yaml"]
    assert yaml.safe_load(text) == {
        "name": "visits", "title": "Visits", "version": "1.0.0",
        "resources": [{"name": "museums", "title": "Museums"},
                      {"name": "visits", "title": "Visits"}],
    }  # fmt: skip
    uncommented = yaml.safe_load(text.replace("#   ", ""))
    assert {"licenses", "contributors", "description", "homepage"} <= uncommented.keys()
    full = make_files("visits", drafts, ALL)["datapackage/datapackage.yaml"]
    assert "first release needs" not in full and "#   description" in full
    assert yaml.safe_load(full)["licenses"][0]["name"] == "CC0-1.0"


def test_a_readme_leads_its_readers_to_every_file(tmp_path: Path) -> None:
    drafts = tuple(tables(tmp_path, museums=MUSEUMS, visits=VISITS).values())
    files = make_files("visits", drafts, ALL)
    readme = files["README.md"]
    assert readme.startswith("# Visits \\*of\\* a year\n\nPublished by Ada.")
    assert "License: CC0-1.0." in readme and "ada@example.org" in readme.replace("\\", "")
    assert "| Visits | 3 | 3 | [`visits.csv`](datapackage/records/visits.csv)" in readme
    assert "\n\n\n" not in make_files("visits", drafts, NOTHING)["README.md"]


def test_a_long_list_has_an_item_a_line(tmp_path: Path) -> None:
    long = ["a name of more than a few words", "another name of as many words", "a third of them"]
    (draft,) = tables(tmp_path, t={"kind": long * 12, "n": ["1", "2", "3"] * 12}).values()
    schema = make_files("t", (draft,), NOTHING)["schemas/t.yaml"]
    assert "    categories:\n      - a name of more than a few words\n" in schema
    assert yaml.safe_load(schema) == draft.schema


def test_every_text_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Those that readers of YAML take for numbers, and those that hold what it takes for ends."""
    names = ["1e5", "-4E+2", "0.5", "1_000", "0x1F", "true", "yes", "~", "2020-01-01", "- a", "b:"]
    ends = ["one\x85two", "one\u2028two", "one\u2029two", "x\ny"]
    columns = dict.fromkeys(names, ends * 10)
    (draft,) = tables(tmp_path, t=columns).values()
    drafted = replace(draft, fields=tuple(
        replace(each, properties={**each.properties, "categories": ends}) for each in draft.fields
    ))  # fmt: skip
    schema = make_files("t", (drafted,), NOTHING)["schemas/t.yaml"]
    assert read_document_text(schema, "t.yaml", is_json=False) == drafted.schema


@pytest.mark.parametrize(
    ("file", "more", "name"),
    [("n" * 251 + ".csv", "", "n" * 40), ("ж" * 120 + ".csv", "", "ж" * 40),
     ("a.xlsx", "s" * 80, "a_" + "s" * 58), ("n" * 251 + ".ods", "Notes", "n" * 40 + "_notes"),
     ("---.csv", "", "table"), ("Jahr 2026.csv.gz", "", "jahr_2026")],
)  # fmt: skip
def test_the_name_of_a_table_fits_those_of_files(file: str, more: str, name: str) -> None:
    assert make_table_name(Path(file), more) == name


def test_what_was_decided_is_said(tmp_path: Path) -> None:
    drafts = tuple(tables(tmp_path, museums=MUSEUMS, visits=VISITS).values())
    assert list(list_decisions(drafts)) == [
        "museums: 2 records of 2 fields (2 string); the key is museum",
        "visits: 3 records of 3 fields (1 string, 1 date, 1 integer); no key",
        "visits.museum names a record of museums",
    ]
