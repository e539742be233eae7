"""The content digest of the files that were made, as a release of that format would give it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pressmark.apply.plan import Plan
from pressmark.package.digests import hash_content_lines, render_hash_line
from pressmark.package.release_format import FIRST
from pressmark.releases.trees import read_tree


@dataclass(frozen=True)
class MadeTable:
    """One file that was made: its sha256 in hexadecimal, and its text for a missing value."""

    path: Path
    sha256: str
    missing: str


def hash_content(tables: Mapping[str, MadeTable], plan: Plan) -> str:
    """Give the content digest of tables by their names, by the rules of the newer release's format.

    Those of its resources that are no tables are taken as the plan tells them.
    """
    if plan.format == str(FIRST):
        return hash_content_lines(
            sorted(render_hash_line(name, tables[name].sha256) for name in tables)
        )
    lines = {name: f"{tree} {name}\n" for name, tree in plan.resources.items()}
    for name, made in tables.items():
        lines[name] = read_tree((made.path,), name, made.missing).line(name)
    return hash_content_lines(lines[name] for name in sorted(lines, key=str.encode))
