"""What is wrong put into words, from what was found and counted alone.

Whoever finds, on this machine or on another, hands over no sentences: where something stands, what
is written there, and how often. One function makes findings of that.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pressmark.report.finding import Finding, Findings
from pressmark.report.phrases import LONGEST_HINT, LONGEST_VALUE, phrase_fault, phrase_hint
from pressmark.report.rule import Rule
from pressmark.words import Suggestions, shorten


class RawFinding(NamedTuple):
    """One thing that a check found.

    Its record and line, the beginning of what is written there, at most `LONGEST_VALUE` characters,
    and what else the check's sentence names.
    """

    record: int | None
    line: int | None
    value: str
    other: str = ""


@dataclass(frozen=True)
class CheckWords:
    """How one check is told: whose it is, and its words.

    `wrong` ends the sentence "<value> in <fields> ..." and may use `{other}`; `because` may say it
    more closely for one value, and `suggest` what was probably meant, which is asked once for each
    value `about` one thing. `right` is an order that says what would be right.
    """

    rule: Rule
    table: str
    path: str
    fields: tuple[str, ...]
    wrong: str
    right: str
    about: Hashable
    suggest: Callable[[str], str | None] | None = None
    because: Callable[[str], str | None] = lambda _: None


def tell(
    findings: Findings,
    telling: CheckWords,
    found: Sequence[RawFinding],
    count: int,
    suggested: Suggestions,
) -> None:
    """Add what a check found, its first things in the order of records, and count all of them.

    What will not be listed is not put into words.
    """
    room = max(findings.limit - findings.counts[telling.rule.id], 0)
    for each in found[:room]:
        findings.add(make_finding(telling, each, suggested))
    if more := count - len(found[:room]):
        findings.count(telling.rule.id, telling.rule.severity, more)


def make_finding(telling: CheckWords, found: RawFinding, suggested: Suggestions) -> Finding:
    """Say what is wrong with one thing, and what was meant, if that is still asked."""
    value, meant = found.value, None
    # What is held of a longer value is its beginning, and no guess at the whole.
    if telling.suggest and len(value) < LONGEST_VALUE:
        meant = suggested.of(value, telling.suggest, telling.about)
    wrong = telling.because(value) or telling.wrong
    wrong = wrong.replace("{other}", found.other) if found.other else wrong
    return telling.rule.finding(
        phrase_fault(value, telling.fields, shorten(wrong, LONGEST_HINT)),
        table=telling.table,
        path=telling.path,
        record=found.record,
        line=found.line,
        field=", ".join(telling.fields),
        value=value,
        hint=phrase_hint(meant, telling.right),
    )
