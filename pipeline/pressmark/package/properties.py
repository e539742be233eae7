"""How every part of a descriptor behaves: frozen, camel case outside, unknown properties kept.

Data Package v2 lets publishers add properties of their own anywhere ("Customization"), so what is
not known here is carried through unchanged.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

WRONG_PROPERTIES = "wrong_properties"
"""The kind of a mistake that a part as a whole finds in some of its properties."""
Found = tuple[tuple[int | str, ...], str]
"""A wrong property by its place in its part, and what is wrong with it."""


def refuse_properties(found: Sequence[Found]) -> None:
    """Refuse a part for some of its properties, where there are any; the message is the first's."""
    if found:
        context = {"found": tuple(found), "first": found[0][1]}
        raise PydanticCustomError(WRONG_PROPERTIES, "{first}", context)


class Properties(BaseModel):
    """One part of a descriptor as a value: equal by content, never changed in place."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        strict=True,
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
    )

    def written(self) -> dict[str, Any]:
        """Give what was written, in the order of the standard's properties, own ones last."""
        return self.model_dump(by_alias=True, exclude_unset=True, exclude_none=True, mode="json")

    @classmethod
    def known(cls) -> tuple[str, ...]:
        """Name the standard's properties of this part as they stand in a descriptor."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


def as_list(value: object) -> object:
    """Read a lone text as a list of one, where the standard allows both."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value
