"""Measures what `pressmark describe` makes of published packages whose schemas are hidden from it.

`python -m tests.bench.describe FOLDER` takes checkouts of the repositories in
tests/bench/described.csv, `owner/name` each at its commit; what is not there is fetched with
`--forge ADDRESS`. Others describe the same files: frictionless, DuckDB's sniffer, and, by a Python
of their own (`--describers FOLDER`), sqlite-utils and csv-detective.

Equal is the same type and format as the publisher wrote; missing values are not compared. A choice
is lossy that makes a number of a text that no number keeps: zeros in front, or sixteen digits.
tests/bench/described_tables.py says which columns count.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import frictionless

from pressmark.errors import PressmarkError
from pressmark.infer.describing import describe
from tests.bench.described_tables import Described, PublishedTable, repositories, tables_in
from tests.publishers.checkouts import LeftOutError, checkout

Types = dict[str, Described]
"""Of each column its type and format."""
OF_DUCKDB = {
    "BIGINT": "integer", "HUGEINT": "integer", "DOUBLE": "number", "DATE": "date",
    "TIMESTAMP": "datetime", "TIMESTAMP WITH TIME ZONE": "datetime", "TIME": "time",
    "BOOLEAN": "boolean", "VARCHAR": "string",
}  # fmt: skip
ELSEWHERE = Path(__file__).with_name("describers.py")
GROUPS = ("all", "typed", "sound")
"""All columns; those of tables that were given types; of these, what no data contradicts."""


class Counts:
    """What a tool came to: equal columns by group, and by repository those of typed tables."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.equal: Counter[str] = Counter()
        self.of_repository: dict[str, list[bool]] = defaultdict(list)
        self.lossy = self.unread = 0


def main(words: list[str]) -> int:
    """Measure and print; 2 where there is nothing to measure."""
    asked = arguments(words)
    folders: dict[str, Path] = {}
    for each in repositories():
        try:
            folders[each.repository] = checkout(each, asked.folder, asked.forge)
        except LeftOutError as reason:
            print(f"left out: {each.repository}: {reason}")  # noqa: T201 - it is a command
    tables = [(name, each) for name, folder in folders.items() for each in tables_in(folder)]
    if not tables:
        print("no table to describe")  # noqa: T201
        return 2
    found = {name: attempted(tool, tables) for name, tool in TOOLS.items()}
    found |= elsewhere(asked.describers, tables)
    show(tables, {name: counted(tables, types) for name, types in found.items()})
    return 0


def arguments(words: list[str]) -> argparse.Namespace:
    """Read the command's words."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.describe", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the checkouts are, or are put")
    parser.add_argument("--forge", help="the address below which repositories stand as owner/name")
    parser.add_argument("--describers", type=Path, help="the environment of the other describers")
    return parser.parse_args(words)


def by_pressmark(path: Path) -> Types:
    """Give the types that Pressmark drafts."""
    (table, *_) = describe([path])
    return {
        field.name: (field.type, field.properties.get("format", "default"))
        for field in table.fields
    }


def by_frictionless(path: Path) -> Types:
    """Give the types that frictionless describes."""
    with frictionless.system.use_context(trusted=True):
        schema = frictionless.Schema.describe(str(path))
    return {field.name: (field.type, field.format or "default") for field in schema.fields}


def by_duckdb(path: Path) -> Types:
    """Give the types that DuckDB's sniffer finds."""
    with duckdb.connect() as connection:
        (row,) = connection.execute("select columns from sniff_csv(?)", [str(path)]).fetchall()
    return {each["name"]: (OF_DUCKDB.get(each["type"], each["type"]), "default") for each in row[0]}


TOOLS: dict[str, Callable[[Path], Types]] = {
    "pressmark describe": by_pressmark,
    "frictionless describe": by_frictionless,
    "DuckDB's sniffer": by_duckdb,
}
Tables = list[tuple[str, PublishedTable]]


def attempted(tool: Callable[[Path], Types], tables: Tables) -> list[Types]:
    """Ask a tool about each file; nothing where it cannot read it."""
    found = []
    for _, table in tables:
        try:
            found.append(tool(table.path))
        except (PressmarkError, duckdb.Error, frictionless.FrictionlessException) as error:
            sys.stderr.write(f"{table.path}: {type(error).__name__}\n")
            found.append({})
    return found


def elsewhere(environment: Path | None, tables: Tables) -> dict[str, list[Types]]:
    """Ask the describers that have a Python of their own; those that are not there are named."""
    python = environment / "bin" / "python" if environment else None
    answers: list[dict[str, dict[str, list[str]] | None]] = []
    if python and python.exists():
        paths = "".join(f"{table.path.absolute()}\n" for _, table in tables)
        asked = [str(python.absolute()), str(ELSEWHERE)]
        done = subprocess.run(asked, input=paths, stdout=subprocess.PIPE, text=True, check=True)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
    names = answers[0].keys() if answers else set()
    for name in ("sqlite-utils", "csv-detective"):
        if name not in names:
            print(f"left out: {name} is not installed")  # noqa: T201 - it is a command
    return {
        name: [
            {column: (kind, form) for column, (kind, form) in (each[name] or {}).items()}
            for each in answers
        ]
        for name in names
    }


def groups_of(table: PublishedTable, *, contradicted: bool) -> Iterator[str]:
    """Name the groups to which a column of a table belongs."""
    yield "all"
    if table.typed:
        yield "typed"
        if not contradicted:
            yield "sound"


def counted(tables: Tables, found: list[Types]) -> Counts:
    """Count the columns that a tool described as their publishers did, and its lossy choices."""
    counts = Counts()
    for (repository, table), types in zip(tables, found, strict=True):
        for name, column in table.columns.items():
            equal = types.get(name) == column.described
            for group in groups_of(table, contradicted=column.contradicted):
                counts.equal[group] += equal
            if table.typed:
                counts.of_repository[repository].append(equal)
            kind, _ = types.get(name, ("string", ""))
            counts.lossy += kind in ("integer", "number") and column.changes
            counts.unread += name not in types
    return counts


def show(tables: Tables, tools: dict[str, Counts]) -> None:
    """Print the tables: of all tools, and of Pressmark by halves of the repositories."""
    totals: Counter[str] = Counter()
    for _, table in tables:
        for column in table.columns.values():
            totals.update(groups_of(table, contradicted=column.contradicted))
    packages = {table.package for _, table in tables if table.columns}
    named = {name for name, table in tables if table.columns}
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {machine}, load {load}",
        f"{len(packages)} packages of {len(named)} repositories",
        f"{totals['all']:,} columns; {totals['typed']:,} of tables that were given types",
        f"{totals['typed'] - totals['sound']:,} of these are contradicted by their own data",
        "",
        f"{'':24}{'all':>9}{'typed':>9}{'sound':>9}{'mean':>9}{'lossy':>9}{'unread':>9}",
    ]
    for name, each in tools.items():
        shares = [f"{100 * each.equal[group] / max(totals[group], 1):.1f} %" for group in GROUPS]
        cells = [*shares, mean(each), each.lossy, each.unread]
        lines.append(f"{name:24}" + "".join(f"{cell:>9}" for cell in cells))
    lines.append("")
    for half in (0, 1):
        mine = tools["pressmark describe"].of_repository.items()
        equal = [one for name, each in mine if half_of(name) == half for one in each]
        share = 100 * sum(equal) / max(len(equal), 1)
        lines.append(f"half {half + 1}: {share:.1f} % of {len(equal):,} columns of typed tables")
    print("\n".join(lines))  # noqa: T201 - it is a command


def mean(counts: Counts) -> str:
    """Give the mean share of the repositories: each weighs the same."""
    shares = [sum(each) / len(each) for each in counts.of_repository.values()]
    return f"{100 * sum(shares) / max(len(shares), 1):.1f} %"


def half_of(repository: str) -> int:
    """Give the half to which a repository belongs, by a digest of its name."""
    return hashlib.sha256(repository.encode()).digest()[-1] % 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
