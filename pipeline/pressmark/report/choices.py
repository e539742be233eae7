"""What a page's reader can choose to see: one rule, one table, one field, without a script.

Each choice is a radio button with a class (`r2`, `t0`, `f5`). A finding has the classes of its
own rule, table and field; while a button is checked, a line of CSS hides the findings that lack
its class, and pales the other choices that would leave nothing to see.
"""

from dataclasses import dataclass

from pressmark.report.finding import Finding
from pressmark.report.model import Report


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen, its class, how many findings it has, what goes with it."""

    name: str
    mark: str
    count: int
    together: str


@dataclass(frozen=True)
class Choices:
    """All that can be chosen; rules are all that found something, the others those listed."""

    rules: tuple[Choice, ...]
    tables: tuple[Choice, ...]
    fields: tuple[Choice, ...]

    def of(self, finding: Finding) -> str:
        """Give the classes of a finding."""
        return " ".join(
            choice.mark
            for choices, name in zip(self.all, name_choices(finding), strict=True)
            for choice in choices
            if choice.name == name
        )

    @property
    def all(self) -> tuple[tuple[Choice, ...], ...]:
        """Rules, tables, fields."""
        return self.rules, self.tables, self.fields


def name_choices(finding: Finding) -> tuple[str | None, str | None, str | None]:
    """Give what a finding can be chosen by."""
    return finding.rule, finding.table, finding.field


def collect_choices(report: Report) -> Choices:
    """Collect what the findings of a report can be chosen by, in their order."""
    found = [name_choices(finding) for finding in report.worst_first]
    tables = [table.name for table in report.tables] + [file.name for file in report.files]
    present = (
        list(report.rules),
        [name for name in tables if name in {each[1] for each in found}],
        sorted({each[2] for each in found if each[2] is not None}),
    )
    marks = [
        {name: f"{letter}{number}" for number, name in enumerate(names)}
        for letter, names in zip("rtf", present, strict=True)
    ]

    def choice(kind: int, name: str) -> Choice:
        mine = [each for each in found if each[kind] == name]
        count = report.counts[name] if kind == 0 else len(mine)
        pairs = {(at, part) for each in mine for at, part in enumerate(each) if part is not None}
        together = sorted(marks[at][part] for at, part in pairs if part in marks[at])
        return Choice(name, marks[kind][name], count, " ".join(together))

    rules, chosen_tables, fields = (
        tuple(choice(kind, name) for name in names) for kind, names in enumerate(present)
    )
    return Choices(rules, chosen_tables, fields)


def render_style(choices: Choices) -> str:
    """Write the CSS that hides what was not chosen."""
    return "".join(
        f":root:has(#{mark}:checked) .found:not(.{mark}){{display:none}}\n"
        f":root:has(#{mark}:checked) .choice:not(.{mark},.any,.of-{mark[0]}){{opacity:.4}}\n"
        for kind in choices.all
        for mark in (choice.mark for choice in kind)
    )
