"""Citation and catalog metadata of a release: one mapper a standard, all from one set of values.

The files are part of the package and follow from its descriptor alone.
"""

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
from pressmark.metadata.bibtex import write as bibtex_entry
from pressmark.metadata.part import query_values, record_values, table_values
from pressmark.metadata.plain_citation import citation as citation_line
from pressmark.metadata.plain_citation import write as citation_text
from pressmark.metadata.texts import one_line
from pressmark.metadata.values import CitedTable, Values, day_of, values_of
from pressmark.package.doi import bare_doi
from pressmark.plugins import joined


@dataclass(frozen=True)
class Mapper:
    """One kind of file: what `cite` calls it, its name in a release, what writes it.

    `needs` are the values without which the standard's own schema refuses the file.
    """

    format: str
    file: str
    write: Callable[[Values], str]
    needs: tuple[str, ...] = ()

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


def mappers() -> tuple[Mapper, ...]:
    """Give every citation and metadata file, those of plug-ins last."""
    return joined("metadata", CATALOGUE, lambda each: each.format, lambda each: each.file)


def catalogue_files(values: Values) -> Iterator[tuple[str, str]]:
    """Give names and texts of the files of a release, but for those that lack what they need."""
    for mapper in mappers():
        if not mapper.missing(values):
            yield mapper.file, mapper.write(values)


__all__ = [
    "CATALOGUE",
    "CitedTable",
    "Mapper",
    "Values",
    "bare_doi",
    "bibtex_entry",
    "catalogue_files",
    "citation_line",
    "citation_text",
    "day_of",
    "mappers",
    "one_line",
    "query_values",
    "record_values",
    "table_values",
    "values_of",
]
