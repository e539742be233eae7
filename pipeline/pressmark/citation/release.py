"""A project, a version, perhaps a table and a key → what is cited.

Citations are made from what was published, with what the ledger has learnt of it since: a DOI that
came afterwards, a withdrawal, the ledger's head.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pressmark.errors import ProjectError, ReleaseError
from pressmark.files.manifest import MANIFEST, read_manifest, sha256_of
from pressmark.intake import TableFile, missing_texts
from pressmark.metadata import (
    CATALOGUE,
    CitedTable,
    Mapper,
    Values,
    bare_doi,
    one_line,
    record_values,
    table_values,
    values_of,
)
from pressmark.package import Package, Table
from pressmark.package.project import read_package
from pressmark.releases.ledger import Entry, Ledger, read_ledger
from pressmark.report.finding import Findings
from pressmark.spelling import nearest

TITLES = ("title", "name", "label")
"""Fields whose value names a record to readers, where the schema's `pressmark:label` names none."""
EXAMPLES = 3


def cited(
    package: Package, version: str | None, *, table: str | None = None, key: str | None = None
) -> Values:
    """Give the values of a release, or of one table or record in it.

    Without a `version` the release is the one published last; a package of which nothing is
    published is cited as it is, and says so. ProjectError says what there is where version, table
    or key are not known; ReleaseError where a release is not what was published.
    """
    ledger = read_ledger(package.releases) if package.releases else None
    if ledger and ledger.published:
        entry = entry_of(ledger, version, package.place)
        package = published_package(ledger, entry)
        values = learnt(values_of(package.descriptor, package.name), ledger, entry.version)
    else:
        values = unpublished(package, version)
    if table is None and key is None:
        return values
    chosen = table_of(package, table)
    described = next(each for each in values.tables if each.name == chosen.name)
    if key is None:
        return table_values(values, described)
    return record_of(values, described, chosen, key)


def citation(values: Values, format: str, place: str) -> str:  # noqa: A002 - as `--format` has it
    """Write a citation in one format.

    ProjectError where there is no such format, or its standard asks for what is not known.
    """
    return mapper_of(format, values, place).write(values)


def mapper_of(format: str, values: Values, place: str) -> Mapper:  # noqa: A002 - likewise
    """Give what writes a format; ProjectError where nothing does, or where it lacks a value."""
    for mapper in CATALOGUE:
        if mapper.format == format:
            missing = mapper.missing(values)
            if missing:
                right = "choose another format, or say it in the descriptor"
                raise ProjectError(place, f"{format} cannot be written without {missing[0]}", right)
            return mapper
    names = [mapper.format for mapper in CATALOGUE]
    near = nearest(format, names)
    right = f"did you mean {near!r}?" if near else f"write one of {', '.join(names)}"
    raise ProjectError("format", f"{format!r} is not one of {', '.join(names)}", right)


def citations(
    values: Values,
    format: str | None,  # noqa: A002 - likewise
    place: str,
) -> dict[str, Any]:
    """Give what is cited and its citations as JSON: of one format, or of all.

    `citations` has each by its format, those that are JSON as such; `missing` names for each
    format that cannot be written what its standard asks for. ProjectError as from `citation`.
    """
    wanted = (mapper_of(format, values, place),) if format else CATALOGUE
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
            mapper.format: parsed(mapper, values) for mapper in wanted if not mapper.missing(values)
        },
        "missing": {
            mapper.format: list(mapper.missing(values))
            for mapper in wanted
            if mapper.missing(values)
        },
    }


def parsed(mapper: Mapper, values: Values) -> Any:
    """Write a citation; where it is JSON, give its value."""
    written = mapper.write(values)
    return json.loads(written) if mapper.file.endswith((".json", ".jsonld")) else written


def entry_of(ledger: Ledger, version: str | None, place: str) -> Entry:
    """Give the entry that published a version, or the last one."""
    if version is None:
        return ledger.published[-1]
    entry = ledger.entry(version)
    if entry is None:
        there = ", ".join(each.version for each in ledger.published)
        raise ProjectError(place, f"version {version!r} is not published", f"there is {there}")
    return entry


def published_package(ledger: Ledger, entry: Entry) -> Package:
    """Read a release; ReleaseError where its manifest or descriptor is not what was published."""
    folder = ledger.folder / entry.version
    manifest = folder / MANIFEST
    if not manifest.is_file() or f"sha256:{sha256_of(manifest)}" != entry.manifest:
        right = "bring the folder back from version control"
        raise ReleaseError(str(manifest), "is not what was published", right)
    package = read_package(folder / "datapackage.json", trusted=True)
    if not is_built(package):
        right = "bring the file back from version control"
        raise ReleaseError(str(folder / "datapackage.json"), "is not what was published", right)
    return package


def is_built(package: Package) -> bool:
    """Whether a package stands as it was built: with a manifest that lists its descriptor so."""
    manifest, descriptor = package.root / MANIFEST, package.root / "datapackage.json"
    if not manifest.is_file() or not descriptor.is_file():
        return False
    listed = read_manifest(manifest.read_text(encoding="utf-8"))
    return listed.get(descriptor.name) == sha256_of(descriptor)


def learnt(values: Values, ledger: Ledger, version: str) -> Values:
    """Add what later entries of the ledger say of a version, and the ledger's head."""
    remarks = []
    for entry in ledger.entries:
        said = entry.model_dump() if entry.version == version else {}
        doi = bare_doi(said.get("doi") or "")
        if doi:
            values = replace(values, doi=doi)
        if said.get("act") == "withdrawn":
            remarks.append(f"Withdrawn: {one_line(said.get('reason')) or 'no reason given'}")
    remarks.append(f"Ledger: {ledger.entries[-1].digest()}")
    return replace(values, remarks=tuple(remarks))


def unpublished(package: Package, version: str | None) -> Values:
    """Cite a package as it stands; one that was built has its digest, any other says what it is."""
    if version is not None and version != package.descriptor.version:
        right = f"it is version {package.descriptor.version or '(none)'} as it stands"
        raise ProjectError(package.place, f"version {version!r} is not published", right)
    if is_built(package):
        return values_of(package.descriptor, package.name)
    values = values_of(package.descriptor, package.name, released=False)
    return replace(values, remarks=("Not published",))


def table_of(package: Package, name: str | None) -> Table:
    """Give the table of that name; without a name the only one."""
    there = ", ".join(table.name for table in package.tables)
    if name is None and len(package.tables) > 1:
        wrong = "a key is of one table, and none is named"
        raise ProjectError(package.place, wrong, f"add --table with one of {there}")
    for table in package.tables:
        if name in (None, table.name):
            return table
    raise ProjectError(package.place, f"there is no table {name!r}", f"there is {there}")


def record_of(values: Values, described: CitedTable, table: Table, key: str) -> Values:
    """Cite the record of a key, as `changes.csv` writes it: several parts with commas between."""
    fields = table.schema.primary_key
    if not fields:
        right = f"cite the table: --table {table.name}"
        raise ProjectError(table.place, "has no primary key, so no record has a name", right)
    parts = (key,) if len(fields) == 1 else tuple(next(csv.reader([key]), []))
    if len(parts) != len(fields):
        wrong = f"the key {key!r} has {len(parts)} parts"
        raise ProjectError(table.place, wrong, f"write {','.join(fields)}, commas between")
    label = label_field(table)
    examples: list[str] = []
    for found, title in keys(table, fields, label):
        if found == parts:
            return record_values(values, described, parts, title)
        if len(examples) < EXAMPLES:
            examples.append(",".join(found))
    right = f"keys there are {', '.join(examples)} …" if examples else "the table has no record"
    raise ProjectError(table.place, f"there is no record {key!r}", right)


def keys(
    table: Table, fields: tuple[str, ...], label: str | None
) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Give the key and the title of every record, as they are written in the table's file."""
    findings = Findings(limit=1)
    wanted = [table.schema.position(name) for name in (*fields, *([label] if label else []))]
    none = missing_texts(table, table.schema.field(label)) if label else ()
    for block in TableFile(table, findings).blocks():
        columns = [block.cells.column(position).to_pylist() for position in wanted]
        for cells in zip(*columns, strict=True):
            title = cells[-1] if label and cells[-1] not in none else None
            yield tuple(cells[: len(fields)]), title


def label_field(table: Table) -> str | None:
    """Name the field that shows a record to a reader, if there is one."""
    names = [field.name for field in table.schema.fields]
    label = table.schema.label_field
    return next((name for name in (label, *TITLES) if name in names), None)
