"""The one reading of versions: what is one, which of two is newer, what names it, what follows."""

import ast
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.version import (
    LEVELS,
    LONGEST,
    MOST_DIGITS,
    Version,
    is_final,
    order_version,
    parse,
    render_in_address,
    render_in_file_name,
)

ROOT = Path(__file__).parent.parent
MOST = "9" * MOST_DIGITS
IN_ORDER = (
    "draft",
    "01.0.0",
    "1.0.0-01",
    "2021-05",
    "2021-10",
    "0.0.0-0",
    "0.0.0",
    "1.0.0-0",
    "1.0.0-2",
    "1.0.0-11",
    f"1.0.0-{MOST}",
    "1.0.0--",
    "1.0.0-0a",
    "1.0.0-RC",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.1.0",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.0+01",
    "1.0.0+build",
    "1.9.0",
    "1.10.0",
    "2.0.0",
    f"{MOST}.{MOST}.{MOST}",
)


@pytest.mark.parametrize(("older", "newer"), list(itertools.combinations(IN_ORDER, 2)))
def test_versions_sort_as_semver_says(older: str, newer: str) -> None:
    """The list of semver.org and more, with what is no semantic version before all."""
    assert order_version(older) < order_version(newer)
    first, second = parse(older), parse(newer)
    if first and second:
        assert first < second


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.0",
        "1.0.0.0",
        "v1.0.0",
        "V1.0.0",
        "01.0.0",
        "1.00.0",
        "1.0.00",
        "-1.0.0",
        "+1.0.0",
        "1_0.0.0",
        " 1.0.0",
        "1.0.0 ",
        "1.0.0\n",
        "1.0.0\r\n",
        "\n1.0.0",
        "1.0.0-rc\n",
        "1.0.0+a\n",
        "1.0.0\x00",
        "1,0,0",
        "1.0.0-",
        "1.0.0+",
        "1.0.0-+a",
        "1.0.0-a+",
        "1.0.0-a..b",
        "1.0.0-.a",
        "1.0.0-a.",
        "1.0.0-01",
        "1.0.0-a.00",
        "1.0.0+a..b",
        "1.0.0+a+b",
        "1.0.0-ä",
        "1.0.0-a_b",
        "1.0.0/..",
        "\u0661.\u0660.\u0660",
        "1.0.0-\u0661",
        "\uff11.\uff10.\uff10",
        "1.0.0-\u2167",
        "1.0.\u00b2",
        f"1{'0' * MOST_DIGITS}.0.0",
        f"0.1{'0' * MOST_DIGITS}.0",
        f"0.0.1{'0' * MOST_DIGITS}",
        f"0.0.0-1{'0' * MOST_DIGITS}",
        f"1{'0' * 21}.0.0",
        f"{'9' * 5000}.0.0",
        f"0.0.0-{'a' * (LONGEST - 5)}",
        f"0.0.0+{'1' * (LONGEST - 5)}",
    ],
)
def test_what_is_no_semantic_version_is_none(text: str) -> None:
    assert parse(text) is None
    assert not is_final(text)
    assert order_version(text) < order_version("0.0.0-0")


@pytest.mark.parametrize(
    "text",
    [
        *(each for each in IN_ORDER[5:]),
        "0.0.0+0123456789012345678901234567890",
        f"0.0.0-{'a' * (LONGEST - 6)}",
        "1.0.0--1",
        "1.0.0-x-y-z.-",
        "1.0.0-00a",
    ],
)
def test_a_semantic_version_is_written_as_it_was_read(text: str) -> None:
    version = parse(text)
    assert version is not None and str(version) == text
    assert is_final(text) is version.is_final is ("-" not in text.partition("+")[0])
    assert render_in_file_name(text) == text
    assert max(version.core) < 2**63 and len(f"{text}.zip".encode()) < 255


@given(st.from_regex(r"[0-9]{1,20}(\.[0-9]{1,20}){2}(-[0-9A-Za-z.-]{1,8})?(\+[0-9A-Za-z.-]{1,8})?",
                     fullmatch=True))  # fmt: skip
def test_reading_and_writing_are_one_and_the_order_is_that_of_the_values(text: str) -> None:
    version = parse(text)
    if version is None:
        assert order_version(text)[0] == 0
        return
    assert str(version) == text and parse(str(version)) == version
    assert order_version(text)[1] == version
    for level in LEVELS:
        following = version.after(level)
        assert following > version and following.is_final
        assert version.goal >= version or version.build


def test_build_metadata_makes_no_version_newer() -> None:
    first, second = Version((1, 0, 0), build="a"), Version((1, 0, 0), build="b")
    assert first.precedence == second.precedence == Version((1, 0, 0)).precedence
    assert first < second and first != second


@pytest.mark.parametrize(
    ("text", "in_file", "in_address"),
    [
        ("1.0.0-rc.1+b", "1.0.0-rc.1+b", "1-0-0-rc-1-b"),
        ("1/2", "1-2", "1-2"),
        ("../../x", "..-..-x", "------x"),
        ("a\nb", "a-b", "a-b"),
        ("\u0663", "-", "-"),
        ("9" * 300, "9" * LONGEST, "9" * 300),
    ],
)
def test_any_version_can_stand_in_a_name(text: str, in_file: str, in_address: str) -> None:
    assert (render_in_file_name(text), render_in_address(text)) == (in_file, in_address)


def test_no_other_module_reads_versions_by_a_grammar_of_its_own() -> None:
    """A text with three groups of digits joined by points tells of a second definition."""
    tells = (r"\d+\.\d+", "[0-9]+\\.", r"(?:0|[1-9]", r"\.[0-9]{1,")
    for path in (ROOT / "pipeline").rglob("*.py"):
        source = path.read_text("utf-8")
        if not any(each in source for each in (r"\d", "[0-9]", "[1-9]")):
            continue  # to parse all takes a second
        texts = [
            node.value
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        found = [text for text in texts for each in tells if text.count(each) > 1]
        assert path.name == "version.py" or not found, path
