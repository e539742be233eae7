"""Which findings a report lists, and which fields of a record they are about."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pressmark.report.finding import Finding, Findings
from pressmark.report.rules import rank_rule


def find_positions(fields: tuple[str, ...], named: str | None) -> tuple[int, ...]:
    """Find the fields that a finding names: one, or those of a key with commas between them."""
    if named is None:
        return ()
    if named in fields:
        return (fields.index(named),)
    return tuple(fields.index(name) for name in named.split(", ") if name in fields)


def choose(findings: Findings, tables: Iterable[str], limit: int) -> tuple[Finding, ...]:
    """Choose at most `limit` findings, every rule represented before any is listed at length.

    They come errors first, then in the order of mending, then by table, record and field.
    """
    position = {name: number for number, name in enumerate(tables)}

    def place(finding: Finding) -> tuple[Any, ...]:
        return (
            finding.severity != "error",
            rank_rule(finding.rule),
            position.get(finding.table or "", -1),
            finding.record or 0,
            finding.rule,
            finding.field or "",
        )

    return represent_rules(tuple(sorted(findings.kept, key=place)), limit)


def represent_rules(findings: tuple[Finding, ...], most: int) -> tuple[Finding, ...]:
    """Keep at most so many findings in their order, one of every rule before a second of any."""
    seen: Counter[str] = Counter()
    turns = []
    for number, finding in enumerate(findings):
        turns.append((seen[finding.rule], number))
        seen[finding.rule] += 1
    kept = sorted(number for _, number in sorted(turns)[:most])
    return tuple(findings[number] for number in kept)
