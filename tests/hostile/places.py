"""Paths and addresses that lead out of the package, and files that are none."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .entry import ADDRESS, Content, Entry, descriptor, refused, resource, schema

HERE = "datapackage.json"
PARTS = ("path", "schema", "dialect")


def link_to(target: str) -> Callable[[Path], None]:
    """Make a symbolic link."""
    return lambda path: path.symlink_to(target)


def unsafe(name: str, written: str, *files: tuple[str, Content]) -> tuple[Entry, ...]:
    """Describe four packages: a path as that of data, of all and of some, a schema, a dialect.

    What it names is never opened; a package that has anything else is judged without it.
    """
    said = f"{HERE}: the path {written!r} leaves the package or is hidden"
    wrong = (("descriptor.value", None, None, None),)
    good = ("t.csv", b"a,b\n1,2\n")
    beside = descriptor(resource(), resource("u", written))
    return (
        refused(f"{name} as path", said, resource(path=written), files=files),
        Entry(f"{name} as one of two paths", ((HERE, beside), good, *files), 1, wrong),
        *(
            Entry(
                f"{name} as {part}",
                ((HERE, descriptor(resource(**{part: written}))), good, *files),
                1,
                wrong,
            )
            for part in PARTS[1:]
        ),
    )


def found(name: str, rule: str, table: dict[str, Any], *files: tuple[str, Content]) -> Entry:
    """Describe a package of which one table has no file."""
    every = ((HERE, descriptor(resource(**table))), ("t.csv", b"a,b\n1,2\n"), *files)
    return Entry(name, every, 1, ((rule, None, None, None),))


def fetched(name: str, written: str) -> tuple[Entry, ...]:
    """Describe packages that name an address where a path may stand: nothing is fetched.

    The file is missing, or the schema or dialect, of which nobody laid a copy.
    """
    missing = ("file.missing", "schema.missing", "schema.missing")
    pairs = zip(PARTS, missing, strict=True)
    return tuple(found(f"{name} as {part}", rule, {part: written}) for part, rule in pairs)


def to_address(**more: Any) -> dict[str, Any]:
    """Write a table whose foreign key names an address."""
    reference = {"resource": f"{ADDRESS}/datapackage.json", "fields": "a", **more}
    return resource(schema=schema(foreignKeys=[{"fields": "a", "reference": reference}]))


PLACES: tuple[Entry, ...] = (
    *unsafe("a path with ..", "../secret.csv", ("../secret.csv", b"a,b\n")),
    *unsafe("a path with .. in the middle", "data/../../secret.csv"),
    *unsafe("an absolute path", "/etc/passwd"),
    *unsafe("a home folder", "~/secret.csv"),
    *unsafe("a variable", "$HOME/secret.csv"),
    *unsafe("a hidden file", ".secret.csv", (".secret.csv", b"a,b\n")),
    *unsafe("a path of Windows", "C:\\secret.csv"),
    *unsafe("a link that leaves", "link", ("link", link_to("/etc/passwd"))),
    *fetched("an address", f"{ADDRESS}/t.csv"),
    *fetched("a file address", "file:///etc/passwd"),
    *fetched("an address in capitals", f"HTTP{ADDRESS[4:]}/t.csv"),
    *fetched("an address of a bucket", "s3://bucket/t.csv"),
    Entry("a reference to an address", ((HERE, descriptor(to_address())), ("t.csv", b"a,b\n1,2\n")),
          1, (("descriptor.value", None, None, None),)),
    found("an address among several paths", "file.missing",
          {"path": ["t.csv", f"{ADDRESS}/t.csv"]}),
    refused("a link through /proc", f"{HERE}: the path 'link'",
            resource(path="link"), files=(("link", link_to("/proc/self/environ")),)),
    refused("links in a circle", f"{HERE}: the path 'link' cannot be followed",
            resource(path="link"), files=(("link", link_to("link")),)),
    refused("a path of 5,000 characters", f"{HERE}: the path", resource(path="x" * 5_000)),
    found("a pipe as data", "file.missing", {"path": "pipe"}, ("pipe", os.mkfifo)),
    found("a pipe as schema", "descriptor.value", {"schema": "pipe"}, ("pipe", os.mkfifo)),
    found("a folder as data", "file.missing", {"path": "folder"}, ("folder/x", b"")),
    found("the package as data", "file.missing", {"path": "."}),
    refused("/dev/zero as data", f"{HERE}: the path '/dev/zero' leaves",
            resource(path="/dev/zero")),
    refused("a link to /dev/zero", f"{HERE}: the path 'link' leaves",
            resource(path="link"), files=(("link", link_to("/dev/zero")),)),
    Entry("a link to /dev/zero beside a table",
          ((HERE, descriptor(resource(), resource("u", "link"))), ("t.csv", b"a,b\n1,2\n"),
           ("link", link_to("/dev/zero"))),
          1, (("descriptor.value", None, None, None),)),
    Entry("a device as descriptor", (), 2, said="/dev/zero: is no file", project="/dev/zero"),
    Entry("a pipe as descriptor", ((HERE, os.mkfifo),), 2, said=f"{HERE}: is no file"),
    refused("an SQL file outside", ".: the path '../x.sql' leaves",
            written=descriptor(**{"pressmark:rules": ["../x.sql"]})),
)  # fmt: skip
