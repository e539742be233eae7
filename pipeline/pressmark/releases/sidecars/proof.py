"""A proof that one record stands in a release, checked with nothing but Python 3.

The lines of this module are shipped in `verify.py` of every release, and `pressmark verify-record`
runs the same. `docs/reference/digests.md` says what a proof holds and why it proves anything.
"""

import hashlib
import json
import pathlib
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from pressmark.releases.sidecars.proof_shape import (
    LINE,
    NoProofError,
    read_head,
    read_proof,
)

MOST_BYTES = 2**28
"""What is longer is not read."""
CELL = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",\n]*))(,|\n)')
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def hash_leaf(leaf: bytes) -> bytes:
    """Hash a leaf of a tree (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Hash two hashes into that of the node above them."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def build_tree(
    leaves: Iterable[bytes], redacted: dict[int, bytes] | None = None
) -> tuple[int, str]:
    """Count leaves, of which there is one, and give their root; holds one hash for each level.

    Of leaves that were redacted the hashes are known, by their positions.
    """
    whole: list[tuple[int, bytes]] = []
    size = 0
    for found in hash_leaves(leaves, redacted or {}):
        size, count, top = size + 1, 1, found
        while whole and whole[-1][0] == count:
            count, top = count * 2, hash_node(whole.pop()[1], top)
        whole.append((count, top))
    _, root = whole.pop()
    while whole:
        root = hash_node(whole.pop()[1], root)
    return size, root.hex()


def hash_leaves(leaves: Iterable[bytes], redacted: dict[int, bytes]) -> Iterator[bytes]:
    """Hash leaves, and put the hashes of those that were redacted into their places."""
    position = 0
    for leaf in leaves:
        yield hash_leaf(leaf)
        position += 1
        while position in redacted:
            yield redacted[position]
            position += 1


def read_records(file: BinaryIO) -> Iterator[bytes]:
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


def hash_content(lines: Iterable[str]) -> str:
    """Give the content digest of a release from the sorted lines of its tables."""
    return "sha256:" + hashlib.sha256("".join(lines).encode()).hexdigest()


def hash_entry(entry: dict[str, Any]) -> str:
    """Give the digest by which an entry of the ledger is named."""
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def list_former_entries(entry: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Give an entry as it stood in each ledger it was merged from, with the digest it had there."""
    while "mergedFrom" in entry:
        told = dict(entry["mergedFrom"])
        digest = told.pop("digest")
        entry = {name: each for name, each in entry.items() if name != "mergedFrom"} | told
        yield entry, digest


def find_flaws(proof: dict[str, Any], around: dict[str, Any] | None = None) -> Iterator[str]:
    """Say what of a proof does not follow; nothing where the record is proven."""
    table, size, record = proof["table"], proof["size"], proof["record"].encode()
    lines = {LINE.fullmatch(each).group(3): each for each in proof["tables"]}  # type: ignore[union-attr]
    names = [name.encode() for name in lines]
    root = find_root(proof["path"], proof["position"], size, hash_leaf(record))
    if root is None or lines.get(table) != f"{root} {size} {table}\n":
        yield "the record does not lead to the root of its table"
    root = find_root(proof["headerPath"], 0, size, hash_leaf(proof["header"].encode()))
    if root is None or lines.get(table) != f"{root} {size} {table}\n":
        yield "the header does not lead to the root of its table"
    if names != sorted(names) or len(names) < len(proof["tables"]):
        yield "the lines of the tables are not sorted by their names, each once"
    if hash_content(proof["tables"]) != proof["content"]:
        yield "the lines of the tables do not lead to the content digest"
    yield from find_entry_flaws(proof)
    values = read_values(proof)
    if values is None:
        yield "the record and the header are not the lines of one table"
    elif not proof["key"] or proof["key"].items() - values.items():
        yield "the record has another key"
    elif around is not None:
        yield from find_flaws_around(proof, values, around)


def find_root(path: list[str], position: int, size: int, found: bytes) -> str | None:
    """Give the root to which a path leads (RFC 9162, section 2.1.3.2).

    None where it is not just as long as it must be.
    """
    last = size - 1
    for beside in map(bytes.fromhex, path):
        if last == 0:
            return None
        if position % 2 or position == last:
            found = hash_node(beside, found)
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            found = hash_node(found, beside)
        position, last = position // 2, last // 2
    return found.hex() if last == 0 else None


def find_entry_flaws(proof: dict[str, Any]) -> Iterator[str]:
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
        if any(hash_entry(former) != digest for former, digest in list_former_entries(entry)):
            yield "a merged entry is not what it says it was"
        previous = hash_entry(entry)
    if previous != proof["head"]:
        yield "the head is not the digest of the last entry"


def reaches(head: str, entries: list[dict[str, Any]]) -> bool:
    """Whether a head was there after the first entry: its chain leads back to that.

    The entries must follow from each other. The head may be that of a ledger that was merged.
    """
    ways = {hash_entry(each): each["previous"] for each in entries}
    ways |= {
        digest: each["previous"] for entry in entries for each, digest in list_former_entries(entry)
    }
    first = {hash_entry(each) for each in entries[:1]}
    first |= {digest for each in entries[:1] for _, digest in list_former_entries(each)}
    at: str | None = head
    while at in ways and at not in first:
        at = ways[at]
    return at in first


def read_values(proof: dict[str, Any]) -> dict[str, str | None] | None:
    """Give the values of the record by its fields, None where one is missing.

    None where the lines are not those of one table.
    """
    name, _, rest = proof["header"].partition("\n")
    fields, rest = read_cells(rest)
    values, after = read_cells(proof["record"])
    missing = rest.removesuffix("\n")
    told = not rest or (missing and rest.endswith("\n"))
    if name != proof["table"] or after or not told or not fields or len(fields) != len(values):
        return None
    shown = (None if value == missing else value for value in values)
    return dict(zip(fields, shown))  # noqa: B905 - systems bring Python 3.9, which lacks it


def read_cells(text: str) -> tuple[list[str], str]:
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


def find_flaws_around(
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


def tell_proof(proof: dict[str, Any]) -> Iterator[str]:
    """Say what is proven, line by line, with nothing in it that a terminal would obey."""
    release = f"version {proof['release']}" if proof["release"] else "a package not published"
    of = f"record {proof['position']} of {proof['size'] - 1} in table {proof['table']}"
    yield render_visible(f"{of} of {release}")
    for name, value in (read_values(proof) or {}).items():
        yield f"  {json.dumps(name)}: {'missing' if value is None else json.dumps(value)}"
    yield f"content {proof['content']}"
    if proof["head"]:
        yield f"ledger {proof['head']}"


def tell_withdrawals(proof: dict[str, Any]) -> Iterator[str]:
    """Say what the entries of a proof tell: that its release was withdrawn, its record redacted."""
    digest = f"sha256:{hash_leaf(proof['record'].encode()).hex()}"
    for entry in proof["entries"]:
        if (entry["act"], entry["version"]) == ("withdrawn", proof["release"]):
            yield f"the version was withdrawn on {entry['date']}: {entry.get('reason', '')}"
        elif entry["version"] == proof["release"] and digest in entry["files"].values():
            yield f"the record was redacted on {entry['date']}: {entry.get('reason', '')}"
            return


def render_visible(text: str) -> str:
    """Write a text so that every terminal shows it and obeys nothing in it."""
    return text.encode("unicode_escape").decode()


def read_proof_text(file: str) -> str:
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
        proof, around = read_proof(read_proof_text(file))
    except (NoProofError, OSError, ValueError) as error:
        said = str(error).encode("ascii", "backslashreplace").decode()
        sys.stdout.write(f"no proof of a record: {said}\n")
        return 2
    wrong = list(find_flaws(proof, around))
    if wanted is not None and not wrong and not reaches(wanted, proof["entries"]):
        wrong.append("it does not lead to the head that was asked for")
    sys.stdout.write("".join(f"wrong: {line}\n" for line in wrong))
    if not wrong:
        notes = (f"note: {render_visible(line)}" for line in tell_withdrawals(proof))
        sys.stdout.write("".join(f"{line}\n" for line in (*tell_proof(proof), *notes)))
    sys.stdout.write("NOT proven\n" if wrong else "proven by the digests above\n")
    return 1 if wrong else 0
