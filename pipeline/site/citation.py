"""How to cite a release in one line, and the day on which it was made."""

from dataclasses import replace
from datetime import date

from pipeline.catalogue import Values, citation_line, day_of, values_of
from pipeline.site.release import ServedRelease

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def citation(release: ServedRelease, address: str) -> str:
    """Cite a release as its `citation.txt` does, by its DOI or else the `address` of its page.

    A DOI that came later counts, and of a withdrawn version it is said.
    """
    return citation_line(replace(cited_values(release), address=address))


def cited_values(release: ServedRelease) -> Values:
    """Give what is cited of a release, with a DOI that came later, and whether it is withdrawn."""
    package = release.package
    values = values_of(package.descriptor, package.name)
    state = " (withdrawn)" if release.withdrawn else ""
    return replace(values, doi=release.doi or values.doi, version=f"{values.version}{state}")


def authors(release: ServedRelease) -> tuple[str, ...]:
    """List who answers for the release, as its citation names them."""
    package = release.package
    return tuple(each.name for each in values_of(package.descriptor, package.name).creators)


def published(release: ServedRelease) -> date | None:
    """Give the day on which the release was made, where its package says it."""
    return day_of(release.package.descriptor.created)


def long_date(day: date) -> str:
    """Write a date in words, in English whatever the machine's language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
