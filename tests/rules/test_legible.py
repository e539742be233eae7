"""What a name may hold, whatever it names."""

import pytest

from pressmark.rules.legible import (
    draw_outline,
    explain_refused_by_windows,
    find_hidden_in_name,
    find_hidden_in_text,
    find_look_alike,
)


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("a\u202eb", "U+202E (RIGHT-TO-LEFT OVERRIDE) as character 2"),
        ("\u0645\u06cc\u200c\u0634\u0648\u062f\u200b", "U+200B (ZERO WIDTH SPACE) as character 7"),
        ("x\u200cy", "U+200C"),
        ("\u0645\u200c", "U+200C"),
        ("\ufeffid", "U+FEFF"),
        ("a\x07", "U+0007"),
        ("\u0645\u06cc\u200c\u0634\u0648\u062f", None),
        ("\u0915\u094d\u200d\u0937", "U+200D"),
        ("\u05e9\u05dc\u05d5\u05dd", None),
        ("naïve \u65e5\u672c", None),
    ],
)
def test_nothing_in_a_name_is_hidden(name: str, hidden: str | None) -> None:
    found = find_hidden_in_name(name)
    assert (found is None) == (hidden is None)
    assert hidden is None or (found is not None and hidden in found)


def test_what_is_allowed_is_not_looked_for() -> None:
    assert find_hidden_in_name("a\u202eb", bidi=False) is None
    assert find_hidden_in_name("a\x07", control=False) is None
    assert find_hidden_in_name("a\x07\u202e", control=False, bidi=False) is None
    assert find_hidden_in_name("a\x07\u202e", bidi=False) is not None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("\u200f\u05e9\u05dc\u05d5\u05dd", False),
        ("\u0645\u06cc\u200c\u0634\u0648\u062f", False),
        ("a\u200bb", True),
        ("a\u202e", True),
        ("\x1b[1m", True),
    ],
)
def test_texts_for_people_may_say_which_way_they_run(text: str, *, wrong: bool) -> None:
    assert (find_hidden_in_text(text) is not None) == wrong


@pytest.mark.parametrize(
    ("name", "strange"),
    [
        ("p\u0430ss", 'which looks like "a"'),
        ("m\u0430\u0441\u0441\u0430", 'which looks like "a"'),
        ("\u039foutput", 'which looks like "O"'),
        ("\u043c\u0430\u0441\u0441\u0430", None),
        ("mass \u043c\u0430\u0441\u0441\u0430", None),
        ("mass_\u043c\u0430\u0441\u0441\u0430", None),
        ("\u0394t", None),
        ("\u03b1max", None),
        ("\u00b5g", None),
        ("na\u00efve", None),
        ("\u65e5\u672cid", None),
    ],
)
def test_a_letter_that_passes_for_another_is_named(name: str, strange: str | None) -> None:
    found = find_look_alike(name)
    assert (found is None) == (strange is None)
    assert strange is None or (found is not None and strange in found)


def test_names_that_look_the_same_have_one_outline() -> None:
    assert draw_outline("scope") == draw_outline("sc\u043e\u0440\u0435") == "scope"
    assert draw_outline("na\u00efve") == draw_outline("nai\u0308ve")
    assert draw_outline("Score") != draw_outline("score")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("data/con.csv", "device"),
        ("COM1", "device"),
        ("lpt9.tar.gz", "device"),
        ("aux/x.csv", "device"),
        ("x./t.csv", "at its end"),
        ("x /t.csv", "at its end"),
        ("a:b.csv", "':'"),
        ("what?.csv", "'?'"),
        ("x" * 201, "longer"),
        ("./data/console.csv", None),
        ("com10.csv", None),
        ("data/t .csv", None),
    ],
)
def test_what_windows_refuses_is_said(path: str, why: str | None) -> None:
    found = explain_refused_by_windows(path)
    assert (found is None) == (why is None)
    assert why is None or (found is not None and why in found)
