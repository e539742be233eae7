"""What a descriptor says of people, terms, days and identifiers, and what it does not."""

import json
from typing import Any

import pytest

from pressmark.errors import ProjectError
from pressmark.metadata import CATALOGUE, Values, strip_doi
from pressmark.metadata.bibtex import make_key
from pressmark.metadata.creator import Creator
from pressmark.metadata.doi import make_doi_address
from pressmark.metadata.licence import SPDX, Licence
from tests.metadata.test_texts import of, written


@pytest.mark.parametrize(
    ("contributors", "made"),
    [
        (None, ()),
        ([{"title": "A"}], (Creator("A"),)),
        ([{"organization": "O"}], (Creator("O", "organization"),)),
        ([{"title": "O", "organization": "O"}], (Creator("O", "organization"),)),
        ([{"title": "A", "organization": "O"}], (Creator("A", affiliation="O"),)),
        (
            [{"givenName": "A", "familyName": "B"}],
            (Creator("A B", "person", "A", "B"),),
        ),
        ([{"familyName": "B"}], (Creator("B", "person", "", "B"),)),
        (
            [{"title": "A", "path": "http://orcid.org/0000-0002-1825-0097"}],
            (Creator("A", "person", orcid="https://orcid.org/0000-0002-1825-0097"),),
        ),
        ([{"title": "A", "roles": ["author"]}, {"title": "B"}], (Creator("A"),)),
        ([{"title": "A", "roles": ["Author "]}, {"title": "A", "roles": ["author"]}],
         (Creator("A"),)),
        ([{"title": "A", "roles": ["contributor"]}, {"title": "B", "roles": ["editor"]}],
         (Creator("A"),)),
        ([{"title": "A", "roles": ["publisher"]}], ()),
    ],
)  # fmt: skip
def test_who_made_it(contributors: list[Any] | None, made: tuple[Creator, ...]) -> None:
    values = of(contributors=contributors) if contributors else of()
    assert values.creators == made


def test_a_person_of_one_name_is_one() -> None:
    values = of(contributors=[{"familyName": "Sappho"}])
    assert 'author = "{Sappho}"' in written("bibtex", values)
    assert '- family-names: "Sappho"' in written("cff", values)
    assert '"literal": "Sappho"' in written("csl", values)


def test_two_characters_never_become_another_in_latex() -> None:
    values = of(title="a--b ``c'' ?`")
    assert "{a-{}-b `{}`c'{}' ?{}`}" in written("bibtex", values)


def test_a_key_of_bibtex_is_as_different_as_what_it_stands_for() -> None:
    names = (
        "Мой пакет-1.0.0",
        "Наши дома-1.0.0",
        "🏠-1.0.0",
        "بيانات-1.0.0",
        "-1.0.0",
        "a/b",
        "a b",
    )
    keys = [make_key(each) for each in names]
    assert len(set(keys)) == len(keys) and all(each.isascii() for each in keys)
    assert keys[0].startswith("1.0.0-") and make_key("a-b_c.1:2") == "a-b_c.1:2"


def test_families_that_bibtex_would_take_apart_stand_in_braces() -> None:
    contributors = [
        {"givenName": "Jan", "familyName": "van der Berg"},
        {"givenName": "A, B", "familyName": "C and D"},
    ]
    assert 'author = "van der Berg, Jan and {C and D}, {A, B}"' in written(
        "bibtex", of(contributors=contributors)
    )


@pytest.mark.parametrize(
    ("given", "licence"),
    [
        (
            {"name": "cc-by-4.0"},
            Licence("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0", "CC-BY-4.0"),
        ),
        (
            {"name": "MIT", "path": "LICENSE"},
            Licence("MIT", "https://spdx.org/licenses/MIT", "MIT"),
        ),
        ({"name": "other-open"}, Licence(None, None, "other-open")),
        ({"path": "terms.txt"}, Licence(None, None, "terms.txt")),
        (
            {"path": "https://example.org/t", "title": "House\nrules"},
            Licence(None, "https://example.org/t", "House rules"),
        ),
    ],
)  # fmt: skip
def test_terms_of_use(given: dict[str, str], licence: Licence) -> None:
    assert of(licenses=[given]).licences == (licence,)


def test_terms_without_an_spdx_name_are_given_by_their_address() -> None:
    values = of(licenses=[{"path": "https://example.org/t"}], contributors=[{"title": "A"}])
    assert 'license-url: "https://example.org/t"' in written("cff", values)
    both = of(licenses=[{"name": "MIT"}, {"name": "CC0-1.0"}], contributors=[{"title": "A"}])
    assert 'license:\n- "MIT"\n- "CC0-1.0"\n' in written("cff", both)
    some = of(licenses=[{"name": "MIT"}, {"name": "x"}], contributors=[{"title": "A"}])
    assert "license" not in written("cff", some)


def test_nothing_stands_twice_where_the_schema_forbids_it() -> None:
    values = of(
        licenses=[{"name": "MIT"}, {"name": "MIT", "path": "https://example.org/mit"}],
        contributors=[{"title": "O"}, {"organization": "O"}, {"title": "O", "organization": "P"}],
    )
    text = written("cff", values)
    assert 'license: "MIT"\n' in text and text.count('- name: "O"') == 1


def test_a_doi_of_a_longer_prefix_is_an_alternate_identifier_for_datacite() -> None:
    found = json.loads(written("datacite", of(**{"pressmark:doi": "10.1000.10/x"})))
    assert "doi" not in found
    assert {
        "alternateIdentifier": "10.1000.10/x",
        "alternateIdentifierType": "DOI",
    } in found["alternateIdentifiers"]


def test_a_name_in_spdx_is_in_one_spelling() -> None:
    assert len({name.lower() for name in SPDX}) == len(SPDX)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.5281/zenodo.1", "10.5281/zenodo.1"),
        ("https://doi.org/10.5281/zenodo.1", "10.5281/zenodo.1"),
        ("http://dx.doi.org/10.5281/zenodo.1", "10.5281/zenodo.1"),
        ("doi:10.1000.10/x(1)<2>", "10.1000.10/x(1)<2>"),
        ("10.5281", None),
        ("11.5281/x", None),
        ("10.5281/a b", None),
        ("d1b2f3", None),
        ("", None),
    ],
)
def test_a_doi_is_known_by_its_form(text: str, doi: str | None) -> None:
    assert strip_doi(text) == doi


def test_a_doi_of_unusual_characters_is_encoded_and_not_called_a_doi_in_cff() -> None:
    doi = "10.1002/(SICI)1<1::AID>3.0.CO;2-#"
    values = of(**{"pressmark:doi": doi, "pressmark:conceptDoi": doi},
                contributors=[{"title": "A"}])  # fmt: skip
    assert make_doi_address(doi) == "https://doi.org/10.1002/(SICI)1%3C1::AID%3E3.0.CO;2-%23"
    text = written("cff", values)
    assert "\ndoi:" not in text
    assert f'- type: url\n  value: "{make_doi_address(doi)}"\n  description: "DOI"' in text
    assert f'- type: other\n  value: "{doi}"\n  description: "DOI of all versions"' in text


def test_version_and_concept_are_two_dois() -> None:
    values = of(**{"pressmark:doi": "10.5555/a.1", "pressmark:conceptDoi": "10.5555/a"})
    assert (values.doi, values.concept_doi) == ("10.5555/a.1", "10.5555/a")
    for mapper in CATALOGUE:
        if mapper.format in ("cff", "datacite", "schema-org", "dcat"):
            assert "10.5555/a.1" in mapper.write(values) and '10.5555/a"' in mapper.write(values)


def test_an_id_that_is_a_doi_is_the_versions() -> None:
    assert of(id="doi:10.5555/a").doi == "10.5555/a"
    assert of(id="doi:10.5555/a", **{"pressmark:doi": "10.5555/b"}).doi == "10.5555/b"
    assert of(id="b7d0c4d0-0000-4000-8000-000000000000").doi is None


@pytest.mark.parametrize("wrong", ["10.5", "", 7, ["10.5555/a"]])
@pytest.mark.parametrize("name", ["pressmark:doi", "pressmark:conceptDoi"])
def test_what_is_no_doi_is_refused(name: str, wrong: Any) -> None:
    with pytest.raises(ProjectError, match=f"{name}.*\n  write a DOI as registered"):
        of(**{name: wrong})


@pytest.mark.parametrize(
    ("created", "day"),
    [
        ("2026-01-31T23:30:00-05:00", "2026-01-31"),
        ("0999-01-31T00:00:00Z", "0999-01-31"),
    ],
)
def test_the_day_is_as_written(created: str, day: str) -> None:
    values = of(created=created)
    assert (values.day, values.year) == (day, day[:4])


def test_a_package_with_next_to_nothing_needs_no_excuse() -> None:
    values = of()
    missing = {mapper.format: mapper.missing(values) for mapper in CATALOGUE}
    assert {name: each for name, each in missing.items() if each} == {
        "cff": ("creators",),
        "datacite": ("creators", "publisher", "date"),
    }
    assert written("text", values).startswith("small. (Dataset). sha256:")


def test_hashes_that_are_not_ours_are_no_digest() -> None:
    from pressmark.metadata import read_values
    from pressmark.package import Descriptor

    table = {"name": "t", "hash": "d41d8cd98f00b204e9800998ecf8427e", "bytes": 3,
             "schema": {"fields": [{"name": "a"}]}}  # fmt: skip
    document = json.dumps({"resources": [table]})
    descriptor = Descriptor.model_validate_json(document, by_alias=True)
    values: Values = read_values(descriptor, "small")
    assert values.digest is None and values.tables[0].sha256 is None
    assert read_values(descriptor, "small", released=False).tables[0].size is None


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("What now?", "What now? (Dataset)."),
        ("A title.", "A title. (Dataset)."),
        ("A title", "A title. (Dataset)."),
    ],
)
def test_a_sentence_ends_once(title: str, line: str) -> None:
    assert written("text", of(title=title)).startswith(line)
