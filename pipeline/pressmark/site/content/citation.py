"""How to cite a release in one line, and the day on which it was made."""

from dataclasses import dataclass, replace
from datetime import date

from pressmark.metadata import Values, citation_line, day_of, record_values, values_of
from pressmark.package import Table
from pressmark.site.downloads.link import safe_link
from pressmark.site.downloads.served_release import ServedRelease

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def citation(release: ServedRelease, address: str) -> str:
    """Cite a release as its `citation.txt` does, by its DOI or else the `address` of its page.

    A DOI that came later counts, and of a withdrawn version it is said.
    """
    return citation_line(replace(cited_values(release), address=address))


def record_citation(
    release: ServedRelease, table: Table, key: tuple[str, ...], label: str, address: str
) -> str:
    """Cite one record by its title, its key and the `address` of its page."""
    values = cited_values(release)
    described = next(each for each in values.tables if each.name == table.name)
    title = None if label == ", ".join(key) else label
    return citation_line(replace(record_values(values, described, key, title), address=address))


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


@dataclass(frozen=True)
class Contact:
    """Who can be told of a mistake, and the address that leads there."""

    name: str
    address: str


def contact_of(release: ServedRelease) -> Contact | None:
    """Give whom the package names with an address that is safe to follow, or its homepage."""
    for each in release.package.descriptor.contributors or ():
        mail = f"mailto:{each.email}" if each.email else None
        address = safe_link(mail) or safe_link(each.path)
        if address:
            return Contact(each.title or address, address)
    return Contact(release.title, release.homepage) if release.homepage else None
