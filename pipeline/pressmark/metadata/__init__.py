"""Citation and catalog metadata of a release: one mapper a standard, all from one set of values.

The files are part of the package and follow from its descriptor alone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pressmark.metadata import (
    bibtex,
    cff,
    croissant,
    csl,
    datacite,
    dcat,
    plain_citation,
    ris,
    schema_org,
)
from pressmark.metadata.bibtex import write as write_bibtex
from pressmark.metadata.part import cite_query, cite_record, cite_table
from pressmark.metadata.plain_citation import render_citation_line as write_citation_line
from pressmark.metadata.plain_citation import write as write_citation
from pressmark.metadata.texts import join_lines
from pressmark.metadata.values import CitedTable, Values, read_day, read_values
from pressmark.package.doi import strip_doi
from pressmark.plugins import join_registry
from pressmark.words import find_nearest

FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
VALUES = (
    *Values.__dataclass_fields__,
    *(name for name, each in vars(Values).items() if isinstance(each, property)),
)
"""What a file may need."""


@dataclass(frozen=True)
class Mapper:
    """One kind of file: what `cite` calls it, its name in a release, what writes it.

    `needs` are the values without which the standard's own schema refuses the file.
    """

    format: str
    file: str
    write: Callable[[Values], str]
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a file in a folder, and values that there are not: ValueError."""
        if not FILE_NAME.fullmatch(self.file):
            raise ValueError(f"{self.file!r} is no name of a file: write one without folders")
        for name in self.needs:
            if name not in VALUES:
                near = find_nearest(name, VALUES)
                meant = f": did you mean {near!r}?" if near else ""
                raise ValueError(f"it needs {name!r}, no value{meant}")

    def missing(self, values: Values) -> tuple[str, ...]:
        """Name the values that this file needs and that are not known."""
        return tuple(name for name in self.needs if not getattr(values, name))


CATALOGUE: tuple[Mapper, ...] = (
    Mapper("text", "citation.txt", plain_citation.write),
    Mapper("bibtex", "citation.bib", bibtex.write),
    Mapper("ris", "citation.ris", ris.write),
    Mapper("csl", "citation.json", csl.write),
    Mapper("cff", "CITATION.cff", cff.write, ("creators",)),
    Mapper("datacite", "datacite.json", datacite.write, ("creators", "publisher", "date")),
    Mapper("schema-org", "schema-org.jsonld", schema_org.write),
    Mapper("dcat", "dcat.jsonld", dcat.write),
    Mapper("croissant", "croissant.json", croissant.write),
)
"""Every citation and metadata file. A new one is one module and one line here."""


def list_mappers() -> tuple[Mapper, ...]:
    """Give every citation and metadata file, those of plug-ins last."""
    return join_registry("metadata", CATALOGUE, lambda each: each.format, lambda each: each.file)


def write_catalogue(values: Values) -> Iterator[tuple[str, str]]:
    """Give names and texts of the files of a release, but for those that lack what they need."""
    for mapper in list_mappers():
        if not mapper.missing(values):
            yield mapper.file, mapper.write(values)


__all__ = [
    "CATALOGUE",
    "CitedTable",
    "Mapper",
    "Values",
    "cite_query",
    "cite_record",
    "cite_table",
    "join_lines",
    "list_mappers",
    "read_day",
    "read_values",
    "strip_doi",
    "write_bibtex",
    "write_catalogue",
    "write_citation",
    "write_citation_line",
]
