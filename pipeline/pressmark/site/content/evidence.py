"""The evidence for a record, field by field, with what is disputed first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.package import Schema
from pressmark.passages import hash_passage
from pressmark.report import Passages
from pressmark.site.content.dates import phrase_date, phrase_days_in_text
from pressmark.site.content.judged import read_report
from pressmark.site.content.record import phrase_value
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.downloads.watched import ChangedError
from pressmark.words import phrase_count

AGAINST, LIMITS, FOR = "against", "limits", "for"
"""How a source bears on what is recorded, as the column `bears` says it; its `stance` are words."""
FEW = 4
"""Evidence for up to so many fields is shown at once."""


@dataclass(frozen=True)
class FieldEvidence:
    """What sources say of one field, those that decide first, and whether they disagree."""

    title: str
    contested: bool
    rows: tuple[Mapping[str, Any], ...]

    @property
    def is_plain(self) -> bool:
        """Whether all that sources say agrees with what is recorded."""
        return all(row["bears"] == FOR for row in self.rows)


@dataclass(frozen=True)
class EvidenceTold:
    """The evidence for a record: in one sentence, what to read first, and what merely agrees."""

    words: str
    first: tuple[FieldEvidence, ...]
    rest: tuple[FieldEvidence, ...]


def order_evidence(
    release: ServedRelease,
    table: str | None,
    rows: Sequence[Mapping[str, Any]],
    whole: Sequence[Mapping[str, Any]] = (),
) -> EvidenceTold:
    """Order the rows of an evidence section: disputes, then doubts, then what merely agrees.

    Where a page shows some rows of a `whole` only, these are counted.
    Of what agrees the first few fields stand with the others, unless the rest are but one or two.
    """
    groups = sorted(group_evidence(release, table, rows), key=lambda each: each.is_plain)
    groups.sort(key=lambda each: not each.contested)
    doubted = sum(not each.is_plain for each in groups)
    shown = max(FEW, doubted)
    shown = len(groups) if len(groups) - shown <= FEW - 1 else shown
    return EvidenceTold(count_evidence(whole or rows), tuple(groups[:shown]), tuple(groups[shown:]))


def count_evidence(rows: Sequence[Mapping[str, Any]]) -> str:
    """Count pieces, documents and those that disagree, in one sentence.

    What rests on a document as a whole has no piece of its own.
    """
    documents = len({row.get("record_key") or row["source"] for row in rows})
    against = sum(row["bears"] == AGAINST for row in rows)
    own = sum(not row.get("fields") for row in rows)
    pieces = f"{phrase_count(own, 'piece')} of evidence"
    found = f"{pieces} from {phrase_count(documents, 'document')}"
    said = f"{against} disagree{'s' if against == 1 else ''}" if against else "none of it disagrees"
    limits = sum(row["bears"] == LIMITS for row in rows)
    also = f", {limits} limit{'s' if limits == 1 else ''} it" if limits else ""
    return f"{found}; {said} with what is recorded{also}."


def group_evidence(
    release: ServedRelease, table: str | None, rows: Sequence[Mapping[str, Any]]
) -> tuple[FieldEvidence, ...]:
    """Group the rows of an evidence section by what they are about and by field.

    A row may say in `about` which other record it is about, and in `about_table` of which table.
    """
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault((str(row.get("about") or ""), str(row["field"])), []).append(row)
    found = [
        phrase_field_evidence(release, table, about, field, each)
        for (about, field), each in groups.items()
    ]
    return tuple(sorted(found, key=lambda each: not each.contested))


def phrase_field_evidence(
    release: ServedRelease,
    table: str | None,
    about: str,
    field: str,
    rows: Sequence[Mapping[str, Any]],
) -> FieldEvidence:
    """Put the evidence for one field into words; the preferred row comes first."""
    name = rows[0].get("about_table") or table
    schema = next((each.schema for each in release.package.tables if each.name == name), None)
    known = {each.name: each.label for each in schema.fields} if schema else {}
    title = known.get(field) or field.replace("_", " ").capitalize()
    shown = tuple(
        {
            **row,
            "value_in_words": join_titles(row.get("fields"), known)
            or render_said(schema, field, row["value"]),
            "verdict": phrase_verdict(release, row),
        }
        for row in rows
    )
    return FieldEvidence(
        title=f"{about}: {title}" if about else title,
        contested=any(row["bears"] == AGAINST for row in rows),
        rows=tuple(sorted(shown, key=lambda row: not row.get("preferred"))),
    )


def render_said(schema: Schema | None, field: str, value: object) -> str:
    """Write what a source says: the label of a code, a date in words, or as it stands."""
    words = phrase_value(schema, field, value) if schema else "" if value is None else str(value)
    return phrase_days_in_text(phrase_date(words))


def join_titles(fields: object, known: Mapping[str, str]) -> str:
    """Write the names of fields, joined by commas, as their titles."""
    names = (each.strip() for each in str(fields or "").split(","))
    return ", ".join(known.get(name, name.replace("_", " ")) for name in names if name)


def read_passages(release: ServedRelease) -> Passages | None:
    """Read from a release's report what was done with its passages; None where it says nothing.

    Or where the report is no longer what it was: that keeps no other release from being served.
    """
    try:
        said = read_report(release).get("passages")
    except ChangedError:
        return None
    return Passages(said["recorded"], said["checked"]) if said else None


def phrase_verdict(release: ServedRelease, row: Mapping[str, Any]) -> str | None:
    """Say whether a passage still reads as its hash says; None where no texts are looked at.

    The row names its source in `record_key`, its text in `text_sha256`, its passage in `sha256`,
    `start` and `end`.
    """
    if release.texts is None or not row.get("sha256") or row.get("end") is None:
        return None
    text = release.texts(str(row.get("record_key")), row.get("text_sha256"))
    if text is None:
        return "the text is not at hand here"
    same = hash_passage(text[row["start"] : row["end"]]) == row["sha256"]
    return "verified: the text reads as recorded" if same else "changed: the text reads otherwise"
