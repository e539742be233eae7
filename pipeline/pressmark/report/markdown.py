"""The report as GitHub Markdown, for the summary of a job; no value in it can become markup."""

from pressmark.report.finding import Finding
from pressmark.report.listing import represented
from pressmark.report.model import Report
from pressmark.report.sentences import sentence, where
from pressmark.words import cut, plural, visible

SHOWN = 50
LONGEST_VALUE = 60
MARKUP = str.maketrans({each: f"&#{ord(each)};" for each in '\\`*_{}[]<>()#|~&$^!:"'})


def render(report: Report) -> str:
    """Write the verdict, what each rule found, and the first findings, worst first."""
    blocks = [f"## {escaped(report.verdict)}"]
    if report.counts:
        blocks.append("\n".join(counts(report)))
    shown = represented(report.worst_first, SHOWN)
    if shown:
        blocks.append("\n".join(table(shown)))
    more = sum(report.counts.values()) - len(shown)
    if more and report.counts:
        blocks.append(f"{plural(more, 'more finding')} not shown here.")
    blocks.extend(escaped(line) for line in report.unchecked)
    return "\n\n".join(blocks) + "\n"


def counts(report: Report) -> list[str]:
    """Write a table of how much each rule found."""
    lines = ["| what is wrong | rule | kind | findings |", "|---|---|---|---:|"]
    for rule in report.rules:
        cells = (escaped(report.rule(rule).title), code(rule), report.severity(rule))
        lines.append(f"| {' | '.join(cells)} | {report.counts[rule]:,} |")
    return lines


def table(findings: tuple[Finding, ...]) -> list[str]:
    """Write a table of findings: place, value, what is wrong, what would be right."""
    lines = ["| where | value | what is wrong | what would be right |", "|---|---|---|---|"]
    for finding in findings:
        value = "" if finding.value is None else code(cut(finding.value, LONGEST_VALUE))
        cells = (escaped(where(finding)), value, escaped(sentence(finding.message)))
        lines.append(f"| {' | '.join(cells)} | {escaped(sentence(finding.hint))} |")
    return lines


def code(text: str) -> str:
    """Show a text letter by letter; in code nothing is linked and nobody is notified."""
    return f"<code>{escaped(text)}</code>" if text else "(empty)"


def escaped(text: str) -> str:
    """Write a text that Markdown shows as it is, without links, mentions and markup."""
    quiet = visible(text).translate(MARKUP).replace("www.", "www&#46;")
    # GitHub looks for mentions after it has read the entities: only a gap stops it.
    return quiet.replace("@", "@&#8203;")
