"""`citation.txt`: one line as DataCite recommends it, then what pins the data."""

from pressmark.metadata.values import Values
from pressmark.words import end_sentence


def write(values: Values) -> str:
    """Write the citation: `Creator (Year): Title. Version. Publisher. (Dataset). Identifier`.

    The form is that of the DataCite Metadata Schema 4.5, section 2.2. The lines below it give the
    day of the release, the content digest, the licence and what else must be said.
    """
    lines = [render_citation_line(values)]
    if values.day:
        lines.append(f"Released: {values.day}")
    if values.doi and values.address:
        lines.append(f"Address: {values.address}")
    return "\n".join([*lines, *values.notes]) + "\n"


def render_citation_line(values: Values) -> str:
    """Write the one line; the year follows the title where nobody is named before it."""
    people = "; ".join(each.inverted for each in values.creators)
    year = f" ({values.year})" if values.year else ""
    sentences = [
        f"{people}{year}: {values.title}" if people else f"{values.title}{year}",
        f"Version {values.version}" if values.version else "",
        values.house,
        "(Dataset)",
    ]
    said = " ".join(end_sentence(each) for each in sentences if each)
    return f"{said} {values.link or values.digest or ''}".rstrip()
