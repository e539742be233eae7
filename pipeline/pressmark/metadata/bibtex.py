"""`citation.bib`: an entry of the type `dataset` of BibLaTeX, which BibTeX reads as `misc`."""

import hashlib
import re

from pressmark.metadata.creator import Creator
from pressmark.metadata.texts import check_web_address
from pressmark.metadata.values import Values

LEFT_BY_THE_WRITER = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
"""Characters of LaTeX that pybtex's writer takes for markup, or after which it loses a space."""
LIGATURE = re.compile("(?<=[-`'!?,<>])(?=[-`',<>])")
UNFIT_IN_A_KEY = re.compile(r"[^A-Za-z0-9_.:-]+")
DIGITS = 8
"""Hexadecimal digits that tell one key from another."""
URL = re.compile(r'^(    url = ").*(",?)$', re.MULTILINE)
PLAIN_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'\u2019-])*")


def write(values: Values) -> str:
    """Write one entry, UTF-8, with every character of LaTeX escaped but for those of its `url`."""
    from pybtex.database import BibliographyData, Entry, Person
    from pybtex.database.output.bibtex import Writer  # found by name, it is looked for anew

    people = []
    for each in values.creators:
        person = Person()
        family, given = split_name(each)
        person.last_names.append(family)
        person.first_names.extend([given] if given else [])
        people.append(person)
    fields = {
        "title": f"{{{escape_text(values.title)}}}",
        "year": values.year,
        "date": values.day,
        "version": escape_text(values.version),
        "publisher": f"{{{escape_text(values.house)}}}" if values.house else "",
        "doi": escape_text(values.doi or ""),
        "url": escape_text(values.link or ""),
        "keywords": escape_text(", ".join(values.keywords)),
        "note": escape_text(". ".join(values.notes)),
    }
    entry = Entry(
        "dataset",
        fields={name: value for name, value in fields.items() if value},
        persons={"author": people} if people else {},
    )
    text: str = Writer().to_string(BibliographyData({make_key(values.key): entry}))
    link = check_web_address(values.link)
    # BibLaTeX reads a `url` verbatim: a backslash would be part of the address.
    return URL.sub(lambda match: f"{match[1]}{link}{match[2]}", text, count=1) if link else text


def make_key(text: str) -> str:
    """Make a key that BibTeX takes; one that cannot be as it is ends with a digest of all of it.

    Nothing else would tell two packages whose names are not of Latin letters from each other.
    """
    plain = UNFIT_IN_A_KEY.sub("-", text)
    if plain == text:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
    return "-".join(each for each in (plain.strip("-._:"), digest) if each)


def split_name(creator: Creator) -> tuple[str, str]:
    """Give last and first names; what BibTeX would take apart stands in braces."""
    if creator.family and creator.given:
        return protect_name(creator.family), protect_name(creator.given)
    return f"{{{escape_text(creator.name)}}}", ""


def protect_name(name: str) -> str:
    """Put a name in braces, unless it is of letters that mean nothing else to BibTeX."""
    plain = PLAIN_NAME.fullmatch(name) and "and" not in name.lower().split()
    return escape_text(name) if plain else f"{{{escape_text(name)}}}"


def escape_text(text: str) -> str:
    """Write a text so that LaTeX sets it character by character: no markup, no ligature."""
    marked = "".join(LEFT_BY_THE_WRITER.get(each, each) for each in LIGATURE.sub("\x00", text))
    return marked.replace("\x00", "{}")
