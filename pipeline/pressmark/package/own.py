"""Every property of our own, `pressmark:…`: where it may stand, what it holds, what it means.

The only list of them: code reads them through these values and names them by `.name`, and the
reference in `docs/` is made from `rows`. A new property is one value and its line in `OWN`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from pressmark.errors import ProjectError
from pressmark.package.own_values import (
    CHARACTERS,
    LIMITS_OF,
    Character,
    Count,
    Doi,
    Limit,
    Names,
    PassageFields,
    Public,
    Reached,
    Text,
)
from pressmark.package.properties import Properties
from pressmark.package.reading import explain
from pressmark.package.tree import TreeHead
from pressmark.public_address import EXAMPLE

T = TypeVar("T")
Level = Literal[
    "package", "resource", "schema", "field", "constraints", "category", "missing value",
    "foreign key", "reference", "dialect", "license", "contributor", "source",
]  # fmt: skip
"""The parts of a descriptor."""

PREFIX = "pressmark"


@dataclass(frozen=True)
class Own(Generic[T]):
    """One property of ours: `right` is what it holds, in words; `meaning` one sentence.

    `stands` on these parts; `released` says that a release writes it, and `instead` what an author
    does where that is more than to leave it out. `fields` names what must be fields of its schema.
    """

    name: str
    stands: tuple[Level, ...]
    kind: TypeAdapter[T]
    right: str
    meaning: str
    released: bool = False
    instead: str = ""
    fields: Callable[[T], tuple[str, ...]] = lambda _: ()

    def of(self, part: Properties) -> T | None:
        """Give its value in a part, None where it is not there; ProjectError where it is wrong."""
        return self.read(part, "the descriptor", "") if self.is_in(part) else None

    def is_in(self, part: Properties) -> bool:
        """Whether a part has it."""
        return self.name in (part.model_extra or {})

    def read(self, part: Properties, place: str, where: str) -> T:
        """Read its value in a part that has it; ProjectError, at `where` in `place`, if wrong."""
        written = (part.model_extra or {})[self.name]
        try:
            return self.kind.validate_json(json.dumps(written), strict=True)
        except ValidationError as error:
            wrong, near = explain(error)
            first = next(iter(error.errors()[0]["loc"]), None)
            within = " " if first is None else "" if isinstance(first, int) else "."
            right = f"{near} Otherwise write" if near.endswith("?") else "write"
            wrong = f"{where}{self.name}{within}{wrong}"
            raise ProjectError(place, wrong, f"{right} {self.right}") from None


LIMITS = Own(
    "pressmark:limits",
    ("package",),
    TypeAdapter(dict[Limit, Count]),
    f"an object with whole numbers above 0 for any of {', '.join(LIMITS_OF)}",
    "Raises or lowers the bounds within which tables are read.",
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
STORAGE = Own(
    "pressmark:storage",
    ("field",),
    TypeAdapter(Text),
    "one word, such as integer or text",
    "How the databases of a release hold the field; every release writes it anew.",
    released=True,
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

OWN: tuple[Own[Any], ...] = (
    LIMITS, FORMATS, SITE, CONTACT, DOI, CONCEPT_DOI, FORMAT, RULES, VIEWS, QUERIES, WITHDRAWN,
    ORDER, TREE, MEANING_CHANGED, FORMERLY, LABEL, PASSAGES, TEXT_DIGEST, PATTERN_HELP, ALLOW,
    STORAGE,
)  # fmt: skip
"""Every property of ours, from the package down to its fields."""
BY_NAME = {each.name: each for each in OWN}
OF_SQL = (("rules", RULES), ("views", VIEWS), ("queries", QUERIES))
"""The properties that list SQL files, by the folder in which a release keeps them."""


def rows() -> tuple[tuple[str, str, str, str, str], ...]:
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
