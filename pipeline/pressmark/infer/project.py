"""Drafts of tables → the files of a project, as a careful person would write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from pressmark.infer.draft import DraftTable
from pressmark.package.own import CONTACT
from pressmark.words import plural

VERSION = "1.0.0"
SHORT_LIST = 12
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


def name_of(text: str) -> str:
    """Make the name of a package from a title, a file or a folder."""
    name = re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-._")
    return name or "dataset"


def project_files(name: str, tables: Sequence[DraftTable], told: PublisherWords) -> dict[str, str]:
    """Give the files of a project by their paths, but for the records."""
    schemas = {f"schemas/{table.name}.yaml": schema_text(table) for table in tables}
    return {
        "datapackage/datapackage.yaml": descriptor_text(name, tables, told),
        **schemas,
        f"datapackage/notes/{VERSION}.md": note_text(tables),
        "README.md": readme_text(name, tables, told),
        ".gitignore": IGNORED,
        ".github/workflows/validate.yml": CHECK,
    }


def descriptor_text(name: str, tables: Sequence[DraftTable], told: PublisherWords) -> str:
    """Write the descriptor of a project."""
    described: dict[str, Any] = {"name": name, "title": told.title or titled(name)}
    described["version"] = VERSION
    if told.license:
        path = LICENSES.get(told.license)
        described["licenses"] = [{"name": told.license, **({"path": path} if path else {})}]
    if told.publisher:
        person = {"title": told.publisher, "roles": ["creator", "publisher"]}
        described["contributors"] = [person]
    if told.contact:
        described[CONTACT.name] = told.contact
    described["resources"] = [{"name": table.name, "title": titled(table.name)} for table in tables]
    return yaml_text(described)


def titled(name: str) -> str:
    """Write a name as a title."""
    words = re.sub(r"[-_.]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def schema_text(table: DraftTable) -> str:
    """Write the schema of a table, each field with the reason of its type."""
    lines = ["fields:"]
    for each in table.fields:
        first, *more = yaml_text(each.properties).splitlines()
        lines += [f"  # {each.reason}", f"  - {first}", *(f"    {line}" for line in more)]
    keys = {key: value for key, value in table.schema.items() if key != "fields"}
    return "\n".join(lines) + "\n" + (yaml_text(keys) if keys else "")


def note_text(tables: Sequence[DraftTable]) -> str:
    """Write what is said of the first release, for its publisher to complete."""
    counted = ", ".join(f"{table.name} ({plural(table.records, 'record')})" for table in tables)
    files = ", ".join(dict.fromkeys(table.path.name for table in tables))
    return f"First release. Tables: {counted}. Read from {files}.\n"


def readme_text(name: str, tables: Sequence[DraftTable], told: PublisherWords) -> str:
    """Write what a reader of the project's folder meets first."""
    listed = "\n".join(
        f"- `{table.name}`: {plural(table.records, 'record')}, "
        f"{plural(len(table.fields), 'field')} (`schemas/{table.name}.yaml`)"
        for table in tables
    )
    license_line = f"License: {told.license}.\n" if told.license else ""
    return f"""\
# {told.title or titled(name)}

{listed}

Records stand in `datapackage/records/`, what their columns hold in `schemas/`, and what the whole
is in `datapackage/datapackage.yaml`. Published versions are in `datapackage/releases/`.

```sh
pressmark validate   # judge every record
pressmark release    # publish the version that the descriptor names, once
pressmark serve      # look at what was published
```
{license_line and chr(10)}{license_line}"""


class SchemaDumper(yaml.SafeDumper):
    """Writes YAML as people do: short lists in a line."""

    def represent_items(self, items: list[Any]) -> yaml.Node:
        """Write a list of words in a line, any other an item a line."""
        plain = all(isinstance(each, str | int | float) for each in items)
        tag = "tag:yaml.org,2002:seq"
        return self.represent_sequence(tag, items, flow_style=plain and len(items) <= SHORT_LIST)


SchemaDumper.add_representer(list, SchemaDumper.represent_items)


def yaml_text(value: Any) -> str:
    """Write a value as YAML: keys in their order, words of any script as they are."""
    text: str = yaml.dump(
        value, Dumper=SchemaDumper, sort_keys=False, allow_unicode=True, width=100
    )
    return text
