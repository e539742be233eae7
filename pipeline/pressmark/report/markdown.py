"""The report as GitHub Markdown, for the summary of a job; no value in it can become markup."""

from pressmark.report.finding import Finding
from pressmark.report.listing import represent_rules
from pressmark.report.model import Report
from pressmark.report.sentences import phrase_place, render_sentence
from pressmark.words import cut, make_visible, phrase_count

SHOWN = 50
LONGEST_VALUE = 60
MARKUP = str.maketrans({each: f"&#{ord(each)};" for each in '\\`*_{}[]<>()#|~&$^!:"'})


def render(report: Report) -> str:
    """Write the verdict, what each rule found, and the first findings, worst first."""
    blocks = [f"## {escape_text(report.verdict)}"]
    if report.counts:
        blocks.append("\n".join(write_counts(report)))
    shown = represent_rules(report.worst_first, SHOWN)
    if shown:
        blocks.append("\n".join(write_table(shown)))
    more = sum(report.counts.values()) - len(shown)
    if more and report.counts:
        blocks.append(f"{phrase_count(more, 'more finding')} not shown here.")
    blocks.extend(escape_text(line) for line in report.unchecked)
    return "\n\n".join(blocks) + "\n"


def write_counts(report: Report) -> list[str]:
    """Write a table of how much each rule found."""
    lines = ["| what is wrong | rule | kind | findings |", "|---|---|---|---:|"]
    for rule in report.rules:
        cells = (escape_text(report.rule(rule).title), render_code(rule), report.severity(rule))
        lines.append(f"| {' | '.join(cells)} | {report.counts[rule]:,} |")
    return lines


def write_table(findings: tuple[Finding, ...]) -> list[str]:
    """Write a table of findings: place, value, what is wrong, what would be right."""
    lines = ["| where | value | what is wrong | what would be right |", "|---|---|---|---|"]
    for finding in findings:
        value = "" if finding.value is None else render_code(cut(finding.value, LONGEST_VALUE))
        cells = (
            escape_text(phrase_place(finding)),
            value,
            escape_text(render_sentence(finding.message)),
        )
        lines.append(f"| {' | '.join(cells)} | {escape_text(render_sentence(finding.hint))} |")
    return lines


def render_code(text: str) -> str:
    """Show a text letter by letter; in code nothing is linked and nobody is notified."""
    return f"<code>{escape_text(text)}</code>" if text else "(empty)"


def escape_text(text: str) -> str:
    """Write a text that Markdown shows as it is, without links, mentions and markup."""
    quiet = make_visible(text).translate(MARKUP).replace("www.", "www&#46;")
    # GitHub looks for mentions after it has read the entities: only a gap stops it.
    return quiet.replace("@", "@&#8203;")
