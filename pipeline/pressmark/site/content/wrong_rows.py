"""Values that the shape of a section cannot draw: refused, never drawn as something else."""

from collections.abc import Mapping, Sequence
from typing import Any

from pressmark.errors import ProjectError
from pressmark.site.content.section import Section
from pressmark.site.content.section_faults import locate_text
from pressmark.words import cut

Row = Mapping[str, Any]
LONGEST = 60


def refuse_wrong_rows(section: Section, rows: Sequence[Row]) -> None:
    """Refuse counts of a strip that are none; ProjectError names the row and the value."""
    if section.shape != "strip":
        return
    for number, row in enumerate(rows, start=1):
        value = row["number"]
        if not isinstance(value, int) or value < 0:
            place = locate_text(section.statement, "number")
            wrong = f"row {number} of its answer counts {cut(repr(value), LONGEST)}"
            raise ProjectError(place, wrong, "answer a whole number that is not below 0")
