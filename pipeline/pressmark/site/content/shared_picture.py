"""What is shown where a page is shared: the answer of a release, or of one record, as a picture."""

from collections.abc import Mapping, Sequence
from typing import Any

from pressmark.site.charts import Land, Share, mark_named, spot_of
from pressmark.site.content.answered_section import AnsweredSection
from pressmark.site.content.charts_of_sections import land_of, map_row, marks_of
from pressmark.site.content.dates import days_in_words, on_date
from pressmark.site.content.record import Record
from pressmark.site.content.statuses import Statuses
from pressmark.site.downloads.served_release import ServedRelease

Row = Mapping[str, Any]


def share_of_release(
    release: ServedRelease, parts: Sequence[AnsweredSection], statuses: Statuses
) -> Share:
    """Say what a release answers first; its title where it answers nothing."""
    for part in parts:
        if part.section.shape == "answer" and part.rows:
            return answered_share(part.rows[0], statuses, source=release.title)
    about = next(iter(release.paragraphs), "")
    return Share(release.title, "", "", release.edition or about)


def share_of_record(
    record: Record, row: Row, parts: Sequence[AnsweredSection], statuses: Statuses
) -> Share:
    """Say what a record answers, with the outline of the area that it is in on the front's map."""
    share = answered_share(row, statuses, source=record.release.title)
    for part in parts:
        if part.section.shape == "map":
            found = place_on(part, record, statuses)
            if found:
                land, area, spot = found
                return Share(
                    share.sentence, share.certainty, record.label, share.source, share.mark,
                    land, area, spot,
                )  # fmt: skip
    return Share(share.sentence, share.certainty, record.label, share.source, share.mark)


def answered_share(row: Row, statuses: Statuses, *, source: str) -> Share:
    """Read the first row of an answer."""
    status, sure = str(row.get("status") or ""), row.get("certainty")
    confirmed = row.get("confirmed")
    if not sure and confirmed:
        sure = f"As last confirmed {on_date(confirmed)}"
    return Share(
        sentence=days_in_words(row["sentence"]),
        certainty=days_in_words(sure),
        source=source,
        mark=mark_named(statuses[status].mark) if status in statuses else None,
    )


def place_on(
    part: AnsweredSection, record: Record, statuses: Statuses
) -> tuple[Land, str, tuple[float, float] | None] | None:
    """Find the area in which a record is on a map, and where in it; None where it is in none."""
    land = land_of(record.release, part.section)
    row = next(
        (
            each
            for each in part.rows
            if each.get("record_table") == record.table.name
            and str(each.get("record_key")) == record.written_key
        ),
        None,
    )
    if land is None or row is None:
        return None
    shown = map_row(record.release, row, marks_of(part.rows, statuses))
    spot = spot_of(shown, land)
    if spot is None:
        return None
    if shown.area is not None:
        return land, shown.area, None
    area = land.around(spot)
    return (land, area, spot) if area is not None else None
