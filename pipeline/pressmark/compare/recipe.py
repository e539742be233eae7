"""Which change asks for which part of a version: each rule once, with its name and sentence.

The Data Package Version recipe decides ("Version" of Data Package v2, recipe "Data Package
Version"); where it is silent, the lines marked as ours do.
"""

from dataclasses import dataclass

from pressmark.version import LEVELS, Level


@dataclass(frozen=True)
class Rule:
    """One line of the recipe: `ours` where the published recipe is silent."""

    name: str
    level: Level
    sentence: str
    ours: bool = False


RECIPE: tuple[Rule, ...] = (
    Rule("package.renamed", "major", "the package has another name", ours=True),
    Rule("table.removed", "major", "a table was removed", ours=True),
    Rule("table.renamed", "major", "a table was renamed", ours=True),
    Rule("field.added", "major", "a field was added"),
    Rule("field.removed", "major", "a field was removed"),
    Rule("field.renamed", "major", "a field was renamed"),
    Rule("field.reordered", "major", "fields stand in another order"),
    Rule("field.type", "major", "a field has another type"),
    Rule("field.format", "major", "a field has another format"),
    Rule("primary_key.changed", "major", "a table has another primary key", ours=True),
    Rule("constraint.stricter", "major", "a constraint became stricter, or nobody can tell"),
    Rule("meaning.changed", "major", "the author declares another meaning"),
    Rule("records.withdrawn_referred", "major", "records were removed to which others referred"),
    Rule("question.removed", "major", "a view or a query was removed", ours=True),
    Rule("table.added", "minor", "a table was added"),
    Rule("records.added", "minor", "records were added"),
    Rule("records.withdrawn", "minor", "records were removed to which none referred", ours=True),
    Rule("reference.updated", "minor", "references to other tables were updated"),
    Rule("constraint.looser", "minor", "a constraint became looser"),
    Rule(
        "question.changed", "minor", "a view, a query or an own rule is new or another", ours=True
    ),
    Rule("storage.changed", "minor", "values are stored in another way", ours=True),
    Rule("values.corrected", "patch", "values were corrected"),
    Rule("description.changed", "patch", "what describes the data was changed"),
)
"""Every kind of change; a new one is one line here."""

BY_NAME = {rule.name: rule for rule in RECIPE}


@dataclass(frozen=True)
class Demand:
    """One change that asks for a version: the line of the recipe, and what happened, in words."""

    rule: str
    what: str

    @property
    def level(self) -> Level:
        """The part of the version that is asked for."""
        return BY_NAME[self.rule].level


def highest(demands: tuple[Demand, ...]) -> Level | None:
    """Give the weightiest part that any change asks for; None where nothing changed."""
    asked = {demand.level for demand in demands}
    return next((level for level in LEVELS if level in asked), None)
