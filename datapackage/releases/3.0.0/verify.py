"""Check a release, or the proof of one record, with nothing but Python 3.

Run it in the folder of the release: `python3 verify.py`. It says which files are missing, changed
or extra, computes the tree of every table again, and exits 1 if anything is wrong. Where the ledger
(`index.json`) stands in the folder above, its chain and what it says of this release are checked
too, and the chain of a ledger that was merged into it. The digests that it prints last are those
that citations give.

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

import hashlib
import json
import pathlib
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import json
import re
from collections.abc import Iterable
from typing import Any

PROOF = "pressmark-record-proof-1"
"""The format of a proof, which it names itself."""
LARGEST = 2**53
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
HASH = re.compile(r"[0-9a-f]{64}")
HEAD = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
LINE = re.compile(r"([0-9a-f]{64}) ([1-9][0-9]{0,15}) ([^\n]+)\n")
NONE = type(None)
SHAPE: dict[str, tuple[type, ...]] = {
    "format": (str,), "release": (str, NONE), "table": (str,), "key": (dict,), "record": (str,),
    "position": (int,), "size": (int,), "path": (list,), "header": (str,), "headerPath": (list,),
    "tables": (list,), "content": (str,), "entries": (list,), "head": (str, NONE),
}  # fmt: skip
"""What a proof holds: nothing of it is left out, and nothing added."""
ENTRY: dict[str, tuple[type, ...]] = {
    "act": (str,), "version": (str,), "date": (str,), "manifest": (str,), "files": (dict,),
    "previous": (str, NONE), "content": (str,), "reason": (str,), "doi": (str,),
    "mergedFrom": (dict,),
}  # fmt: skip
FORMER: dict[str, tuple[type, ...]] = {
    "previous": (str, NONE), "digest": (str,), "mergedFrom": (dict,),
}  # fmt: skip
LATER = {"content", "reason", "doi", "mergedFrom"}
"""What an entry of the ledger may lack."""


class NoProofError(Exception):
    """The file is no proof of a record; the text says why."""


def read_proof(text: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Read a proof strictly, and the JSON of the site's record around it, if it stands in one.

    NoProofError where it is none.
    """
    try:
        document = json.loads(text, object_pairs_hook=once_each, parse_constant=refuse_constant)
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        message = f"it is no JSON: {error}"
        raise NoProofError(message) from None
    around = None
    if isinstance(document, dict) and "format" not in document and "proof" in document:
        document, around = document["proof"], document
    if around and document is None:
        message = "the release is of the first format, which has none: verify the whole release"
        raise NoProofError(message)
    if not isinstance(document, dict) or document.get("format") != PROOF:
        message = f"it does not say that its format is {PROOF}"
        raise NoProofError(message)
    refuse_other_shape(document)
    return document, around


def read_head(word: str) -> str:
    """Read the digest of a ledger's entry as somebody gives it; ValueError where it is none."""
    found = HEAD.fullmatch(word.strip())
    if not found:
        message = f"{json.dumps(word)} is no digest: sha256: and 64 digits in small hexadecimal"
        raise ValueError(message)
    return f"sha256:{found[1]}"


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Take the members of an object; ValueError where one is given twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        message = "a member is given twice"
        raise ValueError(message)
    return found


def refuse_constant(name: str) -> None:
    """Refuse what is a number to Python alone."""
    message = f"{name} is no number"
    raise ValueError(message)


def refuse_other_shape(proof: dict[str, Any]) -> None:
    """Refuse members that are missing, unknown, or of another type: NoProofError."""
    refuse_members(proof, SHAPE, "")
    for entry in proof["entries"]:
        refuse_members(entry, ENTRY, "an entry's ", LATER)
        former = entry.get("mergedFrom")
        while former is not None:
            refuse_members(former, FORMER, "a merged entry's ", LATER)
            former = former.get("mergedFrom")
    texts = [*proof["key"].values(), *proof["path"], *proof["headerPath"], *proof["tables"]]
    texts += [each for entry in proof["entries"] for each in entry["files"].values()]
    right = all(type(each) is str for each in texts)
    right = right and all(HASH.fullmatch(each) for each in proof["path"] + proof["headerPath"])
    right = right and all(LINE.fullmatch(each) for each in proof["tables"])
    right = right and all(DIGEST.fullmatch(each) for each in (proof["content"], proof["head"] or
                          proof["content"]))  # fmt: skip
    if not right or not 1 <= proof["position"] < proof["size"] <= LARGEST:
        message = "a key, hash, line, digest, position or size in it is not written as one"
        raise NoProofError(message)


def refuse_members(
    part: Any, shape: dict[str, tuple[type, ...]], whose: str, may_lack: Iterable[str] = ()
) -> None:
    """Refuse an object whose members are others than those of a shape: NoProofError."""
    if type(part) is not dict or not set(shape) - set(may_lack) <= set(part) <= set(shape):
        there = part if type(part) is dict else {}
        lacking = sorted(set(shape) - set(may_lack) - set(there))[:1]
        unknown = sorted(set(there) - set(shape))[:1]
        of = "lacking" if lacking else "unknown"
        message = f"{whose}members are others: {json.dumps((lacking or unknown)[0])} is {of}"
        raise NoProofError(message)
    for name, value in part.items():
        # JSON's true is no number, though Python takes it for one.
        if type(value) not in shape[name] or (name in may_lack and not value):
            message = f"{whose}{name} is of another kind"
            raise NoProofError(message)

MOST_BYTES = 2**28
"""What is longer is not read."""
CELL = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",\n]*))(,|\n)')
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf of a tree (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two hashes into that of the node above them."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_of(leaves: Iterable[bytes]) -> tuple[int, str]:
    """Count leaves, of which there is one, and give their root; holds one hash for each level."""
    whole: list[tuple[int, bytes]] = []
    size = 0
    for leaf in leaves:
        size, count, top = size + 1, 1, leaf_hash(leaf)
        while whole and whole[-1][0] == count:
            count, top = count * 2, node_hash(whole.pop()[1], top)
        whole.append((count, top))
    _, root = whole.pop()
    while whole:
        root = node_hash(whole.pop()[1], root)
    return size, root.hex()


def records_of(file: BinaryIO) -> Iterator[bytes]:
    """Give the records of canonical CSV, each with its line feed, from where a file is read."""
    lines: list[bytes] = []
    quotes = 0
    for line in file:
        lines.append(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            yield b"".join(lines)
            lines, quotes = [], 0
    if lines:
        yield b"".join(lines)


def content_of(lines: Iterable[str]) -> str:
    """Give the content digest of a release from the sorted lines of its tables."""
    return "sha256:" + hashlib.sha256("".join(lines).encode()).hexdigest()


def digest_of(entry: dict[str, Any]) -> str:
    """Give the digest by which an entry of the ledger is named."""
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def formerly(entry: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Give an entry as it stood in each ledger it was merged from, with the digest it had there."""
    while "mergedFrom" in entry:
        told = dict(entry["mergedFrom"])
        digest = told.pop("digest")
        entry = {name: each for name, each in entry.items() if name != "mergedFrom"} | told
        yield entry, digest


def flaws(proof: dict[str, Any], around: dict[str, Any] | None = None) -> Iterator[str]:
    """Say what of a proof does not follow; nothing where the record is proven."""
    table, size, record = proof["table"], proof["size"], proof["record"].encode()
    lines = {LINE.fullmatch(each).group(3): each for each in proof["tables"]}  # type: ignore[union-attr]
    names = [name.encode() for name in lines]
    root = root_by(proof["path"], proof["position"], size, leaf_hash(record))
    if root is None or lines.get(table) != f"{root} {size} {table}\n":
        yield "the record does not lead to the root of its table"
    root = root_by(proof["headerPath"], 0, size, leaf_hash(proof["header"].encode()))
    if root is None or lines.get(table) != f"{root} {size} {table}\n":
        yield "the header does not lead to the root of its table"
    if names != sorted(names) or len(names) < len(proof["tables"]):
        yield "the lines of the tables are not sorted by their names, each once"
    if content_of(proof["tables"]) != proof["content"]:
        yield "the lines of the tables do not lead to the content digest"
    yield from flaws_of_entries(proof)
    values = values_of(proof)
    if values is None:
        yield "the record and the header are not the lines of one table"
    elif not proof["key"] or proof["key"].items() - values.items():
        yield "the record has another key"
    elif around is not None:
        yield from flaws_around(proof, values, around)


def root_by(path: list[str], position: int, size: int, found: bytes) -> str | None:
    """Give the root to which a path leads (RFC 9162, section 2.1.3.2).

    None where it is not just as long as it must be.
    """
    last = size - 1
    for beside in map(bytes.fromhex, path):
        if last == 0:
            return None
        if position % 2 or position == last:
            found = node_hash(beside, found)
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            found = node_hash(found, beside)
        position, last = position // 2, last // 2
    return found.hex() if last == 0 else None


def flaws_of_entries(proof: dict[str, Any]) -> Iterator[str]:
    """Say where the entries of the ledger do not lead from the content digest to the head."""
    entries = proof["entries"]
    if not entries:
        if proof["release"] is not None or proof["head"] is not None:
            yield "it names a release or a head, and no entry of the ledger"
        return
    first, previous = entries[0], entries[0]["previous"]
    if (first["act"], first["version"]) != ("published", proof["release"]):
        yield "the first entry does not publish the release"
    if first.get("content") != proof["content"]:
        yield "the first entry is of another content digest"
    for entry in entries:
        if entry["previous"] != previous:
            yield "the entries of the ledger do not follow from each other"
        if any(digest_of(former) != digest for former, digest in formerly(entry)):
            yield "a merged entry is not what it says it was"
        previous = digest_of(entry)
    if previous != proof["head"]:
        yield "the head is not the digest of the last entry"


def reaches(head: str, entries: list[dict[str, Any]]) -> bool:
    """Whether a head was there after the first entry: its chain leads back to that.

    The entries must follow from each other. The head may be that of a ledger that was merged.
    """
    ways = {digest_of(each): each["previous"] for each in entries}
    ways |= {digest: each["previous"] for entry in entries for each, digest in formerly(entry)}
    first = {digest_of(each) for each in entries[:1]}
    first |= {digest for each in entries[:1] for _, digest in formerly(each)}
    at: str | None = head
    while at in ways and at not in first:
        at = ways[at]
    return at in first


def values_of(proof: dict[str, Any]) -> dict[str, str | None] | None:
    """Give the values of the record by its fields, None where one is missing.

    None where the lines are not those of one table.
    """
    name, _, rest = proof["header"].partition("\n")
    fields, rest = cells_of(rest)
    values, after = cells_of(proof["record"])
    missing = rest.removesuffix("\n")
    told = not rest or (missing and rest.endswith("\n"))
    if name != proof["table"] or after or not told or not fields or len(fields) != len(values):
        return None
    shown = (None if value == missing else value for value in values)
    return dict(zip(fields, shown))  # noqa: B905 - systems bring Python 3.9, which lacks it


def cells_of(text: str) -> tuple[list[str], str]:
    """Read the cells of the first record of a CSV text, and the rest; none where it has no end."""
    cells, at, end = [], 0, ","
    while end == ",":
        found = CELL.match(text, at)
        if not found:
            return [], text
        quoted, plain, end = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end()
    return cells, text[at:]


def flaws_around(
    proof: dict[str, Any], values: dict[str, str | None], around: dict[str, Any]
) -> Iterator[str]:
    """Say what the JSON of the site's record says otherwise than the proof in it."""
    given = around.get("values")
    for name in ("table", "key"):
        if around.get(name) != proof[name]:
            yield f"the {name} beside the proof is another"
    if proof["release"] not in (None, around.get("version")):
        yield "the version beside the proof is another"
    if type(given) is not dict or given.keys() != values.keys():
        yield "the fields beside the proof are others"
    else:
        for name, value in values.items():
            if not is_same(given[name], value):
                yield f"the value of {json.dumps(name)} beside the proof is another"


def is_same(given: Any, cell: str | None) -> bool:
    """Whether a value as a database holds it is that of a cell."""
    if cell is None or given is None or type(given) is str:
        return bool(given == cell)
    if type(given) is float:
        return bool(NUMBER.fullmatch(cell)) and float(cell) == given
    return type(given) is int and str(given) in (cell, {"false": "0", "true": "1"}.get(cell))


def told(proof: dict[str, Any]) -> Iterator[str]:
    """Say what is proven, line by line, with nothing in it that a terminal would obey."""
    release = f"version {proof['release']}" if proof["release"] else "a package not published"
    of = f"record {proof['position']} of {proof['size'] - 1} in table {proof['table']}"
    yield plain(f"{of} of {release}")
    for name, value in (values_of(proof) or {}).items():
        yield f"  {json.dumps(name)}: {'missing' if value is None else json.dumps(value)}"
    yield f"content {proof['content']}"
    if proof["head"]:
        yield f"ledger {proof['head']}"


def withdrawals(proof: dict[str, Any]) -> Iterator[str]:
    """Say what the entries of a proof tell of the withdrawal of its own release."""
    for entry in proof["entries"]:
        if (entry["act"], entry["version"]) == ("withdrawn", proof["release"]):
            yield f"the version was withdrawn on {entry['date']}: {entry.get('reason', '')}"


def plain(text: str) -> str:
    """Write a text so that every terminal shows it and obeys nothing in it."""
    return text.encode("unicode_escape").decode()


def text_of(file: str) -> str:
    """Read the text of a file; NoProofError where it is too long, ValueError if it is no UTF-8."""
    with pathlib.Path(file).open("rb") as opened:
        read = opened.read(MOST_BYTES + 1)
    if len(read) > MOST_BYTES:
        message = f"it is larger than {MOST_BYTES:,} bytes"
        raise NoProofError(message)
    return read.decode("utf-8-sig")


def check_proof(file: str, head: str | None = None) -> int:
    """Check a proof in a file, against a head that somebody kept; print how it came out."""
    try:
        wanted = None if head is None else read_head(head)
        proof, around = read_proof(text_of(file))
    except (NoProofError, OSError, ValueError) as error:
        said = str(error).encode("ascii", "backslashreplace").decode()
        sys.stdout.write(f"no proof of a record: {said}\n")
        return 2
    wrong = list(flaws(proof, around))
    if wanted is not None and not wrong and not reaches(wanted, proof["entries"]):
        wrong.append("it does not lead to the head that was asked for")
    sys.stdout.write("".join(f"wrong: {line}\n" for line in wrong))
    if not wrong:
        notes = (f"note: {plain(line)}" for line in withdrawals(proof))
        sys.stdout.write("".join(f"{line}\n" for line in (*told(proof), *notes)))
    sys.stdout.write("NOT proven\n" if wrong else "proven by the digests above\n")
    return 1 if wrong else 0

FOLDER = pathlib.Path(__file__).resolve().parent
LEDGER = FOLDER.parent / "index.json"
MANIFEST = "manifest-sha256.txt"
DERIVED = "derived-sha256.txt"
BESIDE = {MANIFEST, DERIVED, MANIFEST + ".sig", "verify.py", "report.json", "report.html",
          "CHANGES.md", "changes.csv", "changes.parquet", "provenance.json"}  # fmt: skip


def sha256(path: pathlib.Path) -> str:
    """Give the sha256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read(name: str) -> dict[str, str]:
    """Read a list of files and their sha256; a list that is not there lists nothing."""
    if name == DERIVED and not (FOLDER / name).exists():
        return {}
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("  ", 1) for line in lines if not line.startswith("#"))
    return {path: digest for digest, path in pairs}


def there() -> set[str]:
    """Name every file below the folder, and what has no place there: links, empty folders."""
    found = set()
    for where, folders, names in os.walk(FOLDER):
        paths = [pathlib.Path(where, name) for name in names]
        paths += [path for name in folders if (path := pathlib.Path(where, name)).is_symlink()]
        paths += [] if folders or names else [pathlib.Path(where)]
        found |= {path.relative_to(FOLDER).as_posix() for path in paths}
    return found


def by_ledger() -> tuple[dict[str, Any], list[str]]:
    """Give the ledger's entry of this manifest, and what is wrong with its chain."""
    if not LEDGER.exists():
        return {}, []
    manifest = "sha256:" + sha256(FOLDER / MANIFEST)
    known: set[str | None] = {None}
    previous, found, wrong, merged = None, None, [], {}
    for entry in json.loads(LEDGER.read_text(encoding="utf-8"))["entries"]:
        if entry["previous"] != previous:
            wrong.append("changed: index.json, whose entries do not follow from each other")
        previous = digest_of(entry)
        for former, digest in formerly(entry):
            if digest_of(former) != digest or former["previous"] not in known:
                wrong.append("changed: index.json, whose merged entries do not follow")
            merged[digest] = former["previous"]
        known |= {previous, *merged}
        if entry["act"] == "published" and entry["manifest"] == manifest:
            found = entry
    sys.stdout.write(f"ledger {previous}\n")
    for head in sorted(set(merged) - set(merged.values())):
        sys.stdout.write(f"ledger {head}, merged into it\n")
    return found or {}, wrong + ([] if found else ["not in the ledger: this manifest"])


def leaves_of(resource: dict[str, Any]) -> Iterator[bytes]:
    """Give the leaves of a table: name, header and text for missing values, then its records."""
    missing = resource["schema"]["missingValues"][0]
    told = f"{missing}\n" if missing else ""
    with (FOLDER / resource["path"]).open("rb") as file:
        records = records_of(file)
        yield f"{resource['name']}\n".encode() + next(records, b"") + told.encode()
        yield from records


def by_trees(entry: dict[str, Any]) -> list[str]:
    """Compute every tree again, and say which are not as the descriptor and the ledger say."""
    descriptor = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    if "pressmark:format" not in descriptor:
        return []
    wrong, lines = [], {}
    for resource in descriptor["resources"]:
        name, (size, root) = resource["name"], tree_of(leaves_of(resource))
        lines[name.encode()] = f"{root} {size} {name}\n"
        if resource["pressmark:tree"] != {"size": size, "root": f"sha256:{root}"}:
            wrong.append(f"another tree: {resource['path']}")
    content = content_of(lines[name] for name in sorted(lines))
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
    entry, wrong = by_ledger()
    act = {name: each.split(":")[1] for name, each in entry.get("files", {}).items()}
    listed = read(MANIFEST) | read(DERIVED) | act
    found = there()
    wrong += [f"missing: {name}" for name in sorted(set(listed) - found)]
    wrong += [f"extra: {name}" for name in sorted(found - set(listed) - BESIDE)]
    wrong += [
        f"changed: {name}"
        for name in sorted(set(listed) & found)
        if (FOLDER / name).is_symlink() or sha256(FOLDER / name) != listed[name]
    ]
    try:
        wrong += [] if wrong else by_trees(entry)
    except (KeyError, IndexError, TypeError, ValueError, OSError) as error:
        wrong.append(f"not as a release is written: datapackage.json ({error!r})")
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(f"{len(listed)} files, {len(wrong)} wrong\n")
    sys.stdout.write(f"manifest sha256:{sha256(FOLDER / MANIFEST)}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names of files may hold what the terminal cannot write.
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
