"""Check a release, or the proof of one record, with nothing but Python 3.

Run it in the folder of the release: `python3 verify.py`. It says which files are missing, changed
or extra, computes the tree of every table again, and exits 1 if anything is wrong. Where the ledger
(`index.json`) stands in the folder above, its chain and what it says of this release are checked
too, and the chain of a ledger that was merged into it. The digests that it prints last are those
that citations give. Records that were redacted it names: of each the tree holds the digest.

Or name a proof of a record: `python3 verify.py record.json`, and behind it the digest of a ledger
entry, if you kept one. It exits 1 where the record is not proven, 2 where the file is no proof.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

from pressmark.releases.sidecars.proof import (
    build_tree,
    check_proof,
    hash_content,
    hash_entry,
    list_former_entries,
    read_records,
    render_visible,
)

FOLDER = pathlib.Path(__file__).resolve().parent
LEDGER = FOLDER.parent / "index.json"
MANIFEST = "manifest-sha256.txt"
DERIVED = "derived-sha256.txt"
TREE, REDACTED = "pressmark:tree", "pressmark:redacted"
BESIDE = {MANIFEST, DERIVED, MANIFEST + ".sig", "verify.py", "report.json", "report.html",
          "CHANGES.md", "changes.csv", "changes.parquet", "provenance.json",
          "statistics.json"}  # fmt: skip


def hash_file(path: pathlib.Path) -> str:
    """Give the sha256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read(name: str) -> dict[str, str]:
    """Read a list of files and their sha256; a list that is not there lists nothing."""
    if name == DERIVED and not (FOLDER / name).exists():
        return {}
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("  ", 1) for line in lines if not line.startswith("#"))
    return {path: digest for digest, path in pairs}


def list_files() -> set[str]:
    """Name every file below the folder, and what has no place there: links, empty folders."""
    found = set()
    for where, folders, names in os.walk(FOLDER):
        paths = [pathlib.Path(where, name) for name in names]
        paths += [path for name in folders if (path := pathlib.Path(where, name)).is_symlink()]
        paths += [] if folders or names else [pathlib.Path(where)]
        found |= {path.relative_to(FOLDER).as_posix() for path in paths}
    return found


def check_ledger() -> tuple[dict[str, Any], list[str]]:
    """Give the ledger's entry of this manifest, and what is wrong with its chain."""
    if not LEDGER.exists():
        return {}, []
    manifest = "sha256:" + hash_file(FOLDER / MANIFEST)
    known: set[str | None] = {None}
    previous, wrong, merged = None, [], {}
    acts: list[dict[str, Any]] = []
    for entry in json.loads(LEDGER.read_text(encoding="utf-8"))["entries"]:
        if entry["previous"] != previous:
            wrong.append("changed: index.json, whose entries do not follow from each other")
        previous = hash_entry(entry)
        for former, digest in list_former_entries(entry):
            if hash_entry(former) != digest or former["previous"] not in known:
                wrong.append("changed: index.json, whose merged entries do not follow")
            merged[digest] = former["previous"]
        known |= {previous, *merged}
        acts += [entry] if entry["act"] in ("published", "redacted") else []
    sys.stdout.write(f"ledger {previous}\n")
    for head in sorted(set(merged) - set(merged.values())):
        sys.stdout.write(f"ledger {head}, merged into it\n")
    versions = {each["version"] for each in acts if each["manifest"] == manifest}
    found = [each for each in acts if each["version"] in versions]
    if not found:
        return {}, [*wrong, "not in the ledger: this manifest"]
    if found[-1]["manifest"] != manifest:
        wrong.append(f"redacted since, on {found[-1]['date']}: this manifest")
    return found[-1], wrong


def list_leaves(resource: dict[str, Any]) -> Iterator[bytes]:
    """Give the leaves of a table: name, header and text for missing values, then its records.

    Of a resource without a schema: its name, then each of its files, or its data.
    """
    if "schema" not in resource:
        yield f"{resource['name']}\n".encode()
        paths = resource.get("path", [])
        for path in [paths] if isinstance(paths, str) else paths:
            yield (FOLDER / path).read_bytes()
        if "path" not in resource:
            yield json.dumps(resource["data"], separators=(",", ":")).encode()
        return
    missing = resource["schema"]["missingValues"][0]
    told = f"{missing}\n" if missing else ""
    paths = resource["path"]
    records = read_lines([paths] if isinstance(paths, str) else paths)
    yield f"{resource['name']}\n".encode() + next(records, b"") + told.encode()
    yield from records


def read_lines(paths: list[str]) -> Iterator[bytes]:
    """Give the header of a table and its records, of which each stands in one of the files."""
    for path in paths:
        with (FOLDER / path).open("rb") as file:
            yield from read_records(file)


def tell_redactions(descriptor: dict[str, Any]) -> Iterator[str]:
    """Name each record that was taken out, and the files that are not as they were published."""
    for resource in descriptor["resources"]:
        gone = resource.get(REDACTED)
        for each in gone["records"] if gone else ():
            yield render_visible(
                f"redacted on {each['date']}: record {each['leaf']} of table {resource['name']}, "
                f"{each['digest']}: {each['reason']}"
            )
        if gone and TREE not in resource:
            yield f"lost, and nothing proves the records left of it: {gone['path']}, {gone['hash']}"


def check_redactions(entry: dict[str, Any], descriptor: dict[str, Any]) -> list[str]:
    """Hold the records that were taken out against those of which the ledger says so."""
    told = {name: each for name, each in entry.get("files", {}).items() if "#" in name}
    gone = [each[REDACTED] for each in descriptor["resources"] if REDACTED in each]
    there = {f"{each['path']}#{one['leaf']}": one["digest"]
             for each in gone for one in each["records"]}  # fmt: skip
    names = sorted({*told, *there}) if entry else []
    return [f"redacted otherwise than the ledger says: {name}"
            for name in names if told.get(name) != there.get(name)]  # fmt: skip


def check_contents(entry: dict[str, Any]) -> list[str]:
    """Look at what was taken out, and at every tree; give what is wrong."""
    descriptor = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    sys.stdout.write("".join(f"{line}\n" for line in tell_redactions(descriptor)))
    return check_redactions(entry, descriptor) + check_trees(entry, descriptor)


def check_trees(entry: dict[str, Any], descriptor: dict[str, Any]) -> list[str]:
    """Compute every tree again, and say which are not as the descriptor and the ledger say."""
    if "pressmark:format" not in descriptor:
        return []
    wrong, lines = [], {}
    for resource in descriptor["resources"]:
        gone = resource.get(REDACTED, {"records": []})["records"]
        redacted = {each["leaf"]: bytes.fromhex(each["digest"].split(":")[1]) for each in gone}
        name, (size, root) = resource["name"], build_tree(list_leaves(resource), redacted)
        lines[name.encode()] = f"{root} {size} {name}\n"
        if resource[TREE] != {"size": size, "root": f"sha256:{root}"}:
            wrong.append(f"another tree: {resource.get('path', name)}")
    content = hash_content(lines[name] for name in sorted(lines))
    sys.stdout.write(f"content {content}\n")
    if entry and entry.get("content") != content:
        wrong.append("another content digest: index.json")
    return wrong


def main() -> int:
    """Compare both ways: what is listed, and what is there; or check the proof that is named."""
    if sys.argv[1:]:
        file, *heads = sys.argv[1:]
        if len(heads) > 1 or file.startswith("-"):
            sys.stdout.write(f"{__doc__}")
            return 2
        return check_proof(file, *heads)
    entry, wrong = check_ledger()
    act = {name: each.split(":")[1] for name, each in entry.get("files", {}).items()
           if "#" not in name}  # fmt: skip
    listed = read(MANIFEST) | read(DERIVED) | act
    found = list_files()
    wrong += [f"missing: {name}" for name in sorted(set(listed) - found)]
    wrong += [f"extra: {name}" for name in sorted(found - set(listed) - BESIDE)]
    wrong += [
        f"changed: {name}"
        for name in sorted(set(listed) & found)
        if (FOLDER / name).is_symlink() or hash_file(FOLDER / name) != listed[name]
    ]
    try:
        wrong += [] if wrong else check_contents(entry)
    except (KeyError, IndexError, TypeError, ValueError, OSError) as error:
        wrong.append(f"not as a release is written: datapackage.json ({error!r})")
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(f"{len(listed)} files, {len(wrong)} wrong\n")
    sys.stdout.write(f"manifest sha256:{hash_file(FOLDER / MANIFEST)}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names of files may hold what the terminal cannot write.
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
