"""docs/plugins.md shows the example as it is, and names every group."""

import re
import tomllib
from importlib.metadata import PathDistribution

import pytest

from pressmark.cli import EXTENDED
from pressmark.plugins import GROUPS
from tests.plugins.conftest import EXAMPLE, ROOT

TEXT = (ROOT / "docs/plugins.md").read_text("utf-8")


@pytest.mark.parametrize("module", ["rule.py", "page.py"])
def test_the_modules_shown_are_those_that_run(module: str) -> None:
    shown = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert (EXAMPLE / "pressmark_example" / module).read_text("utf-8") in shown


def test_the_entry_points_shown_are_those_of_the_example() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    shown = tomllib.loads(blocks[0])["project"]["entry-points"]
    (about,) = EXAMPLE.glob("*.dist-info")
    points = PathDistribution(about).entry_points
    assert {(group, *each) for group, named in shown.items() for each in named.items()} == {
        (each.group, each.name, each.value) for each in points
    }


def test_every_group_and_command_is_named() -> None:
    groups = re.findall(r"^\| `pressmark\.(\w+)` \|", TEXT, re.MULTILINE)
    assert groups == [each.name for each in GROUPS]
    sentence = TEXT.split("several times")[0]
    assert all(f"`{each.__name__.replace('_', '-')}`" in sentence for each in EXTENDED)
