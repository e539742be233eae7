"""A record that was taken out by law: 451 with the reason in its place, and its bytes nowhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from pressmark.package.project import read_project
from pressmark.publish.redaction.asked import RedactionRequest
from pressmark.publish.redaction.redacting import redact
from pressmark.publish.release import release
from pressmark.site import ServedRelease, build_app
from pressmark.site.content.removed import explain_lost_file
from pressmark.site.served import read_served_releases, renew
from tests.publish.redactable import (
    DAY,
    KEY,
    LATER,
    VISIT,
    WORDS,
    change,
    make_first_format,
)
from tests.site.visitor import Visitor

REASON = "A court ordered it, case 7."
TODAY = "2026-11-29"
TOLD = f"taken out of this version on {TODAY}: {REASON}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish 1.0.0 in the first format and 1.1.0 in the second."""
    folder = tmp_path_factory.mktemp("law")
    made = make_first_format(folder / "project", folder / "aside")
    change(made)
    release(read_project(made), date=DAY)
    return made


@pytest.fixture(scope="module")
def served(project: Path) -> tuple[ServedRelease, ...]:
    """Serve the releases, redact both meanwhile, and give what is served then."""
    _, before = read_served_releases(read_project(project), None)
    words = RedactionRequest("1.0.0", "people", KEY, REASON, TODAY, everywhere=True, referring=True)
    redact(project / "datapackage/releases", project, words)
    renewed = renew(read_project(project), None, before)
    assert not renewed.refused
    return renewed.releases


@pytest.fixture(scope="module")
def visitor(served: tuple[ServedRelease, ...]) -> Visitor:
    return Visitor(build_app(served))


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_its_page_and_its_json_say_why_it_is_not_there(visitor: Visitor, version: str) -> None:
    page = visitor.get(f"/record/{version}/people/{KEY}")
    assert page.status_code == 451
    assert "not available for legal reasons" in page.text and REASON in page.text
    answer = visitor.get(f"/record/{version}/people/{KEY}.json")
    assert answer.status_code == 451
    told = answer.json()
    assert (told["ok"], told["reason"], told["redacted_on"]) == (False, REASON, TODAY)
    assert TOLD in told["error"] and told["record"] == 8
    assert told["digest"].startswith("sha256:")
    assert visitor.get(f"/share/{version}/people/{KEY}.png").status_code == 451
    pair = visitor.get(f"/record/{version}/visits/{KEY},2020-02-02.json")
    assert pair.status_code == 451


@pytest.mark.parametrize("ending", ["", ".json"])
def test_its_row_says_so_too(visitor: Visitor, ending: str) -> None:
    for row in (f"people/{KEY}", f"visits/{KEY},2020-02-02"):
        answer = visitor.get(f"/small-1-1-0/{row}{ending}")
        assert answer.status_code == 451 and REASON in answer.text
    assert visitor.get(f"/small-1-1-0/people/p-nobody{ending}").status_code == 404
    assert visitor.get(f"/small-1-1-0/people/p-1{ending}").status_code == 200


def test_another_key_is_not_there_and_other_records_are(visitor: Visitor) -> None:
    assert visitor.get("/record/1.1.0/people/p-nobody").status_code == 404
    record = visitor.get("/record/1.1.0/people/p-7.json").json()
    assert record["proof"]["position"] == 7
    assert [each["record"] for each in record["redacted"]] == [8, 3]


@pytest.mark.parametrize(
    "name", ["data/people.csv", "data/people.spreadsheet-safe.csv", "parquet/people.parquet"]
)
def test_a_file_that_is_lost_says_why(visitor: Visitor, name: str) -> None:
    answer = visitor.get(f"/releases/1.0.0/{name}")
    assert answer.status_code == 451
    assert REASON in answer.text and TODAY in answer.text
    kept = visitor.get(f"/releases/1.1.0/{name}")
    assert kept.status_code == 200
    if ".spreadsheet" not in name:
        assert kept.headers["cache-control"] == "no-cache"


def test_a_signature_that_is_lost_says_why(served: tuple[ServedRelease, ...]) -> None:
    release = served[-1]
    signature = "manifest-sha256.txt.sig"
    assert explain_lost_file(release, signature) is None
    first = release.since[0]
    signed = first.model_copy(update={"files": {signature: "sha256:0"}})
    told = explain_lost_file(replace(release, since=(signed,)), signature)
    assert told == f"The file was taken away on {TODAY}: {REASON}"
    assert explain_lost_file(replace(release, since=(signed,)), "other") is None


def test_readers_and_programs_of_the_release_are_told(visitor: Visitor) -> None:
    assert f"Taken out by law on {TODAY}" in visitor.text("/releases/1.1.0/")
    newest = visitor.get("/releases.json").json()["releases"][0]
    assert newest["redacted"][0]["reason"] == REASON
    feed = visitor.text("/feed.atom")
    assert f"Redacted on {TODAY}: {REASON}" in feed and "lacks records" in feed


def test_nothing_that_the_site_answers_holds_it(visitor: Visitor) -> None:
    addresses = {"/search?q=Quillfeather", "/search?q=Wren", "/sitemap.xml", "/releases.json"}
    for version, name in (("1.0.0", "small-1-0-0"), ("1.1.0", "small-1-1-0")):
        addresses |= {f"/releases/{version}/", f"/dictionary/{version}", f"/{name}"}
        addresses |= {f"/record/{version}/people/p-1{form}" for form in ("", ".json")}
        addresses |= {f"/{name}/{table}{form}" for table in ("people", "visits", "names", "loose")
                      for form in ("", ".json", ".csv")}  # fmt: skip
        addresses |= {f"/{name}/people/{KEY}", f"/{name}/people/{KEY}.json"}
        addresses.add(f"/{name}.json?sql=select+*+from+people")
        addresses.add(f"/{name}/people?_search=Quillfeather")
        addresses |= {
            f"/releases/{version}/{file['name']}"
            for each in visitor.get("/releases.json").json()["releases"]
            if each["version"] == version
            for file in each["files"]
        }
    found = []
    for address in sorted(addresses):
        answer = visitor.get(address)
        text = answer.content.decode("utf-8", "replace").replace(KEY, "" if KEY in address else KEY)
        if "q=" in address or "_search" in address:
            text = text.replace("Quillfeather", "").replace("Wren", "")
        found += [(address, word) for word in (*WORDS, LATER, VISIT) if word in text]
    assert found == []


def test_a_server_that_read_it_before_has_no_file_left(project: Path, visitor: Visitor) -> None:
    del visitor
    names = sorted(each.name for each in (project / "build/releases").iterdir())
    assert names == ["1.0.0", "1.1.0"]
