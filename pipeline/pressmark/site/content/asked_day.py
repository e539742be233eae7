"""The day for which a page answers, and what is said of one that lies after all that is recorded.

A version speaks of no day after the one on which it was made. Asked for a later one, a page shows
what was last recorded, with what was to begin or end by then, and says beside the answer that it is
no more than that. So a sentence that is copied says it too.
"""

from collections.abc import Mapping

from pressmark.days import is_day
from pressmark.package.statement import OR_EMPTY
from pressmark.site.content.citation import find_day
from pressmark.site.content.dates import phrase_date
from pressmark.site.downloads.served_release import ServedRelease, list_questions

OF_ITS_DAY = (
    "This page takes no day: it shows what its version says of the day on which it was made. "
    "Ask for another day on the page of a record, or in a question."
)
"""What is said of a `day` where every visitor gets the same."""


def choose_day(release: ServedRelease) -> str:
    """The day for which a release speaks where nobody asks for another; empty where none is known.

    It is that on which it was made.
    """
    day = find_day(release)
    return day.isoformat() if day else ""


def warn_of_later_day(release: ServedRelease, day: str | None) -> str:
    """Say that a day, YYYY-MM-DD, lies after the one on which a release was made; else nothing."""
    made = choose_day(release)
    if not day or not made or not is_day(day) or day <= made:
        return ""
    return (
        f"{phrase_date(day)} lies after {phrase_date(made)}, "
        f"when {phrase_release(release)} was made: "
        "this is what was recorded by then, and nothing later is known here."
    )


def warn_of_later_values(
    release: ServedRelease, question: str | None, values: Mapping[str, str]
) -> str:
    """Say the same of the latest day that a named question is given; nothing of other SQL."""
    days = [
        values.get(each.name, "")
        for query in list_questions(release)
        if query.name == question
        for each in query.parameters
        if (each.type or "").removesuffix(OR_EMPTY) == "date"
    ]
    return warn_of_later_day(release, max(filter(is_day, days), default=None))


def phrase_release(release: ServedRelease) -> str:
    """Name a release in a sentence."""
    return release.edition or "the package"
