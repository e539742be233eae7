"""A comparison together with what it asks for, as every rendering reads it."""

from dataclasses import dataclass

from pressmark.compare import Change, Comparison, Demand, find_highest, list_demands
from pressmark.engine.connection import Engine
from pressmark.package import Package
from pressmark.version import Level, Version, parse
from pressmark.words import make_visible


@dataclass(frozen=True)
class Changes:
    """Two packages, and what changed between them: counts are complete, the list may be cut."""

    old: Package
    new: Package
    comparison: Comparison

    def __repr__(self) -> str:
        """Name both and say what the changes ask for, in one line."""
        old, new = make_visible(render_title(self.old)), make_visible(render_title(self.new))
        return f"<Changes: {old} → {new}. {self.verdict}>"

    @property
    def demands(self) -> tuple[Demand, ...]:
        """What asks for a version."""
        return list_demands(self.comparison)

    @property
    def level(self) -> Level | None:
        """The part of the version that has to rise; None where nothing changed."""
        return find_highest(self.demands)

    @property
    def least(self) -> Version | None:
        """The least version after the older one; None where that has no semantic version."""
        version = parse(self.old.descriptor.version or "")
        return version.after(self.level) if self.level and version else None

    @property
    def verdict(self) -> str:
        """Say in one line what the changes ask for."""
        if self.level is None:
            return "Nothing has changed."
        version = f": {self.least} or higher" if self.least else ""
        return f"The changes ask for a {self.level} version{version}."

    def listed(self, table: str, kind: str) -> tuple[Change, ...]:
        """Give the listed changes of one kind in a table."""
        listed = self.comparison.listed
        return tuple(each for each in listed if (each.table, each.change) == (table, kind))

    def label(self, change: Change) -> str | None:
        """Give what names a whole record to a reader, beside its key; None where nothing does."""
        gone = change.change == "removed"
        pair = next(each for each in self.comparison.pairs if each.name == change.table)
        schema = ((pair.old if gone else pair.new) or pair.table).schema
        label = schema.label_field
        keyed = pair.key if pair.old and pair.new else schema.primary_key
        if not keyed or label in (schema.primary_key or ()):
            return None
        return dict(change.values).get(label or "") or None


@dataclass(frozen=True, repr=False)
class Outcome(Changes):
    """Changes, together with the engine that holds every change.

    `warnings` are sentences that a reader must know besides.
    """

    engine: Engine
    warnings: tuple[str, ...] = ()


def render_title(package: Package) -> str:
    """Name a package with its version."""
    return f"{package.name} {package.descriptor.version or 'without a version'}"
