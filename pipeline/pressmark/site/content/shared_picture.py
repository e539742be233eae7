"""What is shown where a page is shared: the answer of a release, or of one record, as a picture."""

from collections.abc import Mapping, Sequence
from typing import Any

from pressmark.site.charts import Land, Share, find_mark, find_spot
from pressmark.site.content.answered_section import AnsweredSection
from pressmark.site.content.charts_of_sections import choose_marks, read_map_row, read_section_land
from pressmark.site.content.dates import phrase_days_in_text, phrase_on_date
from pressmark.site.content.record import Record
from pressmark.site.content.statuses import Statuses
from pressmark.site.downloads.served_release import ServedRelease

Row = Mapping[str, Any]


def share_release(
    release: ServedRelease, parts: Sequence[AnsweredSection], statuses: Statuses
) -> Share:
    """Say what a release answers first; its title where it answers nothing."""
    for part in parts:
        if part.section.shape == "answer" and part.rows:
            return read_share(part.rows[0], statuses, source=release.title)
    about = next(iter(release.paragraphs), "")
    return Share(release.title, "", "", release.edition or about)


def share_record(
    record: Record, row: Row, parts: Sequence[AnsweredSection], statuses: Statuses
) -> Share:
    """Say what a record answers, with the outline of the area that it is in on the front's map."""
    share = read_share(row, statuses, source=record.release.title)
    for part in parts:
        if part.section.shape == "map":
            found = find_on_map(part, record, statuses)
            if found:
                land, area, spot = found
                return Share(
                    share.sentence, share.certainty, record.label, share.source, share.mark,
                    land, area, spot,
                )  # fmt: skip
    return Share(share.sentence, share.certainty, record.label, share.source, share.mark)


def read_share(row: Row, statuses: Statuses, *, source: str) -> Share:
    """Read the first row of an answer."""
    status, sure = str(row.get("status") or ""), row.get("certainty")
    confirmed = row.get("confirmed")
    if not sure and confirmed:
        sure = f"As last confirmed {phrase_on_date(confirmed)}"
    return Share(
        sentence=phrase_days_in_text(row["sentence"]),
        certainty=phrase_days_in_text(sure),
        source=source,
        mark=find_mark(statuses[status].mark) if status in statuses else None,
    )


def find_on_map(
    part: AnsweredSection, record: Record, statuses: Statuses
) -> tuple[Land, str, tuple[float, float] | None] | None:
    """Find the area in which a record is on a map, and where in it; None where it is in none."""
    land = read_section_land(record.release, part.section)
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
    shown = read_map_row(record.release, row, choose_marks(part.rows, statuses))
    spot = find_spot(shown, land)
    if spot is None:
        return None
    if shown.area is not None:
        return land, shown.area, None
    area = land.around(spot)
    return (land, area, spot) if area is not None else None
