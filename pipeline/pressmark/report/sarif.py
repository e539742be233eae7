"""The report as SARIF 2.1.0, for code scanning and editors (OASIS Standard, 2020)."""

import hashlib
import json
import posixpath
from collections import Counter
from typing import Any
from urllib.parse import quote

from pressmark import __version__
from pressmark.report.finding import Finding
from pressmark.report.model import Report
from pressmark.report.sentences import render_sentence
from pressmark.words import make_visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report) -> str:
    """Write the listed findings as results of one run, worst first."""
    rules = {rule: number for number, rule in enumerate(report.rules)}
    seen: Counter[str] = Counter()
    results = [
        make_result(report, finding, rules[finding.rule], seen) for finding in report.worst_first
    ]
    driver = {
        "name": "Pressmark",
        "version": __version__,
        "rules": [describe_rule(report, rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"counts": report.counts}
        | ({"second_judge": report.second._asdict()} if report.second else {})
        | report.choice_written(),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=True, indent=2) + "\n"


def describe_rule(report: Report, rule: str) -> dict[str, Any]:
    """Describe a rule that found something (section 3.49, reportingDescriptor)."""
    known = report.rule(rule)
    broken = f"It is broken by {known.broken_by} ({known.section})."
    return {
        "id": rule,
        "shortDescription": {"text": f"{known.title}."},
        "fullDescription": {"text": broken.replace("`", "")},
        "defaultConfiguration": {"level": report.severity(rule)},
    }


def make_result(report: Report, finding: Finding, index: int, seen: Counter[str]) -> dict[str, Any]:
    """Write one finding (section 3.27); `seen` counts the findings that are alike.

    One that is ignored is suppressed, with the reason (section 3.35).
    """
    text = " ".join(filter(None, [render_sentence(finding.message), render_sentence(finding.hint)]))
    written: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": text},
        "partialFingerprints": {"pressmark/v1": render_fingerprint(finding, seen)},
        "properties": {"record": finding.record, "value": finding.value, "hint": finding.hint},
    }
    if finding.rule in report.ignored:
        why = report.ignored[finding.rule]
        written["suppressions"] = [{"kind": "external", "justification": why}]
    where = make_location(report, finding)
    return {**written, "locations": [where]} if where else written


def make_location(report: Report, finding: Finding) -> dict[str, Any]:
    """Say where a finding stands: file and line, table and field (section 3.28)."""
    where: dict[str, Any] = {}
    if finding.path is not None:
        where["physicalLocation"] = {
            "artifactLocation": {"uri": render_address(report, finding.path)}
        }
        if finding.line is not None:
            where["physicalLocation"]["region"] = {"startLine": finding.line}
    if finding.table is not None:
        table = {"name": make_visible(finding.table), "kind": "resource"}
        field = make_visible(finding.field or "")
        named = {"fullyQualifiedName": f"{table['name']}.{field}", "name": field, "kind": "member"}
        where["logicalLocations"] = [named if field else table]
    return where


def render_address(report: Report, path: str) -> str:
    """Give a file's relative address, from where the command ran if the package stands there."""
    place = "" if posixpath.isabs(report.place) else report.place
    whole = posixpath.normpath(posixpath.join(place, path))
    return quote(whole, errors="backslashreplace")


def render_fingerprint(finding: Finding, seen: Counter[str]) -> str:
    """Name a finding so that it stays the same when records before it come and go."""
    parts = (finding.rule, finding.table, finding.path, finding.field, finding.value)
    alike = json.dumps(parts)
    seen[alike] += 1
    return hashlib.sha256(f"{alike} {seen[alike]}".encode()).hexdigest()
