"""Data Package v2 as frozen values: package, table, dialect, schema, field, constraints."""

from pressmark.package.dialect import Dialect
from pressmark.package.makers import Contributor, License, Source
from pressmark.package.package import (
    PROFILE,
    Attachment,
    Descriptor,
    Package,
    Resource,
    Table,
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
from pressmark.package.slips import CopiedPart, Misspelt, Unusable
from pressmark.package.statement import Statement
from pressmark.package.unchecked import Unchecked

__all__ = [
    "PROFILE",
    "Attachment",
    "Category",
    "Constraints",
    "Contributor",
    "CopiedPart",
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
    "Unchecked",
    "Unusable",
]
