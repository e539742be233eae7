"""The README says all there is and nothing that is not: commands, options, rules, targets."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

import pressmark
from pressmark.citation import FORMAT_VERSION, Citation
from pressmark.citation.question import MOST_ROWS
from pressmark.cli import app
from pressmark.cli.shared import HELP, SHARED
from pressmark.compare import RECIPE
from pressmark.intake.limits import NAMES, Limits
from pressmark.metadata import CATALOGUE
from pressmark.report import RENDERINGS
from pressmark.site.content.section import SHAPES
from tests.readme import with_rules
from tests.test_options import CITED, PRINTED

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_table_of_rules_is_the_list_of_rules() -> None:
    # `python -m tests.readme` writes it again.
    assert with_rules(README) == README


def commands_of(group: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Give every command by its words, those of a group after its name."""
    for name, command in getattr(group, "commands", {}).items():
        if hasattr(command, "commands"):
            yield from commands_of(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def test_every_command_and_option_is_described() -> None:
    table = README.split("## The command")[1].split("\n## ")[0]
    rows = {
        match[1]: match[0]
        for match in re.finditer(r"^\| `pressmark ([a-z-]+(?: [a-z]+)?).*$", table, re.MULTILINE)
    }
    commands = dict(commands_of(typer.main.get_command(app), ""))
    assert set(rows) == set(commands)
    for name, command in commands.items():
        for option in command.params:
            if option.param_type_name == "option" and option not in SHARED:
                assert option.opts[0] in rows[name], f"{name} {option.opts[0]}"
        for word in re.findall(r"--[a-z-]+", rows[name]):
            assert any(word in option.opts for option in command.params), f"{name} {word}"


def test_what_every_command_takes_is_described() -> None:
    section = README.split("## The command")[1].split("\n## ")[0]
    group = typer.main.get_command(app)
    for option in (*SHARED, *group.params):
        if option.name != "show_completion":
            assert f"{option.opts[0]}`" in section, option.opts
    assert all(f"`{name}`" in section for name in HELP["help_option_names"])


def test_the_keys_of_every_json_are_described() -> None:
    table = README.split("| `--json` of | has |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| (`.+?) \| (.+) \|$", table, re.MULTILINE)
    told = {name: words for names, words in rows for name in re.findall(r"`([a-z-]+)`", names)}
    assert set(told) == {*PRINTED, CITED}
    for name, (_, keys) in PRINTED.items():
        assert keys <= set(re.findall(r"`(\w+)`", told[name])), name


def test_every_public_name_is_described() -> None:
    section = README.split("## From a program")[1].split("\n## ")[0]
    for name in pressmark.__all__:
        assert f"`{name}`" in section, name
    table = section.split("| name | does |")[1].split("\n\n")[0]
    functions = {name for name in pressmark.__all__ if name.islower()}
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == functions


def test_the_example_for_programs_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    section = README.split("## From a program")[1].split("\n## ")[0]
    example = section.split("```python\n")[1].split("```")[0]
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {"pressmark": pressmark}
    exec(example.replace("import pressmark\n", ""), names)  # noqa: S102 - the README's own lines
    assert names["report"].valid


def test_every_rendering_is_described() -> None:
    row = next(line for line in README.splitlines() if line.startswith("| `pressmark validate"))
    assert all(name in row for name, _ in RENDERINGS)


def test_every_citation_is_described() -> None:
    table = README.split("| file | `--format` | form |")[1].split("\n\n")[0]
    listed = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", table, re.MULTILINE)
    assert listed == [(mapper.file, mapper.format) for mapper in CATALOGUE]
    row = next(line for line in README.splitlines() if line.startswith("| `pressmark cite"))
    assert all(mapper.format in row for mapper in CATALOGUE)


def test_the_recipe_is_told_as_it_is() -> None:
    table = README.split("## What a version means")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| ([A-Z]+) \| (.+?)( \(ours\))? \|$", table, re.MULTILINE)
    assert rows == [
        (rule.name, rule.level.upper(), rule.sentence, " (ours)" if rule.ours else "")
        for rule in RECIPE
    ]


def test_the_document_of_a_citation_is_described() -> None:
    section = README.split("## Cite a query")[1].split("\n## ")[0]
    table = section.split("| property | holds |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| (`.+?) \| (.+) \|$", table, re.MULTILINE)
    told = {name: words for names, words in rows for name in re.findall(r"`(\w+)`", names)}
    assert list(told) == list(Citation.model_fields)
    for name, field in Citation.model_fields.items():
        for part in getattr(field.annotation, "model_fields", ()):
            assert f"`{part}`" in told[name]
    assert f"format version {FORMAT_VERSION}:" in section and f"{MOST_ROWS:,} rows" in section


def test_every_question_is_listed() -> None:
    files = {path.stem for path in (ROOT / "datapackage/queries").glob("*.sql")}
    table = README.split("| question | answers |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)) == files


def test_every_shape_of_a_section_is_listed_with_its_columns() -> None:
    table = README.split("| shape | columns | and where they are there |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| `([a-z]+)` \| (.+?) \|", table, re.MULTILINE)
    listed = {shape: tuple(re.findall(r"`(\w+)`", columns)) for shape, columns in rows}
    assert listed == SHAPES


def test_every_limit_is_listed_with_its_default() -> None:
    listed = dict(re.findall(r"^\| `([A-Za-z]+)` \| ([0-9,]+) \|", README, re.MULTILINE))
    defaults = {name: f"{getattr(Limits(), attribute):,}" for name, attribute in NAMES.items()}
    assert listed == defaults


def test_every_make_target_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony is not None
    described = re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE)
    assert described == phony[1].split()


def test_registries_named_in_the_readme_are_there() -> None:
    for name, room in re.findall(r"`([A-Z_]+)` \(`(pipeline/pressmark/[a-z_/]+)`\)", README):
        assert f"{name}: tuple" in (ROOT / room / "__init__.py").read_text("utf-8")
