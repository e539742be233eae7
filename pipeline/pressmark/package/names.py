"""Names of packages, tables and fields, where a file or SQL cannot have them as they are.

A name is any text ("Data Resource: name"), and everywhere it stands as it is written. Only a file
and a database may need another: systems keep some names for themselves and many know no case, and
SQL takes `ID` and `id` for one. The rules are here and nowhere else. A name that needs no other
keeps itself, so what was published before has the names that it had.
"""

import hashlib
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from pressmark.package.own import LABEL, PARTS, PASSAGES, TEXT_DIGEST
from pressmark.package.package import Descriptor, Package, Resource, Table
from pressmark.package.release_format import is_released
from pressmark.package.schema import Field, ForeignKey, Schema

PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
"""Names that every system takes for that of a file, and every address holds as they are."""
UNSAFE = re.compile(r"[^A-Za-z0-9_]+")
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin|conout)(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for its devices, whatever stands behind a dot."""
LONGEST = 200
"""Characters of a file's name: with what is added to it, every system has files of such names."""
KEPT = 60
"""Characters of a longer name that its file begins with."""
DIGITS = 8
"""Hexadecimal digits that tell one such name from others, as long as they do."""
CONTROL = ("Cc", "Zl", "Zp")
"""Categories of Unicode of characters that end a line or are never seen."""
KEPT_BY_SQLITE = "sqlite_"
"""How the names begin that SQLite keeps for itself."""
CSV_OF_RELEASE = re.compile(r"data/([A-Za-z0-9_][A-Za-z0-9._-]*)\.csv(?:/part-[0-9]+\.csv)?")

Part = TypeVar("Part", Schema, Field)


def explain_no_name(name: str) -> str | None:
    """Say why nothing of a release can be called so; None where it can.

    The digests of a release stand in lines, each with the name of a table.
    """
    unseen = next((each for each in name if unicodedata.category(each) in CONTROL), None)
    return unseen and f"holds the control character U+{ord(unseen):04X}"


def can_be_a_file(name: str) -> bool:
    """Whether a name can be that of a file on every system, with an ending behind it."""
    return len(name) <= LONGEST and bool(PLAIN.fullmatch(name)) and not DEVICES.fullmatch(name)


def name_package_file(name: str) -> str:
    """Give what the files of a package are called, without their endings."""
    return name if can_be_a_file(name) else mark_name(name, "package", DIGITS)


def name_files(names: Iterable[str]) -> dict[str, str]:
    """Give what the file of each table is called, without its ending.

    They differ in more than case, and depend on the names alone, not on their order. Of names that
    differ in case only the one in small letters keeps itself.
    """
    names = tuple(names)
    alike = Counter(name.lower() for name in names)
    kept = [
        name for name in names
        if can_be_a_file(name) and (alike[name.lower()] == 1 or name == name.lower())
    ]  # fmt: skip
    found = {name: name for name in kept}
    taken = {name.lower() for name in kept}
    for name in sorted(set(names) - set(kept)):
        tried = (mark_name(name, "table", digits) for digits in itertools.count(DIGITS))
        found[name] = next(each for each in tried if each.lower() not in taken)
        taken.add(found[name].lower())
    return {name: found[name] for name in names}


def mark_name(name: str, instead: str, digits: int) -> str:
    """Write a name in letters that every system has, and mark it with the beginning of its sha256.

    Where nothing of it is left, as of one in another script, it says what it is `instead`.
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    left = UNSAFE.sub("-", letters)[:KEPT].strip("-") or instead
    left = f"{instead}-{left}" if DEVICES.fullmatch(left) else left
    return f"{left}-{hashlib.sha256(name.encode()).hexdigest()[:digits]}"


def name_table_files(descriptor: Descriptor) -> dict[str, str]:
    """Give what the files of each table are called in a release, without their endings.

    A release has them already, and keeps them: they are those of its paths.
    """
    names = [each.name for each in descriptor.resources]
    if is_released(descriptor):
        paths = map(find_own_path, descriptor.resources)
        fitting = zip(names, map(CSV_OF_RELEASE.fullmatch, paths), strict=True)
        found = {name: path[1] for name, path in fitting if path}
        if len({each.lower() for each in found.values()}) == len(names):
            return found
    return name_files(names)


def find_own_path(resource: Resource) -> str:
    """Give the path of a resource's file, or of its first part; empty where it has others."""
    paths = resource.path or ()
    return paths[0] if len(paths) == 1 or (paths and PARTS.is_in(resource)) else ""


def choose_sql_names(names: Iterable[str]) -> tuple[str, ...]:
    """Give what each name is called in SQL, where names differ in more than case.

    The first of those that SQL takes for one keeps itself, the next has a number behind it; so the
    names do not depend on those that come after them.
    """
    names = tuple(names)
    folded = set(map(str.lower, names))
    if len(folded) == len(names) and not any(map(is_kept_by_sqlite, folded)):
        return names
    given: list[str] = []
    taken: set[str] = set()
    for name in names:
        begun = f"_{name}" if is_kept_by_sqlite(name.lower()) else name
        found = begun
        if begun.lower() in taken:
            tried = (f"{begun}_{number}" for number in itertools.count(2))
            found = next(each for each in tried if each.lower() not in taken)
        given.append(found)
        taken.add(found.lower())
    return tuple(given)


def is_kept_by_sqlite(name: str) -> bool:
    """Whether SQLite keeps a name for itself, which is in small letters."""
    return name.startswith(KEPT_BY_SQLITE)


def name_in_sql(package: Package) -> Package:
    """Give a package as its databases name it: the same one where they have the names as they are.

    What is renamed has its own name as its title where it has none, and each table knows itself as
    it is published. The descriptor stays what it is.
    """
    names = [table.name for table in package.tables]
    tables = dict(zip(names, choose_sql_names(names), strict=True))
    fields = {table.name: map_sql_fields(table.schema) for table in package.tables}
    if all(old == new for each in (tables, *fields.values()) for old, new in each.items()):
        return package
    return replace(
        package, tables=tuple(name_table_in_sql(each, tables, fields) for each in package.tables)
    )


def map_sql_fields(schema: Schema) -> dict[str, str]:
    """Give what each field of a table is called in SQL."""
    names = [field.name for field in schema.fields]
    return dict(zip(names, choose_sql_names(names), strict=True))


def name_table_in_sql(
    table: Table, tables: dict[str, str], fields: dict[str, dict[str, str]]
) -> Table:
    """Give a table as databases name it, by what each table and each field is called there."""
    own, given = fields[table.name], table.schema
    schema = given.model_copy(
        update={
            "fields": tuple(rename_field(each, own[each.name]) for each in given.fields),
            "primary_key": given.primary_key and rename_key(given.primary_key, own),
            "unique_keys": tuple(rename_key(key, own) for key in given.unique_keys),
            "every_foreign_key": tuple(
                name_key_in_sql(key, table.name, tables, fields) for key in given.foreign_keys
            ),
            **name_own_in_sql(given, own),
        }
    )
    resource = table.resource
    if tables[table.name] != table.name:
        title = resource.title or table.name
        resource = resource.model_copy(update={"name": tables[table.name], "title": title})
    return replace(table, resource=resource, schema=schema, renamed=table.published)


def rename_field(field: Field, name: str) -> Field:
    """Give a field another name, and as its title the one that it had, unless it has a title."""
    if field.name == name:
        return field
    return field.model_copy(update={"name": name, "title": field.title or field.name})


def rename_key(key: Sequence[str], names: dict[str, str]) -> tuple[str, ...]:
    """Give the fields of a key by other names."""
    return tuple(names[name] for name in key)


def name_key_in_sql(
    key: ForeignKey, table: str, tables: dict[str, str], fields: dict[str, dict[str, str]]
) -> ForeignKey:
    """Give a foreign key by the names of databases."""
    parent = key.reference.resource
    there = {
        "resource": parent and tables[parent],
        "fields": rename_key(key.reference.fields, fields[parent or table]),
    }
    reference = key.reference.model_copy(update=there)
    changed = {"fields": rename_key(key.fields, fields[table]), "reference": reference}
    return key.model_copy(update=changed)


def name_own_in_sql(schema: Schema, names: dict[str, str]) -> dict[str, object]:
    """Give the properties of ours that name fields, by the names of databases."""
    found: dict[str, object] = {
        each.name: names[value]
        for each in (LABEL, TEXT_DIGEST)
        if (value := each.of(schema)) is not None
    }
    passages = PASSAGES.of(schema)
    if passages:
        told = {part: names[name] for part, name in passages.model_dump().items()}
        found[PASSAGES.name] = told
    return found
