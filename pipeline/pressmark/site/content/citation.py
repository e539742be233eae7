"""How to cite a release in one line, and the day on which it was made."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode, urlsplit

from pressmark.metadata import (
    Mapper,
    Values,
    cite_record,
    join_lines,
    list_mappers,
    read_day,
    write_citation_line,
)
from pressmark.package import Table
from pressmark.package.own import CONTACT
from pressmark.site.address import link_record, make_absolute
from pressmark.site.downloads.link import check_link
from pressmark.site.downloads.served_release import ServedRelease

SHOWN = ("text", "bibtex", "ris", "csl", "cff", "datacite")
"""The formats of citations that a page shows to be copied; the others are for machines."""
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def render_citation(release: ServedRelease) -> str:
    """Cite a release as its `citation.txt` does: by its DOI, the address of its page, its digest.

    A DOI that came later counts, and of a withdrawn version it is said. An address is given only
    where the site was told its own: what a request calls it is nothing to be cited.
    """
    return write_citation_line(mark_withdrawn(release, collect_cited_values(release)))


def render_record_citation(
    release: ServedRelease, table: Table, key: tuple[str, ...], label: str
) -> str:
    """Cite one record by its title, its key and its page, or else the digest of its table."""
    values = collect_cited_values(release)
    described = next(each for each in values.tables if each.name == table.published.name)
    title = None if label == ", ".join(key) else label
    cited = cite_record(values, described, key, title)
    address = make_absolute(link_record(release.version, table.name, key)) or cited.address
    return write_citation_line(mark_withdrawn(release, replace(cited, address=address)))


def list_citations(release: ServedRelease) -> tuple[tuple[Mapper, str], ...]:
    """Cite a release in each form that people copy, by what the site knows of it now.

    The release's own files say what was known when it was made.
    """
    values = collect_cited_values(release)
    return tuple(
        (mapper, mapper.write(values))
        for mapper in list_mappers()
        if mapper.format in SHOWN and not mapper.missing(values)
    )


def collect_cited_values(release: ServedRelease) -> Values:
    """Give what is cited of a release: with the site's address, a later DOI, and what to be told.

    The public address that the site was told counts, else the one that the release names.
    """
    values = release.values
    withdrawn = (f"Withdrawn: {join_lines(release.withdrawn)}",) if release.withdrawn else ()
    return replace(
        values,
        doi=release.doi or values.doi,
        address=make_absolute(release.landing) or values.address,
        remarks=(*withdrawn, *(() if release.days else ("Not published",))),
    )


def mark_withdrawn(release: ServedRelease, values: Values) -> Values:
    """Say of a withdrawn version that it is, in the line of a citation."""
    state = " (withdrawn)" if release.withdrawn else ""
    return replace(values, version=f"{values.version}{state}")


def list_authors(release: ServedRelease) -> tuple[str, ...]:
    """List who answers for the release, as its citation names them."""
    return tuple(each.name for each in release.values.creators)


def find_day(release: ServedRelease) -> date | None:
    """Give the day on which the release was made, where its package says it."""
    return read_day(release.package.descriptor.created)


def render_date(day: date) -> str:
    """Write a date in words, in English whatever the machine's language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True)
class Contact:
    """Who can be told of a mistake, and the address that leads there."""

    name: str
    address: str

    def report(self, subject: str, page: str) -> str:
        """Give the address at which a mistake of a page is reported, filled in where it can be.

        A mail gets a subject and the page in its text; so does the form of an issue, whose address
        ends with `/issues/new`.
        """
        text = f"{page}\n\nWhat is wrong:\n\nWhat would be right:\n\nWhich document shows it:\n"
        if self.address.lower().startswith("mailto:"):
            given = {"subject": subject, "body": text}
        elif urlsplit(self.address).path.rstrip("/").split("/")[-2:] == ["issues", "new"]:
            given = {"title": subject, "body": text}
        else:
            return self.address
        mark = "&" if "?" in self.address else "?"
        return f"{self.address}{mark}{urlencode(given, quote_via=quote)}"


def find_contact(release: ServedRelease) -> Contact | None:
    """Give where mistakes are reported.

    It is what the package names as its contact, else who contributed and has an address that is
    safe to follow, else its homepage.
    """
    descriptor = release.package.descriptor
    written = CONTACT.of(descriptor)
    if written:
        return Contact(written, f"mailto:{written}" if "://" not in written else written)
    for each in descriptor.contributors or ():
        mail = f"mailto:{each.email}" if each.email else None
        address = check_link(mail) or check_link(each.path)
        if address:
            return Contact(each.title or address, address)
    return Contact(release.title, release.homepage) if release.homepage else None
