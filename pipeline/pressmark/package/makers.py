"""Who made a package, on what it draws, and under which terms it may be used."""

from typing import Annotated, Self, TypeVar

from pydantic import Field as Property
from pydantic import model_validator

from pressmark.package.properties import Properties

Part = TypeVar("Part", bound=Properties)
Path = Annotated[str | None, Property(min_length=1)]
"""An address, or a path inside the package ("url-or-path")."""


def require_something(part: Part) -> Part:
    """Refuse a contributor or source without a single property."""
    if not part.written():
        message = "is empty"
        raise ValueError(message)
    return part


class License(Properties):
    """Terms under which the data may be used ("licenses"); a name or a path is required."""

    name: str | None = None
    path: Path = None
    title: str | None = None

    @model_validator(mode="after")
    def it_can_be_found(self) -> Self:
        """Refuse a license that nobody can look up."""
        if self.name is None and self.path is None:
            message = "gives neither name nor path of the license"
            raise ValueError(message)
        return self


class Contributor(Properties):
    """A person or body that made the package ("contributors")."""

    title: str | None = None
    path: Path = None
    email: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    roles: tuple[str, ...] | None = Property(default=None, min_length=1)
    organization: str | None = None

    _something_is_said = model_validator(mode="after")(require_something)

    @model_validator(mode="after")
    def it_has_a_name(self) -> Self:
        """Refuse a contributor whom nobody can name."""
        if not (self.title or self.given_name or self.family_name or self.organization):
            message = "has no title, and no other name"
            raise ValueError(message)
        return self


class Source(Properties):
    """A document or data set that the package draws on ("sources")."""

    title: str | None = None
    path: Path = None
    email: str | None = None
    version: str | None = None

    _something_is_said = model_validator(mode="after")(require_something)
