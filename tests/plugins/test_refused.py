"""A plug-in that cannot be what it says is refused before anything is done, and named."""

from dataclasses import replace
from pathlib import Path

import pytest

import pressmark
from pressmark.errors import ProjectError
from pressmark.formats import FORMATS, Format, list_formats
from pressmark.metadata import CATALOGUE, Mapper, list_mappers
from pressmark.plugins import GROUPS, Group, Plugin, plug_in, use_plugins
from pressmark.report import RENDERINGS, list_renderings
from pressmark.report.rule import Rule
from pressmark.report.rules import RULES, list_known_rules
from pressmark.rules import CELL_RULES, CellRule, list_cell_rules
from pressmark.site.pages import PAGES, list_pages
from tests.plugins.conftest import NAME, Run, write_distribution

OTHER = "[pressmark.rules]\nother = {}\n"
MODULE = "THING = 1\ndef function(): ...\nPAIR = ('a', 'b')\n"


@pytest.mark.parametrize("group", GROUPS, ids=lambda each: each.name)
@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("made_up_{}:THING", "made_up_{}:THING is of the type int"),
        ("made_up_{}:PAIR", "made_up_{}:PAIR is of the type tuple"),
        ("made_up_{}:function", "made_up_{}:function is of the type function"),
        ("made_up_{}:absent", "cannot be loaded: AttributeError"),
        ("absent_{}:THING", "cannot be loaded: ModuleNotFoundError: No module named 'absent_{}'"),
        ("broken_{}:THING", "cannot be loaded: ZeroDivisionError"),
        ("leaving_{}:THING", "cannot be loaded: SystemExit: 3"),
    ],
)
def test_what_fails_or_is_of_another_type(
    group: Group, value: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = group.name
    modules = {
        f"made_up_{name}": MODULE,
        f"broken_{name}": "1 / 0\n",
        f"leaving_{name}": "raise SystemExit(3)\n",
    }
    points = f"[pressmark.{name}]\nthing = {value.format(name)}\n"
    write_distribution(tmp_path, "made-up", points, modules)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ProjectError) as caught, plug_in("made-up"):
        pass
    assert caught.value.place == f"plug-in made-up, pressmark.{name}: thing"
    assert caught.value.wrong.startswith(wrong.format(name))
    assert group.what in caught.value.right


def test_a_group_that_is_none_is_named_with_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = "[pressmark.format]\nthing = made_up:THING\n"
    write_distribution(tmp_path, "made-up", points, {"made_up": MODULE})
    monkeypatch.syspath_prepend(tmp_path)
    with (
        pytest.raises(ProjectError, match=r"no registry\n  did it mean pressmark\.formats"),
        pressmark.plug_in("made-up"),
    ):
        pass


def test_one_that_is_broken_does_no_harm_until_it_is_named(tmp_path: Path, run: Run) -> None:
    write_distribution(tmp_path / "b", "broken", OTHER.format("broken:X"), {"broken": "1 / 0\n"})
    words = ("-m", "pressmark", "cite", "--json", "--project", tmp_path / "no")
    done = run(*words, "--plugin", NAME, beside=(tmp_path / "b",))
    assert "there is no such file or folder" in done.stderr
    done = run(*words, "--plugin", NAME, "--plugin", "broken", beside=(tmp_path / "b",))
    assert done.returncode == 2 and "cannot be loaded: ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr


def bringing(group: str, value: object) -> Plugin:
    return Plugin("made-up", "1.0", ((group, value),))


RULE = Rule("my.rule", "It is broken", "breaking it", "ours")


@pytest.mark.parametrize("rule", RULES, ids=lambda each: each.id)
def test_no_rule_takes_the_name_of_another(rule: Rule) -> None:
    plugin = bringing("rules", CellRule(rule, CELL_RULES[0].check))
    with use_plugins((plugin,)), pytest.raises(ProjectError, match=rule.id):
        list_known_rules()


@pytest.mark.parametrize("name", ["rule.mine", "mine", "My.rule", "my.", "my.rule.", "my.rule\n"])
def test_a_rule_is_named_as_rules_are(name: str) -> None:
    rule = Rule(name, "It is broken", "breaking it", "ours")
    plugin = bringing("rules", CellRule(rule, CELL_RULES[0].check))
    with use_plugins((plugin,)), pytest.raises(ProjectError, match="the rule is named"):
        list_cell_rules()


@pytest.mark.parametrize("part", ["name", "file", "title"])
def test_no_format_takes_the_place_of_another(part: str) -> None:
    mine = Format("Mine", "mine", "text/plain", "My own")
    plugin = bringing("formats", replace(mine, **{part: getattr(FORMATS[1], part)}))
    with use_plugins((plugin,)), pytest.raises(ProjectError, match="is there already"):
        list_formats()


def test_neither_does_a_citation_or_a_rendering() -> None:
    mine = Mapper("mine", "citation.txt", CATALOGUE[0].write)
    with (
        use_plugins((bringing("metadata", mine),)),
        pytest.raises(ProjectError, match=r"citation\.txt"),
    ):
        list_mappers()
    with (
        use_plugins((bringing("renderings", RENDERINGS[1]),)),
        pytest.raises(ProjectError, match="'json' is there already"),
    ):
        list_renderings()


def test_two_plugins_take_no_name_of_each_other() -> None:
    rule = CellRule(RULE, CELL_RULES[0].check)
    with use_plugins((bringing("rules", rule),)):
        assert list_known_rules()[-1] is RULE
        assert list_cell_rules()[-1] is rule
    with (
        use_plugins((bringing("rules", rule), Plugin("other", "2", (("rules", rule),)))),
        pytest.raises(ProjectError, match=r"plug-in other, .*'my\.rule' is there"),
    ):
        list_known_rules()


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/", "is there already"),
        ("/search", "is there already"),
        ("sizes", "the address 'sizes' is none"),
        ("/releases/mine", "answered by the page at '/releases/{version}'"),
        ("/releases/1.0.0/a/b", "answered by the page at '/releases/{version}/{name:path}'"),
        ("/latest/mine", "answered by the page at '/latest/{rest:path}'"),
        ("/static/mine", "answered by the page at '/static/{file:path}'"),
    ],
)
def test_a_page_that_nobody_would_see(path: str, wrong: str) -> None:
    with (
        use_plugins((bringing("pages", (path, PAGES[0][1])),)),
        pytest.raises(ProjectError) as caught,
    ):
        list_pages()
    assert wrong in caught.value.wrong and "made-up" in caught.value.place
