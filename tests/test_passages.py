"""A passage is found by its words, and named so that anybody finds it again."""

import hashlib
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, strategies

from pressmark.passages import Passage, find_passages, hash_passage, list_passages, normalize_text
from tests.cli.test_command import run

TEXT = """A heading without an end

The council of Examplewood (pop. 3) met. It voted \u201cyes\u201d \u2014 twice! \u201cWhy?\u201d
asked one member.
   
Adopted: Oakwood; Elmwood; the town of 2 Rivers.
"""  # noqa: W293 - a block ends at a line of blanks too
SENTENCES = {
    "p1": "A heading without an end",
    # The scheme knows no abbreviations: what looks like the end of a sentence is one.
    "p2s1": "The council of Examplewood (pop.",
    "p2s2": "3) met.",
    "p2s3": "It voted \u201cyes\u201d \u2014 twice!",
    "p2s4": "\u201cWhy?\u201d\nasked one member.",
    "p3s1": "Adopted: Oakwood; Elmwood; the town of 2 Rivers.",
}


def test_sentences_and_blocks_are_counted() -> None:
    assert {each.locator: TEXT[each.start : each.end] for each in list_passages(TEXT)} == SENTENCES


def test_a_passage_is_hashed_in_one_form() -> None:
    plain = hashlib.sha256("é b".encode()).hexdigest()
    assert {hash_passage("é b"), hash_passage(" e\u0301\n\t b "), hash_passage("é  b")} == {plain}


def test_words_are_found_whatever_their_white_space() -> None:
    (found,) = find_passages(TEXT, " one\tmember ")
    assert found == Passage("p2s4", *span(SENTENCES["p2s4"]), hash_passage(SENTENCES["p2s4"]))
    assert [each.locator for each in find_passages(TEXT, "wood")] == ["p2s1", "p3s1"]
    assert find_passages(TEXT, "nowhere") == ()


def span(sentence: str) -> tuple[int, int]:
    """Give the offsets of a sentence of the text."""
    start = TEXT.index(sentence)
    return start, start + len(sentence)


@given(strategies.text("aB.!?\u201d\u2019 \n\u2026)(é", max_size=80))
def test_passages_are_in_order_apart_and_leave_out_white_space_alone(text: str) -> None:
    end, left = 0, ""
    for each in list_passages(text):
        assert end <= each.start < each.end <= len(text)
        assert text[each.start : each.end].strip() == text[each.start : each.end]
        left += text[end : each.start]
        end = each.end
    assert not (left + text[end:]).strip()
    locators = [each.locator for each in list_passages(text)]
    assert len(set(locators)) == len(locators)


@given(strategies.text(max_size=30))
def test_the_normal_form_is_a_fixed_point(text: str) -> None:
    assert normalize_text(normalize_text(text)) == normalize_text(text)
    assert hash_passage(unicodedata.normalize("NFD", text)) == hash_passage(text)


def test_locating_prints_what_a_record_of_evidence_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text(TEXT, encoding="utf-8")
    start, end = span(SENTENCES["p3s1"])
    expected = {
        "locator_scheme": "block-sentence-v1",
        "locator": "p3s1",
        "char_start": start,
        "char_end": end,
        "selector_sha256": hash_passage(SENTENCES["p3s1"]),
        "normalisation": "nfc-collapse-ws-v1",
    }
    code, out, _ = run("locate", file, "Elmwood", capsys=capsys)
    assert (code, out) == (0, "".join(f"{name}: {value}\n" for name, value in expected.items()))
    code, out, _ = run("locate", file, "Elmwood", "--json", capsys=capsys)
    assert (code, json.loads(out)) == (0, [expected])


def test_words_that_no_sentence_holds_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text(TEXT, encoding="utf-8")
    code, out, err = run("locate", file, "met. It voted", capsys=capsys)
    assert (code, out) == (1, "")
    assert "no sentence holds these words" in err
    assert run("locate", tmp_path / "none.txt", "x", capsys=capsys)[0] == 2
