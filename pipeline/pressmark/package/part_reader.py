"""Schemas and dialects that do not stand in the descriptor: in files, or in copies of addresses."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pressmark.errors import ProjectError
from pressmark.files.manifest import hash_file
from pressmark.package.copies import Copies, is_address
from pressmark.package.dialect import Dialect
from pressmark.package.documents import read_document
from pressmark.package.mending import read_mended
from pressmark.package.misspelt import Reader
from pressmark.package.package import Descriptor
from pressmark.package.paths import display, resolve_inside
from pressmark.package.properties import Properties
from pressmark.package.schema import Schema
from pressmark.package.slips import CopiedPart, Misspelt, Unusable
from pressmark.package.unchecked import Unchecked
from pressmark.package.upgrade import upgrade_dialect, upgrade_schema

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
PARTS: tuple[tuple[str, type[Properties], Upgrade], ...] = (
    ("schema", Schema, upgrade_schema),
    ("dialect", Dialect, upgrade_dialect),
)
"""The parts of a resource that may stand in files of their own."""


@dataclass(frozen=True)
class ReadDescriptor:
    """A descriptor, the files of their own in which parts of it stand, and what is told of it.

    `lost` names the tables of which a part cannot be read, each with the part.
    """

    descriptor: Descriptor
    files: tuple[Path, ...]
    misspelt: tuple[Misspelt, ...]
    unchecked: tuple[Unchecked, ...]
    copied: tuple[CopiedPart, ...]
    faults: tuple[Unusable, ...] = ()
    lost: frozenset[tuple[str, str]] = frozenset()


@dataclass
class PartReader:
    """Puts the parts of resources into them, and knows where they came from.

    `files` are those inside the package that were read, `misspelt` the slips in them, `inlined` the
    paths of these parts in the descriptor, `lost` the tables and parts that cannot be read.
    """

    root: Path
    place: str
    folders: tuple[Path, ...]
    authored: bool
    files: list[Path] = field(default_factory=list)
    misspelt: list[Misspelt] = field(default_factory=list)
    inlined: set[str] = field(default_factory=set)
    copied: list[CopiedPart] = field(default_factory=list)
    faults: list[Unusable] = field(default_factory=list)
    lost: set[tuple[str, str]] = field(default_factory=set)

    def read(self, resources: list[dict[str, Any]]) -> None:
        """Put every part that a path or an address names in its place; one that is lost goes.

        ProjectError where an author's file is not there, or wrong as written.
        """
        written = [resource.get(part) for resource in resources for part, *_ in PARTS]
        copies = Copies(self.folders, frozenset(str(each) for each in written if is_address(each)))
        for position, resource in enumerate(resources):
            for part, kind, upgraded in PARTS:
                named = resource.get(part)
                if not isinstance(named, str) or not named:
                    continue
                table, where = resource.get("name"), f"resources[{position}].{part}"
                if is_address(named):
                    path = self.copy_of(named, resource, part, copies)
                else:
                    path = self.file_of(named, resource, part, where)
                found = path and self.readable(path, kind, upgraded, table, where)
                if found is None:
                    del resource[part]
                    self.lost.add((str(table), part))
                else:
                    resource[part] = found
                    self.inlined.add(f"{where}.")

    def copy_of(
        self, address: str, resource: dict[str, Any], part: str, copies: Copies
    ) -> Path | None:
        """Find the copy of an address, and remember which it is, or that there is none."""
        path = copies.of(address, self.place)
        digest = None if path is None else hash_file(path)
        self.copied.append(CopiedPart(str(resource.get("name")), part, address, digest))
        return path

    def file_of(self, written: str, resource: dict[str, Any], part: str, where: str) -> Path | None:
        """Find the file of a part; remember where somebody else's is not there, or is no such."""
        try:
            path = resolve_inside(self.root, written, self.place)
        except ProjectError as error:
            if self.authored:
                raise
            value, wrong = json.dumps(written, ensure_ascii=False), f"cannot be used: {error.wrong}"
            name = resource.get("name")
            self.faults.append(Unusable(self.place, where, value, wrong, error.right, name))
            return None
        if self.authored or path.exists():
            return path
        self.copied.append(CopiedPart(str(resource.get("name")), part, written, None))
        return None

    def readable(
        self, path: Path, kind: type[Properties], upgraded: Upgrade, table: Any, where: str
    ) -> dict[str, Any] | None:
        """Read the file of one part; None, and a fault, where that of somebody else is broken."""
        try:
            return self.read_file(path, kind, upgraded, table)
        except ProjectError as error:
            if self.authored:
                raise
            place = str(error.place).replace(f"{self.root}/", "")
            wrong = f"cannot be used: {place}: {error.wrong}"
            value, right = json.dumps(display(path), ensure_ascii=False), error.right
            fault = Unusable(display(path), where, value, wrong, right or "mend the file", table)
            self.faults.append(fault)
            return None

    def read_file(
        self, path: Path, kind: type[Properties], upgraded: Upgrade, table: Any
    ) -> dict[str, Any]:
        """Read the file of one part, without what is wrong in it."""
        mended = read_mended(kind, upgraded(read_document(path, display(path))), display(path))
        slips = Reader(display(path), authored=self.authored).misspelt(mended.part)
        self.misspelt += [replace(each, table=table) for each in slips]
        self.faults += [replace(each, table=table) for each in mended.faults]
        if path.resolve().is_relative_to(self.root.resolve()):
            self.files.append(path)
        found: dict[str, Any] = mended.document
        return found
