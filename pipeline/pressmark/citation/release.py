"""A word for a release, perhaps a table and a key → what is cited.

Citations are made from what was published, with what the ledger has learnt of it since: a DOI that
came afterwards, a withdrawal, the ledger's head.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pressmark.errors import ProjectError
from pressmark.intake import TableFile, list_missing_texts
from pressmark.metadata import (
    CitedTable,
    Mapper,
    Values,
    cite_record,
    cite_table,
    join_lines,
    list_mappers,
    read_values,
    strip_doi,
)
from pressmark.package import Package, Table
from pressmark.package.own import REDACTED
from pressmark.package.withdrawn import Withdrawn, read_withdrawn_keys, render_key
from pressmark.releases.find import Release, find
from pressmark.releases.ledger import Ledger, read_ledger
from pressmark.releases.place import find_ledger_folder
from pressmark.report.finding import Findings
from pressmark.version import order_version
from pressmark.words import find_nearest

TITLES = ("title", "name", "label")
"""Fields whose value names a record to readers, where the schema's `pressmark:label` names none."""
EXAMPLES = 3


def find_cited_values(
    word: str | Package | None,
    project: Path | None = None,
    releases: Path | None = None,
    *,
    table: str | None = None,
    key: str | None = None,
) -> Values:
    """Give the values of the release that a word names, or of one table or record in it.

    See `pressmark.releases.find` for the words. Without one the release is the newest; a
    project of which nothing is published is cited as it is, and says so. ProjectError says what
    there is where release, table or key are not known; ReleaseError where a release is not what
    was published.
    """
    if isinstance(word, Package):
        if is_published(word):
            releases = word.releases
            word = name_newest_published(None, releases)
    elif word is None:
        word = name_newest_published(project, releases)
    with find(word, project, releases) as release:
        refuse_unusable(release.package)
        values = read_release_values(release)
        if table is None and key is None:
            return values
        chosen = choose_table(release.package, table)
        described = next(each for each in values.tables if each.name == chosen.name)
        if key is None:
            return cite_table(values, described)
        withdrawn = read_withdrawn_keys(release.package)
        return cite_record_by_key(values, described, chosen, key, withdrawn)


def refuse_unusable(package: Package) -> None:
    """Stop where a property is wrong as written: a citation would leave it out in silence."""
    for each in package.faults[:1]:
        raise ProjectError(each.place, f"{each.path} {each.wrong}", each.right)


def is_published(package: Package) -> bool:
    """Whether anything was published of a project."""
    return bool(package.releases and read_ledger(package.releases).published)


def name_newest_published(project: Path | None, releases: Path | None) -> str:
    """Name the newest version of a ledger; the project itself where nothing is published."""
    folder = find_ledger_folder(project, releases)
    published = read_ledger(folder).published if folder else ()
    names = [entry.version for entry in published]
    return max(names, key=order_version) if names else str(project or Path())


def write_citation(values: Values, format: str, place: str) -> str:  # noqa: A002 - as `--format` has it
    """Write a citation in one format.

    ProjectError where there is no such format, or its standard asks for what is not known.
    """
    return choose_mapper(format, values, place).write(values)


def choose_mapper(format: str, values: Values, place: str) -> Mapper:  # noqa: A002 - likewise
    """Give what writes a format; ProjectError where nothing does, or where it lacks a value."""
    for mapper in list_mappers():
        if mapper.format == format:
            missing = mapper.missing(values)
            if missing:
                right = "choose another format, or say it in the descriptor"
                raise ProjectError(place, f"{format} cannot be written without {missing[0]}", right)
            return mapper
    names = [mapper.format for mapper in list_mappers()]
    near = find_nearest(format, names)
    right = f"did you mean {near!r}?" if near else f"write one of {', '.join(names)}"
    raise ProjectError("format", f"{format!r} is not one of {', '.join(names)}", right)


def make_citations(
    values: Values,
    format: str | None,  # noqa: A002 - likewise
    place: str,
) -> dict[str, Any]:
    """Give what is cited and its citations as JSON: of one format, or of all.

    `citations` has each by its format, those that are JSON as such; `missing` names for each
    format that cannot be written what its standard asks for. ProjectError as from `write_citation`.
    """
    wanted = (choose_mapper(format, values, place),) if format else list_mappers()
    return {
        "key": values.key,
        "title": values.title,
        "version": values.version,
        "date": values.day or None,
        "doi": values.doi,
        "address": values.link,
        "digest": values.digest,
        "remarks": list(values.remarks),
        "citations": {
            mapper.format: write_as_value(mapper, values)
            for mapper in wanted
            if not mapper.missing(values)
        },
        "missing": {
            mapper.format: list(mapper.missing(values))
            for mapper in wanted
            if mapper.missing(values)
        },
    }


def write_as_value(mapper: Mapper, values: Values) -> Any:
    """Write a citation; where it is JSON, give its value."""
    written = mapper.write(values)
    return json.loads(written) if mapper.file.endswith((".json", ".jsonld")) else written


def read_release_values(release: Release) -> Values:
    """Cite a release as it was proven: what is no release has no digest, and says so."""
    package = release.package
    if release.proof == "judged":
        values = read_values(package.descriptor, package.name, released=False)
        return replace(values, remarks=(phrase_not_published(package),))
    values = read_values(package.descriptor, package.name)
    if release.ledger and release.entry:
        return add_later_entries(values, release.ledger, release.entry.version)
    return values


def phrase_not_published(package: Package) -> str:
    """Say that a package is no release, and which there is of it, if any."""
    if not is_published(package):
        return "Not published"
    newest = name_newest_published(None, package.releases)
    return f"Not published: these are source records, of which version {newest} is published"


def add_later_entries(values: Values, ledger: Ledger, version: str) -> Values:
    """Add what later entries of the ledger say of a version, and the ledger's head."""
    doi = strip_doi(ledger.doi(version) or "")
    if doi:
        values = replace(values, doi=doi)
    remarks = [
        f"Withdrawn: {join_lines(each.reason) or 'no reason given'}"
        for each in ledger.later(version, "withdrawn")
    ]
    remarks.append(f"Ledger: {ledger.entries[-1].digest()}")
    return replace(values, remarks=tuple(remarks))


def choose_table(package: Package, name: str | None) -> Table:
    """Give the table of that name; without a name the only one."""
    there = ", ".join(table.name for table in package.tables)
    if name is None and len(package.tables) > 1:
        wrong = "a key is of one table, and none is named"
        raise ProjectError(package.place, wrong, f"add --table with one of {there}")
    for table in package.tables:
        if name in (None, table.name):
            return table
    raise ProjectError(package.place, f"there is no table {name!r}", f"there is {there}")


def cite_record_by_key(
    values: Values,
    described: CitedTable,
    table: Table,
    key: str,
    withdrawn: Sequence[Withdrawn] = (),
) -> Values:
    """Cite the record of a key, as `changes.csv` writes it: several parts with commas between.

    ProjectError where there is none, which says so of one that was taken out, or `withdrawn`.
    """
    fields, parts = read_key(table, key)
    label = find_label_field(table)
    examples: list[str] = []
    for found, title in read_keys(table, fields, label):
        if found == parts:
            return cite_record(values, described, parts, title)
        if len(examples) < EXAMPLES:
            examples.append(",".join(found))
    right = f"keys there are {', '.join(examples)} …" if examples else "the table has no record"
    refuse_gone(table, parts, key, withdrawn)
    raise ProjectError(table.place, f"there is no record {key!r}", right)


def refuse_gone(
    table: Table, key: tuple[str, ...], named: str, withdrawn: Sequence[Withdrawn]
) -> None:
    """Stop where the record of a key was there: ProjectError says since when not, and why."""
    redacted = REDACTED.of(table.resource)
    tombstone = redacted.find(table.name, key) if redacted else None
    if tombstone:
        wrong = f"the record {named!r} was redacted on {tombstone.date}: {tombstone.reason}"
        raise ProjectError(table.place, wrong, "cite another version, or the table")
    for each in withdrawn:
        if (each.table, each.key) == (table.published.name, render_key(key)):
            wrong = f"the record {named!r} was withdrawn in version {each.version}: {each.reason}"
            right = f"cite {each.replaced_by!r}, or an earlier version"
            raise ProjectError(
                table.place, wrong, right if each.replaced_by else "cite an earlier version"
            )


def read_key(table: Table, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the fields of a table's primary key, and the texts in them that a key names."""
    fields = table.schema.primary_key
    if not fields:
        right = f"cite the table: --table {table.name}"
        raise ProjectError(table.place, "has no primary key, so no record has a name", right)
    parts = (key,) if len(fields) == 1 else tuple(next(csv.reader([key]), []))
    if len(parts) != len(fields):
        wrong = f"the key {key!r} has {len(parts)} parts"
        raise ProjectError(table.place, wrong, f"write {','.join(fields)}, commas between")
    return fields, parts


def read_keys(
    table: Table, fields: tuple[str, ...], label: str | None
) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Give the key and the title of every record, as they are written in the table's file."""
    findings = Findings(limit=1)
    wanted = [table.schema.position(name) for name in (*fields, *([label] if label else []))]
    none = list_missing_texts(table, table.schema.field(label)) if label else ()
    for block in TableFile(table, findings).blocks():
        columns = [block.cells.column(position).to_pylist() for position in wanted]
        for cells in zip(*columns, strict=True):
            title = cells[-1] if label and cells[-1] not in none else None
            yield tuple(cells[: len(fields)]), title


def find_label_field(table: Table) -> str | None:
    """Name the field that shows a record to a reader, if there is one."""
    names = [field.name for field in table.schema.fields]
    label = table.schema.label_field
    return next((name for name in (label, *TITLES) if name in names), None)
