"""What programs found in a release → where it is not what the release says, or not the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.readers.reading import Said, descriptor_of, digest_of, fields_of, in_kind

KINDS = {
    "apsw": ("SQLite",),
    "duckdb": ("DuckDB", "Parquet"),
    "pandas": ("Parquet", "CSV"),
    "polars": ("Parquet", "CSV"),
    "pyarrow": ("Parquet", "CSV"),
    "R": ("CSV",),
    "sqlite3": ("SQLite",),
}
"""Which kinds of files each program reads."""
ENGINES = {"apsw": "SQLite", "sqlite3": "SQLite", "duckdb": "DuckDB"}
"""Which programs answer views, and by which engine: its answers must be the same."""


@dataclass(frozen=True)
class Answer:
    """What one program found in a release."""

    program: str
    version: str
    said: Said


def differences(folder: Path, answers: list[Answer]) -> Iterator[str]:
    """Say each thing that a program found otherwise than it should, or did not find."""
    described = descriptor_of(folder)
    of_others: dict[tuple[str, str], tuple[str, str]] = {}
    for each in answers:
        who = f"{each.program} {each.version}"
        for name, told in expected(described, each.program).items():
            found = each.said.get(name)
            if found is None:
                yield f"{who} did not find {name}"
                continue
            said_by, right = (
                ("the descriptor", told)
                if told
                else of_others.setdefault((ENGINES[each.program], name), (who, found))
            )
            if found != right:
                yield f"{who} finds {name} with {found}, and {said_by} says {right}"


def expected(described: dict[str, Any], program: str) -> dict[str, str | None]:
    """Give what a program must find, and its digest; None where it must be as others found it."""
    tables = described["resources"]
    right: dict[str, str | None] = {
        in_kind(kind, table): table["hash"] for kind in KINDS[program] for table in tables
    }
    if program in ENGINES:
        views = (Path(path).stem for path in described.get("pressmark:views", ()))
        right |= dict.fromkeys(f"view {name}" for name in views)
    if program == "duckdb":
        right["comments"] = digest_of(comments(tables))
    return right


def comments(tables: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Give each field's comment: its title and its description."""
    for table in tables:
        for field in fields_of(table):
            said = ": ".join(filter(None, (field.get("title"), field.get("description"))))
            if said:
                yield table["name"], field["name"], said
