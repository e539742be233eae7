"""The rooms and their arrows, as the table in the README of the design draws them.

A room imports only what its line allows, nothing imports in a circle, each engine is opened in one
room, and a module can be read in one sitting.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIPELINE = ROOT / "pipeline" / "pressmark"

ROOMS: dict[str, set[str]] = {
    "charts": set(),
    "disk": set(),
    "errors": set(),
    "finding": set(),
    "manifest": set(),
    "passages": set(),
    "sandbox": set(),
    "cited": {"sandbox"},
    "second_judge": set(),
    "spelling": set(),
    "sql": set(),
    "version": set(),
    "writers": set(),
    "descriptor": {"errors", "sql"},
    "documents": {"errors"},
    "engine": {"errors"},
    "report": {"finding"},
    "staging": {"disk", "errors"},
    "agreement": {"descriptor", "engine", "errors", "sql"},
    "contents": {"descriptor"},
    "forms": {"descriptor", "sql"},
    "intake": {"descriptor", "errors", "finding", "spelling"},
    "ledger": {"descriptor", "documents", "errors", "staging"},
    "project": {"descriptor", "documents", "errors"},
    "withdrawn": {"descriptor", "errors", "version"},
    "catalogue": {"contents", "descriptor", "errors"},
    "marking": {"errors", "ledger", "staging"},
    "published": {"descriptor", "errors", "ledger", "manifest", "project", "version"},
    "rules": {"descriptor", "finding", "forms", "spelling", "sql"},
    "storage": {"descriptor", "forms", "sql"},
    "cite": {
        "catalogue", "descriptor", "errors", "finding", "intake", "ledger", "manifest", "project",
    },
    "site": {
        "catalogue", "charts", "cited", "descriptor", "errors", "manifest", "passages", "sandbox",
        "spelling", "sql", "version", "withdrawn",
    },
    "tables": {"descriptor", "engine", "errors", "forms", "intake", "sql", "storage"},
    "compare": {
        "descriptor", "engine", "errors", "finding", "forms", "intake", "sql", "tables", "version",
    },
    "formats": {
        "catalogue", "descriptor", "disk", "engine", "errors", "forms", "manifest", "sql",
        "storage", "tables",
    },
    "validate": {
        "descriptor", "engine", "errors", "finding", "forms", "intake", "passages", "report",
        "rules", "sql", "tables",
    },
    "act": {
        "compare", "contents", "descriptor", "engine", "manifest", "report", "staging", "version",
        "withdrawn", "writers",
    },
    "continuity": {
        "catalogue", "compare", "descriptor", "engine", "errors", "version", "withdrawn",
    },
    "derive": {
        "agreement", "descriptor", "disk", "engine", "errors", "formats", "manifest", "report",
        "staging", "validate", "writers",
    },
    "diff": {
        "compare", "descriptor", "engine", "errors", "formats", "intake", "ledger", "manifest",
        "project", "published", "report", "validate", "version",
    },
    "progress": {"report", "validate"},
    "next_version": {
        "compare", "continuity", "descriptor", "diff", "engine", "errors", "published", "report",
        "staging", "validate", "version",
    },
    "verify": {
        "act", "contents", "derive", "descriptor", "engine", "errors", "formats", "forms",
        "ledger", "manifest", "project", "tables", "writers",
    },
    "release": {
        "act", "compare", "continuity", "derive", "descriptor", "disk", "engine", "errors",
        "formats", "ledger", "manifest", "project", "published", "report", "staging", "validate",
        "verify",
    },
    "served": {
        "act", "derive", "descriptor", "formats", "ledger", "manifest", "project", "published",
        "release", "report", "site", "validate",
    },
    "verify_citation": {
        "cited", "derive", "descriptor", "documents", "errors", "ledger", "manifest", "published",
        "sandbox", "served", "validate",
    },
    "cli": {
        "catalogue", "cite", "descriptor", "diff", "documents", "engine", "errors", "ledger",
        "marking", "next_version", "passages", "progress", "project", "release", "report",
        "second_judge", "served", "site", "staging", "validate", "verify", "verify_citation",
    },
    "__main__": {"cli"},
}  # fmt: skip
"""Each room and what it may import. `pressmark` itself holds the version and nothing else."""

LIBRARIES: dict[str, set[str]] = {
    "apsw": {"formats", "sandbox"},
    "datasette": {"site"},
    "duckdb": {"engine"},
    "frictionless": {"second_judge"},
    "dateutil": {"forms"},
    "jinja2": {"diff", "report", "site"},
    "jsonschema": {"forms"},
    "markdown_it": {"site"},
    "numpy": {"intake", "validate"},
    "pyarrow": {"engine", "formats", "forms", "intake", "tables", "validate", "verify"},
    "pybtex": {"catalogue"},
    "pydantic": {"cited", "descriptor", "ledger"},
    "referencing": {"forms"},
    "rich": {"progress"},
    "sqlite3": {"agreement", "site"},
    "starlette": {"site"},
    "typer": {"cli"},
    "uvicorn": {"site"},
    "vl_convert": {"charts"},
    "yaml": {"catalogue", "documents"},
}
"""Each library that only some rooms may import."""

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40


def modules() -> list[Path]:
    """List every module of the pipeline."""
    return sorted(PIPELINE.rglob("*.py"))


def room_of(path: Path) -> str:
    """Name the room that a module stands in."""
    first = path.relative_to(PIPELINE).parts[0]
    return first.removesuffix(".py")


def dotted(path: Path) -> str:
    """Give the name by which a module is imported."""
    parts = path.relative_to(PIPELINE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imports_of(path: Path) -> set[str]:
    """Name everything that a module imports, in dots."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            module = node.module or ""
            below = ROOT.joinpath("pipeline", *module.split("."))
            for alias in node.names:
                is_module = (below / f"{alias.name}.py").exists() or (below / alias.name).is_dir()
                whole = is_module or module == "pressmark"
                found.add(f"{module}.{alias.name}" if whole else module)
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PIPELINE)))
def test_a_room_imports_what_its_line_allows(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        assert imports_of(path) == set()
        return
    allowed = ROOMS[room] | {room}
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "pressmark" and parts[1] != "__version__":
            assert parts[1] in allowed, f"{room} may not import {name}"
        if parts[0] in LIBRARIES:
            assert room in LIBRARIES[parts[0]], f"{room} may not import {name}"


def test_the_table_names_what_is_there_and_nothing_else() -> None:
    assert {room_of(path) for path in modules()} - {"__init__"} == set(ROOMS)
    used: dict[str, set[str]] = {room: set() for room in ROOMS}
    for path in modules():
        if room_of(path) == "__init__":
            continue
        used[room_of(path)] |= {
            parts[1]
            for name in imports_of(path)
            if (parts := name.split("."))[0] == "pressmark" and parts[1] != "__version__"
        }
    assert {room: found - {room} for room, found in used.items()} == ROOMS


def test_nothing_imports_in_a_circle() -> None:
    graph = {
        ".".join(path.relative_to(PIPELINE.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        ): {name for name in imports_of(path) if name.startswith("pressmark.")}
        for path in modules()
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name not in done:
            for other in graph.get(name, ()):
                # A package imports its own modules; they do not import it back.
                visit(other, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PIPELINE)))
def test_a_module_and_its_functions_can_be_read_in_one_sitting(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{node.name} has {lines} lines"


def test_no_room_is_a_drawer_for_odds_and_ends() -> None:
    names = {path.stem for path in modules()} | {path.parent.name for path in modules()}
    assert not names & {"utils", "util", "helpers", "common", "misc", "manager", "base"}


def test_the_pipeline_knows_no_dataset() -> None:
    for path in modules():
        text = path.read_text("utf-8").lower()
        for word in ("amazon", "aclu", "face recognition", "face-recognition", "moratori"):
            assert word not in text, f"{path} speaks of {word}"
