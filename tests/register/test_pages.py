"""The register's record pages: what a reader on deadline must find, and the sections behind."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from pressmark.site import ServedRelease
from pressmark.site.content.section import Section
from pressmark.site.content.tried_sections import list_sections
from tests.site.visitor import Visitor

QUERIES = Path(__file__).parent.parent.parent / "datapackage/queries"
RECORD = "/record/2.0.0"
OF_THE_FIRST = {
    "covered_as_stated", "definitions", "evidence_as_stated", "status_as_stated",
    "summary_of_a_place", "summary_of_a_scope", "summary_of_a_source", "summary_of_an_event",
    "summary_of_an_instrument", "summary_of_an_organization", "summary_of_evidence",
    "timeline_as_stated",
}  # fmt: skip
"""The sections that release 1.0.0 has the tables for."""


def sections(release: ServedRelease, earlier: ServedRelease | None = None) -> dict[str, Section]:
    """Give the sections that a release can show, by name; `earlier` is the one before it."""
    newest = release.version != "1.0.0"
    shown = list_sections(release, newest=newest, earlier=earlier)
    return {each.statement.name: each for each in shown}


def part(page: str, section: str) -> str:
    """Cut one section out of a page, as its text."""
    match = re.search(rf'<section aria-labelledby="{section}">(.*?)</section>', page, re.DOTALL)
    assert match, section
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", match[1]).split()))


def test_every_section_runs_on_the_newest_release(
    newest: ServedRelease, published: tuple[ServedRelease, ...]
) -> None:
    """But for those of earlier releases, which their heading names."""
    before = next(each for each in published if each.version == "2.0.0")
    of_this = {
        each.name
        for each in newest.pages
        if not (each.heading("releases") or "").startswith("before ")
    }
    assert set(sections(newest, before)) == of_this
    assert set(sections(newest)) == of_this - {"release_changed_rules"}


def test_the_first_release_shows_what_its_tables_allow(
    published: tuple[ServedRelease, ...],
) -> None:
    first = next(each for each in published if each.version == "1.0.0")
    assert set(sections(first)) >= OF_THE_FIRST


def test_every_table_that_sections_name_is_there(
    newest: ServedRelease, published: tuple[ServedRelease, ...]
) -> None:
    known = {table.name for release in published for table in release.package.tables}
    asked = {path.stem for path in QUERIES.glob("*.sql")}
    for each in sections(newest).values():
        names = asked if each.page == "question" else known
        assert each.tables <= names, each.statement.name


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("places/us-va", "summary_of_a_place"),
        ("instruments/us-va-1", "summary_of_an_instrument"),
        ("organizations/amazon", "summary_of_an_organization"),
        ("instrument_scopes/scope-016", "summary_of_a_scope"),
        ("events/event-048", "summary_of_an_event"),
        ("sources/aclu-20210518", "summary_of_a_source"),
        ("evidence/evidence-0201", "summary_of_evidence"),
    ],
)
def test_each_kind_of_record_says_what_it_is(visitor: Visitor, path: str, kind: str) -> None:
    said: dict[str, Any] = visitor.get(f"{RECORD}/{path}.json").json()["sections"]
    rows = said[kind]["rows"]
    assert len(rows[0]["words"].split()) > 5


def test_virginia_is_unknown_since_its_replacement_was_due_to_end(visitor: Visitor) -> None:
    for path in ("places/us-va", "instruments/us-va-1"):
        status = part(visitor.text(f"{RECORD}/{path}"), "section-status")
        assert "Unknown since 1 July 2026: what replaced it was due to end" in status
        assert "Last evidence: 1 July 2022" in status
    page = visitor.text(f"{RECORD}/places/us-va")
    status = part(page, "section-status")
    assert "Unknown SB 741: listed uses" in status
    assert "In force from 1 July 2022. Unknown since 1 July 2026: due to end" in status
    assert status.index("SB 741") < status.index("HB 2031")
    covered = part(page, "section-covered")
    assert "state police to use face recognition expressly outside the rule" in covered
    assert "campus police to acquire or deploy face recognition barred unless" in covered
    assert "HB 2031: local and campus police need a statute" in covered
    assert covered.count("SB 741: listed uses of face recognition by police") == 1
    happened = part(page, "section-timeline")
    places = [happened.index(day) for day in ("7 April 2021", "1 July 2021", "1 July 2026")]
    assert places == sorted(places)
    assert "27 April 2022 supports" in part(page, "section-conflicts")
    assert "11 April 2022 contradicts" in part(page, "section-conflicts")
    assert "Whether the text of 2022 ended on 1 July 2026" in part(page, "section-searches")
    evidence = part(page, "section-evidence")
    assert "5 pieces of evidence from 3 documents; none of it disagrees" in evidence
    assert "counts the evidence for its own fields only" in evidence
    related = part(visitor.text(f"{RECORD}/instruments/us-va-1"), "section-related_rules")
    assert "SB 741" in related


def test_new_orleans_was_replaced_in_part(visitor: Visitor) -> None:
    status = part(visitor.text(f"{RECORD}/places/us-la-new-orleans"), "section-status")
    assert "Replaced in part Surveillance technology ordinance" in status
    assert "replaced in part on 28 July 2022 by: Amendment that allows police" in status


def test_springfield_is_a_moratorium_in_massachusetts(visitor: Visitor) -> None:
    page = visitor.text(f"{RECORD}/places/us-ma-springfield")
    assert "<h1>Springfield, Massachusetts</h1>" in page
    assert "moratorium (ordinance)" in page
    assert '<a href="/record/2.0.0/places/us-ma">Massachusetts</a>' in page
    assert "nothing later than 18 May 2021 was found" in part(page, "section-status")
    rule = visitor.text(f"{RECORD}/instruments/us-ma-springfield-1")
    assert "The statement counts it as a prohibition; it is a moratorium" in rule


def test_both_portlands_have_two_rules_of_their_own(visitor: Visitor) -> None:
    maine = visitor.text(f"{RECORD}/places/us-me-portland")
    assert "<h1>Portland, Maine</h1>" in maine
    status = part(maine, "section-status")
    assert "Council ordinance that bans face surveillance (Portland, Maine)" in status
    assert "Question B: enforcement of the ban" in status
    assert "contradicts" in part(maine, "section-conflicts")
    assert "Whether Question B replaced the council ordinance" in part(maine, "section-searches")
    oregon = visitor.text(f"{RECORD}/places/us-or-portland")
    assert "<h1>Portland, Oregon</h1>" in oregon
    covered = part(oregon, "section-covered")
    assert "private bodies" in covered
    assert "Question B" not in oregon


def test_amazon_has_its_pause_and_what_was_asked_of_it(visitor: Visitor) -> None:
    page = visitor.text(f"{RECORD}/organizations/amazon")
    status = part(page, "section-status")
    assert "No later event found Amazon's pause" in status
    assert "No document of the company itself was read." in status
    happened = part(page, "section-timeline")
    places = [happened.index(each) for each in ("2018", "10 June 2020", "18 May 2021", "clarified")]
    assert places == sorted(places)
    assert "nothing later than January 2024 was found" in status
    assert "Last evidence: January 2024" in status
    assert "missing persons Jan 2024" in part(page, "section-covered")
    assert "sources disagree" in part(page, "section-conflicts")


def test_a_source_says_what_rests_on_it(visitor: Visitor) -> None:
    page = visitor.text(f"{RECORD}/sources/aclu-20210518")
    rests = part(page, "section-resting_on_it")
    assert "Events: supports date, duration as stated, participants" in rests
    assert "edtf" not in rests
    assert re.search(r"\d+ more records", rests)


def test_what_happened_stands_before_what_is_recorded(visitor: Visitor) -> None:
    page = visitor.text(f"{RECORD}/places/us-va")
    names = ("section-status", "section-covered", "section-timeline", "what-is-recorded")
    places = [page.index(f'id="{name}"') for name in names]
    assert places == sorted(places)


def test_an_event_begins_with_its_date(visitor: Visitor) -> None:
    for version, date in (("1.0.0", "June 2020"), ("2.0.0", "10 June 2020")):
        page = visitor.text(f"/record/{version}/events/event-004")
        assert f'<p class="lead"><strong>{date}</strong>: An organisation makes' in page


def test_titles_tell_records_and_answers_apart(visitor: Visitor) -> None:
    for path, title in (
        (
            "/record/1.0.0/places/us-va",
            "Virginia (us-va) \N{EN DASH} Places \N{EN DASH} Face recognition governance 1.0.0",
        ),
        (
            "/record/2.0.0/places/us-va",
            "Virginia (us-va) \N{EN DASH} Places \N{EN DASH} Face recognition governance 2.0.0",
        ),
        (
            "/face-recognition-governance-2-0-0/places?place_type=country",
            "Places (1 record) \N{EN DASH} Face recognition governance 2.0.0",
        ),
    ):
        assert f"<title>{title}</title>" in visitor.text(path)


def test_a_place_without_a_rule_is_not_said_to_have_none(visitor: Visitor) -> None:
    page = visitor.text(f"{RECORD}/places/us-ms")
    assert "No rule of its own is recorded for it. That does not mean that it has none." in page


def test_the_first_release_says_that_it_holds_one_document(visitor: Visitor) -> None:
    page = visitor.text("/record/1.0.0/places/us-va")
    assert "This version holds one document" in part(page, "section-status_as_stated")
    assert 'href="/record/2.0.0/places/us-va"' in page
    changes = part(visitor.text("/record/1.0.0/instruments/us-va-1"), "history")
    assert "Effect Prohibition Conditional prohibition" in changes


def test_evidence_says_who_where_how_sure_and_which_hash(visitor: Visitor) -> None:
    evidence = part(visitor.text(f"{RECORD}/instruments/us-va-1"), "section-evidence")
    assert "American Civil Liberties Union · 18 May 2021" in evidence
    assert "Where: p7s2#16 · Confidence: medium" in evidence
    assert "Status 1 piece of evidence: qualifies" in evidence
    assert re.search(
        r"SHA-256 of the passage, characters \d+ to \d+ of the text: [0-9a-f]{64}", evidence
    )
    assert re.search(r"0 of its \d+ recorded passages were held against their texts", evidence)
    assert "Issuer, Official number, Bill number, Code citation rests on the document" in evidence


def test_records_are_cited_as_the_citation_files_write_it(visitor: Visitor) -> None:
    page = visitor.text(f"{RECORD}/instruments/us-va-1")
    assert "(record us-va-1 of Rules and policies). In: Face recognition governance." in page
    answer = visitor.get(f"{RECORD}/event_participants/event-004,amazon,actor")
    assert answer.status_code == 200


def test_answers_lead_to_the_records_they_name(visitor: Visitor) -> None:
    """Columns are named short for keys; a name that is no key is no link."""
    asked = "status_on?date=2026-11-23&place=us-va&actor=&activity="
    page = visitor.text(f"/face-recognition-governance-2-0-0/{asked}")
    assert f'<a href="{RECORD}/instruments/us-va-1">us-va-1</a>' in page
    assert f'<a href="{RECORD}/places/us-va">us-va</a>' in page
    assert "<tr><td><div>Virginia</div></td>" in page


def test_the_timeline_of_a_release_that_counts_votes_in_events_shows_them(visitor: Visitor) -> None:
    page = visitor.text(f"{RECORD}/instruments/us-ca-san-francisco-3")
    assert "Votes: 120529 to 102288" in part(page, "section-timeline")
