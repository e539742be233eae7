"""A field as its values stand in a release, whose forms are canonical."""

from typing import Any

from pressmark.field_types.column import has_own_format, render_value
from pressmark.field_types.own_formats import is_kept_as_written, render_moment
from pressmark.field_types.truth import read_truth
from pressmark.package import Field

BOUNDS = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum")


def as_published(field: Field) -> Field:
    """Give a field with the format, the bounds and the allowed values of its canonical form."""
    if field.type == "boolean":
        return with_values(field, lambda value: read_truth(field, value))
    if not has_own_format(field) or is_kept_as_written(field):
        return field

    def usual(value: object) -> object:
        found = render_moment(render_value(value), field.type, field.format)
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
