"""Who made a package and who publishes it, from its contributors and their roles."""

import re
from dataclasses import dataclass
from typing import Literal

from pressmark.metadata.texts import join_lines
from pressmark.package import Contributor

ORCID = re.compile(r"https?://orcid\.org/([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])/?")


@dataclass(frozen=True)
class Creator:
    """A person or body.

    `kind` is None where the descriptor does not tell: a lone `title` may be either. `given` and
    `family` are there for persons only.
    """

    name: str
    kind: Literal["person", "organization"] | None = None
    given: str = ""
    family: str = ""
    affiliation: str = ""
    orcid: str | None = None

    @property
    def inverted(self) -> str:
        """The name as catalogues sort it: `Family, Given`, where both are known."""
        return f"{self.family}, {self.given}" if self.family and self.given else self.name


def read_creator(contributor: Contributor) -> Creator | None:
    """Read a contributor; None where nothing of it is a name.

    A given or family name makes a person; an `organization` alone is a body, and beside another
    name it is where that one works.
    """
    given, family = join_lines(contributor.given_name), join_lines(contributor.family_name)
    title, body = join_lines(contributor.title), join_lines(contributor.organization)
    match = ORCID.fullmatch(contributor.path or "")
    orcid = f"https://orcid.org/{match[1]}" if match else None
    if given or family:
        name = title or f"{given} {family}".strip()
        return Creator(name, "person", given, family, body, orcid)
    if title and title != body:
        return Creator(title, "person" if orcid else None, affiliation=body, orcid=orcid)
    return Creator(body, "organization") if body else None


def list_creators(contributors: tuple[Contributor, ...] | None) -> tuple[Creator, ...]:
    """List who made a package, each once.

    Those are the contributors whose role is creator or author; where none is, those whose role is
    not said, or said to be contributor, as Data Package v1 has it where nothing is written.
    """
    everyone = contributors or ()
    made = [each for each in everyone if {"creator", "author"} & list_roles(each)]
    rest = [each for each in everyone if not each.roles or "contributor" in list_roles(each)]
    found = (read_creator(each) for each in made or rest)
    return tuple(dict.fromkeys(each for each in found if each))


def find_publisher(contributors: tuple[Contributor, ...] | None) -> Creator | None:
    """Give who publishes a package: the first contributor with that role."""
    found = (read_creator(each) for each in contributors or () if "publisher" in list_roles(each))
    return next((each for each in found if each), None)


def list_roles(contributor: Contributor) -> set[str]:
    """Give a contributor's roles in small letters."""
    return {role.strip().lower() for role in contributor.roles or ()}
