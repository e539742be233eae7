"""The law of the house: a room imports lower layers only, and no room twice removes a wall.

Nothing imports in a circle, each engine is opened in one room, and a module can be read in one
sitting.
"""

import ast
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRESSMARK = ROOT / "pipeline" / "pressmark"

Layers = tuple[tuple[str, ...], ...]

LAYERS: Layers = (
    ("days", "errors", "guard", "indented", "interruption", "passages", "sql", "version", "words"),
    ("extras", "local_path", "plugins", "public_address"),
    ("files", "report", "sandbox"),
    ("package",),
    ("intake", "field_types", "metadata"),
    ("rules", "engine"),
    ("validate", "compare", "formats", "infer"),
    ("cache", "engines"),
    ("releases", "undescribed", "lake"),
    ("apply", "verify", "citation", "parted"),
    ("deposit", "publish", "twice"),
    ("site",),
    ("export",),
    ("api",),
    ("cli",),
    ("__init__", "__main__"),
)
"""Every room of the package, from the ground up: a room imports lower layers, and itself."""

SITE: Layers = (
    ("measures", "own_files"),
    ("address", "alone", "as_files", "charts", "log_file", "log_line", "overload"),
    ("metrics_port", "proxies", "request", "signals"),
    ("downloads", "middleware"),
    ("content",),
    ("arguments",),
    ("tables",),
    ("served", "site", "writing"),
    ("pages",),
    ("app", "switch"),
    ("following", "operation"),
    ("server",),
    ("__init__",),
)
INTAKE: Layers = (
    ("arrays", "decoding", "limits", "marks", "records", "rows"),
    ("block", "cells", "machine", "refusal", "scan", "seams"),
    ("repeated", "survey", "unopened"),
    ("entries", "faults", "other_kinds", "reading", "source", "written"),
    ("unpacking",),
    ("files", "parts"),
    ("kind", "record_faults"),
    ("account", "misplaced", "null"),
    ("header",),
    ("portions",),
    ("delimited", "typed"),
    ("parting", "table_file"),
    ("__init__",),
)
HOUSES: tuple[tuple[Path, Layers], ...] = (
    (PRESSMARK, LAYERS),
    (PRESSMARK / "site", SITE),
    (PRESSMARK / "intake", INTAKE),
)
"""The package, and the two rooms of it that are houses themselves."""

LIBRARIES: dict[str, set[str]] = {
    "apsw": {"formats", "sandbox"},
    "boto3": {"deposit"},
    "botocore": {"deposit"},
    "datasette": {"site"},
    "duckdb": {"engine"},
    "frictionless": {"verify"},
    "httpx": {"deposit"},
    "dateutil": {"field_types"},
    "jinja2": {"compare", "report", "site"},
    "jsonschema": {"field_types"},
    "markdown_it": {"site"},
    "numpy": {"engine", "infer", "intake", "undescribed", "validate"},
    "pyarrow": {
        "apply",
        "compare",
        "engine",
        "engines",
        "field_types",
        "formats",
        "infer",
        "intake",
        "lake",
        "parted",
        "report",
        "undescribed",
        "validate",
        "verify",
    },
    "pybtex": {"metadata"},
    "pydantic": {"cache", "citation", "package", "releases"},
    "pysail": {"engines"},
    "pyspark": {"engines"},
    "referencing": {"field_types"},
    "rich": {"cli"},
    "sqlite3": {"cache", "export", "formats", "releases", "site", "validate"},
    "starlette": {"site"},
    "typer": {"cli"},
    "uvicorn": {"site"},
    "vl_convert": {"site"},
    "yaml": {"infer", "metadata", "package"},
}
"""Each library that only some rooms may import."""

MOST_ROOMS_OF_A_NAME = 2
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40


def modules_of(house: Path = PRESSMARK) -> list[Path]:
    """List every module of a house."""
    return sorted(house.rglob("*.py"))


def room_of(path: Path, house: Path = PRESSMARK) -> str:
    """Name the room of a house that a module stands in."""
    return path.relative_to(house).parts[0].removesuffix(".py")


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Name everything that a module imports, in dots; a room's own module where it is one."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            module = node.module or ""
            below = PRESSMARK.parent.joinpath(*module.split("."))
            for alias in node.names:
                is_module = (below / f"{alias.name}.py").exists() or (below / alias.name).is_dir()
                whole = is_module or module == "pressmark"
                found.add(f"{module}.{alias.name}" if whole else module)
    return frozenset(found)


def wrong_imports(house: Path, layers: Layers, prefix: str) -> list[str]:
    """List each import of a house that is not of a lower layer, or not from a room it names."""
    floor = {room: number for number, rooms in enumerate(layers) for room in rooms}
    wrong = []
    for path in modules_of(house):
        room = room_of(path, house)
        for name in sorted(imports_of(path)):
            # The version is the one thing that every room may ask of the package itself.
            if f"{name}.".startswith(f"{prefix}.") and name != "pressmark.__version__":
                other = name.removeprefix(prefix).strip(".").partition(".")[0] or "__init__"
                if room != other and floor[other] >= floor[room]:
                    wrong.append(f"{path.relative_to(house)} may not import {name}")
    return wrong


@pytest.mark.parametrize(("house", "layers"), HOUSES, ids=("pressmark", "site", "intake"))
def test_a_room_imports_lower_layers_only(house: Path, layers: Layers) -> None:
    named = [room for rooms in layers for room in rooms]
    assert sorted(named) == sorted({room_of(path, house) for path in modules_of(house)})
    prefix = ".".join(house.relative_to(PRESSMARK.parent).parts)
    assert wrong_imports(house, layers, prefix) == []


def test_a_wrong_import_is_seen(tmp_path: Path) -> None:
    house = tmp_path / "pressmark"
    (house / "above").mkdir(parents=True)
    (house / "below").mkdir()
    (house / "above" / "__init__.py").write_text("from pressmark.below import right\n", "utf-8")
    (house / "below" / "cellar.py").write_text("from pressmark.above import wrong\n", "utf-8")
    assert wrong_imports(house, (("below",), ("above",)), "pressmark") == [
        "below/cellar.py may not import pressmark.above"
    ]
    assert len(wrong_imports(house, (("below", "above"),), "pressmark")) == 2


def test_a_library_is_imported_where_it_belongs() -> None:
    for path in modules_of():
        for name in imports_of(path):
            first = name.partition(".")[0]
            assert room_of(path) in LIBRARIES.get(first, {room_of(path)}), f"{path}: {name}"


def dotted(path: Path) -> str:
    """Give the name by which a module is imported."""
    parts = path.relative_to(PRESSMARK.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def test_nothing_imports_in_a_circle() -> None:
    graph = {
        dotted(path): {name for name in imports_of(path) if name.startswith("pressmark.")}
        for path in modules_of()
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


def test_a_module_and_its_functions_can_be_read_in_one_sitting() -> None:
    for path in modules_of():
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= LONGEST_MODULE, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                assert lines <= LONGEST_FUNCTION, f"{path}: {node.name} has {lines} lines"


def test_no_room_is_a_drawer_for_odds_and_ends() -> None:
    names = {path.stem for path in modules_of()} | {path.parent.name for path in modules_of()}
    assert not names & {"utils", "util", "helpers", "common", "misc", "manager", "base"}


def class_names(house: Path) -> dict[str, list[str]]:
    """Give the modules of each public class of a house, by its name."""
    homes = defaultdict(list)
    for path in modules_of(house):
        text = path.read_text("utf-8")
        for node in ast.parse(text).body if "class " in text else ():
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(path.relative_to(house).as_posix())
    return homes


def module_names(house: Path) -> dict[str, list[str]]:
    """Give the folders that have a module of each name, but for those that Python names."""
    homes = defaultdict(list)
    for path in modules_of(house):
        if not path.stem.startswith("__"):
            homes[path.stem].append(path.relative_to(house).parent.as_posix())
    return homes


def in_more_than(most: int, homes: Mapping[str, list[str]]) -> list[str]:
    """List each name that is in more than so many places, with the places."""
    return [
        f"{name}: {', '.join(places)}"
        for name, places in sorted(homes.items())
        if len(places) > most
    ]


def test_no_two_public_classes_have_one_name() -> None:
    assert in_more_than(1, class_names(PRESSMARK)) == []


def test_no_module_name_is_in_more_than_two_rooms() -> None:
    assert in_more_than(MOST_ROOMS_OF_A_NAME, module_names(PRESSMARK)) == []


def test_a_name_in_too_many_rooms_is_seen(tmp_path: Path) -> None:
    for room in ("attic", "cellar", "kitchen"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("class _Own:\n    pass\n", "utf-8")
    (tmp_path / "attic" / "lamp.py").write_text("class Lamp:\n    pass\n", "utf-8")
    (tmp_path / "cellar" / "lamp.py").write_text("class Lamp:\n    pass\n", "utf-8")
    assert in_more_than(1, class_names(tmp_path)) == ["Lamp: attic/lamp.py, cellar/lamp.py"]
    assert in_more_than(MOST_ROOMS_OF_A_NAME, module_names(tmp_path)) == []
    (tmp_path / "kitchen" / "lamp.py").write_text("", "utf-8")
    assert in_more_than(MOST_ROOMS_OF_A_NAME, module_names(tmp_path)) == [
        "lamp: attic, cellar, kitchen"
    ]


def test_the_pipeline_knows_no_dataset() -> None:
    for path in modules_of():
        text = path.read_text("utf-8").lower()
        for word in ("amazon", "aclu", "face recognition", "face-recognition", "moratori"):
            assert word not in text, f"{path} speaks of {word}"
