"""A comparison as JSON, for programs."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from pressmark.compare import Change, Pair, TableChanges, phrase_placed_change
from pressmark.compare.renderings.outcome import Changes
from pressmark.package import Package


def render(outcome: Changes) -> Iterator[str]:
    """Write counts, which are complete, and the listed changes."""
    comparison = outcome.comparison
    document = {
        "old": name_side(outcome.old),
        "new": name_side(outcome.new),
        "bump": outcome.level,
        "least_version": None if outcome.least is None else str(outcome.least),
        "reasons": [
            {"rule": each.rule, "level": each.level, "message": each.what}
            for each in outcome.demands
        ],
        "schema": [
            {**asdict(each), "message": phrase_placed_change(each)} for each in comparison.schema
        ],
        "tables": [
            describe_table(pair, table)
            for pair, table in zip(comparison.pairs, comparison.tables, strict=True)
        ],
        "changes": [describe_change(each) for each in comparison.listed],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    yield text.encode("utf-8", "backslashreplace").decode("utf-8")


def name_side(package: Package) -> dict[str, Any]:
    """Name one side."""
    return {"name": package.name, "version": package.descriptor.version, "place": package.place}


def describe_table(pair: Pair, table: TableChanges) -> dict[str, Any]:
    """Count the changes of one table."""
    return {
        "name": table.name,
        "formerly": pair.old.name if pair.old and pair.old.name != table.name else None,
        "matched_by": [new for _, new in pair.key] if pair.key else None,
        "note": table.note or None,
        "added": table.added,
        "removed": table.removed,
        "changed": table.changed,
        "cells": dict(table.cells),
        "moved": table.moved,
    }


def describe_change(change: Change) -> dict[str, Any]:
    """Write one change; the values of a record that was added or removed by their fields."""
    return asdict(change) | {"values": dict(change.values) or None}
