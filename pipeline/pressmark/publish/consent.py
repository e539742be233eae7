"""What a publisher takes upon themselves, so that a release is not stopped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pressmark.errors import ProjectError
from pressmark.package import Package
from pressmark.publish.guarding import ACCEPT, name_parts
from pressmark.publish.lacking import PARTS, read_parts


@dataclass(frozen=True)
class Consent:
    """What is signed off, by table or field with its reason, and what a citation may be without."""

    accepted: Mapping[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()


ANY_CITATION = Consent(without=frozenset(part.word for part in PARTS))
"""That of who calls from inside and has asked, or need not ask, what a citation lacks."""


def read_consent(accept: Mapping[str, str] | None, without: Iterable[str]) -> Consent:
    """Read what is signed off and left out; ProjectError where a word is no part of a citation."""
    return Consent(dict(accept or {}), read_parts(without))


def read_accepted(package: Package, given: Iterable[str]) -> dict[str, str]:
    """Read `TABLE=REASON` and `TABLE.FIELD=REASON`, once for each; a name may hold the sign, too.

    ProjectError where one is given two reasons.
    """
    known = sorted(name_parts(package), key=len, reverse=True)
    found: dict[str, str] = {}
    for each in given:
        written, _, rest = each.partition("=")
        name = next((name for name in known if each.startswith(f"{name}=")), written)
        reason = rest if name == written else each[len(name) + 1 :]
        name = name if name in known else name.strip()
        if name in found:
            raise ProjectError(ACCEPT, f"{name!r} is given two reasons", "give it one")
        found[name] = reason.strip()
    return found
