"""Where frictionless and we differ, and what decides it: the whole list.

`contested.CELLS` names texts that one judge takes for a value and the other does not; whatever
follows from such a cell, in keys too, is explained by it. `PLACES` explains the rest. What no entry
explains is a bug of ours.
"""

from collections.abc import Callable
from typing import NamedTuple

from . import explanations
from .contested import STANDARD
from .difference import Difference


class PlaceDisagreement(NamedTuple):
    """Places that only one judge reports."""

    name: str
    decided_by: str
    explains: Callable[[Difference], bool]


PLACES: tuple[PlaceDisagreement, ...] = (
    PlaceDisagreement("a contested cell", "the entry of CELLS", explanations.a_contested_cell),
    PlaceDisagreement(
        "a record of empty cells",
        "Table Schema, missingValues and required: an empty cell is a missing value, no blank line",
        explanations.a_record_of_empty_cells,
    ),
    PlaceDisagreement(
        "a blank line of one column",
        "RFC 4180, section 2, rule 4: a record is one or more cells, and a cell may be empty",
        explanations.a_blank_line_of_one_column,
    ),
    PlaceDisagreement(
        "a ragged record",
        "RFC 4180, section 2, rule 4: each line has the same number of fields",
        explanations.a_ragged_record,
    ),
    PlaceDisagreement(
        "columns by name",
        "docs/reference/rules.md, header.order: columns are judged under their names",
        explanations.columns_by_name,
    ),
    PlaceDisagreement(
        "a primary key in part",
        f"{STANDARD}, row `composite primaryKey with one null`",
        explanations.a_primary_key_in_part,
    ),
    PlaceDisagreement(
        "a reference in part",
        f"{STANDARD}, row `foreign key, composite, partly null` (SQL MATCH SIMPLE)",
        explanations.a_reference_in_part,
    ),
    PlaceDisagreement(
        "a wrong cell in a key",
        "Table Schema, primaryKey and foreignKeys: values are compared, a wrong one is not null",
        explanations.a_wrong_cell_in_a_key,
    ),
    PlaceDisagreement(
        "keys that only we judge",
        f"{STANDARD}, rows `uniqueKeys` and `foreign key whose parent key is not unique`",
        explanations.keys_that_only_we_judge,
    ),
    PlaceDisagreement(
        "categories", f"{STANDARD}, row `categories violated`", explanations.categories
    ),
    PlaceDisagreement(
        "a pattern with alternatives",
        f'{STANDARD}, row `pattern: "a|b"` against `ax`',
        explanations.a_pattern_with_alternatives,
    ),
    PlaceDisagreement(
        "spaces around names",
        "Table Schema, field name: names are compared as they are written",
        explanations.spaces_around_names,
    ),
    PlaceDisagreement(
        "a header that is guessed",
        f"{STANDARD}, row `a header much wider than the records`: Table Dialect, headerRows",
        explanations.a_header_that_is_guessed,
    ),
    PlaceDisagreement(
        "a key without its column",
        "Table Schema, fieldsMatch: the column is missing, which is said once and not per record",
        explanations.a_key_without_its_column,
    ),
    PlaceDisagreement(
        "a column without name",
        "Table Schema, field name: every field has one; they say so under `exact` alone",
        explanations.a_column_without_name,
    ),
    PlaceDisagreement(
        "moments in two zones",
        "We store: zoned moments are text in all four formats, and keys are that text",
        explanations.moments_in_two_zones,
    ),
    PlaceDisagreement(
        "said once",
        "primaryKey is a unique key already: one repetition is one finding",
        explanations.said_once,
    ),
    PlaceDisagreement(
        "a required column that may be left out",
        "Table Schema, fieldsMatch: superset and partial need not hold every field",
        explanations.a_required_column,
    ),
)


def undocumented(differences: list[Difference]) -> list[Difference]:
    """Keep the differences that no entry explains."""
    return [each for each in differences if not any(known.explains(each) for known in PLACES)]
