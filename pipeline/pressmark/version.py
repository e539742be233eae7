"""Semantic versions (semver.org, 2.0.0): the only place that reads, orders and raises them.

What is accepted here is handled everywhere: it names a folder and a part of an address as it
stands, sorts as a number of 64 bits, and the version after it can be told.
"""

import re
from dataclasses import dataclass
from typing import Literal

Level = Literal["major", "minor", "patch"]
LEVELS: tuple[Level, ...] = ("major", "minor", "patch")
"""The parts of a version, the weightiest first."""

LONGEST = 100
"""Characters of a version: a folder, a file and a database are named after it."""
MOST_DIGITS = 18
"""Digits of a number in it: so many always fit into 64 bits."""
RIGHT = (
    "write three numbers without leading zeros, such as 1.0.0 or 1.0.0-rc.1, "
    f"of at most {MOST_DIGITS} digits each and {LONGEST} characters in all"
)
"""What would be right, where a version is none."""

NUMBER = rf"(?:0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}})"
IDENTIFIER = rf"(?:{NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
SEMANTIC = re.compile(
    rf"({NUMBER})\.({NUMBER})\.({NUMBER})"
    rf"(?:-({IDENTIFIER}(?:\.{IDENTIFIER})*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
)
"""The grammar of sections 2, 9 and 10; digits and letters are those of ASCII."""
DIGITS = re.compile(rf"[0-9]{{1,{MOST_DIGITS}}}")
UNSAFE_IN_A_FILE_NAME = re.compile(r"[^0-9A-Za-z.+-]")
UNSAFE_IN_AN_ADDRESS = re.compile(r"[^0-9A-Za-z_-]")

Identifier = tuple[int, int, str]
FINISHED: Identifier = (2, 0, "")
"""Stands last among identifiers: a version without any comes after its pre-releases."""


@dataclass(frozen=True, order=True)
class Version:
    """A semantic version; equal by content, ordered by precedence (semver.org, section 11).

    Build metadata, which precedence leaves out, decides last of all, so that the order is total.
    """

    core: tuple[int, int, int]
    identifiers: tuple[Identifier, ...] = (FINISHED,)
    build: str = ""

    def __str__(self) -> str:
        """Write the version as it was read."""
        before = ".".join(word or str(number) for _, number, word in self.identifiers)
        text = ".".join(map(str, self.core))
        return f"{text}{'' if self.is_final else f'-{before}'}{self.build and f'+{self.build}'}"

    @property
    def precedence(self) -> tuple[tuple[int, int, int], tuple[Identifier, ...]]:
        """A value that is equal for versions of which neither is newer (section 10)."""
        return self.core, self.identifiers

    @property
    def is_final(self) -> bool:
        """Whether this is no pre-release (section 9)."""
        return self.identifiers == (FINISHED,)

    @property
    def goal(self) -> "Version":
        """The version that a pre-release leads to; of another, the same without build metadata."""
        return Version(self.core)

    def after(self, level: Level) -> "Version":
        """Give the least version that raises that part of this one.

        Before 1.0.0 nothing is promised yet (section 4): what would be major is minor.
        """
        major, minor, patch = self.core
        if level == "major" and major > 0:
            return Version((major + 1, 0, 0))
        return Version((major, minor, patch + 1) if level == "patch" else (major, minor + 1, 0))

    def raises_enough(self, last: "Version", level: Level) -> bool:
        """Whether this is high enough after another; a pre-release counts as what it leads to."""
        return self.goal >= last.after(level)


def parse(text: str) -> Version | None:
    """Read a semantic version; None where the text is none, or is longer than the bounds above."""
    match = SEMANTIC.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        return None
    major, minor, patch, before, build = match.groups()
    identifiers = tuple(map(order_identifier, before.split("."))) if before else (FINISHED,)
    return Version((int(major), int(minor), int(patch)), identifiers, build or "")


def order_identifier(written: str) -> Identifier:
    """Order one pre-release identifier: numbers by value, and before words."""
    return (0, int(written), "") if DIGITS.fullmatch(written) else (1, 0, written)


def order_version(text: str) -> tuple[int, Version, tuple[int, ...], str]:
    """Give a value that sorts any texts as the versions do; others come before all.

    Versions of other kinds (`2021-05`, `v2`) are ordered by the numbers in them. The text itself
    comes last, so that the order is total.
    """
    version = parse(text)
    if version is not None:
        return 1, version, (), text
    return 0, Version((0, 0, 0)), tuple(int(each) for each in DIGITS.findall(text)), text


def is_final(text: str) -> bool:
    """Whether a text is a semantic version and no pre-release: only these promise anything."""
    version = parse(text)
    return version is not None and version.is_final


def render_in_file_name(text: str) -> str:
    """Write any version, a stranger's too, as part of a file's name; a semantic one as it is."""
    return UNSAFE_IN_A_FILE_NAME.sub("-", text)[:LONGEST]


def render_in_address(text: str) -> str:
    """Write a version, or a name, with a dash for each character that an address would encode."""
    return UNSAFE_IN_AN_ADDRESS.sub("-", text)
