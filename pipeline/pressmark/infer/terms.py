"""What a publisher types for a license and a contact → how a descriptor has it, or a refusal."""

import re

from pressmark.errors import ProjectError
from pressmark.metadata.licence import SPDX
from pressmark.package.own import CONTACT
from pressmark.words import find_nearest

USUAL = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "ODbL-1.0", "PDDL-1.0")


def find_license(text: str) -> str:
    """Give the name at SPDX that a text is, whatever its capitals, blanks and hyphens.

    ProjectError names the nearest one.
    """
    squeezed = squeeze(text)
    names = {squeeze(name): name for name in SPDX}
    if squeezed in names:
        return names[squeezed]
    begun = [name for name in (*USUAL, *SPDX) if squeezed and squeeze(name).startswith(squeezed)]
    near = begun[0] if begun else find_nearest(text, SPDX)
    right = f"did you mean {near}?" if near else f"write one such as {', '.join(USUAL)};"
    later = "another one is written into the descriptor afterwards, with the path of its terms"
    wrong = f"{text!r} is no license for data by its name at SPDX"
    raise ProjectError("license", wrong, f"{right} {later}")


def squeeze(text: str) -> str:
    """Write a name so that capitals, blanks and hyphens make no difference."""
    return re.sub(r"[^0-9a-z.]+", "", text.lower())


def check_contact(text: str) -> str:
    """Give an address at which somebody is reached; ProjectError where it is none."""
    try:
        CONTACT.kind.validate_python(text)
    except ValueError:
        wrong = f"{text!r} is no address"
        raise ProjectError("contact", wrong, f"write {CONTACT.right}") from None
    return text
