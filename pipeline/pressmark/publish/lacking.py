"""What a citation of a release will lack: told by name, and of a first release not taken."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pressmark.errors import ProjectError
from pressmark.metadata import read_values
from pressmark.metadata.values import Values
from pressmark.package import Descriptor, Package
from pressmark.package.own import CONTACT
from pressmark.publish.promises import DESCRIPTOR, name_file
from pressmark.releases.ledger import Ledger
from pressmark.version import Version, order_version
from pressmark.words import find_nearest, fold

WITHOUT = "--without"
FIRST = order_version("1.0.0")


@dataclass(frozen=True)
class Part:
    """One thing that a citation has: its word, others for it, how to write it, when it is there.

    What is `asked` for must be there in a first release, unless it is said that there is none.
    """

    word: str
    others: tuple[str, ...]
    right: str
    is_there: Callable[[Values, Descriptor], bool]
    asked: bool = False


def has_license(values: Values, _: Descriptor) -> bool:
    """Whether the package has a license, or each of its tables has one."""
    return bool(values.licences) or all(each.licences for each in values.tables)


def has_contact(_: Values, descriptor: Descriptor) -> bool:
    """Whether anybody can be written to."""
    people = descriptor.contributors or ()
    return CONTACT.is_in(descriptor) or any(each.email or each.path for each in people)


PARTS: tuple[Part, ...] = (
    Part("license", ("licenses", "licence", "licences", "terms", "rights"),
         "licenses: [{name: CC-BY-4.0}]", has_license, asked=True),
    Part("creator", ("creators", "author", "authors", "contributor", "contributors"),
         "contributors: [{title: Ann Example, roles: [creator]}]",
         lambda values, _: bool(values.creators), asked=True),
    Part("publisher", ("publishers",), "contributors: [{title: Example House, roles: [publisher]}]",
         lambda values, _: values.publisher is not None),
    Part("description", ("descriptions", "abstract", "summary"), "description: What it holds.",
         lambda values, _: bool(values.description)),
    Part("homepage", ("home page", "page", "website", "url"), "homepage: https://example.org",
         lambda values, _: bool(values.homepage)),
    Part("contact", ("contacts", "email", "e mail", "mail"), f"{CONTACT.name}: data@example.org",
         has_contact),
)  # fmt: skip
"""Everything that is looked for, with the word by which a release may do without it."""


def read_parts(words: Iterable[str]) -> frozenset[str]:
    """Read the words of parts as people write them.

    ProjectError where one means none, or what another means.
    """
    meant = {fold(other): part.word for part in PARTS for other in (part.word, *part.others)}
    found = set()
    for word in words:
        if fold(word) not in meant:
            near = find_nearest(word, tuple(meant))
            known = ", ".join(part.word for part in PARTS)
            right = f"did you mean {meant[near]!r}?" if near else f"there is {known}"
            raise ProjectError(WITHOUT, f"{word!r} is no part of a citation", right)
        if meant[fold(word)] in found:
            raise ProjectError(WITHOUT, f"{word!r} names a part again", "name each once")
        found.add(meant[fold(word)])
    return frozenset(found)


def find_lacking(package: Package, without: frozenset[str]) -> tuple[Part, ...]:
    """Give what a citation will lack, but for what it is said to be `without`."""
    values = read_values(package.descriptor, package.name, released=False)
    return tuple(
        part
        for part in PARTS
        if part.word not in without and not part.is_there(values, package.descriptor)
    )


def refuse_first_without(
    package: Package, version: Version, ledger: Ledger, without: frozenset[str]
) -> None:
    """Stop the first release of 1.0.0 or higher that nobody may use, or that nobody made.

    A pre-release of it is not yet the first.
    """
    published = [order_version(each.version) for each in ledger.published]
    if order_version(str(version)) < FIRST or any(each >= FIRST for each in published):
        return
    lacks = tuple(part for part in find_lacking(package, without) if part.asked)
    if lacks:
        words = [part.word for part in lacks]
        raise ProjectError(
            name_file(package.place, DESCRIPTOR),
            f"has no {' and no '.join(words)}, and version {version} is the first to be cited",
            f"write {' and '.join(part.right for part in lacks)}, or release "
            f"{WITHOUT} {','.join(words)}",
        )


def phrase_lacking(lacks: tuple[Part, ...], place: str) -> tuple[str, ...]:
    """Say in lines what a citation will lack of the package at a place."""
    words = [part.word for part in lacks]
    return (
        f"a citation will lack {', '.join(words)}",
        f"  write into {name_file(place, DESCRIPTOR)}, as in:",
        *(f"    {part.right}" for part in lacks),
        f"  or say that there is none: pressmark release {WITHOUT} {','.join(words)}",
    )
