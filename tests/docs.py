"""The parts of `docs/` that the code says better: `python -m tests.docs` writes them again."""

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import typer.main
import uvicorn

from pressmark.cli import app
from pressmark.cli.shared import SHARED
from pressmark.compare import RECIPE
from pressmark.intake.limits import BOUNDS, NAMES, Limits
from pressmark.package.own import list_rows as own_properties
from pressmark.report.rule import Rule
from pressmark.report.rules import RULES
from pressmark.sandbox import Sandbox
from pressmark.sandbox import rules as sandbox
from pressmark.site.arguments.operators import OPERATORS
from pressmark.site.measures import SiteCounts, tell_process
from pressmark.site.operation import tell_log, tell_server
from pressmark.site.request import PAGE_CELLS, PAGE_RECORDS
from pressmark.site.tables.datasette_app import SETTINGS
from tests.apply.example import written as of_changes
from tests.publish.histories import rows as histories
from tests.test_architecture import LAYERS, PRESSMARK, ROOT

DOCS = ROOT / "docs"
DEPLOY = "how-to/deploy.md"
FIGURES = ROOT / "tests/bench/figures.txt"


@dataclass(frozen=True)
class Part:
    """Lines of a page that are made: under which name, in which file of `docs/`, by what."""

    name: str
    page: str
    write: Callable[[], Iterable[str]]


def pages() -> list[Path]:
    """List every page of the documentation, the README among them."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Write a table of Markdown, line by line."""
    head = tuple(head)
    yield line(head)
    yield f"|{'---|' * len(head)}"
    yield from map(line, rows)


def line(cells: Iterable[str]) -> str:
    """Write one row; a bar inside a cell is no end of it."""
    return f"| {' | '.join(each.replace('|', chr(92) + '|') for each in cells)} |"


def commands(group: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Give every command by its words, those of a group after its name."""
    for name, command in getattr(group or typer.main.get_command(app), "commands", {}).items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def options(command: Any) -> tuple[Any, ...]:
    """Give the options of a command that others do not share."""
    return tuple(
        each for each in command.params if each.param_type_name == "option" and each not in SHARED
    )


def written_option(option: Any) -> str:
    """Write an option as people type it."""
    value = "" if option.is_flag else f" {option.metavar or 'N'}"
    return f"`{option.opts[0]}{value}`"


def written_command(name: str, command: Any) -> str:
    """Write a command with its arguments, brackets around those that may be left out."""
    words = [each for each in command.params if each.param_type_name == "argument"]
    told = [each.metavar if each.required else f"[{each.metavar}]" for each in words]
    return " ".join(["pressmark", name, *told])


def of_commands() -> Iterator[str]:
    """Describe every command: what it does, what it is given, what its options are."""
    for name, command in commands():
        yield from ("", f"### `{written_command(name, command)}`", "")
        yield from (each for each in command.help.splitlines())
        yield ""
        given = [
            (f"`{each.metavar}`", each.help)
            for each in command.params
            if each.param_type_name == "argument"
        ]
        given += [(written_option(each), told_option(each)) for each in options(command)]
        yield from table(("given", "is"), given)


def told_option(option: Any) -> str:
    """Say what an option does, that it must be given, or what holds where it is not."""
    if option.required:
        return f"{option.help} It must be given."
    if option.is_flag or option.default is None or isinstance(option.default, Path):
        return str(option.help)
    return f"{option.help} `{option.default}` if it is not given."


def of_rules() -> Iterator[str]:
    """List every rule with what breaks it, and its example."""
    return table(("rule", "is broken by", "with this", "this file"), map(rule_row, RULES))


def rule_row(rule: Rule) -> tuple[str, ...]:
    """Write a rule with what breaks it and its example."""
    broken_by = f"a warning: {rule.broken_by}" if rule.severity == "warning" else rule.broken_by
    return f"`{rule.id}`", broken_by, rule.needs or code(rule.given), code(rule.file)


def code(text: str) -> str:
    """Show what stands in a file as such; what cannot stand in a line is told in brackets."""
    return f"`{text}`" if text and not text.startswith("(") else text


def of_limits() -> Iterator[str]:
    """List what `pressmark:limits` may raise, with what holds where it does not."""
    defaults = Limits()
    rows = ((f"`{name}`", f"{getattr(defaults, NAMES[name]):,}", BOUNDS[name]) for name in NAMES)
    return table(("limit", "default", "of"), rows)


def of_questions() -> Iterator[str]:
    """List what bounds a question that a visitor of the site asks."""
    line = inspect.signature(Sandbox).parameters
    rows = (
        ("questions at once", line["at_once"].default),
        (
            "questions in line, after which the answer is 503 with `Retry-After`",
            line["waiting"].default,
        ),
        ("seconds of a question", SETTINGS["sql_time_limit_ms"] // 1000),
        ("memory of the process, in MB", sandbox.MEMORY >> 20),
        ("rows of an answer", SETTINGS["max_returned_rows"]),
        ("values of an answer", sandbox.CELLS),
        ("values that a page of HTML shows; JSON and CSV hold more", PAGE_CELLS),
        ("records on a page of a table in HTML; fewer of wide or long ones", PAGE_RECORDS),
        ("bytes of one value", sandbox.LIMITS["length"]),
        ("bytes of an answer as JSON", sandbox.ANSWER),
        ("characters of SQL", sandbox.LIMITS["sql_length"]),
        ("characters of a LIKE or GLOB pattern", sandbox.LIMITS["like_pattern_length"]),
        ("parameters", sandbox.LIMITS["variable_number"]),
    )
    return table(("limit", "is"), ((name, f"{limit:,}") for name, limit in rows))


def of_comparisons() -> Iterator[str]:
    """List every comparison of a column that an address may ask for."""
    takes = {
        "value": "a value of the column",
        "values": "values of the column between commas, or as a list in JSON",
        "bound": "a value of the column's type",
        "part": "any text",
        "item": "an item of the column's JSON array",
        "day": "a day",
        "nothing": "1",
    }
    rows = ((f"`{each.name}`", each.words, takes[each.takes]) for each in OPERATORS)
    return table(("comparison", "asks for records whose column", "takes"), rows)


def of_properties() -> Iterator[str]:
    """List every property of Pressmark's own."""
    rows = ((f"`{name}`", *told) for name, *told in own_properties())
    return table(("property", "stands on", "holds", "means", "written by"), rows)


def of_recipe() -> Iterator[str]:
    """List every kind of change with the part of the version that it asks for."""
    rows = (
        (f"`{each.name}`", each.level.upper(), f"{each.sentence}{' (ours)' if each.ours else ''}")
        for each in RECIPE
    )
    return table(("rule", "asks for", "because"), rows)


def of_rooms() -> Iterator[str]:
    """List the rooms of the house from the ground up, each with its promise."""
    rows = (
        (str(floor), f"`{room}`", promise(room))
        for floor, rooms in enumerate(LAYERS)
        for room in rooms
    )
    return table(("layer", "room", "promise"), rows)


def promise(room: str) -> str:
    """Give the first line of what a room says of itself."""
    path = PRESSMARK / room
    text = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text("utf-8")
    told = ast.get_docstring(ast.parse(text)) or ""
    return told.splitlines()[0]


def show_file(name: str, language: str) -> Iterator[str]:
    """Show a file of the how-to about deploying."""
    yield f"```{language}"
    yield from (DOCS / "how-to/deploy" / name).read_text("utf-8").splitlines()
    yield "```"


def of_metrics() -> Iterator[str]:
    """List every metric of the site."""
    server = uvicorn.Server(uvicorn.Config("nothing"))
    own = (*tell_server(server, (), ()), *tell_log(None), *tell_process())
    told = (*SiteCounts().tell(), *own)
    rows = ((f"`{each.name}`", each.kind, each.meaning) for each in told)
    return table(("metric", "kind", "is"), rows)


def of_histories() -> Iterator[str]:
    """Say which histories guards stop, after one release and after five."""
    yield from table(("history", "after one release", "after five"), histories())


def of_figures() -> Iterator[str]:
    """Show what `make bench KEEP=1` printed."""
    yield from ("```text", FIGURES.read_text("utf-8").strip(), "```")


PARTS: tuple[Part, ...] = (
    Part("commands", "reference/command.md", of_commands),
    Part("rules", "reference/rules.md", of_rules),
    Part("limits", "reference/limits.md", of_limits),
    Part("questions", "reference/limits.md", of_questions),
    Part("comparisons", "reference/addresses.md", of_comparisons),
    Part("properties", "reference/descriptor.md", of_properties),
    Part("changes", "reference/changes.md", of_changes),
    Part("recipe", "explanation/versions.md", of_recipe),
    Part("guards", "explanation/guards.md", of_histories),
    Part("nginx", DEPLOY, partial(show_file, "nginx.conf", "nginx")),
    Part("nginx_prefix", DEPLOY, partial(show_file, "nginx-prefix.conf", "nginx")),
    Part("caddy", DEPLOY, partial(show_file, "Caddyfile", "text")),
    Part("caddy_prefix", DEPLOY, partial(show_file, "Caddyfile-prefix", "text")),
    Part("unit", DEPLOY, partial(show_file, "pressmark.service", "ini")),
    Part("image", DEPLOY, partial(show_file, "Dockerfile", "dockerfile")),
    Part("ignored", DEPLOY, partial(show_file, "Dockerfile.dockerignore", "text")),
    Part("compose", DEPLOY, partial(show_file, "compose.yaml", "yaml")),
    Part("logrotate", DEPLOY, partial(show_file, "pressmark.logrotate", "text")),
    Part("metrics", DEPLOY, of_metrics),
    Part("rooms", "explanation/architecture.md", of_rooms),
    Part("figures", "benchmarks.md", of_figures),
)
"""Everything that is made: a further table is a function and a line here."""


def made(part: Part, text: str) -> str:
    """Give a page's text with a part as the code has it; the page says where it belongs."""
    begin, end = f"<!-- {part.name}: `python -m tests.docs` writes what follows -->", "<!-- end -->"
    pattern = re.compile(f"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
    if len(pattern.findall(text)) != 1:
        message = f"docs/{part.page} must have one line {begin!r} and, behind it, {end!r}"
        raise ValueError(message)
    lines = "\n".join(("", *part.write(), "")).replace("\n\n\n", "\n\n")
    return pattern.sub(lambda _: f"{begin}\n{lines}\n{end}", text)


def main() -> None:
    """Write every part into its page."""
    for part in PARTS:
        path = DOCS / part.page
        path.write_text(made(part, path.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
