"""The sandboxes of a site, one for each kind of question, so that none waits for another kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pressmark.sandbox import Sandbox
from pressmark.site.request import QUESTIONS, STRANGERS, TABLES
from pressmark.site.tables.kept_answers import KeptAnswers


def open_for_questions() -> Sandbox:
    """Give what the product's own questions are asked in: nothing stands before it."""
    return Sandbox(at_once=4, waiting=64, nice=0, patience=25.0)


def open_for_tables() -> Sandbox:
    """Give what views, filters, counts and the search are asked in."""
    return Sandbox(at_once=2, waiting=16, nice=0, patience=15.0)


@dataclass(frozen=True)
class Sandboxes:
    """Named `questions` and their answers; `tables`, which Datasette asks; `strangers`' own SQL."""

    questions: KeptAnswers = field(default_factory=lambda: KeptAnswers(open_for_questions()))
    tables: Sandbox = field(default_factory=open_for_tables)
    strangers: Sandbox = field(default_factory=Sandbox)

    def of(self, lane: str) -> Sandbox:
        """Give the sandbox of a lane."""
        each = {QUESTIONS: self.questions.sandbox, TABLES: self.tables, STRANGERS: self.strangers}
        return each[lane]

    @property
    def all(self) -> Sequence[Sandbox]:
        """Every sandbox."""
        return (self.questions.sandbox, self.tables, self.strangers)

    def end(self) -> None:
        """Give up what is asked, so that who waits for it is told at once."""
        for each in self.all:
            each.end()

    async def close(self) -> None:
        """End every process."""
        for each in self.all:
            await each.close()
