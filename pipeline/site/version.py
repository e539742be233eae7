"""Versions in order: which of two releases is the newer one (semver.org, section 11)."""

import re

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
