"""One hostile package as a value: its files, and exactly what the judge must answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Content = bytes | Callable[[Path], None]
"""A file's bytes, or what makes the file at its path: a link, a pipe, something too big to hold."""
Where = tuple[str, int | None, int | None, str | None]
"""A finding's rule, record, line and field."""

ADDRESS = "http://127.0.0.1:PORT"
"""Stands for a server that must never be asked; its port is put in when the files are made."""


@dataclass(frozen=True)
class Entry:
    """A hostile package: `files` by their paths, the exit code, and what is said.

    With exit 0 and 1 `findings` are all places that the report lists, warnings too; `counts` says
    it of many. With exit 2 `said` is how the message goes on after "pressmark: ". `limit` is how
    many findings are listed.
    """

    name: str
    files: tuple[tuple[str, Content], ...]
    code: int = 0
    findings: tuple[Where, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    said: str = ""
    project: str = "datapackage.json"
    limit: int = 100

    def make(self, folder: Path, port: int) -> None:
        """Write the files into an empty folder."""
        folder.mkdir(exist_ok=True)
        for name, content in self.files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content.replace(b":PORT", f":{port}".encode()))
            else:
                content(path)


def field(name: str, type_: str = "string", **more: Any) -> dict[str, Any]:
    """Write a field."""
    return {"name": name, "type": type_, **more}


def schema(names: str = "a b", **more: Any) -> dict[str, Any]:
    """Write a schema of texts."""
    return {"fields": [field(name) for name in names.split()], **more}


def resource(name: str = "t", path: Any = "t.csv", **more: Any) -> dict[str, Any]:
    """Write a table's entry."""
    return {"name": name, "path": path, "schema": schema(), **more}


def descriptor(*resources: dict[str, Any], **more: Any) -> bytes:
    """Write a descriptor; without tables of its own it has one of two texts in `t.csv`."""
    document = {"name": "hostile", "resources": list(resources) or [resource()], **more}
    return json.dumps(document).encode()


def table(
    name: str, text: Content, *found: Where, of: dict[str, Any] | None = None, **more: Any
) -> Entry:
    """Describe a package of one table; without findings it is valid.

    `of` is the schema; `resource` holds further properties of the table, and what else is given
    belongs to the entry.
    """
    properties = more.pop("resource", {})
    entry = resource(schema=of or schema(), **properties)
    warnings = ("schema.pattern", "cell.formula", "cell.precision")
    rules = [rule for rule, *_ in found] + [rule for rule, _ in more.get("counts", ())]
    more.setdefault("code", int(any(rule not in warnings for rule in rules)))
    files = (("datapackage.json", descriptor(entry)), ("t.csv", text))
    return Entry(name, files, findings=found, **more)


def values(
    name: str, type_: str, text: str, *wrong: int, rule: str = "cell.type", **more: Any
) -> Entry:
    """Describe a table of one field `v` with a value a line; `wrong` are the records that are."""
    found = tuple((rule, record, record + 1, "v") for record in wrong)
    of = {"fields": [field("v", type_, **more)]}
    return table(name, f"v\n{text}".encode(), *found, of=of)


def refused(name: str, said: str, *resources: dict[str, Any], **more: Any) -> Entry:
    """Describe a package that is refused: exit 2."""
    files = more.pop("files", ())
    written = more.pop("written", descriptor(*resources))
    every = (("datapackage.json", written), ("t.csv", b"a,b\n1,2\n"), *files)
    return Entry(name, every, code=2, said=said, **more)
