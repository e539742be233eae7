"""Patterns mean what XML Schema says, whatever RE2 would make of them."""

import pytest

from pressmark import sql
from pressmark.engine.connection import Engine
from pressmark.rules import translate_pattern


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        ("a|b", ["a", "b"], ["ax", "xb"]),
        (r"\d+", ["12", "٣"], ["x", ""]),
        (r"\D", ["x"], ["1", "٣"]),
        (r"\w+", ["aé", "1$"], ["a b", "a_b", "a-b"]),
        (r"\W", ["_", " "], ["a"]),
        (r"[\w_]+", ["a_b"], ["a-b"]),
        (r"[^\w]", ["-"], ["a"]),
        (r"[\D]", ["x"], ["1"]),
        (r"\s\S", [" x"], ["  ", "xx"]),
        (r"\i\c*", ["a1", "_x", "é-.:2"], ["1a", "-a", "a b"]),
        (r"\I\C", ["1 "], ["ab"]),
        (r"[\i\-]+", ["a-"], ["1"]),
        (r"\p{Lu}\P{Lu}", ["Äa"], ["aA"]),
        (r"\p{IsGreek}+", ["αβ"], ["ab"]),
        (r"\P{IsBasicLatin}", ["é"], ["e"]),
        (r"[\p{IsBasicLatin}-[A-Z]]", [], []),
        (r"[\p{IsCyrillic}a]+", ["жa"], ["b"]),
        ("[a-z-[aeiou]]+", ["xyz"], ["xa", "A"]),
        ("[^a-[b]]", ["c", "é"], ["a", "b"]),
        (r"[a-z\t-[^a-f]]+", ["abc"], ["g", "\t"]),
        ("[0-9-[3-7-[5]]]", [], []),
        ("[a-]", ["a", "-"], ["b"]),
        ("[]a]", ["]", "a"], ["b"]),
        ("[a[]+", ["a["], ["b"]),
        (r"a\.b", ["a.b"], ["axb"]),
        ("a.b", ["axb"], ["a\nb", "a\rb", "ab"]),
        ("^[a-z]+$", ["abc"], ["ab1"]),
        ("(?:a|b){2}", ["ab"], ["a"]),
        (r"\n\\", ["\n\\"], ["n"]),
    ],
)
def test_a_pattern_matches_what_xml_schema_says(
    pattern: str, right: list[str], wrong: list[str]
) -> None:
    from pressmark.rules import explain_unreadable

    if not right:
        assert explain_unreadable(pattern) is not None
        return
    with Engine() as engine:
        for text in right + wrong:
            read = sql.quote_text(translate_pattern(pattern))
            matched = f"regexp_full_match({sql.quote_text(text)}, {read})"
            assert engine.rows(f"select {matched}") == [(text in right,)], text


@pytest.mark.parametrize(
    "pattern",
    ["[a-z-[x]y]", "[a-[a]]", r"[a-z-[\d]]", r"[\d-[1]]", "[a-z-[", "[a-z-[b"],
)
def test_a_subtraction_that_is_not_simple_is_not_checked(pattern: str) -> None:
    from pressmark.rules import explain_unreadable

    assert explain_unreadable(pattern) == "it subtracts one class of characters from another"
