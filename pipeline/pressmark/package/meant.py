"""Which property of the standard a name was probably meant to be, and where that belongs."""

import difflib

from pressmark.package.dialect import Dialect
from pressmark.package.own import Level
from pressmark.package.package import Contributor, Descriptor, License, Resource, Source
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
KNOWN = {level: part.known() for part, level in PARTS}
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
    ("resource", "dialect", "delimiter", ("separator", "sep")),
    ("dialect", "dialect", "delimiter", ("separator", "sep", "fieldseparator")),
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
ORDINARY = ("date", "dates", "scheme")
"""Words that publishers use for things of their own, though they are nearly properties."""
NEAR = 0.8
"""How alike two words are of which one is a slip."""
SHORTEST_ELSEWHERE = 6
"""A shorter word that is nearly a property of another part is no slip."""


def meant(level: Level, name: str, *, alike: bool) -> tuple[str, Level] | None:
    """Give the property that a name was probably meant to be, and the part that it belongs to.

    The same but for case and signs first, then the words of others; `alike` ones last.
    """
    word = folded(name)
    elsewhere = [(each, belongs) for belongs, names in ELSEWHERE.get(level, ()) for each in names]
    candidates: list[tuple[str, Level]] = [*((each, level) for each in KNOWN[level]), *elsewhere]
    by_word = {folded(each): (each, belongs) for each, belongs in reversed(candidates)}
    found = by_word.get(word) or SYNONYMS.get((level, word))
    if found or not alike:
        return found
    here = {folded(each) for each in KNOWN[level]}
    words = [each for each in by_word if each in here or len(each) >= SHORTEST_ELSEWHERE]
    near = difflib.get_close_matches(word, words, n=1, cutoff=NEAR)
    return by_word[near[0]] if near else None


def folded(name: str) -> str:
    """Write a name so that case and signs make no difference."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())
