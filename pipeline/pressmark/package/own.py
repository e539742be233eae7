"""Every property of our own, `pressmark:…`: where it may stand, what it holds, what it means.

The only list of them: code reads them through these values and names them by `.name`, and the
reference in `docs/` is made from `list_rows`. A new property is one value and its line in `OWN`.
"""

from typing import Any, Literal

from pydantic import TypeAdapter

from pressmark.package.own_property import Own
from pressmark.package.own_values import (
    CHARACTERS,
    LIMITS_OF,
    Character,
    CopiedPartName,
    CopyOf,
    Count,
    Doi,
    Expected,
    Limit,
    Names,
    Never,
    Parts,
    PassageFields,
    Public,
    Reached,
    Text,
)
from pressmark.package.redacted import Redacted
from pressmark.package.tree import TreeHead
from pressmark.public_address import EXAMPLE

LIMITS = Own(
    "pressmark:limits",
    ("package",),
    TypeAdapter(dict[Limit, Count]),
    f"an object with whole numbers above 0 for any of {', '.join(LIMITS_OF)}",
    "Raises or lowers the bounds within which tables are read.",
)
EXPECT = Own(
    "pressmark:expect",
    ("package", "resource"),
    TypeAdapter(Expected),
    'an object with any of minRecords (a whole number above 0) and maxLoss (such as "10 %")',
    "How few records a table may have, and what share it may lose, before `release` stops.",
)
DOI = Own(
    "pressmark:doi",
    ("package",),
    TypeAdapter(Doi),
    "a DOI as registered, such as 10.5281/zenodo.1234567",
    "The DOI of this one version; without it an `id` that is a DOI is taken for it.",
)
CONCEPT_DOI = Own(
    "pressmark:conceptDoi",
    ("package",),
    TypeAdapter(Doi),
    "a DOI as registered, such as 10.5281/zenodo.1234567",
    "The DOI of all versions together, which leads to the newest.",
)
SITE = Own(
    "pressmark:site",
    ("package",),
    TypeAdapter(Public),
    f"the address at which readers find the site, such as {EXAMPLE}",
    "Where the releases are served: the base of every address in citations and metadata files.",
)
CONTACT = Own(
    "pressmark:contact",
    ("package",),
    TypeAdapter(Reached),
    "a mail address such as data@example.org, or a web address such as "
    "https://example.org/faces/issues/new",
    "Where readers report errors; pages lead there, with the page's address filled in.",
)
FORMATS = Own(
    "pressmark:formats",
    ("package",),
    TypeAdapter(tuple[Text, ...]),
    "a list of names of formats with SQLite among them, such as SQLite and Parquet",
    "The only derived files that a release has beside the package; without it all are written.",
)
MEANING_CHANGED = Own(
    "pressmark:meaningChanged",
    ("package", "resource", "schema", "field"),
    TypeAdapter(Text),
    "the reason: what means something else now",
    "Declares a change of meaning that nothing else shows; it asks for a major version once.",
)
FORMERLY = Own(
    "pressmark:formerly",
    ("resource", "field"),
    TypeAdapter(Names),
    "the name that it had before, or a list of such names",
    "The names that a table or a field had, so that it is the same to `diff` and `release`.",
)
LABEL = Own(
    "pressmark:label",
    ("schema",),
    TypeAdapter(str),
    "the name of a field of the schema",
    "The field that names a record to readers.",
    fields=lambda name: (name,),
)
PASSAGES = Own(
    "pressmark:passages",
    ("schema",),
    TypeAdapter(PassageFields),
    "an object that names a field of the schema for each of source, start, end, sha256",
    "The fields that record a passage of a source, which `validate --sources` checks.",
    fields=PassageFields.names,
)
TEXT_DIGEST = Own(
    "pressmark:textDigest",
    ("schema",),
    TypeAdapter(str),
    "the name of a field of the schema",
    "The field that holds the sha256 of a source's text.",
    fields=lambda name: (name,),
)
PATTERN_HELP = Own(
    "pressmark:patternHelp",
    ("field",),
    TypeAdapter(Text),
    "an order in words, such as: write two capital letters",
    "What a finding tells people to write where a value does not match the `pattern`.",
)
ALLOW = Own(
    "pressmark:allow",
    ("field",),
    TypeAdapter(tuple[Character, ...]),
    f"a list of some of {', '.join(CHARACTERS)}",
    "The kinds of text that the field may hold, though they are refused or warned of elsewhere.",
)
FULL_TEXT = Own(
    "pressmark:fullText",
    ("field",),
    TypeAdapter(Never),
    "false; without it every text is searched",
    "Leaves the field out of the full text of the databases and of the search of the site.",
)
STORAGE = Own(
    "pressmark:storage",
    ("field",),
    TypeAdapter(Text),
    "one word, such as integer or text",
    "How the databases of a release hold the field; every release writes it anew.",
    released=True,
)
SQL_NAME = Own(
    "pressmark:sqlName",
    ("resource", "field"),
    TypeAdapter(Text),
    "the name by which SQL knows the table or the field",
    "What SQLite and DuckDB call it, where they cannot have its name: they take `ID` for `id`.",
    released=True,
    instead="take it out",
)
COPIED = Own(
    "pressmark:copied",
    ("resource",),
    TypeAdapter(dict[CopiedPartName, CopyOf]),
    "an object that gives, of schema and dialect, `address` and `hash` (`sha256:…`) of the copy",
    "The address at which schema or dialect stood, and the digest of the copy that was read.",
    released=True,
    instead="take it out, and write the address as the schema itself",
)
DECLARED = Own(
    "pressmark:profile",
    ("package", "resource"),
    TypeAdapter(Text),
    "the address or the name of a profile",
    "The profile beside the standard's own that it says to follow; a report names it as not "
    "checked.",
)
FORMAT = Own(
    "pressmark:format",
    ("package",),
    TypeAdapter(Literal[2]),
    "2, the only number that stands here; a release of a later format asks for a later pressmark",
    "By which rules the release is written; one that does not say it is of the first format.",
    released=True,
    instead="take it out",
)
ORDER = Own(
    "pressmark:order",
    ("resource",),
    TypeAdapter(Literal["file"]),
    '"file", the only order that is told',
    "The table has no primary key, and its records stand in the order of the file they come from.",
    released=True,
    instead="take it out: a table without a primary key keeps the order of its file",
)
RULES = Own(
    "pressmark:rules",
    ("package",),
    TypeAdapter(tuple[str, ...]),
    "a list of paths, such as rules/first.sql",
    "The SQL files of the package's own rules.",
    released=True,
    instead="take it out, and put the files into schemas/rules",
)
VIEWS = Own(
    "pressmark:views",
    ("package",),
    TypeAdapter(tuple[str, ...]),
    "a list of paths, such as views/first.sql",
    "The SQL files of the views that stand in the databases.",
    released=True,
    instead="take it out, and put the files into datapackage/views",
)
QUERIES = Own(
    "pressmark:queries",
    ("package",),
    TypeAdapter(tuple[str, ...]),
    "a list of paths, such as queries/first.sql",
    "The SQL files of the named queries.",
    released=True,
    instead="take it out, and put the files into datapackage/queries",
)
WITHDRAWN = Own(
    "pressmark:withdrawn",
    ("package",),
    TypeAdapter(str),
    "a path, such as withdrawn.csv",
    "The file that lists the keys which are there no longer.",
    released=True,
    instead="take it out, and keep the list in datapackage/withdrawn.csv",
)

TREE = Own(
    "pressmark:tree",
    ("resource",),
    TypeAdapter(TreeHead),
    "an object with the `size` and the `root` (`sha256:…`) of the tree of its records or files",
    "The Merkle tree of a resource, by which one record is proven; every release writes it anew.",
    released=True,
    instead="take it out",
)

PARTS = Own(
    "pressmark:parts",
    ("resource",),
    TypeAdapter(Parts),
    "a list of whole numbers above 0, two or more, such as [1000, 998]",
    "How many records each file of a table holds that `build --engine` wrote in several.",
    released=True,
    instead="take it out",
)

REDACTED = Own(
    "pressmark:redacted",
    ("resource",),
    TypeAdapter(Redacted),
    "an object with `path` and `hash` of the file as it was published, the number of its `parts` "
    "where it had some, and the list `records`",
    "The records that were taken out after publication: their places, digests, days and reasons.",
    released=True,
    instead="take it out",
)

OWN: tuple[Own[Any], ...] = (
    LIMITS, EXPECT, FORMATS, SITE, CONTACT, DOI, CONCEPT_DOI, FORMAT, RULES, VIEWS, QUERIES,
    WITHDRAWN, ORDER, PARTS, COPIED, DECLARED, SQL_NAME, TREE, REDACTED, MEANING_CHANGED, FORMERLY,
    LABEL, PASSAGES, TEXT_DIGEST, PATTERN_HELP, ALLOW, FULL_TEXT, STORAGE,
)  # fmt: skip
"""Every property of ours, from the package down to its fields."""
BY_NAME = {each.name: each for each in OWN}
OF_SQL = (("rules", RULES), ("views", VIEWS), ("queries", QUERIES))
"""The properties that list SQL files, by the folder in which a release keeps them."""


def list_rows() -> tuple[tuple[str, str, str, str, str], ...]:
    """Describe every property: name, on which parts it stands, what it holds, meaning, by whom."""
    return tuple(
        (
            each.name,
            ", ".join(each.stands),
            each.right,
            each.meaning,
            "release" if each.released else "author",
        )
        for each in OWN
    )
