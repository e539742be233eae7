"""Drafts of tables → the files of a project, as a careful person would write them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import yaml

from pressmark.infer.draft import DraftTable
from pressmark.package.documents import PLAIN, TAG
from pressmark.package.own import CONTACT
from pressmark.words import escape_markdown, phrase_count

VERSION = "1.0.0"
SHORT_LIST = 12
SHORT_LINE = 70
"""Items, and characters of all of them, that a list in one line holds."""
LONGEST_NAME = 60
NAMELESS = "dataset"
"""What a package is called of which no text has letters for a name."""
IGNORED = "build/\n"
LICENSES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}
"""Licenses of open data and where their terms stand, by their names at SPDX."""
ASKED = {
    "license": "#   licenses: [{name: CC-BY-4.0}]",
    "publisher": "#   contributors: [{title: Your name, roles: [creator, publisher]}]",
}
"""What the first release asks for, and how it is written, as a comment."""
OPEN = (
    "# Readers would like to know more:",
    "#   description: What it holds, of what time and place, and how it came about.",
    "#   homepage: https://example.org",
)
"""What a descriptor says of no file, as comments."""
CHECK = """\
name: Validate
on: [push, pull_request]
permissions:
  contents: read
jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install pressmark
      - run: pressmark validate --format github
"""


@dataclass(frozen=True)
class PublisherWords:
    """What the publisher says of a dataset that no file shows; empty where nothing was said."""

    title: str = ""
    publisher: str = ""
    license: str = ""
    contact: str = ""

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What the first release asks for and nobody said."""
        return tuple(each for each in ASKED if not getattr(self, each))


def make_name(*texts: str) -> str:
    """Make the name of a package from the first text that has letters for one, without accents.

    Texts are those of a title, a folder, a file; a name has whole words, as many as are short.
    """
    for text in texts:
        bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        letters = sum(each.isalnum() for each in text)
        name = re.sub(r"[^a-z0-9._]+", "-", bare.lower()).strip("-._")
        # What is left of a word in another script names nothing.
        if 2 * sum(each.isalnum() for each in name) > letters:
            return cut_at_words(name)
    return NAMELESS


def cut_at_words(name: str) -> str:
    """Cut a long name behind a word."""
    if len(name) <= LONGEST_NAME:
        return name
    whole, _, _ = name[: LONGEST_NAME + 1].rpartition("-")
    return whole.rstrip("-._") or name[:LONGEST_NAME]


def make_files(name: str, tables: Sequence[DraftTable], told: PublisherWords) -> dict[str, str]:
    """Give the files of a project by their paths, but for the records."""
    schemas = {f"schemas/{table.name}.yaml": render_schema(table) for table in tables}
    return {
        "datapackage/datapackage.yaml": render_descriptor(name, tables, told),
        **schemas,
        f"datapackage/notes/{VERSION}.md": render_note(tables),
        "README.md": render_readme(name, tables, told),
        ".gitignore": IGNORED,
        ".github/workflows/validate.yml": CHECK,
    }


def render_descriptor(name: str, tables: Sequence[DraftTable], told: PublisherWords) -> str:
    """Write the descriptor of a project; what its publisher did not say has its place."""
    described: dict[str, Any] = {"name": name, "title": told.title or make_title(name)}
    described["version"] = VERSION
    if told.license:
        path = LICENSES.get(told.license)
        described["licenses"] = [{"name": told.license, **({"path": path} if path else {})}]
    if told.publisher:
        person = {"title": told.publisher, "roles": ["creator", "publisher"]}
        described["contributors"] = [person]
    if told.contact:
        described[CONTACT.name] = told.contact
    listed = [{"name": table.name, "title": make_title(table.name)} for table in tables]
    asked = ["# The first release needs:"] if told.unsaid else []
    comments = "\n".join((*asked, *(ASKED[each] for each in told.unsaid), *OPEN))
    return f"{render_yaml(described)}{comments}\n{render_yaml({'resources': listed})}"


def make_title(name: str) -> str:
    """Write a name as a title."""
    words = re.sub(r"[-_.]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def render_schema(table: DraftTable) -> str:
    """Write the schema of a table, each field with the reason of its type."""
    lines = ["fields:"]
    for each in table.fields:
        first, *more = render_yaml(each.properties).splitlines()
        lines += [f"  # {each.reason}", f"  - {first}", *(f"    {line}" for line in more)]
    keys = {key: value for key, value in table.schema.items() if key != "fields"}
    return "\n".join(lines) + "\n" + (render_yaml(keys) if keys else "")


def render_note(tables: Sequence[DraftTable]) -> str:
    """Write what is said of the first release, for its publisher to complete."""
    counted = ", ".join(
        f"{table.name} ({phrase_count(table.records, 'record')})" for table in tables
    )
    files = ", ".join(dict.fromkeys(table.path.name for table in tables))
    return f"First release. Tables: {counted}. Read from {files}.\n"


def render_readme(name: str, tables: Sequence[DraftTable], told: PublisherWords) -> str:
    """Write what a reader of the project's folder meets first."""
    listed = "\n".join(
        f"| {escape_markdown(make_title(table.name))} | {table.records:,} | {len(table.fields):,} "
        f"| [`{table.name}.csv`](datapackage/records/{quote(table.name)}.csv) "
        f"| [`{table.name}.yaml`](schemas/{quote(table.name)}.yaml) |"
        for table in tables
    )
    return f"""\
# {escape_markdown(told.title or make_title(name))}
{render_publisher(told)}
| table | records | fields | the records | what they hold |
| --- | --- | --- | --- | --- |
{listed}

[`datapackage/datapackage.yaml`](datapackage/datapackage.yaml) describes the whole. Published
versions are in `datapackage/releases/`; they never change.

```sh
pressmark validate   # judge every record
pressmark release    # publish the version that the descriptor names, once
pressmark serve      # look at what was published
pressmark cite       # cite it
```
"""


def render_publisher(told: PublisherWords) -> str:
    """Write who publishes a dataset, on what terms, and where errors are told, each in a line."""
    lines = (
        (told.publisher, "Published by {}."),
        (told.license, "License: {}."),
        (told.contact, "Errors are told to {}."),
    )
    said = "  \n".join(line.format(escape_markdown(text)) for text, line in lines if text)
    return f"\n{said}\n" if said else ""


LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""What YAML takes for line ends, and folds."""


class SchemaDumper(yaml.SafeDumper):
    """Writes YAML as people do: short lists in a line, the items of others under their name."""

    def represent_text(self, text: str) -> yaml.Node:
        """Write a text in quotes where its line ends would be lost otherwise."""
        style = '"' if LINE_ENDS.search(text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style)

    def represent_items(self, items: list[Any]) -> yaml.Node:
        """Write a list of words in a line where it is short, any other an item a line."""
        plain = all(isinstance(each, str | int | float) for each in items)
        short = len(items) <= SHORT_LIST and sum(len(str(each)) + 2 for each in items) <= SHORT_LINE
        tag = "tag:yaml.org,2002:seq"
        return self.represent_sequence(tag, items, flow_style=plain and short)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002 - yaml's own
        """Indent the items of a list, too."""
        super().increase_indent(flow, False)  # noqa: FBT003 - yaml's own


SchemaDumper.add_representer(list, SchemaDumper.represent_items)
SchemaDumper.add_representer(str, SchemaDumper.represent_text)
for _name, _form, _first in PLAIN:
    # A text such as 1e5 is a number to the reader of projects, though to the writer it is none.
    SchemaDumper.add_implicit_resolver(f"{TAG}{_name}", re.compile(rf"(?:{_form})\Z"), list(_first))


def render_yaml(value: Any) -> str:
    """Write a value as YAML: keys in their order, words of any script as they are."""
    text: str = yaml.dump(
        value, Dumper=SchemaDumper, sort_keys=False, allow_unicode=True, width=100
    )
    return text
