"""What was found is put into words in one place, for whoever found it."""

from pressmark.report.finding import Findings
from pressmark.report.phrases import LONGEST_VALUE
from pressmark.report.rules import CELL_ENUM, KEY_PRIMARY
from pressmark.report.told import CheckWords, RawFinding, tell
from pressmark.words import Suggestions

ASKED: list[str] = []


def guess(text: str) -> str | None:
    """Guess what was meant, and remember that it was asked."""
    ASKED.append(text)
    return "ban" if text.startswith("ba") else None


ENUM = CheckWords(
    CELL_ENUM, "t", "t.csv", ("kind",), "is no {other} value", 'write "ban"', 1, guess,
    lambda text: "is cut off" if text.endswith("…") else None,
)  # fmt: skip


def test_findings_are_made_of_what_was_found_and_counted() -> None:
    findings, suggested = Findings(2), Suggestions()
    found = [RawFinding(3, 4, "bann"), RawFinding(7, 9, "b…"), RawFinding(8, 10, "never said")]
    tell(findings, ENUM, found, 11, suggested)
    first, second = findings.kept
    assert (first.message, first.hint) == (
        '"bann" in kind is no {other} value.', 'Did you mean "ban"? Otherwise write "ban".',
    )  # fmt: skip
    assert (first.record, first.line, first.field, first.value) == (3, 4, "kind", "bann")
    assert (second.message, second.hint) == ('"b…" in kind is cut off.', 'Write "ban".')
    assert (findings.counts, findings.errors) == ({"cell.enum": 11}, 11)
    tell(findings, ENUM, found[2:], 1, suggested)
    assert (findings.counts["cell.enum"], len(findings.kept)) == (12, 2)
    assert ASKED == ["bann", "b…"]


def test_what_else_the_sentence_names_is_named() -> None:
    findings = Findings(1)
    words = CheckWords(KEY_PRIMARY, "t", "t.csv", ("a", "b"), "stands in {other} already", "go", 0)
    tell(findings, words, [RawFinding(2, None, "1, x", "record 1")], 1, Suggestions())
    assert findings.kept[0].message == '"1, x" in a and b stands in record 1 already.'
    assert findings.kept[0].field == "a, b"


def test_of_the_beginning_of_a_longer_value_nothing_is_guessed() -> None:
    findings = Findings(1)
    ASKED.clear()
    tell(findings, ENUM, [RawFinding(1, 2, "ba" * LONGEST_VALUE)], 1, Suggestions())
    assert findings.kept[0].hint == 'Write "ban".'
    assert ASKED == []
