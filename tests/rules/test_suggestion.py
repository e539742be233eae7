"""What was probably meant is asked once for each distinct value, and for the first hundred only."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark import words
from pressmark.engine.connection import Engine
from pressmark.report.finding import Finding
from pressmark.rules import suggestion
from pressmark.validate import judge
from pressmark.words import MOST_ASKED, Suggestions
from tests.packages import field, fields, read, write_package

Tables = dict[str, tuple[dict[str, Any], str]]
MANY = 450
DISTINCT = 225
"""How many different wrong values there are among `MANY`: each stands there twice."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what is asked, by the way in which it is asked."""
    counted: Counter[str] = Counter()

    def counting(name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
        def asking(*words: Any, **named: Any) -> Any:
            if name != "levenshtein" or name in str(words):
                counted[name] += 1
            return plain(*words, **named)

        return asking

    for room in ("rules.cells", "intake.header"):
        monkeypatch.setattr(
            f"pressmark.{room}.find_nearest", counting("nearest", words.find_nearest)
        )
    monkeypatch.setattr(
        "pressmark.rules.cells.guess_meant", counting("meant", suggestion.guess_meant)
    )
    monkeypatch.setattr(Engine, "rows", counting("levenshtein", Engine.rows))
    return counted


def judged(folder: Path, tables: Tables) -> tuple[Finding, ...]:
    """Judge tables, and list everything that is found."""
    with Engine() as engine:
        package = read(write_package(folder, tables))
        return judge(package, engine, limit=1_000_000, typed=False).report.findings


LETTERS = str.maketrans("0123456789", "abcdefghij")
"""Words that differ in letters may be slips of each other; in digits they are not."""


def values(begin: str) -> list[str]:
    """Give wrong values, each of them twice: numbers where they begin so, and else words."""
    numbers = [f"{number % DISTINCT:03}" for number in range(MANY)]
    in_digits = begin[0].isdigit()
    return [begin + (each if in_digits else each.translate(LETTERS)) for each in numbers]


def suggesting(findings: tuple[Finding, ...], rule: str) -> set[str]:
    """Name the values for which something is suggested."""
    assert sum(each.rule == rule for each in findings) >= MANY
    return {
        each.value or ""
        for each in findings
        if each.rule == rule and (each.hint or "").startswith("Did you mean")
    }


@pytest.mark.search
def test_references_are_asked_about_once_each(tmp_path: Path, asked: Counter[str]) -> None:
    keys = [{"fields": name, "reference": {"resource": "parents", "fields": "k"}} for name in "ab"]
    first, second = values("parens-"), values("parend-")
    rows = "".join(f"{one},{other}\n" for one, other in zip(first, second, strict=True))
    parents = "k\n" + "".join(f"parent-{number}\n".translate(LETTERS)
                              for number in range(DISTINCT))  # fmt: skip
    found = judged(
        tmp_path,
        {
            "parents": (fields(field("k"), primaryKey="k"), parents),
            "children": (fields(field("a"), field("b"), foreignKeys=keys), f"a,b\n{rows}"),
        },
    )
    assert asked["levenshtein"] == MOST_ASKED
    assert suggesting(found, "key.foreign") == set(first[:MOST_ASKED])


@pytest.mark.parametrize(
    ("rule", "begin", "properties"),
    [
        ("cell.enum", "wrong-", {"constraints": {"enum": ["wrong-x", "b"]}}),
        ("cell.category", "wrong-", {"categories": ["wrong-x", "b"]}),
        ("cell.type", "1'000'", {"type": "integer"}),
    ],
)
def test_cells_are_asked_about_once_each(
    rule: str, begin: str, properties: dict[str, Any], tmp_path: Path, asked: Counter[str]
) -> None:
    written = values(begin)
    rows = "".join(f"{each},{each}\n" for each in written)
    of = {"type_": properties.pop("type")} if "type" in properties else {}
    schema = fields(*(field(name, **of, **properties) for name in "ab"))
    found = judged(tmp_path, {"t": (schema, f"a,b\n{rows}")})
    assert asked.total() == MOST_ASKED
    assert suggesting(found, rule) == set(written[:MOST_ASKED])
    assert sum(each.rule == rule for each in found) == 2 * MANY


def test_names_in_a_header_are_asked_about_once_each(tmp_path: Path, asked: Counter[str]) -> None:
    names = [f"field_{number:03}" for number in range(MANY)]
    found = judged(tmp_path, {"t": (fields(*map(field, names)), "field_x\n1\n")})
    assert asked["nearest"] == MOST_ASKED + 1  # and the column is asked about once
    assert sum(each.rule == "header.missing" for each in found) == MANY


def test_an_answer_is_remembered_even_where_it_is_none() -> None:
    told: list[str] = []

    def ask(text: str) -> str | None:
        told.append(text)
        return text.upper() if text != "b" else None

    suggestions = Suggestions(most=3)
    given = [suggestions.of(text, ask) for text in "abbac"]
    assert given == ["A", None, None, "A", "C"] and told == ["a", "b", "c"]
    assert suggestions.of("d", ask) is None and suggestions.of("c", ask) == "C"
    assert suggestions.of("a", ask, about=1) is None and told == ["a", "b", "c"]
