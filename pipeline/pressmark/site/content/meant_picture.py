"""Which picture, frame or shared picture was meant by an address at which there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pressmark.site.address import EMBED, PICTURE, SHARE, link_picture, link_shared_picture
from pressmark.site.content.section_faults import LONGEST, MOST_LISTED
from pressmark.words import find_nearest, shorten

ENDINGS = ("svg", "png", "csv")
FIRST = tuple(each.removeprefix("/") for each in (PICTURE, EMBED, SHARE))
OF_SECTION = 3
"""Steps of the address of a section's picture."""


@dataclass(frozen=True)
class PictureNames:
    """The names of a release's sections that have a picture, and of all that have rows."""

    drawn: Sequence[str] = ()
    answered: Sequence[str] = ()


def guess_picture(
    steps: Sequence[str], pictures: Mapping[str, PictureNames], newest: str
) -> tuple[str | None, str]:
    """Give the address that was probably meant, if any, and say what there is.

    `steps` are those of the address, its version one of `pictures`; without one it is the `newest`.
    """
    first, version = steps[0], steps[1] if len(steps) > 1 else newest
    if first == FIRST[2]:
        bare = version.rpartition(".")[0]
        found = version if version in pictures else bare if bare in pictures else newest
        right = "A picture to share ends in .png: that of a version, or of a record that answers."
        return link_shared_picture(found) if len(steps) <= OF_SECTION - 1 else None, right
    there = pictures.get(version)
    if there is None:
        meant, right = guess_picture([first, newest, *steps[2:]], pictures, newest)
        return meant, f"There is no version {shorten(version, LONGEST)} here. {right}"
    written = steps[2] if len(steps) >= OF_SECTION else ""
    name, _, ending = written.rpartition(".") if "." in written else (written, "", "")
    if written in there.answered:
        name, ending = written, ""
    if first == FIRST[1]:
        close = find_near(name, there.drawn)
        return link_picture(version, close) if close else None, list_pictures(version, there.drawn)
    ending = ending if ending in ENDINGS else find_nearest(ending, ENDINGS) or ENDINGS[0]
    close = find_near(name, there.answered if ending == ENDINGS[2] else there.drawn)
    right = list_pictures(
        version, there.drawn, f", each as {' or '.join(f'.{it}' for it in ENDINGS)}"
    )
    if name in there.answered and name not in there.drawn:
        close, ending = name, ENDINGS[2]
        right = f"The section {name} is no picture; its rows are a file. {right}"
    return link_picture(version, close, f".{ending}") if close else None, right


def find_near(name: str, names: Sequence[str]) -> str | None:
    """Give the name, or the one spelled most like it; the only one there is."""
    if name in names:
        return name
    return find_nearest(name, names) or (names[0] if len(names) == 1 else None)


def list_pictures(version: str, names: Sequence[str], forms: str = "") -> str:
    """Say which pictures a version has."""
    if not names:
        return f"Version {version} has no pictures."
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return f"Version {version} has pictures of {', '.join(names[:MOST_LISTED])}{more}{forms}."
