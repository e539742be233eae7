"""Small files and what is drafted of them."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from pressmark.infer.describing import describe
from pressmark.infer.draft import DraftField, DraftTable


def write(path: Path, columns: Mapping[str, Sequence[str]]) -> Path:
    """Write columns as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def tables(folder: Path, **files: Mapping[str, Sequence[str]]) -> dict[str, DraftTable]:
    """Draft the tables of some columns each, by their names."""
    paths = [write(folder / f"{name}.csv", columns) for name, columns in files.items()]
    return {each.name: each for each in describe(paths)}


def fields(folder: Path, columns: Mapping[str, Sequence[str]]) -> dict[str, DraftField]:
    """Draft the fields of some columns, by their names."""
    return {each.name: each for each in tables(folder, t=columns)["t"].fields}
