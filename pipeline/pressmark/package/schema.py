"""Table Schema v2 as values: fields, constraints, keys (datapackage.org, "Table Schema")."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, model_validator
from pydantic import Field as Property

from pressmark.package.own import LABEL
from pressmark.package.properties import Properties, as_list, refuse_properties
from pressmark.words import find_slip

FieldType = Literal[
    "any",
    "array",
    "boolean",
    "date",
    "datetime",
    "duration",
    "geojson",
    "geopoint",
    "integer",
    "list",
    "number",
    "object",
    "string",
    "time",
    "year",
    "yearmonth",
]
FieldsMatch = Literal["exact", "equal", "subset", "superset", "partial"]
Scalar = str | int | float | bool
ItemType = Literal["string", "integer", "boolean", "number", "datetime", "date", "time"]
Names = Annotated[tuple[str, ...], BeforeValidator(as_list), Property(min_length=1)]

MOST_VALUES = 100_000
"""Missing values or categories of a field: each takes a kilobyte, and more are data."""

MOST_WORDS = 1_000
"""Words for true, or for false."""

LENGTH = ("minLength", "maxLength")
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
ORDERED = ("integer", "number", "date", "datetime", "time", "duration", "year", "yearmonth")
OF_TEXT = ("string", "any", "list")
"""Types of which most texts are values."""
APPLIES_TO: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (LENGTH, ("string", "array", "object", "list")),
    (BOUNDS, ORDERED),
    (("jsonSchema",), ("array", "object")),
)
"""Which constraints the standard allows on which types; the others suit every type."""


class Constraints(Properties):
    """What every value of a field must satisfy ("Field Constraints")."""

    required: bool = False
    unique: bool = False
    min_length: int | None = Property(default=None, ge=0)
    max_length: int | None = Property(default=None, ge=0)
    minimum: Scalar | None = None
    maximum: Scalar | None = None
    exclusive_minimum: Scalar | None = None
    exclusive_maximum: Scalar | None = None
    pattern: str | None = None
    enum: tuple[Scalar | list[Any] | dict[str, Any], ...] | None = Property(
        default=None, min_length=1
    )
    json_schema: dict[str, Any] | None = None


class Category(Properties):
    """One allowed value with its label ("categories")."""

    value: str | int
    label: str | None = None


class MissingValue(Properties):
    """One written form that means "no value", with an optional label ("missingValues")."""

    value: str
    label: str | None = None


def label_values(items: object) -> object:
    """Read plain texts or numbers as the labelled form."""
    if not isinstance(items, list | tuple):
        return items
    if len(items) > MOST_VALUES:
        message = f"holds more than {MOST_VALUES:,} values"
        raise ValueError(message)
    return tuple({"value": item} if isinstance(item, str | int) else item for item in items)


Categories = Annotated[tuple[Category, ...], BeforeValidator(label_values), Property(min_length=1)]
MissingValues = Annotated[tuple[MissingValue, ...], BeforeValidator(label_values)]


class Field(Properties):
    """One column: its name, type, meaning and constraints ("Field")."""

    name: str = Property(min_length=1)
    type: FieldType = "any"
    format: str = "default"
    title: str | None = None
    description: str | None = None
    example: Any = None
    constraints: Constraints = Constraints()
    categories: Categories | None = None
    categories_ordered: bool | None = None
    missing_values: MissingValues | None = None
    rdf_type: str | None = None
    decimal_char: str = Property(default=".", min_length=1)
    group_char: str | None = None
    bare_number: bool = True
    true_values: tuple[str, ...] = Property(
        default=("true", "True", "TRUE", "1"), min_length=1, max_length=MOST_WORDS
    )
    false_values: tuple[str, ...] = Property(
        default=("false", "False", "FALSE", "0"), min_length=1, max_length=MOST_WORDS
    )
    delimiter: str = Property(default=",", min_length=1)
    item_type: ItemType = "string"

    @model_validator(mode="after")
    def constraints_suit_the_type(self) -> Self:
        """Refuse a constraint on a type for which the standard does not define it."""
        written = self.constraints.written() if self.constraints.model_fields_set else {}
        refuse_properties([
            (("constraints", constraint), f"{constraint} is not defined for type {self.type}")
            for constraints, types in APPLIES_TO
            for constraint in constraints
            if constraint in written and self.type not in types
        ])  # fmt: skip
        return self

    @model_validator(mode="after")
    def categories_agree_with_enum(self) -> Self:
        """Refuse two different lists of allowed values, and a value or label given twice."""
        if self.categories is None:
            return self
        if self.type not in ("string", "integer"):
            message = f"categories are defined for string and integer, not for {self.type}"
            refuse_properties([(("categories",), message)])
        values = [category.value for category in self.categories]
        labels = [category.label for category in self.categories if category.label is not None]
        for what, given in (("value", Counter(values)), ("label", Counter(labels))):
            twice = [str(each) for each, times in given.items() if times > 1]
            if twice:
                message = f"categories give the {what} {min(twice)!r} twice"
                refuse_properties([(("categories",), message)])
        listed = {str(value) for value in values}
        if not {str(value) for value in self.constraints.enum or ()} <= listed:
            message = "enum allows values that categories do not list"
            refuse_properties([(("categories",), message)])
        return self

    @property
    def allowed(self) -> tuple[Any, ...] | None:
        """The values that `enum` or `categories` allow; None where any value may stand."""
        if self.constraints.enum is not None:
            return self.constraints.enum
        return tuple(each.value for each in self.categories) if self.categories else None

    @property
    def label(self) -> str:
        """The title for readers, or the name where there is none."""
        return self.title or self.name


class Reference(Properties):
    """Where a foreign key points: fields of a table; no table named means this one.

    `package` names another package, whose tables are not read (recipe "External Foreign Keys").
    """

    package: str | None = None
    resource: str | None = None
    fields: Names


class ForeignKey(Properties):
    """Fields whose values must stand in another table ("foreignKeys")."""

    fields: Names
    reference: Reference

    @model_validator(mode="after")
    def both_sides_have_as_many_fields(self) -> Self:
        """Refuse a key whose two sides differ in length."""
        if len(self.fields) != len(self.reference.fields):
            message = "has fields and reference.fields that differ in number"
            raise ValueError(message)
        return self


LABELS = ("title", "name", "label")
"""Names of the fields that are taken for what names a record, where a schema does not say it."""


class Schema(Properties):
    """The columns of a table and its keys ("Descriptor" of Table Schema).

    `every_foreign_key` has those to other packages too, which nobody here can follow.
    """

    fields: tuple[Field, ...] = Property(min_length=1)
    missing_values: MissingValues = (MissingValue(value=""),)
    fields_match: Annotated[tuple[FieldsMatch] | None, BeforeValidator(as_list)] = None
    primary_key: Names | None = None
    unique_keys: tuple[Names, ...] = ()
    every_foreign_key: tuple[ForeignKey, ...] = Property(default=(), alias="foreignKeys")

    @model_validator(mode="after")
    def names_are_unique_and_keys_name_fields(self) -> Self:
        """Refuse a field named twice, and a key that names one twice or one that is not there."""
        known = Counter(field.name for field in self.fields)
        for each, times in known.items():
            if times > 1:
                message = f"defines the field {each!r} {times} times"
                raise ValueError(message)
        wrong: dict[tuple[int | str, ...], str] = {}
        for at, place, key in self.keys_by_place():
            for each in key:
                if each not in known:
                    wrong.setdefault(
                        at, f"{place} names {each!r}, which is no field of this schema"
                    )
            if slip := find_slip(key):
                wrong.setdefault(at, f"{place} {slip}")
        refuse_properties(tuple(wrong.items()))
        return self

    @property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        """The foreign keys to tables of this package."""
        return tuple(key for key in self.every_foreign_key if key.reference.package is None)

    def keys_by_place(self) -> Iterator[tuple[tuple[int | str, ...], str, tuple[str, ...]]]:
        """List the fields that keys name in this table: their place in the schema, in words too."""
        yield ("primaryKey",), "primaryKey", self.primary_key or ()
        for number, key in enumerate(self.unique_keys):
            yield ("uniqueKeys", number), "uniqueKeys", key
        for number, foreign in enumerate(self.every_foreign_key):
            yield ("foreignKeys", number), "foreignKeys", foreign.fields
            if not foreign.reference.resource and foreign.reference.package is None:
                names = foreign.reference.fields
                yield ("foreignKeys", number), "foreignKeys.reference", names

    def field(self, name: str) -> Field:
        """Give the field of that name; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def position(self, name: str) -> int:
        """Give the place of a field, counted from 0."""
        return [field.name for field in self.fields].index(name)

    def missing(self, field: Field) -> tuple[str, ...]:
        """List the written forms that mean "no value" in this field."""
        values = self.missing_values if field.missing_values is None else field.missing_values
        return tuple(each.value for each in values)

    @property
    def is_unknown(self) -> bool:
        """Whether nobody described the fields."""
        return self is UNDESCRIBED

    @property
    def label_field(self) -> str | None:
        """The field that shows a record to a reader, if one does.

        It is the one that `pressmark:label` names; in a package that names none, text outside of
        the key in a field that is called `title`, `name` or `label`.
        """
        label = LABEL.of(self)
        if label is not None:
            return label
        key = self.primary_key or ()
        texts = {
            each.name.lower(): each.name
            for each in self.fields
            if each.type == "string" and each.name not in key
        }
        return next((texts[name] for name in LABELS if name in texts), None)


UNDESCRIBED = Schema(fields=(Field(name="undescribed"),))
"""Stands for the schema of a table that has none, where a table is read: it has no such field."""
