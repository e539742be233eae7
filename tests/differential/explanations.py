"""Why a place may stand in one judge's report alone: predicates over a difference."""

import re

from .case import GeneratedTable
from .contested import CELLS
from .difference import HEADER, Difference
from .judges import Place

BOUNDED = ("cell.minimum", "cell.maximum", "cell.exclusive_minimum", "cell.exclusive_maximum")


def a_contested_cell(difference: Difference) -> bool:
    """The place, or a key that it compares, holds a text that `CELLS` lists."""
    return any(
        type_ in each.types and each.form.fullmatch(cell)
        for type_, cell in difference.cells_concerned()
        for each in CELLS
    )


def a_record_of_empty_cells(at: Difference) -> bool:
    """A line such as `,,` is to us a record whose values are missing, to them a blank line."""
    if at.place.record is None or not at.values_all_missing():
        return False
    rules = ("cell.required", "key.primary", "record.short", "record.long")
    return at.place.rule in (rules if at.side == "ours" else ("record.blank", *rules[:2]))


def a_blank_line_of_one_column(at: Difference) -> bool:
    """Where a record is one cell, a blank line is an empty cell, and judged."""
    lines = [table for table, _ in at.sides_of_the_key()] if at.is_key else [at.table]
    judged = at.place.rule.startswith(("cell.", "key."))
    return judged and any(len(table.header) == 1 and [] in table.records for table in lines)


def a_ragged_record(at: Difference) -> bool:
    """Cells of a record with too many or too few are not judged: nobody knows which is which."""
    if at.place.record is not None and at.table.ragged(at.place.record):
        return at.side == "theirs" and not at.place.rule.startswith("record.")
    return at.is_key and any(
        table.ragged(number)
        for table, _ in at.sides_of_the_key()
        for number in range(1, len(table.records) + 1)
    )


def columns_by_name(at: Difference) -> bool:
    """A column is judged as the field that it is named after, wherever it stands.

    They do so too where `fieldsMatch` asks for it, save that they take spaces away.
    """
    tables = [table for table, _ in at.sides_of_the_key()] if at.is_key else [at.table]
    moved = any(table.header != table.names and by_position(table) for table in tables)
    return moved and at.place.rule.startswith(("cell.", "key.", "record.blank"))


def by_position(table: GeneratedTable) -> bool:
    """Whether they find a table's columns by position, or under other names than ours."""
    exact = table.schema.get("fieldsMatch", "exact") == "exact"
    return exact or any(name != name.strip() for name in table.header)


def a_primary_key_in_part(at: Difference) -> bool:
    """Every field of a primary key is required, not only one of them."""
    key = at.table.schema.get("primaryKey", [])
    if at.place.record is None or len(key) < len("ab"):
        return False
    some = any(at.table.is_missing(at.place.record, name) for name in key)
    ours = at.side == "ours" and at.place.rule == "cell.required" and at.place.field in key
    return some and (ours or (at.side == "theirs" and at.place.rule == "key.primary"))


def a_reference_in_part(at: Difference) -> bool:
    """A foreign key of several fields refers to nothing where one of them is missing."""
    record = at.place.record
    return (
        at.side == "theirs"
        and at.place.rule == "key.foreign"
        and record is not None
        and any(at.table.is_missing(record, name) for name in at.fields)
    )


def a_wrong_cell_in_a_key(at: Difference) -> bool:
    """A cell that is not of its type is still there: it is not missing, and it can repeat."""
    wrong = {(each.table, each.field) for each in at.ours if each.rule == "cell.type"}
    if at.place.rule == "cell.required":
        return at.side == "theirs" and (at.place.table, at.place.field) in wrong
    return at.is_key and any(
        (table.name, name) in wrong for table, names in at.sides_of_the_key() for name in names
    )


def keys_that_only_we_judge(at: Difference) -> bool:
    """Unique keys are judged, and so is whether a foreign key points to one record alone."""
    if at.side != "ours":
        return False
    if at.place.rule == "key.parent_not_unique":
        return not at.declared_unique()
    return at.place.rule == "key.unique" and at.fields in at.table.schema.get("uniqueKeys", [])


def categories(at: Difference) -> bool:
    """A value that categories do not list is wrong."""
    return (
        at.side == "ours"
        and at.place.rule == "cell.category"
        and "categories" in at.table.field(at.place.field or "")
    )


def a_pattern_with_alternatives(at: Difference) -> bool:
    """A pattern matches the whole value; theirs reads `x|y` as `^x` or `y$`."""
    if at.place.rule != "cell.pattern":
        return False
    pattern = at.table.field(at.place.field or "")["constraints"]["pattern"]
    cell = at.table.cell(at.place.record or 0, at.place.field or "") or ""
    return at.side == "ours" and ("|" in pattern or cell.endswith("\n"))


def a_required_column(at: Difference) -> bool:
    """Under superset and partial the file may have fewer columns, required or not."""
    return (
        at.side == "theirs"
        and at.place.rule == "header.missing"
        and at.table.schema.get("fieldsMatch") in ("superset", "partial")
    )


def spaces_around_names(at: Difference) -> bool:
    """A name with spaces around it is another name; they take the spaces away."""
    rules = (HEADER, "header.missing", "header.extra", "header.duplicate", "header.blank")
    return at.place.rule in rules and any(name != name.strip() for name in at.table.header)


def a_header_that_is_guessed(at: Difference) -> bool:
    """They take for the header the first line of about the width that lines have on average."""
    tables = [at.table, *(table for table, _ in at.sides_of_the_key())]
    return any(is_of_other_width(table) for table in tables)


def is_of_other_width(table: GeneratedTable) -> bool:
    """Whether the first line has many more or fewer cells than the lines have on average."""
    widths = [len(table.header), *map(len, table.records)]
    average = round(sum(widths) / len(widths))
    return abs(widths[0] - average) > max(round(average * 0.1), 1)


def a_key_without_its_column(at: Difference) -> bool:
    """Where a file lacks the column of a key, that is said of its header and no key is compared."""
    return (
        at.side == "theirs"
        and at.is_key
        and any(
            Place("header.missing", table.name, None, name) in at.ours
            for table, names in at.sides_of_the_key()
            for name in names
        )
    )


def a_column_without_name(at: Difference) -> bool:
    """A column without a name is wrong, however columns are matched."""
    return at.side == "ours" and at.place.rule == "header.blank" and "" in at.table.header


def said_once(at: Difference) -> bool:
    """A field that is the primary key and unique as well is reported once."""
    primary = at.place._replace(rule="key.primary")
    return at.side == "theirs" and at.place.rule == "key.unique" and primary in at.ours


def moments_in_two_zones(at: Difference) -> bool:
    """Keys are compared as published, and a moment in two zones is published as two."""
    zoned = re.compile(r".*(?:Z|[+-][0-9]{2}:[0-9]{2})")
    return at.is_key and any(
        type_ in ("datetime", "time") and zoned.fullmatch(cell)
        for type_, cell in at.cells_concerned()
    )
