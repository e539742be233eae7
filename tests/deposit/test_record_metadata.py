"""What `datacite.json` says becomes what InvenioRDM's REST API takes."""

from typing import Any

import pytest

from pressmark.deposit.record_metadata import as_html, make_body, make_creator, make_metadata
from tests.deposit.parcels import DATACITE, digest

MANIFEST = digest("1.0.0")
WHOLE: dict[str, Any] = {
    **DATACITE,
    "doi": "10.9999/mine",
    "dates": [{"date": "2026-11-29", "dateType": "Issued"}],
    "rightsList": [
        {"rights": "CC-BY-4.0", "rightsUri": "https://a.test/by", "rightsIdentifier": "CC-BY-4.0"},
        {"rights": "Town terms", "rightsUri": "https://a.test/terms"},
        {"rightsUri": "https://a.test/only"},
    ],
    "subjects": [{"subject": "law"}],
    "descriptions": [
        {"description": "A & <b>.\nMore.\n\nNext.", "descriptionType": "Abstract"},
        {"description": "Withdrawn once.", "descriptionType": "Other"},
    ],
    "alternateIdentifiers": [
        {"alternateIdentifier": "sha256:1", "alternateIdentifierType": "Content digest"},
        {"alternateIdentifier": "https://a.test/1", "alternateIdentifierType": "URL"},
        {"alternateIdentifier": "10.1234567890/x", "alternateIdentifierType": "DOI"},
    ],
    "relatedIdentifiers": [
        {"relatedIdentifier": "10.1/c", "relatedIdentifierType": "DOI",
         "relationType": "IsVersionOf"},
    ],
    "formats": ["text/csv"],
}  # fmt: skip


def test_everything_that_is_said_is_told_in_the_form_of_a_record() -> None:
    assert make_body(WHOLE, MANIFEST) == {
        "access": {"record": "public", "files": "public"},
        "files": {"enabled": True},
        "metadata": {
            "resource_type": {"id": "dataset"},
            "creators": [{"person_or_org": {
                "type": "personal", "family_name": "Brown", "given_name": "Troy"}}],
            "title": "Small",
            "publication_date": "2026-11-29",
            "description": "<p>A &amp; &lt;b&gt;.<br>More.</p><p>Next.</p>",
            "additional_descriptions": [
                {"description": "<p>Withdrawn once.</p>", "type": {"id": "other"}}],
            "version": "1.0.0",
            "publisher": "Town of Small",
            "rights": [
                {"id": "cc-by-4.0"},
                {"title": {"en": "Town terms"}, "link": "https://a.test/terms"},
                {"title": {"en": "https://a.test/only"}, "link": "https://a.test/only"},
            ],
            "subjects": [{"subject": "law"}],
            "identifiers": [
                {"identifier": "sha256:1", "scheme": "other"},
                {"identifier": "https://a.test/1", "scheme": "url"},
                {"identifier": "10.1234567890/x", "scheme": "doi"},
                {"identifier": MANIFEST, "scheme": "other"},
            ],
            "related_identifiers": [{
                "identifier": "10.1/c", "scheme": "doi", "relation_type": {"id": "isversionof"}}],
            "formats": ["text/csv"],
        },
        "pids": {"doi": {"identifier": "10.9999/mine", "provider": "external"}},
    }  # fmt: skip


def test_what_is_not_said_is_left_out() -> None:
    assert set(make_body(DATACITE, MANIFEST)) == {"access", "files", "metadata"}
    assert set(make_metadata(DATACITE, MANIFEST)) == {
        "resource_type", "creators", "title", "publication_date", "version", "publisher",
        "identifiers",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"name": "Town"}, {"person_or_org": {"type": "organizational", "name": "Town"}}),
        (
            {"name": "Town", "nameType": "Organizational"},
            {"person_or_org": {"type": "organizational", "name": "Town"}},
        ),
        (
            {"name": "Plato", "givenName": "Plato", "nameType": "Personal"},
            {"person_or_org": {"type": "personal", "family_name": "Plato"}},
        ),
        (
            {
                "name": "Ann Lee", "nameType": "Personal", "affiliation": [{"name": "Town"}],
                "nameIdentifiers": [{"nameIdentifier": "https://orcid.org/0000-0002-1825-0097"}],
            },
            {
                "person_or_org": {
                    "type": "personal", "family_name": "Ann Lee",
                    "identifiers": [{"scheme": "orcid", "identifier": "0000-0002-1825-0097"}],
                },
                "affiliations": [{"name": "Town"}],
            },
        ),
        (
            {"name": "Town", "nameIdentifiers": [{"nameIdentifier": "https://ror.org/1"}]},
            {"person_or_org": {"type": "organizational", "name": "Town"}},
        ),
    ],
)  # fmt: skip
def test_a_creator_is_a_person_or_a_body(written: dict[str, Any], told: dict[str, Any]) -> None:
    assert make_creator(written) == told


def test_text_is_shown_as_it_is_written() -> None:
    assert as_html("") == "" and as_html("\n\n \n") == ""
    assert as_html("<script>&amp;") == "<p>&lt;script&gt;&amp;amp;</p>"
