"""What a verification finds: one check a line, and whether any failed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from pressmark.releases.writers import list_other_writers
from pressmark.words import make_visible

LINE_ENDS = "line ends"
"""The check that fails where a checkout changed line ends, and nothing else differs."""
State = Literal["ok", "failed", "note"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: `ok`, `failed`, or a `note` that something was not proven."""

    name: str
    state: State
    sentence: str
    details: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {
            "check": self.name,
            "state": self.state,
            "message": self.sentence,
            "details": list(self.details),
        }

    def lines(self) -> Iterator[str]:
        """Give it for people: a line, and its details below."""
        yield f"{self.state:<7} {self.name:<10} {make_visible(self.sentence)}"
        yield from (f"{'':<19}{make_visible(detail)}" for detail in self.details)


@dataclass(frozen=True)
class Verification:
    """Everything that was looked at, and the digests that a citation may be compared with."""

    release: str
    checks: tuple[Check, ...]
    name: str | None = None
    version: str | None = None
    manifest: str | None = None
    content: str | None = None
    head: str | None = None
    tables: dict[str, str] = field(default_factory=dict)

    @property
    def valid(self) -> bool:
        """Whether no check failed."""
        return not has_failed(self.checks)

    @property
    def conclusion(self) -> str:
        """Say in words what was proven, and no more than that."""
        if any(check.name == LINE_ENDS for check in self.checks):
            return "has other line ends than it was published with"
        if not self.valid:
            return "is NOT what it should be"
        proven = {check.name for check in self.checks if check.state == "ok"}
        if "published" in proven:
            if any(check.name == "redacted" for check in self.checks):
                return "is what its ledger says is left of what was published"
            return "is what its ledger says was published"
        if "signature" in proven:
            return "is what was signed"
        return "holds together; nothing here says who published it"

    def document(self) -> dict[str, Any]:
        """Give everything as JSON."""
        return {
            "release": self.release,
            "valid": self.valid,
            "name": self.name,
            "version": self.version,
            "manifest": self.manifest,
            "content": self.content,
            "tables": {name: f"sha256:{digest}" for name, digest in self.tables.items()},
            "head": self.head,
            "checks": [each.document() for each in self.checks],
        }

    def text(self) -> str:
        """Give everything for people: one line a check, details below it, then the digests."""
        lines = [line for each in self.checks for line in each.lines()]
        digests = (("manifest", self.manifest), ("content", self.content), ("ledger", self.head))
        lines += [f"{name} {digest}" for name, digest in digests if digest]
        what = f"{self.name} {self.version}" if self.name else self.release
        lines.append(f"{make_visible(what)} {self.conclusion}")
        return "\n".join(lines) + "\n"


def has_failed(checks: Iterable[Check]) -> bool:
    """Whether any check failed."""
    return any(check.state == "failed" for check in checks)


def judge_check(name: str, good: str, bad: str, wrong: Iterable[str]) -> Check:
    """Give a check that failed if anything is wrong, with all that is."""
    details = tuple(wrong)
    return Check(name, "failed", bad, details) if details else Check(name, "ok", good)


def judge_difference(
    name: str, sentence: str, recorded: dict[str, str], details: tuple[str, ...] = ()
) -> Check:
    """Say a difference: it is a failure unless other writers may be its reason.

    `recorded` are the writers that a release names, by their versions; none where it names none.
    """
    changed = list_other_writers(recorded)
    if recorded and not changed:
        return Check(name, "failed", sentence, details)
    why = changed or ("nothing here says which versions wrote it",)
    sentence = f"{sentence}; other versions wrote it, which may be why"
    return Check(name, "note", sentence, (*details, *why))
