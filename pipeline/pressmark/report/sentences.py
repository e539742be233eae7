"""Words that every rendering shares: counting, cutting, and where a finding stands."""

from pressmark.report.finding import Finding

LONGEST_NAME = 80
LONGEST_SENTENCE = 600


def plural(number: int, word: str) -> str:
    """Count something in words people use: `1 record`, `1,204 records`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def visible(text: str) -> str:
    """Write out what a terminal or a page would obey or hide: control and invisible characters."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in text
    )


def cut(text: str, most: int) -> str:
    """Show a text of any length in at most so many characters, all of them visible."""
    seen = visible(text[: most + 1])
    return seen if len(seen) <= most else seen[: most - 1] + "…"


def sentence(text: str | None) -> str:
    """Write a message or a hint on one line; empty where there is none."""
    return cut(text or "", LONGEST_SENTENCE)


def where(finding: Finding) -> str:
    """Say where a finding stands: file and line, then record and field."""
    place = visible(finding.path or finding.table or "the package")
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
