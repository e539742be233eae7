"""What the properties of our own hold: types that refuse every other value in words."""

import re
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic import Field as Property

from pressmark.package.doi import strip_doi
from pressmark.package.properties import as_list
from pressmark.public_address import NotPublicError, parse_public_address

LARGEST = 2**53
"""Whole numbers up to here are the same to every reader of JSON (RFC 8259, section 6)."""
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
CONTACT = re.compile(
    r"[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+|https?://[^\s/?#\\]+[^\x00-\x20\x7f\\]*", re.IGNORECASE
)
"""A mail address that stands behind `mailto:` as it is, or a whole web address."""
PER_CENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%", re.ASCII)
WHOLE = 100
Limit = Literal[
    "recordBytes", "cellBytes", "columns", "fileBytes", "compressionRatio", "sheetBytes", "tables",
    "files", "keys", "valueBytes", "nameBytes",
]  # fmt: skip
"""What `pressmark:limits` may raise or lower."""
LIMITS_OF: tuple[Limit, ...] = get_args(Limit)
Character = Literal["control", "bidi", "formula"]
"""What `pressmark:allow` may list."""
CHARACTERS: tuple[Character, ...] = get_args(Character)


def require_words(text: str) -> str:
    """Refuse a text of blanks alone."""
    if not text.strip():
        message = "says nothing"
        raise ValueError(message)
    return text


def as_doi(text: str) -> str:
    """Give a DOI without resolver and prefix; ValueError for a text that is none."""
    doi = strip_doi(text)
    if doi is None:
        message = "is no DOI"
        raise ValueError(message)
    return doi


def as_public(text: str) -> str:
    """Give a public address without a slash at its end; ValueError for a text that is none."""
    try:
        return str(parse_public_address(text))
    except NotPublicError as error:
        message = f"{error.wrong}; {error.right}"
        raise ValueError(message) from None


def as_contact(text: str) -> str:
    """Give a mail or web address as it is; ValueError for a text that is none."""
    if CONTACT.fullmatch(text) is None:
        message = "is no mail address and no web address"
        raise ValueError(message)
    return text


def as_digest(text: str) -> str:
    """Give a digest as it is; ValueError for a text that is none."""
    if DIGEST.fullmatch(text) is None:
        message = "is no digest: sha256: and 64 digits in small hexadecimal"
        raise ValueError(message)
    return text


def as_per_cent(text: str) -> str:
    """Give a share as it is; ValueError for a text that is none."""
    found = PER_CENT.fullmatch(text)
    if found is None or float(found[1]) > WHOLE:
        message = "is no share: a number from 0 to 100 and the sign %"
        raise ValueError(message)
    return text


def require_false(value: object) -> object:
    """Refuse what is true."""
    if value:
        message = "is true, which says nothing"
        raise ValueError(message)
    return value


Text = Annotated[str, AfterValidator(require_words)]
Doi = Annotated[str, AfterValidator(as_doi)]
Public = Annotated[str, AfterValidator(as_public)]
Reached = Annotated[str, AfterValidator(as_contact)]
Digest = Annotated[str, AfterValidator(as_digest)]
Never = Annotated[bool, AfterValidator(require_false)]
Count = Annotated[int, Property(ge=1, le=LARGEST)]
Parts = Annotated[tuple[Count, ...], Property(min_length=2)]
PerCent = Annotated[str, AfterValidator(as_per_cent)]
Names = Annotated[tuple[Text, ...], BeforeValidator(as_list)]


CopiedPartName = Literal["schema", "dialect"]
"""The parts of a table that may stand at an address."""


class CopyOf(BaseModel):
    """A copy of what stands at an address."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    address: Text
    hash: Digest


class PassageFields(BaseModel):
    """The fields that record a passage, by what they hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    source: str
    start: str
    end: str
    sha256: str

    def names(self) -> tuple[str, ...]:
        """Name the four fields."""
        return self.source, self.start, self.end, self.sha256


class Expected(BaseModel):
    """What is expected of a table: records that it has at least, and what it loses at most."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    min_records: Count | None = Property(default=None, alias="minRecords")
    max_loss: PerCent | None = Property(default=None, alias="maxLoss")

    @model_validator(mode="after")
    def something_is_said(self) -> Self:
        """Refuse what expects nothing."""
        if self.min_records is None and self.max_loss is None:
            message = "says neither minRecords nor maxLoss"
            raise ValueError(message)
        return self

    @property
    def loss(self) -> float | None:
        """The share of its records that a table may lose, from 0 to 1; None where none is said."""
        return None if self.max_loss is None else float(self.max_loss.rstrip(" %")) / WHOLE
