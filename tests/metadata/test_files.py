"""Every file of the catalogue says the same, and what is not known is left out of all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark.metadata import CATALOGUE, Values, read_values
from pressmark.package import Descriptor
from pressmark.package.digests import read_content_digest
from tests.metadata import parsing
from tests.metadata.packages import CASES, GOLDEN, ONE_LINE, build_case, package_files

PROPERTIES = ("title", "version", "date", "creators", "licence", "digest", "identifier")
Said = dict[str, Any]


def golden(case: str, name: str) -> str:
    """Read a golden file."""
    return (GOLDEN / case / name).read_bytes().decode()


def note(text: str, heading: str) -> str:
    """Take what stands after a heading in a note."""
    return text.partition(f"{heading}: ")[2].partition(". ")[0]


def text_says(text: str) -> Said:
    """Read citation.txt."""
    line, *rest = text.splitlines()
    told = dict(each.split(": ", 1) for each in rest)
    people, _, others = line.partition(" (2026): ")
    title, _, others = others.partition(". Version ")
    return {
        "title": title,
        "version": others.partition(". ")[0],
        "date": told["Released"],
        "creators": people.split("; "),
        "licence": told["License"],
        "digest": told["Content digest"],
        "identifier": line.rsplit(" ", 1)[1],
    }


def bibtex_says(text: str) -> Said:
    """Read citation.bib."""
    entry = parsing.bibtex(text)
    fields = entry.fields
    return {
        "title": fields["title"],
        "version": fields["version"],
        "date": fields["date"],
        "creators": entry.authors,
        "licence": note(fields["note"], "License"),
        "digest": note(fields["note"], "Content digest"),
        "identifier": fields["url"],
    }


def ris_says(text: str) -> Said:
    """Read citation.ris."""
    tags = parsing.ris(text)
    notes = dict(each.split(": ", 1) for each in tags["N1"])
    return {
        "title": tags["TI"][0],
        "version": tags["ET"][0],
        "date": tags["DA"][0].replace("/", "-"),
        "creators": tags["AU"],
        "licence": notes["License"],
        "digest": notes["Content digest"],
        "identifier": tags["UR"][0],
    }


def csl_says(text: str) -> Said:
    """Read citation.json."""
    item = parsing.document("citation.json", text)
    year, month, day = item["issued"]["date-parts"][0]
    return {
        "title": item["title"],
        "version": item["version"],
        "date": f"{year}-{month:02}-{day:02}",
        "creators": [
            each.get("literal") or f"{each['family']}, {each['given']}" for each in item["author"]
        ],
        "licence": note(item["note"], "License"),
        "digest": note(item["note"], "Content digest"),
        "identifier": item["URL"],
    }


def cff_says(text: str) -> Said:
    """Read CITATION.cff."""
    found = parsing.document("CITATION.cff", text)
    (digest,) = (each["value"] for each in found["identifiers"] if each["type"] == "other")
    return {
        "title": found["title"],
        "version": found["version"],
        "date": found["date-released"],
        "creators": [
            each.get("name") or f"{each['family-names']}, {each['given-names']}"
            for each in found["authors"]
        ],
        "licence": found["license"],
        "digest": digest,
        "identifier": f"https://doi.org/{found['doi']}",
    }


def datacite_says(text: str) -> Said:
    """Read datacite.json."""
    found = json.loads(text)
    others = {
        each["alternateIdentifierType"]: each["alternateIdentifier"]
        for each in found["alternateIdentifiers"]
    }
    return {
        "title": found["titles"][0]["title"],
        "version": found["version"],
        "date": found["dates"][0]["date"],
        "creators": [each["name"] for each in found["creators"]],
        "licence": found["rightsList"][0]["rightsIdentifier"],
        "digest": others["Content digest"],
        "identifier": f"https://doi.org/{found['doi']}",
    }


def inverted(creator: Said) -> str:
    """Write a name of schema.org as catalogues sort it."""
    family = creator.get("familyName")
    name: str = creator["name"]
    return f"{family}, {creator['givenName']}" if family else name


def schema_org_says(text: str) -> Said:
    """Read schema-org.jsonld."""
    found = json.loads(text)
    known = {each["propertyID"]: each["value"] for each in found["identifier"]}
    return {
        "title": found["name"],
        "version": found["version"],
        "date": found["datePublished"],
        "creators": [inverted(each) for each in found["creator"]],
        "licence": spdx_of(found["license"][0]),
        "digest": known["content digest"],
        "identifier": f"https://doi.org/{known['DOI']}",
    }


def croissant_says(text: str) -> Said:
    """Read croissant.json."""
    found = json.loads(text)
    identifier, digest = found["identifier"]
    assert bibtex_says(found["citeAs"])["identifier"] == identifier
    return {
        "title": found["name"],
        "version": found["version"],
        "date": found["datePublished"],
        "creators": [inverted(each) for each in found["creator"]],
        "licence": spdx_of(found["license"][0]),
        "digest": digest,
        "identifier": identifier,
    }


def dcat_says(text: str) -> Said:
    """Read dcat.jsonld."""
    found = json.loads(text)
    identifier, digest = found["dct:identifier"]
    return {
        "title": found["dct:title"],
        "version": found["dcat:version"],
        "date": found["dct:issued"]["@value"],
        "creators": [
            inverted({name.removeprefix("foaf:"): value for name, value in each.items()})
            for each in found["dct:creator"]
        ],
        "licence": found["dct:license"][0]["dct:title"],
        "digest": digest,
        "identifier": identifier,
    }


def spdx_of(address: str) -> str:
    """Give the SPDX name of the one licence that these packages have, by its address."""
    return {"https://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0"}[address]


READERS: dict[str, Callable[[str], Said]] = {
    "text": text_says,
    "bibtex": bibtex_says,
    "ris": ris_says,
    "csl": csl_says,
    "cff": cff_says,
    "datacite": datacite_says,
    "schema-org": schema_org_says,
    "dcat": dcat_says,
    "croissant": croissant_says,
}


@pytest.fixture(scope="module", params=CASES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build each package as it is published."""
    return build_case(request.param, tmp_path_factory.mktemp(request.param))


def test_the_files_are_those_that_the_judges_passed(built: Path) -> None:
    (case,) = (name for name in CASES if name == json_of(built, "datapackage.json")["name"])
    there = package_files(built)
    names = {path.relative_to(GOLDEN / case).as_posix() for path in files_of(GOLDEN / case)}
    assert set(there) == names
    for name, text in there.items():
        assert text == golden(case, name), name


def files_of(folder: Path) -> list[Path]:
    """List the files below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def json_of(folder: Path, name: str) -> Said:
    """Read a JSON file."""
    document: Said = json.loads((folder / name).read_text("utf-8"))
    return document


def test_a_built_package_gives_its_own_files_again(built: Path, tmp_path: Path) -> None:
    from pressmark.releases.build import build
    from tests.packages import read

    assert build(read(built / "datapackage.json"), tmp_path / "again").valid
    assert package_files(tmp_path / "again") == package_files(built)


@pytest.mark.parametrize("mapper", CATALOGUE, ids=lambda mapper: mapper.format)
@pytest.mark.parametrize("name", PROPERTIES)
def test_all_files_agree(mapper: Any, name: str) -> None:
    descriptor = (GOLDEN / "everything" / "datapackage.json").read_text("utf-8")
    digest = read_content_digest(Descriptor.model_validate_json(descriptor, by_alias=True))
    expected = {
        "title": ONE_LINE,
        "version": "2.1.0",
        "date": "2026-03-04",
        "creators": ["King, Ada", "Fish, Chips and Sons", "Collective {of} names"],
        "licence": "CC-BY-4.0",
        "digest": digest,
        "identifier": "https://doi.org/10.5555/example.2",
    }
    said = READERS[mapper.format](golden("everything", mapper.file))
    assert said[name] == expected[name]


def test_every_mapper_is_read() -> None:
    assert [mapper.format for mapper in CATALOGUE] == list(READERS)
    assert {mapper.file for mapper in CATALOGUE} <= {
        path.name for path in files_of(GOLDEN / "everything")
    }


def test_without_a_doi_digest_and_address_are_given() -> None:
    digest = values("address").digest
    assert digest is not None
    for mapper in CATALOGUE:
        text = golden("address", mapper.file)
        assert digest in text and "https://example.org/places" in text, mapper.file
        assert "doi.org" not in text, mapper.file


def test_what_is_not_known_is_said_nowhere() -> None:
    there = {path.name for path in files_of(GOLDEN / "nothing")}
    assert there & {mapper.file for mapper in CATALOGUE} == {
        mapper.file for mapper in CATALOGUE if mapper.format not in ("cff", "datacite")
    }
    for mapper in CATALOGUE:
        if mapper.file in there:
            text = golden("nothing", mapper.file)
            for word in ("0.0.0", "1.0.0", "None", "null", '""', "[]", "{}", "unknown"):
                assert word not in text, f"{mapper.file} says {word}"


def values(case: str) -> Values:
    """Read the values of a golden package."""
    descriptor = Descriptor.model_validate_json(golden(case, "datapackage.json"), by_alias=True)
    return read_values(descriptor, case)
