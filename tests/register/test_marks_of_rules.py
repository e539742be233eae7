"""A rule has one mark: on its page, over time, and on the page of the company that made it."""

import re
from pathlib import Path

PAGES = Path(__file__).parent.parent.parent / "datapackage/pages"
FILES = ("answer_of_a_rule", "rule_over_time", "answer_of_an_organization")
FIRST, LAST = "when status in ('expired'", "else 'rule_other'"
"""Where the mapping from what holds of a rule to its mark begins and ends."""


def mapping(text: str) -> str:
    """Give the mapping as it stands in a file, whatever its margins."""
    found = re.findall(f"{re.escape(FIRST)}.*?{re.escape(LAST)}", text, re.DOTALL)
    assert len(found) == 1
    return " ".join(found[0].split())


def test_the_mapping_to_marks_is_the_same_wherever_it_stands() -> None:
    """Published versions hold no view of it, and their pages are asked as well."""
    texts = {path.stem: path.read_text("utf-8") for path in PAGES.glob("*.sql")}
    assert {name for name, text in texts.items() if LAST in text} == set(FILES)
    assert len({mapping(texts[name]) for name in FILES}) == 1
