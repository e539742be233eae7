"""The shapes of the site's JSON answers, as JSON Schema 2020-12 for `/openapi.json`."""

from collections.abc import Mapping
from typing import Any

from pressmark.citation import Citation

TEXT: dict[str, Any] = {"type": "string"}
MAYBE: dict[str, Any] = {"type": ["string", "null"]}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}


def describe_object(
    properties: Mapping[str, Any], optional: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Describe an object by the properties that it has, and those that it may have."""
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
    }


def list_of(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a list."""
    return {"type": "array", "items": schema}


def point_to_schema(name: str) -> dict[str, Any]:
    """Point to one of these schemas."""
    return {"$ref": f"#/components/schemas/{name}"}


SAID_LATER = {
    "withdrawn": point_to_schema("Withdrawal"),
    "annotations": list_of(point_to_schema("Annotation")),
    "redacted": list_of(point_to_schema("Redaction")),
}
"""What answers of a version have of which the ledger said more later."""


def describe_citation() -> dict[str, dict[str, Any]]:
    """Describe the citation of a query, and its parts by their names."""
    place = "#/components/schemas/{model}"
    whole = Citation.model_json_schema(mode="serialization", ref_template=place)
    return {**whole.pop("$defs"), "Citation": whole}


SIDE = describe_object({"version": TEXT, "address": TEXT}, SAID_LATER)
CELLS = {"type": "object", "additionalProperties": COUNT}

SCHEMAS: dict[str, dict[str, Any]] = {
    "Refusal": describe_object(
        {"ok": {"const": False}, "error": TEXT, "status": {"type": "integer"}}
    ),
    "Withdrawal": describe_object(
        {"date": MAYBE, "reason": TEXT, "replaced_by": MAYBE, "address": MAYBE}
    ),
    "Annotation": describe_object({"date": TEXT, "reason": MAYBE, "doi": MAYBE}),
    "Redaction": describe_object(
        {"table": TEXT, "record": COUNT, "digest": TEXT, "date": TEXT, "reason": TEXT}
    ),
    "File": describe_object({
        "name": TEXT, "title": TEXT, "address": TEXT, "media_type": TEXT, "bytes": COUNT,
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    }),
    "Release": describe_object(
        {
            "version": TEXT, "title": TEXT, "date": MAYBE, "published": MAYBE, "address": TEXT,
            "doi": MAYBE, "licenses": TEXTS, "digest": MAYBE,
            "records": {"type": "object", "additionalProperties": COUNT},
            "files": list_of(point_to_schema("File")),
        },
        SAID_LATER,
    ),
    "Releases": describe_object({
        "package": TEXT, "title": TEXT, "latest": TEXT, "feed": MAYBE,
        "releases": list_of(point_to_schema("Release")),
    }),
    "Linkset": describe_object({
        "linkset": list_of({"type": "object", "required": ["anchor"],
                            "properties": {"anchor": TEXT}}),
    }),
    "Record": describe_object(
        {
            "package": TEXT, "version": TEXT, "table": TEXT, "key": {"type": "object"},
            "label": TEXT, "address": TEXT, "citation": TEXT, "values": {"type": "object"},
            "fields": {"type": "object", "additionalProperties": describe_object(
                {"title": MAYBE, "description": MAYBE, "words": MAYBE})},
            "not_recorded": TEXTS, "sections": {"type": "object"},
            "versions": list_of(point_to_schema("VersionRange")),
            "proof": {"type": ["object", "null"]},
        },
        {"day": TEXT, "note": TEXT, **SAID_LATER},
    ),
    "VersionRange": describe_object({
        "first": TEXT, "last": TEXT, "releases": TEXTS, "withdrawn": TEXTS, "address": MAYBE,
        "changed": {"type": "object", "additionalProperties": describe_object(
            {"before": {}, "after": {}})},
    }),
    "Comparison": describe_object({
        "package": TEXT, "old": SIDE, "new": SIDE, "between": TEXTS,
        "schema": list_of(describe_object({
            "rule": TEXT, "table": MAYBE, "field": MAYBE, "property": TEXT, "before": {},
            "after": {}, "message": TEXT,
        })),
        "tables": list_of(describe_object({
            "name": TEXT, "formerly": MAYBE, "note": MAYBE, "added": COUNT, "removed": COUNT,
            "changed": COUNT, "moved": COUNT, "cells": CELLS, "filled": CELLS,
            "matched_by": {"type": ["array", "null"], "items": TEXT},
        })),
        "count": COUNT,
        "records": list_of(describe_object({
            "table": TEXT, "key": MAYBE, "record": COUNT, "change": TEXT,
            "fields": {"type": "object", "additionalProperties": describe_object(
                {"before": MAYBE, "after": MAYBE})},
        })),
        "next": MAYBE, "all": TEXT,
    }),
    **describe_citation(),
    "Dictionary": describe_object({
        "package": TEXT, "version": TEXT, "table": TEXT, "records": {"type": ["integer", "null"]},
        "counted": COUNT, "every": {"type": ["integer", "null"]},
        "fields": list_of({"type": "object", "required": ["name"], "properties": {"name": TEXT}}),
    }),
    "Rows": describe_object(
        {
            "rows": list_of({"type": ["array", "object"]}),
            "columns": TEXTS,
            "truncated": {"type": "boolean"},
        },
        {"next": MAYBE, "next_url": MAYBE, "note": TEXT, **SAID_LATER},
    ),
    "Health": describe_object(
        {"status": {"enum": ["ok", "changed"]}, "releases": TEXTS},
        {
            "changed": TEXTS, "stale": {"type": "boolean"}, "not_served": TEXTS,
            "withdrawn": {"type": "object", "additionalProperties": TEXT},
        },
    ),
    "Readiness": describe_object({
        "status": {"enum": ["ready", "not served", "changed"]}, "releases": TEXTS,
        "stale": {"type": "boolean"}, "not_served": TEXTS,
    }),
}  # fmt: skip
"""By the names that `/openapi.json` gives them."""
