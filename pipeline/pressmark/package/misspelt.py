"""Properties that are passed over, and were probably meant to be others.

Publishers may add properties of their own anywhere ("Customization"), so most of what is not known
is theirs. What is not known and resembles a property of the standard, or one of ours, is most
likely a slip, and its package would be judged as if it were not there.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from pressmark.errors import ProjectError
from pressmark.package.meant import ALIKE, LEVELS, fold_name, guess_meant
from pressmark.package.own import BY_NAME, OWN
from pressmark.package.own_property import PREFIX, Level
from pressmark.package.package import Resource
from pressmark.package.properties import Properties
from pressmark.package.schema import Field, Schema
from pressmark.package.slips import Misspelt
from pressmark.package.upgrade import NESTED

MARKED = re.compile(r"[\W\d_]|[xX][-_]|[^:]*:")
"""How a name begins that its owner marked as their own: by a character, by x- or by a prefix."""
UNKNOWN = "is no property of Pressmark's"
SHORT = {fold_name(each.name.partition(":")[2]): each for each in OWN}
"""Our properties by their names without the prefix."""
NEAR_OURS = 0.7
"""How alike a name with our prefix is to the property that was meant: it can be no other's."""
LONGEST = 40
MOST_COMPARED = 1_000
"""Longer names, and more of them in one file, are compared for equality only: a matter of time."""


@dataclass
class Reader:
    """Looks for slips in one file; what `authored` people write must be known to us."""

    place: str
    authored: bool = False
    compared: dict[tuple[Level, str], tuple[str, Level] | None] = field(default_factory=dict)

    def misspelt(
        self, part: Properties, where: str = "", omit: Collection[str] = ()
    ) -> Iterator[Misspelt]:
        """List the slips in a part and below; ProjectError where a property of ours is wrong.

        Parts whose paths are to `omit` stand in other files.
        """
        level = LEVELS[type(part)]
        for name in part.model_extra or {}:
            found = self.of_ours(part, level, name, where) or self.of_the_standard(
                level, name, where
            )
            if found:
                yield found
        for step, inner in walk_parts(part):
            path = f"{where}{step}."
            if path not in omit:
                yield from (place_slip(each, inner) for each in self.misspelt(inner, path, omit))

    def of_ours(self, part: Properties, level: Level, name: str, where: str) -> Misspelt | None:
        """Judge what has our prefix, or nearly: known, in its place, of its type, or a slip."""
        if not self.has_our_prefix(name):
            return None
        own = BY_NAME.get(name)
        slip = Misspelt(self.place, where, name, UNKNOWN)
        if own is None:
            return suggest_ours(slip, level)
        if level not in own.stands:
            right = f"write it on a {phrase_parts(own.stands)}"
            return replace(slip, wrong=f"is no property of a {level}", right=right)
        if own.instead and self.authored:
            return replace(slip, wrong="is written by releases alone", right=own.instead)
        value = own.read(part, self.place, where)
        fields = {each.name for each in part.fields} if isinstance(part, Schema) else set()
        for each in own.fields(value):
            if each not in fields:
                wrong = f"{where}{name} names {each!r}, which is no field of this schema"
                raise ProjectError(self.place, wrong, f"write {own.right}")
        return None

    def has_our_prefix(self, name: str) -> bool:
        """Whether a name begins with our prefix, or with what is nearly that."""
        prefix, colon, _ = name.partition(":")
        if not colon or prefix == PREFIX:
            return bool(colon)
        if len(prefix) > LONGEST or self.is_tired:
            return False
        return bool(difflib.get_close_matches(fold_name(prefix), [PREFIX], cutoff=ALIKE))

    @property
    def is_tired(self) -> bool:
        """Whether so many names were compared that no more are."""
        return len(self.compared) > MOST_COMPARED

    def of_the_standard(self, level: Level, name: str, where: str) -> Misspelt | None:
        """Judge a property without a prefix: nearly one of the standard, or somebody's own."""
        if MARKED.match(name) or len(name) > LONGEST:
            return None
        key = (level, name)
        if key not in self.compared:
            self.compared[key] = guess_meant(
                level, name, compared=not self.is_tired, authored=self.authored
            )
        found = self.compared[key]
        slip = Misspelt(self.place, where, name, "is no property of the standard")
        if level == "dialect" and name in NESTED:
            return replace(slip, right="take out what it holds: nothing in the standard means that")
        if found:
            near, belongs = found
            if belongs == level:
                return replace(slip, meant=near)
            wrong = f"is no property of a {level}"
            return replace(slip, wrong=wrong, meant=near, belongs=belongs)
        own = SHORT.get(fold_name(name)) if self.authored else None
        return replace(slip, meant=own.name) if own else None


def refuse(found: Iterable[Misspelt]) -> None:
    """Stop at the first slip in what an author wrote."""
    for each in found:
        right = [each.right] if each.right else []
        if each.meant:
            right = [
                f"did you mean {each.meant!r}{f' in the {each.belongs}' if each.belongs else ''}?"
            ]
        if ":" not in each.name and each.meant:
            right.append("A property of your own takes a prefix, as in 'my:name'")
        raise ProjectError(each.place, f"{each.path} {each.wrong}", " ".join(right))


def suggest_ours(slip: Misspelt, level: Level) -> Misspelt:
    """Add which property of ours was probably meant, or which there are."""
    word = fold_name(slip.name.partition(":")[2][:LONGEST])
    near = difflib.get_close_matches(word, SHORT, n=1, cutoff=NEAR_OURS)
    if near:
        own = SHORT[near[0]]
        belongs = None if level in own.stands else phrase_parts(own.stands)
        return replace(slip, meant=own.name, belongs=belongs)
    there = [each.name for each in OWN if level in each.stands and not each.released]
    right = f"write one of {', '.join(there)}" if there else f"a {level} has none, so take it out"
    return replace(slip, right=right)


def phrase_parts(levels: tuple[Level, ...]) -> str:
    """Write parts of a descriptor as people do: `package, table or field`."""
    *others, last = levels
    return f"{', '.join(others)} or {last}" if others else last


def place_slip(each: Misspelt, part: Properties) -> Misspelt:
    """Say which table and field a slip is about, on the way up."""
    if isinstance(part, Field):
        return replace(each, field=part.name)
    return replace(each, table=part.name) if isinstance(part, Resource) else each


@cache
def list_labels(kind: type[Properties]) -> tuple[tuple[str, str], ...]:
    """Give the properties of a kind of part, and how each is written."""
    return tuple((name, each.alias or name) for name, each in kind.model_fields.items())


def walk_parts(part: Properties) -> Iterator[tuple[str, Properties]]:
    """Walk the parts directly inside a part, each with its place."""
    # Most parts are fields with little written in them, and there may be thousands.
    written = part.model_fields_set
    for name, label in list_labels(type(part)):
        value = getattr(part, name) if name in written else None
        if value is None or isinstance(value, str):
            continue
        if isinstance(value, Properties):
            yield label, value
        elif isinstance(value, tuple):
            for position, item in enumerate(value):
                if isinstance(item, Properties):
                    yield f"{label}[{position}]", item
