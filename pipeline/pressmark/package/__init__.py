"""Data Package v2 as frozen values: package, table, dialect, schema, field, constraints."""

from pressmark.package.dialect import Dialect
from pressmark.package.package import (
    PROFILE,
    Attachment,
    Contributor,
    Descriptor,
    License,
    Misspelt,
    Package,
    Resource,
    Source,
    Table,
    Unusable,
)
from pressmark.package.schema import (
    Category,
    Constraints,
    Field,
    ForeignKey,
    MissingValue,
    Reference,
    Schema,
)
from pressmark.package.statement import Statement

__all__ = [
    "PROFILE",
    "Attachment",
    "Category",
    "Constraints",
    "Contributor",
    "Descriptor",
    "Dialect",
    "Field",
    "ForeignKey",
    "License",
    "MissingValue",
    "Misspelt",
    "Package",
    "Reference",
    "Resource",
    "Schema",
    "Source",
    "Statement",
    "Table",
    "Unusable",
]
