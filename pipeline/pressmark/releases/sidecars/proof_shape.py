"""What a file must hold to be a proof of a record: read strictly, with nothing but Python 3.

The lines of this module are shipped in `verify.py` of every release.
"""

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
        document = json.loads(text, object_pairs_hook=take_members, parse_constant=refuse_constant)
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


def take_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
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
