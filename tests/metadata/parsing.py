"""Citations and metadata read back, as their readers read them."""

import json
from dataclasses import dataclass
from typing import Any

import yaml


def ris(text: str) -> dict[str, list[str]]:
    """Read one RIS reference: the values of each tag, in order."""
    found: dict[str, list[str]] = {}
    lines = text.split("\n")
    assert lines[-2:] == ["ER  - ", ""]
    for line in lines[:-2]:
        assert line[2:6] == "  - ", line
        found.setdefault(line[:2], []).append(line[6:])
    return found


def latex(text: str) -> str:
    """Read LaTeX as it is set: braces group, commands that name a character are that one."""
    characters = (
        (r"\textbackslash{}", "\ue000"), (r"\textbraceleft{}", "\ue001"),
        (r"\textbraceright{}", "\ue002"), (r"\textasciicircum{}", "^"),
        (r"\textasciitilde\ ", "~ "), (r"\textasciitilde ", "~"), (r"\textasciitilde", "~"),
        (r"\$", "$"), (r"\&", "&"), (r"\%", "%"), (r"\#", "#"), (r"\_", "_"),
        ("{", ""), ("}", ""), ("\ue000", "\\"), ("\ue001", "{"), ("\ue002", "}"),
    )  # fmt: skip
    for written, character in characters:
        text = text.replace(written, character)
    return text


@dataclass(frozen=True)
class Bibtex:
    """One BibTeX entry, set as text; names of authors as BibTeX splits them."""

    fields: dict[str, str]
    authors: list[str]


def bibtex(text: str) -> Bibtex:
    """Read the one entry of a file with pybtex."""
    from pybtex.database import parse_string

    (entry,) = parse_string(text, "bibtex").entries.values()
    authors = [latex(str(person)) for person in entry.persons.get("author", ())]
    return Bibtex({name: latex(value) for name, value in entry.fields.items()}, authors)


def document(name: str, text: str) -> Any:
    """Read a JSON or YAML file."""
    if name.endswith(".cff"):
        return yaml.safe_load(text)
    found = json.loads(text)
    return found[0] if name == "citation.json" else found
