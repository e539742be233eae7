"""A release without some of its records: its package, judged and written again."""

import json
import shutil
from collections.abc import Iterable
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from pressmark.errors import ReleaseError
from pressmark.files.manifest import MANIFEST, hash_files, read_manifest
from pressmark.formats import write_package
from pressmark.formats.cut import open_files
from pressmark.package import Package, Table
from pressmark.package.digests import read_content_digest
from pressmark.package.own import PARTS, REDACTED, TREE
from pressmark.package.part_files import describe_parts, list_parts, name_part_files
from pressmark.package.project import read_package
from pressmark.package.redacted import Redacted, Tombstone
from pressmark.publish.redaction.gone import Gone, list_records
from pressmark.releases.derived import make_ready
from pressmark.releases.statistics import Statistics, count_stored
from pressmark.releases.trees import read_lines

DESCRIPTOR = "datapackage.json"
WITHOUT = "-redacted"
"""What stands behind the name of a file that holds what is left of one that is lost."""


def write_without(
    release: Package, gone: tuple[Gone, ...], tombstones: dict[Gone, Tombstone], aside: Path,
    folder: Path,
) -> tuple[Package, Statistics]:  # fmt: skip
    """Write the package of a release without some records into an empty folder.

    `aside` is an empty folder in which it is prepared. ReleaseError where it cannot be: where what
    is left is not valid, or this version writes what nobody touched in other bytes.
    """
    for name in read_manifest((release.root / MANIFEST).read_text("utf-8")):
        (aside / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(release.root / name, aside / name)
    document = json.loads((aside / DESCRIPTOR).read_text("utf-8"))
    for table in release.tables:
        mine = [each for each in gone if each.table == table.name]
        if mine:
            resource = next(each for each in document["resources"] if each["name"] == table.name)
            cut_table(table, mine, [tombstones[each] for each in mine], resource, aside)
    (aside / DESCRIPTOR).write_text(json.dumps(document), "utf-8")
    left = read_package(aside / DESCRIPTOR, trusted=True)
    with make_ready(left) as ready:
        write_package(left, ready.stored, ready.engine, folder)
        statistics = count_stored(ready.stored, ready.engine)
    written = read_package(folder / DESCRIPTOR, trusted=True)
    refuse_other_bytes(release, left, written)
    return written, statistics


def cut_table(
    table: Table, gone: Iterable[Gone], tombstones: Iterable[Tombstone],
    resource: dict[str, Any], folder: Path,
) -> None:  # fmt: skip
    """Write a table's files without records, and what its descriptor says of it then.

    A file without a tree is lost: what is left of it is another file, under another name.
    """
    before = REDACTED.of(table.resource)
    path = name_whole_file(table)
    leaves = {each.leaf for each in gone}
    for name in table.resource.path or ():
        (folder / name).unlink()
    if list_parts(table):
        (folder / path).rmdir()
    left, parts = path, count_left(table, leaves)
    if not TREE.is_in(table.resource) and before is None:
        left = choose_name(path, folder)
    write_left(table, leaves, folder / left, parts)
    records = sorted([*(before.records if before else ()), *tombstones], key=lambda each: each.leaf)
    redacted = Redacted(
        path=before.path if before else path,
        hash=before.hash if before else table.resource.hash or "",
        parts=before.parts if before else len(list_parts(table)) or None,
        records=tuple(records),
    )
    names = name_part_files(left, parts)
    files = [folder / name for name in names]
    resource["path"] = list(names) if parts else left
    resource["bytes"] = sum(each.stat().st_size for each in files)
    resource["hash"] = f"sha256:{hash_files(files)}"
    resource.pop(PARTS.name, None)
    resource |= describe_parts(parts)
    resource[REDACTED.name] = redacted.model_dump(mode="json", exclude_none=True)


def name_whole_file(table: Table) -> str:
    """Name the one file of a released table, or the folder of its parts."""
    path = (table.resource.path or ("",))[0]
    return str(PurePosixPath(path).parent) if list_parts(table) else path


def count_left(table: Table, leaves: set[int]) -> tuple[int, ...]:
    """Count the records that are left of each part of a table; nothing where it is one file.

    What may begin a part was seen when it was cut: so one that loses its first record is joined to
    the part before it.
    """
    records, left = list_records(table), list[int]()
    for count in list_parts(table):
        stay = [each.leaf not in leaves for each in islice(records, count)]
        if left and not (stay[0] and left[-1]):
            left[-1] += sum(stay)
        else:
            left.append(sum(stay))
    return tuple(left) if len(left) > 1 else ()


def write_left(table: Table, leaves: set[int], path: Path, parts: tuple[int, ...]) -> None:
    """Write the records that are left of a table, cut into parts of so many records."""
    with open_files(path, parts) as write:
        write(next(read_lines(table.paths), b""), ())
        for each in list_records(table):
            if each.leaf not in leaves:
                write(each.line, (0, len(each.line)))


def choose_name(path: str, folder: Path) -> str:
    """Give a free name for what is left of a file that is lost."""
    name = path.removesuffix(".csv") + WITHOUT
    while (folder / f"{name}.csv").exists():
        name += WITHOUT
    return f"{name}.csv"


def refuse_other_bytes(release: Package, left: Package, written: Package) -> None:
    """Stop where more would be another than what was taken out."""
    wrong = [
        f"{table.name}: its file has other bytes"
        for table in left.tables
        if table.resource.hash != written.table(table.name).resource.hash
    ]
    before, after = (read_content_digest(each.descriptor) for each in (release, written))
    if before != after:
        wrong.append(f"the content digest would be {after}, and is {before}")
    if wrong:
        right = "redact with the version of pressmark that made the release"
        raise ReleaseError(
            release.place, "is written otherwise by this version of pressmark", right, lines=wrong
        )
