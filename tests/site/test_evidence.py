"""Evidence in the order in which a reader needs it: disputes, doubts, and what merely agrees."""

from typing import Any

from pressmark.site import ServedRelease
from pressmark.site.content.evidence import order_evidence


def said(field: str, stance: str, source: str = "a book") -> dict[str, Any]:
    """Write one row of an evidence section."""
    bears = {"contradicts": "against", "qualifies": "limits"}.get(stance, "for")
    return {"field": field, "value": "x", "stance": stance, "bears": bears, "source": source}


def test_disputes_come_first_and_what_agrees_is_folded(
    releases: tuple[ServedRelease, ...],
) -> None:
    rows = [said(f"plain {number}", "supports") for number in range(9)]
    rows += [said("doubted", "qualifies"), said("disputed", "supports")]
    rows += [said("disputed", "contradicts", "a letter")]
    told = order_evidence(releases[0], None, rows)
    titles = [each.title for each in told.first]
    assert titles == ["Disputed", "Doubted", "Plain 0", "Plain 1"]
    assert len(told.rest) == 7
    assert all(each.is_plain for each in told.rest)
    assert told.words == (
        "12 pieces of evidence from 2 documents; 1 disagrees with what is recorded, 1 limits it."
    )


def test_no_doubt_is_folded_away(releases: tuple[ServedRelease, ...]) -> None:
    rows = [said(f"doubted {number}", "qualifies") for number in range(9)]
    rows += [said(f"plain {number}", "supports") for number in range(9)]
    told = order_evidence(releases[0], None, rows)
    assert len(told.first) == 9
    assert all(each.is_plain for each in told.rest)


def test_a_few_fields_are_all_shown(releases: tuple[ServedRelease, ...]) -> None:
    rows = [said(f"plain {number}", "supports") for number in range(6)]
    rows += [{**said("rest", "rests on the document as a whole"), "fields": "a, b"}]
    told = order_evidence(releases[0], None, rows)
    assert len(told.first) == 7
    assert not told.rest
    assert told.words == (
        "6 pieces of evidence from 1 document; none of it disagrees with what is recorded."
    )
