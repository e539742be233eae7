"""A template is compiled once, and again when its source is another."""

from pathlib import Path

import jinja2

from pressmark.site.tables.compiled import CompiledTemplates


def template(folder: Path, kept: CompiledTemplates) -> jinja2.Template:
    """Give the template of a folder from an environment that is new."""
    loader = jinja2.FileSystemLoader(folder)
    environment = jinja2.Environment(loader=loader, autoescape=True, bytecode_cache=kept)
    return environment.get_template("page.html")


def test_environments_share_what_was_compiled_of_the_same_source(tmp_path: Path) -> None:
    kept, page = CompiledTemplates(), tmp_path / "page.html"
    codes = []
    for text in ("one {{ a }}", "two {{ a }}"):
        page.write_text(text)
        for _ in range(2):
            found = template(tmp_path, kept)
            assert found.render(a="<b>") == text.replace("{{ a }}", "&lt;b&gt;")
            codes.append(found.root_render_func.__code__)
    assert codes[0] is codes[1] is not codes[2] is codes[3]
    assert len(kept.kept) == 1


def test_two_files_of_one_name_are_two_templates(tmp_path: Path) -> None:
    kept, said = CompiledTemplates(), []
    for each in ("a", "b", "a"):
        folder = tmp_path / each
        folder.mkdir(exist_ok=True)
        (folder / "page.html").write_text(each)
        said.append(template(folder, kept).render())
    assert said == ["a", "b", "a"]
