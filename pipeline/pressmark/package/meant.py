"""Which property of the standard a name was probably meant to be, and where that belongs."""

import difflib
from functools import cache

from pressmark.package.dialect import Dialect
from pressmark.package.makers import Contributor, License, Source
from pressmark.package.own_property import Level
from pressmark.package.package import Descriptor, Resource
from pressmark.package.properties import Properties
from pressmark.package.schema import (
    Category,
    Constraints,
    Field,
    ForeignKey,
    MissingValue,
    Reference,
    Schema,
)

PARTS: tuple[tuple[type[Properties], Level], ...] = (
    (Descriptor, "package"),
    (Resource, "resource"),
    (Schema, "schema"),
    (Field, "field"),
    (Constraints, "constraints"),
    (Category, "category"),
    (MissingValue, "missing value"),
    (ForeignKey, "foreign key"),
    (Reference, "reference"),
    (Dialect, "dialect"),
    (License, "license"),
    (Contributor, "contributor"),
    (Source, "source"),
)
LEVELS = dict(PARTS)
KNOWN = {level: tuple(name for name in part.known() if name[0].isalpha()) for part, level in PARTS}
"""The standard's properties of each part; `$schema` is no word."""
OF_DIALECTS = tuple(
    name for name in Dialect.known() if name not in ("header", "property", "itemType", "table")
)
OF_NUMBERS = ("decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues")
ELSEWHERE: dict[Level, tuple[tuple[Level, tuple[str, ...]], ...]] = {
    "package": (
        ("schema", Schema.known()),
        ("dialect", OF_DIALECTS),
        ("resource", ("schema", "dialect", "encoding", "mediatype")),
    ),
    "resource": (("schema", Schema.known()), ("dialect", ("header", *OF_DIALECTS))),
    "schema": (
        ("field", ("constraints", "categories", "categoriesOrdered", *OF_NUMBERS)),
        ("dialect", OF_DIALECTS),
        ("resource", ("dialect", "encoding")),
    ),
    "field": (
        ("constraints", Constraints.known()),
        ("schema", ("primaryKey", "uniqueKeys", "foreignKeys", "fieldsMatch")),
    ),
    "constraints": (
        ("field", ("type", "format", "categories", "missingValues", "itemType", *OF_NUMBERS)),
    ),
    "foreign key": (("reference", ("resource",)),),
    "dialect": (
        ("resource", ("encoding",)),
        ("schema", ("missingValues",)),
        ("field", OF_NUMBERS),
    ),
}
"""Properties that a part does not have and that are often written there, by where they belong."""
OTHER_WORDS: tuple[tuple[Level, Level, str, tuple[str, ...]], ...] = (
    ("package", "package", "licenses", ("licence", "licences")),
    ("resource", "resource", "licenses", ("licence", "licences")),
    ("resource", "resource", "encoding", ("charset",)),
    ("schema", "schema", "fields", ("columns",)),
    ("schema", "schema", "missingValues", ("navalues", "nullvalues")),
    ("schema", "schema", "primaryKey", ("pk", "primary")),
    ("field", "field", "type", ("datatype", "fieldtype")),
    ("field", "field", "missingValues", ("navalues", "nullvalues")),
    ("field", "field", "decimalChar", ("decimal", "decimalseparator")),
    ("field", "field", "groupChar", ("thousands", "thousandsseparator", "groupseparator")),
    ("field", "constraints", "pattern", ("regex", "regexp")),
    ("field", "constraints", "minimum", ("min",)),
    ("field", "constraints", "maximum", ("max",)),
    ("constraints", "constraints", "pattern", ("regex", "regexp")),
    ("constraints", "constraints", "minimum", ("min",)),
    ("constraints", "constraints", "maximum", ("max",)),
    ("constraints", "constraints", "enum", ("allowedvalues", "values")),
    ("field", "constraints", "enum", ("enumeration",)),
    ("resource", "dialect", "delimiter", ("separator", "seperator", "sep")),
    ("dialect", "dialect", "delimiter", ("separator", "seperator", "sep", "fieldseparator")),
    ("dialect", "dialect", "quoteChar", ("quote", "quotecharacter")),
    ("dialect", "dialect", "escapeChar", ("escape", "escapecharacter")),
    ("dialect", "dialect", "commentChar", ("comment", "commentcharacter")),
    ("dialect", "dialect", "lineTerminator", ("newline", "linebreak", "lineending")),
    ("dialect", "dialect", "sheetName", ("sheet",)),
)
"""Words of other programs and tongues: where they stand, where what they mean belongs, what, how
they are written."""
SYNONYMS = {
    (level, word): (name, belongs) for level, belongs, name, words in OTHER_WORDS for word in words
}
ORDINARY = (
    "date", "dates", "descriptions", "examples", "labels", "schemas", "scheme", "source", "titles",
    "types", "values",
)  # fmt: skip
"""Words that publishers use for things of their own, though they are nearly properties."""
ALIKE = 0.8
"""How alike two words are of which an author is asked whether one is a slip."""
SHORTEST = 4
SHORTEST_ELSEWHERE = 6
"""A shorter property, of this part or of another, is meant only by its own letters."""
MOST_SLIPS = 2
LONG = 10
"""Slips of the hand in one word, and how many letters it has in which there are so many."""


def guess_meant(
    level: Level, name: str, *, compared: bool = True, authored: bool = False
) -> tuple[str, Level] | None:
    """Give the property that a name was probably meant to be, and the part that it belongs to.

    The same but for case and punctuation first, then the words of others. Unless it is not to be
    `compared`, nearly the same last: by a slip or two of the hand, and for what is `authored` here
    by any likeness, as its author can still give it another name.
    """
    word = fold_name(name)
    by_word = list_candidates(level)
    found = by_word.get(word) or SYNONYMS.get((level, word))
    if found or not compared or (word in ORDINARY and not authored):
        return found
    words = [
        each
        for each, (_, belongs) in by_word.items()
        if len(each) >= (SHORTEST if belongs == level else SHORTEST_ELSEWHERE)
    ]
    near = min(words, key=lambda each: (count_slips(word, each), by_word[each][1] != level))
    if count_slips(word, near) <= (MOST_SLIPS if len(near) >= LONG else 1):
        return by_word[near]
    like = difflib.get_close_matches(word, words, n=1, cutoff=ALIKE) if authored else ()
    return by_word[like[0]] if like else None


@cache
def list_candidates(level: Level) -> dict[str, tuple[str, Level]]:
    """Give what may be meant in a part, with where it belongs, by its folded name."""
    elsewhere = [(each, belongs) for belongs, names in ELSEWHERE.get(level, ()) for each in names]
    every: list[tuple[str, Level]] = [*((each, level) for each in KNOWN[level]), *elsewhere]
    return {fold_name(each): (each, belongs) for each, belongs in reversed(every)}


def count_slips(word: str, meant: str) -> int:
    """Count the slips of the hand from one word to another (Damerau): three are many.

    A slip is a letter too many, one too few, another one, or two turned around. A word to which
    another word was added is none.
    """
    longer, shorter = (word, meant) if len(word) > len(meant) else (meant, word)
    more = len(longer) - len(shorter)
    if more > MOST_SLIPS or (more > 1 and (longer.startswith(shorter) or longer.endswith(shorter))):
        return MOST_SLIPS + 1
    before: list[int] = []
    above = list(range(len(meant) + 1))
    for row, character in enumerate(word, start=1):
        here = [row]
        for column, other in enumerate(meant, start=1):
            least = min(above[column] + 1, here[-1] + 1, above[column - 1] + (character != other))
            turned = row > 1 and column > 1 and word[row - 2 : row] == other + meant[column - 2]
            here.append(min(least, before[column - 2] + 1) if turned else least)
        before, above = above, here
    return above[-1]


def fold_name(name: str) -> str:
    """Write a name so that case and punctuation make no difference."""
    return "".join(each for each in name.casefold() if each.isalnum())
