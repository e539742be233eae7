"""The docs say all there is and nothing that is not: commands, options, rules, targets, links."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import typer.main

import pressmark
from pressmark.citation import FORMAT_VERSION, Citation
from pressmark.citation.question import MOST_ROWS
from pressmark.cli import app
from pressmark.cli.shared import HELP, SHARED
from pressmark.engine.storage import Kind
from pressmark.metadata import CATALOGUE
from pressmark.releases.ledger import Entry, Former
from pressmark.report import RENDERINGS
from pressmark.report.finding import Finding
from pressmark.site.content.shape import SHAPES
from pressmark.site.middleware.capacity import AT_ONCE, WAITING
from pressmark.site.pages import PAGES
from tests.cli.test_options import CITED, PRINTED
from tests.docs import DOCS, PARTS, Part, commands, made, pages
from tests.test_architecture import ROOT
from tests.walk import blocks

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
OF_THE_PROJECT = re.compile(r"`((?:pipeline|tests|docs|schemas|datapackage)/[\w./-]+)`")
"""What looks like a file or folder of the project."""
OF_OTHERS = ("datapackage/releases/.gitattributes",)
"""Paths that a page names as those of a reader's own project."""
LONGEST_README, LARGEST_PICTURE = 150, 160_000
NAMES_OF_DESIGN = ("standard.md", "interface.md", "pages.md", "style.md", "tokens.md")


def page(name: str) -> str:
    """Read a page of `docs/`."""
    return (DOCS / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """Give what stands below a heading, up to the next of its kind."""
    return text.split(f"\n{heading}\n")[1].split("\n## ", maxsplit=1)[0]


def rows(text: str, head: str) -> list[str]:
    """Give the rows of the table with that head."""
    return text.split(f"{head}\n")[1].split("\n\n", maxsplit=1)[0].splitlines()[1:]


def named(rows: list[str]) -> Iterator[tuple[str, str]]:
    """Give each name in the first cell of a row, with the row."""
    for row in rows:
        for name in re.findall(r"`([^`]+)`", row.split(" | ")[0]):
            yield name, row


# What is made


@pytest.mark.parametrize("part", PARTS, ids=[part.name for part in PARTS])
def test_what_is_made_is_as_the_code_has_it(part: Part) -> None:
    # `python -m tests.docs` writes it again.
    assert made(part, page(part.page)) == page(part.page)


def test_a_part_that_is_out_of_date_is_seen() -> None:
    part = PARTS[1]
    text = page(part.page)
    assert made(part, text.replace("| `file.missing` |", "| `file.lost` |")) == text
    with pytest.raises(ValueError, match="must have one line"):
        made(part, text.replace("<!-- end -->", ""))


def test_every_mark_of_a_page_is_that_of_a_part() -> None:
    for path in pages():
        marks = re.findall(r"<!-- (\w+): `python -m", path.read_text("utf-8"))
        assert marks == [part.name for part in PARTS if DOCS / part.page == path], path


# What is told by hand


def test_what_every_command_takes_is_described() -> None:
    text = page("reference/command.md")
    group = typer.main.get_command(app)
    for option in (*SHARED, *group.params):
        if option.name != "show_completion":
            assert f"{option.opts[0]}`" in text, option.opts
    assert all(f"`{name}`" in text for name in HELP["help_option_names"])


def test_no_page_names_an_option_that_no_command_has() -> None:
    known = {word for _, command in commands() for each in command.params for word in each.opts}
    group = typer.main.get_command(app)
    known |= {word for each in group.params for word in each.opts}
    known |= set(HELP["help_option_names"])
    for path in pages():
        for words in re.findall(r"`?pressmark( [^`\n]*)", path.read_text("utf-8")):
            unknown = set(re.findall(r"(?<= )--[a-z-]+", words)) - known
            assert not unknown, f"{path}: {words}"


def test_the_keys_of_every_json_are_described() -> None:
    told = dict(named(rows(page("reference/command.md"), "| `--json` of | has |")))
    assert set(told) == {*PRINTED, CITED}
    for name, (_, keys) in PRINTED.items():
        assert keys <= set(re.findall(r"`(\w+)`", told[name])), name


def test_the_report_as_json_is_told_with_its_keys() -> None:
    text = section(page("reference/report.md"), "## As JSON")
    example = set(re.findall(r'"(\w+)":', text))
    _, keys = PRINTED["validate"]
    assert keys <= example
    assert set(Finding("a.b", "Wrong.").written()) <= example


def test_every_public_name_is_described() -> None:
    text = page("reference/python.md")
    for name in pressmark.__all__:
        assert f"`{name}`" in text, name
    functions = {name for name in pressmark.__all__ if name.islower()}
    assert {
        name for row in rows(text, "| name | does |") for name in re.findall(r"^\| `(\w+)`", row)
    } == functions


def test_the_example_for_programs_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    example = next(each for each in blocks(DOCS / "reference/python.md"))
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {"pressmark": pressmark}
    exec(example.text.replace("import pressmark\n", ""), names)  # noqa: S102 - the page's own lines
    assert names["report"].valid


def test_every_rendering_is_described() -> None:
    text = page("reference/report.md")
    assert all(f"`{name}`" in text for name, _ in RENDERINGS if name not in ("text", "json"))


def test_every_citation_is_described() -> None:
    table = rows(page("reference/citations.md"), "| file | `--format` | form |")
    listed = [re.findall(r"`([^`]+)`", row)[:2] for row in table]
    assert listed == [[mapper.file, mapper.format] for mapper in CATALOGUE]


def test_the_document_of_a_citation_is_described() -> None:
    text = page("reference/citations.md")
    told = dict(named(rows(text, "| property | holds |")))
    assert list(told) == list(Citation.model_fields)
    for name, field in Citation.model_fields.items():
        for part in getattr(field.annotation, "model_fields", ()):
            assert f"`{part}`" in told[name]
    assert f"format version {FORMAT_VERSION}:" in text and f"{MOST_ROWS:,} rows" in text


def test_the_entry_of_a_ledger_is_described() -> None:
    text = page("reference/ledger.md").split("An entry is one act:\n\n")[1]
    told = dict(named(rows(text, "| property | holds |")))
    names = [field.alias or name for name, field in Entry.model_fields.items()]
    assert set(told) == set(names)
    former = [field.alias or name for name, field in Former.model_fields.items()]
    assert all(f"`{name}`" in told["mergedFrom"] for name in former)


def test_every_kind_of_storage_is_listed() -> None:
    text = page("explanation/standard.md")
    table = rows(text, "| values | `pressmark:storage` | CSV | SQLite | DuckDB and Parquet |")
    assert [row.split(" | ")[1].strip("`") for row in table] == list(get_args(Kind))


def test_every_question_is_listed() -> None:
    files = {path.stem for path in (ROOT / "datapackage/queries").glob("*.sql")}
    table = rows(page("how-to/use-the-register.md"), "| question | answers |")
    assert {name for row in table for name in re.findall(r"^\| `([^`]+)`", row)} == files


def test_every_shape_of_a_section_is_listed_with_its_columns() -> None:
    table = rows(page("reference/sections.md"), "| shape | columns | and where they are there |")
    listed = {
        match[1]: tuple(re.findall(r"`(\w+)`", match[2]))
        for match in (re.match(r"\| `([a-z]+)` \| (.+?) \|", row) for row in table)
        if match
    }
    assert listed == SHAPES


def test_every_address_of_the_site_is_listed() -> None:
    listed = {
        name for name, _ in named(rows(page("reference/addresses.md"), "| address | leads to |"))
    }
    told = {re.sub(r"<[^>]+>|…", "*", name).rstrip("/") for name in listed}
    for address, _ in PAGES:
        shape = re.sub(r"\{[^}]+\}", "*", address).rstrip("/")
        assert shape in told, address


def test_how_many_are_answered_at_once_is_told_as_it_is() -> None:
    text = " ".join(page("how-to/deploy.md").split())
    assert f"{AT_ONCE} answers are made at once and {WAITING} may wait" in text


def test_every_make_target_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony is not None
    described = re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE)
    assert described == phony[1].split()


def test_every_make_target_of_a_page_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for path in pages():
        for target in re.findall(r"`make ([a-z-]+)", path.read_text("utf-8")):
            assert f"\n{target}:" in makefile, f"{path}: make {target}"


# How the pages hold together


def anchors(path: Path) -> set[str]:
    """Name what a link may lead to in a page, as GitHub makes it of the headings."""
    text = FENCED.sub("", path.read_text("utf-8"))
    plain = (re.sub(r"[^\w\s-]", "", each.lower()).strip() for each in HEADING.findall(text))
    return {each.replace(" ", "-") for each in plain}


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in LINK.findall(FENCED.sub("", path.read_text("utf-8"))):
        if not link.startswith(("https://", "http://")):
            name, _, anchor = link.partition("#")
            place = (path.parent / name).resolve() if name else path
            assert place.exists(), link
            assert ROOT in place.parents, link
            assert not anchor or anchor in anchors(place), link


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_page_names_is_there(path: Path) -> None:
    for name in OF_THE_PROJECT.findall(FENCED.sub("", path.read_text("utf-8"))):
        if name not in OF_OTHERS and "<" not in name:
            assert (ROOT / name).exists() or name.startswith("datapackage/"), name


def test_every_page_is_reached_from_the_first() -> None:
    listed = {(DOCS / link.partition("#")[0]).resolve() for link in LINK.findall(page("README.md"))}
    assert {path for path in DOCS.rglob("*.md") if path.name != "README.md"} == listed


def test_the_readme_is_short_and_begins_with_its_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_README
    found = [command for block in blocks(ROOT / "README.md") for command in block.commands]
    assert found[:2] == ["make serve", "make test"]


def test_pictures_are_small_and_shown() -> None:
    pictures = sorted((DOCS / "pictures").iterdir())
    shown = "".join(path.read_text("utf-8") for path in pages())
    for path in pictures:
        assert path.suffix == ".png" and path.stat().st_size < LARGEST_PICTURE, path
        assert f"pictures/{path.name})" in shown


def test_the_code_cites_pages_that_are_there() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "pipeline", "tests", ".ci", "Makefile"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout.split()  # fmt: skip
    for name in tracked:
        if not name.endswith((".py", ".html", ".css", ".md", "run", "Makefile")):
            continue
        text = (ROOT / name).read_text("utf-8")
        for cited in re.findall(r"docs/[\w./-]+\.md", text):
            assert (ROOT / cited).exists(), f"{name}: {cited}"
        if name != "tests/test_docs.py":
            for design in NAMES_OF_DESIGN:
                assert not re.search(rf"(?<![/\w-]){re.escape(design)}", text), f"{name}: {design}"
