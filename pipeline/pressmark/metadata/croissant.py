"""`croissant.json`: Croissant 1.1, schema.org with the structure of every table.

Croissant asks for description, licence, address, creators and date; of these a package may lack
some, and they are then left out.
"""

from typing import Any
from urllib.parse import quote

from pressmark.metadata import bibtex
from pressmark.metadata.schema_org import describe_dataset
from pressmark.metadata.texts import keep_said, render_json
from pressmark.metadata.values import CitedFile, CitedTable, Values
from pressmark.package import Field

TERMS = (
    "annotation", "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "excludes",
    "extract", "field", "fileObject", "fileProperty", "fileSet", "format", "includes", "isArray",
    "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references",
    "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
CONTEXT = {
    "@language": "und",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in TERMS},
}
"""The terms of the specification's appendix; the language is undetermined: no package says one."""
DATA_TYPES = (
    ("integer", "sc:Integer"),
    ("year", "sc:Integer"),
    ("number", "sc:Float"),
    ("boolean", "sc:Boolean"),
    ("date", "sc:Date"),
    ("datetime", "sc:DateTime"),
)
"""Croissant's types of data by ours; all others are texts there."""


def write(values: Values) -> str:
    """Write the dataset: its files, and of each the records with their fields and keys."""
    document = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": values.link if values.doi else None,
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        **describe_dataset(values),
        "citeAs": bibtex.write(values),
        "identifier": [text for text in (values.link, values.digest) if text],
        "distribution": [
            *(make_file(table, f"{table.name}.csv") for table in values.whole_tables),
            *(make_file(file, file.title) for file in values.files),
        ],
        "recordSet": [make_record_set(table) for table in values.whole_tables],
    }
    return render_json(keep_said(document))


def make_file(each: CitedTable | CitedFile, name: str) -> dict[str, Any]:
    """Write one file, of a table or of another resource; its path is relative to this one."""
    return keep_said({
        "@type": "cr:FileObject",
        "@id": each.path,
        "name": name,
        "description": each.description,
        "contentUrl": each.path,
        "encodingFormat": each.media_type,
        "contentSize": f"{each.size} B" if each.size is not None else None,
        "sha256": each.sha256,
    })  # fmt: skip


def make_record_set(table: CitedTable) -> dict[str, Any]:
    """Write one table's fields and its primary key."""
    return keep_said({
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.title,
        "description": table.description,
        "key": [
            {"@id": make_field_id(table.name, name)} for name in table.schema.primary_key or ()
        ],
        "field": [make_field(each, table) for each in table.schema.fields],
    })  # fmt: skip


def make_field(each: Field, table: CitedTable) -> dict[str, Any]:
    """Write one field with the column it is read from.

    Foreign keys are not repeated here: mlcroissant 1.1 joins the tables where it finds one, and
    then reads no record of a table that refers to another or to itself.
    """
    return keep_said({
        "@type": "cr:Field",
        "@id": make_field_id(table.name, each.name),
        "name": each.name,
        "description": each.description or each.title,
        "dataType": dict(DATA_TYPES).get(each.type, "sc:Text"),
        "source": {"fileObject": {"@id": table.path}, "extract": {"column": each.name}},
    })  # fmt: skip


def make_field_id(table: str, name: str) -> str:
    """Give the identifier of a field, in which characters that addresses lack are encoded."""
    return f"{table}/{quote(name, safe='')}"
