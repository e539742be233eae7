"""The shapes of sections: which columns each has, where on a page it stands, how it is drawn.

A section's answer has the columns of its shape, and may have more, which are drawn where they are
there. In every shape `record_table` and `record_key` lead to a record, and `source` (several keys
joined by commas or semicolons) to footnotes, which the sections of the shape `sources` tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SHAPES: Mapping[str, tuple[str, ...]] = {
    "figures": ("number", "label"),
    "summary": ("words",),
    "answer": ("sentence", "status"),
    "conflict": ("question", "one", "other"),
    "events": ("date", "sentence"),
    "list": ("label", "status"),
    "strip": ("status", "number", "words"),
    "status": ("label", "words", "as_of"),
    "timeline": ("date", "words"),
    "records": ("label", "words"),
    "map": ("label", "status", "latitude", "longitude", "words"),
    "locator": ("label", "status", "area"),
    "lanes": ("lane", "status", "since", "until", "words"),
    "examples": ("words",),
    "evidence": ("field", "value", "stance", "bears", "source", "publisher", "date", "locator"),
    "definitions": ("field", "value", "definition"),
    "statuses": ("status", "words", "mark"),
    "sources": ("key", "title"),
    "said": ("source", "words"),
    "table": (),
}
"""Each shape with the columns that its answer must have.

`answer`: the first row is the answer, with its status; `confirmed` is the day of which a source
speaks, `certainty` words in its place, `source` speaks for it. The rows behind it, without a
status, support it; a `limit` is true of what the answer leaves open. `conflict`: two sides, with
`one_source`, `other_source`, `preferred` (`one` or `other`) and a `note`. `events`: a `note`.
`list`: `words` below the name. `sources`: `publisher`, `date`, `url`, `words` (what it is, when it
was read). `statuses`: `outlined` marks what is adopted and not in force. `map`: `area` is the
identifier of an area in the file that the heading `shapes` names, `layer` gathers places that can
be looked at alone. `lanes`: a row a period of the thing called `lane`, `confirmed` the last day for
which a source speaks, a `note` below its name. Statuses of maps and lanes that nobody declared get
marks in turn. `locator`: the area in which a record's place is, drawn beside its answer, with a
mark at `latitude` and `longitude`. `said`: what a source says on a record, in `words`, which stand
below the source in the page's list of sources.

`state` (status: one or two words that stand out), `source` with `url` (status), `kind` and `detail`
(timeline), `note` (records, evidence), and
for evidence `about` with `about_table` (another record that it speaks of), `preferred`, `reason`,
`url`, `standing`, `confidence`, `sha256`, `start`, `end`, `text_sha256` (of the whole text), and
`fields`, names joined by commas that are shown as titles in place of the value. Its `bears` is
`for`, `limits` or `against`, which marks a dispute, and its `stance` says so in words. Dates may be
written in EDTF. The columns of a `table` are its headings; rows that follow each other with the
same `under` stand beneath that heading. A `remark` (status) is folded away, a `date` (summary)
stands before the words.
`definitions`, `statuses` and `sources` are not drawn as such: they say what the codes of a field
mean, what statuses are called, and which documents footnotes lead to.
"""


@dataclass(frozen=True)
class Weight:
    """Bytes of HTML that a row of a shape becomes beside its texts.

    Those of the `first` row stand so many times on its page.
    """

    once: int
    first: int = 1


ROW_WEIGHT: Mapping[str, Weight] = {
    "figures": Weight(60),
    "summary": Weight(60),
    "answer": Weight(100, 4),
    "conflict": Weight(600),
    "events": Weight(120),
    "list": Weight(330),
    "strip": Weight(300),
    "status": Weight(330),
    "timeline": Weight(180),
    "records": Weight(120),
    "map": Weight(400),
    "locator": Weight(0),
    "said": Weight(120),
    "lanes": Weight(500),
    "examples": Weight(80),
    "evidence": Weight(700),
    "definitions": Weight(0),
    "statuses": Weight(0),
    "sources": Weight(0),
    "table": Weight(20),
}
PLACES = ("main", "side", "folded")
"""Where on a page a section can stand: in the text, beside it, or below it behind its title."""
OF_THE_SITE = ("statuses", "sources")
"""What is said once for all pages."""
OF_QUESTIONS = ("answer",)
"""What can be said of the answer to a question."""
OF_RECORDS = ("locator", "said")
"""What only a record's page has a place for."""
UNDRAWN = ("definitions", "examples", "said", *OF_THE_SITE)
FOOTNOTED = ("answer", "conflict", "events", "list", "table", "records", "summary")
"""Shapes whose columns of sources hold keys; in others a `source` is a title."""


def find_place(shape: str) -> str:
    """Where a section of a shape stands where it does not say so."""
    return "folded" if shape == "evidence" else "main"


def find_page(shape: str, page: str) -> str | None:
    """Say on which page a shape stands, where it is not on this one."""
    if (shape in OF_THE_SITE) != (page == "site"):
        return f"say of the shapes {' and '.join(OF_THE_SITE)}, and of them alone, page: site"
    if shape in OF_RECORDS and page != "record":
        return f"say of the shapes {' and '.join(OF_RECORDS)} page: record, and the names of tables"
    if page == "question" and shape not in OF_QUESTIONS:
        return f"what stands on the page of a question has the shape {' or '.join(OF_QUESTIONS)}"
    return None
