"""A proof that one record stands in a release, checked by itself, against a head, and a ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pressmark.errors import ProjectError
from pressmark.releases.ledger import Ledger
from pressmark.releases.sidecars.proof import (
    find_flaws,
    reaches,
    read_values,
    tell_proof,
    tell_withdrawals,
)
from pressmark.releases.sidecars.proof_shape import NoProofError, read_proof
from pressmark.verify.chain import check_head, read_kept_head
from pressmark.verify.check import Check, has_failed, judge_check


@dataclass(frozen=True)
class RecordVerification:
    """What was looked at, and the proof as it was written."""

    file: str
    proof: dict[str, Any]
    checks: tuple[Check, ...]

    @property
    def valid(self) -> bool:
        """Whether no check failed."""
        return not has_failed(self.checks)

    def document(self) -> dict[str, Any]:
        """Give everything as JSON; the values only where they are proven."""
        proof = self.proof
        return {
            "file": self.file,
            "valid": self.valid,
            "release": proof["release"],
            "table": proof["table"],
            "key": proof["key"],
            "values": read_values(proof) if self.valid else None,
            "content": proof["content"],
            "head": proof["head"],
            "checks": [each.document() for each in self.checks],
        }

    def text(self) -> str:
        """Give everything for people: one line a check, then what is proven."""
        lines = [line for each in self.checks for line in each.lines()]
        lines += tell_proof(self.proof) if self.valid else ["NOT proven"]
        return "\n".join(lines) + "\n"


def verify_record(
    text: str, file: str, *, head: str | None = None, ledger: Ledger | None = None
) -> RecordVerification:
    """Check the proof in a file, and that it leads to a `head` that somebody kept, or a ledger.

    ProjectError where the file is no proof, or `head` no digest.
    """
    kept = read_kept_head(head)
    try:
        proof, around = read_proof(text)
    except NoProofError as error:
        right = "save it from pressmark cite --key KEY --proof, or from a record's JSON on the site"
        raise ProjectError(file, f"is no proof of a record: {error}", right) from None
    wrong = tuple(find_flaws(proof, around))
    last = "the head of a ledger" if proof["head"] else "the content digest"
    good = f"the record leads, hash by hash, to {last}"
    checks = [judge_check("record", good, "the record is not proven", wrong)]
    if not wrong:
        checks += check_further(proof, kept, ledger)
    return RecordVerification(file, proof, tuple(checks))


def check_further(
    proof: dict[str, Any], head: str | None, ledger: Ledger | None
) -> Iterator[Check]:
    """Hold a proof against a head, and against a ledger that is at hand."""
    if not proof["head"]:
        sentence = "the package was not published, so no ledger says that it is what it was"
        yield Check("ledger", "failed" if head or ledger else "note", sentence)
        return
    if head is not None:
        found = reaches(head, proof["entries"])
        good = "the head that you kept came after the release"
        bad = "the proof does not lead to the head that you kept: ask for one made since"
        yield Check("head", "ok", good) if found else Check("head", "failed", bad)
    if ledger is not None:
        yield from check_head(ledger, proof["head"])
        proof = proof | {"entries": [entry.written() for entry in ledger.entries]}
    elif head is None:
        sentence = "compare the head below with the one that you kept, or give it as --head"
        yield Check("head", "note", sentence)
    yield from (Check("withdrawn", "note", each) for each in tell_withdrawals(proof))
