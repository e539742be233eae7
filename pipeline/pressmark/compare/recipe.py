"""Which change asks for which part of a version: each rule once, with its name and sentence.

The Data Package Version recipe decides ("Version" of Data Package v2, recipe "Data Package
Version"); where it is silent, the lines marked as ours do.
"""

from dataclasses import dataclass

from pressmark.version import LEVELS, Level


@dataclass(frozen=True)
class RecipeRule:
    """One line of the recipe: `ours` where the published recipe is silent."""

    name: str
    level: Level
    sentence: str
    ours: bool = False


RECIPE: tuple[RecipeRule, ...] = (
    RecipeRule("package.renamed", "major", "the package has another name", ours=True),
    RecipeRule("table.removed", "major", "a table was removed", ours=True),
    RecipeRule("table.renamed", "major", "a table was renamed", ours=True),
    RecipeRule("resource.removed", "major", "a resource that is no table was removed", ours=True),
    RecipeRule("field.added", "major", "a field was added"),
    RecipeRule("field.removed", "major", "a field was removed"),
    RecipeRule("field.renamed", "major", "a field was renamed"),
    RecipeRule("field.reordered", "major", "fields stand in another order"),
    RecipeRule("field.type", "major", "a field has another type"),
    RecipeRule("field.format", "major", "a field has another format"),
    RecipeRule("primary_key.changed", "major", "a table has another primary key", ours=True),
    RecipeRule("constraint.stricter", "major", "a constraint became stricter, or nobody can tell"),
    RecipeRule("meaning.changed", "major", "the author declares another meaning"),
    RecipeRule(
        "records.withdrawn_referred", "major", "records were removed to which others referred"
    ),
    RecipeRule("question.removed", "major", "a view or a query was removed", ours=True),
    RecipeRule("table.added", "minor", "a table was added"),
    RecipeRule("resource.added", "minor", "a resource that is no table was added", ours=True),
    RecipeRule("records.added", "minor", "records were added"),
    RecipeRule(
        "records.withdrawn", "minor", "records were removed to which none referred", ours=True
    ),
    RecipeRule("reference.updated", "minor", "references to other tables were updated"),
    RecipeRule("constraint.looser", "minor", "a constraint became looser"),
    RecipeRule(
        "question.changed", "minor", "a view, a query or an own rule is new or another", ours=True
    ),
    RecipeRule("storage.changed", "minor", "values are stored in another way", ours=True),
    RecipeRule(
        "records.moved",
        "patch",
        "records of a table without a primary key stand in another order",
        ours=True,
    ),
    RecipeRule("values.corrected", "patch", "values were corrected"),
    RecipeRule("resource.changed", "patch", "a resource that is no table is another", ours=True),
    RecipeRule("description.changed", "patch", "what describes the data was changed"),
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


def find_highest(demands: tuple[Demand, ...]) -> Level | None:
    """Give the weightiest part that any change asks for; None where nothing changed."""
    asked = {demand.level for demand in demands}
    return next((level for level in LEVELS if level in asked), None)
