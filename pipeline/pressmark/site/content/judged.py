"""What a release's report says of how it was judged, and its rules in words."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pressmark.package import Statement
from pressmark.report.rules import BY_ID
from pressmark.site.downloads.served_release import ServedRelease

PLACED = re.compile(r"\{([^{}]+)\}")
OWN = "rule."


@dataclass(frozen=True)
class CountedFinding:
    """What one rule found: in words, in which table where it is of one, how often, and its name."""

    words: str
    table: str
    count: int
    rule: str


def read_report(release: ServedRelease) -> Mapping[str, Any]:
    """Read the report of judging a release; empty where it has none that can be read."""
    file = release.file("report.json")
    if file is None:
        return {}
    try:
        report = json.loads(file.text())
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}


def phrase_findings(
    release: ServedRelease, report: Mapping[str, Any]
) -> tuple[CountedFinding, ...]:
    """Say of each rule that found something in a release what it found."""
    own = {OWN + each.name: each for each in release.package.rules}
    found = []
    for name, count in (report.get("counts") or {}).items():
        if name in own:
            words, table = phrase_rule(release, own[name]), own[name].heading("table")
            found.append(CountedFinding(words, find_title(release, table), count, name))
        else:
            title = BY_ID[name].title if name in BY_ID else name
            found.append(CountedFinding(title, "", count, name))
    return tuple(found)


def phrase_rule(release: ServedRelease, rule: Statement) -> str:
    """Say what breaks a dataset's own rule: its message, with the titles of fields for values."""
    message = rule.heading("message") or "It selects a record"
    table = rule.heading("table")
    schema = next((each.schema for each in release.package.tables if each.name == table), None)
    known = {each.name: each.label for each in schema.fields} if schema else {}
    said = PLACED.sub(
        lambda match: phrase_title(known.get(match[1], match[1].replace("_", " "))), message
    )
    return said[:1].upper() + said[1:]


def phrase_title(title: str) -> str:
    """Write a title within a sentence; an abbreviation keeps its capitals."""
    word = title.partition(" ")[0]
    is_plain = word[1:] == word[1:].lower()
    return f"the {title[:1].lower() if is_plain else title[:1]}{title[1:]}"


def find_title(release: ServedRelease, name: str) -> str:
    """Give the title of a table; nothing where there is none of that name."""
    titles = (each.resource.title or name for each in release.package.tables if each.name == name)
    return next(titles, "")
