"""Small packages for tests: the table under test is written in the test."""

import json
import re
from pathlib import Path
from typing import Any

from pressmark.engine.connection import Engine
from pressmark.field_types import FUNCTIONS
from pressmark.package import Package
from pressmark.package.project import read_project
from pressmark.report import Report
from pressmark.report.finding import Finding
from pressmark.validate import judge

BEGINS = re.compile(r'[A-Z"{0-9]')


def write_package(
    folder: Path, tables: dict[str, tuple[dict[str, Any], str]], **properties: Any
) -> Path:
    """Write a bare package: of each table its schema and its CSV; give the descriptor's path."""
    resources = []
    for name, (schema, text) in tables.items():
        (folder / f"{name}.csv").write_bytes(text.encode())
        resources.append({"name": name, "type": "table", "path": f"{name}.csv", "schema": schema})
    document = {"name": "small", "version": "1.0.0", **properties, "resources": resources}
    path = folder / "datapackage.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def fields(*fields: dict[str, Any], **schema: Any) -> dict[str, Any]:
    """Write a schema."""
    return {"fields": list(fields), **schema}


def field(name: str, type_: str = "string", **properties: Any) -> dict[str, Any]:
    """Write a field; `constraints` and the rest by keyword."""
    return {"name": name, "type": type_, **properties}


def read(path: Path) -> Package:
    """Read a package whose SQL may run."""
    return read_project(path, trust_rules=True)


def report_of(path: Path, *, limit: int = 100) -> Report:
    """Judge a package and give its report."""
    with Engine() as engine:
        report = judge(read(path), engine, limit=limit).report
    for finding in report.findings:
        assert_sentences(finding)
    return report


def assert_sentences(finding: Finding) -> None:
    """Hold every finding of every test to the one style: whole sentences.

    That of a dataset's own rule may begin with a name or a value, and end as its author likes.
    """
    own = finding.rule.startswith("rule.")
    for said in filter(None, (finding.message, finding.hint)):
        assert said.endswith((".", "?", "!") if own else "."), said
        assert own or BEGINS.match(said), said


def learned_engine() -> Engine:
    """Open an engine that knows the functions which forms and rules call."""
    engine = Engine()
    for function in FUNCTIONS:
        engine.teach(function.name, function.answer, function.parameters)
    return engine


def places_of(report: Report) -> list[tuple[str, int | None, str | None, str | None]]:
    """Say where the findings stand: rule, record, field and value."""
    return [(each.rule, each.record, each.field, each.value) for each in report.findings]


def judged_cells(folder: Path, schema: dict[str, Any], text: str) -> list[Any]:
    """Judge one table named `t` and say where its findings stand."""
    return places_of(report_of(write_package(folder, {"t": (schema, text)})))


def write_project(
    folder: Path, tables: dict[str, tuple[str, str]], extra: dict[str, str] | None = None
) -> Path:
    """Write an authored project: of each table its schema in YAML and its CSV; give its folder.

    `extra` holds further files by their paths, `datapackage/datapackage.yaml` among them to
    replace the one that is made up here.
    """
    listed = "".join(f"  - name: {name}\n" for name in tables)
    files = {
        "datapackage/datapackage.yaml": f'name: small\nversion: "1.0.0"\nresources:\n{listed}',
        **{f"schemas/{name}.yaml": schema for name, (schema, _) in tables.items()},
        **{f"datapackage/records/{name}.csv": text for name, (_, text) in tables.items()},
        **(extra or {}),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder
