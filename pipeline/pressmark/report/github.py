"""The report as workflow commands of GitHub Actions: notes beside the lines they are about."""

import posixpath

from pressmark.report.finding import Finding
from pressmark.report.listing import represent_rules
from pressmark.report.model import Report
from pressmark.report.not_checked import tell_not_checked
from pressmark.report.sentences import render_sentence
from pressmark.words import make_visible, phrase_count

SHOWN = 10
"""GitHub shows at most ten notes of a kind for each step."""


def render(report: Report) -> str:
    """Write the ten worst findings as notes, then one on what is left out, then the verdict."""
    shown = represent_rules(report.worst_first, SHOWN)
    lines = [render_command(report, finding) for finding in shown]
    more = sum(report.counts.values()) - len(shown)
    if more:
        what = f"{phrase_count(more, 'more finding')} not shown here. {report.verdict}"
        lines.append(
            f"::notice title={escape_property('Not all is shown')}::{escape_message(what)}"
        )
    left = map(make_visible, tell_not_checked(report.not_read))
    told = (*report.choice_told, *report.passed_over_told, *left, *report.second_told)
    lines += [f"Pressmark: {line}".replace("##[", "## [") for line in told]
    # A line that opens with two colons, or holds ##[, would be a command.
    lines.append("Pressmark: " + report.verdict.replace("##[", "## ["))
    return "\n".join(lines) + "\n"


def render_command(report: Report, finding: Finding) -> str:
    """Write one finding as a command."""
    title = f"{finding.rule}: {report.rule(finding.rule).title}"
    properties = []
    # What stands at an address is no file of the repository.
    if finding.path is not None and "://" not in finding.path:
        path = posixpath.normpath(posixpath.join(report.place, finding.path))
        properties.append(f"file={escape_property(path)}")
    if finding.line is not None:
        properties.append(f"line={finding.line}")
    properties.append(f"title={escape_property(title)}")
    text = "\n".join(filter(None, [begin_message(finding), render_sentence(finding.hint)]))
    return f"::{finding.severity} {','.join(properties)}::{escape_message(text)}"


def begin_message(finding: Finding) -> str:
    """Begin the message with the record, which the line alone does not tell."""
    record = "" if finding.record is None else f"Record {finding.record}: "
    return record + render_sentence(finding.message)


def escape_message(text: str) -> str:
    """Escape the text of a command; its line ends stay."""
    return "%0A".join(make_visible(line).replace("%", "%25") for line in text.split("\n"))


def escape_property(text: str) -> str:
    """Escape a property of a command."""
    return escape_message(make_visible(text)).replace(":", "%3A").replace(",", "%2C")
