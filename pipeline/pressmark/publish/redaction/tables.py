"""A release without some of its records: its package, judged and written again."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pressmark.errors import ReleaseError
from pressmark.files import disk
from pressmark.files.manifest import MANIFEST, hash_file, read_manifest
from pressmark.formats import write_package
from pressmark.package import Package, Table
from pressmark.package.digests import read_content_digest
from pressmark.package.own import REDACTED, TREE
from pressmark.package.project import read_package
from pressmark.package.redacted import Redacted, Tombstone
from pressmark.publish.redaction.gone import Gone, list_records
from pressmark.releases.derived import make_ready
from pressmark.releases.sidecars.proof import read_records
from pressmark.releases.statistics import Statistics, count_stored

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
    """Write a table's file without records, and what its descriptor says of it then.

    A file without a tree is lost: what is left of it is another file, under another name.
    """
    before = REDACTED.of(table.resource)
    (path,) = table.resource.path or ("",)
    leaves = {each.leaf for each in gone}
    with table.paths[0].open("rb") as file:
        header = next(read_records(file), b"")
    if not TREE.is_in(table.resource) and before is None:
        (folder / path).unlink()
        resource["path"] = choose_name(path, folder)
    with disk.write_in_pieces(folder / resource["path"]) as write:
        write(header)
        for each in list_records(table):
            if each.leaf not in leaves:
                write(each.line)
    records = sorted([*(before.records if before else ()), *tombstones], key=lambda each: each.leaf)
    redacted = Redacted(
        path=before.path if before else path,
        hash=before.hash if before else table.resource.hash or "",
        records=tuple(records),
    )
    resource["bytes"] = (folder / resource["path"]).stat().st_size
    resource["hash"] = f"sha256:{hash_file(folder / resource['path'])}"
    resource[REDACTED.name] = redacted.model_dump(mode="json", exclude_none=True)


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
