"""A field as its values stand in a release, whose forms are canonical."""

from typing import Any

from pressmark.field_types.column import in_own_format, written
from pressmark.field_types.own_formats import canonical_moment, kept_as_written
from pressmark.field_types.truth import truth_of
from pressmark.package import Field

BOUNDS = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum")


def as_published(field: Field) -> Field:
    """Give a field with the format, the bounds and the allowed values of its canonical form."""
    if field.type == "boolean":
        return with_values(field, lambda value: truth_of(field, value))
    if not in_own_format(field) or kept_as_written(field):
        return field

    def usual(value: object) -> object:
        found = canonical_moment(written(value), field.type, field.format)
        return value if found is None else found

    return with_values(field, usual).model_copy(update={"format": "default"})


def with_values(field: Field, change: Any) -> Field:
    """Give a field whose bounds and allowed values are changed, each by itself."""
    given = field.constraints
    update: dict[str, Any] = {
        name: change(getattr(given, name)) for name in BOUNDS if getattr(given, name) is not None
    }
    if given.enum is not None:
        update["enum"] = tuple(change(value) for value in given.enum)
    if not update:
        return field
    return field.model_copy(update={"constraints": given.model_copy(update=update)})
