"""Releases with Parquet files, made without publishing them: the tables are written in the test."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from pressmark.lake import LakeRelease
from pressmark.lake.data_file import read_data_file
from pressmark.package.project import read_package

TYPES = {"integer": pa.int64(), "number": pa.float64(), "date": pa.date32(), "string": pa.string()}


@dataclass(frozen=True)
class Made:
    """A table to be made: its fields, its rows, and further properties of its resource."""

    fields: Sequence[dict[str, Any]]
    rows: Sequence[tuple[Any, ...]] = ()
    told: Mapping[str, Any] = field(default_factory=dict)


def make_release(
    folder: Path, number: int, version: str, tables: Mapping[str, Made], **said: Any
) -> LakeRelease:
    """Make a release of these tables, whose files stand in `releases/VERSION/` of the folder."""
    home = folder / "releases" / version
    home.mkdir(parents=True)
    resources, files = [], {}
    for place, (name, made) in enumerate(tables.items()):
        names = [each["name"] for each in made.fields]
        columns = [
            pa.array([row[at] for row in made.rows], TYPES[each["type"]])
            for at, each in enumerate(made.fields)
        ]
        path = f"releases/{version}/{place}.parquet"
        pa.parquet.write_table(pa.Table.from_arrays(columns, names), folder / path)
        files[name] = read_data_file(folder / path, path)
        (home / f"{place}.csv").write_text("x\n", "utf-8")
        schema = {"fields": list(made.fields)}
        resources.append({"name": name, "path": f"{place}.csv", "schema": schema, **made.told})
    document = {
        "name": "small",
        "version": version,
        "contributors": [{"title": "Ada"}, {"title": "Bo"}],
        "resources": resources,
    }
    (home / "datapackage.json").write_text(json.dumps(document), "utf-8")
    package = read_package(home / "datapackage.json", trusted=False)
    return LakeRelease(number, package, files, **said)
