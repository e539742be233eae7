"""The parts of the README that the code says better: `python -m tests.readme` writes them again."""

from pathlib import Path

from pressmark.report.rules import RULES, Rule

README = Path(__file__).parent.parent / "README.md"
HEAD = "| rule | is broken by | with this | this file |\n|---|---|---|---|\n"


def with_rules(text: str) -> str:
    """Give the README with its table of rules as the list of rules has it."""
    before, _, behind = text.partition(HEAD)
    rest = behind.partition("\n\n")[2]
    return f"{before}{HEAD}{''.join(map(row, RULES))}\n{rest}"


def row(rule: Rule) -> str:
    """Write a rule with what breaks it and its example."""
    broken_by = f"a warning: {rule.broken_by}" if rule.severity == "warning" else rule.broken_by
    given = rule.needs or code(rule.given)
    return f"| `{rule.id}` | {broken_by} | {given} | {code(rule.file)} |\n"


def code(text: str) -> str:
    """Show what stands in a file as such; what cannot stand in a line is told in brackets."""
    return f"`{text}`" if text and not text.startswith("(") else text


if __name__ == "__main__":
    README.write_text(with_rules(README.read_text("utf-8")), encoding="utf-8")
