"""How to cite a release in one line."""

from datetime import date

from pipeline.descriptor import Contributor
from pipeline.site.release import ServedRelease

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def citation(release: ServedRelease, address: str) -> str:
    """Name who made the release, its title, version and date, and where it is."""
    day = published(release)
    people = ", ".join(authors(release))
    beginning = f"{people} ({day.year}): " if people and day else f"{people}: " if people else ""
    state = " (withdrawn)" if release.withdrawn else ""
    version = f"version {release.version}{state}" + (f", {long_date(day)}" if day else "")
    return f"{beginning}{release.title}, {version}. {address}"


def authors(release: ServedRelease) -> tuple[str, ...]:
    """List who answers for the release: its creators and authors, or else all who contributed."""
    contributors = release.package.descriptor.contributors or ()
    made = [each for each in contributors if {"creator", "author"} & set(each.roles or ())]
    names = (name_of(each) for each in made or contributors)
    return tuple(name for name in names if name)


def name_of(contributor: Contributor) -> str:
    """Give a contributor's name as written, or put it together."""
    whole = " ".join(part for part in (contributor.given_name, contributor.family_name) if part)
    return contributor.title or whole or contributor.organization or ""


def published(release: ServedRelease) -> date | None:
    """Give the day on which the release was made, where its package says it."""
    try:
        return date.fromisoformat((release.package.descriptor.created or "")[:10])
    except ValueError:
        return None


def long_date(day: date) -> str:
    """Write a date in words, in English whatever the machine's language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
