"""Words that every rendering shares: a message on one line, and where a finding stands."""

from pressmark.report.finding import Finding
from pressmark.words import cut, make_visible

LONGEST_NAME = 80
LONGEST_SENTENCE = 600


def render_sentence(text: str | None) -> str:
    """Write a message or a hint on one line; empty where there is none."""
    return cut(text or "", LONGEST_SENTENCE)


def phrase_place(finding: Finding) -> str:
    """Say where a finding stands: file and line, then record and field."""
    place = make_visible(finding.path or finding.table or "the package")
    if finding.line is not None:
        place += f":{finding.line}"
    parts = [place]
    if finding.record is not None:
        parts.append(f"record {finding.record}")
    if finding.field is not None:
        parts.append(f"field {cut(finding.field, LONGEST_NAME)}")
    if finding.severity == "warning":
        parts.append("warning")
    return ", ".join(parts)
