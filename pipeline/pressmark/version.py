"""Versions: which of two is the newer one (semver.org, section 11), and which must come next."""

import re
from typing import Literal

Level = Literal["major", "minor", "patch"]
LEVELS: tuple[Level, ...] = ("major", "minor", "patch")
"""The parts of a version, the weightiest first."""

SEMANTIC = re.compile(
    r"(?P<core>[0-9]{1,18}\.[0-9]{1,18}\.[0-9]{1,18})"
    r"(?:-(?P<before>[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
)
NUMBER = re.compile(r"[0-9]{1,18}")

Identifier = tuple[int, int, str]
Precedence = tuple[int, tuple[int, ...], tuple[Identifier, ...], str]

FINISHED: Identifier = (2, 0, "")


def precedence(version: str) -> Precedence:
    """Give a value that sorts as the versions do; what is no semantic version comes before all.

    Versions of other kinds (`2021-05`, `v2`) are ordered by the numbers in them. The text itself
    comes last, so that the order is total.
    """
    match = SEMANTIC.fullmatch(version)
    if match is None:
        return 0, numbers(version), (), version
    before = match["before"]
    identifiers = tuple(identifier(each) for each in before.split(".")) if before else (FINISHED,)
    return 1, numbers(match["core"]), identifiers, version


def numbers(text: str) -> tuple[int, ...]:
    """List the numbers in a text, in order."""
    return tuple(int(each) for each in NUMBER.findall(text))


def identifier(written: str) -> Identifier:
    """Order one pre-release identifier: numbers by value, and before words."""
    if NUMBER.fullmatch(written):
        return 0, int(written), ""
    return 1, 0, written


def core(version: str) -> tuple[int, int, int]:
    """Give the three numbers of a semantic version."""
    major, minor, patch = numbers(version.partition("-")[0].partition("+")[0])
    return major, minor, patch


def plain(version: str) -> str:
    """Give the version that a pre-release leads to."""
    return ".".join(map(str, core(version)))


def is_final(version: str) -> bool:
    """Whether a version is no pre-release (semver.org, section 9)."""
    return "-" not in version.partition("+")[0]


def least_after(version: str, level: Level) -> str:
    """Give the least version that raises that part of another.

    Before 1.0.0 nothing is promised yet (semver.org, section 4): what would be major is minor.
    """
    major, minor, patch = core(version)
    if level == "major" and major > 0:
        return f"{major + 1}.0.0"
    return f"{major}.{minor}.{patch + 1}" if level == "patch" else f"{major}.{minor + 1}.0"


def raises_enough(version: str, last: str, level: Level) -> bool:
    """Whether a version is high enough after another; a pre-release counts as what it leads to."""
    return core(version) >= core(least_after(last, level))
