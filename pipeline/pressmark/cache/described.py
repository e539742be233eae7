"""Digests of what a finding depends on: how a package is described, and what its files hold."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from pathlib import PurePath

from pydantic import BaseModel

from pressmark.cache.dependence import Dependence, is_lasting
from pressmark.cache.noticed import Content
from pressmark.package import Package, Statement, Table
from pressmark.package.own import LIMITS
from pressmark.validate.known import list_involved

PLAIN = (str, int, float, bool, bytes, type(None), PurePath)
"""What is told apart by how Python writes it."""


class UndescribedError(Exception):
    """A value of a package that nobody here can tell from others."""


def describe(value: object) -> str:
    """Write a value so that two are written alike only where they are the same.

    UndescribedError where that is not known of it.
    """
    if isinstance(value, BaseModel):
        # What was left out is what the tool takes for it, and the tool is known.
        return f"{type(value).__name__}{value.model_dump(exclude_unset=True)!r}"
    if isinstance(value, PLAIN):
        return repr(value)
    if isinstance(value, tuple | list):
        return f"({','.join(map(describe, value))})"
    if isinstance(value, dict):
        return f"{{{','.join(f'{describe(k)}:{describe(v)}' for k, v in value.items())}}}"
    if is_dataclass(value):
        compared = (each.name for each in fields(value) if each.compare)
        said = ",".join(f"{name}={describe(getattr(value, name))}" for name in compared)
        return f"{type(value).__name__}({said})"
    raise UndescribedError(type(value).__name__)


def hash_parts(*parts: object) -> str:
    """Give the sha256 of parts that are described each."""
    digest = hashlib.sha256()
    for part in parts:
        raw = describe(part).encode(errors="surrogatepass")
        digest.update(f"{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()


class Ids:
    """Gives what is found of a package its id: a digest of all that this depends on.

    An id is None where a file is not known, or where what is found may change by itself.
    """

    def __init__(
        self, package: Package, contents: Sequence[Content | None], asked: Iterable[object]
    ) -> None:
        """Name what is found by a tool with its options, `asked`; contents go table by table."""
        self.package, self.contents = package, contents
        self.asked = tuple(asked)
        self.positions = {each.name: position for position, each in enumerate(package.tables)}
        self.dependence, self.involved = Dependence(package), list_involved(package)
        limits = LIMITS.of(package.descriptor)
        self.tables = tuple(
            self.name_table(table, content, limits)
            for table, content in zip(package.tables, contents, strict=False)
        )

    def name_table(self, table: Table, content: Content | None, limits: object) -> str | None:
        """Give the id under which a table is known as sound."""
        if content is None:
            return None
        return hash_parts("table", self.asked, limits, table.resource, table.schema, content)

    def name_keys(self, position: int) -> str | None:
        """Give the id under which the keys of a table are known as right: it and its parents."""
        ids = tuple(self.tables[each] for each in self.involved[position])
        return None if None in ids else hash_parts("keys", ids)

    def name_rule(self, rule: Statement) -> str | None:
        """Give the id under which an own rule is known to find nothing."""
        views = self.dependence.list_views(rule)
        if not is_lasting((rule, *views)):
            return None
        target = self.positions.get(rule.heading("table"))
        read = (*self.dependence.list_read(rule), *(() if target is None else (target,)))
        ids = tuple(self.tables[each] for each in read)
        if None in ids:
            return None
        # How databases name tables and the places of records depends on all of the descriptor.
        descriptor = self.package.descriptor.model_dump(exclude_unset=True, exclude={"resources"})
        named = (self.package.place, repr(descriptor), tuple(self.dependence.names))
        return hash_parts("rule", self.asked, named, rule, views, ids)

    def name_report(self, *options: object) -> str | None:
        """Give the id under which the report on the whole package is known."""
        own = (*self.package.rules, *self.package.views) if self.package.trusted else ()
        if None in self.contents or not is_lasting(own):
            return None
        return hash_parts("report", self.asked, options, self.package, self.contents)
